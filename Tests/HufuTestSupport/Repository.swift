public import Foundation

/// Files of this repository that tests read or run.
public enum Repository {
    /// The folder of Package.swift.
    public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The published vectors, samples, schemas and the profile.
    public static let vectors = root.appending(path: "Vectors")

    /// The Python with the packages of the reference, which `make test` sets up; without it tests that run it fail.
    public static let python = root.appending(path: ".build/reference-venv/bin/python")

    /// The parts of a source file between lines with `// README` in a function: examples that the README has too.
    public static func examples(in file: String = #filePath) throws -> [String] {
        let source = try String(contentsOf: URL(filePath: file), encoding: .utf8)
        let parts = source.components(separatedBy: "        // README\n")
        return stride(from: 1, to: parts.count, by: 2).map { place in
            parts[place].split(separator: "\n").map { $0.dropFirst(8) }.joined(separator: "\n")
        }
    }

    /// Whether the README has an example in Swift.
    public static func readme(has example: String) throws -> Bool {
        try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8).contains("```swift\n\(example)\n```")
    }
}
