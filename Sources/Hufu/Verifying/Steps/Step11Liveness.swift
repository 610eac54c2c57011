/// Step 11: the code is of a kind that is accepted, made for this reader, and made now.
extension Verification {
    /// Seconds beyond which a clock offset carries the notice `clock.offset`.
    private static let tolerableOffset = 10

    /// - Returns: the answer to a challenge that was shown; `nil` if none was demanded.
    mutating func checkLiveness(_ subject: borrowing VerificationSubject) throws(Rejection) -> Answer? {
        reportOffset(of: subject)
        let isChallenged = policy.requiresChallenge || demand != nil
        // One by one: with three elements at most that costs less than a hash.
        guard policy.kinds.contains(where: { $0 == subject.kind }), subject.kind == .holder || !isChallenged else {
            throw Rejection(.credentialKindNotAllowed)
        }
        guard let token = subject.token else { return nil }
        let credential = subject.claims
        let answer: Answer?
        if let demand {
            answer = try checkAnswer(token, in: subject.bytes, demand)
        } else {
            try checkAudience(token, in: subject.bytes)
            guard token.nonce == nil, !policy.requiresChallenge else { throw Rejection(.tokenChallengeMismatch) }
            answer = nil
        }
        guard token.expiresAt - token.issuedAt <= limits.maximumTokenLifetime else {
            throw Rejection(.tokenLifetimeExceeded)
        }
        guard credential.issuedAt <= token.issuedAt, token.expiresAt <= credential.expiresAt else {
            throw Rejection(.tokenOutsideCredential)
        }
        guard isClockTrusted else { return answer }
        guard hasBegun(token.issuedAt) else { throw Rejection(.tokenNotYetValid) }
        guard !isOver(token.expiresAt) else { throw Rejection(.tokenExpired) }
        return answer
    }

    private func checkAudience(_ token: KeyBindingClaims, in bytes: [UInt8]) throws(Rejection) {
        let audience = Identifier(bytes: bytes[token.audience])
        guard limits.audiences.contains(where: { $0 == audience }) else {
            throw Rejection(.tokenAudienceMismatch)
        }
    }

    /// Compares a token with the challenges.
    private func checkAnswer(
        _ token: KeyBindingClaims, in bytes: [UInt8], _ demand: AnswerDemand
    ) throws(Rejection) -> Answer? {
        let nonce = token.nonce.map { bytes[$0] }
        switch demand.kind {
        case .bytes(let expected):
            try checkAudience(token, in: bytes)
            guard nonce == expected[...] else { throw Rejection(.tokenChallengeMismatch) }
            return nil
        case .shown(let challenges, let moment):
            let challenge = challenges.first { challenge in
                nonce == challenge.bytes[...]
                    && challenge.isOpen(at: moment, for: limits.challengeAge, now: isClockTrusted ? now : nil)
            }
            guard let challenge else { throw Rejection(.tokenChallengeMismatch) }
            if let audience = challenge.audience {
                guard Identifier(bytes: bytes[token.audience]) == audience else {
                    throw Rejection(.tokenAudienceMismatch)
                }
            } else {
                try checkAudience(token, in: bytes)
            }
            return Answer(to: challenge, at: moment)
        }
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
