internal import Synchronization

/// What a scanner shows, so that only a code made for it here and now is accepted (profile section 8): 16 random bytes that are
/// answered once, and within 120 seconds.
///
/// It is an object and not a value: answered in one place, it is answered for all who hold it.
public final class Challenge: Sendable {
    /// Seconds for which it can be answered.
    public static let lifetime = 120
    private static let length = 16
    private static let prefix = "HFC1:"

    /// What the answer has to contain.
    public let bytes: [UInt8]
    /// Second since 1970 at which it was made.
    public let issuedAt: UnixTime
    private let isAnswered = Atomic(false)

    package init(bytes: [UInt8], at now: UnixTime) {
        self.bytes = bytes
        issuedAt = now
    }

    /// A new challenge from the system's random numbers.
    public convenience init(at now: UnixTime = .now) {
        var random = SystemRandomNumberGenerator()
        self.init(at: now, using: &random)
    }

    /// A new challenge from `random`, which has to be cryptographically secure outside of tests.
    public convenience init(at now: UnixTime = .now, using random: inout some RandomNumberGenerator) {
        self.init(bytes: (0..<Self.length).map { _ in UInt8.random(in: 0...255, using: &random) }, at: now)
    }

    /// The text for a QR code, of alphanumeric characters only: `HFC1:` and 32 hexadecimal digits.
    public var text: String { Self.prefix + Hex.encode(bytes).uppercased() }

    /// What a device reads in a challenge's QR code, to be given to `Holder.present`.
    ///
    /// - Parameter text: as it was scanned; an AIM symbology identifier and one line ending are taken off.
    /// - Throws: `present.challenge_invalid`.
    public static func bytes(of text: String) throws(PresentingError) -> [UInt8] {
        let scanned = Array(text.utf8)
        let content = scanned[Transport.content(of: scanned.span)]
        guard content.starts(with: prefix.utf8),
            let bytes = Hex.decode(String(decoding: content.dropFirst(prefix.utf8.count), as: UTF8.self)),
            bytes.count == length
        else { throw PresentingError(.challengeInvalid) }
        return bytes
    }

    /// Whether it can be answered: neither answered yet nor older than it may be, nor from after `now`.
    public func isOpen(at now: UnixTime = .now) -> Bool {
        let age = now - issuedAt
        return !isAnswered.load(ordering: .acquiring) && 0..<Self.lifetime ~= age
    }

    /// Uses it up. Of many who do so, one is told that it was the first.
    fileprivate func answer() -> Bool { !isAnswered.exchange(true, ordering: .acquiringAndReleasing) }
}

extension Verifier {
    /// No token has an empty challenge in it, so that none answers it.
    private static let unanswerable: [UInt8] = []

    /// Verifies a scan that has to answer a challenge. The first answer that is not rejected uses the challenge up; whatever comes
    /// after that, or too late, is `token.challenge_mismatch`.
    ///
    /// - Parameters:
    ///   - scan: the bytes of the scanned text; see `verify(_:challenge:at:)`.
    ///   - challenge: what the scanner has shown.
    ///   - now: the time of the scan.
    public func verify(_ scan: [UInt8], answering challenge: Challenge, at now: UnixTime = .now) -> Verdict {
        guard challenge.isOpen(at: now) else { return verify(scan, challenge: Self.unanswerable, at: now) }
        let verdict = verify(scan, challenge: challenge.bytes, at: now)
        guard verdict.outcome != .rejected, !challenge.answer() else { return verdict }
        // Somebody else's answer was faster.
        return verify(scan, challenge: Self.unanswerable, at: now)
    }

    /// Verifies a scanned text; see `verify(_:answering:at:)` for bytes.
    public func verify(_ scan: String, answering challenge: Challenge, at now: UnixTime = .now) -> Verdict {
        verify(Array(scan.utf8), answering: challenge, at: now)
    }
}
