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

    var message: String {
        guard let text = unsafe strerror(number) else { return "error \(number)" }
        return unsafe String(cString: text)
    }
    var isMissing: Bool { number == ENOENT || number == ENOTDIR }
    var isExisting: Bool { number == EEXIST }
    var isBrokenPipe: Bool { number == EPIPE }
    /// File systems such as FAT have no hard links.
    var isUnsupported: Bool { number == EPERM || number == ENOTSUP || number == ENOSYS || number == EOPNOTSUPP }
}

/// The calls of the system that the command makes, and the only place that makes them: Foundation has neither `fsync`
/// nor exclusive creation nor links, and the terminal is not its business.
enum System {
    static let (standardInput, standardOutput, standardError): (Int32, Int32, Int32) = (0, 1, 2)

    /// What a path names.
    enum Kind {
        case file(mode: UInt32)
        case folder
        /// A device, a pipe, a socket: nothing that could be replaced by a file.
        case other
    }

    /// Nothing if there is nothing; links are followed.
    static func kind(of path: String) -> Kind? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file(mode: UInt32(status.st_mode & 0o777))
        case S_IFDIR: return .folder
        default: return .other
        }
    }

    /// What tells a file from what it was before: which one it is, how long, and when it was last changed.
    struct Stamp: Equatable {
        let device: UInt64
        let file: UInt64
        let size: Int64
        let second: Int
        let nanosecond: Int
    }

    /// Nothing for what is no file, and so can be read once only.
    static func stamp(of path: String) -> Stamp? {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        #if canImport(Darwin)
            let changed = status.st_ctimespec
        #else
            let changed = status.st_ctim
        #endif
        return Stamp(
            device: UInt64(truncatingIfNeeded: status.st_dev), file: UInt64(truncatingIfNeeded: status.st_ino),
            size: Int64(status.st_size), second: Int(changed.tv_sec), nanosecond: Int(changed.tv_nsec))
    }

    /// Whether the name is taken, be it by a link that leads nowhere.
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

    static func openForReading(_ path: String) throws(SystemError) -> Int32 {
        try unsafe checked(open(path, O_RDONLY | O_CLOEXEC))
    }

    static func openForWriting(_ path: String) throws(SystemError) -> Int32 {
        try unsafe checked(open(path, O_WRONLY | O_CLOEXEC))
    }

    /// A new file; fails if the name is taken, whatever by.
    static func create(_ path: String, mode: UInt32) throws(SystemError) -> Int32 {
        try unsafe checked(open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(mode)))
    }

    static func setMode(_ descriptor: Int32, _ mode: UInt32) { _ = fchmod(descriptor, mode_t(mode)) }

    static func close(_ descriptor: Int32) throws(SystemError) {
        // After EINTR the descriptor is gone on Linux: trying again could close somebody else's.
        guard shut(descriptor) == 0 || errno == EINTR else { throw .current }
    }

    /// At most `count` bytes; none at the end.
    static func read(_ descriptor: Int32, _ count: Int) throws(SystemError) -> [UInt8] {
        while true {
            var failure: SystemError?
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
                let got = unsafe readBytes(descriptor, buffer.baseAddress, count)
                failure = got < 0 ? .current : nil
                initialized = max(0, got)
            }
            guard let failure else { return bytes }
            guard failure.number == EINTR else { throw failure }
        }
    }

    static func write(_ descriptor: Int32, _ bytes: [UInt8]) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe writeBytes(descriptor, UnsafeRawBufferPointer(rebasing: buffer[written...]))
            }
            if count < 0 {
                guard errno == EINTR else { throw .current }
            } else {
                written += count
            }
        }
    }

    static func synchronize(_ descriptor: Int32) throws(SystemError) {
        guard fsync(descriptor) == 0 else {
            // Pipes and some network file systems know no fsync; there is nothing more to be done for them.
            if errno == EINVAL || errno == ENOTSUP || errno == EROFS { return }
            throw .current
        }
    }

    /// Takes the lock of an open file or folder, or answers that another process has it.
    static func lock(_ descriptor: Int32) throws(SystemError) -> Bool {
        while lockNow(descriptor) != 0 {
            if errno == EWOULDBLOCK { return false }
            guard errno == EINTR else { throw .current }
        }
        return true
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
        while let entry = unsafe readdir(stream) {
            names.append(
                unsafe withUnsafePointer(to: entry.pointee.d_name) { name in
                    unsafe String(cString: UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self))
                })
        }
        return names.sorted()
    }

    static func changeFolder(_ path: String) throws(SystemError) { _ = try unsafe checked(chdir(path)) }

    /// The value of an environment variable.
    static func environment(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }

    /// Seconds for which the processor has worked for this process.
    static var processorTime: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    static func end(_ status: Int32) -> Never { exit(status) }

    private static func checked(_ result: Int32) throws(SystemError) -> Int32 {
        guard result >= 0 else { throw .current }
        return result
    }
}

// Inside `System` these names mean its own functions, and the module to qualify them with differs from system to system.
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
