/// Step 8: the disclosures, and the licence that they and the open entries make.
extension Verification {
    /// After this step the verdict has the authenticated data.
    mutating func open(_ authentic: consuming AuthenticatedToken) throws(Rejection) -> VerificationSubject {
        let disclosures: Disclosures
        do throws(CBORError) {
            disclosures = try Disclosures(authentic.bytes, authentic.credential, authentic.claims)
        } catch {
            throw Rejection(.credentialDisclosureInvalid, "\(error.message), at byte \(error.offset)")
        }
        var license = License.unread
        do throws(LicenseError) {
            try license.read(authentic, disclosures)
            try license.validateStanding(issuedAt: authentic.claims.issuedAt)
        } catch { throw Rejection(.licenseInvalid, error.description) }

        let kind = kind(of: authentic)
        if disclosures.isPartlyWithheld { addNotice(.withheldEntries) }
        let verified = VerifiedLicense(consume license, isPartlyWithheld: disclosures.isPartlyWithheld)
        updateVerdict { verdict in
            verdict.kind = kind
            verdict.issuer = Verdict.Issuer(signer: authentic.signer)
            verdict.license = verified
            verdict.credentialExpires = authentic.claims.expiresAt
            verdict.tokenExpires = authentic.token?.expiresAt
        }
        return VerificationSubject(authentic: authentic, kind: kind, verified: verified)
    }

    private func kind(of authentic: borrowing AuthenticatedToken) -> Verdict.Kind {
        if authentic.token != nil { return .holder }
        let lifetime = authentic.claims.expiresAt - authentic.claims.issuedAt
        return lifetime <= limits.maximumTokenLifetime ? .issuer : .static
    }
}

extension License {
    /// Reads the open and the disclosed entries.
    fileprivate mutating func read(
        _ payload: borrowing AuthenticatedToken, _ disclosures: Disclosures
    ) throws(LicenseError) {
        let source = CBORReader(payload.bytes.span)
        var read = ReadEntries()
        if let subject = payload.claims.subject { documentNumber = source.string(subject) }
        var map = source.checked(in: payload.claims.license)
        try readMap(from: &map, noting: &read)
        for entry in disclosures.entries {
            var (key, value) = (source.checked(in: entry.key), source.checked(in: entry.value))
            if entry.isInLicense {
                try readEntry(key: &key, value: &value, noting: &read)
            } else {
                try readClaim(key: &key, value: &value)
            }
        }
        try checkRead(
            read, isRedacted: payload.claims.redactedInLicense != nil,
            mayContainFormattingCharacter: payload.credential.mayContainFormattingCharacter
                || disclosures.mayContainFormattingCharacter)
    }
}
