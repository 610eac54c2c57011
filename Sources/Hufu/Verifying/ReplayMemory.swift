/// A memory of admitted tokens that answers at once: in this process, or in a file.
///
/// Several verifiers may share one. A memory behind a network conforms to ``AsyncReplayMemory`` instead, so that a scan
/// does not block a thread.
public protocol ReplayMemory: AsyncReplayMemory {
    /// Admits a token; see ``AsyncReplayMemory/admit(_:at:)``.
    func admit(_ entry: ReplayEntry, at now: UnixTime) throws -> ReplayAnswer
}

/// A memory of admitted tokens, so that each token is admitted once (profile section 14, step 14).
public protocol AsyncReplayMemory: Sendable {
    /// Admits a token, unless it was admitted before or cannot be remembered. Of concurrent calls with the same token
    /// exactly one admits it.
    ///
    /// - Parameters:
    ///   - entry: the token.
    ///   - now: entries with `expiry <= now` are removed first. It may be earlier than in a previous call; a clock that
    ///     goes back must not make the memory admit a token whose entry it has removed.
    /// - Throws: any error of the memory. The verdict is `replay.memory_full` then.
    func admit(_ entry: ReplayEntry, at now: UnixTime) async throws -> ReplayAnswer
}

/// The answer of a replay memory.
public enum ReplayAnswer: Sendable, Equatable {
    /// The token was not admitted before, and is admitted now.
    case admitted
    /// The token was admitted before.
    case repeated
    /// The memory is full; or an entry was removed whose token expired no earlier than this one, so that this token may
    /// have been admitted before. It is not admitted.
    case full
}

/// A token as a replay memory stores it. It does not include signature bytes, because an ECDSA signature can be changed
/// into another valid one without the key.
public struct ReplayEntry: Sendable, Hashable {
    /// SHA-256 of the credential's Sig_structure: 32 bytes.
    public let credential: [UInt8]
    /// The token's `iat`.
    public let issuedAt: UnixTime
    /// The token's `exp`, which is the same for all verifiers.
    public let expiresAt: UnixTime
    /// The time from which this verifier finds the token expired: its `exp` and the policy's skew. The memory may
    /// remove the entry then.
    public let expiry: UnixTime

    /// An entry, for implementations of a replay memory and their tests; a verifier makes its own.
    public init(credential: [UInt8], issuedAt: UnixTime, expiresAt: UnixTime, expiry: UnixTime) {
        self.credential = credential
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.expiry = expiry
    }

    /// Equal if credential and `iat` are equal; the skew of the verifier does not matter.
    public static func == (left: ReplayEntry, right: ReplayEntry) -> Bool {
        left.issuedAt == right.issuedAt && left.credential == right.credential
    }

    /// Hashes the members that equality compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(issuedAt)
        hasher.combine(credential)
    }
}
