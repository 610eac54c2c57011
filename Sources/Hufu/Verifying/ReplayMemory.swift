/// Remembers which tokens were admitted, so that each is admitted once. Several gates may share one.
public protocol ReplayMemory: Sendable {
    /// Admits a token, unless it was admitted before or cannot be remembered. Of two calls with the same token at the same
    /// time exactly one admits.
    ///
    /// - Parameter now: seconds since 1970; entries that end by then are forgotten. It may be before an earlier one: a clock
    ///   that goes back must not make the memory admit what it has forgotten.
    /// - Throws: whatever keeps the memory from working; the verdict is `replay.memory_full` then.
    func admit(_ entry: ReplayEntry, at now: UnixTime) throws -> ReplayAnswer
}

/// What a replay memory answers.
public enum ReplayAnswer: Sendable, Equatable {
    case admitted
    case repeated
    /// There is no room for another token, or this one may be among those that were forgotten: it ends no later than one of them.
    case full
}

/// A token as a replay memory knows it. Signature bytes are no part of it: anybody can change those of ECDSA.
public struct ReplayEntry: Sendable, Hashable {
    /// SHA-256 of the credential's Sig_structure: 32 bytes.
    public let credential: [UInt8]
    /// The token's `iat`.
    public let issuedAt: UnixTime
    /// The token's `exp`, which is the same for all gates.
    public let expiresAt: UnixTime
    /// Second since 1970 from which the token is expired anyway: its `exp` and the skew of the gate.
    public let expiry: UnixTime

    /// An entry, for those who write a replay memory and test it; a verifier makes its own.
    public init(credential: [UInt8], issuedAt: UnixTime, expiresAt: UnixTime, expiry: UnixTime) {
        self.credential = credential
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.expiry = expiry
    }

    /// Equal for the same token, whoever judged when it ends.
    public static func == (left: ReplayEntry, right: ReplayEntry) -> Bool {
        left.issuedAt == right.issuedAt && left.credential == right.credential
    }

    /// Hashes what makes it equal.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(issuedAt)
        hasher.combine(credential)
    }
}
