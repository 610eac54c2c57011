/// An operation on the fields of a licence: reading them from CBOR or JSON, writing them, checking them.
///
/// `License.visit(_:_:)` calls it with a field's value and coding. Most visitors are one of the two kinds below.
protocol LicenseVisitor: ~Escapable {
    associatedtype Failure: Error

    /// A field that a licence may lack.
    @_lifetime(self: copy self)
    mutating func visit<Coding: FieldCoding>(_ value: inout Coding.Value?, as coding: Coding) throws(Failure)

    /// A field that every licence has.
    @_lifetime(self: copy self)
    mutating func visit<Coding: FieldCoding>(_ value: inout Coding.Value, as coding: Coding) throws(Failure)
}

/// A visitor that sets fields.
protocol FieldReader: LicenseVisitor, ~Escapable {
    /// The field's new value; `nil` if there is none.
    @_lifetime(self: copy self)
    mutating func read<Coding: FieldCoding>(as coding: Coding) throws(Failure) -> Coding.Value?
}

extension FieldReader where Self: ~Escapable {
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func visit<Coding: FieldCoding>(_ value: inout Coding.Value?, as coding: Coding) throws(Failure) {
        value = try read(as: coding)
    }

    @inline(__always)
    @_lifetime(self: copy self)
    mutating func visit<Coding: FieldCoding>(_ value: inout Coding.Value, as coding: Coding) throws(Failure) {
        if let read = try read(as: coding) { value = read }
    }
}

/// A visitor that looks at the fields that a licence has, and changes none.
protocol FieldInspector: LicenseVisitor {
    mutating func inspect<Coding: FieldCoding>(_ value: Coding.Value, as coding: Coding) throws(Failure)
}

extension FieldInspector {
    @inline(__always)
    mutating func visit<Coding: FieldCoding>(_ value: inout Coding.Value?, as coding: Coding) throws(Failure) {
        if let value { try inspect(value, as: coding) }
    }

    @inline(__always)
    mutating func visit<Coding: FieldCoding>(_ value: inout Coding.Value, as coding: Coding) throws(Failure) {
        try inspect(value, as: coding)
    }
}

/// How the values of a kind of field are encoded in CBOR and JSON, and which of them are allowed (PROFILE section 6).
protocol FieldCoding {
    associatedtype Value

    /// The CBOR that `read` accepts, for error messages.
    var shape: String { get }

    @_lifetime(reader: copy reader)
    func read(from reader: inout CBORReader) throws(CBORError) -> Value

    func write(_ value: Value, to writer: inout CBORWriter)

    func read(json: JSONField) throws(LicenseError) -> Value

    func json(_ value: Value) -> JSONValue

    /// Throws the first rule that the value breaks, other than those for texts.
    func check(_ value: Value, of field: License.Field) throws(LicenseError)

    /// Applies a rule to each text in the value.
    func checkTexts(in value: Value, of field: License.Field, by rule: TextRule) throws(LicenseError)
}

extension FieldCoding {
    func check(_ value: Value, of field: License.Field) throws(LicenseError) {}

    func checkTexts(in value: Value, of field: License.Field, by rule: TextRule) throws(LicenseError) {}
}

/// A rule for a text of a licence, given the lengths in bytes of UTF-8 that it may have, and its path, which is made
/// only for an error. Throws if the text breaks the rule.
typealias TextRule = (String, ClosedRange<Int>, () -> String) throws(LicenseError) -> Void
