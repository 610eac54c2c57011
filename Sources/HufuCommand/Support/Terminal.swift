#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Android)
    internal import Android
#else
    internal import Darwin
#endif

/// What stands at the other end of standard output and standard error.
enum Terminal {
    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// Colours only where a person sees them and has not declined them (https://no-color.org).
    static var hasColour: Bool {
        isTerminal(System.standardOutput) && (System.environment("NO_COLOR") ?? "").isEmpty
            && System.environment("TERM") != "dumb"
    }

    /// Columns of the terminal, or nothing if standard output is none.
    static var columns: Int? {
        var size = winsize()
        guard unsafe ioctl(System.standardOutput, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// A write to a pipe that nobody reads, or beyond a limit, is then an error like others instead of the end.
    static func makeWritesFail() {
        _ = signal(SIGPIPE, SIG_IGN)
        _ = signal(SIGXFSZ, SIG_IGN)
    }

    private static let enter = "\u{1B}[?1049h\u{1B}[?25l"
    private static let leave: StaticString = "\u{1B}[?25h\u{1B}[?1049l"

    /// Switches to the second screen of the terminal, and back however this ends: by return, error, or signal.
    static func withSecondScreen(_ body: () async throws -> Void) async throws {
        try Output.write(enter)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            // Only what may be called inside a signal handler: write and _exit.
            _ = signal(number) { number in
                unsafe _ = write(1, Terminal.leave.utf8Start, Terminal.leave.utf8CodeUnitCount)
                _exit(128 + number)
            }
        }
        defer { try? Output.write("\(leave)") }
        try await body()
    }
}
