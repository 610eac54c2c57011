internal import HufuFiles

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Android)
    internal import Android
#else
    internal import Darwin
#endif

/// The terminal at the other end of standard output.
enum Terminal {
    private static let output: Int32 = 1

    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// Whether to write colours: standard output is a terminal, and NO_COLOR is not set (https://no-color.org).
    static var hasColour: Bool {
        isTerminal(output) && (Surroundings.environment("NO_COLOR") ?? "").isEmpty
            && Surroundings.environment("TERM") != "dumb"
    }

    /// Whether standard output is a terminal that supports the control sequences of `withSecondScreen` and `redraw`.
    static var canBeSteered: Bool { isTerminal(output) && Surroundings.environment("TERM") != "dumb" }

    /// Character cells of the terminal; `nil` if standard output is not a terminal or its size is unknown.
    static var size: (columns: Int, rows: Int)? {
        var size = winsize()
        guard unsafe ioctl(output, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
        else { return nil }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Opens the standard streams that the caller has closed: otherwise a file that is opened would get the number of
    /// one, and what is printed would be written into it.
    static func keepStreams() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            // `open` gives the lowest free number, which is that of the stream. Standard input is opened for writing and
            // the others for reading, so that their use stays an error.
            _ = unsafe open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Makes a write to a closed pipe, or beyond the file size limit, an error instead of a signal that ends the
    /// process.
    static func makeWritesFail() {
        _ = signal(SIGPIPE, SIG_IGN)
        _ = signal(SIGXFSZ, SIG_IGN)
    }

    /// The second screen, without a cursor.
    private static let enter: StaticString = "\u{1B}[?1049h\u{1B}[?25l"
    /// Resets the colours first: a signal may arrive within a line.
    private static let leave: StaticString = "\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l"

    /// Switches to the alternate screen of the terminal, and back on return, error, or signal.
    static func withSecondScreen(_ body: () async throws -> Void) async throws {
        // The handlers call async-signal-safe functions only: write, raise and _exit. Both texts are initialised
        // before.
        let texts = (enter, leave)
        for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] {
            _ = signal(number) { number in
                Terminal.steer(Terminal.leave)
                _exit(128 + number)
            }
        }
        _ = signal(SIGTSTP) { _ in
            Terminal.steer(Terminal.leave)
            raise(SIGSTOP)
            Terminal.steer(Terminal.enter)
        }
        try Output.write("\(texts.0)")
        defer { try? Output.write("\(texts.1)") }
        try await body()
    }

    private static func steer(_ text: StaticString) {
        unsafe _ = write(output, text.utf8Start, text.utf8CodeUnitCount)
    }

    /// Writes lines from the upper left corner and clears the rest of the screen.
    static func redraw(_ lines: [String]) throws(Failure) {
        try Output.write("\u{1B}[H" + lines.joined(separator: "\u{1B}[K\r\n") + "\u{1B}[J")
    }
}
