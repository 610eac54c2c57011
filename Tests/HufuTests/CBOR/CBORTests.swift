import HufuTestSupport
import Testing

@testable import Hufu

@Suite("CBOR")
struct CBORTests {
    private func check(_ hex: String, _ limits: CBORReader.Limits = .code) throws -> CBORError.Reason? {
        let bytes = try #require(Hex.decode(hex))
        var reader = CBORReader(bytes.span)
        do throws(CBORError) { try reader.validateWholeItem(limits) } catch { return error.reason }
        return nil
    }

    /// RFC 8949 appendix A, without what the profile excludes; the notation is that of the same table.
    @Test(
        "Deterministic CBOR is accepted, with its diagnostic notation",
        arguments: [
            ("00", "0"), ("01", "1"), ("0a", "10"), ("17", "23"), ("1818", "24"), ("1819", "25"), ("1864", "100"),
            ("1903e8", "1000"), ("1a000f4240", "1000000"), ("1b000000e8d4a51000", "1000000000000"),
            ("1bffffffffffffffff", "18446744073709551615"), ("3bffffffffffffffff", "-18446744073709551616"),
            ("20", "-1"), ("29", "-10"), ("3863", "-100"), ("3903e7", "-1000"), ("f4", "false"), ("f5", "true"),
            ("f6", "null"), ("c11a514b67b0", "1(1363896240)"), ("d74401020304", "23(h'01020304')"),
            ("d818456449455446", "24(h'6449455446')"), ("40", "h''"), ("4401020304", "h'01020304'"), ("60", "\"\""),
            ("6161", "\"a\""), ("6449455446", "\"IETF\""), ("62225c", "\"\\\"\\\\\""), ("62c3bc", "\"ü\""),
            ("63e6b0b4", "\"水\""), ("64f0908591", "\"𐅑\""), ("80", "[]"), ("83010203", "[1,2,3]"),
            ("8301820203820405", "[1,[2,3],[4,5]]"),
            (
                "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
                "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25]"
            ),
            ("a0", "{}"), ("a201020304", "{1:2,3:4}"), ("a26161016162820203", "{\"a\":1,\"b\":[2,3]}"),
            ("826161a161626163", "[\"a\",{\"b\":\"c\"}]"),
            (
                "a56161614161626142616361436164614461656145",
                "{\"a\":\"A\",\"b\":\"B\",\"c\":\"C\",\"d\":\"D\",\"e\":\"E\"}"
            ),
        ])
    func accepted(hex: String, notation: String) throws {
        #expect(try check(hex) == nil)
        let bytes = try #require(Hex.decode(hex))
        var reader = CBORReader(bytes.span)
        var diagnostic = Diagnostic()
        try diagnostic.write(&reader)
        #expect(diagnostic.text.filter { $0 != " " && $0 != "\n" } == notation)
    }

