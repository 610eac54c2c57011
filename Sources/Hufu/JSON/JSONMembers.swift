/// The names that the members of an object may have, at most 128 of them. It is a class, so that a copy is one reference.
final class JSONNames: Sendable {
    /// The names, by place.
    let list: [String]
    /// The names one behind the other, and where each ends.
    private let bytes: [UInt8]
    private let ends: [Int]
    /// For each hash of `JSONText.Node` the place of the first name that has it, and for each place that of the next name
    /// with the same hash; `none` behind the last one.
    private let first: [UInt8]
    private let following: [UInt8]

    private static let none: UInt8 = 128

    init(_ list: [String]) {
        self.list = list
        bytes = list.flatMap(\.utf8)
        var ends: [Int] = []
        var first = [UInt8](repeating: Self.none, count: 256)
        var following: [UInt8] = []
        for (place, name) in list.enumerated() {
            ends.append((ends.last ?? 0) + name.utf8.count)
            let hash = Int(name.withBytes { $0.nameHash })
            following.append(first[hash])
            first[hash] = UInt8(place)
        }
        (self.ends, self.first, self.following) = (ends, first, following)
    }

    /// The place of a name; `nil` if it is not in the list. Names are compared byte by byte (RFC 8259 section 8.3).
    @inline(__always)
    fileprivate func place(of name: Span<UInt8>, hash: UInt8) -> Int? {
        var place = Int(first[Int(hash)])
        while place < Self.none {
            let (bytes, start) = (bytes, place == 0 ? 0 : ends[place - 1])
            if name.isSame(as: bytes.span.extracting(start..<ends[place])) { return place }
            place = Int(following[place])
        }
        return nil
    }
}

/// The members of an object whose names are in a list, in the order of the text.
struct JSONMembers {
    private let object: JSONField
    /// The value of the last member that `next` has found.
    private(set) var value: JSONField
    /// The node of the next name.
    private var cursor: Int
    /// The places of the names that were passed.
    private(set) var places = MemberSet()
    /// The nodes of the names that were passed and are not in the list.
    private var unknown: [Int] = []

    /// - Throws: `json.type_mismatch` if the value is no object.
    init(_ object: JSONField) throws(JSONError) {
        guard object.isObject else { throw object.mismatch("an object") }
        (self.object, value) = (object, object)
        cursor = object.node + 1
    }

    /// Moves to the next member whose name is in the list.
    ///
    /// - Returns: the place of the name; `nil` at the end.
    @inline(__always)
    mutating func next(among names: JSONNames) -> Int? {
        let text = object.text
        while cursor < text.nodes[object.node].next {
            let node = cursor
            cursor = text.nodes[node].next
            guard let place = text.withUTF8(node, { names.place(of: $0, hash: text.nodes[node].hash) }) else {
                unknown.append(node)
                continue
            }
            places.insert(UInt64(place))
            value.node = node + 1
            return place
        }
        return nil
    }

    /// The error that a name which has to be there is not.
    func missing(_ name: String) -> JSONError {
        .missing(name, in: object, among: unknown.map(object.text.string))
    }

    /// Throws if a name is not in the list, so that the value of a misspelt name is not lost unnoticed.
    func finish(_ names: JSONNames) throws(JSONError) {
        guard let node = unknown.first else { return }
        let absent = names.list.enumerated().filter { !places.contains(UInt64($0.offset)) }
        throw .unknown(node, in: object.text, known: absent.map(\.element))
    }
}

extension JSONError {
    /// - Parameter names: those that are there and may be the misspelt one.
    static func missing(_ name: String, in object: JSONField, among names: [String]) -> JSONError {
        let similar = NearestName.of(name, among: names)
        return JSONError(
            .nameMissing, at: object.position, path: JSONPath.appending(name, to: object.path),
            message: "the required name \(JSONValue.quoted(name)) is missing",
            advice: similar.map { "Is it the one written \(JSONValue.quoted($0))?" } ?? "Add it.",
            expected: JSONValue.quoted(name), found: similar.map(JSONValue.quoted) ?? "nothing")
    }

    /// - Parameters:
    ///   - node: the node of the name.
    ///   - names: those that may be there and are not.
    static func unknown(_ node: Int, in text: JSONText, known names: [String]) -> JSONError {
        let name = text.string(node)
        let similar = NearestName.of(name, among: names)
        return JSONError(
            .nameUnknown, at: text.position(of: node), path: text.path(of: node),
            message: "the name \(JSONValue.quoted(name)) is not known here",
            advice: similar.map { "Did you mean \(JSONValue.quoted($0))?" } ?? "Leave it out.",
            expected: similar.map(JSONValue.quoted), found: JSONValue.quoted(name))
    }
}
