/// An object that is being read: the caller asks for each name that it knows, and `finish()` refuses all others.
package struct JSONObject: Sendable {
    private let field: JSONField
    private var taken = MemberSet()
    /// The number of members that are not taken.
    private var left = 0
    /// The hashes of the names.
    private var hashes = JSONText.HashSet.none
    /// Names that were asked for and not found while members are left over: `finish()` suggests the nearest one for a
    /// misspelt name.
    private var absent: [String] = []
    /// The member at which the search for the next name begins, as members usually have the order in which they are
    /// read.
    private var cursor: JSONText.Member

    init(_ field: JSONField) {
        self.field = field
        cursor = (field.node + 1, 0)
        var node = cursor.node
        while node < end {
            left += 1
            hashes.insert(text.nodes[node].hash)
            node = text.nodes[node].next
        }
    }

    private var text: JSONText { field.text }
    private var end: Int { text.nodes[field.node].next }

    /// All names and their values in the text's order, for objects whose names are data.
    package mutating func takeAll() -> [(name: String, field: JSONField)] {
        left = 0
        return text.children(of: field.node).map { (text.string($0), JSONField(text: text, node: $0 + 1)) }
    }

    /// The value of a name, of any kind, null included; `nil` if the name is absent.
    package mutating func optional(_ name: String) -> JSONField? {
        guard let member = field.text.find(name, in: field.node, hashes: hashes, from: cursor) else {
            if left > 0 {
                if absent.isEmpty { absent.reserveCapacity(8) }
                absent.append(name)
            }
            return nil
        }
        if taken.insert(member.number) { left -= 1 }
        cursor = (field.text.nodes[member.node].next, member.number + 1)
        return JSONField(text: field.text, node: member.node + 1)
    }

    /// The value of a name that has to be there; `json.name_missing` if it is absent.
    package mutating func required(_ name: String) throws(JSONError) -> JSONField {
        if let field = optional(name) { return field }
        throw .missing(name, in: field, among: untaken.map(text.string))
    }

    /// The names that were not asked for.
    private var untaken: [Int] {
        var (untaken, node, number): ([Int], Int, UInt64) = ([], field.node + 1, 0)
        while node < end {
            if !taken.contains(number) { untaken.append(node) }
            (node, number) = (text.nodes[node].next, number + 1)
        }
        return untaken
    }

    // A name that is present has a value of its type. Null does not mean an absent name.

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

    /// Refuses names that were not asked for, so that the value of a misspelt name is not lost unnoticed.
    package func finish() throws(JSONError) {
        guard left > 0, let node = untaken.first else { return }
        throw .unknown(node, in: text, known: absent)
    }
}

/// A set of numbers from 0 to 127: of members, or of names in a list. No caller knows 128 names, so an object with more
/// members has an unknown one, which never is in the set: `finish()` refuses it.
struct MemberSet: Sendable {
    private(set) var low: UInt64 = 0
    private(set) var high: UInt64 = 0

    func contains(_ number: UInt64) -> Bool {
        number < 64 ? low & 1 << number != 0 : high & 1 << (number - 64) != 0
    }

    /// - Returns: whether the number was not in the set, and now is.
    @discardableResult
    mutating func insert(_ number: UInt64) -> Bool {
        // The shift by more than the width is 0.
        let bit: UInt64 = number < 64 ? 1 << number : 1 << (number - 64)
        let old = number < 64 ? low : high
        if number < 64 { low |= bit } else { high |= bit }
        return bit & ~old != 0
    }
}
