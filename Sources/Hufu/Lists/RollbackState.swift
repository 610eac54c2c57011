/// The newest time at which each accepted list was signed, so that no older list is accepted after it (profile section
/// 12).
///
/// It has to survive a restart; see ``RollbackStateStore``.
public struct RollbackState: Sendable, Equatable {
    /// The newest accepted version of a list.
    struct Version: Sendable, Equatable {
        let issuedAt: UnixTime
        /// SHA-256 of the Sig_structure. The bytes of the list do not identify it: its ECDSA signature and its
        /// unprotected header can be changed without the key.
        let digest: [UInt8]
    }

    /// The newest state of a publication that was in force.
    struct Publication: Sendable, Equatable {
        /// With the hash of the state as its digest.
        let version: Version
        /// The URIs of its lists: a single list of them must not be older.
        let uris: Set<Identifier>
    }

    private(set) var trust: [Identifier: Version] = [:]
    private(set) var status: [StatusListID: Version] = [:]
    private(set) var publications: [PublicationID: Publication] = [:]
    /// The latest time that the accepted lists prove to be in the past: a clock before it is wrong.
    public private(set) var clockFloor: UnixTime?

    /// The state before any list was accepted.
    public init() {}

    mutating func accept(trust list: TrustList.Validity, latest: UnixTime) throws(ListError) {
        let id = Identifier(list.name)
        trust[id] = try Self.next(
            after: trust[id], Version(issuedAt: list.issuedAt, digest: list.digest), latest: latest,
            location: list.name)
        raiseClockFloor(to: list.issuedAt)
    }

    /// - Parameter now: when the list is loaded. Many sign status lists, and one of them with a fast clock must not
    ///   lock the scanner.
    mutating func accept(status list: StatusList, at now: UnixTime, latest: UnixTime) throws(ListError) {
        let isOlderThanPublication = publications.contains { id, mark in
            id.issuer == list.id.issuer && list.issuedAt < mark.version.issuedAt && mark.uris.contains(list.id.uri)
        }
        let version = try Self.next(
            after: status[list.id], Version(issuedAt: list.issuedAt, digest: list.digest), latest: latest,
            location: list.uri)
        guard !isOlderThanPublication else { throw ListError(.rolledBack, at: list.uri) }
        status[list.id] = version
        raiseClockFloor(to: max(.zero, min(list.issuedAt, now)))
    }

    /// - Parameter now: as for a status list.
    mutating func accept(publication state: PublicationState, at now: UnixTime) throws(ListError) {
        let version = try Self.next(
            after: publications[state.id]?.version, Version(issuedAt: state.issuedAt, digest: state.hash),
            latest: state.issuedAt, location: state.name)
        publications[state.id] = Publication(version: version, uris: Set(state.uris.map(Identifier.init(_:))))
        raiseClockFloor(to: max(.zero, min(state.issuedAt, now)))
    }

    private mutating func raiseClockFloor(to time: UnixTime) {
        clockFloor = clockFloor.map { max($0, time) } ?? time
    }

    private static func next(
        after version: Version?, _ next: Version, latest: UnixTime, location: String
    ) throws(ListError) -> Version {
        guard next.issuedAt <= latest else { throw ListError(.fromFuture, at: location) }
        guard let version else { return next }
        guard version.issuedAt <= next.issuedAt else { throw ListError(.rolledBack, at: location) }
        guard version.issuedAt < next.issuedAt || version.digest == next.digest else {
            throw ListError(.conflicting, at: location)
        }
        return next
    }

    /// Joins two states: of each list the newer version stays, and the later clock floor.
    public mutating func formUnion(_ other: RollbackState) {
        let newer = { (left: Version, right: Version) in left.issuedAt < right.issuedAt ? right : left }
        trust.merge(other.trust, uniquingKeysWith: newer)
        status.merge(other.status, uniquingKeysWith: newer)
        publications.merge(other.publications) { $0.version.issuedAt < $1.version.issuedAt ? $1 : $0 }
        if let floor = other.clockFloor { raiseClockFloor(to: floor) }
    }
}

