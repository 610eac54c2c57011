/// A text of bounded length.
struct TextCoding: FieldCoding {
    static var hasRules: Bool { false }

    /// The bounds of most texts, in bytes of UTF-8.
    static let lengths = 1...300

    private let lengths: ClosedRange<Int>

    /// - Parameter lengths: the bytes of UTF-8 that the text may have.
    init(_ lengths: ClosedRange<Int> = Self.lengths) { self.lengths = lengths }

    var shape: String { "a text of \(lengths.lowerBound) to \(lengths.upperBound) bytes" }

    @_lifetime(reader: copy reader)
    func read(from reader: inout CBORReader) throws(CBORError) -> String { try reader.string(of: lengths) }

    func write(_ text: String, to writer: inout CBORWriter) { writer.text(text) }

    func read(json: JSONField) throws(LicenseError) -> String {
        try LicenseObject.shape { () throws(JSONError) in try json.string() }
    }

    func json(_ text: String) -> JSONValue { .string(text) }

    func text(_ text: String) -> String { text }

    func checkTexts<Rule: TextRule>(
        in text: String, of field: License.Field, by rule: Rule.Type
    ) throws(Rule.Failure) {
        try rule.check(text, lengths) { field.jsonName }
    }
}

/// A country, ISO 3166-1 alpha-2.
struct CountryCoding: FieldCoding {
    static var hasRules: Bool { true }

    var shape: String { "two capital letters" }

    @_lifetime(reader: copy reader)
    func read(from reader: inout CBORReader) throws(CBORError) -> String { try reader.string(of: 2...2) }

    func write(_ country: String, to writer: inout CBORWriter) { writer.text(country) }

    func read(json: JSONField) throws(LicenseError) -> String { try TextCoding().read(json: json) }

    func json(_ country: String) -> JSONValue { .string(country) }

    func text(_ country: String) -> String { country }

    func check(_ country: String, of field: License.Field) throws(LicenseError) {
        guard ASCII.isCountry(country) else {
            throw LicenseError(
                .countryInvalid, at: field.jsonName, expected: "two capital letters (ISO 3166-1)",
                found: JSONValue.quoted(country))
        }
    }
}
