internal import ArgumentParser
internal import Hufu

/// The name of the signature algorithm in the header, as the IANA registry of COSE has it.
struct AlgorithmNameOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The name of the algorithm in the header: esp256 or ed25519 (fully specified, the default), or es256 or eddsa for \
            readers that know only the older names.
            """, valueName: "name"))
    var algorithmName: Name?

    /// The naming of the algorithm in headers, for signatures with `key`.
    func naming(for key: PublicKey) throws(Failure) -> COSE.AlgorithmNaming {
        guard let name = algorithmName else { return .fullySpecified }
        guard name.algorithm == key.algorithm else {
            throw .usage(
                "\(name.text) is not a name of the key's algorithm", option: "--algorithm-name",
                advice: "Give \(Name.all(of: key.algorithm).map(\.text).joined(separator: " or ")), or leave it out.")
        }
        return name.naming
    }

    /// A name in lower case.
    struct Name: ExpressibleByArgument {
        let algorithm: COSE.Algorithm
        let naming: COSE.AlgorithmNaming

        init(_ algorithm: COSE.Algorithm, _ naming: COSE.AlgorithmNaming) {
            (self.algorithm, self.naming) = (algorithm, naming)
        }

        init?(argument: String) {
            guard let name = Self.all.first(where: { $0.text == argument }) else { return nil }
            self = name
        }

        var text: String { algorithm.name(naming).lowercased() }

        static func all(of algorithm: COSE.Algorithm) -> [Name] {
            [Name(algorithm, .fullySpecified), Name(algorithm, .polymorphic)]
        }

        private static var all: [Name] { COSE.Algorithm.allCases.flatMap(all) }
        static var allValueStrings: [String] { all.map(\.text) }
    }
}
