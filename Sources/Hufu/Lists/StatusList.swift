/// A signed status list (Token Status List draft, CWT form) whose signature is that of its issuer.
///
/// ```
/// claims = {? 1: iss, 2: sub, ? 4: exp, 6: iat, ? 65534: ttl, 65533: {"bits": 1 / 2 / 4 / 8, "lst": bstr, * other}, * other}
/// ```
public struct StatusList: Sendable {
    /// The signed bytes as received.
    public let bytes: [UInt8]
    /// The identifier of its issuer: the `iss` claim, or the issuer whose key signed it.
    public let issuer: String
    /// The URI under which credentials name it.
    public let uri: String
    /// The time at which it was signed.
    public let issuedAt: UnixTime
    /// The time from which it is expired; `nil` if it has no `exp` claim.
    public let expiresAt: UnixTime?
    /// The greatest age at which it may be used, unless the policy states one.
    public var timeToLive: Duration? { timeToLiveSeconds.map { .seconds($0) } }
    let timeToLiveSeconds: Int?
    /// The values.
    public let table: StatusTable
    private let signer: Signer
    /// The pair by which it is found.
    let id: StatusListID
    /// SHA-256 of the Sig_structure.
    let digest: [UInt8]
    /// Whether it has an `iss` claim.
    private let namesIssuer: Bool

    /// Where the key that signed a list comes from.
    private enum Signer: Sendable {
        /// The trust list, as it was at that time.
        case listed(TrustList.Key)
        /// Certificates in the list.
        case certified([[UInt8]])
    }

    /// A list that a key of the trust list signed, or a key that is certified for an issuer of it.
    ///
    /// - Parameters:
    ///   - bytes: the tagged COSE_Sign1.
    ///   - trust: the trust list with the issuer and its key.
    ///   - certificates: verifies the certificates of lists that have no `kid`; `nil` refuses these lists.
    ///   - now: compared with the revocation of the key and the validity of certificates. The age of the list is checked
    ///     by ``VerifierLists`` and by each verification.
    /// - Throws: `ListError`.
    public init(
        _ bytes: [UInt8], trust: TrustList, certificates: (any StatusCertificateVerifier)? = nil,
        at now: UnixTime = .now
    ) throws(ListError) {
        let envelope = try StatusListEnvelope(bytes)
        let claims = envelope.claims
        uri = claims.uri
        namesIssuer = claims.issuer != nil
        switch envelope.keyName {
        case .keyID(let keyID):
            guard let trusted = try trust.publisher(claims.issuer, keyID[...], of: uri) else {
                throw ListError(.issuerUnknown, at: uri)
            }
            guard let key = trusted.key(keyID[...], for: .status) else { throw ListError(.keyUnknown, at: uri) }
            try envelope.checkSignature(by: key.publicKey)
            guard !key.isRevoked(at: now) else { throw ListError(.keyRevoked, at: uri) }
            guard key.isValid(at: claims.issuedAt) else { throw ListError(.keyOutsideValidity, at: uri) }
            (issuer, signer) = (trusted.id, .listed(key))
        case .certificates(let chain):
            let certified = try certificates.signer(of: chain, claims, at: now)
            guard trust.issuer(certified.issuer) != nil else { throw ListError(.issuerUnknown, at: uri) }
            try envelope.checkSignature(by: certified.publicKey)
            (issuer, signer) = (certified.issuer, .certified(chain))
        }
        guard let table = StatusTable(bits: claims.bits, compressed: bytes[claims.values]) else {
            throw ListError(.compressionInvalid, at: uri)
        }
        self.bytes = bytes
        self.table = table
        self.id = StatusListID(issuer: Identifier(issuer), uri: Identifier(uri))
        issuedAt = claims.issuedAt
        expiresAt = claims.expiresAt
        timeToLiveSeconds = claims.timeToLive
        digest = Array(envelope.digest)
    }

    /// Whether a newer trust list lets this list in (profile section 12). With the same key its signature need not be
    /// checked again.
    func isVouchedFor(
        by trust: TrustList, certificates: (any StatusCertificateVerifier)?, at now: UnixTime
    ) -> Bool {
        switch signer {
        case .listed(let key):
            guard let publisher = try? trust.publisher(namesIssuer ? issuer : nil, key.id[...], of: uri),
                Identifier(publisher.id) == id.issuer, let newer = publisher.key(key.id[...], for: .status)
            else { return false }
            return newer.publicKey == key.publicKey && newer.isValid(at: issuedAt) && !newer.isRevoked(at: now)
        case .certified(let chain):
            let signer = try? certificates?.signer(of: chain, issuedAt: issuedAt, at: now)
            return signer?.issuer == issuer && trust.issuer(issuer) != nil
        }
    }
}

