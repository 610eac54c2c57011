/// The header and claims of a signed list, for people and tools that sort files. **They are not verified.**
public struct ListSummary: Sendable, Equatable {
    /// The kinds of signed lists.
    public enum Kind: String, Sendable, CaseIterable {
        /// A trust list.
        case trust
        /// A status list.
        case status
        /// An index of a publication.
        case index
        /// An update of a publication.
        case update

        /// The member of the JSON form that has the list's name.
        fileprivate var nameMember: String {
            switch self {
            case .trust: "name"
            case .status: "uri"
            case .index, .update: "publication"
            }
        }
    }

    /// An issuer in a trust list, without its keys.
    public struct Issuer: Sendable, Equatable {
        /// The identifier.
        public let id: String
        /// The display name.
        public let name: String
    }

    /// The kind of the list.
    public let kind: Kind
    /// The `iss` claim; `nil` for a status list without it.
    public let issuer: String?
    /// The `sub` claim: the name of a trust list or publication, a status list's URI.
    public let name: String
    /// The `iat` claim: when the list was signed.
    public let issuedAt: UnixTime
    /// The `exp` claim; `nil` for a status list without it.
    public let expiresAt: UnixTime?
    /// The `ttl` claim: the time for which a status list may be used; `nil` if it has none.
    public let timeToLive: Duration?
    /// The `kid` of its signature; `nil` for a status list that has certificates in its place.
    public let keyID: [UInt8]?
    /// The size of the file in bytes.
    public let size: Int
    /// The issuers of a trust list; empty for a status list.
    public let issuers: [Issuer]
    /// The time of the earliest state from which an update leads; `nil` for the other kinds.
    public let base: UnixTime?

    /// Reads a signed list.
    ///
    /// - Parameters:
    ///   - bytes: the signed list.
    ///   - expected: `trust` for a trust list, another kind for an item of a package (profile section 17); `nil` for any.
    /// - Throws: `list.form_invalid` or `list.too_large`.
    public init(_ bytes: [UInt8], expecting expected: Kind? = nil) throws(ListError) {
        if expected ?? .trust == .trust, let envelope = try? SignedList.open(bytes) {
            try self.init(trust: bytes, envelope)
        } else if expected == .trust {
            try self.init(trust: bytes, try SignedList.open(bytes))
        } else if let type = SignedPublication.type(of: bytes) {
            try self.init(publication: bytes, type)
        } else {
            self.init(status: try StatusListEnvelope(bytes), size: bytes.count)
        }
    }

    private init(trust bytes: [UInt8], _ envelope: COSE.Sign1) throws(ListError) {
        let claims: TrustListClaims
        do throws(CBORError) { claims = try TrustListClaims(bytes, in: envelope.payload) } catch {
            throw ListError(error)
        }
        kind = .trust
        (issuer, name) = (claims.publisher, claims.name)
        issuers = claims.issuers.map { Issuer(id: $0.id, name: $0.name) }
        (issuedAt, expiresAt, timeToLive) = (claims.issuedAt, claims.expiresAt, nil)
        base = nil
        keyID = envelope.header.keyID.map { Array(bytes[$0]) }
        size = bytes.count
    }

    private init(publication bytes: [UInt8], _ type: COSE.ContentType) throws(ListError) {
        let envelope = try SignedList.open(bytes, expecting: type)
        let claims: PublicationClaims
        do throws(CBORError) { claims = try PublicationClaims(bytes, in: envelope.payload, type) } catch {
            throw ListError(error)
        }
        (kind, base) =
            switch claims.content {
            case .index: (.index, nil)
            case .update(let base, _, _): (.update, base)
            }
        (issuer, name, issuers) = (claims.issuer, claims.name, [])
        (issuedAt, expiresAt, timeToLive) = (claims.issuedAt, claims.expiresAt, claims.timeToLive.map { .seconds($0) })
        keyID = envelope.header.keyID.map { Array(bytes[$0]) }
        size = bytes.count
    }

    private init(status envelope: StatusListEnvelope, size: Int) {
        let claims = envelope.claims
        (kind, base) = (.status, nil)
        (issuer, name, issuers) = (claims.issuer, claims.uri, [])
        (issuedAt, expiresAt, timeToLive) = (claims.issuedAt, claims.expiresAt, claims.timeToLive.map { .seconds($0) })
        keyID =
            switch envelope.keyName {
            case .keyID(let keyID): keyID
            case .certificates: nil
            }
        self.size = size
    }

    /// The summary as JSON.
    package var jsonValue: JSONValue {
        var members = [JSONMember("kind", .string(kind.rawValue))]
        if let issuer { members.append(JSONMember("issuer", .string(issuer))) }
        members.append(JSONMember(kind.nameMember, .string(name)))
        members.append(JSONMember("issued_at", .string(issuedAt.description)))
        if let expiresAt { members.append(JSONMember("expires_at", .string(expiresAt.description))) }
        if let timeToLive { members.append(JSONMember("ttl", .integer(timeToLive.wholeSeconds))) }
        if let keyID { members.append(JSONMember("kid", .string(Hex.encode(keyID)))) }
        members.append(JSONMember("bytes", .integer(size)))
        if !issuers.isEmpty {
            let issuers = issuers.map { ["id": .string($0.id), "name": .string($0.name)] as JSONValue }
            members.append(JSONMember("issuers", .array(issuers)))
        }
        return .object(members)
    }
}

extension ListBundle {
    /// The summaries of the lists of the bundle, in order, unverified.
    ///
    /// - Throws: `list.form_invalid` if the first is not a signed trust list, or another one not a signed status list.
    public func summaries() throws(ListError) -> [ListSummary] {
        var summaries = [try ListSummary(Array(trust), expecting: .trust)]
        for list in package { summaries.append(try ListSummary(Array(list))) }
        return summaries
    }
}
