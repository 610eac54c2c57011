public import Foundation

/// A new empty folder, removed with its contents at the end of the value's scope.
public struct TemporaryDirectory: ~Copyable, Sendable {
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
}
