internal import Hufu

/// The cases of a folder of vector files, in the format of `Vectors/README.md`.
///
/// No file and no case is skipped: a file or a case that cannot be read, an unknown name or code, and a repeated id
/// are cases that fail.
public struct VectorSuite: Sendable {
    /// All cases, in the order of the files and of their contents.
    public private(set) var cases: [VectorCase] = []

    /// False for the files without cases: test keys, the table of codes, and schemas.
    private static func hasCases(_ name: String) -> Bool {
        !["keys", "codes", "schema"].contains(name) && !name.hasSuffix(".schema")
    }

    /// Reads vector files.
    ///
    /// - Parameter files: the name, without `.json`, and the contents of each file.
    public init(_ files: [(name: String, bytes: [UInt8])]) {
        for (name, bytes) in files where Self.hasCases(name) {
            do { cases += try Self.cases(of: name, bytes) } catch {
                cases.append(VectorCase(broken: name, in: name, "\(error)"))
            }
        }
        var ids: Set<String> = []
        for index in cases.indices where !ids.insert(cases[index].id).inserted {
            cases[index] = VectorCase(broken: cases[index].id, in: cases[index].file, "another case has this id too")
        }
    }

    /// The cases whose ids contain `text`, and the cases of files that could not be read.
    public func cases(containing text: String) -> [VectorCase] {
        cases.filter { $0.id == $0.file || $0.id.contains(text) }
    }

    private static func cases(of name: String, _ bytes: [UInt8]) throws -> [VectorCase] {
        let file = try VectorFile(name, bytes)
        if let transport = Transport(rawValue: name) {
            return try file.textCases(transport) + [VectorCase.everyNumberOfBase45].filter { $0.file == name }
        }
        return switch name {
        case "cbor": try file.cborCases()
        case "cose": try file.coseCases()
        case "issuing": try file.issuingCases()
        case "loading": try file.loadingCases()
        case "request": try file.requestCases()
        case "hfc1": try file.challengeCases()
        case "hfc2": try file.signedChallengeCases()
        case "qr": try file.symbolCases()
        default: try file.verdictCases()
        }
    }
}
