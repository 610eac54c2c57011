/// What a signed list says of itself, for people and tools that sort files. **Nothing of it has been verified**: anybody can write it.
public struct ListSummary: Sendable, Equatable {
    /// What kind of list it is.
    public enum Kind: String, Sendable, CaseIterable {
        case trust
        case status
    }

    /// An issuer in a trust list, without its keys.
    public struct Issuer: Sendable, Equatable {
        /// The identifier.
        public let id: String
        /// The display name.
        public let name: String
    }

    /// What kind of list it is.
    public let kind: Kind
    /// Who says that it is theirs: the `iss` claim.
    public let issuer: String
    /// The `sub` claim: a trust list's name, a status list's URI.
    public let name: String
    /// When it says it was signed: seconds since 1970.
    public let issuedAt: UnixTime
    /// When it expires: seconds since 1970.
    public let expiresAt: UnixTime
    /// Seconds for which a status list may be used without a newer one, if it says so.
    public let timeToLive: Int?
    /// The `kid` of the key that it says has signed it.
    public let keyID: [UInt8]
    /// Its size in bytes.
    public let size: Int
    /// The issuers of a trust list; none in a status list.
    public let issuers: [Issuer]

    /// Reads a signed list.
    ///
    /// - Parameter expected: what it has to be, or nil for either.
    /// - Throws: `list.form_invalid` or `list.too_large`.
    public init(_ bytes: [UInt8], expecting expected: Kind? = nil) throws(ListError) {
        if expected != .status, let envelope = try? SignedList.open(bytes, as: .trustList) {
            try self.init(trust: bytes, envelope)
        } else {
            let type: COSE.ContentType = expected == .trust ? .trustList : .statusList
            try self.init(status: bytes, try SignedList.open(bytes, as: type))
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
        keyID = envelope.header.keyID.map { Array(bytes[$0]) } ?? []
        size = bytes.count
    }

    private init(status bytes: [UInt8], _ envelope: COSE.Sign1) throws(ListError) {
        let reader = CBORReader(bytes.span)
        let claims: StatusListClaims
        do throws(CBORError) { claims = try StatusListClaims(reader, in: envelope.payload) } catch {
            throw ListError(error)
        }
        kind = .status
        (issuer, name, issuers) = (reader.string(claims.issuer), reader.string(claims.uri), [])
        (issuedAt, expiresAt, timeToLive) = (claims.issuedAt, claims.expiresAt, claims.timeToLive)
        keyID = envelope.header.keyID.map { Array(bytes[$0]) } ?? []
        size = bytes.count
    }

    /// The summary as JSON.
    package var jsonValue: JSONValue {
        var members = [
            JSONMember("kind", .string(kind.rawValue)), JSONMember("issuer", .string(issuer)),
            JSONMember(kind == .trust ? "name" : "uri", .string(name)),
            JSONMember("issued_at", .string(issuedAt.description)),
            JSONMember("expires_at", .string(expiresAt.description)),
        ]
        if let timeToLive { members.append(JSONMember("ttl", .integer(timeToLive))) }
        members.append(JSONMember("kid", .string(Hex.encode(keyID))))
        members.append(JSONMember("bytes", .integer(size)))
        if kind == .trust {
            let issuers = issuers.map { ["id": .string($0.id), "name": .string($0.name)] as JSONValue }
            members.append(JSONMember("issuers", .array(issuers)))
        }
        return .object(members)
    }
}

extension ListBundle {
    /// What the lists of the bundle say of themselves, in order; nothing of it has been verified.
    ///
    /// - Throws: `list.form_invalid` if the first is not a signed trust list, or another one not a signed status list.
    public func summaries() throws(ListError) -> [ListSummary] {
        var summaries = [try ListSummary(trust, expecting: .trust)]
        for list in statusLists { summaries.append(try ListSummary(list, expecting: .status)) }
        return summaries
    }
}
