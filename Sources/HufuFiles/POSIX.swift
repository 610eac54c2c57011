#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Android)
    internal import Android
#else
    internal import Darwin
#endif

/// A call of the system that failed.
struct SystemError: Error, Equatable {
    let number: Int32

    static var current: SystemError { SystemError(number: errno) }
    static let missing = SystemError(number: ENOENT)

    var message: String {
        guard let text = unsafe strerror(number) else { return "error \(number)" }
        return unsafe String(cString: text)
    }
    var isMissing: Bool { number == ENOENT || number == ENOTDIR }
    var isExisting: Bool { number == EEXIST }
    /// As many files are open as the process or the system may have.
    var isFileLimit: Bool { number == EMFILE || number == ENFILE }
    var isDenied: Bool { number == EACCES || number == EPERM || number == EROFS }
    /// The file is the target of a mount of its own.
    var isMounted: Bool { number == EBUSY || number == EXDEV }
    /// A program that runs cannot be written to.
    var isRunning: Bool { number == ETXTBSY }
    var isBrokenPipe: Bool { number == EPIPE }
    /// A pipe that no process reads.
    var hasNoReader: Bool { number == ENXIO }
    var hasNoSynchronization: Bool { number == EINVAL || number == ENOTSUP || number == EROFS }
    /// File systems such as FAT have no hard links.
    var isUnsupported: Bool { number == EPERM || number == ENOTSUP || number == ENOSYS || number == EOPNOTSUPP }
}

/// The system calls of this module. Foundation has neither `fsync` nor exclusive creation nor locks.
enum POSIX {
    /// A path's entry in the file system, with links followed.
    struct Entry {
        let kind: FileKind
        let isPipe: Bool
        let stamp: FileStamp
    }

