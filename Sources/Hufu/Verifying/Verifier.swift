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
    public internal(set) var lists: ScannerLists
    /// What is demanded beyond the format.
    public let policy: Policy

    /// Where admitted tokens are remembered; needed only where the policy asks for it.
    public let replay: (any ReplayMemory)?

    /// A verifier of these lists and this policy.
    ///
    /// - Parameter replay: without one, a policy that asks for it makes every verdict indeterminate.
    public init(lists: ScannerLists, policy: Policy = Policy(), replay: (any ReplayMemory)? = nil) {
        self.lists = lists
        self.policy = policy
        self.replay = replay
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
