/// A value of a text that was read: whatever is wrong with it can be named, and its place.
package struct JSONField: Sendable {
    let text: JSONText
    let node: Int

    /// The value by itself.
    package var value: JSONValue { text.value(node) }

    /// Such as `driving_privileges[0].scheme`; empty for the whole text.
    package var path: String { text.path(of: node) }

    package var position: JSONPosition { text.position(of: node) }

    package var isNull: Bool { text.nodes[node].kind == .null }
    package var isObject: Bool { text.nodes[node].kind == .object }
    package var isInteger: Bool { text.nodes[node].kind == .number && text.integer(node) != nil }

    /// The value under a name of an object; nothing for other kinds.
    package subscript(name: String) -> JSONField? {
        guard isObject, let name = text.find(name, in: node, from: (node + 1, 0)) else { return nil }
        return JSONField(text: text, node: name.node + 1)
    }

    /// What stands at the end of a path from here of plain names and indices; the last part that is there, if the whole of
    /// it is not.
    package func descendant(at path: String) -> JSONField {
        JSONField(text: text, node: text.node(at: path, from: node))
    }

    package func string() throws(JSONError) -> String {
        switch text.nodes[node].kind {
        case .string, .escapedString: return text.string(node)
        default: throw mismatch("a string")
        }
    }

    /// What the string says, read where it stands; nothing for other values.
    func read<Value>(_ body: (Span<UInt8>) -> Value?) -> Value? {
        switch text.nodes[node].kind {
        case .string, .escapedString: text.withUTF8(node, body)
        default: nil
        }
    }

    package func bool() throws(JSONError) -> Bool {
        switch text.nodes[node].kind {
        case .true: return true
        case .false: return false
        default: throw mismatch("true or false")
        }
    }

    package func int(in range: ClosedRange<Int> = Int.min...Int.max) throws(JSONError) -> Int {
        guard text.nodes[node].kind == .number else { throw mismatch(words(for: range)) }
        guard let number = text.integer(node) else {
            throw JSONError(
                .numberUnsupported, at: position, path: path, expected: words(for: range), found: value.summary,
                advice: "Write it without fraction and exponent.")
        }
        guard range.contains(number) else { throw invalid(expected: words(for: range)) }
        return number
    }

    package func array() throws(JSONError) -> [JSONField] {
        guard text.nodes[node].kind == .array else { throw mismatch("an array") }
        var fields: [JSONField] = []
        fields.reserveCapacity(8)
        text.forEachChild(of: node) { fields.append(JSONField(text: text, node: $0)) }
        return fields
    }

    package func object() throws(JSONError) -> JSONObject {
        guard isObject else { throw mismatch("an object") }
        return JSONObject(self)
    }

    /// The error for a value of the right type that is not allowed here.
    package func invalid(expected: String, advice: String = "Correct the value.") -> JSONError {
        JSONError(
            .valueInvalid, at: position, path: path, expected: expected, found: value.summary,
            advice: advice)
    }

    /// The error for a value of another type.
    package func mismatch(_ expected: String) -> JSONError {
        JSONError(
            .typeMismatch, at: position, path: path, expected: expected, found: value.summary,
            advice: isNull ? "Leave the name out where there is no value." : "Correct the value.")
    }

    private func words(for range: ClosedRange<Int>) -> String {
        switch (range.lowerBound, range.upperBound) {
        case (.min, .max): "an integer"
        case (let low, .max): "an integer of at least \(low)"
        case (.min, let high): "an integer of at most \(high)"
        case (let low, let high): "an integer from \(low) to \(high)"
        }
    }
}
