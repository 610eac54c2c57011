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

    static func end(_ status: ExitStatus) -> Never { exit(status.rawValue) }
}
