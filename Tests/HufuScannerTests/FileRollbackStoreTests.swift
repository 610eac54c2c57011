import Foundation
import HufuFiles
import HufuScanner
import HufuTestSupport
import Testing

@Suite("FileRollbackStore")
struct FileRollbackStoreTests {
    private let directory: TemporaryDirectory
    private var path: String { directory.file("state.json").path }

    init() throws { directory = try TemporaryDirectory() }

    @Test("It keeps the contract of rollback state stores")
    func contract() async throws {
        try await StoreContract.checkRollbackStateStore { FileRollbackStore(path) }
    }

    @Test("A damaged file is an error that names it, and is left as it is", arguments: ["", "{", "{}", "\u{0}"])
    func damagedFile(content: String) throws {
        try Data(content.utf8).write(to: URL(filePath: path))
        let error = #expect(throws: FileContentError.self) { try FileRollbackStore(path).update { $0 } }
        #expect(error?.code == "state.damaged")
        #expect(error?.path == path)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == content)
    }

    @Test("An update without a change does not write the file")
    func unchanged() throws {
        let store = FileRollbackStore(path)
        try store.update { _ in }
        let stamp = FileStamp(of: path)
        #expect(stamp != nil)
        try store.update { _ in }
        #expect(FileStamp(of: path) == stamp)
    }
}
