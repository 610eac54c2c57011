internal import Synchronization

/// A verifier whose lists are replaced while it is in use: one for all threads of a scanner.
///
/// Each verification sees the lists as they were at one moment. A verification that begins after an update has returned
/// sees the new lists, and none waits while a list is read and its signature checked.
public final class LiveVerifier: Sendable {
    /// A verifier, and the number of changes that led to it.
    private struct Version {
        var verifier: Verifier
        var number = 0
    }

    private let current: Mutex<Version>
    /// Held while lists are loaded, so that of two updates none loses the other's list.
    private let loading = Mutex(())

    /// Starts with this verifier.
    public init(_ verifier: Verifier) { current = Mutex(Version(verifier: verifier)) }

    /// The verifier with the lists of this moment, which do not change in the copy.
    public var verifier: Verifier { current.withLock { $0.verifier } }

    private func replace(by next: Verifier) {
        current.withLock { $0 = Version(verifier: next, number: $0.number + 1) }
    }

    /// Verifies with the lists of this moment; see ``Verifier``.
    public func verify(_ scan: [UInt8], challenge: [UInt8]? = nil, at now: UnixTime = .now) -> Verdict {
        verifier.verify(scan, challenge: challenge, at: now)
    }

    /// Verifies with the lists of this moment; see ``Verifier``.
    public func verify(
        _ scan: [UInt8], answering challenges: [Challenge], at now: UnixTime = .now,
        moment: ContinuousClock.Instant = .now
    ) -> Verdict {
        verifier.verify(scan, answering: challenges, at: now, moment: moment)
    }

    /// Verifies with the lists of this moment; see ``Verifier``.
    public func verify(
        _ scan: [UInt8], challenge: [UInt8]? = nil, at now: UnixTime = .now,
        admittingTo memory: some AsyncReplayMemory
    ) async -> Verdict {
        await verifier.verify(scan, challenge: challenge, at: now, admittingTo: memory)
    }

    /// Verifies with the lists of this moment; see ``Verifier``.
    public func verify(
        _ scan: [UInt8], answering challenges: [Challenge], at now: UnixTime = .now,
        moment: ContinuousClock.Instant = .now, admittingTo memory: some AsyncReplayMemory
    ) async -> Verdict {
        await verifier.verify(scan, answering: challenges, at: now, moment: moment, admittingTo: memory)
    }

    /// Changes the lists, one update after another.
    ///
    /// - Throws: the error of `body`; then nothing has changed, even if `body` had loaded some lists before.
    public func update<Failure: Error>(_ body: (inout VerifierLists) throws(Failure) -> Void) throws(Failure) {
        try loading.withLock { _ throws(Failure) in
            var next = verifier
            try body(&next.lists)
            replace(by: next)
        }
    }

    /// Changes the policy, such as the offset from UTC when the clocks are changed.
    public func updatePolicy(_ body: (inout Policy) -> Void) {
        loading.withLock { _ in
            var next = verifier
            body(&next.policy)
            replace(by: next)
        }
    }

    /// Changes the lists, and stores their rollback state before they are used.
    ///
    /// - Parameters:
    ///   - store: its state is joined with that of the lists before `body` is called.
    ///   - body: may be called again if another update of the store was faster.
    /// - Throws: the error of `body` or of the store; then nothing has changed.
    public func update(
        storingIn store: some RollbackStateStore, _ body: @Sendable (inout VerifierLists) throws -> Void
    ) throws {
        try loading.withLock { _ in
            let before = verifier
            let after = try store.update { state in
                var next = before
                try Self.change(&next.lists, joining: &state, body)
                return next
            }
            replace(by: after)
        }
    }

    /// Changes the lists, and stores their rollback state before they are used.
    ///
    /// - Parameters:
    ///   - store: its state is joined with that of the lists before `body` is called.
    ///   - body: may be called again if another update of this verifier or of the store was faster.
    /// - Throws: the error of `body` or of the store; then nothing has changed.
    public func update(
        storingIn store: some AsyncRollbackStateStore, _ body: @Sendable (inout VerifierLists) throws -> Void
    ) async throws {
        while true {
            let before = current.withLock { $0 }
            let after = try await store.update { state in
                var next = before.verifier
                try Self.change(&next.lists, joining: &state, body)
                return next
            }
            let isReplaced = loading.withLock { _ in
                guard current.withLock({ $0.number }) == before.number else { return false }
                replace(by: after)
                return true
            }
            if isReplaced { return }
        }
    }

    private static func change(
        _ lists: inout VerifierLists, joining state: inout RollbackState,
        _ body: (inout VerifierLists) throws -> Void
    ) throws {
        lists.join(state)
        try body(&lists)
        state = lists.rollbackState
    }
}
