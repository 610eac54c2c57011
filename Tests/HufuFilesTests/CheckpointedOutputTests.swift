import Foundation
import Hufu
import HufuFiles
import HufuTestSupport
import Testing

@Suite("CheckpointedOutput")
struct CheckpointedOutputTests {
    private let directory: TemporaryDirectory
    private var checkpoint: String { directory.file("checkpoint").path }
    private var paths: [String] { [directory.file("one").path, directory.file("two").path] }

    init() throws { directory = try TemporaryDirectory() }

    private func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: directory.file(name)), as: UTF8.self)
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.url.path).sorted()
    }

    private func code(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch { return (error as? any CodedError)?.code ?? "\(error)" }
    }

    /// A job that has committed `a` and `b`, and was stopped after it had added more.
    private func stopped() throws {
        let output = try CheckpointedOutput(paths, checkpoint: checkpoint)
        #expect(output.state == nil)
        try output.open(["at": 0])
        try output.append(Array("a\n".utf8), to: paths[0])
        try output.append(Array("b\n".utf8), to: paths[1])
        try output.commit(["at": 2])
        try output.append(Array("half a li".utf8), to: paths[0])
    }

    @Test("A job continues with the state of the last checkpoint, and what came after it is cut off")
    func continues() throws {
        try stopped()
        #expect(try text("one") == "a\nhalf a li")
        let output = try CheckpointedOutput(paths, checkpoint: checkpoint)
        #expect(output.state?.value == ["at": 2])
        // Nothing is touched before the job has looked at the state.
        #expect(try text("one") == "a\nhalf a li")
        try output.open(["at": 0])
        try output.append(Array("c\n".utf8), to: paths[0])
        try output.commit(["at": 3])
        #expect(try text("one") == "a\nc\n")
        #expect(try text("two") == "b\n")
    }

    @Test("A file that took the place of an output is refused, and is not changed")
    func replaced() throws {
        try stopped()
        for text in ["z\n", "z\nand more of another file"] {
            try Data(text.utf8).write(to: directory.file("one"))
            let output = try CheckpointedOutput(paths, checkpoint: checkpoint)
            #expect(code { try output.open(["at": 0]) } == "checkpoint.output_replaced")
            #expect(try self.text("one") == text)
        }
    }

    @Test("An output is recognised by its last bytes, however long it is")
    func longOutput() throws {
        for length in [1, 4_095, 4_096, 4_097, 10_000] {
            let (path, checkpoint) = (directory.file("o\(length)").path, directory.file("c\(length)").path)
            let record = Array(repeating: UInt8(ascii: "x"), count: length - 1) + [0x0a]
            var expected: [UInt8] = []
            for _ in 0..<3 {
                let output = try CheckpointedOutput([path], checkpoint: checkpoint)
                try output.open(["at": 0])
                try output.append(record, to: path)
                try output.append([0x0a], to: path)
                try output.commit(["at": 1])
                expected += record + [0x0a]
            }
            #expect(try Array(Data(contentsOf: URL(filePath: path))) == expected)
        }
    }

    @Test("A job that was stopped before its outputs were there begins again")
    func beforeOutputs() throws {
        try CheckpointedOutput(paths, checkpoint: checkpoint).open(["at": 0])
        for path in paths { try FileManager.default.removeItem(atPath: path) }
        try CheckpointedOutput(paths, checkpoint: checkpoint).open(["at": 0])
        #expect(try text("two").isEmpty)
    }

    @Test("A second run on the same checkpoint is refused while the first one lives")
    func lock() throws {
        let first = try CheckpointedOutput(paths, checkpoint: checkpoint)
        try first.open(["at": 0])
        #expect(code { _ = try CheckpointedOutput(paths, checkpoint: checkpoint) } == "file.locked")
        try first.commit(["at": 1])
        withExtendedLifetime(first) {}
    }

    @Test("A file that is there already is not overwritten by a new job")
    func existing() throws {
        try Data("mine".utf8).write(to: directory.file("two"))
        #expect(code { try CheckpointedOutput(paths, checkpoint: checkpoint).open(["at": 0]) } == "file.exists")
        #expect(code { try CheckpointedOutput(paths, checkpoint: nil).open(.null) } == "file.exists")
        #expect(try text("two") == "mine")
        #expect(!FileManager.default.fileExists(atPath: checkpoint))
    }

    @Test("A job that cannot make all its outputs leaves none of them, unless a checkpoint continues it")
    func unmade() throws {
        let paths = [directory.file("one").path, directory.file("none/two").path]
        #expect(code { try CheckpointedOutput(paths, checkpoint: nil).open(.null) } == "file.append_failed")
        #expect(try names().isEmpty)
        #expect(code { try CheckpointedOutput(paths, checkpoint: checkpoint).open(["at": 0]) } == "file.append_failed")
        #expect(try names() == ["checkpoint", "one"])
    }

    @Test("An output that is missing or shorter than it was is an error, and nothing is changed")
    func lostOutput() throws {
        try stopped()
        try Data("b".utf8).write(to: directory.file("two"))
        let reopen = { try CheckpointedOutput(paths, checkpoint: checkpoint).open(["at": 0]) }
        #expect(code(reopen) == "checkpoint.output_lost")
        try FileManager.default.removeItem(at: directory.file("two"))
        #expect(code(reopen) == "checkpoint.output_lost")
        #expect(!FileManager.default.fileExists(atPath: directory.file("two").path))
    }

    @Test("The checkpoint of other outputs, and another file, are refused")
    func otherFile() throws {
        try stopped()
        #expect(
            code { _ = try CheckpointedOutput([paths[0]], checkpoint: checkpoint) } == "checkpoint.job_changed")
        for text in ["{}", "", "{\"checkpoint\":2,\"outputs\":[],\"state\":1}"] {
            try Data(text.utf8).write(to: directory.file("checkpoint"))
            #expect(code { _ = try CheckpointedOutput(paths, checkpoint: checkpoint) }?.hasPrefix("json.") == true)
        }
    }
}
