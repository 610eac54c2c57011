internal import HeapModule
internal import Synchronization

/// A replay memory of one process: exact, bounded, and lost with the process.
public final class InMemoryReplayMemory: ReplayMemory {
    private struct State: ~Copyable {
        var entries: Set<ReplayEntry> = []
        var ends: Heap<End> = []
        /// The latest `exp` of all that was forgotten.
        var forgotten = UnixTime.earliest
    }

    private struct End: Comparable {
        let entry: ReplayEntry
        static func < (left: End, right: End) -> Bool { left.entry.expiry < right.entry.expiry }
        static func == (left: End, right: End) -> Bool { left.entry.expiry == right.entry.expiry }
    }

    /// The most tokens that it remembers at a time.
    public let capacity: Int
    private let state = Mutex(State())

    /// A memory for at most `capacity` tokens that are alive; about 200 bytes each.
    public init(capacity: Int = 100_000) { self.capacity = max(0, capacity) }

    /// The tokens remembered now.
    public var count: Int { state.withLock { $0.entries.count } }

    /// Admits a token once; see `ReplayMemory`.
    public func admit(_ entry: ReplayEntry, at now: UnixTime) -> ReplayAnswer {
        state.withLock { state in
            while let first = state.ends.min, first.entry.expiry <= now {
                state.entries.remove(first.entry)
                state.ends.removeMin()
                state.forgotten = max(state.forgotten, first.entry.expiresAt)
            }
            if state.entries.contains(entry) { return .repeated }
            guard entry.expiresAt > state.forgotten, state.entries.count < capacity else { return .full }
            state.entries.insert(entry)
            state.ends.insert(End(entry: entry))
            return .admitted
        }
    }
}
