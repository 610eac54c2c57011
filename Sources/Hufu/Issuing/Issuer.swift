#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// Signs licences: for a holder's device, or as codes that need none.
public struct Issuer: Sendable {
    /// The longest lives that scanners accept, in seconds (profile section 5).
    public static let longestLifeOnDevice = 400 * 86_400
    /// The longest life of a code that is bound to no device, in seconds.
    public static let longestLifeOfCard = 3_660 * 86_400

    /// The `iss` claim, by which trust lists name the issuer.
    public let id: String
    /// The `kid` by which trust lists name the key.
    public let keyID: [UInt8]
    private let signer: any Signer

    /// An issuer that signs with `signer`; the `kid` is the key's thumbprint, shortened, unless given.
    ///
    /// - Throws: `issue.issuer_invalid`.
    public init(id: String, signer: any Signer, keyID: [UInt8]? = nil) throws(IssuingError) {
        let keyID = keyID ?? signer.publicKey.keyID
        guard CWT.identifierLength.contains(id.utf8.count), 1...64 ~= keyID.count else {
            throw IssuingError(.issuerInvalid)
        }
        self.id = id
        self.keyID = keyID
        self.signer = signer
    }

    /// Issues a licence to the device that holds the private half of `deviceKey`.
    ///
    /// - Parameters:
    ///   - lifetime: seconds, at most 400 days. Short lives limit what a stolen device is good for.
    ///   - status: where scanners find out about revocation; an index of this licence on this device alone.
    ///   - redaction: what the holder may keep back.
    ///   - allowingUnknownClasses: whether classes of vehicles that the catalogue does not have are signed all the same.
    ///   - now: the `iat` claim.
    /// - Throws: `LicenseError`, `IssuingError`, or what the signer throws.
    public func issue(
        _ license: License, to deviceKey: PublicKey, lifetime: Int = 30 * 86_400, status: StatusReference? = nil,
        redacting redaction: Redaction = .secondPage, allowingUnknownClasses: Bool = false, at now: Date = .now
    ) async throws -> Credential {
        var random = SystemRandomNumberGenerator()
        return try await issue(
            license, to: deviceKey, lifetime: lifetime, status: status, redacting: redaction,
            allowingUnknownClasses: allowingUnknownClasses, at: now, using: &random)
    }

    /// As `issue(_:to:lifetime:status:redacting:allowingUnknownClasses:at:)`, with the salts of the disclosures taken from `random`,
    /// which has to be cryptographically secure outside of tests.
    public func issue(
        _ license: License, to deviceKey: PublicKey, lifetime: Int = 30 * 86_400, status: StatusReference? = nil,
        redacting redaction: Redaction = .secondPage, allowingUnknownClasses: Bool = false, at now: Date = .now,
        using random: inout some RandomNumberGenerator
    ) async throws -> Credential {
        let claims = try Claims(
            license, issuer: self, lifetime: lifetime, longest: Self.longestLifeOnDevice, status: status,
            deviceKey: deviceKey, redaction: redaction, allowingUnknownClasses: allowingUnknownClasses, at: now,
            using: &random)
        let signed = try await sign(claims, type: .credential)
        return try Credential(signed.encode(disclosures: claims.disclosures.map(\.encoded)))
    }

    /// Signs a licence as a code of its own, bound to no device: issuer-rotated where it lives for one time step, else a static code for a
    /// printed card, which anybody can copy.
    ///
    /// - Parameters:
    ///   - lifetime: seconds, at most 3,660 days.
    ///   - now: the `iat` claim.
    /// - Throws: `LicenseError`, `IssuingError`, or what the signer throws.
    public func mint(
        _ license: License, lifetime: Int, status: StatusReference? = nil, allowingUnknownClasses: Bool = false,
        at now: Date = .now
    ) async throws -> Token {
        var random = SystemRandomNumberGenerator()
        let claims = try Claims(
            license, issuer: self, lifetime: lifetime, longest: Self.longestLifeOfCard, status: status, deviceKey: nil,
            redaction: .none, allowingUnknownClasses: allowingUnknownClasses, at: now, using: &random)
        let signed = try await sign(claims, type: .plain)
        return Token(payload: signed.encode(), issuedAt: claims.issuedAt, expiresAt: claims.expiresAt)
    }

