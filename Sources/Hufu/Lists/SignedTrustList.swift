/// The signed form of a trust list. It may come from anywhere: it is checked against a name and anchor keys that the
/// operator has pinned.
///
/// ```
/// claims = {1: iss, 2: name, 4: exp, 6: iat, -65538: [+ issuer], * other}
/// issuer = {1: id, 2: name, ? 3: [+ country], 4: [+ key]}
/// key    = {1: kid, 2: COSE_Key, 3: use, ? 4: not_before, ? 5: not_after, ? 6: revoked_at}
/// ```
extension TrustList {
    /// The name and the times of a signed list.
    public struct Validity: Sendable, Equatable {
        /// The list's name.
        public let name: String
        /// The time at which it was signed.
        public let issuedAt: UnixTime
        /// The time from which it is expired.
        public let expiresAt: UnixTime
        /// The signed bytes as received.
        public let bytes: [UInt8]
        /// SHA-256 of the Sig_structure.
        let digest: [UInt8]
    }

    /// A list from its signed form.
    ///
    /// - Parameters:
    ///   - bytes: the tagged COSE_Sign1.
    ///   - name: the list's pinned name.
    ///   - anchors: the pinned keys; the header's `kid` is the shortened thumbprint of one of them.
    /// - Throws: ``ListError``, ``KeyError`` or ``TrustListError``.
    public init(signed bytes: [UInt8], name: String, anchors: [PublicKey]) throws {
        let envelope = try SignedList.open(bytes)
        guard let id = envelope.header.keyID, let anchor = anchors.first(where: { $0.keyID[...] == bytes[id] }) else {
            throw ListError(.keyUnknown, at: name)
        }
        try SignedList.checkSignature(envelope.header.algorithm, by: anchor) { $0.hasSigned(envelope, in: bytes) }
        let claims: TrustListClaims
        do throws(CBORError) { claims = try TrustListClaims(bytes, in: envelope.payload) } catch {
            throw ListError(error)
        }
        guard claims.name.utf8.elementsEqual(name.utf8) else { throw ListError(.nameMismatch, at: claims.name) }
        try self.init(
            issuers: try claims.issuers.map { try Issuer($0, in: bytes) },
            validity: Validity(
                name: name, issuedAt: claims.issuedAt, expiresAt: claims.expiresAt, bytes: bytes,
                digest: Array(envelope.signatureDigest(in: bytes))))
    }

    /// Signs the list.
    ///
    /// - Parameters:
    ///   - name: the list's name, which scanners pin together with the signer's key.
    ///   - publisher: the `iss` claim.
    ///   - signer: the private half of an anchor key.
    ///   - lifetime: how long the list is valid, in whole seconds.
    ///   - now: the `iat` claim; each list of a name needs a later one than the last.
    /// - Returns: the tagged COSE_Sign1.
    /// - Throws: ``SigningError``, or the error of the signer.
    public func sign(
        name: String, publisher: String, signer: any Signer, lifetime: Duration, at now: UnixTime = .now
    ) async throws -> [UInt8] {
        guard !issuers.isEmpty, CWT.identifierLength.contains(name.utf8.count),
            CWT.identifierLength.contains(publisher.utf8.count)
        else { throw SigningError(.issuerInvalid) }
        guard let expiresAt = CWT.expiry(after: lifetime, from: now) else { throw SigningError(.lifetimeInvalid) }
        let signed = try await COSE.Sign1Message(
            type: .trustList, by: signer,
            header: { map in map.add(COSE.Label.keyID) { $0.byteString(signer.publicKey.keyID) } },
            payload: { map in
                map.add(CWT.Claim.issuer) { $0.text(publisher) }
                map.add(CWT.Claim.subject) { $0.text(name) }
                map.add(CWT.Claim.expiresAt) { $0.time(expiresAt) }
                map.add(CWT.Claim.issuedAt) { $0.time(now) }
                map.add(CWT.Claim.trust) { writer in
                    writer.array(issuers.count)
                    for issuer in issuers { issuer.write(to: &writer) }
                }
            })
        return signed.encode()
    }
}

extension TrustList.Issuer {
    fileprivate init(_ claims: TrustListClaims.Issuer, in bytes: [UInt8]) throws(KeyError) {
        self.init(
            id: claims.id, name: claims.name, countries: claims.countries,
            keys: try claims.keys.map { claims throws(KeyError) in try TrustList.Key(claims, in: bytes) })
    }

    fileprivate func write(to writer: inout CBORWriter) {
        writer.map { map in
            map.add(1) { $0.text(id) }
            map.add(2) { $0.text(name) }
            if let countries {
                map.add(3) { writer in
                    writer.array(countries.count)
                    for country in countries { writer.text(country) }
                }
            }
            map.add(4) { writer in
                writer.array(keys.count)
                for key in keys { key.write(to: &writer) }
            }
        }
    }
}

