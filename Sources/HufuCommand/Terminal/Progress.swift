internal import HufuFiles

/// A count on standard error, only if that is a terminal, and at most five times a second.
struct Progress {
    private let isShown: Bool
    private var next = ContinuousClock.now

    init(isShown: Bool) { self.isShown = isShown && Terminal.isTerminal(StandardStream.error.rawValue) }

    mutating func show(_ count: Int, _ noun: String) {
        guard isShown, next <= .now else { return }
        next = .now + .milliseconds(200)
        try? StandardStream.error.write(Array("\r\(count) \(noun)".utf8))
    }

    func end() {
        guard isShown else { return }
        try? StandardStream.error.write(Array("\r\u{1B}[K".utf8))
    }
}
