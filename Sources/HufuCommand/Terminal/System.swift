#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Android)
    internal import Android
#else
    internal import Darwin
#endif

/// Calls of the operating system.
enum System {
    static func changeFolder(_ path: String) throws(Failure) {
        guard unsafe chdir(path) == 0 else {
            throw Failure(
                .inputOutput, file: path, code: "folder.failed", "this folder cannot be entered",
                advice: "Name another one.")
        }
    }

    /// Allows as many open files and connections as the system allows this user: its default is less than a server needs.
    ///
    /// - Returns: the number of files that may be open.
    static func raiseFileLimit() -> Int {
        #if canImport(Glibc)
            let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let files = RLIMIT_NOFILE
        #endif
        var limit = rlimit()
        guard unsafe getrlimit(files, &limit) == 0 else { return 256 }
        let present = limit.rlim_cur
        limit.rlim_cur = min(limit.rlim_max, 1 << 16)
        return Int(clamping: unsafe setrlimit(files, &limit) == 0 ? limit.rlim_cur : present)
    }

    static func end(_ status: ExitStatus) -> Never { exit(status.rawValue) }
}
