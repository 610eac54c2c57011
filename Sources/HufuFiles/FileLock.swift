/// Serialises read-modify-write of a file among the processes of this machine.
///
/// The lock is that of a file with the suffix `.lock` beside it, which only its owner may open: another user who can
/// list the folder cannot hold it. It is removed afterwards; one that a killed process has left is taken over.
public enum FileLock {
    /// How long to wait for other processes by default: longer than any change of a file takes.
    public static let patience = Duration.seconds(10)
    private static let pause: UInt32 = 5_000

    /// Runs `body` while no other process of this machine is in such a body for the same file.
    ///
    /// - Parameters:
    ///   - path: the file that `body` changes; it need not exist.
    ///   - patience: how long to wait for other processes.
    ///   - body: the work under the lock.
    /// - Throws: what `body` throws; `file.locked` if another process holds the lock for longer;
    ///   `file.folder_read_only` or `file.write_failed` if the lock cannot be made.
    @discardableResult
    public static func holding<Value>(
        _ path: String, patience: Duration = FileLock.patience, _ body: () throws -> Value
    ) throws -> Value {
        let lock = try acquire(path, patience: patience)
        defer { lock.release() }
        return try body()
    }

    /// Runs `body` as ``holding(_:patience:_:)`` does, for work that waits for other tasks; on the actor of the caller.
    public static func holding<Value: Sendable>(
        _ path: String, patience: Duration = FileLock.patience, isolation: isolated (any Actor)? = #isolation,
        _ body: () async throws -> Value
    ) async throws -> Value {
        let lock = try acquire(path, patience: patience)
        defer { lock.release() }
        return try await body()
    }

    /// A lock that this process holds until it releases it.
    struct Held {
        fileprivate let path: String
        fileprivate let descriptor: Int32

        func release() {
            // Removed while it is held, so that no other process can hold the file that is removed.
            POSIX.remove(path)
            try? POSIX.close(descriptor)
        }
    }

    /// Takes the lock of a file, as ``holding(_:patience:_:)`` does.
    static func acquire(_ path: String, patience: Duration) throws(FileError) -> Held {
        let lock = (POSIX.resolved(path) ?? path) + ".lock"
        let start = ContinuousClock.now
        while true {
            if let descriptor = try acquired(lock, for: path) { return Held(path: lock, descriptor: descriptor) }
            guard start.duration(to: .now) < patience else { throw FileError(.locked, path) }
            POSIX.pause(microseconds: pause)
        }
    }

    /// `nil` if another process has the lock.
    private static func acquired(_ lock: String, for path: String) throws(FileError) -> Int32? {
        do throws(SystemError) {
            let descriptor = try POSIX.openLock(lock)
            do throws(SystemError) {
                // The file may have been removed, and made anew, between opening and locking.
                if try POSIX.lock(descriptor), let current = try POSIX.entry(lock)?.stamp,
                    current.isSameFile(as: try POSIX.entry(descriptor).stamp)
                {
                    return descriptor
                }
            } catch {
                try? POSIX.close(descriptor)
                throw error
            }
            try POSIX.close(descriptor)
            return nil
        } catch {
            // The lock of another user cannot be opened, and is gone when that one has ended.
            if error.isDenied, POSIX.isTaken(lock) { return nil }
            throw FileError(error.isDenied ? .folderReadOnly : .writeFailed, path, error)
        }
    }
}
