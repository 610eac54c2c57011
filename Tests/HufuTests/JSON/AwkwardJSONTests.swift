import HufuTestSupport
import Testing

@testable import Hufu

/// Kinds of JSON on which readers differ, as licences: each is issued and verified with the values it means, or has one code.
@Suite("JSON on which readers differ")
struct AwkwardJSONTests {
    /// A licence in which `height` has this text for its value.
    private static func license(height: String) -> String { license(#""height": \#(height)"#) }

    /// A licence with this text for one of its members.
    private static func license(_ member: String) -> String {
        """
        {"document_number": "D1", "family_name": "Meier", "birth_date": "1990-02-03", "issue_date": "2020-01-02", \
        "expiry_date": "2030-01-02", "issuing_country": "CN", "nationality": "DE", \(member), \
        "driving_privileges": [{"scheme": "CN", "vehicle_category_code": "C1"}]}
        """
    }

    private func code(_ json: [UInt8]) async throws -> String? {
        do {
            try await check(License(json: json))
            return nil
        } catch {
            let error = try #require(error as? LicenseError)
            #expect(error.description.firstFormattingCharacter == nil && error.description.utf8.count < 1_000)
            return error.code
        }
    }

    /// Issues, presents and verifies a licence.
    private func check(_ license: License) async throws {
        let fixture = try Fixture()
        let token = try await fixture.token(fixture.credential(license, redacting: .nothing))
        let verdict = fixture.verify(token.text())
        #expect(verdict.code == .ok)
        #expect(verdict.license?.license == license)
    }

    private func expect(_ json: String, _ expected: String?) async throws {
        let found = try await code(Array(json.utf8))
        #expect(found == expected, "\(json.prefix(400))")
    }

    @Test(
        "A number is read only if it is an integer without fraction and exponent, in the one form of RFC 8259",
        arguments: [
            ("178", nil), ("0", "license.value_invalid"), ("-1", "license.value_invalid"),
            ("1780", "license.value_invalid"),
            ("9223372036854775807", "license.value_invalid"),
            ("-9223372036854775808", "license.value_invalid"), ("9223372036854775808", "json.type_mismatch"),
            ("1.0", "json.type_mismatch"), ("1e0", "json.type_mismatch"), ("10E-1", "json.type_mismatch"),
            ("0.1e1", "json.type_mismatch"), ("-0", "json.type_mismatch"), ("1e400", "json.type_mismatch"),
            ("1e-400", "json.type_mismatch"), ("1.0000000000000000000001", "json.type_mismatch"),
            ("01", "json.number_invalid"), ("-01", "json.number_invalid"), ("00", "json.number_invalid"),
            ("1.", "json.number_invalid"), ("1.e1", "json.number_invalid"), ("1e", "json.number_invalid"),
            ("1e+", "json.number_invalid"), ("1E-", "json.number_invalid"), ("-", "json.number_invalid"),
            ("--1", "json.number_invalid"), ("-a", "json.number_invalid"), ("- 1", "json.number_invalid"),
            ("-NaN", "json.number_invalid"), ("-Infinity", "json.number_invalid"), ("1.5.5", "json.syntax_invalid"),
            ("+1", "json.syntax_invalid"), (".5", "json.syntax_invalid"), ("0x1", "json.syntax_invalid"),
            ("0b1", "json.syntax_invalid"), ("1_0", "json.syntax_invalid"), ("1 0", "json.syntax_invalid"),
            ("1n", "json.syntax_invalid"), ("1f", "json.syntax_invalid"), ("NaN", "json.syntax_invalid"),
            ("Infinity", "json.syntax_invalid"), ("１", "json.syntax_invalid"), ("1,5", "json.syntax_invalid"),
            ("(1)", "json.syntax_invalid"), ("\"1\"", "json.type_mismatch"), ("true", "json.type_mismatch"),
            ("null", "json.type_mismatch"), ("[1]", "json.type_mismatch"), ("{}", "json.type_mismatch"),
        ] as [(String, String?)])
    func numbers(form: String, expected: String?) async throws {
        try await expect(Self.license(height: form), expected)
    }

    @Test("A number of a million digits is refused, and its message is short")
    func longNumbers() async throws {
        let digits = String(repeating: "9", count: 1_000_000)
        for form in [digits, "-" + digits, "0." + digits, "1e" + digits, "1" + digits + "." + digits] {
            try await expect(Self.license(height: form), "json.type_mismatch")
        }
        try await expect(Self.license(height: "0" + digits), "json.number_invalid")
    }

    @Test(
        "A string is read with its escapes, of which each has one meaning",
        arguments: [
            (#""Meier""#, "Meier"), (#""\u004d\u0065ier""#, "Meier"), (#""M\/ier""#, "M/ier"),
            (#""M\"\\ier""#, #"M"\ier"#), (#""\u738B\u5c0f""#, "王小"), (#""\ud842\udfb7""#, "𠮷"), ("\"𠮷\"", "𠮷"),
            (#""\uD83D\uDE00""#, "😀"), (#""\u00e9""#, "é"), (#""\u0022""#, "\""), (#""\u005c""#, "\\"),
            (#""\\u0041""#, #"\u0041"#),
        ])
    func escapes(form: String, meaning: String) async throws {
        try await expect(Self.license("\"given_name\": \(form)"), nil)
        let license = try License(json: Array(Self.license("\"given_name\": \(form)").utf8))
        #expect(license.givenName.map { Array($0.utf8) } == Array(meaning.utf8))
    }

    @Test(
        "A string that is none, or whose text no licence may have, is refused",
        arguments: [
            (#""\x41""#, "json.string_invalid"), (#""\'""#, "json.string_invalid"), (#""\a""#, "json.string_invalid"),
            (#""\0""#, "json.string_invalid"), (#""\v""#, "json.string_invalid"), (#""\U0041""#, "json.string_invalid"),
            (#""\u41""#, "json.string_invalid"), (#""\u{41}""#, "json.string_invalid"),
            (#""\u00zz""#, "json.string_invalid"), (#""\u 041""#, "json.string_invalid"),
            (#""\u-041""#, "json.string_invalid"), ("\"a\tb\"", "json.string_invalid"),
            ("\"a\nb\"", "json.string_invalid"), ("\"a\rb\"", "json.string_invalid"),
            ("\"a\0b\"", "json.string_invalid"),
            ("\"a\u{1b}[2Jb\"", "json.string_invalid"), ("\"a\\\nb\"", "json.string_invalid"),
            (#""\ud800""#, "json.surrogate_lone"), (#""\udfff""#, "json.surrogate_lone"),
            (#""\ud800\ud800""#, "json.surrogate_lone"), (#""\udc00\ud800""#, "json.surrogate_lone"),
            (#""\ud83dx\ude00""#, "json.surrogate_lone"), (#""\ud83d\n""#, "json.surrogate_lone"),
            (#""\ud83d\u0041""#, "json.surrogate_lone"), (#""\u0000""#, "license.text_invalid"),
            (#""a\u0000b""#, "license.text_invalid"), (#""a\nb""#, "license.text_invalid"),
            (#""a\tb""#, "license.text_invalid"), (#""a\bb""#, "license.text_invalid"),
            (#""\u001b[2J""#, "license.text_invalid"), ("\"a\u{7f}b\"", "license.text_invalid"),
            (#""\u202e""#, "license.text_invalid"), ("\"\u{feff}a\"", "license.text_invalid"),
            ("\"a\u{2028}b\"", "license.text_invalid"), (#""\uffff""#, "license.text_damaged"),
            (#""\ufdd0""#, "license.text_damaged"), (#""\udbff\udfff""#, "license.text_damaged"),
            (#""\u0065\u0301""#, "license.text_not_normalized"), ("\"\"", "license.text_length"),
            ("'a'", "json.syntax_invalid"), ("`a`", "json.syntax_invalid"), ("“a”", "json.syntax_invalid"),
            ("a", "json.syntax_invalid"), ("\"a\" \"b\"", "json.syntax_invalid"),
            ("\"a\" + \"b\"", "json.syntax_invalid"),
            ("\"\"\"a\"\"\"", "json.syntax_invalid"), ("\"a\"\"", "json.syntax_invalid"),
        ])
    func strings(form: String, expected: String) async throws {
        try await expect(Self.license("\"given_name\": \(form)"), expected)
    }

    @Test("A string of a megabyte is refused for its length")
    func longString() async throws {
        for text in ["a", "王", #"\u0041"#, "\\\\"] {
            let long = String(repeating: text, count: 300_000)
            try await expect(Self.license("\"given_name\": \"\(long)\""), "license.text_length")
        }
    }

    @Test("Bytes that are not UTF-8 are refused wherever they stand")
    func invalidUTF8() async throws {
        let whole = Array(Self.license("\"given_name\": \"@\"").utf8)
        let place = try #require(whole.firstIndex(of: UInt8(ascii: "@")))
        for bytes: [UInt8] in [
            [0x80], [0xbf], [0xc0, 0xaf], [0xc1, 0x81], [0xc3], [0xe0, 0x80, 0xaf], [0xe4, 0xb8], [0xed, 0xa0, 0x80],
            [0xed, 0xbf, 0xbf], [0xf0, 0x80, 0x80, 0xaf], [0xf0, 0x9f, 0x98], [0xf4, 0x90, 0x80, 0x80],
            [0xf8, 0x88, 0x80, 0x80, 0x80], [0xfc], [0xfe], [0xff], [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80], [0xe9],
        ] {
            let text = Array(whole[..<place]) + bytes + Array(whole[(place + 1)...])
            #expect(try await code(text) == "json.encoding_invalid", "\(bytes)")
            #expect(try await code(bytes + whole) == "json.syntax_invalid", "\(bytes)")
            #expect(try await code(whole + bytes) == "json.trailing_data", "\(bytes)")
        }
    }

    @Test("White space is that of RFC 8259, and as much of it as one likes")
    func whiteSpace() async throws {
        let compact = Self.license(height: "100")
        for space in [" ", "\t", "\n", "\r\n", "\r", " \t\r\n", String(repeating: " ", count: 10_000)] {
            try await expect(space + Self.license("\(space)\"sex\"\(space):\(space)1\(space)") + space, nil)
        }
        for space in [
            "\u{a0}", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{3000}", "\u{200b}", "\u{1680}", "\0", "\u{7f}",
        ] {
            try await expect(Self.license(height: space + "1"), "json.syntax_invalid")
            try await expect(compact + space, "json.trailing_data")
        }
    }

    @Test("What is not one object of a licence is refused as what it is")
    func wholeTexts() async throws {
        let license = Self.license(height: "100")
        for (text, expected) in [
            ("", "json.empty"), (" \r\n\t ", "json.empty"), ("\u{feff}\(license)", "json.byte_order_mark"),
            ("\u{feff}", "json.byte_order_mark"), ("null", "json.type_mismatch"), ("1", "json.type_mismatch"),
            ("\"\"", "json.type_mismatch"), ("[]", "json.type_mismatch"), ("[\(license)]", "json.type_mismatch"),
            ("{}", "license.field_missing"), ("\(license)\(license)", "json.trailing_data"),
            ("\(license),", "json.trailing_data"), ("\(license)}", "json.trailing_data"),
            ("\(license)\0", "json.trailing_data"), ("\(license)// x", "json.trailing_data"),
            ("\(license)#", "json.trailing_data"), ("// x\n\(license)", "json.syntax_invalid"),
            ("/* x */\(license)", "json.syntax_invalid"), ("# x\n\(license)", "json.syntax_invalid"),
            (")]}'\n\(license)", "json.syntax_invalid"), ("(\(license))", "json.syntax_invalid"),
            ("callback(\(license))", "json.syntax_invalid"), ("\u{1e}\(license)", "json.syntax_invalid"),
            ("data:\(license)", "json.syntax_invalid"), ("---\n", "json.number_invalid"),
            ("<a/>", "json.syntax_invalid"),
        ] {
            try await expect(text, expected)
        }
        for encoding in [[UInt8]](arrayLiteral: [0xff, 0xfe], [0xfe, 0xff], []) {
            let units = license.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
            #expect(try await code(encoding + units) == "json.syntax_invalid")
        }
    }

    @Test(
        "A structure that is open, wrong or has a comma too many is refused",
        arguments: [
            (#""sex": 1,"#, "json.syntax_invalid"), (#","sex": 1"#, "json.syntax_invalid"),
            (#""sex": 1 "nationality": "DE""#, "json.syntax_invalid"), (#""sex" 1"#, "json.syntax_invalid"),
            (#""sex":: 1"#, "json.syntax_invalid"), (#""sex": "#, "json.syntax_invalid"),
            (#"sex: 1"#, "json.syntax_invalid"),
            (#"'sex': 1"#, "json.syntax_invalid"), (#"1: 1"#, "json.syntax_invalid"),
            (#"null: 1"#, "json.syntax_invalid"),
            (#""sex": 1; "x": 1"#, "json.syntax_invalid"), (#""sex" = 1"#, "json.syntax_invalid"),
            (#""sex": /* x */ 1"#, "json.syntax_invalid"), ("\"sex\": // x\n 1", "json.syntax_invalid"),
            (#""sex": [1}"#, "json.syntax_invalid"), (#""sex": {"a": 1]"#, "json.syntax_invalid"),
            (#""sex": [1,]"#, "json.syntax_invalid"), (#""sex": [,1]"#, "json.syntax_invalid"),
            (#""sex": [1,,2]"#, "json.syntax_invalid"), (#""sex": {"a": 1,}"#, "json.syntax_invalid"),
            (#""sex": True"#, "json.syntax_invalid"), (#""sex": nul"#, "json.syntax_invalid"),
            (#""sex": undefined"#, "json.syntax_invalid"), (#"..."#, "json.syntax_invalid"),
            (#""sex": 1, "sex": 1"#, "json.name_repeated"), (#""sex": 1, "sex": 2"#, "json.name_repeated"),
            (#""sex": 1, "\u0073ex": 2"#, "json.name_repeated"),
            (#""family_name": "X", "sex": 1"#, "json.name_repeated"), (#""\u0073ex": 1"#, nil),
            (#""Sex": 1"#, "json.name_unknown"), (#""sex ": 1"#, "json.name_unknown"), (#""": 1"#, "json.name_unknown"),
            (#""\u0000": 1"#, "json.name_unknown"), (#""__proto__": {}"#, "json.name_unknown"),
            (#""se\u0301x": 1"#, "json.name_unknown"), (#""\ud800": 1"#, "json.surrogate_lone"),
            (#""ѕex": 1"#, "json.name_unknown"),
        ] as [(String, String?)])
    func structures(member: String, expected: String?) async throws {
        try await expect(Self.license(member), expected)
    }

    @Test("No beginning of a licence is one, and none is worse than an error of JSON")
    func truncated() throws {
        let whole = Array(Self.license(#""given_name": "\u00e9王""#).utf8)
        for length in 0..<whole.count {
            let error = #expect(throws: LicenseError.self) { try License(json: Array(whole[..<length])) }
            #expect(error?.code.hasPrefix("json.") == true, "\(length): \(String(describing: error))")
        }
    }

    @Test("Whatever one byte of a licence becomes, it is read and means the same when it is written again, or refused")
    func oneByte() throws {
        var refused = 0
        let whole = Array(Self.license(#""given_name": "\u00e9王""#).utf8)
        for place in whole.indices {
            for byte in [0, 0x0a, 0x20, 0x22, 0x2c, 0x30, 0x3a, 0x5b, 0x5c, 0x5d, 0x7b, 0x7d, 0x80, 0xc3, 0xff]
                as [UInt8]
            {
                var changed = whole
                changed[place] = byte
                guard let license = try? License(json: changed) else {
                    refused += 1
                    continue
                }
                #expect(try License(json: Array(license.json.utf8)) == license)
            }
        }
        // The bytes inside of texts and of white space may be others; no others may.
        #expect(refused > whole.count * 10)
    }

    @Test(
        "Depth is bounded, however it is nested",
        arguments: ["[", "{\"a\":", "[{\"a\":", "[[1],", "{\"a\":{},\"b\":"])
    func depth(opening: String) async throws {
        for count in [40, 1_000, 300_000] {
            try await expect(Self.license(height: String(repeating: opening, count: count)), "json.too_deep")
        }
    }

    @Test("A text of very many values or names is refused before memory is taken for them")
    func manyValues() async throws {
        for value in ["0,", "[],", "{},", "\"\",", "\"\\n\","] {
            let values = "[" + String(repeating: value, count: 600_000) + "0]"
            try await expect(Self.license(height: values), "json.too_large")
        }
        let names = (0..<300_000).map { "\"\($0)\":0" }.joined(separator: ",")
        try await expect(Self.license(names), "json.too_large")
    }
}
