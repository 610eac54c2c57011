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
            guard let scalar = Unicode.Scalar(value),
                value < 0x3000 || scalar.isControlOrFormatting || value % 4099 == 0
            else {
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
