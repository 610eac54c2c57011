public import Foundation

/// A new empty folder, removed with its contents when nothing refers to it any more.
public final class TemporaryDirectory: Sendable {
    /// The folder.
    public let url: URL

    /// Makes the folder.
    public init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "hufu-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// The file of that name in the folder, whether it exists or not.
    public func file(_ name: String) -> URL { url.appending(path: name) }

    /// Makes a named pipe.
    public func makePipe(_ name: String) throws {
        // Safe: the path is a C string for the time of the call.
        guard unsafe mkfifo(file(name).path, 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
