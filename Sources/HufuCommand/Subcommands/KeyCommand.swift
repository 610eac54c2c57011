internal import ArgumentParser
internal import Hufu
internal import HufuFiles

struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Make keys, and show the public half of one.",
        subcommands: [Generate.self, Public.self])

    struct Generate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a private key: PEM, readable by its owner alone, never over an existing file.")

        @Option(help: "esp256 (ECDSA on P-256) or ed25519.") var algorithm = Algorithm.esp256
        @Option(name: [.short, .customLong("output")], help: ArgumentHelp("The private key.", valueName: "file"))
        var output: String
        @Option(name: .customLong("public"), help: ArgumentHelp("The public key as well.", valueName: "file"))
        var publicFile: String?

        func run() throws {
            // Before there is a key, so that a refusal leaves nothing behind.
            if let publicFile, publicFile != "-" { try AtomicFile.requireFree(publicFile) }
            let key = try PrivateKey(algorithm.value)
            try Output.create(Keys.file(key.pem), at: output, isPrivate: true)
            if let publicFile { try Output.create(Keys.file(key.publicKey.pem), at: publicFile, isPrivate: false) }
        }
    }

    struct Public: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the public half of a key.")

        @Argument(help: "A private or public key, or - for standard input.") var file: String
        @Option(help: "pem or jwk.") var format = Format.pem

        func run() throws {
            let key = try Input.read(file) { bytes in
                let text = String(decoding: bytes, as: UTF8.self)
                if text.contains("PRIVATE KEY") { return try PrivateKey(pem: text).publicKey }
                return text.contains("BEGIN") ? try PublicKey(pem: text) : try PublicKey(jwk: bytes)
            }
            let text =
                switch format {
                case .pem: key.pem
                case .jwk: key.jwk
                }
            try Output.write(Keys.file(text))
        }
    }

    enum Algorithm: String, ExpressibleByArgument, CaseIterable {
        case esp256
        case ed25519

        var value: COSE.Algorithm {
            switch self {
            case .esp256: .esp256
            case .ed25519: .ed25519
            }
        }
    }

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case pem
        case jwk
    }
}
