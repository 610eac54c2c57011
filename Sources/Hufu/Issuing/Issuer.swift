/// Signs licences: as credentials that are bound to a holder's device, or as codes that are bound to none.
public struct Issuer: Sendable {
    /// The `iss` claim, by which trust lists name the issuer.
    public let id: String
    /// The `kid` by which trust lists name the key.
    public let keyID: [UInt8]
    private let signer: any Signer
    private let naming: COSE.AlgorithmNaming

    /// An issuer.
    ///
    /// - Parameters:
    ///   - id: the `iss` claim, 1 to 255 bytes.
    ///   - signer: the issuer's private key.
    ///   - keyID: the `kid`, 1 to 64 bytes; by default the first 8 bytes of the key's thumbprint.
    ///   - naming: how headers name the algorithm; `.polymorphic` is for readers that know no other.
    /// - Throws: `issue.issuer_invalid`.
    public init(
        id: String, signer: any Signer, keyID: [UInt8]? = nil, naming: COSE.AlgorithmNaming = .fullySpecified
    ) throws(SigningError) {
        let keyID = keyID ?? signer.publicKey.keyID
        guard CWT.identifierLength.contains(id.utf8.count), COSE.keyIDLength.contains(keyID.count) else {
            throw SigningError(.issuerInvalid)
        }
        self.id = id
        self.keyID = keyID
        self.signer = signer
        self.naming = naming
    }

    /// Issues a licence to the device that holds the private half of `deviceKey`.
    ///
    /// - Parameters:
    ///   - license: the licence, which must meet the rules for issuers (profile section 7).
    ///   - deviceKey: the public key of the holder's device.
    ///   - lifetime: at most 400 days, in whole seconds. The shorter, the less use a stolen device is.
    ///   - status: the entry of a status list, which no other licence and no other device has.
    ///   - redaction: the elements that the holder may withhold.
    ///   - deviceKeyForm: how the credential has the key of the device.
    ///   - allowingUnknownClasses: whether vehicle classes outside the catalogue are signed.
    ///   - now: the `iat` claim.
    /// - Throws: `LicenseError`, `SigningError`, or the errors of the signer.
    public func issue(
        _ license: License, to deviceKey: PublicKey, lifetime: Duration = .seconds(30 * 86_400),
        status: StatusReference? = nil, redacting redaction: Redaction = .secondPage,
        deviceKeyForm: DeviceKeyForm = .compressed, allowingUnknownClasses: Bool = false, at now: UnixTime = .now
    ) async throws -> Credential {
        var random = SystemRandomNumberGenerator()
        return try await signed(
            compose(
                license, DeviceKey(key: deviceKey, form: deviceKeyForm), lifetime, status, redaction,
                allowingUnknownClasses, now, using: &random))
    }

    /// Issues a licence as `issue(_:to:lifetime:status:redacting:deviceKeyForm:allowingUnknownClasses:at:)` does, with
    /// salts from `random`, which has to be cryptographically secure outside of tests.
    ///
    /// - Throws: `LicenseError`, `SigningError`, or the errors of the signer.
    public func issue(
        _ license: License, to deviceKey: PublicKey, lifetime: Duration = .seconds(30 * 86_400),
        status: StatusReference? = nil, redacting redaction: Redaction = .secondPage,
        deviceKeyForm: DeviceKeyForm = .compressed, allowingUnknownClasses: Bool = false, at now: UnixTime = .now,
        using random: inout some RandomNumberGenerator
    ) async throws -> Credential {
        try await signed(
            compose(
                license, DeviceKey(key: deviceKey, form: deviceKeyForm), lifetime, status, redaction,
                allowingUnknownClasses, now, using: &random))
    }

    /// Signs a licence as a code that is bound to no device: issuer-rotated if it lives for one time step, else a
    /// static code for a printed card. Anybody can copy either.
    ///
    /// - Parameters:
    ///   - license: the licence, which must meet the rules for issuers (profile section 7).
    ///   - lifetime: at most 3,660 days, in whole seconds.
    ///   - status: the entry of a status list, which no other licence has.
    ///   - allowingUnknownClasses: whether vehicle classes outside the catalogue are signed.
    ///   - now: the `iat` claim.
    /// - Throws: `LicenseError`, `SigningError`, or the errors of the signer.
    public func mint(
        _ license: License, lifetime: Duration, status: StatusReference? = nil, allowingUnknownClasses: Bool = false,
        at now: UnixTime = .now
    ) async throws -> Token {
        let fields = license.shownFields
        let claims = try claims(
            license, fields, lifetime: lifetime, maximum: CWT.maximumUnboundLifetime, status: status, deviceKey: nil,
            allowingUnknownClasses: allowingUnknownClasses, at: now)
        let content = unsigned(license, claims, Redacted(nothingOf: fields), type: .plain)
        let signed = try await COSE.Sign1Message(content, by: signer)
        return Token(payload: signed.encode(), issuedAt: claims.issuedAt, expiresAt: claims.expiresAt)
    }

    /// All of a credential except its signature. It is composed before the signer is awaited, so that the licence is
    /// not kept until then.
    private func compose(
        _ license: License, _ deviceKey: DeviceKey, _ lifetime: Duration, _ status: StatusReference?,
        _ redaction: Redaction, _ allowingUnknownClasses: Bool, _ now: UnixTime,
        using random: inout some RandomNumberGenerator
    ) throws -> Composed {
        let fields = license.shownFields
        let claims = try claims(
            license, fields, lifetime: lifetime, maximum: CWT.maximumBoundLifetime, status: status,
            deviceKey: deviceKey, allowingUnknownClasses: allowingUnknownClasses, at: now)
        let redacted = Redacted(license, fields, redaction, using: &random)
        return Composed(
            content: unsigned(license, claims, redacted, type: .credential), disclosures: redacted.disclosures,
            issuedAt: claims.issuedAt, expiresAt: claims.expiresAt)
    }

