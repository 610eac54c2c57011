internal import Hufu
internal import QRCapacity

/// What all licences of one call have in common.
struct Desk: Sendable {
    let issuer: Issuer
    /// In seconds; the profile's, if nothing.
    let lifetime: Int?
    let redaction: Redaction
    let allowsUnknownClasses: Bool
    let profile: CodeProfile?
    let symbolOptions: SymbolOptions

    /// The credential for a device, or the code of a card; neither is made if it would not scan.
    func issue(
        _ license: License, to holderKey: PublicKey?, status: StatusReference?, at now: UnixTime
    ) async throws -> String {
        let license = try profile?.prepare(license) ?? license
        let lifetime = lifetime ?? (profile ?? .live).lifetime
        guard let holderKey else {
            guard profile != .live else {
                throw Failure.usage("a live code needs the key of a device", advice: "Give holder_key.")
            }
            let text = try await issuer.mint(
                license, lifetime: lifetime, status: status, allowingUnknownClasses: allowsUnknownClasses, at: now
            ).text()
            try symbolOptions.check(text, for: .print, in: nil)
            return text
        }
        guard profile != .card else {
            throw Failure.usage("a card is bound to no device", advice: "Leave holder_key out.")
        }
        let credential = try await issuer.issue(
            license, to: holderKey, lifetime: lifetime, status: status, redacting: redaction,
            allowingUnknownClasses: allowsUnknownClasses, at: now)
        // A token is composed only where it may be too large.
        if !symbolOptions.fits(credential.longestTokenLength, for: .screen) {
            try symbolOptions.check(await credential.draftToken(for: holderKey).text(), for: .screen, in: nil)
        }
        return credential.text()
    }
}
