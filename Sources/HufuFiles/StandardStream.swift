/// Standard output and standard error. Nothing is buffered: bytes that were written are there even if the next write fails.
public enum StandardStream: Int32, Sendable {
    /// Standard output.
    case output = 1
    /// Standard error.
    case error = 2

    /// Writes all bytes.
    ///
    /// - Throws: `file.pipe_closed` if the reader has gone, which needs SIGPIPE to be ignored; else `file.write_failed`.
    public func write(_ bytes: [UInt8]) throws(FileError) {
        do throws(SystemError) { try POSIX.write(rawValue, bytes) } catch {
            throw FileError(error.isBrokenPipe ? .pipeClosed : .writeFailed, name, error)
        }
    }

    private var name: String {
        switch self {
        case .output: "stdout"
        case .error: "stderr"
        }
    }
}

/// The signal SIGPIPE, which ends a process that writes into a pipe whose reader has gone.
public enum BrokenPipeSignal {
    /// Makes such writes errors instead, in the whole process, unless that has set a handler of its own.
    public static func ignore() { once }

    private static let once: Void = POSIX.ignoreBrokenPipes()
}