    /// RFC 8949 appendices A and F.
    @Test(
        "CBOR that is not well-formed, not deterministic or not in the profile is refused",
        arguments: [
            ("f90000", CBORError.Reason.floatingPoint), ("fa47c35000", .floatingPoint),
            ("fb3ff199999999999a", .floatingPoint),
            ("f97e00", .floatingPoint), ("f7", .simpleValue), ("f0", .simpleValue), ("f8ff", .simpleValue),
            ("f820", .simpleValue), ("f83b", .simpleValue), ("f800", .simpleValue), ("f814", .simpleValue),
            ("5f42010243030405ff", .indefiniteLength), ("7f657374726561646d696e67ff", .indefiniteLength),
            ("9fff", .indefiniteLength), ("bf61610161629f0203ffff", .indefiniteLength), ("ff", .indefiniteLength),
            ("1800", .notShortest), ("1817", .notShortest), ("1900ff", .notShortest), ("1a0000ffff", .notShortest),
            ("1b00000000ffffffff", .notShortest), ("3817", .notShortest), ("580100", .notShortest),
            ("780161", .notShortest), ("980100", .notShortest), ("b8010000", .notShortest), ("d80000", .notShortest),
            ("1c", .reservedHead), ("5d", .reservedHead), ("fc", .reservedHead), ("dc00", .reservedHead),
            ("18", .truncated), ("19ff", .truncated), ("42ff", .truncated), ("6261", .truncated), ("81", .truncated),
            ("a101", .truncated), ("c1", .truncated), ("", .truncated), ("5b7fffffffffffffff00", .truncated),
            ("5bffffffffffffffff00", .truncated), ("9b8000000000000000", .truncated),
            ("bbffffffffffffffff", .truncated),
            ("bb800000000000000000", .truncated), ("61ff", .invalidUTF8), ("62c080", .invalidUTF8),
            ("63eda080", .invalidUTF8), ("64f4908080", .invalidUTF8), ("63e08080", .invalidUTF8),
            ("61c3", .invalidUTF8),
            ("0000", .trailingBytes), ("a201020102", .keyOrder), ("a203010100", .keyOrder), ("a261610020f6", .keyOrder),
            ("a14000", .keyType), ("a1f600", .keyType), ("a18000", .keyType), ("a1c10000", .keyType),
            ("a1f83b00", .simpleValue),
        ])
    func refused(hex: String, reason: CBORError.Reason) throws { #expect(try check(hex) == reason) }

    @Test("simple(59) is allowed only as a map key where redaction is allowed")
    func redactionKey() throws {
        #expect(try check("a1f83b80", .redactable) == nil)
        #expect(try check("81f83b", .redactable) == .simpleValue)
    }

    @Test("Items nested deeper than 16 are refused")
    func depth() throws {
        #expect(try check(String(repeating: "81", count: 16) + "00") == nil)
        #expect(try check(String(repeating: "81", count: 16) + "80") == nil)
        #expect(try check(String(repeating: "81", count: 17) + "00") == .tooDeep)
        #expect(try check(String(repeating: "c1", count: 17) + "00") == .tooDeep)
        #expect(try check(String(repeating: "a100", count: 17) + "00") == .tooDeep)
        #expect(try check(String(repeating: "81", count: 100_000)) == .tooDeep)
    }

    @Test("A container of a code has at most 256 elements, one of a file any number")
    func elements() throws {
        let zeros = { String(repeating: "00", count: $0) }
        #expect(try check("990100" + zeros(256)) == nil)
        #expect(try check("990101" + zeros(257)) == .tooManyElements)
        #expect(try check("990101" + zeros(257), .file) == nil)
        #expect(try check("990101" + zeros(256)) == .truncated)
    }

    @Test("A text key longer than 255 bytes is refused")
    func textKeys() throws {
        #expect(try check("a178ff" + String(repeating: "61", count: 255) + "00") == nil)
        #expect(try check("a1790100" + String(repeating: "61", count: 256) + "00") == .outOfRange)
    }

    @Test(
        "An integer is written with the shortest head and read back",
        arguments: [0, 23, 24, 255, 256, 65_535, 65_536, 4_294_967_295, 4_294_967_296, Int.max])
    func integers(value: Int) throws {
        for value in [value, -1 - value] {
            let bytes = CBORWriter.encode { $0.integer(value) }
            var reader = CBORReader(bytes.span)
            #expect(try reader.clampedInteger() == value)
            #expect(try check(Hex.encode(bytes)) == nil)
        }
    }

    @Test("The writer makes the examples of RFC 8949 appendix A that are of this data model")
    func appendixA() {
        func written(_ body: (inout CBORWriter) -> Void) -> String { Hex.encode(CBORWriter.encode(body)) }
        let integers = [
            0: "00", 1: "01", 10: "0a", 23: "17", 24: "1818", 25: "1819", 100: "1864", 1_000: "1903e8",
            1_000_000: "1a000f4240", 1_000_000_000_000: "1b000000e8d4a51000", -1: "20", -10: "29", -100: "3863",
            -1_000: "3903e7",
        ]
        for (value, expected) in integers { #expect(written { $0.integer(value) } == expected) }
        #expect(written { $0.head(.unsigned, .max) } == "1bffffffffffffffff")
        #expect(written { $0.head(.negative, .max) } == "3bffffffffffffffff")
        for (value, expected) in [false: "f4", true: "f5"] { #expect(written { $0.boolean(value) } == expected) }
        #expect(written { $0.null() } == "f6")
        let texts = [
            "": "60", "a": "6161", "IETF": "6449455446", "\"\\": "62225c", "\u{fc}": "62c3bc", "\u{6c34}": "63e6b0b4",
            "\u{10151}": "64f0908591",
        ]
        for (value, expected) in texts { #expect(written { $0.text(value) } == expected) }
        for (value, expected) in [[]: "40", [1, 2, 3, 4]: "4401020304"] as [[UInt8]: String] {
            #expect(written { $0.byteString(value) } == expected)
        }
        #expect(
            written {
                $0.tag(0)
                $0.text("2013-03-21T20:04:00Z")
            } == "c074323031332d30332d32315432303a30343a30305a")
        #expect(
            written {
                $0.tag(24)
                $0.byteString([0x64, 0x49, 0x45, 0x54, 0x46])
            } == "d818456449455446")
        #expect(
            written {
                $0.tag(2)
                $0.byteString([1] + [UInt8](repeating: 0, count: 8))
            } == "c249010000000000000000")
        #expect(
            written {
                $0.array(3)
                $0.integer(1)
                for pair in [[2, 3], [4, 5]] {
                    $0.array(2)
                    for value in pair { $0.integer(value) }
                }
            } == "8301820203820405")
        #expect(
            written {
                $0.array(25)
                for value in 1...25 { $0.integer(value) }
            } == "98190102030405060708090a0b0c0d0e0f101112131415161718181819")
        #expect(written { $0.map { _ in } } == "a0")
        #expect(
            written {
                $0.map { map in
                    map.add(3) { $0.integer(4) }
                    map.add(1) { $0.integer(2) }
                }
            } == "a201020304")
        #expect(
            written {
                $0.map { map in
                    for letter in ["e", "c", "a", "b", "d"] { map.add(letter) { $0.text(letter.uppercased()) } }
                }
            } == "a56161614161626142616361436164614461656145")
    }

    @Test(
        "A head that the end of the range cuts is truncated, even if more bytes of the payload follow",
        arguments: [1, 2, 4, 8])
    func headAtTheEndOfARange(width: Int) {
        let bytes = [UInt8](repeating: 0xff, count: 32)
        let head: [UInt8] = [0x18 | UInt8(width.trailingZeroBitCount)]
        for missing in 1...width {
            let payload = head + bytes
            var reader = CBORReader(payload.span, in: 0..<1 + width - missing)
            do throws(CBORError) {
                _ = try reader.head()
                Issue.record("\(missing) bytes are missing")
            } catch {
                #expect(error == CBORError(reason: .truncated, offset: 1 + width - missing))
            }
        }
    }

    @Test("Maps are written in the bytewise order of their encoded keys")
    func mapOrder() throws {
        let bytes = CBORWriter.encode { writer in
            writer.map { map in
                map.add("a") { $0.null() }
                map.add(-1) { $0.null() }
                map.add(1000) { $0.null() }
                map.addRedacted([])
                map.add(10) { $0.null() }
            }
        }
        #expect(Hex.encode(bytes) == "a50af61903e8f620f66161f6f83b80")
        #expect(try check(Hex.encode(bytes), .redactable) == nil)
    }

    @Test(
        "A byte string whose contents are written behind its head has the shortest head",
        arguments: [0, 1, 23, 24, 255, 256, 65_535, 65_536])
    func byteStrings(count: Int) {
        let content = [UInt8](repeating: 7, count: count)
        for isLong in [false, true] {
            var start = 0
            let bytes = CBORWriter.encode { writer in
                writer.null()
                start = writer.byteString(isLong: isLong) { $0.encoded(content) }
                writer.null()
            }
            #expect(bytes == CBORWriter.encode { $0.null() } + byteString(content) + [0xf6])
            #expect(bytes[start..<bytes.count - 1] == content[...])
        }
    }

    /// RFC 8949 section 3: the head and the contents.
    private func byteString(_ content: [UInt8]) -> [UInt8] {
        let count = content.count
        func bytes(_ number: Int) -> [UInt8] {
            (0..<number).reversed().map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
        }
        return switch count {
        case ..<24: [0x40 | UInt8(count)] + content
        case ..<256: [0x58] + bytes(1) + content
        case ..<65_536: [0x59] + bytes(2) + content
        default: [0x5a] + bytes(4) + content
        }
    }

    @Test("Random bytes never trap")
    func randomBytes() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...64, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            var reader = CBORReader(bytes.span)
            let isStrict = (try? reader.validateWholeItem(.redactable)) != nil
            var (other, diagnostic) = (CBORReader(bytes.span), Diagnostic())
            if isStrict { #expect((try? diagnostic.write(&other)) != nil) }
        }
    }
}
