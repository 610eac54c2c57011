/// A closed list of codes, each with a meaning.
protocol Choice: RawRepresentable, CaseIterable, Sendable where RawValue: CustomStringConvertible {
    /// The value for a person to read.
    var meaning: String { get }
}

extension Choice where RawValue == String {
    var meaning: String { rawValue }
}

extension Choice {
    /// The codes, for error messages.
    static var list: String {
        let codes = allCases.map { choice in
            let code = choice.rawValue.description
            return code == choice.meaning ? code : "\(code) (\(choice.meaning))"
        }
        return "one of " + codes.joined(separator: ", ")
    }
}

/// A text of a closed list.
struct TextChoiceCoding<Value: Choice>: FieldCoding where Value.RawValue == String {
    static var hasRules: Bool { false }

    var shape: String { Value.list }

    @_lifetime(reader: copy reader)
    func read(from reader: inout CBORReader) throws(CBORError) -> Value {
        let start = reader.offset
        guard let value = Value(rawValue: try reader.string(of: TextCoding.lengths)) else {
            throw reader.failure(.outOfRange, at: start)
        }
        return value
    }

    func write(_ value: Value, to writer: inout CBORWriter) { writer.text(value.rawValue) }

    func read(json: JSONField) throws(LicenseError) -> Value {
        guard case .string(let text) = json.value, let value = Value(rawValue: text) else {
            throw LicenseError(.valueInvalid, at: json, expected: form, found: json.value.summary)
        }
        return value
    }

    func json(_ value: Value) -> JSONValue { .string(value.rawValue) }

    func text(_ value: Value) -> String { value.meaning }
}

/// A number of a closed list.
struct NumberChoiceCoding<Value: Choice>: FieldCoding where Value.RawValue == Int {
    static var hasRules: Bool { false }

    var shape: String { Value.list }

    @inline(__always)
    @_lifetime(reader: copy reader)
    func read(from reader: inout CBORReader) throws(CBORError) -> Value {
        try reader.choice(Value.init(rawValue:))
    }

    func write(_ value: Value, to writer: inout CBORWriter) { writer.integer(value.rawValue) }

    func read(json: JSONField) throws(LicenseError) -> Value {
        guard json.isInteger, case .integer(let number) = json.value, let value = Value(rawValue: number) else {
            throw LicenseError(
                .valueInvalid, at: json, expected: form, found: json.value.summary, advice: "Write the number.")
        }
        return value
    }

    func json(_ value: Value) -> JSONValue { .integer(value.rawValue) }

    func text(_ value: Value) -> String { value.meaning }
}
