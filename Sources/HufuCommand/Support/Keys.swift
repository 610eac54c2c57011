internal import ArgumentParser
internal import Hufu

/// Who signs: a key in a file, or a process that has one.
struct SignerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The private key that signs.", valueName: "file")) var key: String?
    @Option(
        help: ArgumentHelp(
            "Instead of --key: a program, run without a shell, that answers each line of base64 with its signature's.",
            valueName: "command"))
    var signerCommand: String?
    @Option(help: ArgumentHelp("The public half of the key of --signer-command.", valueName: "file"))
    var publicKey: String?

    func validate() throws {
        if (key == nil) == (signerCommand == nil) {
            throw ValidationError("Give --key or --signer-command, and not both.")
        }
        if (signerCommand == nil) != (publicKey == nil) {
            throw ValidationError("--signer-command and --public-key go together.")
        }
    }

    /// How errors call the signer.
    var name: String { key.map(Input.name) ?? "--signer-command" }

    /// Runs `body` with the signer; a process that signs lives as long as that.
    func withSigner<Value: Sendable>(_ body: @Sendable (any Signer) async throws -> Value) async throws -> Value {
        guard let signerCommand, let publicKey else { return try await body(try Keys.signer(key ?? "-")) }
        let command = try CommandLineWords(signerCommand, option: "--signer-command")
        return try await SignerProcess.run(command, publicKey: try Keys.verifier(publicKey), body)
    }
}

/// Keys in files.
enum Keys {
    /// A text with one line end behind it; PEM has its own, a JWK has none.
    static func file(_ text: String) -> [UInt8] { Array((text.hasSuffix("\n") ? text : text + "\n").utf8) }

    static func signer(_ path: String) throws(Failure) -> PrivateKey {
        let bytes = try Input.bytes(path)
        return try Failure.naming(Input.name(path)) { try PrivateKey(fileContents: bytes) }
    }

    static func verifier(_ path: String) throws(Failure) -> PublicKey {
        let bytes = try Input.bytes(path)
        return try Failure.naming(Input.name(path)) { try PublicKey(fileContents: bytes) }
    }
}
