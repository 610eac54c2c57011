internal import Hufu

/// The memory of a publisher: the last state of its publication, and the positions that changed in each state before.
///
/// It is on the disk before a state is signed, so that no two states of one time are ever signed.
struct PublicationJournal: Sendable, Equatable {
    /// How long changes are remembered: the longest update reaches back to a state that is at least that old.
    static let memory = 8 * 86_400
    /// How long a list is kept after the last index that named it.
    static let retention = 48 * 3_600

    struct List: Sendable, Equatable {
        var file: StatusTableFile
        /// The hash of its values.
        var hash: [UInt8]
    }

    struct Step: Sendable, Equatable {
        let issuedAt: UnixTime
        /// The positions that changed for this state, ascending.
        let positions: [Int]
    }

    var issuer: String
    var name: String
    var issuedAt: UnixTime
    var expiresAt: UnixTime
    var timeToLive: Int?
    /// The `kid` of the last signer.
    var keyID: [UInt8]
    /// The last index that changed the set of lists, to before which no update reaches back.
    var setAt: UnixTime
    /// The last index.
    var indexedAt: UnixTime
    /// The lists that it named.
    var indexed: [[UInt8]]
    /// The lists of earlier indexes, and until when they are kept.
    var retired: [(hash: [UInt8], until: UnixTime)]
    /// The lists, ascending by the bytes of their URIs.
    var lists: [List]
    var history: [Step]
    /// Whether all files of the last state were written.
    var isPublished: Bool

    static func == (left: PublicationJournal, right: PublicationJournal) -> Bool { left.json == right.json }
}

extension PublicationJournal {
    private static let limits = JSONReader.Limits(bytes: 512 << 20)

    /// - Throws: `JSONError` or `SigningError`.
    init(json: [UInt8]) throws {
        var object = try JSONReader.read(json, limits: Self.limits).object()
        func time(_ name: String) throws -> UnixTime {
            UnixTime(secondsSince1970: try object.requiredInt(name, in: 0...UnixTime.maximumSeconds))
        }
        func bytes(_ field: JSONField) throws -> [UInt8] {
            guard let bytes = Hex.decode(try field.string()) else {
                throw field.invalid(expected: "hexadecimal digits")
            }
            return bytes
        }
        (issuer, name) = (try object.requiredString("issuer"), try object.requiredString("publication"))
        (issuedAt, expiresAt) = (try time("iat"), try time("exp"))
        timeToLive = try object.optionalInt("ttl", in: 1...UnixTime.maximumSeconds)
        keyID = try bytes(object.required("kid"))
        (setAt, indexedAt) = (try time("set_at"), try time("indexed_at"))
        indexed = try object.requiredArray("indexed").map(bytes)
        retired = try object.requiredArray("retired").map { field in
            var entry = try field.object()
            let hash = try bytes(entry.required("hash"))
            let until = UnixTime(secondsSince1970: try entry.requiredInt("until", in: 0...UnixTime.maximumSeconds))
            try entry.finish()
            return (hash, until)
        }
        lists = try object.requiredArray("lists").map { field in
            var entry = try field.object()
            let hash = try bytes(entry.required("hash"))
            let file = try StatusTableFile(json: JSONWriter.bytes(entry.required("table").value))
            try entry.finish()
            return List(file: file, hash: hash)
        }
        history = try object.requiredArray("history").map { field in
            var entry = try field.object()
            let issuedAt = UnixTime(secondsSince1970: try entry.requiredInt("iat", in: 0...UnixTime.maximumSeconds))
            let positions = try entry.required("positions")
            try entry.finish()
            guard let packed = Base64.decode(try positions.string(), .url), packed.count % 4 == 0 else {
                throw positions.invalid(expected: "base64url of positions of four bytes each")
            }
            return Step(
                issuedAt: issuedAt,
                positions: stride(from: 0, to: packed.count, by: 4).map { start in
                    packed[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
                })
        }
        isPublished = try object.requiredBool("published")
        try object.finish()
    }

    var json: String { JSONWriter.text(jsonValue) }

    private var jsonValue: JSONValue {
        func time(_ name: String, _ time: UnixTime) -> JSONMember {
            JSONMember(name, .integer(time.secondsSince1970))
        }
        var members = [
            JSONMember("issuer", .string(issuer)), JSONMember("publication", .string(name)), time("iat", issuedAt),
            time("exp", expiresAt),
        ]
        if let timeToLive { members.append(JSONMember("ttl", .integer(timeToLive))) }
        members += [
            JSONMember("kid", .string(Hex.encode(keyID))), time("set_at", setAt), time("indexed_at", indexedAt),
            JSONMember("indexed", .array(indexed.map { .string(Hex.encode($0)) })),
            JSONMember(
                "retired",
                .array(
                    retired.map { hash, until in
                        ["hash": .string(Hex.encode(hash)), "until": .integer(until.secondsSince1970)]
                    })),
            JSONMember(
                "lists",
                .array(lists.map { ["hash": .string(Hex.encode($0.hash)), "table": $0.file.storedValue] })),
            JSONMember(
                "history",
                .array(
                    history.map { step in
                        let packed = step.positions.flatMap { position in
                            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: position >> $0) }
                        }
                        return [
                            "iat": .integer(step.issuedAt.secondsSince1970),
                            "positions": .string(Base64.encode(packed, .url)),
                        ]
                    })),
            JSONMember("published", .bool(isPublished)),
        ]
        return .object(members)
    }
}
