/// The kind of a file.
public enum FileKind: Sendable, Equatable {
    /// A regular file, with its permission bits.
    case file(mode: UInt32)
    /// A folder.
    case folder
    /// A device, a pipe or a socket, which no file can replace.
    case other

    /// The kind of the file at a path, with links followed; `nil` if it does not exist.
    ///
    /// - Throws: `file.failed` if the system cannot tell.
    public static func of(_ path: String) throws(FileError) -> FileKind? {
        do throws(SystemError) { return try POSIX.entry(path)?.kind } catch { throw FileError(.failed, path, error) }
    }
}

/// Identifies a version of a file: which file it is, how long, and when it was last changed.
public struct FileStamp: Sendable, Equatable {
    let device: UInt64
    let file: UInt64
    let size: Int64
    let second: Int
    let nanosecond: Int

    init(device: UInt64, file: UInt64, size: Int64, second: Int, nanosecond: Int) {
        self.device = device
        self.file = file
        self.size = size
        self.second = second
        self.nanosecond = nanosecond
    }

    /// The stamp of a regular file; `nil` for other kinds, and if the file does not exist.
    public init?(of path: String) {
        guard let entry = try? POSIX.entry(path), case .file = entry.kind else { return nil }
        self = entry.stamp
    }

    func isSameFile(as other: FileStamp) -> Bool { device == other.device && file == other.file }
}

/// Operations on folders.
public enum Folder {
    /// The names in a folder, sorted.
    ///
    /// - Throws: `file.missing`, `file.unreadable` or `file.too_many_open`.
    public static func names(in path: String) throws(FileError) -> [String] {
        do throws(SystemError) { return try POSIX.names(in: path) } catch {
            throw FileError(error.isMissing ? .missing : .unreadable, path, error)
        }
    }

    /// Creates a folder if it does not exist.
    ///
    /// - Throws: `file.write_failed`, or `file.exists` if something else has the name.
    public static func create(_ path: String) throws(FileError) {
        switch try FileKind.of(path) {
        case .folder: return
        case .file, .other: throw FileError(.exists, path)
        case nil:
            do throws(SystemError) { try POSIX.makeFolder(path) } catch {
                // Another process may have made it in the meantime.
                guard error.isExisting, case .folder = try FileKind.of(path) else {
                    throw FileError(error.isExisting ? .exists : .writeFailed, path, error)
                }
            }
        }
    }

    /// Makes the names in a folder survive a loss of power.
    static func synchronize(_ path: String) throws(SystemError) {
        let folder = try POSIX.openForReading(path)
        defer { try? POSIX.close(folder) }
        try POSIX.synchronize(folder)
    }

    /// The path without symbolic links, from the root; `nil` if the path does not exist.
    public static func resolved(_ path: String) -> String? { POSIX.resolved(path) }

    /// The path of the folder that a path is in.
    static func containing(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
