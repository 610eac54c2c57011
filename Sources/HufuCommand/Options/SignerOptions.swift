internal import ArgumentParser
internal import Hufu
internal import HufuSigners

/// The signer: a private key in a file, or a signer process.
struct SignerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The private key that signs.", valueName: "file")) var key: String?
    @Option(
        help: ArgumentHelp(
            "Instead of --key: a program, run without a shell, that answers each line of base64 with its signature in base64.",
            valueName: "command"))
    var signerCommand: String?
    @Option(help: ArgumentHelp("The public half of the key of --signer-command.", valueName: "file"))
    var publicKey: String?
    @Option(
        help: ArgumentHelp("The longest time that --signer-command may take to answer.", valueName: "duration"))
    var signerTimeout = DurationArgument.seconds(10)

    func validate() throws {
        if (key == nil) == (signerCommand == nil) {
            throw ValidationError("Give --key or --signer-command, and not both.")
        }
        if (signerCommand == nil) != (publicKey == nil) {
            throw ValidationError("--signer-command and --public-key go together.")
        }
    }

    /// The name of the signer in errors.
    var name: String { key.map(Input.name) ?? "--signer-command" }

    /// Runs `body` with the signer. A signer process ends when `body` returns.
    func withSigner<Value: Sendable>(_ body: @Sendable (any Signer) async throws -> Value) async throws -> Value {
        guard let signerCommand, let publicKey else { return try await body(try Keys.signer(key ?? "-")) }
        let command = try Failure.naming("--signer-command", status: .usage) { try CommandLineWords(signerCommand) }
        return try await SignerProcess.run(
            command, publicKey: try Keys.verifier(publicKey), timeout: .seconds(signerTimeout.seconds), body)
    }
}

/// Keys in files.
enum Keys {
    /// A text with one line end; a JWK and some PEM have none.
    static func file(_ text: String) -> String { text.hasSuffix("\n") ? text : text + "\n" }

    static func signer(_ path: String) throws(Failure) -> PrivateKey {
        try Input.read(path) { try PrivateKey(fileContents: $0) }
    }

    static func verifier(_ path: String) throws(Failure) -> PublicKey {
        try Certificates.publicKey(path)
    }
}
