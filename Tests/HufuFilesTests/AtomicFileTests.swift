import Foundation
import HufuFiles
import HufuTestSupport
import Testing

@Suite("AtomicFile and FileLock")
struct AtomicFileTests {
    private let directory: TemporaryDirectory
    private var path: String { directory.file("file").path }

    init() throws { directory = try TemporaryDirectory() }

    private func text() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.url.path).sorted()
    }

    @Test("A file is written, and replaced with its permissions kept; no other file is left in the folder")
    func write() throws {
        try AtomicFile.write(Array("old".utf8), to: path)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        try AtomicFile.write(Array("new".utf8), to: path)
        #expect(try text() == "new")
        #expect(try FileKind.of(path) == .file(mode: 0o640))
        #expect(try names() == ["file"])
    }

    @Test("The file behind a symbolic link is replaced, and the link stays")
    func link() throws {
        try AtomicFile.write([1], to: path)
        let link = directory.file("link").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "file")
        try AtomicFile.write([2], to: link)
        #expect(try Data(contentsOf: URL(filePath: path)) == Data([2]))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "file")
    }

    @Test("A new file does not replace an existing one, and only its owner can read a private one")
    func create() throws {
        try AtomicFile.create([1], at: path, isPrivate: true)
        #expect(try FileKind.of(path) == .file(mode: 0o600))
        let error = #expect(throws: FileError.self) { try AtomicFile.create([2], at: path, isPrivate: false) }
        #expect(error?.reason == .exists)
        #expect(try Data(contentsOf: URL(filePath: path)) == Data([1]))
        #expect(try names() == ["file"])
    }

    @Test("A folder is not replaced, and a missing folder is an error")
    func folders() {
        #expect(throws: FileError(.isFolder, directory.url.path)) {
            try AtomicFile.write([1], to: directory.url.path)
        }
        let missing = directory.url.path + "/no/file"
        let error = #expect(throws: FileError.self) { try AtomicFile.write([1], to: missing) }
        #expect(error?.reason == .writeFailed)
        #expect(error?.path == missing)
    }

    @Test("None of several that create the same folder at once fails")
    func sharedFolder() async {
        for number in 0..<500 {
            let path = directory.file("\(number)").path
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask { #expect(throws: Never.self) { try Folder.create(path) } }
                }
            }
        }
        #expect(throws: Never.self) { try AtomicFile.write([1], to: path) }
        let error = #expect(throws: FileError.self) { try Folder.create(path) }
        #expect(error?.reason == .exists)
    }

    @Test("Parallel updates of a file are not lost")
    func updates() async throws {
        let path = path
        try await withThrowingTaskGroup { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<25 {
                        try AtomicFile.update(path, limit: 100) { old in
                            let number = old.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
                            return Array("\(number + 1)".utf8)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try text() == "100")
        #expect(try names() == ["file"])
    }

    @Test("An update that throws or returns nil leaves the file as it is")
    func failedUpdate() throws {
        struct Failure: Error {}
        try AtomicFile.write([1], to: path)
        #expect(throws: Failure.self) { try AtomicFile.update(path, limit: 9) { _ in throw Failure() } }
        try AtomicFile.update(path, limit: 9) { _ in nil }
        #expect(throws: FileError(.tooLarge, path, detail: "0")) { try AtomicFile.update(path, limit: 0) { _ in [2] } }
        #expect(try Data(contentsOf: URL(filePath: path)) == Data([1]))
        #expect(try names() == ["file"])
    }

    @Test("Waiting for a held lock ends after the caller's patience")
    func lock() throws {
        let path = path
        func holdShortly() throws { try FileLock.holding(path, patience: .milliseconds(50)) {} }
        try FileLock.holding(path) { () throws in
            _ = #expect(throws: FileError(.locked, path)) { try holdShortly() }
        }
        #expect(try FileLock.holding(path) { 7 } == 7)
        #expect(try names().isEmpty)
    }
}
