/// A value with its position in the text, for errors.
package struct JSONField: Sendable {
    let text: JSONText
    var node: Int

    /// The value, independent of the text.
    package var value: JSONValue { text.value(node) }

    /// The path of the value, such as `driving_privileges[0].scheme`; empty for the whole text.
    package var path: String { text.path(of: node) }

    /// Line and column of the value.
    package var position: JSONPosition { text.position(of: node) }

    /// Whether the value is null.
    package var isNull: Bool { text.nodes[node].kind == .null }
    /// Whether the value is an object.
    package var isObject: Bool { text.nodes[node].kind == .object }
    /// Whether the value is a number that `int(in:)` can read.
    package var isInteger: Bool { text.nodes[node].kind == .number && text.integer(node) != nil }

    /// The value of a name of an object; `nil` if the name is absent or the value is no object.
    package subscript(name: String) -> JSONField? {
        guard isObject, let name = text.find(name, in: node, from: (node + 1, 0)) else { return nil }
        return JSONField(text: text, node: name.node + 1)
    }

    /// The value at the end of a path from here of plain names and indices; if the path does not exist, the value of
    /// its longest part that does.
    package func descendant(at path: String) -> JSONField {
        JSONField(text: text, node: text.node(at: path, from: node))
    }

    /// The contents of a string; `json.type_mismatch` for other kinds.
    package func string() throws(JSONError) -> String {
        switch text.nodes[node].kind {
        case .string, .escapedString: return text.string(node)
        default: throw mismatch("a string")
        }
    }

    /// Calls `body` with the contents of a string; `nil` for other kinds.
    func read<Value>(_ body: (Span<UInt8>) -> Value?) -> Value? {
        switch text.nodes[node].kind {
        case .string, .escapedString: text.withUTF8(node, body)
        default: nil
        }
    }

    /// Whether the value is a string with these contents, byte by byte.
    func isString(_ text: String) -> Bool {
        text.withBytes { expected in read { $0.isSame(as: expected) } ?? false }
    }

    /// A boolean; `json.type_mismatch` for other kinds.
    package func bool() throws(JSONError) -> Bool {
        switch text.nodes[node].kind {
        case .true: return true
        case .false: return false
        default: throw mismatch("true or false")
        }
    }

    /// An integer in a range; `json.type_mismatch`, `json.number_unsupported` or `json.value_invalid` for other values.
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

    /// The elements of an array; `json.type_mismatch` for other kinds.
    package func array() throws(JSONError) -> [JSONField] {
        guard text.nodes[node].kind == .array else { throw mismatch("an array") }
        var fields: [JSONField] = []
        fields.reserveCapacity(8)
        text.forEachChild(of: node) { fields.append(JSONField(text: text, node: $0)) }
        return fields
    }

    /// An object, to be read; `json.type_mismatch` for other kinds.
    package func object() throws(JSONError) -> JSONObject {
        guard isObject else { throw mismatch("an object") }
        return JSONObject(self)
    }

    /// The error `json.value_invalid` for this value.
    package func invalid(expected: String, advice: String = "Correct the value.") -> JSONError {
        JSONError(
            .valueInvalid, at: position, path: path, expected: expected, found: value.summary,
            advice: advice)
    }

    /// The error `json.type_mismatch` for this value.
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
