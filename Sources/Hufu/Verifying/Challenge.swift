internal import Synchronization

/// A challenge (profile section 8): 16 random bytes that a scanner shows, so that only a code made for it here and now
/// is accepted. It can be answered once, and within 120 seconds.
///
/// It is a reference type, so that a challenge that was answered is used up for all threads and verifiers.
public final class Challenge: Sendable {
    /// The time within which a challenge can be answered.
    public static let lifetime = Duration.seconds(120)
    private static let length = 16
    private static let prefix = "HFC1:"

    /// The bytes that the answer has to contain.
    public let bytes: [UInt8]
    /// The time at which it was made.
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

    /// The bytes of a challenge that a device has scanned; see
    /// ``Holder/present(at:rotation:audience:challenge:disclosing:)``.
    ///
    /// - Parameter text: the scanned text; an AIM identifier and line ends are stripped (profile section 2).
    /// - Throws: `present.challenge_invalid`.
    public static func bytes(of text: String) throws(PresentingError) -> [UInt8] {
        let scanned = Array(text.utf8)
        let content = scanned[Transport.content(of: scanned.span)]
        let digits = content.dropFirst(prefix.utf8.count)
        // A QR code in alphanumeric mode has no small letters, and there is one text for each challenge.
        guard content.starts(with: prefix.utf8), digits.allSatisfy({ ASCII.isDigit($0) || ASCII.isCapital($0) }),
            let bytes = Hex.decode(String(decoding: digits, as: UTF8.self)),
            bytes.count == length
        else { throw PresentingError(.challengeInvalid) }
        return bytes
    }

    /// Whether it can be answered: it was not answered before, it is less than 120 seconds old, and it was not made
    /// after `now`.
    public func isOpen(at now: UnixTime = .now) -> Bool {
        let age = now - issuedAt
        return !isAnswered.load(ordering: .acquiring) && 0..<Self.lifetime.wholeSeconds ~= age
    }

    /// The bytes that a token has to contain now. No token contains an empty challenge.
    fileprivate func expectedBytes(at now: UnixTime) -> [UInt8] { isOpen(at: now) ? bytes : [] }

    /// Marks the challenge as answered.
    ///
    /// - Returns: whether this was the first answer.
    private func close() -> Bool { !isAnswered.exchange(true, ordering: .acquiringAndReleasing) }

    /// Whether a verdict is final: it is that of the first answer, or the code is not an answer.
    ///
    /// A code whose verification ended before step 11 is not an answer, even with an indeterminate verdict: such a code
    /// can be made by anybody, with an issuer that is not in an expired trust list.
    fileprivate func accepts(_ verdict: Verdict) -> Bool {
        switch verdict.outcome {
        case .rejected: true
        case .valid, .indeterminate: !verdict.isLive || close()
        }
    }
}

extension Verifier {
    /// Verifies a scan that has to answer a challenge.
    ///
    /// The first answer that is not rejected uses up the challenge; a code whose verification ends before step 11 is
    /// not an answer. Answers after the first one, and answers after 120 seconds, are `token.challenge_mismatch`.
    ///
    /// - Parameters:
    ///   - scan: the bytes of the scanned text; see ``verify(_:challenge:at:)-([UInt8],_,_)``.
    ///   - challenge: the challenge that the scanner has shown.
    ///   - now: the time of the scan.
    public func verify(_ scan: [UInt8], answering challenge: Challenge, at now: UnixTime = .now) -> Verdict {
        let verdict = verify(scan, challenge: challenge.expectedBytes(at: now), at: now)
        // If another answer was faster, no token answers the challenge any more.
        return challenge.accepts(verdict) ? verdict : verify(scan, challenge: [], at: now)
    }

    /// Verifies a scanned text; see ``verify(_:answering:at:)-([UInt8],_,_)``.
    public func verify(_ scan: String, answering challenge: Challenge, at now: UnixTime = .now) -> Verdict {
        verify(Array(scan.utf8), answering: challenge, at: now)
    }

    /// Verifies a scan as ``verify(_:answering:at:)-([UInt8],_,_)`` does, with a memory that does not block the thread
    /// in place of the verifier's own.
    public func verify(
        _ scan: [UInt8], answering challenge: Challenge, at now: UnixTime = .now,
        admittingTo memory: some AsyncReplayMemory
    ) async -> Verdict {
        let verdict = await verify(
            scan, challenge: challenge.expectedBytes(at: now), at: now, admittingTo: memory)
        return challenge.accepts(verdict)
            ? verdict : await verify(scan, challenge: [], at: now, admittingTo: memory)
    }
}
