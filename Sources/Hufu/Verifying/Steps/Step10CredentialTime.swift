/// Step 10: the credential's lifetime is not too long, and `now` is in it.
extension Verification {
    /// Seconds before its end from which a credential carries the notice `credential.ending`.
    private static let endingSoon = 3 * UnixTime.secondsPerDay

    mutating func checkCredentialTime(_ subject: borrowing VerificationSubject) throws(Rejection) {
        let claims = subject.claims
        let maximumLifetime =
            switch subject.kind {
            case .holder: CWT.maximumBoundLifetime
            case .issuer, .static: CWT.maximumUnboundLifetime
            }
        guard claims.expiresAt - claims.issuedAt <= maximumLifetime else {
            throw Rejection(.credentialLifetimeExceeded)
        }
        guard isClockTrusted else { return }
        guard hasBegun(claims.issuedAt) else { throw Rejection(.credentialNotYetValid) }
        guard !isOver(claims.expiresAt) else { throw Rejection(.credentialExpired) }
        if subject.kind != .issuer, claims.expiresAt - now < Self.endingSoon { addNotice(.credentialEnding) }
    }
}
