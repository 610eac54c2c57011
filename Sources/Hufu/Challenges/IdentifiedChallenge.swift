/// A signed challenge whose scanner is known to the holder: an authority of the holder's trust list certified it, and it
/// asks for nothing that its certificate does not allow (profile section 18).
public struct IdentifiedChallenge: Sendable {
    /// The tolerance between the clock of the phone and those of scanner and authority, in seconds.
    static let skew = 300

    /// The challenge.
    public let challenge: SignedChallenge
    /// The name of the authority in the trust list.
    public let authority: String

    /// Checks a challenge for a holder.
    ///
    /// - Parameters:
    ///   - text: the text of the scanned code.
    ///   - trust: the holder's trust list, whose authorities have keys with the use `verifier`.
    ///   - now: the holder's clock.
    /// - Throws: ``ChallengeError``, in the order of the profile.
    public init(text: String, trust: TrustList, at now: UnixTime = .now) throws(ChallengeError) {
        try self.init(try SignedChallenge(text: text), trust: trust, at: now)
    }

    /// Checks a challenge for a holder; see ``init(text:trust:at:)``.
    public init(_ challenge: SignedChallenge, trust: TrustList, at now: UnixTime = .now) throws(ChallengeError) {
        let (bytes, certificate) = (challenge.bytes, challenge.certificate)
        if let end = trust.validity?.expiresAt, end + Self.skew <= now { throw ChallengeError(.trustExpired) }
        guard let authority = trust.issuer(certificate.authority) else {
            throw ChallengeError(.issuerUnknown, at: certificate.authority)
        }
        guard let id = certificate.envelope.header.keyID, let key = authority.key(bytes[id], for: .verifier) else {
            throw ChallengeError(.keyUnknown, at: certificate.authority)
        }
        try Self.checkSignature(of: certificate.envelope, in: bytes, by: key.publicKey)
        guard let scanner = certificate.publicKey else { throw ChallengeError(.keyInvalid) }
        try Self.checkSignature(of: challenge.envelope, in: bytes, by: scanner)
        guard !key.isRevoked(at: now) else { throw ChallengeError(.keyRevoked, at: certificate.authority) }
        guard key.isValid(at: certificate.issuedAt) else {
            throw ChallengeError(.keyOutsideValidity, at: certificate.authority)
        }
        guard certificate.expiresAt - certificate.issuedAt <= VerifierCertificate.maximumLifetime.wholeSeconds,
            challenge.expiresAt - challenge.issuedAt <= SignedChallenge.maximumLifetime.wholeSeconds
        else { throw ChallengeError(.lifetimeExceeded) }
        guard certificate.issuedAt <= challenge.issuedAt, challenge.expiresAt <= certificate.expiresAt else {
            throw ChallengeError(.outsideCertificate)
        }
        for (from, end) in [
            (certificate.issuedAt, certificate.expiresAt), (challenge.issuedAt, challenge.expiresAt),
        ] {
            guard from - Self.skew <= now else { throw ChallengeError(.notYetValid) }
            guard now < end + Self.skew else { throw ChallengeError(.expired) }
        }
        try SignedChallenge.check(challenge.elements, areIn: certificate)
        self.challenge = challenge
        self.authority = authority.name
    }

    private static func checkSignature(
        of envelope: COSE.Sign1, in bytes: [UInt8], by key: PublicKey
    ) throws(ChallengeError) {
        guard key.algorithm == envelope.header.algorithm else { throw ChallengeError(.algorithmMismatch) }
        guard key.verificationKey.hasSigned(envelope, in: bytes) else { throw ChallengeError(.signatureInvalid) }
    }
}
