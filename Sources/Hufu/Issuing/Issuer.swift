/// Signs licences: as credentials that are bound to a holder's device, or as codes that are bound to none.
public struct Issuer: Sendable {
    /// The `iss` claim, by which trust lists name the issuer.
    public let id: String
    /// The `kid` by which trust lists name the key.
    public let keyID: [UInt8]
    private let signer: any Signer
    private let algorithm: COSE.Algorithm
    /// The protected headers, which are the same for all licences.
    private let credentialHeader: [UInt8]
    private let codeHeader: [UInt8]

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
        let algorithm = signer.publicKey.algorithm
        func header(_ type: COSE.ContentType) -> [UInt8] {
            COSE.protectedHeader(type: type, algorithm: algorithm, naming: naming) { map in
                map.add(COSE.Label.keyID) { $0.byteString(keyID) }
            }
        }
        self.algorithm = algorithm
        (credentialHeader, codeHeader) = (header(.credential), header(.plain))
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
        let times = try validate(
            license, fields, lifetime, CWT.maximumUnboundLifetime, allowingUnknownClasses, at: now)
        let redacted = Redacted(openEntries: fields.entries)
        let content = COSE.ToBeSigned(protected: codeHeader) { map in
            add(license, fields, redacted, times, status, deviceKey: nil, to: &map)
        }
        let signed = try await COSE.Sign1Message(content, by: signer, algorithm)
        return Token(payload: signed.encode(), issuedAt: now, expiresAt: times.expiresAt)
    }

    /// All of a credential except its signature. It is composed before the signer is awaited, so that the licence is
    /// not kept until then.
    private func compose(
        _ license: License, _ deviceKey: DeviceKey, _ lifetime: Duration, _ status: StatusReference?,
        _ redaction: Redaction, _ allowingUnknownClasses: Bool, _ now: UnixTime,
        using random: inout some RandomNumberGenerator
    ) throws -> Composed {
        let fields = license.shownFields
        let times = try validate(license, fields, lifetime, CWT.maximumBoundLifetime, allowingUnknownClasses, at: now)
        let redacted = license.redacted(fields, redaction, using: &random)
        let content = COSE.ToBeSigned(protected: credentialHeader) { map in
            add(license, fields, redacted, times, status, deviceKey: deviceKey, to: &map)
        }
        return Composed(content: content, disclosures: redacted.disclosures, times: times)
    }

    private func signed(_ composed: Composed) async throws -> Credential {
        let signed = try await COSE.Sign1Message(composed.content, by: signer, algorithm)
        return Credential(
            unchecked: signed.encode(disclosures: composed.disclosures), issuedAt: composed.times.issuedAt,
            expiresAt: composed.times.expiresAt)
    }

    /// Checks all rules for issuers.
    private func validate(
        _ license: License, _ fields: License.FieldSet, _ lifetime: Duration, _ maximum: Int,
        _ allowingUnknownClasses: Bool, at now: UnixTime
    ) throws -> Times {
        guard let expiresAt = CWT.expiry(after: lifetime, from: now, maximum: maximum) else {
            throw SigningError(.lifetimeInvalid)
        }
        try license.validateForIssuing(fields, at: now, allowingUnknownClasses: allowingUnknownClasses)
        return Times(issuedAt: now, expiresAt: expiresAt)
    }

    /// Adds the claims of a credential (profile section 5).
    private func add(
        _ license: License, _ fields: License.FieldSet, _ redacted: Redacted, _ times: Times,
        _ status: StatusReference?, deviceKey: DeviceKey?, to map: inout CBORMap
    ) {
        map.add(CWT.Claim.issuer) { $0.text(id) }
        if redacted.claimHash == nil, let number = license.documentNumber {
            map.add(CWT.Claim.subject) { $0.text(number) }
        }
        map.add(CWT.Claim.expiresAt) { $0.time(times.expiresAt) }
        map.add(CWT.Claim.issuedAt) { $0.time(times.issuedAt) }
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
                    map.add(entry.rawValue) { license.write(entry, of: fields, to: &$0) }
                }
                if !redacted.entryHashes.isEmpty { map.addRedacted(redacted.entryHashes) }
            }
        }
        if let claimHash = redacted.claimHash { map.addRedacted([claimHash]) }
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

/// The times of a credential.
private struct Times {
    let issuedAt: UnixTime
    let expiresAt: UnixTime
}

/// A credential without its signature.
private struct Composed {
    let content: COSE.ToBeSigned
    let disclosures: COSE.EncodedDisclosures
    let times: Times
}

/// The entries of a licence: those that stay open, and those that are redacted.
private struct Redacted {
    let openEntries: License.EntrySet
    var claimHash: Disclosure.Hash?
    /// Sorted by value, so that their order reveals neither which entry a hash stands for nor which are decoys.
    var entryHashes: [Disclosure.Hash] = []
    var disclosures = COSE.EncodedDisclosures()
}

extension License {
    /// The entries of these fields, redacted. A method and no initialiser, which would take a copy of the licence.
    fileprivate func redacted(
        _ fields: FieldSet, _ redaction: Redaction, using random: inout some RandomNumberGenerator
    ) -> Redacted {
        let entries = fields.entries
        var disclosures = COSE.EncodedDisclosures()
        var claimHash: Disclosure.Hash?
        if redaction.includesDocumentNumber, let documentNumber {
            claimHash = disclosures.add(using: &random) { writer in
                writer.text(documentNumber)
                writer.integer(CWT.Claim.subject)
            }
        }
        var hashes: [Disclosure.Hash] = []
        entries.intersection(redaction.entries).forEachEntry { entry in
            let hash = disclosures.add(using: &random) { writer in
                write(entry, of: fields, to: &writer)
                writer.integer(entry.rawValue)
            }
            hashes.append(hash)
        }
        for _ in 0..<redaction.decoys { hashes.append(Disclosure.Hash(ofDecoyUsing: &random)) }
        hashes.sort()
        return Redacted(
            openEntries: entries.subtracting(redaction.entries), claimHash: claimHash, entryHashes: hashes,
            disclosures: disclosures)
    }
}
