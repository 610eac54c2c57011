internal import Crypto

/// A signed index or update that has passed the checks 1 to 3 of profile section 17.
enum SignedPublication: Sendable {
    /// What both say.
    struct Statement: Sendable {
        let issuer: String
        let name: String
        let issuedAt: UnixTime
        let expiresAt: UnixTime
        let timeToLive: Int?
        /// The key of the trust list that signed it.
        let signer: TrustList.Key

        var id: PublicationID { PublicationID(issuer: Identifier(issuer), name: Identifier(name)) }
    }

    struct Index: Sendable {
        let statement: Statement
        let bits: Int
        let lists: [PublicationIndex.Entry]
        /// SHA-256 of the payload.
        let hash: [UInt8]

        /// Whether a status list of this URI and `iss` claim, if it has one, belongs to the index.
        func owns(_ list: StatusListContent) -> Bool {
            (list.issuer.map { $0.utf8.elementsEqual(statement.issuer.utf8) } ?? true)
                && lists.contains { $0.uri.utf8.elementsEqual(list.uri.utf8) }
        }
    }

    struct Update: Sendable {
        let statement: Statement
        let base: UnixTime
        let state: [UInt8]
        let changes: ArraySlice<UInt8>
    }

    case index(Index)
    case update(Update)

    var statement: Statement {
        switch self {
        case .index(let index): index.statement
        case .update(let update): update.statement
        }
    }

    /// The type in the protected header of an index or update; `nil` for anything else, status lists among them.
    static func type(of bytes: [UInt8]) -> COSE.ContentType? {
        guard let name = try? typeName(of: bytes) else { return nil }
        let type = COSE.ContentType.mediaTypes.first { $0.name.utf8.elementsEqual(bytes[name]) }?.type
        return type == .statusIndex || type == .statusUpdate ? type : nil
    }

    /// The place of a text in the protected header, which is read leniently as that of a status list.
    private static func typeName(of bytes: [UInt8]) throws(CBORError) -> Range<Int> {
        var reader = LenientCBORReader(bytes, in: bytes.indices)
        guard reader.nextByte == SignedList.firstByte else { throw reader.failure(.unexpectedType) }
        _ = try reader.head()
        guard try reader.array() == 4 else { throw reader.failure(.outOfRange) }
        var header = reader.cursor(in: try reader.byteString())
        let members = try header.map()
        try header.finish()
        guard let type = members[.integer(COSE.Label.type)] else { throw reader.failure(.outOfRange) }
        var value = reader.cursor(in: type)
        return try value.text(of: 1...255)
    }

    /// Reads an index or an update.
    ///
    /// - Parameters:
    ///   - bytes: the tagged COSE_Sign1.
    ///   - type: that of its protected header.
    ///   - trust: the trust list with the issuer and its key.
    ///   - valueLimit: the largest size of the values of one publication, in bytes.
    ///   - latest: the last time at which it may have been signed.
    ///   - now: compared with the revocation of the key.
    init(
        _ bytes: [UInt8], _ type: COSE.ContentType, trust: TrustList, valueLimit: Int, latest: UnixTime,
        at now: UnixTime
    ) throws(ListError) {
        let envelope = try SignedList.open(bytes, expecting: type, limit: PublicationIndex.maximumSize)
        let claims: PublicationClaims
        do throws(CBORError) { claims = try PublicationClaims(bytes, in: envelope.payload, type) } catch {
            throw ListError(error)
        }
        if case .index(let bits, let lists) = claims.content {
            guard PublicationIndex.values(lists, bits) <= valueLimit else {
                throw ListError(.tooLarge, at: claims.name)
            }
        }
        guard let issuer = trust.issuer(claims.issuer) else { throw ListError(.issuerUnknown, at: claims.name) }
        guard let id = envelope.header.keyID, let key = issuer.key(bytes[id], for: .status) else {
            throw ListError(.keyUnknown, at: claims.name)
        }
        try SignedList.checkSignature(envelope.header.algorithm, by: key.publicKey) {
            $0.hasSigned(envelope, in: bytes)
        }
        guard !key.isRevoked(at: now) else { throw ListError(.keyRevoked, at: claims.name) }
        guard key.isValid(at: claims.issuedAt) else { throw ListError(.keyOutsideValidity, at: claims.name) }
        guard claims.issuedAt <= latest else { throw ListError(.fromFuture, at: claims.name) }
        let statement = Statement(
            issuer: claims.issuer, name: claims.name, issuedAt: claims.issuedAt, expiresAt: claims.expiresAt,
            timeToLive: claims.timeToLive, signer: key)
        switch claims.content {
        case .index(let bits, let lists):
            let hash = Array(SHA256.hash(of: bytes.span.extracting(envelope.payload)))
            self = .index(Index(statement: statement, bits: bits, lists: lists, hash: hash))
        case .update(let base, let state, let changes):
            self = .update(
                Update(statement: statement, base: base, state: Array(bytes[state]), changes: bytes[changes]))
        }
    }
}

