internal import Synchronization

/// A place for the rollback state that answers at once: a file, or an embedded database.
///
/// A store behind a network conforms to ``AsyncRollbackStateStore`` instead.
public protocol RollbackStateStore: AsyncRollbackStateStore {
    /// Changes the stored state; see ``AsyncRollbackStateStore/update(_:)``.
    func update<Result: Sendable>(_ body: @Sendable (inout RollbackState) throws -> Result) throws -> Result
}

/// A place in which the rollback state of a verifier survives a restart. Several verifiers may share one.
public protocol AsyncRollbackStateStore: Sendable {
    /// Calls `body` with the stored state, which is empty in a new store, and stores the state that it leaves. No other
    /// update of the same store, in this process or another, comes between the two.
    ///
    /// A state that cannot be read is an error and never an empty state, as older lists would be accepted after that.
    ///
    /// - Parameter body: may be called again with the newer state if another update was faster.
    /// - Returns: the result of the last call of `body`.
    /// - Throws: the error of `body`, or one of the store; then the stored state is as it was before.
    func update<Result: Sendable>(_ body: @Sendable (inout RollbackState) throws -> Result) async throws -> Result
}

/// A rollback state store of one process, lost when the process ends.
public final class InMemoryRollbackStateStore: RollbackStateStore {
    private let state: Mutex<RollbackState>

    /// A store with this state.
    public init(_ state: RollbackState = RollbackState()) { self.state = Mutex(state) }

    /// Changes the stored state; see ``AsyncRollbackStateStore/update(_:)``.
    public func update<Result: Sendable>(
        _ body: @Sendable (inout RollbackState) throws -> Result
    ) throws -> Result {
        try state.withLock { state in
            var next = state
            let result = try body(&next)
            state = next
            return result
        }
    }
}
