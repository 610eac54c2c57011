/// A value together with its path, so that whatever is wrong with it can be named.
package struct JSONField: Sendable {
    package let value: JSONValue
    package let path: JSONPath

    package init(_ value: JSONValue, path: JSONPath = .root) {
        self.value = value
        self.path = path
    }

    package var isNull: Bool {
        if case .null = value.kind { true } else { false }
    }

    package func string() throws(JSONError) -> String {
        guard case .string(let text) = value.kind else { throw mismatch("a string") }
        return text
    }

    package func bool() throws(JSONError) -> Bool {
        guard case .bool(let value) = value.kind else { throw mismatch("true or false") }
        return value
    }

    package func int(in range: ClosedRange<Int> = Int.min...Int.max) throws(JSONError) -> Int {
        switch value.kind {
        case .integer(let number):
            guard range.contains(number) else { throw invalid(expected: words(for: range)) }
            return number
        case .number:
            throw JSONError(
                .numberUnsupported, at: value.position, path: path.description, expected: words(for: range),
                found: value.summary, advice: "Write it without fraction and exponent.")
        default: throw mismatch(words(for: range))
        }
    }

    package func array() throws(JSONError) -> [JSONField] {
        guard case .array(let elements) = value.kind else { throw mismatch("an array") }
        var fields: [JSONField] = []
        fields.reserveCapacity(elements.count)
        let container = JSONPath.Container(path)
        for (index, element) in elements.enumerated() {
            fields.append(JSONField(element, path: container.appending(index)))
        }
        return fields
    }

    package func object() throws(JSONError) -> JSONObject {
        guard case .object(let members) = value.kind else { throw mismatch("an object") }
        return JSONObject(members, at: value.position, path: path)
    }

    /// The error for a value of the right type that is not allowed here.
    package func invalid(expected: String, advice: String = "Correct the value.") -> JSONError {
        JSONError(
            .valueInvalid, at: value.position, path: path.description, expected: expected, found: value.summary,
            advice: advice)
    }

    /// The error for a value of another type.
    package func mismatch(_ expected: String) -> JSONError {
        JSONError(
            .typeMismatch, at: value.position, path: path.description, expected: expected, found: value.summary,
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
