/// An object being read: each name is asked for once, and `finish()` refuses the names that nobody asked for.
package struct JSONObject: Sendable {
    package let position: JSONPosition
    package let path: JSONPath
    private let container: JSONPath.Container
    private let members: [JSONMember]
    private var isTaken: [Bool]
    private var asked: [String] = []
    /// Where the search for the next name begins: objects usually have their names in the order they are asked for.
    private var cursor = 0

    init(_ members: [JSONMember], at position: JSONPosition, path: JSONPath) {
        self.members = members
        self.position = position
        self.path = path
        self.container = JSONPath.Container(path)
        self.asked.reserveCapacity(members.count)
        self.isTaken = Array(repeating: false, count: members.count)
    }

    package var isEmpty: Bool { members.isEmpty }

    /// All names and their values in the text's order, for objects whose names are data.
    package mutating func takeAll() -> [(name: String, field: JSONField)] {
        isTaken = Array(repeating: true, count: members.count)
        return members.map { ($0.name, JSONField($0.value, path: container.appending($0.name))) }
    }

    /// The value under the name, whatever it is, null too; nothing if the name is not there.
    ///
    /// - Parameter name: ASCII alone.
    package mutating func optional(_ name: String) -> JSONField? {
        asked.append(name)
        guard let index = index(of: name, in: cursor..<members.count) ?? index(of: name, in: 0..<cursor) else {
            return nil
        }
        isTaken[index] = true
        cursor = index + 1
        return JSONField(members[index].value, path: container.appending(name))
    }

    private func index(of name: String, in range: Range<Int>) -> Int? {
        for index in range where members[index].isNamed(ascii: name) { return index }
        return nil
    }

    package mutating func required(_ name: String) throws(JSONError) -> JSONField {
        if let field = optional(name) { return field }
        let untaken = members.indices.filter { !isTaken[$0] }.map { members[$0].name }
        let similar = NearestName.of(name, among: untaken)
        throw JSONError(
            .nameMissing, at: position, path: container.appending(name).description,
            message: "the required name \(JSONValue.quoted(name)) is missing",
            advice: similar.map { "Is it the one written \(JSONValue.quoted($0))?" } ?? "Add it.",
            expected: JSONValue.quoted(name), found: similar.map(JSONValue.quoted) ?? "nothing")
    }

    // A name that is there has a value of its type: null does not stand for an absent name.

    package mutating func requiredString(_ name: String) throws(JSONError) -> String {
        try required(name).string()
    }

    package mutating func optionalString(_ name: String) throws(JSONError) -> String? {
        try optional(name)?.string()
    }

    package mutating func requiredInt(
        _ name: String, in range: ClosedRange<Int> = Int.min...Int.max
    ) throws(JSONError) -> Int {
        try required(name).int(in: range)
    }

    package mutating func optionalInt(
        _ name: String, in range: ClosedRange<Int> = Int.min...Int.max
    ) throws(JSONError) -> Int? {
        try optional(name)?.int(in: range)
    }

    package mutating func requiredBool(_ name: String) throws(JSONError) -> Bool {
        try required(name).bool()
    }

    package mutating func optionalBool(_ name: String) throws(JSONError) -> Bool? {
        try optional(name)?.bool()
    }

    package mutating func requiredArray(_ name: String) throws(JSONError) -> [JSONField] {
        try required(name).array()
    }

    package mutating func optionalArray(_ name: String) throws(JSONError) -> [JSONField]? {
        try optional(name)?.array()
    }

    package mutating func requiredObject(_ name: String) throws(JSONError) -> JSONObject {
        try required(name).object()
    }

    package mutating func optionalObject(_ name: String) throws(JSONError) -> JSONObject? {
        try optional(name)?.object()
    }

    /// Refuses what nobody asked for: a name with a slip of the pen would otherwise silently drop its value.
    package func finish() throws(JSONError) {
        for (member, isTaken) in zip(members, isTaken) where !isTaken {
            let similar = NearestName.of(member.name, among: asked)
            throw JSONError(
                .nameUnknown, at: member.position, path: container.appending(member.name).description,
                message: "the name \(JSONValue.quoted(member.name)) is not known here",
                advice: similar.map { "Did you mean \(JSONValue.quoted($0))?" } ?? "Leave it out.",
                expected: similar.map(JSONValue.quoted), found: JSONValue.quoted(member.name))
        }
    }
}
