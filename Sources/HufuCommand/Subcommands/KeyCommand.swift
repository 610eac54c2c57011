internal import ArgumentParser
internal import Hufu

struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Make keys, and show the public half of one.",
        subcommands: [Generate.self, Public.self])

    struct Generate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a private key: PEM, readable by its owner alone, never over an existing file.")

        @Option(help: "What the key signs with.") var algorithm = COSE.Algorithm.esp256
        @Option(name: [.short, .customLong("output")], help: ArgumentHelp("The private key.", valueName: "file"))
        var output: String
        @Option(name: .customLong("public"), help: ArgumentHelp("The public key as well.", valueName: "file"))
        var publicFile: String?

        func run() throws {
            // Before there is a key, so that a refusal leaves nothing behind.
            if let publicFile { try AtomicFile.refuseTaken(publicFile) }
            let key = try PrivateKey(algorithm)
            try AtomicFile.create(Keys.file(key.pem), at: output, isPrivate: true)
            if let publicFile {
                try AtomicFile.create(Keys.file(key.publicKey.pem), at: publicFile, isPrivate: false)
            }
        }
    }

    struct Public: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the public half of a key.")

        @Argument(help: "A private or public key, or - for standard input.") var file: String
        @Option(help: "pem or jwk.") var format = Format.pem

        func run() throws {
            let bytes = try Input.bytes(file)
            let key = try Failure.naming(Input.name(file)) { try KeyFile(bytes).publicKey }
            try Output.write(Keys.file(format.text(of: key)))
        }
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

/// Algorithms by their names in the IANA registry, in lower case.
extension COSE.Algorithm: ExpressibleByArgument {
    init?(argument: String) {
        guard let algorithm = Self.allCases.first(where: { $0.argument == argument }) else { return nil }
        self = algorithm
    }

    private var argument: String { name.lowercased() }
    var defaultValueDescription: String { argument }
    static var allValueStrings: [String] { allCases.map(\.argument) }
}