    private func signed(_ composed: Composed) async throws -> Credential {
        let signed = try await COSE.Sign1Message(composed.content, by: signer)
        return Credential(
            unchecked: signed.encode(disclosures: composed.disclosures), issuedAt: composed.issuedAt,
            expiresAt: composed.expiresAt)
    }

    /// The claims beside the licence, after all rules for issuers have been checked.
    private func claims(
        _ license: License, _ fields: License.FieldSet, lifetime: Duration, maximum: Int, status: StatusReference?,
        deviceKey: DeviceKey?, allowingUnknownClasses: Bool, at now: UnixTime
    ) throws -> Claims {
        guard let expiresAt = CWT.expiry(after: lifetime, from: now, maximum: maximum) else {
            throw SigningError(.lifetimeInvalid)
        }
        try license.validateForIssuing(fields, at: now, allowingUnknownClasses: allowingUnknownClasses)
        return Claims(
            issuer: id, issuedAt: now, expiresAt: expiresAt, status: status, deviceKey: deviceKey)
    }

    private func unsigned(
        _ license: License, _ claims: Claims, _ redacted: Redacted, type: COSE.ContentType
    ) -> COSE.ToBeSigned {
        var payload = CBORWriter(capacity: 512)
        payload.map { claims.write(license, redacted, to: &$0) }
        return COSE.ToBeSigned(
            type: type, algorithm: signer.publicKey.algorithm, naming: naming,
            header: { map in map.add(COSE.Label.keyID) { $0.byteString(keyID) } }, payload: payload)
    }
}

/// The key of a device as a credential has it.
private struct DeviceKey {
    let key: PublicKey
    let form: DeviceKeyForm

    func write(to writer: inout CBORWriter) {
        switch form {
        case .compressed: key.coseKey(to: &writer, compressed: true)
        case .full: key.coseKey(to: &writer, compressed: false)
        }
    }
}

/// A credential without its signature.
private struct Composed {
    let content: COSE.ToBeSigned
    let disclosures: [[UInt8]]
    let issuedAt: UnixTime
    let expiresAt: UnixTime
}

/// The entries of a licence: those that stay open, and those that are redacted.
private struct Redacted {
    /// The fields that the licence shows.
    let fields: License.FieldSet
    let openEntries: License.EntrySet
    private(set) var claimHash: [UInt8]?
    /// Sorted by value, so that their order reveals neither which entry a hash stands for nor which are decoys.
    private(set) var entryHashes: [[UInt8]] = []
    private(set) var disclosures: [[UInt8]] = []

    init(nothingOf fields: License.FieldSet) {
        self.fields = fields
        openEntries = fields.entries
    }

    init(
        _ license: License, _ fields: License.FieldSet, _ redaction: Redaction,
        using random: inout some RandomNumberGenerator
    ) {
        let entries = fields.entries
        self.fields = fields
        openEntries = entries.subtracting(redaction.entries)
        if redaction.includesDocumentNumber, let number = license.documentNumber {
            let disclosure = Disclosure(using: &random) { writer in
                writer.text(number)
                writer.integer(CWT.Claim.subject)
            }
            claimHash = disclosure.hash
            disclosures.append(disclosure.encoded)
        }
        entries.intersection(redaction.entries).forEachEntry { entry in
            let disclosure = Disclosure(using: &random) { writer in
                license.write(entry, of: fields, to: &writer)
                writer.integer(entry.rawValue)
            }
            entryHashes.append(disclosure.hash)
            disclosures.append(disclosure.encoded)
        }
        for _ in 0..<redaction.decoys { entryHashes.append(Disclosure(decoyUsing: &random).hash) }
        entryHashes.sort { $0.lexicographicallyPrecedes($1) }
    }
}

/// The claims of a credential under construction (profile section 5).
private struct Claims {
    let issuer: String
    let issuedAt: UnixTime
    let expiresAt: UnixTime
    let status: StatusReference?
    let deviceKey: DeviceKey?

    func write(_ license: License, _ redacted: Redacted, to map: inout CBORMap) {
        map.add(CWT.Claim.issuer) { $0.text(issuer) }
        if redacted.claimHash == nil, let number = license.documentNumber {
            map.add(CWT.Claim.subject) { $0.text(number) }
        }
        map.add(CWT.Claim.expiresAt) { $0.time(expiresAt) }
        map.add(CWT.Claim.issuedAt) { $0.time(issuedAt) }
        if let deviceKey {
            map.add(CWT.Claim.confirmation) { writer in
                writer.map { $0.add(1) { deviceKey.write(to: &$0) } }
            }
        }
        if let status {
            map.add(CWT.Claim.status) { status.write(to: &$0) }
        }
        map.add(CWT.Claim.license) { writer in
            writer.map { map in
                redacted.openEntries.forEachEntry { entry in
                    map.add(entry.rawValue) { license.write(entry, of: redacted.fields, to: &$0) }
                }
                if !redacted.entryHashes.isEmpty { map.addRedacted(redacted.entryHashes) }
            }
        }
        if let claimHash = redacted.claimHash { map.addRedacted([claimHash]) }
    }
}
