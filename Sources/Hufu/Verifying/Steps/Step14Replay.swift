/// Step 14: the token was not admitted before.
extension Verification {
    /// Only a token that would be valid is put into the memory, and only a token that was put there is valid.
    mutating func checkReplay(_ subject: borrowing VerificationSubject) throws(Rejection) {
        guard policy.replay, subject.kind != .static, firstIndeterminate == nil else { return }
        let expiresAt = subject.token?.expiresAt ?? subject.claims.expiresAt
        let entry = ReplayEntry(
            credential: subject.authentic.credentialDigest,
            issuedAt: subject.token?.issuedAt ?? subject.claims.issuedAt, expiresAt: expiresAt,
            expiry: expiresAt + policy.skew)
        switch try? verifier.replay?.admit(entry, at: now) {
        case .admitted: break
        case .repeated: throw Rejection(.replayRepeated)
        case .full, nil: recordIndeterminate(.replayMemoryFull)
        }
    }
}
