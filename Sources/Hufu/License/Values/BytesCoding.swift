/// A byte string of bounded length: hexadecimal digits in JSON.
struct BytesCoding: FieldCoding {
    static var hasRules: Bool { true }

    /// More are not shown to a person.
    private static let shownCount = 32

    private let lengths: ClosedRange<Int>

    /// - Parameter lengths: how many bytes there may be.
    init(_ lengths: ClosedRange<Int>) { self.lengths = lengths }

    private var count: String {
        lengths.count == 1 ? "\(lengths.lowerBound)" : "\(lengths.lowerBound) to \(lengths.upperBound)"
    }

    var shape: String { "\(count) bytes" }

    var form: String { "\(count) bytes as hexadecimal digits in lower case" }

    @_lifetime(reader: copy reader)
    func read(from reader: inout CBORReader) throws(CBORError) -> [UInt8] {
        reader.copy(try reader.byteString(of: lengths))
    }

    func write(_ bytes: [UInt8], to writer: inout CBORWriter) { writer.byteString(bytes) }

    func read(json: JSONField) throws(LicenseError) -> [UInt8] {
        let text = try TextCoding().read(json: json)
        guard let bytes = Hex.decode(text, lowerCaseOnly: true), lengths ~= bytes.count else {
            throw LicenseError(.valueInvalid, at: json, expected: form, found: json.value.summary)
        }
        return bytes
    }

    func json(_ bytes: [UInt8]) -> JSONValue { .string(Hex.encode(bytes)) }

    func text(_ bytes: [UInt8]) -> String {
        bytes.count <= Self.shownCount ? Hex.encode(bytes) : "\(bytes.count) bytes"
    }

    func check(_ bytes: [UInt8], of field: License.Field) throws(LicenseError) {
        guard lengths ~= bytes.count else {
            throw LicenseError(
                .countInvalid, at: field.jsonName, expected: shape, found: "\(bytes.count) bytes")
        }
    }
}
