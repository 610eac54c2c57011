/// How the values of a kind of field are encoded in CBOR and JSON, and which values are allowed (PROFILE section 7).
protocol FieldCoding {
    associatedtype Value

    /// The CBOR that `read(from:)` accepts, for error messages.
    var shape: String { get }

    /// The JSON that `read(json:)` accepts, for error messages.
    var form: String { get }

    @_lifetime(reader: copy reader)
    func read(from reader: inout CBORReader) throws(CBORError) -> Value

    func write(_ value: Value, to writer: inout CBORWriter)

    func read(json: JSONField) throws(LicenseError) -> Value

    func json(_ value: Value) -> JSONValue

    /// The value in one line, for a person.
    func text(_ value: Value) -> String

    /// Whether `check` has rules. A scan skips the fields without.
    static var hasRules: Bool { get }

    /// Throws the first rule that the value breaks, other than those for texts.
    func check(_ value: Value, of field: License.Field) throws(LicenseError)

    /// Applies a rule to each text in the value.
    func checkTexts<Rule: TextRule>(
        in value: Value, of field: License.Field, by rule: Rule.Type
    ) throws(Rule.Failure)
}

extension FieldCoding {
    var form: String { shape }

    func check(_ value: Value, of field: License.Field) throws(LicenseError) {}

    func checkTexts<Rule: TextRule>(
        in value: Value, of field: License.Field, by rule: Rule.Type
    ) throws(Rule.Failure) {}
}

/// A rule for the texts of a licence.
protocol TextRule {
    associatedtype Failure: Error

    /// Throws if the text breaks the rule.
    ///
    /// - Parameters:
    ///   - lengths: the bytes of UTF-8 that the text may have.
    ///   - path: the path of the text, which is made only for an error.
    static func check(
        _ text: String, _ lengths: ClosedRange<Int>, at path: () -> String
    ) throws(Failure)
}

/// A source of field values: a visitor of `License.read(_:from:)`.
protocol FieldReader: ~Escapable {
    associatedtype Failure: Error

    /// The value of the field that is visited; `nil` if the source does not have it.
    @_lifetime(self: copy self)
    mutating func read<Coding: FieldCoding>(as coding: Coding) throws(Failure) -> Coding.Value?
}

extension FieldReader where Self: ~Escapable {
    /// Sets a field that a licence may lack.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func set<Coding: FieldCoding>(_ value: inout Coding.Value?, as coding: Coding) throws(Failure) {
        value = try read(as: coding)
    }

    /// Sets a field that every licence has.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func set<Coding: FieldCoding>(_ value: inout Coding.Value, as coding: Coding) throws(Failure) {
        if let read = try read(as: coding) { value = read }
    }
}

/// What a coding says of the values of a field, for error messages and checks.
struct CodingDescription: FieldReader {
    typealias Failure = Never

    /// The CBOR.
    private(set) var shape = ""
    /// The JSON.
    private(set) var form = ""
    /// Whether the values have rules.
    private(set) var hasRules = false

    init(of field: License.Field) {
        var license = License.unread
        license.read(field, from: &self)
    }

    mutating func read<Coding: FieldCoding>(as coding: Coding) -> Coding.Value? {
        (shape, form, hasRules) = (coding.shape, coding.form, Coding.hasRules)
        return nil
    }
}

/// An operation on the fields that a licence has, such as writing or checking them: a visitor of
/// `License.visit(_:with:)`.
protocol FieldVisitor {
    associatedtype Failure: Error

    mutating func visit<Coding: FieldCoding>(_ value: Coding.Value, as coding: Coding) throws(Failure)
}
