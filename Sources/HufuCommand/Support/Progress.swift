#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A count on standard error, only if that is a terminal, and at most five times a second.
struct Progress {
    private let isShown: Bool
    private var last = Date.distantPast

    init(isShown: Bool) { self.isShown = isShown && Terminal.isTerminal(System.standardError) }

    mutating func show(_ count: Int, _ noun: String) {
        guard isShown, last.timeIntervalSinceNow < -0.2 else { return }
        last = .now
        try? System.write(System.standardError, Array("\r\(count) \(noun)".utf8))
    }

    func end() {
        guard isShown else { return }
        try? System.write(System.standardError, Array("\r\u{1B}[K".utf8))
    }
}
