/// A signed status list (Token Status List draft, CWT form), read and found to be its issuer's.
///
/// ```
/// claims = {1: iss, 2: sub, 4: exp, 6: iat, ? 65534: ttl, 65533: {"bits": 1 / 2 / 4 / 8, "lst": bstr}, * other}
/// ```
public struct StatusList: Sendable {
    /// The signed bytes, as they came.
    public let bytes: [UInt8]
    /// Whose list it is.
    public let issuer: String
    /// The URI under which credentials name it.
    public let uri: String
    /// When it was signed: seconds since 1970.
    public let issuedAt: UnixTime
    /// When it expires: seconds since 1970.
    public let expiresAt: UnixTime
    /// How long it may be used unless the policy says otherwise.
    public var timeToLive: Duration? { timeToLiveSeconds.map { .seconds($0) } }
    let timeToLiveSeconds: Int?
    /// The values.
    public let table: StatusTable
    /// The key that signed it, as the trust list had it at that time.
    private let key: TrustList.Key
    /// The pair by which it is found.
    let id: StatusListID

    /// A list that a key of the trust list signed.
    ///
    /// - Parameter now: for the revocation of that key. That the list is new enough is the business of `VerifierLists` and the verification.
    /// - Throws: `ListError`.
    public init(_ bytes: [UInt8], trust: TrustList, at now: UnixTime = .now) throws(ListError) {
        let envelope = try SignedList.open(bytes, as: .statusList)
        let claims: StatusListClaims
        let reader = CBORReader(bytes.span)
        do throws(CBORError) { claims = try StatusListClaims(reader, in: envelope.payload) } catch {
            throw ListError(error)
        }
        issuer = reader.string(claims.issuer)
        uri = reader.string(claims.uri)
        guard let trusted = trust.issuer(issuer) else { throw ListError(.issuerUnknown, at: uri) }
        guard let id = envelope.header.keyID, let key = trusted.key(bytes[id], for: .status) else {
            throw ListError(.keyUnknown, at: uri)
        }
        try SignedList.checkSignature(envelope, by: key.publicKey, in: bytes)
        guard !key.isRevoked(at: now) else { throw ListError(.keyRevoked, at: uri) }
        guard key.isValid(at: claims.issuedAt) else { throw ListError(.keyOutsideValidity, at: uri) }
        guard let table = StatusTable(bits: claims.bits, compressed: bytes[claims.values]) else {
            throw ListError(.compressionInvalid, at: uri)
        }
        self.bytes = bytes
        self.table = table
        self.key = key
        self.id = StatusListID(issuer: Identifier(issuer), uri: Identifier(uri))
        issuedAt = claims.issuedAt
        expiresAt = claims.expiresAt
        timeToLiveSeconds = claims.timeToLive
    }

    /// Whether a newer trust list lets this list in (profile section 12). With the same key its signature need not be checked
    /// again.
    func isVouchedFor(by trust: TrustList, at now: UnixTime) -> Bool {
        guard let newer = trust.issuer(issuer)?.key(key.id[...], for: .status) else { return false }
        return newer.publicKey == key.publicKey && newer.isValid(at: issuedAt) && !newer.isRevoked(at: now)
    }
}

struct StatusListClaims {
    private(set) var issuer = 0..<0
    private(set) var uri = 0..<0
    private(set) var issuedAt = UnixTime(secondsSince1970: -1)
    private(set) var expiresAt = UnixTime(secondsSince1970: -1)
    private(set) var timeToLive: Int?
    private(set) var bits = 0
    private(set) var values = 0..<0

    init(_ source: borrowing CBORReader, in payload: Range<Int>) throws(CBORError) {
        var reader = source.cursor(in: payload)
        for _ in 0..<(try reader.map()) {
            switch try reader.key() {
            case .integer(CWT.Claim.issuer): issuer = try reader.text(of: CWT.identifierLength)
            case .integer(CWT.Claim.subject): uri = try reader.text(of: CWT.identifierLength)
            case .integer(CWT.Claim.expiresAt): expiresAt = try reader.time()
            case .integer(CWT.Claim.issuedAt): issuedAt = try reader.time()
            case .integer(CWT.Claim.timeToLive):
                let start = reader.offset
                timeToLive = try reader.unsigned(through: UnixTime.maximumSeconds)
                if timeToLive == 0 { throw reader.failure(.outOfRange, at: start) }
            case .integer(CWT.Claim.statusList): try readList(&reader)
            default: try reader.validateItem(.file)
            }
        }
        guard !issuer.isEmpty, !uri.isEmpty, issuedAt >= .zero, issuedAt < expiresAt, bits > 0 else {
            throw reader.failure(.outOfRange, at: payload.lowerBound)
        }
    }

    @_lifetime(reader: copy reader)
    private mutating func readList(_ reader: inout CBORReader) throws(CBORError) {
        let start = reader.offset
        var hasValues = false
        for _ in 0..<(try reader.map()) {
            guard case .text(let name) = try reader.key() else {
                try reader.validateItem(.file)
                continue
            }
            if reader.equal(name, Self.bitsName) {
                bits = try reader.unsigned(through: 8)
            } else if reader.equal(name, Self.valuesName) {
                (values, hasValues) = (try reader.byteString(), true)
            } else {
                try reader.validateItem(.file)
            }
        }
        guard hasValues, [1, 2, 4, 8].contains(bits) else { throw reader.failure(.outOfRange, at: start) }
    }

    static let bitsName = "bits"
    static let valuesName = "lst"
}