extension RollbackState {
    /// A state from its JSON form.
    ///
    /// - Throws: ``JSONError``.
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
        for field in try object.optionalArray("publications") ?? [] {
            var entry = try field.object()
            let id = PublicationID(
                issuer: Identifier(try entry.requiredString("issuer")),
                name: Identifier(try entry.requiredString("name")))
            let issuedAt = UnixTime(secondsSince1970: try entry.requiredInt("iat", in: 0...UnixTime.maximumSeconds))
            let mark = Publication(
                version: Version(issuedAt: issuedAt, digest: try Self.hash(entry.required("state"))),
                uris: Set(try entry.requiredArray("uris").map { Identifier(try $0.string()) }))
            guard publications.updateValue(mark, forKey: id) == nil else {
                throw field.invalid(expected: "each publication once")
            }
            try entry.finish()
        }
        clockFloor = try object.optionalInt("clock_floor", in: 0...UnixTime.maximumSeconds)
            .map(UnixTime.init(secondsSince1970:))
        // Each list in the file was accepted, so the clock floor is at least its issue time.
        for version in trust.values { raiseClockFloor(to: version.issuedAt) }
        try object.finish()
    }

    private static func version(_ object: inout JSONObject) throws(JSONError) -> Version {
        let issuedAt = UnixTime(secondsSince1970: try object.requiredInt("iat", in: 0...UnixTime.maximumSeconds))
        if let old = object.optional("sha256") {
            throw old.invalid(
                expected: "the member \(digestMember), as this version of Hufu writes it",
                advice: "Start with a new file, where the newest lists are at hand: older ones would be accepted again."
            )
        }
        return Version(issuedAt: issuedAt, digest: try hash(object.required(digestMember)))
    }

    private static func hash(_ field: JSONField) throws(JSONError) -> [UInt8] {
        guard let bytes = Hex.decode(try field.string()), bytes.count == CWT.hashLength else {
            throw field.invalid(expected: "64 hexadecimal digits")
        }
        return bytes
    }

    /// The JSON form, a small file.
    public var json: String {
        let trust = trust.sorted { $0.key < $1.key }.map { name, version in
            JSONValue.object([JSONMember("name", .string(name.text))] + Self.members(version))
        }
        let status = status.sorted { ($0.key.issuer, $0.key.uri) < ($1.key.issuer, $1.key.uri) }.map { id, version in
            JSONValue.object(
                [JSONMember("issuer", .string(id.issuer.text)), JSONMember("uri", .string(id.uri.text))]
                    + Self.members(version))
        }
        var members = [JSONMember("trust", .array(trust)), JSONMember("status", .array(status))]
        if !publications.isEmpty {
            let marks = publications.sorted { ($0.key.issuer, $0.key.name) < ($1.key.issuer, $1.key.name) }
            let values = marks.map { id, mark -> JSONValue in
                [
                    "issuer": .string(id.issuer.text), "name": .string(id.name.text),
                    "iat": .integer(mark.version.issuedAt.secondsSince1970),
                    "state": .string(Hex.encode(mark.version.digest)),
                    "uris": .array(mark.uris.sorted().map { .string($0.text) }),
                ]
            }
            members.append(JSONMember("publications", .array(values)))
        }
        if let clockFloor { members.append(JSONMember("clock_floor", .integer(clockFloor.secondsSince1970))) }
        return JSONWriter.text(.object(members), .pretty)
    }

    /// Earlier versions had the hash of the whole list, as `sha256`.
    private static let digestMember = "sig_structure_sha256"

    private static func members(_ version: Version) -> [JSONMember] {
        [
            JSONMember("iat", .integer(version.issuedAt.secondsSince1970)),
            JSONMember(digestMember, .string(Hex.encode(version.digest))),
        ]
    }
}