extension Optional where Wrapped == any StatusCertificateVerifier {
    /// The signer that certificates name, who has to be the issuer that the list names, if it does.
    fileprivate func signer(
        of chain: [[UInt8]], _ claims: StatusListClaims, at now: UnixTime
    ) throws(ListError) -> StatusSigner {
        let signer: StatusSigner?
        do { signer = try self?.signer(of: chain, issuedAt: claims.issuedAt, at: now) } catch {
            throw ListError(certificates: error, at: claims.uri)
        }
        guard let signer else { throw ListError(.rootUnknown, at: claims.uri) }
        guard claims.issuer.map({ $0.utf8.elementsEqual(signer.issuer.utf8) }) ?? true else {
            throw ListError(.issuerMismatch, at: claims.uri)
        }
        return signer
    }
}

extension TrustList {
    /// The issuer of a status list (profile section 11).
    ///
    /// - Parameters:
    ///   - name: the `iss` claim, if the list has one.
    ///   - keyID: the `kid` of its header.
    ///   - uri: the list's URI, for errors.
    /// - Returns: `nil` if the trust list does not have the issuer.
    /// - Throws: `list.key_unknown` or `list.issuer_ambiguous` for a list without `iss`.
    fileprivate func publisher(
        _ name: String?, _ keyID: ArraySlice<UInt8>, of uri: String
    ) throws(ListError) -> Issuer? {
        if let name { return issuer(name) }
        let candidates = issuers.filter { $0.key(keyID, for: .status) != nil }
        guard let publisher = candidates.first, let key = publisher.key(keyID, for: .status) else {
            throw ListError(.keyUnknown, at: uri)
        }
        // If two issuers have the same key, under any kid, the signature does not tell which of them has signed.
        let sharers = issuers.filter { issuer in
            issuer.keys.contains { $0.use.contains(.status) && $0.publicKey == key.publicKey }
        }
        guard candidates.count == 1, sharers.count == 1 else { throw ListError(.issuerAmbiguous, at: uri) }
        return publisher
    }
}

/// The claims of a status list.
struct StatusListClaims {
    let issuer: String?
    let uri: String
    let issuedAt: UnixTime
    let expiresAt: UnixTime?
    let timeToLive: Int?
    let bits: Int
    /// The content of `lst`.
    let values: Range<Int>

    init(_ source: LenientCBORReader, in payload: Range<Int>) throws(CBORError) {
        var reader = source.cursor(in: payload)
        let claims = try reader.map()
        try reader.finish()
        func cursor(_ claim: Int) -> LenientCBORReader? { claims[.integer(claim)].map(source.cursor) }
        func text(_ claim: Int) throws(CBORError) -> String? {
            guard var reader = cursor(claim) else { return nil }
            return String(decoding: source.bytes[try reader.text(of: CWT.identifierLength)], as: UTF8.self)
        }
        func time(_ claim: Int) throws(CBORError) -> UnixTime? {
            guard var reader = cursor(claim) else { return nil }
            return try reader.time()
        }

        let missing = source.failure(.outOfRange, at: payload.lowerBound)
        guard let uri = try text(CWT.Claim.subject), let issuedAt = try time(CWT.Claim.issuedAt),
            let list = claims[.integer(CWT.Claim.statusList)]
        else { throw missing }
        (self.uri, self.issuedAt) = (uri, issuedAt)
        issuer = try text(CWT.Claim.issuer)
        expiresAt = try time(CWT.Claim.expiresAt)
        if let expiresAt, expiresAt <= issuedAt { throw missing }
        if var reader = cursor(CWT.Claim.timeToLive) {
            let timeToLive = try reader.unsigned(through: UnixTime.maximumSeconds)
            guard timeToLive > 0 else { throw missing }
            self.timeToLive = timeToLive
        } else {
            timeToLive = nil
        }

        var content = source.cursor(in: list)
        let members = try content.map()
        guard let bits = members[.text(Self.bitsName)], let values = members[.text(Self.valuesName)] else {
            throw missing
        }
        var number = source.cursor(in: bits)
        self.bits = try number.unsigned(through: 8)
        guard [1, 2, 4, 8].contains(self.bits) else { throw missing }
        var string = source.cursor(in: values)
        self.values = try string.byteString()
    }

    private static let bitsName = "bits"
    private static let valuesName = "lst"
}
