internal import Crypto

/// The newest time at which each accepted list was signed, so that no older list is accepted after it (profile section
/// 12).
///
/// It has to survive a restart; see ``RollbackStateStore``.
public struct RollbackState: Sendable, Equatable {
    /// The newest accepted version of a list.
    struct Version: Sendable, Equatable {
        let issuedAt: UnixTime
        /// SHA-256 of the signed bytes.
        let digest: [UInt8]
    }

    private(set) var trust: [Identifier: Version] = [:]
    private(set) var status: [StatusListID: Version] = [:]

    /// The state before any list was accepted.
    public init() {}

    /// The newest time at which an accepted trust list was signed: a clock that is behind it is wrong.
    public var clockFloor: UnixTime? { trust.values.lazy.map(\.issuedAt).max() }

    mutating func accept(trust list: TrustList.Validity, latest: UnixTime) throws(ListError) {
        let id = Identifier(list.name)
        trust[id] = try Self.next(
            after: trust[id], issuedAt: list.issuedAt, bytes: list.bytes, latest: latest, location: list.name)
    }

    mutating func accept(status list: StatusList, latest: UnixTime) throws(ListError) {
        status[list.id] = try Self.next(
            after: status[list.id], issuedAt: list.issuedAt, bytes: list.bytes, latest: latest, location: list.uri)
    }

    private static func next(
        after version: Version?, issuedAt: UnixTime, bytes: [UInt8], latest: UnixTime, location: String
    ) throws(ListError) -> Version {
        guard issuedAt <= latest else { throw ListError(.fromFuture, at: location) }
        let next = Version(issuedAt: issuedAt, digest: Array(SHA256.hash(data: bytes)))
        guard let version else { return next }
        guard version.issuedAt <= issuedAt else { throw ListError(.rolledBack, at: location) }
        guard version.issuedAt < issuedAt || version.digest == next.digest else {
            throw ListError(.conflicting, at: location)
        }
        return next
    }

    /// Joins two states: of each list the newer version stays.
    public mutating func formUnion(_ other: RollbackState) {
        let newer = { (left: Version, right: Version) in left.issuedAt < right.issuedAt ? right : left }
        trust.merge(other.trust, uniquingKeysWith: newer)
        status.merge(other.status, uniquingKeysWith: newer)
    }
}

extension RollbackState {
    /// A state from its JSON form.
    public init(json: [UInt8]) throws {
        var object = try JSONReader.read(json).object()
        for field in try object.requiredArray("trust") {
            var entry = try field.object()
            let name = Identifier(try entry.requiredString("name"))
            guard trust.updateValue(try Self.version(&entry), forKey: name) == nil else {
                throw field.invalid(expected: "each list once")
            }
            try entry.finish()
        }
        for field in try object.requiredArray("status") {
            var entry = try field.object()
            let id = StatusListID(
                issuer: Identifier(try entry.requiredString("issuer")), uri: Identifier(try entry.requiredString("uri"))
            )
            guard status.updateValue(try Self.version(&entry), forKey: id) == nil else {
                throw field.invalid(expected: "each list once")
            }
            try entry.finish()
        }
        try object.finish()
    }

    private static func version(_ object: inout JSONObject) throws(JSONError) -> Version {
        let issuedAt = UnixTime(secondsSince1970: try object.requiredInt("iat", in: 0...UnixTime.maximumSeconds))
        let digest = try object.required("sha256")
        guard let bytes = Hex.decode(try digest.string()), bytes.count == CWT.hashLength else {
            throw digest.invalid(expected: "64 hexadecimal digits")
        }
        return Version(issuedAt: issuedAt, digest: bytes)
    }

    /// The JSON form, a small file.
    public var json: String {
        let trust = trust.map { ($0.text, $1) }.sorted { $0.0 < $1.0 }.map { name, version in
            JSONValue.object([JSONMember("name", .string(name))] + Self.members(version))
        }
        let status = status.map { (($0.issuer.text, $0.uri.text), $1) }.sorted { $0.0 < $1.0 }.map { id, version in
            JSONValue.object(
                [JSONMember("issuer", .string(id.0)), JSONMember("uri", .string(id.1))] + Self.members(version))
        }
        return JSONWriter.text(["trust": .array(trust), "status": .array(status)], .pretty)
    }

    private static func members(_ version: Version) -> [JSONMember] {
        [
            JSONMember("iat", .integer(version.issuedAt.secondsSince1970)),
            JSONMember("sha256", .string(Hex.encode(version.digest))),
        ]
    }
}
