import Testing

@testable import Hufu

@Suite("JSONWriter")
struct JSONWriterTests {
    static let sample: JSONValue = [
        "z": [1, -2, []], "a": ["b": .null, "c": [:]], "t": true, "f": false, "s": "x\"\\/\n",
    ]

    @Test("The compact form has no white space")
    func compact() {
        #expect(
            JSONWriter.text(Self.sample)
                == #"{"z":[1,-2,[]],"a":{"b":null,"c":{}},"t":true,"f":false,"s":"x\"\\/\n"}"#)
    }

    @Test("The pretty form is indented by two spaces")
    func pretty() {
        let text = """
            {
              "z": [
                1,
                -2,
                []
              ],
              "a": {
                "b": null,
                "c": {}
              },
              "t": true,
              "f": false,
              "s": "x\\"\\\\/\\n"
            }
            """
        #expect(JSONWriter.text(Self.sample, .pretty) == text)
    }

    @Test("JSON that was written is read back equal")
    func roundTrip() throws {
        for style in [JSONWriter.Style.compact, .pretty] {
            let bytes = JSONWriter.bytes(Self.sample, style)
            #expect(try JSONReader.read(bytes).value == Self.sample)
        }
    }

    @Test("Control and formatting characters are escaped, and no others")
    func escapes() throws {
        for value in UInt32(0)...0x10ffff {
            guard let scalar = Unicode.Scalar(value), value < 0x3000 || scalar.isControlOrFormatting || value % 4099 == 0 else {
                continue
            }
            let bytes = JSONWriter.bytes(.string(String(scalar)))
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(!text.unicodeScalars.contains { $0.isControlOrFormatting })
            #expect(text.utf8.count <= 8)
            #expect(try JSONReader.read(bytes).value == .string(String(scalar)))
        }
        #expect(
            JSONWriter.text("\u{0}\u{1b}\u{7f}\u{85}\u{61c}\u{200f}\u{2028}\u{202e}\u{2066}\u{feff}\u{fffb}")
                == #""\u0000\u001b\u007f\u0085\u061c\u200f\u2028\u202e\u2066\ufeff\ufffb""#)
        #expect(JSONWriter.text("王\u{200b}é😀\u{fffc}") == "\"王\u{200b}é😀\u{fffc}\"")
    }

    @Test("Both tests of a byte agree on which may begin a control or formatting character")
    func firstBytes() {
        for byte in UInt8.min...UInt8.max { #expect((byte.formattingLead == 1) == byte.mayBeginFormattingCharacter) }
    }

    @Test("The control and formatting characters are those of the profile")
    func characters() {
        let ranges: [ClosedRange<UInt32>] = [
            0x00...0x1f, 0x7f...0x9f, 0x61c...0x61c, 0x200e...0x200f, 0x2028...0x202e, 0x2066...0x2069,
            0xfeff...0xfeff, 0xfff9...0xfffb,
        ]
        for value in UInt32(0)...0x10ffff {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isControlOrFormatting = ranges.contains { $0.contains(value) }
            if scalar.isControlOrFormatting != isControlOrFormatting { Issue.record("U+\(String(value, radix: 16))") }
            if isControlOrFormatting || value < 0x10000 {
                if ("王" + String(scalar)).firstFormattingCharacter != (isControlOrFormatting ? scalar : nil) {
                    Issue.record("in a text: U+\(String(value, radix: 16))")
                }
            }
        }
    }

    @Test("A number keeps the text that it was read with")
    func numbers() {
        #expect(JSONWriter.text(JSONValue.number("1.50e+7")) == "1.50e+7")
        #expect(JSONWriter.text(.integer(.min)) == "-9223372036854775808")
    }

    @Test("A value has its path, in which unusual names are quoted")
    func paths() throws {
        let root = try JSONReader.read(Array(#"[0, {"b": {}}, 1, {"c": 1, "a": [{}, {"x y": 2, "a\u001b": 3}]}]"#.utf8))
        #expect(root.path == "")
        let object = try #require(try root.array().last?["a"]?.array().last)
        #expect(object.path == "[3].a[1]")
        #expect(object["x y"]?.path == #"[3].a[1]["x y"]"#)
        #expect(object["a\u{1b}"]?.path == #"[3].a[1]["a\u001b"]"#)
    }
}

@Suite struct JSONBinaryTextTests {
    static let vectors: [(String, String)] = [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ]

    @Test("Base64 of RFC 4648 is encoded and decoded", arguments: vectors)
    func base64(_ content: String, _ text: String) {
        #expect(Base64.encode(Array(content.utf8)) == text)
        #expect(Base64.decode(text) == Array(content.utf8))
        let url = text.filter { $0 != "=" }
        #expect(Base64.encode(Array(content.utf8), .url) == url)
        #expect(Base64.decode(url, .url) == Array(content.utf8))
    }

    @Test("Base64 with missing padding, other characters or non-zero trailing bits is refused", arguments: [
        "Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm8", "=", "====", "Zg==Zg==", "Zm9v ", "Zm9v\n", "Zm-_", "Zm9v=",
        "Z=g=", "é===",
    ])
    func base64Strict(_ text: String) { #expect(Base64.decode(text) == nil) }

    @Test("Base64url with padding, other characters or non-zero trailing bits is refused", arguments: ["Z", "Zg==", "Zh", "Zm+/", "Zm9vY"])
    func base64URLStrict(_ text: String) { #expect(Base64.decode(text, .url) == nil) }

    @Test("All byte values survive Base64, Base64url and hex")
    func allBytes() {
        let bytes = [UInt8](0...255)
        #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        #expect(Base64.decode(Base64.encode(bytes, .url), .url) == bytes)
        #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        #expect(Hex.encode([0x00, 0x9f, 0xaf]) == "009faf")
    }

    @Test("Hex of odd length or with other characters is refused")
    func hexStrict() {
        #expect(Hex.decode("AF") == [0xaf])
        #expect(Hex.decode("AF", lowerCaseOnly: true) == nil)
        for text in ["a", "0g", " 0", "0x00", "é"] { #expect(Hex.decode(text) == nil) }
    }
}
