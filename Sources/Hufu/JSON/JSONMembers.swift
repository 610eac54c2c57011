/// The names that the members of an object may have, at most 128 of them. It is a class, so that a copy is one reference.
final class JSONNames: Sendable {
    /// The names, by place.
    let list: [String]
    private let bytes: [[UInt8]]
    /// The places of the names with each hash of `JSONText.Node`.
    private let places: [[Int]]

    init(_ list: [String]) {
        self.list = list
        bytes = list.map { Array($0.utf8) }
        var places = [[Int]](repeating: [], count: 256)
        for (place, name) in bytes.enumerated() { places[Int(name.span.nameHash)].append(place) }
        self.places = places
    }

    /// The place of a name; `nil` if it is not in the list. Names are compared byte by byte (RFC 8259 section 8.3).
    @inline(__always)
    fileprivate func place(of name: Span<UInt8>, hash: UInt8) -> Int? {
        for place in places[Int(hash)] {
            let candidate = bytes[place]
            if name.isSame(as: candidate.span) { return place }
        }
        return nil
    }
}

/// The members of an object whose names are in a list, by their places in it.
struct JSONMembers {
    private let field: JSONField
    private let names: JSONNames
    /// The nodes of the values, and 0 for those that are not there. An `InlineArray` would be copied at each access.
    private let nodes: [UInt32]
    /// The places of the names that are there: bit n of the first for place n, of the second for place 64 + n.
    let places: (UInt64, UInt64)
    /// The nodes of the names that are not in the list.
    private let unknown: [Int]

    /// Finds each member in the list.
    ///
    /// - Throws: `json.type_mismatch` if the value is no object.
    init(_ field: JSONField, named names: JSONNames) throws(JSONError) {
        guard field.isObject else { throw field.mismatch("an object") }
        var nodes = [UInt32](repeating: 0, count: names.list.count)
        var places: (UInt64, UInt64) = (0, 0)
        var unknown: [Int] = []
        let text = field.text
        text.forEachChild(of: field.node) { node in
            guard let place = text.withUTF8(node, { names.place(of: $0, hash: text.nodes[node].hash) }) else {
                return unknown.append(node)
            }
            // No text has as many nodes as fit into 32 bits.
            nodes[place] = UInt32(truncatingIfNeeded: node + 1)
            if place < 64 { places.0 |= 1 &<< UInt64(place) } else { places.1 |= 1 &<< UInt64(place) }
        }
        (self.field, self.names, self.nodes, self.places, self.unknown) = (field, names, nodes, places, unknown)
    }

    /// Whether the name at this place is there.
    func contains(_ place: Int) -> Bool { nodes[place] != 0 }

    /// The value of the name at this place; `nil` if it is not there.
    subscript(place: Int) -> JSONField? {
        nodes[place] == 0 ? nil : JSONField(text: field.text, node: Int(nodes[place]))
    }

    /// The error that a name which has to be there is not.
    func missing(_ name: String) -> JSONError {
        .missing(name, in: field, among: unknown.map(field.text.string))
    }

    /// Throws if a name is not in the list, so that the value of a misspelt name is not lost unnoticed.
    func finish() throws(JSONError) {
        guard let node = unknown.first else { return }
        throw .unknown(node, in: field.text, known: names.list.indices.filter { nodes[$0] == 0 }.map { names.list[$0] })
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
