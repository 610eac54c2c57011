/// Step 9: the issuer's key was in use and is not revoked, and the issuer may sign for the licence's country.
extension Verification {
    func checkIssuerKey(_ subject: borrowing VerificationSubject) throws(Rejection) {
        let signer = subject.authentic.signer
        if isClockTrusted, signer.key.isRevoked(at: now) { throw Rejection(.issuerKeyRevoked) }
        guard signer.key.isValid(at: subject.claims.issuedAt) else { throw Rejection(.issuerKeyOutsideValidity) }
        if let countries = signer.issuer.countries, !countries.contains(subject.license.issuingCountry) {
            throw Rejection(.issuerOutOfScope)
        }
    }
}
