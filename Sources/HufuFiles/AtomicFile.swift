/// Files that are written whole or not at all: a temporary file in the same folder, flushed to the disk, takes the name
/// only when it is complete.
public enum AtomicFile {
    /// The longest time to wait for the other end of a pipe.
    private static let patience = Duration.seconds(10)
    private static let pause: UInt32 = 5_000

    /// Writes a file, or replaces an existing one and keeps its mode. A device or a pipe is written to.
    ///
    /// - Throws: `file.is_folder`; `file.read_only` where the file may not be written; `file.folder_read_only` or
    ///   `file.mounted` where it cannot be replaced; `file.pipe_idle`, `file.write_failed` or `file.failed`.
    ///   `file.unconfirmed` if the new file is there, but may not survive a loss of power.
    public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        switch try FileKind.of(path) {
        case .folder: throw FileError(.isFolder, path)
        case .other: try pour(bytes, into: path)
        case .file(let mode):
            // The file behind a link is replaced, and the link stays.
            let target = POSIX.resolved(path) ?? path
            try checkWritable(target, named: path)
            // Never more than the old file's mode: what is opened before the mode is set stays open.
            try place(bytes, at: target, named: path, mode: mode, keeping: mode) { temporary throws(SystemError) in
                try POSIX.rename(temporary, target)
            }
        case nil:
            try place(bytes, at: path, named: path, mode: 0o666, keeping: nil) { temporary throws(SystemError) in
                try POSIX.rename(temporary, path)
            }
        }
    }

    /// Creates a new file. An existing file is never replaced, even if it is created at the same time.
    ///
    /// - Parameters:
    ///   - bytes: the contents.
    ///   - path: the path of the new file.
    ///   - isPrivate: whether only its owner may read and write it.
    /// - Throws: `file.exists`, `file.folder_read_only` or `file.write_failed`; `file.unconfirmed` as
    ///   ``write(_:to:)``.
    public static func create(_ bytes: [UInt8], at path: String, isPrivate: Bool) throws(FileError) {
        try requireFree(path)
        let mode: UInt32 = isPrivate ? 0o600 : 0o666
        try place(bytes, at: path, named: path, mode: mode, keeping: nil) { temporary throws(SystemError) in
            do throws(SystemError) {
                try POSIX.link(temporary, path)
            } catch {
                guard error.isUnsupported else { throw error }
                // Without links the name itself is created exclusively; it is complete only a moment later.
                try store(bytes, in: POSIX.create(path, mode: mode), at: path)
            }
            POSIX.remove(temporary)
        }
    }

    /// Removes a file, if it exists.
    public static func remove(_ path: String) { POSIX.remove(path) }

    /// Refuses a name that is taken.
    ///
    /// - Throws: `file.exists`.
    public static func requireFree(_ path: String) throws(FileError) {
        if POSIX.isTaken(path) { throw FileError(.exists, path) }
    }

    /// Reads, changes and writes a file under its lock, so that concurrent changes by processes of this machine are not
    /// lost.
    ///
    /// - Parameters:
    ///   - path: the path of the file.
    ///   - limit: the largest size of the file, in bytes.
    ///   - patience: how long to wait for other processes.
    ///   - change: called with the contents, or `nil` if there is no file; returns the new contents, or `nil` to leave
    ///     the file unchanged.
    /// - Throws: ``FileError``, or what `change` throws; then the file is unchanged.
    public static func update(
        _ path: String, limit: Int, patience: Duration = FileLock.patience, _ change: ([UInt8]?) throws -> [UInt8]?
    ) throws {
        try FileLock.holding(path, patience: patience) {
            let old = try FileKind.of(path) == nil ? nil : FileInput(path).readAll(limit: limit)
            if let new = try change(old) { try write(new, to: path) }
        }
    }

    private static func pour(_ bytes: [UInt8], into path: String) throws(FileError) {
        let isOpened: Bool
        do throws(SystemError) {
            let descriptor = try openedForWriting(path)
            isOpened = descriptor != nil
            if let descriptor {
                defer { try? POSIX.close(descriptor) }
                try POSIX.write(descriptor, bytes)
            }
        } catch { throw FileError(error.isBrokenPipe ? .pipeClosed : .writeFailed, path, error) }
        guard isOpened else { throw FileError(.pipeIdle, path) }
    }

    /// `nil` if no process opens the other end of a pipe.
    private static func openedForWriting(_ path: String) throws(SystemError) -> Int32? {
        let start = ContinuousClock.now
        while true {
            do throws(SystemError) { return try POSIX.openForWriting(path) } catch {
                guard error.hasNoReader else { throw error }
                guard start.duration(to: .now) < patience else { return nil }
                POSIX.pause(microseconds: pause)
            }
        }
    }

    /// Replacing needs no right to the file itself; a file that its owner has protected is not replaced all the same.
    private static func checkWritable(_ target: String, named path: String) throws(FileError) {
        do throws(SystemError) { try POSIX.close(POSIX.openForWriting(target)) } catch {
            throw FileError(error.isDenied || error.isRunning ? .readOnly : .writeFailed, path, error)
        }
    }

    private static func place(
        _ bytes: [UInt8], at path: String, named name: String, mode: UInt32, keeping kept: UInt32?,
        _ take: (String) throws(SystemError) -> Void
    ) throws(FileError) {
        let temporary = temporaryName(for: path)
        let descriptor: Int32
        do throws(SystemError) { descriptor = try POSIX.create(temporary, mode: mode) } catch {
            throw FileError(error.isDenied ? .folderReadOnly : .writeFailed, name, error)
        }
        do throws(SystemError) {
            if let kept { POSIX.setMode(descriptor, kept) }
            try store(bytes, in: descriptor, at: temporary)
            do throws(SystemError) { try take(temporary) } catch {
                POSIX.remove(temporary)
                throw error
            }
        } catch {
            let reason: FileError.Reason =
                if error.isExisting { .exists } else if error.isMounted { .mounted } else { .writeFailed }
            throw FileError(reason, name, error)
        }
        // The name is in the folder; without this a loss of power may take it away again.
        do throws(SystemError) { try Folder.synchronize(Folder.containing(path)) } catch {
            throw FileError(.unconfirmed, name, error)
        }
    }

    private static func store(_ bytes: [UInt8], in descriptor: Int32, at path: String) throws(SystemError) {
        do throws(SystemError) {
            do throws(SystemError) {
                try POSIX.write(descriptor, bytes)
                try POSIX.synchronize(descriptor)
            } catch {
                try? POSIX.close(descriptor)
                throw error
            }
            try POSIX.close(descriptor)
        } catch {
            POSIX.remove(path)
            throw error
        }
    }

    private static func temporaryName(for path: String) -> String {
        let random = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        let name = path.split(separator: "/").last ?? "file"
        // A name may have 255 bytes, this one among them.
        return Folder.containing(path) + "/." + String(name.prefix(40)) + "." + random + ".tmp"
    }
}