    private func sign(_ claims: Claims, type: COSE.ContentType) async throws -> COSE.Signed {
        try await COSE.Signed(
            type: type, by: signer, header: { map in map.add(COSE.Label.keyID) { $0.byteString(keyID) } },
            payload: { claims.write(to: &$0) })
    }
}

/// The claims of a credential under construction (profile section 5).
private struct Claims {
    let license: License
    let issuer: String
    let issuedAt: Int
    let expiresAt: Int
    let status: StatusReference?
    let deviceKey: PublicKey?
    private let redaction: Redaction
    private var claimHash: [UInt8]?
    private var entryHashes: [[UInt8]] = []
    private(set) var disclosures: [Disclosure] = []

    init(
        _ license: License, issuer: Issuer, lifetime: Int, longest: Int, status: StatusReference?,
        deviceKey: PublicKey?, redaction: Redaction, allowingUnknownClasses: Bool, at now: Date,
        using random: inout some RandomNumberGenerator
    ) throws {
        issuedAt = Clock.second(of: now)
        guard lifetime <= longest, CWT.allows(lifetime, from: issuedAt) else {
            throw IssuingError(.lifetimeInvalid)
        }
        expiresAt = issuedAt + lifetime
        try license.validateForIssuing(allowingUnknownClasses: allowingUnknownClasses)
        try license.validateStanding(issuedAt: issuedAt)
        if let portrait = license.portrait, let digest = license.portraitDigest {
            guard portrait.digest == digest else {
                throw IssuingError(.portraitDigestMismatch, at: License.Field.portraitDigest.jsonName)
            }
        }
        self.license = license
        self.issuer = issuer.id
        self.status = status
        self.deviceKey = deviceKey
        self.redaction = redaction
        redact(using: &random)
    }

    private mutating func redact(using random: inout some RandomNumberGenerator) {
        if redaction.includesDocumentNumber, let number = license.documentNumber {
            let disclosure = Disclosure(
                key: CBORWriter.encode { $0.integer(CWT.Claim.subject) }, value: CBORWriter.encode { $0.text(number) },
                using: &random)
            claimHash = disclosure.hash
            disclosures.append(disclosure)
        }
        for entry in License.Entry.allCases where redaction.includes(entry) && license.shows(entry) {
            let disclosure = Disclosure(
                key: CBORWriter.encode { $0.integer(entry.rawValue) },
                value: CBORWriter.encode { license.write(entry, to: &$0) }, using: &random)
            entryHashes.append(disclosure.hash)
            disclosures.append(disclosure)
        }
        for _ in 0..<redaction.decoys { entryHashes.append(Disclosure(decoyUsing: &random).hash) }
        // In the order of their values the hashes do not tell which entries were redacted, nor which are decoys.
        entryHashes.sort { $0.lexicographicallyPrecedes($1) }
    }

    func write(to map: inout CBORMap) {
        map.add(CWT.Claim.issuer) { $0.text(issuer) }
        if let claimHash {
            map.addRedacted([claimHash])
        } else if let number = license.documentNumber {
            map.add(CWT.Claim.subject) { $0.text(number) }
        }
        map.add(CWT.Claim.expiresAt) { $0.integer(expiresAt) }
        map.add(CWT.Claim.issuedAt) { $0.integer(issuedAt) }
        if let deviceKey {
            map.add(CWT.Claim.confirmation) { writer in
                writer.map { $0.add(1) { deviceKey.coseKey(to: &$0, compressed: true) } }
            }
        }
        if let status {
            map.add(CWT.Claim.status) { writer in
                writer.map { map in
                    map.add("status_list") { writer in
                        writer.map { map in
                            map.add("idx") { $0.integer(status.index) }
                            map.add("uri") { $0.text(status.uri) }
                        }
                    }
                }
            }
        }
        map.add(CWT.Claim.license) { writer in
            writer.map { map in
                for entry in License.Entry.allCases where license.shows(entry) && !redaction.includes(entry) {
                    map.add(entry.rawValue) { license.write(entry, to: &$0) }
                }
                if !entryHashes.isEmpty { map.addRedacted(entryHashes) }
            }
        }
    }
}
