internal import Synchronization

/// A verifier whose lists are replaced while it is in use: one for all threads of a scanner.
///
/// Each verification sees the lists as they were at one moment. A verification that begins after an update has returned
/// sees the new lists, and none waits while a list is read and its signature checked.
public final class LiveVerifier: Sendable {
    private let current: Mutex<Verifier>
    /// Held while lists are loaded, so that of two updates none loses the other's list.
    private let loading = Mutex(())

    /// Starts with this verifier.
    public init(_ verifier: Verifier) { current = Mutex(verifier) }

    /// The verifier with the lists of this moment, which do not change in the copy.
    public var verifier: Verifier { current.withLock { $0 } }

    /// Verifies with the lists of this moment; see ``Verifier``.
    public func verify(_ scan: [UInt8], challenge: [UInt8]? = nil, at now: UnixTime = .now) -> Verdict {
        verifier.verify(scan, challenge: challenge, at: now)
    }

    /// Verifies with the lists of this moment; see ``Verifier``.
    public func verify(_ scan: [UInt8], answering challenge: Challenge, at now: UnixTime = .now) -> Verdict {
        verifier.verify(scan, answering: challenge, at: now)
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
        _ scan: [UInt8], answering challenge: Challenge, at now: UnixTime = .now,
        admittingTo memory: some AsyncReplayMemory
    ) async -> Verdict {
        await verifier.verify(scan, answering: challenge, at: now, admittingTo: memory)
    }

    /// Changes the lists, one update after another.
    ///
    /// - Throws: the error of `body`; then nothing has changed, even if `body` had loaded some lists before.
    public func update<Failure: Error>(_ body: (inout VerifierLists) throws(Failure) -> Void) throws(Failure) {
        try loading.withLock { _ throws(Failure) in
            var next = verifier
            try body(&next.lists)
            current.withLock { $0 = next }
        }
    }
}