extension TrustList.Key {
    fileprivate init(_ claims: TrustListClaims.Key, in bytes: [UInt8]) throws(KeyError) {
        self.init(
            try PublicKey(claims.publicKey, in: bytes), id: Array(bytes[claims.id]), use: claims.use,
            notBefore: claims.notBefore, notAfter: claims.notAfter, revokedAt: claims.revokedAt)
    }

    fileprivate func write(to writer: inout CBORWriter) {
        writer.map { map in
            map.add(1) { $0.byteString(id) }
            map.add(2) { publicKey.coseKey(to: &$0, compressed: false) }
            map.add(3) { $0.integer(use.rawValue) }
            if let notBefore { map.add(4) { $0.time(notBefore) } }
            if let notAfter { map.add(5) { $0.time(notAfter) } }
            if let revokedAt { map.add(6) { $0.time(revokedAt) } }
        }
    }
}

/// The claims of a trust list. Whether its keys are valid points is not checked: that costs more than everything else,
/// and a list is read for its summary before its signature is checked.
struct TrustListClaims {
    struct Issuer {
        let id: String
        let name: String
        let countries: [String]?
        let keys: [Key]
    }

    struct Key {
        let id: Range<Int>
        let publicKey: PublicKey.Unchecked
        let use: TrustList.Use
        var notBefore: UnixTime?
        var notAfter: UnixTime?
        var revokedAt: UnixTime?
    }

    private(set) var publisher = ""
    private(set) var name = ""
    private(set) var issuedAt = UnixTime(secondsSince1970: -1)
    private(set) var expiresAt = UnixTime(secondsSince1970: -1)
    private(set) var issuers: [Issuer] = []

    init(_ bytes: [UInt8], in payload: Range<Int>) throws(CBORError) {
        var reader = CBORReader(bytes.span, in: payload)
        for _ in 0..<(try reader.map()) {
            switch try reader.key() {
            case .integer(CWT.Claim.issuer): publisher = reader.string(try reader.text(of: CWT.identifierLength))
            case .integer(CWT.Claim.subject): name = reader.string(try reader.text(of: CWT.identifierLength))
            case .integer(CWT.Claim.expiresAt): expiresAt = try reader.time()
            case .integer(CWT.Claim.issuedAt): issuedAt = try reader.time()
            case .integer(CWT.Claim.trust):
                for _ in 0..<(try reader.array()) { issuers.append(try Self.issuer(&reader)) }
            default: try reader.validateItem(.file)
            }
        }
        guard !publisher.isEmpty, !name.isEmpty, issuedAt >= .zero, issuedAt < expiresAt, !issuers.isEmpty else {
            throw reader.failure(.outOfRange, at: payload.lowerBound)
        }
    }

    @_lifetime(reader: copy reader)
    private static func issuer(_ reader: inout CBORReader) throws(CBORError) -> Issuer {
        let count = try reader.map()
        try reader.expect(key: 1)
        let id = reader.string(try reader.text(of: CWT.identifierLength))
        try reader.expect(key: 2)
        let name = reader.string(try reader.text(of: TrustList.nameLength))
        var countries: [String]?
        if count == 4 {
            try reader.expect(key: 3)
            countries = []
            for _ in 0..<(try reader.array()) { countries?.append(reader.string(try reader.text(of: 2...2))) }
        }
        let start = reader.offset
        guard count == 3 || count == 4 else { throw reader.failure(.outOfRange, at: start) }
        try reader.expect(key: 4)
        var keys: [Key] = []
        for _ in 0..<(try reader.array()) { keys.append(try key(&reader)) }
        return Issuer(id: id, name: name, countries: countries, keys: keys)
    }

    @_lifetime(reader: copy reader)
    private static func key(_ reader: inout CBORReader) throws(CBORError) -> Key {
        let count = try reader.map()
        try reader.expect(key: 1)
        let id = try reader.byteString(of: COSE.keyIDLength)
        try reader.expect(key: 2)
        let publicKey = try PublicKey.Unchecked(&reader)
        try reader.expect(key: 3)
        let use = TrustList.Use(rawValue: try reader.unsigned(through: 7))
        var key = Key(id: id, publicKey: publicKey, use: use)
        for _ in 3..<max(3, count) {
            let start = reader.offset
            switch try reader.key() {
            case .integer(4): key.notBefore = try reader.time(through: .lastFormattable)
            case .integer(5): key.notAfter = try reader.time(through: .lastFormattable)
            case .integer(6): key.revokedAt = try reader.time(through: .lastFormattable)
            default: throw reader.failure(.outOfRange, at: start)
            }
        }
        return key
    }
}
