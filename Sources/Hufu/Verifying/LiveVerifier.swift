internal import Synchronization

/// A verifier whose lists are replaced while it is in use: one for all threads of a scanner.
///
/// Each verification sees the lists as they were at one moment, all of them. A verification that begins after `update`
/// has returned sees what it has loaded; none waits while a list is read and its signature checked. Lists are shared
/// between the old and the new value, never copied.
public final class LiveVerifier: Sendable {
    private let current: Mutex<Verifier>
    /// Held while lists are loaded, so that two updates do not lose one another's list.
    private let loading = Mutex(())

    /// Starts with this verifier.
    public init(_ verifier: Verifier) { current = Mutex(verifier) }

    /// The verifier with the lists of this moment, which stay as they are for whoever holds it.
    public var verifier: Verifier { current.withLock { $0 } }

    /// Verifies with the lists of this moment; see `Verifier`.
    public func verify(_ scan: [UInt8], challenge: [UInt8]? = nil, at now: UnixTime = .now) -> Verdict {
        verifier.verify(scan, challenge: challenge, at: now)
    }

    /// Changes the lists, one update after another.
    ///
    /// - Throws: what `body` throws; then nothing has changed, even if `body` had loaded some lists before.
    public func update<Failure: Error>(_ body: (inout VerifierLists) throws(Failure) -> Void) throws(Failure) {
        try loading.withLock { _ throws(Failure) in
            var next = verifier
            try body(&next.lists)
            current.withLock { $0 = next }
        }
    }
}
