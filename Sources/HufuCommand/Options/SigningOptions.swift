internal import ArgumentParser
internal import Hufu

/// The issuer, and the options that apply to each licence.
struct SigningOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The issuer's identifier, as trust lists have it.", valueName: "uri"))
    var issuer: String
    @OptionGroup var signer: SignerOptions
    @Option(help: ArgumentHelp("Where scanners learn of revocation.", valueName: "uri#index")) var status: String?
    @Flag(help: "Sign classes of vehicles that are not in the catalogue.") var allowUnknownClasses = false
    @Flag(help: "Refuse implausible data, which otherwise are warnings: a past end, a birth in 1800, no such country.")
    var strict = false

    /// Runs `body` with the issuer whose signer the options name.
    func withIssuer<Value: Sendable>(_ body: @Sendable (Issuer) async throws -> Value) async throws -> Value {
        try await signer.withSigner { signer in
            try await body(try Failure.naming("--issuer", status: .usage) { try Issuer(id: issuer, signer: signer) })
        }
    }

    func statusReference() throws(Failure) -> StatusReference? {
        guard let status else { return nil }
        return try Failure.naming("--status", status: .usage) { try StatusReference(status) }
    }
}
