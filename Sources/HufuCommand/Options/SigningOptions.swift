internal import ArgumentParser
internal import Hufu

/// The issuer, and the options that apply to each licence.
struct SigningOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The issuer's identifier, as in trust lists.", valueName: "uri"))
    var issuer: String
    @OptionGroup var signer: SignerOptions
    @OptionGroup var naming: AlgorithmNameOption
    @Option(help: ArgumentHelp("The licence's entry in a status list.", valueName: "uri#index")) var status: String?
    @Flag(help: "Sign vehicle classes that are not in the catalogue.") var allowUnknownClasses = false
    @Flag(help: "Refuse implausible data, such as an expiry date in the past; otherwise they are warnings.")
    var strict = false

    /// Runs `body` with the issuer whose signer the options name.
    func withIssuer<Value: Sendable>(_ body: @Sendable (Issuer) async throws -> Value) async throws -> Value {
        try await signer.withSigner { signer in
            let naming = try self.naming.naming(for: signer.publicKey)
            let issuer = try Failure.naming("--issuer", status: .usage) {
                try Issuer(id: self.issuer, signer: signer, naming: naming)
            }
            return try await body(issuer)
        }
    }

    func statusReference() throws(Failure) -> StatusReference? {
        guard let status else { return nil }
        return try Failure.naming("--status", status: .usage) { try StatusReference(status) }
    }
}
