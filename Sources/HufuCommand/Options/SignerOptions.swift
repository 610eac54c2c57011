internal import ArgumentParser
internal import Hufu
internal import HufuFiles
internal import HufuSigners

/// The signer: a private key in a file or on a token, or a signer process.
struct SignerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The private key that signs: a file, or pkcs11:token=...;object=...?module-path=... (RFC 7512).",
            discussion:
                "The PIN is in the file of pin-source=file:FILE, or in the environment variable \(HardwareKeys.pinVariable).",
            valueName: "file|uri"))
    var key: String?
    @Option(
        help: ArgumentHelp(
            "Instead of --key: a program, run without a shell, that answers each line of base64 with its signature in base64.",
            valueName: "command"))
    var signerCommand: String?
    @Option(
        help: ArgumentHelp(
            "The public half of the key of --signer-command; a key of a token has to match it.", valueName: "file"))
    var publicKey: String?
    @Option(
        help: ArgumentHelp("The longest time that --signer-command may take to answer.", valueName: "duration"))
    var signerTimeout = DurationArgument.seconds(10)

    func validate() throws {
        if (key == nil) == (signerCommand == nil) {
            throw ValidationError("Give --key or --signer-command, and not both.")
        }
        if signerCommand != nil, publicKey == nil {
            throw ValidationError("--signer-command needs --public-key.")
        }
        if let key, publicKey != nil, !HardwareKeys.isURI(key) {
            throw ValidationError("--public-key goes with --signer-command or a pkcs11: key.")
        }
    }

    /// The name of the signer in errors.
    var name: String { key.map(Input.name) ?? "--signer-command" }

    /// Runs `body` with the signer. A signer process ends, and sessions with a token are closed, when `body` returns.
    func withSigner<Value: Sendable>(_ body: @Sendable (any Signer) async throws -> Value) async throws -> Value {
        let expected = try publicKey.map { path throws(Failure) in try Keys.verifier(path) }
        guard let signerCommand, let expected else {
            return try await Keys.withSigner(key ?? "-", expected, body)
        }
        let command = try Failure.naming("--signer-command", status: .usage) { try CommandLineWords(signerCommand) }
        return try await SignerProcess.run(
            command, publicKey: expected, timeout: .seconds(signerTimeout.seconds), body)
    }
}

/// Keys on PKCS #11 tokens. Without the package trait PKCS11 they are refused, with the way to build with it.
enum HardwareKeys {
    /// The environment variable with the PIN, if the URI names no file with it.
    static let pinVariable = "HUFU_PIN"

    static func isURI(_ key: String) -> Bool { key.lowercased().hasPrefix("pkcs11:") }

    /// Runs `body` with the key that a URI names.
    static func withSigner<Value: Sendable>(
        _ uri: String, _ expected: PublicKey?, _ body: @Sendable (any Signer) async throws -> Value
    ) async throws -> Value {
        #if PKCS11
            let uri = try Failure.naming("pkcs11 URI", status: .usage) { try PKCS11URI(uri) }
            return try await PKCS11Signer.run(
                uri, pin: Surroundings.environment(pinVariable), publicKey: expected, body)
        #else
            throw Failure.builtWithout("PKCS #11", trait: "PKCS11", option: "pkcs11 URI")
        #endif
    }
}

/// Keys in files.
enum Keys {
    /// A text with one line end; a JWK and some PEM have none.
    static func file(_ text: String) -> String { text.hasSuffix("\n") ? text : text + "\n" }

    static func signer(_ path: String) throws(Failure) -> PrivateKey {
        try Input.read(path) { try PrivateKey(fileContents: $0) }
    }

    /// Runs `body` with a key in a file or on a token.
    static func withSigner<Value: Sendable>(
        _ key: String, _ expected: PublicKey? = nil, _ body: @Sendable (any Signer) async throws -> Value
    ) async throws -> Value {
        try await HardwareKeys.isURI(key)
            ? HardwareKeys.withSigner(key, expected, body) : body(try Keys.signer(key))
    }

    static func verifier(_ path: String) throws(Failure) -> PublicKey {
        try Certificates.publicKey(path)
    }
}
