internal import Synchronization

/// A challenge that a scanner has shown (profile sections 8 and 18), so that only a code made for it here and now is
/// accepted. It can be answered once, and only within the challenge age of the policy.
///
/// A plain one is 16 random bytes; a signed one also tells the holder who asks, and for what. It is a reference type, so
/// that a challenge that was answered is used up for all threads and verifiers.
public final class Challenge: Sendable {
    /// How many challenges a scanner may have open. Of more, the last ones count.
    public static let maximumOpen = 8
    private static let length = 16
    private static let prefix = "HFC1:"

    /// The text for a QR code, of alphanumeric characters only: `HFC1:` and 32 hexadecimal digits, or `HFC2:` and Base45.
    public let text: String
    /// The bytes that the answer has in `cnonce`.
    public let bytes: [UInt8]
    /// The moment at which it was shown, by a clock that does not go back.
    public let shownAt: ContinuousClock.Instant
    /// The only audience of an answer; `nil` for a plain challenge, whose answers have those of the policy.
    let audience: Identifier?
    /// The `exp` of a signed challenge.
    private let expiresAt: UnixTime?
    private let answered = Atomic(false)

    /// A plain challenge of these bytes.
    package init(bytes: [UInt8], shownAt moment: ContinuousClock.Instant = .now) {
        self.bytes = bytes
        text = Self.prefix + Hex.encode(bytes).uppercased()
        shownAt = moment
        (audience, expiresAt) = (nil, nil)
    }

    /// A new plain challenge from the system's random numbers.
    public convenience init(shownAt moment: ContinuousClock.Instant = .now) {
        var random = SystemRandomNumberGenerator()
        self.init(shownAt: moment, using: &random)
    }

    /// A new plain challenge from `random`, which has to be cryptographically secure outside of tests.
    public convenience init(
        shownAt moment: ContinuousClock.Instant = .now, using random: inout some RandomNumberGenerator
    ) {
        self.init(bytes: (0..<Self.length).map { _ in UInt8.random(in: 0...255, using: &random) }, shownAt: moment)
    }

    /// The challenge that the scanner itself has signed.
    public init(_ signed: SignedChallenge, shownAt moment: ContinuousClock.Instant = .now) {
        (text, bytes) = (signed.text, signed.answer)
        shownAt = moment
        audience = Identifier(signed.certificate.id)
        expiresAt = signed.expiresAt
    }

    /// A challenge of this scanner from its text.
    ///
    /// - Throws: ``ChallengeError`` or ``PresentingError``.
    public convenience init(text: String, shownAt moment: ContinuousClock.Instant = .now) throws {
        if SignedChallenge.isChallenge(text) {
            self.init(try SignedChallenge(text: text), shownAt: moment)
        } else {
            self.init(bytes: try Self.bytes(of: text), shownAt: moment)
        }
    }

    /// The bytes of a plain challenge that a device has scanned; see
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

    /// Whether it has been answered, and therefore cannot be answered again.
    public var isAnswered: Bool { answered.load(ordering: .acquiring) }

    /// Whether it can be answered.
    ///
    /// - Parameters:
    ///   - moment: the present, by the clock by which it was shown.
    ///   - age: the policy's challenge age in seconds.
    ///   - now: compared with the `exp` of a signed challenge; `nil` if the clock is not trusted.
    func isOpen(at moment: ContinuousClock.Instant, for age: Int, now: UnixTime?) -> Bool {
        if let expiresAt, let now, now >= expiresAt { return false }
        return !isAnswered && Duration.zero..<Duration.seconds(age) ~= moment - shownAt
    }

    /// Marks the challenge as answered.
    ///
    /// - Returns: whether this was the first answer.
    fileprivate func close() -> Bool { !answered.exchange(true, ordering: .acquiringAndReleasing) }
}

/// The answer that a verification demands. It is a class, so that a verification without a challenge costs nothing more.
final class AnswerDemand: Sendable {
    enum Kind: Sendable {
        /// A token with these bytes.
        case bytes([UInt8])
        /// An answer to one of the challenges that were shown, as far as they are open at this moment.
        case shown([Challenge], at: ContinuousClock.Instant)
    }

    let kind: Kind

    init(_ kind: Kind) { self.kind = kind }

    convenience init(_ challenges: [Challenge], at moment: ContinuousClock.Instant) {
        self.init(.shown(challenges.suffix(Challenge.maximumOpen), at: moment))
    }
}

/// The challenge that a token has answered, and when.
final class Answer: Sendable {
    let challenge: Challenge
    /// Seconds since the challenge was shown.
    let age: Int

    init(to challenge: Challenge, at moment: ContinuousClock.Instant) {
        self.challenge = challenge
        age = (moment - challenge.shownAt).wholeSeconds
    }
}

extension Verdict {
    /// Whether the verdict is final: the code was rejected, it answers no challenge, or it is the first answer.
    ///
    /// A code whose verification ended before the end of step 11 is not an answer, even with an indeterminate verdict:
    /// such a code can be made by anybody, with an issuer that is not in an expired trust list.
    fileprivate func closesChallenge() -> Bool {
        guard let answer else { return true }
        switch outcome {
        case .rejected: return true
        case .valid, .indeterminate: return answer.challenge.close()
        }
    }
}

extension Verifier {
    /// Verifies a scan that has to answer one of the challenges that this scanner has shown.
    ///
    /// The first answer that is not rejected uses up its challenge; a code whose verification ends before step 11 is not
    /// an answer. Other answers, and answers after the challenge age of the policy, are `token.challenge_mismatch`. The
    /// answer to a signed challenge has the id of its certificate as its audience, whatever the policy says.
    ///
    /// - Parameters:
    ///   - scan: the bytes of the scanned text; see ``verify(_:challenge:at:)-([UInt8],_,_)``.
    ///   - challenges: the challenges, the newest last; of more than ``Challenge/maximumOpen`` the last ones count. If
    ///     there are none, no token is accepted.
    ///   - now: the time of the scan.
    ///   - moment: the same by the clock by which the challenges were shown.
    public func verify(
        _ scan: [UInt8], answering challenges: [Challenge], at now: UnixTime = .now,
        moment: ContinuousClock.Instant = .now
    ) -> Verdict {
        let demand = AnswerDemand(challenges, at: moment)
        let verdict = verify(scan, demanding: demand, at: now)
        // If another answer was faster, no token answers the challenge any more.
        return verdict.closesChallenge() ? verdict : verify(scan, demanding: demand, at: now)
    }

    /// Verifies a scanned text; see ``verify(_:answering:at:moment:)-([UInt8],_,_,_)``.
    public func verify(
        _ scan: String, answering challenges: [Challenge], at now: UnixTime = .now,
        moment: ContinuousClock.Instant = .now
    ) -> Verdict {
        verify(Array(scan.utf8), answering: challenges, at: now, moment: moment)
    }

    /// Verifies a scan as ``verify(_:answering:at:moment:)-([UInt8],_,_,_)`` does, with a memory that does not block the
    /// thread in place of the verifier's own.
    public func verify(
        _ scan: [UInt8], answering challenges: [Challenge], at now: UnixTime = .now,
        moment: ContinuousClock.Instant = .now, admittingTo memory: some AsyncReplayMemory
    ) async -> Verdict {
        let demand = AnswerDemand(challenges, at: moment)
        let verdict = await verify(scan, demanding: demand, at: now, admittingTo: memory)
        return verdict.closesChallenge()
            ? verdict : await verify(scan, demanding: demand, at: now, admittingTo: memory)
    }
}
