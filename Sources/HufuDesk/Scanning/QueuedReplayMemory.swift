internal import Dispatch
public import Hufu

/// A replay memory in a file, asked on a queue of its own: an admission that waits for a disk, or for another process that
/// has the file locked, does not hold up other requests.
public final class QueuedReplayMemory: AsyncReplayMemory {
    private let memory: any ReplayMemory
    private let queue = DispatchQueue(label: "replay memory")

    /// The memory that answers.
    public init(_ memory: any ReplayMemory) { self.memory = memory }

    /// Admits a token; see `AsyncReplayMemory`.
    public func admit(_ entry: ReplayEntry, at now: UnixTime) async throws -> ReplayAnswer {
        let memory = memory
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try memory.admit(entry, at: now) }) }
        }
    }
}
