internal import Hufu
internal import Synchronization

/// The challenges that the pages of a desk show, until they can no longer be answered.
final class ChallengeTable: Sendable {
    private struct Entry {
        let id: String
        let challenge: Challenge
    }

    /// The order in which they were made.
    private let entries = Mutex<[Entry]>([])
    private let maximum: Int
    /// How long a challenge can be answered.
    let age: Duration

    init(maximum: Int, age: Duration) {
        self.maximum = max(1, maximum)
        self.age = age
    }

    /// The number of challenges that can be answered.
    var count: Int { entries.withLock { $0.count { isOpen($0) } } }

    /// Keeps a challenge.
    ///
    /// - Returns: its id, which cannot be guessed.
    func add(_ challenge: Challenge) -> String {
        let id = Hex.encode((0..<16).map { _ in UInt8.random(in: 0...255) })
        entries.withLock { entries in
            entries.removeAll { !isOpen($0) }
            if entries.count >= maximum { entries.removeFirst(entries.count - maximum + 1) }
            entries.append(Entry(id: id, challenge: challenge))
        }
        return id
    }

    /// The challenge of an id; `nil` if there is none that can be answered.
    subscript(id: some StringProtocol) -> Challenge? {
        entries.withLock { $0.last { $0.id == id && isOpen($0) }?.challenge }
    }

    /// The challenge that was made last.
    var newest: Challenge? { entries.withLock { $0.last { isOpen($0) }?.challenge } }

    private func isOpen(_ entry: Entry) -> Bool {
        !entry.challenge.isAnswered && entry.challenge.shownAt + age > .now
    }
}
