/// Verifies scanned codes offline (profile section 14).
///
/// A verifier is a value without locks; any number of threads may use it at once. It has no state between scans except
/// in its `replayMemory`, which stores admitted tokens, and its `cache`, which stores credentials with a valid
/// signature. New lists or another policy need a new verifier; ``LiveVerifier`` holds one whose lists are replaced
/// while it is in use.
public struct Verifier: Sendable {
    /// The trust list and status lists.
    public internal(set) var lists: VerifierLists {
        get { parts.lists }
        set { parts = Parts(newValue, policy, replayMemory, cache, diagnostics) }
    }
    /// The requirements beyond the format.
    public internal(set) var policy: Policy {
        get { parts.policy }
        set { parts = Parts(lists, newValue, replayMemory, cache, diagnostics) }
    }
    /// The memory of admitted tokens.
    public var replayMemory: (any ReplayMemory)? { parts.replayMemory }
    /// The credentials whose signature is known to be valid. It changes no verdict.
    public var cache: CredentialCache? { parts.cache }
    /// The function that is called for faults of the replay memory.
    public var diagnostics: (@Sendable (VerificationDiagnostic) -> Void)? { parts.diagnostics }

    private var parts: Parts

    /// Behind one reference: threads that share a verifier would slow each other down if they counted references to
    /// each of its parts.
    final class Parts: Sendable {
        let lists: VerifierLists
        let policy: Policy
        let limits: Policy.Limits
        let replayMemory: (any ReplayMemory)?
        let cache: CredentialCache?
        let diagnostics: (@Sendable (VerificationDiagnostic) -> Void)?
        /// The earliest time that `now` may be: that of the newest trust list that was accepted.
        let clockFloor: UnixTime?
        let catalogue = ClassCatalogue.default

        init(
            _ lists: VerifierLists, _ policy: Policy, _ replayMemory: (any ReplayMemory)?, _ cache: CredentialCache?,
            _ diagnostics: (@Sendable (VerificationDiagnostic) -> Void)?
        ) {
            self.lists = lists
            self.policy = policy
            limits = policy.limits
            self.replayMemory = replayMemory
            self.cache = cache
            self.diagnostics = diagnostics
            clockFloor = lists.rollbackState.clockFloor
        }
    }

    /// A verifier of these lists and this policy.
    ///
    /// - Parameters:
    ///   - lists: the trust list and the status lists.
    ///   - policy: the requirements beyond the format.
    ///   - replayMemory: used if the policy requires single use. Without one such a policy makes every verdict that
    ///     would be valid `replay.memory_full`, but for the functions that are given a memory.
    ///   - cache: with one, the second scan of a credential takes half as long.
    ///   - diagnostics: called during a verification, on its thread, if the replay memory is missing or fails.
    public init(
        lists: VerifierLists, policy: Policy, replayMemory: (any ReplayMemory)? = nil,
        cache: CredentialCache? = nil, diagnostics: (@Sendable (VerificationDiagnostic) -> Void)? = nil
    ) {
        parts = Parts(lists, policy, replayMemory, cache, diagnostics)
    }

    /// A verifier of a trust list alone.
    public init(
        trust: TrustList, policy: Policy, replayMemory: (any ReplayMemory)? = nil,
        cache: CredentialCache? = nil, diagnostics: (@Sendable (VerificationDiagnostic) -> Void)? = nil
    ) {
        self.init(
            lists: VerifierLists(trust: trust), policy: policy, replayMemory: replayMemory, cache: cache,
            diagnostics: diagnostics)
    }

    /// Verifies a scanned text.
    ///
    /// - Parameters:
    ///   - scan: the bytes of the text as the scanner gave them, line end included (profile section 2).
    ///   - challenge: the challenge that this scanner has just shown, if any. Then only a token that answers it is
    ///     valid.
    ///   - now: the time of the scan.
    public func verify(_ scan: [UInt8], challenge: [UInt8]? = nil, at now: UnixTime = .now) -> Verdict {
        verify(scan, demanding: challenge.map { AnswerDemand(.bytes($0)) }, at: now)
    }

    func verify(_ scan: [UInt8], demanding demand: AnswerDemand?, at now: UnixTime) -> Verdict {
        Verification(by: parts, now: now, demand: demand).run(scan)
    }

    /// Verifies a scanned text; see ``verify(_:challenge:at:)-([UInt8],_,_)``.
    public func verify(_ scan: String, challenge: [UInt8]? = nil, at now: UnixTime = .now) -> Verdict {
        verify(Array(scan.utf8), challenge: challenge, at: now)
    }

    /// Verifies a scanned text as ``verify(_:challenge:at:)-([UInt8],_,_)`` does, with a memory that does not block the
    /// thread in place of the verifier's own.
    ///
    /// - Parameters:
    ///   - scan: the bytes of the scanned text, as the scanner gave them.
    ///   - challenge: the challenge that this scanner has just shown; `nil` if none.
    ///   - now: the time of the scan.
    ///   - memory: used if the policy requires single use.
    public func verify(
        _ scan: [UInt8], challenge: [UInt8]? = nil, at now: UnixTime = .now,
        admittingTo memory: some AsyncReplayMemory
    ) async -> Verdict {
        await verify(scan, demanding: challenge.map { AnswerDemand(.bytes($0)) }, at: now, admittingTo: memory)
    }

    func verify(
        _ scan: [UInt8], demanding demand: AnswerDemand?, at now: UnixTime, admittingTo memory: some AsyncReplayMemory
    ) async -> Verdict {
        await Verification(by: parts, now: now, demand: demand).run(scan, admittingTo: memory)
    }
}
