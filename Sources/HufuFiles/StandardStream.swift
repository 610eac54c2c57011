/// Standard output and standard error, unbuffered: bytes that were written stay, even if the next write fails.
public enum StandardStream: Int32, Sendable {
    /// Standard output.
    case output = 1
    /// Standard error.
    case error = 2

    /// Writes all bytes.
    ///
    /// - Throws: `file.pipe_closed` if the reader has closed the pipe and SIGPIPE is ignored; else `file.write_failed`.
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

/// The signal SIGPIPE, which ends a process that writes to a closed pipe.
public enum BrokenPipeSignal {
    /// Ignores the signal in the whole process, so that such a write is an error. A handler that the process has set
    /// stays.
    public static func ignore() { once }

    private static let once: Void = POSIX.ignoreBrokenPipes()
}