/// The claims of an index or update. They have no other members.
struct PublicationClaims {
    enum Content {
        case index(bits: Int, lists: [PublicationIndex.Entry])
        case update(base: UnixTime, state: Range<Int>, changes: Range<Int>)
    }

    private(set) var issuer = ""
    private(set) var name = ""
    private(set) var issuedAt = UnixTime(secondsSince1970: -1)
    private(set) var expiresAt = UnixTime(secondsSince1970: -1)
    private(set) var timeToLive: Int?
    let content: Content

    init(_ bytes: [UInt8], in payload: Range<Int>, _ type: COSE.ContentType) throws(CBORError) {
        var reader = CBORReader(bytes.span, in: payload)
        var found: Content?
        for _ in 0..<(try reader.map()) {
            let start = reader.offset
            switch try reader.key() {
            case .integer(CWT.Claim.issuer): issuer = reader.string(try reader.text(of: CWT.identifierLength))
            case .integer(CWT.Claim.subject): name = reader.string(try reader.text(of: CWT.identifierLength))
            case .integer(CWT.Claim.expiresAt): expiresAt = try reader.time()
            case .integer(CWT.Claim.issuedAt): issuedAt = try reader.time()
            case .integer(CWT.Claim.timeToLive):
                let seconds = try reader.unsigned(through: UnixTime.maximumSeconds)
                guard seconds > 0 else { throw reader.failure(.outOfRange, at: start) }
                timeToLive = seconds
            case .integer(CWT.Claim.publicationIndex) where type == .statusIndex: found = try Self.index(bytes, &reader)
            case .integer(CWT.Claim.publicationUpdate) where type == .statusUpdate: found = try Self.update(&reader)
            default: throw reader.failure(.outOfRange, at: start)
            }
        }
        guard let found, !issuer.isEmpty, !name.isEmpty, issuedAt >= .zero, issuedAt < expiresAt else {
            throw reader.failure(.outOfRange, at: payload.lowerBound)
        }
        if case .update(let base, _, _) = found, base >= issuedAt {
            throw reader.failure(.outOfRange, at: payload.lowerBound)
        }
        content = found
    }

    @_lifetime(reader: copy reader)
    private static func index(_ bytes: [UInt8], _ reader: inout CBORReader) throws(CBORError) -> Content {
        let start = reader.offset
        guard try reader.array() == 2 else { throw reader.failure(.outOfRange, at: start) }
        let bits = try reader.unsigned(through: 8)
        let count = try reader.array()
        guard [1, 2, 4, 8].contains(bits), 1...PublicationIndex.maximumLists ~= count else {
            throw reader.failure(.outOfRange, at: start)
        }
        var lists: [PublicationIndex.Entry] = []
        for _ in 0..<count {
            let start = reader.offset
            guard try reader.array() == 3 else { throw reader.failure(.outOfRange, at: start) }
            let uri = reader.string(try reader.text(of: CWT.identifierLength))
            let size = try reader.unsigned(through: StatusTable.maximumSize)
            guard size > 0, size * bits % 8 == 0,
                lists.last.map({ $0.uri.utf8.lexicographicallyPrecedes(uri.utf8) }) ?? true
            else { throw reader.failure(.outOfRange, at: start) }
            let hash = try reader.byteString(of: CWT.hashLength...CWT.hashLength)
            lists.append(PublicationIndex.Entry(uri: uri, size: size, hash: Array(bytes[hash])))
        }
        return .index(bits: bits, lists: lists)
    }

    @_lifetime(reader: copy reader)
    private static func update(_ reader: inout CBORReader) throws(CBORError) -> Content {
        let start = reader.offset
        guard try reader.array() == 3 else { throw reader.failure(.outOfRange, at: start) }
        let base = try reader.time()
        let state = try reader.byteString(of: CWT.hashLength...CWT.hashLength)
        return .update(base: base, state: state, changes: try reader.byteString())
    }
}

/// A status list of a package, of which only the form is checked: the index stands for the rest.
struct StatusListContent: Sendable {
    let bytes: [UInt8]
    /// The `iss` claim.
    let issuer: String?
    let uri: String
    private let bits: Int
    private let range: Range<Int>

    init(_ bytes: [UInt8]) throws(ListError) {
        let claims = try StatusListEnvelope(bytes).claims
        self.bytes = bytes
        (issuer, uri) = (claims.issuer, claims.uri)
        (bits, range) = (claims.bits, claims.values)
    }

    /// The values; `nil` unless they have the bits, the length and the hash that an index names.
    func values(bits: Int, of entry: PublicationIndex.Entry) -> PublishedList? {
        let length = entry.size * bits / 8
        guard bits == self.bits, let packed = Zlib.inflate(bytes[range], limit: length), packed.count == length,
            let table = StatusTable(bits: bits, packed: packed)
        else { return nil }
        let list = PublishedList(uri: entry.uri, table)
        return list.hash == entry.hash ? list : nil
    }
}
