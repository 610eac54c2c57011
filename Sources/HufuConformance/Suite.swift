internal import Hufu

/// All cases of a folder of vectors.
///
/// Nothing is skipped: a file or a case that cannot be read, an unknown name or code, and a repeated id are cases that fail.
package struct Suite: Sendable {
    package private(set) var cases: [Case] = []

    /// False for the files without cases: test keys, the table of codes, and schemas.
    private static func hasCases(_ name: String) -> Bool {
        !["keys", "codes", "schema"].contains(name) && !name.hasSuffix(".schema")
    }

    /// Reads files.
    ///
    /// - Parameter files: their names, without `.json`, and contents.
    package init(_ files: [(name: String, bytes: [UInt8])]) {
        for (name, bytes) in files where Self.hasCases(name) {
            do { cases += try Self.cases(of: name, bytes) } catch {
                cases.append(Case(broken: name, in: name, "\(error)"))
            }
        }
        var ids: Set<String> = []
        for index in cases.indices where !ids.insert(cases[index].id).inserted {
            cases[index] = Case(broken: cases[index].id, in: cases[index].file, "another case has this id too")
        }
    }

    /// The cases whose ids contain a text, and files that could not be read.
    package func cases(containing text: String) -> [Case] {
        cases.filter { $0.id == $0.file || $0.id.contains(text) }
    }

    private static func cases(of name: String, _ bytes: [UInt8]) throws -> [Case] {
        let file = try VectorFile(name, bytes)
        if let transport = Transport(rawValue: name) {
            return try file.textCases(transport) + [Case.everyNumberOfBase45].filter { $0.file == name }
        }
        return switch name {
        case "cbor": try file.cborCases()
        case "cose": try file.coseCases()
        case "issuing": try file.issuingCases()
        case "loading": try file.loadingCases()
        case "request": try file.requestCases()
        case "qr": try file.symbolCases()
        default: try file.verdictCases()
        }
    }
}
