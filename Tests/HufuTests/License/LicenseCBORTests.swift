import HufuTestSupport
import Testing

@testable import Hufu

@Suite("Licences in CBOR")
struct LicenseCBORTests {
    static func read(_ map: [UInt8], isRedacted: Bool = false) throws(LicenseError) -> License {
        var (license, entries) = (License.unread, License.ReadEntries())
        var reader = CBORReader(map.span)
        try license.readMap(from: &reader, noting: &entries)
        try license.checkRead(entries, isRedacted: isRedacted, mayContainFormattingCharacter: true)
        return license
    }

    static func map(_ entries: [License.EncodedEntry]) -> [UInt8] {
        var writer = CBORWriter()
        writer.head(.map, UInt64(entries.count))
        for entry in entries { writer.encoded(entry.key + entry.value) }
        return writer.bytes
    }

    /// The small licence with one entry's value replaced or added.
    static func map(replacing key: Int, with hex: String) throws -> [UInt8] {
        var pairs = try LicenseSample.small.encodedEntries().map { (Int($0.entry.rawValue), $0.value) }
        pairs.removeAll { $0.0 == key }
        pairs.append((key, try #require(Hex.decode(hex))))
        var writer = CBORWriter()
        writer.head(.map, UInt64(pairs.count))
        for (key, value) in pairs.sorted(by: { $0.0 < $1.0 }) {
            writer.integer(key)
            writer.encoded(value)
        }
        return writer.bytes
    }

    static func failure(_ key: Int, _ hex: String) throws -> LicenseError? {
        do {
            _ = try read(map(replacing: key, with: hex))
            return nil
        } catch { return error as? LicenseError }
    }

    @Test("A licence is read back equal, with the same bytes")
    func roundTrip() throws {
        for license in [try LicenseSample.full, try LicenseSample.small] {
            let entries = license.encodedEntries()
            #expect(entries.map(\.entry) == License.Entry.allCases.filter(license.hasEntry))
            var expected = license
            expected.documentNumber = nil
            let back = try Self.read(Self.map(entries))
            #expect(back == expected)
            #expect(back.encodedEntries().map(\.value) == entries.map(\.value))
            var check = CBORReader(Self.map(entries).span)
            try check.validateWholeItem(.code)
        }
    }

    @Test("Fields have the bytes that the profile states")
    func bytes() throws {
        let full = try LicenseSample.full
        func bytes(_ license: License, _ field: License.Field) throws -> [UInt8] {
            let entry = try #require(field.entry)
            return CBORWriter.encode { license.write(entry, of: license.shownFields, to: &$0) }
        }
        func hex(_ field: License.Field) throws -> String { Hex.encode(try bytes(full, field)) }
        #expect(try hex(.familyName) == "69e78e8be5b08fe6988e")
        #expect(try hex(.birthDate) == "391c89")
        #expect(try hex(.expiryDate) == "19591e")
        #expect(
            try hex(.drivingPrivileges)
                == "828562434e624331193c9519591e82836530312e3036613d617881623730826245556142")
        #expect(try hex(.ageOver) == "a212f51850f4")
        #expect(try hex(.standing) == "826241421a6b03f280")
        #expect(try hex(.portrait) == "82044c524946460400000057454250")
        #expect(try hex(.record).contains("03" + "63e697a0" + "04" + "820319508e"))
        let small = try LicenseSample.small
        #expect(try bytes(small, .expiryDate) == [0xf6])
        #expect(try bytes(small, .sex).isEmpty)
    }

    @Test("An allowed value is read", arguments: LicenseCBORCases.allowed)
    func allowed(_ key: Int, _ hex: String) throws {
        #expect(try Self.failure(key, hex) == nil)
    }

    @Test("A value outside the profile is refused with its field and offset", arguments: LicenseCBORCases.refused)
    func refused(_ key: Int, _ hex: String) throws {
        let error = try Self.failure(key, hex)
        #expect(error != nil)
        if let entry = License.Entry(rawValue: key), error?.reason == .encodingInvalid {
            #expect(error?.field == entry.jsonName)
            #expect(error?.offset != nil)
            #expect(error?.expected?.isEmpty == false)
        }
    }

    @Test("A license map whose bytes end early is refused")
    func truncated() throws {
        let map = Self.map(try LicenseSample.full.encodedEntries())
        _ = try Self.read(map)
        for count in 0..<map.count { #expect(throws: LicenseError.self) { try Self.read(Array(map.prefix(count))) } }
    }

    @Test("Lengths and counts are accepted up to their limits")
    func limits() throws {
        func repeated(_ head: String, _ item: String, _ count: Int) -> String {
            head + String(repeating: item, count: count)
        }
        let privilege = "826245556142"
        let cases: [(Int, String, Bool)] = [
            (2, repeated("79012c", "61", 300), true), (2, repeated("79012d", "61", 301), false),
            (13, repeated("9820", privilege, 32), true), (13, repeated("9821", privilege, 33), false),
            (13, repeated("81856245556142f6f690", "816131", 16), true),
            (13, repeated("81856245556142f6f691", "816131", 17), false),
            (14, repeated("82015904b0", "00", 1200), true), (14, repeated("82015904b1", "00", 1201), false),
            (15, repeated("5820", "00", 32), true), (15, repeated("581f", "00", 31), false),
            (15, repeated("5821", "00", 33), false),
        ]
        for (key, hex, isAllowed) in cases { #expect((try Self.failure(key, hex) == nil) == isAllowed, "\(key)") }
    }

    @Test("A required entry may be missing only if it is redactable and the licence is redacted")
    func missing() throws {
        let entries = try LicenseSample.small.encodedEntries()
        for entry in entries.map(\.entry) {
            let rest = Self.map(entries.filter { $0.entry != entry })
            let error = #expect(throws: LicenseError.self) { try Self.read(rest) }
            #expect(error?.code == "license.field_missing")
            #expect(error?.field == entry.jsonName)
            let isFixed = !entry.isRedactable
            #expect(((try? Self.read(rest, isRedacted: true)) == nil) == isFixed)
        }
    }

    @Test("The document number of the claim sub is checked with the licence")
    func documentNumber() throws {
        func license(_ number: String) throws -> License {
            var (license, entries) = (License.unread, License.ReadEntries())
            license.documentNumber = number
            for entry in try LicenseSample.small.encodedEntries() {
                var reader = CBORReader(entry.value.span)
                let before = entries.entries.contains(License.EntrySet(entry.entry))
                try license.read(.integer(entry.entry.rawValue), from: &reader, noting: &entries)
                let after = entries.entries.contains(License.EntrySet(entry.entry))
                #expect(!before && after)
            }
            try license.checkRead(entries, isRedacted: false, mayContainFormattingCharacter: true)
            return license
        }
        let error = #expect(throws: LicenseError.self) { try license("\u{202e}") }
        #expect(error?.field == "document_number")
        #expect(try license("X1") == LicenseSample.small)
    }

    @Test("Mutated licences never trap, and an accepted one is written and read back equal")
    func mutations() throws {
        var generator = SeededGenerator(seed: 18_013_5)
        let seed = Self.map(try LicenseSample.full.encodedEntries())
        let interesting: [UInt8] = [0x00, 0x17, 0x18, 0x1b, 0x20, 0x40, 0x60, 0x80, 0xa0, 0xf5, 0xf6, 0xf8, 0x3b, 0xff]
        var accepted = 0
        for _ in 0..<40_000 {
            let bytes = generator.mutated(seed, inserting: interesting)
            var check = CBORReader(bytes.span)
            guard (try? check.validateWholeItem(.code)) != nil, let license = try? Self.read(bytes) else { continue }
            accepted += 1
            let again = Self.map(license.encodedEntries())
            #expect(try Self.read(again) == license)
        }
        #expect(accepted > 100)
    }
}
