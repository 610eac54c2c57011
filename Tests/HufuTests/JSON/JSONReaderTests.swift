import Testing

@testable import Hufu

@Suite("JSONReader")
struct JSONReaderTests {
    static func read(_ text: String) throws(JSONError) -> JSONValue { try JSONReader.read(Array(text.utf8)).value }

    static func failure(_ bytes: [UInt8], limits: JSONReader.Limits = JSONReader.Limits()) -> JSONError? {
        do {
            _ = try JSONReader.read(bytes, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    static func failure(_ text: String) -> JSONError? { failure(Array(text.utf8)) }

    @Test(
        "JSON of RFC 8259 is accepted",
        arguments: [
            ("null", nil), (" true ", true), ("false\n", false), ("\t[]\r\n", []), ("{}", [:]),
            ("[ 1 , -2,3\n]", [1, -2, 3]), (#"{"a":{"b":[{}]},"c":""}"#, ["a": ["b": [[:]]], "c": ""]),
            ("0", 0), ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("-0", JSONValue.number("-0")), ("9223372036854775808", JSONValue.number("9223372036854775808")),
            ("-9223372036854775809", JSONValue.number("-9223372036854775809")),
            ("99999999999999999999", JSONValue.number("99999999999999999999")), ("-10", -10),
            ("1.0", JSONValue.number("1.0")), ("1e3", JSONValue.number("1e3")),
            ("-0.5E-07", JSONValue.number("-0.5E-07")),
            (#""""#, ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u0041\u00e9\u738b\u0000""#, "Aé王\0"),
            (#""\ud83d\ude00\uDBFF\uDFFF""#, "😀\u{10ffff}"), ("\"王é😀\u{7f}\u{feff}\"", "王é😀\u{7f}\u{feff}"),
            (#"{"":1}"#, ["": 1]),
            ("{\"a\":1,\"A\":2,\"\u{e1}\":3,\"a\u{301}\":4}", ["a": 1, "A": 2, "\u{e1}": 3, "a\u{301}": 4]),
        ] as [(String, JSONValue?)])
    func accepted(_ text: String, _ value: JSONValue?) throws {
        #expect(try Self.read(text) == value ?? .null)
    }

    @Test(
        "Text that is not JSON, repeated names and lone surrogates are refused",
        arguments: [
            ("", .empty), (" \n\t\r ", .empty), ("\u{feff}1", .byteOrderMark), ("1 2", .trailingData),
            ("{}}", .trailingData), ("[]\0", .trailingData), ("nul", .syntaxInvalid), ("True", .syntaxInvalid),
            ("NaN", .syntaxInvalid), ("Infinity", .syntaxInvalid), ("'a'", .syntaxInvalid),
            ("undefined", .syntaxInvalid),
            ("[1,]", .syntaxInvalid), ("[,1]", .syntaxInvalid), ("[1 2]", .syntaxInvalid), ("[", .syntaxInvalid),
            ("[1", .syntaxInvalid), ("]", .syntaxInvalid), ("[1}", .syntaxInvalid), ("{", .syntaxInvalid),
            ("{\"a\"}", .syntaxInvalid), ("{\"a\":}", .syntaxInvalid), ("{\"a\":1,}", .syntaxInvalid),
            ("{a:1}", .syntaxInvalid), ("{1:1}", .syntaxInvalid), ("{\"a\" 1}", .syntaxInvalid),
            ("{\"a\":1 \"b\":2}", .syntaxInvalid), ("/**/1", .syntaxInvalid), ("// x\n1", .syntaxInvalid),
            ("\u{a0}1", .syntaxInvalid), ("\u{c}1", .syntaxInvalid), ("\"", .syntaxInvalid), ("\"a", .syntaxInvalid),
            ("\"\\n", .syntaxInvalid), ("\"a\nb\"", .stringInvalid), ("\"\0\"", .stringInvalid),
            ("\"\u{1f}\"", .stringInvalid),
            (#""\x41""#, .stringInvalid), (#""\'""#, .stringInvalid), (#""\u12""#, .stringInvalid),
            (#""\u123g""#, .stringInvalid), (#""\u+123""#, .stringInvalid), (#""\U0041""#, .stringInvalid),
            ("\"\\", .stringInvalid), (#""\ud800""#, .surrogateLone), (#""\udc00""#, .surrogateLone),
            (#""\ud800\u0041""#, .surrogateLone), (#""\ud800\ud800""#, .surrogateLone), (#""\ud800x""#, .surrogateLone),
            (#""\udc00\ud800""#, .surrogateLone), ("01", .numberInvalid), ("-01", .numberInvalid),
            ("00", .numberInvalid),
            ("-", .numberInvalid), ("1.", .numberInvalid), ("1.e1", .numberInvalid), ("1e", .numberInvalid),
            ("1e+", .numberInvalid), ("+1", .syntaxInvalid), (".5", .syntaxInvalid), ("-.5", .numberInvalid),
            ("-a", .numberInvalid), ("0x10", .trailingData), ("1_000", .trailingData), ("１", .syntaxInvalid),
            (#"{"a":1,"a":1}"#, .nameRepeated), (#"{"a":1,"\u0061":2}"#, .nameRepeated),
            (#"{"b":0,"\u0061b":1,"ab":2}"#, .nameRepeated), (#"{"\u0061":1,"b":2,"\u0061":3}"#, .nameRepeated),
            (#"[{"":1,"":2}]"#, .nameRepeated),
        ] as [(String, JSONError.Reason)])
    func refused(_ text: String, _ reason: JSONError.Reason) {
        #expect(Self.failure(text)?.reason == reason)
    }

    @Test(
        "Bytes that are not UTF-8 are refused",
        arguments: [
            [0x80], [0xc0, 0x80], [0xc1, 0xbf], [0xc2], [0xc2, 0x41], [0xe0, 0x9f, 0xbf], [0xed, 0xa0, 0x80],
            [0xed, 0xbf, 0xbf],
            [0xef, 0xbf], [0xf0, 0x8f, 0xbf, 0xbf], [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80],
            [0xf0, 0x9f, 0x98],
            [0xff], [0xe4, 0xb8, 0x41],
        ] as [[UInt8]])
    func invalidUTF8(_ bytes: [UInt8]) {
        for prefix in [Array("\"".utf8), Array("\"\\n".utf8)] {
            #expect(Self.failure(prefix + bytes + Array("\"".utf8))?.reason == .encodingInvalid)
        }
        #expect(Self.failure(bytes)?.reason == .syntaxInvalid)
    }

    @Test("Every scalar is read as itself")
    func scalars() throws {
        for value in stride(from: UInt32(0x20), to: 0x110000, by: 37) {
            guard let scalar = Unicode.Scalar(value), scalar != "\"", scalar != "\\" else { continue }
            #expect(try Self.read("\"\(scalar)\"") == .string(String(scalar)))
        }
    }

    @Test("Values nested deeper than 32 are refused")
    func depth() {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(Self.failure(nested(32)) == nil)
        #expect(Self.failure(nested(33))?.reason == .tooDeep)
        #expect(Self.failure(nested(33))?.column == 33)
        #expect(Self.failure(Array(repeating: UInt8(ascii: "["), count: 1_000_000))?.reason == .tooDeep)
        let objects = String(repeating: #"{"a":"#, count: 100_000)
        #expect(Self.failure(objects)?.reason == .tooDeep)
    }

    @Test("A text longer than the limit, or with more values, is refused")
    func size() {
        #expect(Self.failure(Array("123".utf8), limits: JSONReader.Limits(bytes: 3)) == nil)
        #expect(Self.failure(Array("1234".utf8), limits: JSONReader.Limits(bytes: 3))?.code == "json.too_large")
        #expect(JSONReader.Limits().bytes == 16_777_216)
        let few = JSONReader.Limits(values: 4)
        #expect(Self.failure(Array("[1,2,3]".utf8), limits: few) == nil)
        for text in ["[1,2,3,4]", #"{"a":1,"b":2}"#] {
            #expect(Self.failure(Array(text.utf8), limits: few)?.reason == .tooLarge)
        }
    }

    @Test("A repeated name is found among a thousand")
    func repeatedNames() throws {
        let names = (0..<1000).map { "\"n\($0)\":0" }
        _ = try Self.read("{" + names.joined(separator: ",") + "}")
        for repeated in [0, 22, 23, 24, 25, 999] {
            let error = Self.failure("{" + names.joined(separator: ",") + ",\"n\(repeated)\":1}")
            #expect(error?.reason == .nameRepeated)
            #expect(error?.message == "the name \"n\(repeated)\" is there twice")
        }
    }

    @Test(
        "An error has the line and column of the fault",
        arguments: [
            ("[1,\n  x]", 2, 3), ("{\"王小明é\": x}", 1, 10), ("\r\n\r\nx", 3, 1), ("{\"a\":1,\n \"a\":2}", 2, 2),
            ("[\"a\\u12\"]", 1, 8), ("[\"\\ud800\"]", 1, 3), ("[\"é\u{1}\"]", 1, 4), ("1 x", 1, 3), ("[1", 1, 3),
        ])
    func errorPosition(_ text: String, _ line: Int, _ column: Int) {
        let error = Self.failure(text)
        #expect(error?.line == line)
        #expect(error?.column == column)
        #expect(error?.location == "line \(line), column \(column)")
    }

    @Test("A value has its line and column")
    func valuePosition() throws {
        let value = try JSONReader.read(Array("{\n  \"王\": [null, \"é\", {\"b\": 1}]\n}".utf8))
        #expect(value.position == JSONPosition(line: 1, column: 1))
        #expect(value["王"]?.position == JSONPosition(line: 2, column: 8))
        for (path, column) in [("王[1]", 15), ("王[2].b", 26), ("王[2].c", 20), ("王[7]", 8)] {
            #expect(value.descendant(at: path).position == JSONPosition(line: 2, column: column))
        }
        let later = try JSONReader.read(Array("\n1".utf8), firstLine: 41)
        #expect(later.position == JSONPosition(line: 42, column: 1))
    }

    @Test("An error's description has code, message, location and advice")
    func description() {
        #expect(
            Self.failure("[1 2]")?.description
                == "json.syntax_invalid: expected ',' or ']', found '2' (line 1, column 4). Correct the JSON there.")
        let codes = Set(JSONError.Reason.allCases.map(\.rawValue))
        #expect(codes.count == JSONError.Reason.allCases.count)
    }
}
