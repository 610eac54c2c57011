import Foundation
import HufuTestSupport
import Testing

/// Shell lines that run in the directory, with the built command first in the path.
extension TemporaryDirectory {
    /// The output of a line, which has to end with status 0.
    @discardableResult
    func run(_ line: String, input: String? = nil) throws -> String {
        let result = try result(line, input: input)
        #expect(result.status == 0, "\(line): \(result.errors)")
        return result.output
    }

    func result(_ line: String, input: String? = nil) throws -> Program.Result {
        try Program.shell(line, in: url, input: input)
    }

    func copy(sample name: String, as file: String) throws {
        try FileManager.default.copyItem(
            at: Repository.vectors.appending(path: "samples/\(name).json"), to: self.file(file))
    }

    func write(_ text: String, _ file: String) throws { try Data(text.utf8).write(to: self.file(file)) }

    func text(_ file: String) throws -> String { try String(contentsOf: self.file(file), encoding: .utf8) }

    func mode(_ file: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: self.file(file).path)[.posixPermissions] as? Int
    }

    /// The names of the files, except for those of ``Program/shell(_:in:input:)``.
    var names: [String] {
        let own: Set = [".input", ".output", ".errors"]
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        return names.filter { !own.contains($0) }.sorted()
    }
}
