internal import ArgumentParser
internal import Hufu
internal import HufuFiles

struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Make keys, and show the public half of a key.",
        subcommands: [Generate.self, Public.self])

    struct Generate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a private key as PEM, readable by its owner only, in a new file.")

        @Option(help: "The signature algorithm of the key.") var algorithm = Algorithm(.esp256)
        @Option(name: [.short, .customLong("output")], help: ArgumentHelp("The private key.", valueName: "file"))
        var output: String
        @Option(
            name: .customLong("public"),
            help: ArgumentHelp("Also write the public key to this file.", valueName: "file"))
        var publicFile: String?

        func run() throws {
            // Before the private key is written, so that a refusal leaves no file behind.
            if let publicFile, publicFile != "-" { try AtomicFile.requireFree(publicFile) }
            let key = try PrivateKey(algorithm.value)
            try Output.create(Keys.file(key.pem), at: output, isPrivate: true)
            guard let publicFile else { return }
            do throws(Failure) {
                try Output.create(Keys.file(key.publicKey.pem), at: publicFile, isPrivate: false)
            } catch {
                // Of a pair that nobody has yet both halves go, so that the same line works once there is room.
                let isThere = error.code == FileError.Reason.unconfirmed.rawValue
                if output != "-", !isThere { AtomicFile.remove(output) }
                throw error
            }
        }
    }

    struct Public: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the public half of a key.")

        @Argument(help: "A private or public key: a file, - for standard input, or the PKCS #11 URI of a private key.")
        var key: String
        @Option(help: "pem or jwk.") var format = Format.pem

        func run() async throws {
            let key =
                HardwareKeys.isURI(key)
                ? try await HardwareKeys.withSigner(key, nil) { $0.publicKey }
                : try Input.read(key) { try KeyFile($0).publicKey }
            try Output.write(Keys.file(format.text(of: key)))
        }
    }

    /// An algorithm by its name in the IANA registry, in lower case. It is a separate type because the help would show
    /// the raw value of `COSE.Algorithm`, a number.
    struct Algorithm: ExpressibleByArgument {
        let value: COSE.Algorithm

        init(_ value: COSE.Algorithm) { self.value = value }

        init?(argument: String) {
            guard let value = COSE.Algorithm.allCases.first(where: { Self($0).name == argument }) else { return nil }
            self.value = value
        }

        private var name: String { value.name.lowercased() }
        var defaultValueDescription: String { name }
        static var allValueStrings: [String] { COSE.Algorithm.allCases.map { Self($0).name } }
    }

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case pem
        case jwk

        func text(of key: PublicKey) -> String {
            switch self {
            case .pem: key.pem
            case .jwk: key.jwk
            }
        }
    }
}
