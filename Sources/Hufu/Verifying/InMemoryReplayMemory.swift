internal import HeapModule
internal import Synchronization

/// A replay memory of one process: exact, bounded, and lost when the process ends.
public final class InMemoryReplayMemory: ReplayMemory {
    private struct State: ~Copyable {
        var entries: Set<ReplayEntry> = []
        var byExpiry: Heap<Expiry> = []
        /// The latest `exp` of all entries that were removed.
        var latestRemoved = UnixTime.earliest
    }

    private struct Expiry: Comparable {
        let entry: ReplayEntry
        static func < (left: Expiry, right: Expiry) -> Bool { left.entry.expiry < right.entry.expiry }
        static func == (left: Expiry, right: Expiry) -> Bool { left.entry.expiry == right.entry.expiry }
    }

    /// The largest number of entries.
    public let capacity: Int
    private let state = Mutex(State())

    /// An empty memory.
    ///
    /// - Parameter capacity: the largest number of tokens that have not expired; about 200 bytes each.
    public init(capacity: Int = 100_000) { self.capacity = max(0, capacity) }

    /// The number of entries.
    public var count: Int { state.withLock { $0.entries.count } }

    /// Admits a token once; see ``AsyncReplayMemory/admit(_:at:)``.
    public func admit(_ entry: ReplayEntry, at now: UnixTime) -> ReplayAnswer {
        state.withLock { state in
            while let first = state.byExpiry.min, first.entry.expiry <= now {
                state.entries.remove(first.entry)
                state.byExpiry.removeMin()
                state.latestRemoved = max(state.latestRemoved, first.entry.expiresAt)
            }
            if state.entries.contains(entry) { return .repeated }
            guard entry.expiresAt > state.latestRemoved, state.entries.count < capacity else { return .full }
            state.entries.insert(entry)
            state.byExpiry.insert(Expiry(entry: entry))
            return .admitted
        }
    }
}
