#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// Checks scanned codes offline: whether the issuer signed the licence, the device signed this very moment, and the policy is content.
///
/// A verifier is a value without locks and without memory; any number of threads may use it at once. New lists or another policy make
/// a new verifier; `LiveVerifier` holds one whose lists are replaced while it is in use.
public struct Verifier: Sendable {
    /// The issuers that are accepted, and what they have said since about their licences.
    public internal(set) var lists: ScannerLists {
        get { parts.lists }
        set { parts = Parts(lists: newValue, policy: policy, replay: replay) }
    }
    /// What is demanded beyond the format.
    public var policy: Policy { parts.policy }
    /// Where admitted tokens are remembered; needed only where the policy asks for it.
    public var replay: (any ReplayMemory)? { parts.replay }

    private var parts: Parts

    /// Behind one reference: threads that share a verifier would slow each other down if they counted references to
    /// each of its parts.
    private final class Parts: Sendable {
        let lists: ScannerLists
        let policy: Policy
        let replay: (any ReplayMemory)?

        init(lists: ScannerLists, policy: Policy, replay: (any ReplayMemory)?) {
            self.lists = lists
            self.policy = policy
            self.replay = replay
        }
    }

    /// A verifier of these lists and this policy.
    ///
    /// - Parameter replay: without one, a policy that asks for it makes every verdict indeterminate.
    public init(lists: ScannerLists, policy: Policy = Policy(), replay: (any ReplayMemory)? = nil) {
        parts = Parts(lists: lists, policy: policy, replay: replay)
    }

    /// A verifier of a trust list alone.
    public init(trust: TrustList, policy: Policy = Policy(), replay: (any ReplayMemory)? = nil) {
        self.init(lists: ScannerLists(trust: trust), policy: policy, replay: replay)
    }

    /// Verifies what a scanner read.
    ///
    /// - Parameters:
    ///   - scan: the bytes of the scanned text, as they came: an AIM identifier and one line ending are taken off.
    ///   - challenge: the challenge that this scanner has just shown, if it did: then only a token that answers it is valid.
    ///   - now: the time of the scan, read once; seconds count, fractions do not.
    public func verify(_ scan: [UInt8], challenge: [UInt8]? = nil, at now: Date = .now) -> Verdict {
        verify(scan, challenge: challenge, atSecond: Clock.second(of: now))
    }

    /// Verifies a scanned text; see `verify(_:challenge:at:)` for bytes.
    public func verify(_ scan: String, challenge: [UInt8]? = nil, at now: Date = .now) -> Verdict {
        verify(Array(scan.utf8), challenge: challenge, at: now)
    }

    package func verify(_ scan: [UInt8], challenge: [UInt8]?, atSecond now: Int) -> Verdict {
        var verification = Verification(verifier: self, now: now, challenge: challenge)
        return verification.run(scan)
    }
}
