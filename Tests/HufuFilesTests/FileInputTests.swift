import Foundation
import HufuFiles
import HufuTestSupport
import Testing

@Suite("FileInput and LineReader", .endsInTime)
struct FileInputTests {
    private let directory: TemporaryDirectory
    private var path: String { directory.file("file").path }

    init() throws { directory = try TemporaryDirectory() }

    private func lines(_ text: String, maximum: Int) throws -> [LineReader.Line] {
        try Data(text.utf8).write(to: URL(filePath: path))
        var reader = LineReader(try FileInput(path), maximum: maximum)
        var lines: [LineReader.Line] = []
        while let line = try reader.next() { lines.append(line) }
        return lines
    }

    @Test("Lines are numbered, empty ones are lines, and the last needs no line feed")
    func lines() throws {
        let found = try lines("a\n\nbc\r\nd", maximum: 4)
        #expect(found.map(\.number) == [1, 2, 3, 4])
        #expect(found.map { String(decoding: $0.bytes, as: UTF8.self) } == ["a", "", "bc\r", "d"])
        #expect(found.allSatisfy { !$0.isTooLong })
        #expect(try lines("a\n", maximum: 4).count == 1)
        #expect(try lines("", maximum: 4).isEmpty)
    }

    @Test("A line that is too long is cut, and the next line is whole")
    func longLine() throws {
        let found = try lines(String(repeating: "x", count: 200_000) + "\nab\nabcde\n", maximum: 4)
        #expect(found.map(\.isTooLong) == [true, false, true])
        #expect(found.map(\.bytes.count) == [5, 2, 5])
    }

    @Test("A missing file, a folder and a file beyond the limit are errors")
    func errors() throws {
        #expect(throws: FileError(.missing, path)) { try FileInput(path) }
        let folder = #expect(throws: FileError.self) { try FileInput(directory.url.path).readAll(limit: 9) }
        #expect(folder?.reason == .readFailed)
        try Data([1, 2, 3]).write(to: URL(filePath: path))
        #expect(try FileInput(path).readAll(limit: 3) == [1, 2, 3])
        #expect(throws: FileError(.tooLarge, path, detail: "2")) { try FileInput(path).readAll(limit: 2) }
    }

    @Test("A pipe is refused where a regular file is needed")
    func pipe() throws {
        try directory.makePipe("file")
        #expect(throws: FileError(.notRegular, path)) { try FileInput(path, regularOnly: true) }
    }
}
