#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// Checks scanned codes offline: whether the issuer signed the licence, the device signed this very moment, and the policy is content.
///
/// A verifier is a value without locks and without memory; any number of threads may use it at once. New lists or another policy make
/// a new verifier.
public struct Verifier: Sendable {
    /// The issuers that are accepted.
    public let trust: TrustList
    /// What is demanded beyond the format.
    public let policy: Policy

    /// A verifier of one trust list and one policy.
    public init(trust: TrustList, policy: Policy = Policy()) {
        self.trust = trust
        self.policy = policy
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