    /// `nil` if there is no entry. Every other failure is an error: a state file on a failing disk is not an absent
    /// one.
    static func entry(_ path: String) throws(SystemError) -> Entry? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            let error = SystemError.current
            if error.isMissing { return nil }
            throw error
        }
        return entry(status)
    }

    static func entry(_ descriptor: Int32) throws(SystemError) -> Entry {
        var status = stat()
        _ = try unsafe checked(fstat(descriptor, &status))
        return entry(status)
    }

    private static func entry(_ status: stat) -> Entry {
        let kind: FileKind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file(mode: UInt32(status.st_mode & 0o777))
            case S_IFDIR: .folder
            default: .other
            }
        #if canImport(Darwin)
            let changed = status.st_ctimespec
        #else
            let changed = status.st_ctim
        #endif
        let stamp = FileStamp(
            device: UInt64(truncatingIfNeeded: status.st_dev), file: UInt64(truncatingIfNeeded: status.st_ino),
            size: Int64(status.st_size), second: Int(changed.tv_sec), nanosecond: Int(changed.tv_nsec))
        return Entry(kind: kind, isPipe: status.st_mode & S_IFMT == S_IFIFO, stamp: stamp)
    }

    /// The index of the first such byte at `start` or behind it.
    static func firstIndex(of byte: UInt8, in bytes: [UInt8], from start: Int) -> Int? {
        // Safe: the range is inside the buffer, and the found address inside the range.
        unsafe bytes.withUnsafeBytes { bytes in
            guard bytes.indices.contains(start), let base = bytes.baseAddress,
                let found = unsafe memchr(base + start, Int32(byte), bytes.count - start)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }

    /// Whether the name is taken, even by a link whose target does not exist.
    static func isTaken(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0
    }

    /// The path without symbolic links.
    static func resolved(_ path: String) -> String? {
        guard let text = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(text) }
        return unsafe String(cString: text)
    }

    /// Opens without waiting for the other end of a pipe and without taking a terminal over.
    static func openForReading(_ path: String) throws(SystemError) -> Int32 {
        try unsafe checked(open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC))
    }

    /// As `openForReading`.
    static func openForWriting(_ path: String) throws(SystemError) -> Int32 {
        try unsafe checked(open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC))
    }

    /// Makes a new file; fails if the name is taken, by a link too.
    static func create(_ path: String, mode: UInt32) throws(SystemError) -> Int32 {
        try unsafe checked(open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(mode)))
    }

    /// Opens an existing file, so that all writes go to its end.
    static func openForAppending(_ path: String) throws(SystemError) -> Int32 {
        try unsafe checked(open(path, O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC))
    }

    /// Makes a new file, as `create` does, so that all writes go to its end.
    static func createForAppending(_ path: String) throws(SystemError) -> Int32 {
        try unsafe checked(open(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(0o666)))
    }

    /// Cuts an open file off behind that many bytes.
    static func truncate(_ descriptor: Int32, _ length: Int) throws(SystemError) {
        _ = try checked(ftruncate(descriptor, off_t(length)))
    }

    /// Opens a file for locking that only its owner may open, and creates it if it does not exist.
    static func openLock(_ path: String) throws(SystemError) -> Int32 {
        try unsafe checked(open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, mode_t(0o600)))
    }

    static func setMode(_ descriptor: Int32, _ mode: UInt32) { _ = fchmod(descriptor, mode_t(mode)) }

    static func close(_ descriptor: Int32) throws(SystemError) {
        // After EINTR the descriptor is gone on Linux: trying again could close another file.
        guard shut(descriptor) == 0 || errno == EINTR else { throw .current }
    }

    /// The available bytes, at most `count`; empty at the end, and `nil` if none are available yet.
    static func readNow(_ descriptor: Int32, _ count: Int) throws(SystemError) -> [UInt8]? {
        while true {
            var failure: SystemError?
            // Safe: the array has room for `count` bytes, and is as long as the system says that it has read.
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
                let got = unsafe readBytes(descriptor, buffer.baseAddress, count)
                failure = got < 0 ? .current : nil
                initialized = max(0, got)
            }
            guard let failure else { return bytes }
            if failure.number == EAGAIN || failure.number == EWOULDBLOCK { return nil }
            guard failure.number == EINTR else { throw failure }
        }
    }

    /// As `readNow`, but waits for the first byte: a descriptor may be in non-blocking mode, as each process that
    /// shares it can set that.
    static func read(_ descriptor: Int32, _ count: Int) throws(SystemError) -> [UInt8] {
        while true {
            if let bytes = try readNow(descriptor, count) { return bytes }
            _ = try wait(for: descriptor, POLLIN)
        }
    }

    /// The bytes of a regular file from `start` to `end`, or to where the file ends.
    static func read(_ path: String, from start: Int, to end: Int) throws(SystemError) -> [UInt8] {
        let descriptor = try openForReading(path)
        defer { try? close(descriptor) }
        guard lseek(descriptor, off_t(start), SEEK_SET) >= 0 else { throw .current }
        var bytes: [UInt8] = []
        while bytes.count < end - start {
            let next = try read(descriptor, end - start - bytes.count)
            if next.isEmpty { break }
            bytes += next
        }
        return bytes
    }

    static func write(_ descriptor: Int32, _ bytes: [UInt8]) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            // Safe: the buffer does not leave the closure.
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe writeBytes(descriptor, UnsafeRawBufferPointer(rebasing: buffer[written...]))
            }
            if count >= 0 {
                written += count
            } else if errno == EAGAIN || errno == EWOULDBLOCK {
                _ = try wait(for: descriptor, POLLOUT)
            } else if errno != EINTR {
                throw .current
            }
        }
    }

    /// Waits until a call would not wait.
    ///
    /// - Parameter milliseconds: at most this long; without limit if negative.
    /// - Returns: the events, or `nil` if none occurred in that time.
    private static func wait(
        for descriptor: Int32, _ events: some BinaryInteger, milliseconds: Int32 = -1
    ) throws(SystemError) -> Int16? {
        var request = pollfd(fd: descriptor, events: Int16(truncatingIfNeeded: events), revents: 0)
        while true {
            let count = unsafe poll(&request, 1, milliseconds)
            if count > 0 { return request.revents }
            if count == 0 { return nil }
            guard errno == EINTR else { throw .current }
        }
    }

    /// Whether reading would not wait: there are bytes, or it is the end.
    static func isReadable(_ descriptor: Int32) -> Bool {
        (try? wait(for: descriptor, POLLIN, milliseconds: 0)) ?? nil != nil
    }

    /// Whether a process has had the other end of a pipe open for writing and has closed it.
    static func hasHungUp(_ descriptor: Int32) -> Bool {
        let events = (try? wait(for: descriptor, POLLIN, milliseconds: 0)) ?? nil
        return events.map { $0 & Int16(truncatingIfNeeded: POLLHUP) != 0 } ?? false
    }

    static func synchronize(_ descriptor: Int32) throws(SystemError) {
        do throws(SystemError) { _ = try checked(fsync(descriptor)) } catch {
            // Pipes and some network file systems have no fsync.
            guard error.hasNoSynchronization else { throw error }
        }
    }

    /// Takes the lock of an open file; `false` if another process has it.
    static func lock(_ descriptor: Int32) throws(SystemError) -> Bool {
        while lockNow(descriptor) != 0 {
            if errno == EWOULDBLOCK { return false }
            guard errno == EINTR else { throw .current }
        }
        return true
    }

    static func ignoreBrokenPipes() {
        // The default disposition is a null pointer.
        if let handler = signal(SIGPIPE, SIG_IGN) { _ = signal(SIGPIPE, handler) }
    }

    static func pause(microseconds: UInt32) { usleep(microseconds) }

    static func rename(_ old: String, _ new: String) throws(SystemError) { _ = try checked(move(old, new)) }

    /// Gives a file a second name; fails if that is taken.
    static func link(_ old: String, _ new: String) throws(SystemError) { _ = try checked(connect(old, new)) }

    static func remove(_ path: String) { unsafe _ = unlink(path) }

    static func makeFolder(_ path: String) throws(SystemError) { _ = try unsafe checked(mkdir(path, 0o777)) }

    /// The names in a folder, in order.
    static func names(in folder: String) throws(SystemError) -> [String] {
        guard let stream = unsafe opendir(folder) else { throw .current }
        defer { unsafe _ = closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else { break }
            // Safe: the name ends with a zero byte inside the entry, which lives until the next call.
            names.append(
                unsafe withUnsafePointer(to: entry.pointee.d_name) { name in
                    unsafe String(cString: UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self))
                })
        }
        guard errno == 0 else { throw .current }
        return names.sorted()
    }

    /// The result of a call, which is made again if a signal has interrupted it.
    private static func checked(_ call: @autoclosure () -> Int32) throws(SystemError) -> Int32 {
        while true {
            let result = call()
            if result >= 0 { return result }
            guard errno == EINTR else { throw .current }
        }
    }
}

// Inside `POSIX` these names mean its own functions, and the module to qualify them with differs from system to system.
private func shut(_ descriptor: Int32) -> Int32 { close(descriptor) }
private func lockNow(_ descriptor: Int32) -> Int32 { flock(descriptor, LOCK_EX | LOCK_NB) }
private func move(_ old: String, _ new: String) -> Int32 { unsafe rename(old, new) }
private func connect(_ old: String, _ new: String) -> Int32 { unsafe link(old, new) }
private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
    unsafe read(descriptor, buffer, count)
}
private func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    unsafe write(descriptor, bytes.baseAddress, bytes.count)
}
