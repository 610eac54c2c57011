/// An integer of at least 0 in a range.
struct IntegerCoding: FieldCoding {
    static var hasRules: Bool { true }

    private let range: ClosedRange<Int>
    private let unit: String

    /// - Parameters:
    ///   - range: the numbers that are allowed.
    ///   - unit: the unit that a person reads behind the number.
    init(_ range: ClosedRange<Int>, unit: String = "") {
        self.range = range
        self.unit = unit
    }

    var shape: String { "an integer from \(range.lowerBound) to \(range.upperBound)" }

    @_lifetime(reader: copy reader)
    func read(from reader: inout CBORReader) throws(CBORError) -> Int {
        let start = reader.offset
        let number = try reader.unsigned()
        guard range ~= number else { throw reader.failure(.outOfRange, at: start) }
        return number
    }

    func write(_ number: Int, to writer: inout CBORWriter) { writer.integer(number) }

    func read(json: JSONField) throws(LicenseError) -> Int {
        try LicenseObject.shape { () throws(JSONError) in
            guard json.isInteger else { throw json.mismatch(form) }
            return try json.int()
        }
    }

    func json(_ number: Int) -> JSONValue { .integer(number) }

    func text(_ number: Int) -> String { unit.isEmpty ? "\(number)" : "\(number) \(unit)" }

    func check(_ number: Int, of field: License.Field) throws(LicenseError) {
        guard range ~= number else {
            throw LicenseError(.valueInvalid, at: field.jsonName, expected: shape, found: "\(number)")
        }
    }
}

/// True or false.
struct BooleanCoding: FieldCoding {
    static var hasRules: Bool { false }

    var shape: String { "true or false" }

    @_lifetime(reader: copy reader)
    func read(from reader: inout CBORReader) throws(CBORError) -> Bool { try reader.boolean() }

    func write(_ value: Bool, to writer: inout CBORWriter) { writer.boolean(value) }

    func read(json: JSONField) throws(LicenseError) -> Bool {
        try LicenseObject.shape { () throws(JSONError) in try json.bool() }
    }

    func json(_ value: Bool) -> JSONValue { .bool(value) }

    func text(_ value: Bool) -> String { value ? "yes" : "no" }
}
