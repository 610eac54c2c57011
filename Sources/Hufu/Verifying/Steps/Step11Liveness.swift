/// Step 11: the code is of a kind that is accepted, made for this reader, and made now.
extension Verification {
    /// Seconds beyond which a clock offset carries the notice `clock.offset`.
    private static let tolerableOffset = 10

    mutating func checkLiveness(_ subject: borrowing VerificationSubject) throws(Rejection) {
        reportOffset(of: subject)
        let isChallenged = policy.requiresChallenge || challenge != nil
        // One by one: with three elements at most that costs less than a hash.
        guard policy.kinds.contains(where: { $0 == subject.kind }), subject.kind == .holder || !isChallenged else {
            throw Rejection(.credentialKindNotAllowed)
        }
        guard let token = subject.token else { return }
        let (bytes, credential) = (subject.bytes, subject.claims)
        let audience = Identifier(bytes: bytes[token.audience])
        guard limits.audiences.contains(where: { $0 == audience }) else {
            throw Rejection(.tokenAudienceMismatch)
        }
        guard token.nonce.map({ Array(bytes[$0]) }) == challenge, challenge != nil || !policy.requiresChallenge else {
            throw Rejection(.tokenChallengeMismatch)
        }
        guard token.expiresAt - token.issuedAt <= limits.maximumTokenLifetime else {
            throw Rejection(.tokenLifetimeExceeded)
        }
        guard credential.issuedAt <= token.issuedAt, token.expiresAt <= credential.expiresAt else {
            throw Rejection(.tokenOutsideCredential)
        }
        guard isClockTrusted else { return }
        guard hasBegun(token.issuedAt) else { throw Rejection(.tokenNotYetValid) }
        guard !isOver(token.expiresAt) else { throw Rejection(.tokenExpired) }
    }

    /// Reports by how much the clock that made the code is off, as far as the code's own times tell (profile section
    /// 15).
    private mutating func reportOffset(of subject: borrowing VerificationSubject) {
        guard subject.kind != .static, isClockTrusted else { return }
        let issuedAt = subject.token?.issuedAt ?? subject.claims.issuedAt
        let expiresAt = subject.token?.expiresAt ?? subject.claims.expiresAt
        let offset = now < issuedAt ? issuedAt - now : now >= expiresAt ? expiresAt - 1 - now : 0
        updateVerdict { $0.clockOffset = offset }
        if abs(offset) > Self.tolerableOffset { addNotice(.clockOffset) }
    }
}
