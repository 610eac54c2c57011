internal import HufuFiles

/// A line on standard error that is replaced by the next one, only if that is a terminal, and at most five times a second.
struct Progress {
    private let isShown: Bool
    private var next = ContinuousClock.now

    init(isShown: Bool) { self.isShown = isShown && Terminal.isTerminal(StandardStream.error.rawValue) }

    mutating func show(_ line: @autoclosure () -> String) {
        guard isShown, next <= .now else { return }
        next = .now + .milliseconds(200)
        try? StandardStream.error.write(Array("\r\(line())\u{1B}[K".utf8))
    }

    func end() {
        guard isShown else { return }
        try? StandardStream.error.write(Array("\r\u{1B}[K".utf8))
    }
}
