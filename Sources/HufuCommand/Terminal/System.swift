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
    /// Processor time of this process in seconds.
    static var processorTime: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    static func changeFolder(_ path: String) throws(Failure) {
        guard unsafe chdir(path) == 0 else {
            throw Failure(
                .inputOutput, file: path, code: "folder.failed", "this folder cannot be entered",
                advice: "Name another one.")
        }
    }

    static func end(_ status: ExitStatus) -> Never { exit(status.rawValue) }
}
