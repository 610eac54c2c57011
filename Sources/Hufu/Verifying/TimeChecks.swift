/// Steps 9 to 11: the issuer's key, the credential's time, and that the code is alive.
extension Verification {
    private static let day = 86_400
    private static let longestBoundLife = 400 * day
    private static let longestPlainLife = 3_660 * day
    /// How long before its end a credential asks to be renewed.
    private static let endingSoon = 3 * day
    /// From how many seconds on a clock is worth a remark.
    private static let remarkableOffset = 10

    func checkIssuer(_ subject: borrowing VerificationSubject) throws(Rejection) {
        let signer = subject.authentic.signer
        if isClockTrusted, let revokedAt = signer.key.revokedAt, revokedAt <= now { throw Rejection(.issuerKeyRevoked) }
        guard signer.key.isValid(at: subject.claims.issuedAt) else { throw Rejection(.issuerKeyOutsideValidity) }
        if let countries = signer.issuer.countries, !countries.contains(subject.license.issuingCountry) {
            throw Rejection(.issuerOutOfScope)
        }
    }

    mutating func checkCredentialTime(_ subject: borrowing VerificationSubject) throws(Rejection) {
        let claims = subject.claims
        let longest = subject.kind == .holder ? Self.longestBoundLife : Self.longestPlainLife
        guard claims.expiresAt - claims.issuedAt <= longest else { throw Rejection(.credentialLifetimeExceeded) }
        guard isClockTrusted else { return }
        guard hasBegun(claims.issuedAt) else { throw Rejection(.credentialNotYetValid) }
        guard !isOver(claims.expiresAt) else { throw Rejection(.credentialExpired) }
        if subject.kind != .issuer, claims.expiresAt - now < Self.endingSoon { note(.credentialEnding) }
    }

    mutating func checkLiveness(_ subject: borrowing VerificationSubject) throws(Rejection) {
        reportOffset(of: subject)
        let isChallenged = policy.requiresChallenge || challenge != nil
        // One by one: of three at most none has to be hashed.
        guard policy.kinds.contains(where: { $0 == subject.kind }), subject.kind == .holder || !isChallenged else {
            throw Rejection(.credentialKindNotAllowed)
        }
        guard let token = subject.token else { return }
        let (bytes, credential) = (subject.bytes, subject.claims)
        // By bytes: canonically equivalent names are equal as strings, but not the same audience.
        guard policy.audiences.contains(where: { bytes[token.audience].elementsEqual($0.utf8) }) else {
            throw Rejection(.tokenAudienceMismatch)
        }
        guard token.nonce.map({ Array(bytes[$0]) }) == challenge, challenge != nil || !policy.requiresChallenge else {
            throw Rejection(.tokenChallengeMismatch)
        }
        guard token.expiresAt - token.issuedAt <= policy.maximumTokenLifetime else { throw Rejection(.tokenLifetimeExceeded) }
        guard credential.issuedAt <= token.issuedAt, token.expiresAt <= credential.expiresAt else {
            throw Rejection(.tokenOutsideCredential)
        }
        guard isClockTrusted else { return }
        guard hasBegun(token.issuedAt) else { throw Rejection(.tokenNotYetValid) }
        guard !isOver(token.expiresAt) else { throw Rejection(.tokenExpired) }
    }

    /// How far the clock that made the code is from this one, as far as the code's own span tells.
    private mutating func reportOffset(of subject: borrowing VerificationSubject) {
        guard subject.kind != .static, isClockTrusted else { return }
        let issuedAt = subject.token?.issuedAt ?? subject.claims.issuedAt
        let expiresAt = subject.token?.expiresAt ?? subject.claims.expiresAt
        let offset = now < issuedAt ? issuedAt - now : now >= expiresAt ? expiresAt - 1 - now : 0
        report { $0.clockOffset = offset }
        if abs(offset) > Self.remarkableOffset { note(.clockOffset) }
    }
}
