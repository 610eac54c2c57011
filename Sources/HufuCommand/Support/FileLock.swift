/// Files that are read, changed and written back: whoever does it has the folder for himself meanwhile.
///
/// The lock is the folder's and not the file's, since the file is replaced by another one. It ends with the process,
/// however that ends, and leaves nothing behind.
enum FileLock {
    /// Longer than any change of a file takes.
    private static let patience = Duration.seconds(10)
    private static let pause: UInt32 = 5_000

    /// Runs `body` while no other process of this machine is in such a body for a file of the same folder.
    ///
    /// - Throws: what `body` throws; `file.locked` if another process does not come to an end.
    static func holding<Value>(_ path: String, _ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        let descriptor = try acquired(path)
        // Closing ends the lock.
        defer { try? System.close(descriptor) }
        return try body()
    }

    private static func acquired(_ path: String) throws(Failure) -> Int32 {
        do throws(SystemError) {
            let descriptor = try System.openForReading(AtomicFile.folder(of: System.resolved(path) ?? path))
            let start = ContinuousClock.now
            while start.duration(to: .now) < patience {
                if try System.lock(descriptor) { return descriptor }
                System.pause(microseconds: pause)
            }
            try System.close(descriptor)
        } catch {
            throw Failure(error, file: path)
        }
        throw Failure(
            .inputOutput, file: path, code: "file.locked", "another process is changing files in this folder",
            advice: "Is one of them hanging?")
    }
}
