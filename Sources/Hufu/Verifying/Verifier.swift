/// Checks scanned codes offline: whether the issuer signed the licence, the device signed this very moment, and the policy is content.
///
/// A verifier is a value without locks; any number of threads may use it at once. It has no memory of its own: what is
/// remembered between scans is what a `replay` memory or a `cache` is given for. New lists or another policy make
/// a new verifier; `LiveVerifier` holds one whose lists are replaced while it is in use.
public struct Verifier: Sendable {
    /// The issuers that are accepted, and what they have said since about their licences.
    public internal(set) var lists: VerifierLists {
        get { parts.lists }
        set { parts = Parts(lists: newValue, policy: policy, replay: replay, cache: cache) }
    }
    /// What is demanded beyond the format.
    public var policy: Policy { parts.policy }
    /// Where admitted tokens are remembered; needed only where the policy asks for it.
    public var replay: (any ReplayMemory)? { parts.replay }

    /// Where credentials are remembered whose signature was found to be right; changes no verdict.
    public var cache: CredentialCache? { parts.cache }

    private var parts: Parts

    /// Behind one reference: threads that share a verifier would slow each other down if they counted references to
    /// each of its parts.
    final class Parts: Sendable {
        let lists: VerifierLists
        let policy: Policy
        let replay: (any ReplayMemory)?
        let cache: CredentialCache?
        /// The second before which it cannot be: the newest of the lists' marks.
        let clockFloor: UnixTime?
        let catalogue = ClassCatalogue.default

        init(lists: VerifierLists, policy: Policy, replay: (any ReplayMemory)?, cache: CredentialCache?) {
            self.lists = lists
            self.policy = policy
            self.replay = replay
            self.cache = cache
            clockFloor = lists.rollbackState.clockFloor
        }
    }

    /// A verifier of these lists and this policy.
    ///
    /// - Parameters:
    ///   - replay: without one, a policy that asks for it makes every verdict indeterminate.
    ///   - cache: with one, the second scan of a credential takes half as long.
    public init(
        lists: VerifierLists, policy: Policy = Policy(), replay: (any ReplayMemory)? = nil,
        cache: CredentialCache? = nil
    ) {
        parts = Parts(lists: lists, policy: policy, replay: replay, cache: cache)
    }

    /// A verifier of a trust list alone.
    public init(
        trust: TrustList, policy: Policy = Policy(), replay: (any ReplayMemory)? = nil, cache: CredentialCache? = nil
    ) {
        self.init(lists: VerifierLists(trust: trust), policy: policy, replay: replay, cache: cache)
    }

    /// Verifies what a scanner read.
    ///
    /// - Parameters:
    ///   - scan: the bytes of the scanned text, as they came: an AIM identifier and one line ending are taken off.
    ///   - challenge: the challenge that this scanner has just shown, if it did: then only a token that answers it is valid.
    ///   - now: the time of the scan, read once; seconds count, fractions do not.
    public func verify(_ scan: [UInt8], challenge: [UInt8]? = nil, at now: UnixTime = .now) -> Verdict {
        Verification(by: parts, now: now, challenge: challenge).run(scan)
    }

    /// Verifies a scanned text; see `verify(_:challenge:at:)` for bytes.
    public func verify(_ scan: String, challenge: [UInt8]? = nil, at now: UnixTime = .now) -> Verdict {
        verify(Array(scan.utf8), challenge: challenge, at: now)
    }
}
