internal import Crypto

/// How new the newest lists were that a scanner has accepted: what keeps old lists from coming back, also after a restart.
public struct RollbackState: Sendable, Equatable {
    /// The newest list of a kind.
    struct Mark: Sendable, Equatable {
        let issuedAt: UnixTime
        let digest: [UInt8]
    }

    /// Which status list.
    struct StatusID: Sendable, Hashable {
        let issuer: String
        let uri: String

        /// By bytes, as identifiers are compared; strings are equal when they are canonically equivalent.
        static func == (left: StatusID, right: StatusID) -> Bool {
            left.issuer.utf8.elementsEqual(right.issuer.utf8) && left.uri.utf8.elementsEqual(right.uri.utf8)
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(issuer)
            hasher.combine(uri)
        }
    }

    private(set) var trust: [String: Mark] = [:]
    private(set) var status: [StatusID: Mark] = [:]

    /// No list yet.
    public init() {}

    /// The newest time that an accepted signed trust list has vouched for, in seconds since 1970: a clock before it is wrong.
    public var clockFloor: UnixTime? { trust.values.lazy.map(\.issuedAt).max() }

    mutating func accept(trust list: TrustList.Validity, latest: UnixTime) throws(ListError) {
        trust[list.name] = try Self.next(
            after: trust[list.name], issuedAt: list.issuedAt, bytes: list.bytes, latest: latest, place: list.name)
    }

    mutating func accept(status list: StatusList, latest: UnixTime) throws(ListError) {
        let id = StatusID(issuer: list.issuer, uri: list.uri)
        status[id] = try Self.next(
            after: status[id], issuedAt: list.issuedAt, bytes: list.bytes, latest: latest, place: list.uri)
    }

    /// The rules of loading (profile section 12).
    private static func next(
        after mark: Mark?, issuedAt: UnixTime, bytes: [UInt8], latest: UnixTime, place: String
    ) throws(ListError) -> Mark {
        guard issuedAt <= latest else { throw ListError(.fromFuture, at: place) }
        let next = Mark(issuedAt: issuedAt, digest: Array(SHA256.hash(data: bytes)))
        guard let mark else { return next }
        guard mark.issuedAt <= issuedAt else { throw ListError(.rolledBack, at: place) }
        guard mark.issuedAt < issuedAt || mark.digest == next.digest else { throw ListError(.conflicting, at: place) }
        return next
    }
}

/// The marks as a small JSON file.
extension RollbackState {
    /// RollbackState from their file.
    public init(json: [UInt8]) throws {
        var object = try JSONReader.read(json).object()
        for field in try object.requiredArray("trust") {
            var entry = try field.object()
            let name = try entry.requiredString("name")
            guard trust.updateValue(try Self.mark(&entry), forKey: name) == nil else {
                throw field.invalid(expected: "each list once")
            }
            try entry.finish()
        }
        for field in try object.requiredArray("status") {
            var entry = try field.object()
            let id = StatusID(issuer: try entry.requiredString("issuer"), uri: try entry.requiredString("uri"))
            guard status.updateValue(try Self.mark(&entry), forKey: id) == nil else {
                throw field.invalid(expected: "each list once")
            }
            try entry.finish()
        }
        try object.finish()
    }

    private static func mark(_ object: inout JSONObject) throws(JSONError) -> Mark {
        let issuedAt = UnixTime(secondsSince1970: try object.requiredInt("iat", in: 0...UnixTime.maximumSeconds))
        let digest = try object.required("sha256")
        guard let bytes = Hex.decode(try digest.string()), bytes.count == CWT.hashLength else {
            throw digest.invalid(expected: "64 hexadecimal digits")
        }
        return Mark(issuedAt: issuedAt, digest: bytes)
    }

    /// The file's text.
    public var json: String {
        let trust = trust.sorted { $0.key < $1.key }.map { name, mark in
            JSONValue.object([JSONMember("name", .string(name))] + Self.members(mark))
        }
        let status = status.sorted { ($0.key.issuer, $0.key.uri) < ($1.key.issuer, $1.key.uri) }.map { id, mark in
            JSONValue.object(
                [JSONMember("issuer", .string(id.issuer)), JSONMember("uri", .string(id.uri))] + Self.members(mark))
        }
        return JSONWriter.text(["trust": .array(trust), "status": .array(status)], .pretty)
    }

    private static func members(_ mark: Mark) -> [JSONMember] {
        [
            JSONMember("iat", .integer(mark.issuedAt.secondsSince1970)),
            JSONMember("sha256", .string(Hex.encode(mark.digest))),
        ]
    }
}
