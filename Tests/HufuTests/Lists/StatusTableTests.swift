import Testing

@testable import Hufu

@Suite("Status tables")
struct StatusTableTests {
    @Test("Decompression ends at the size of the largest list, and a damaged stream is refused")
    func inflation() throws {
        let full = try #require(Zlib.compress([UInt8](repeating: 0, count: 1 << 20)))
        #expect(StatusTable(bits: 8, compressed: full[...])?.size == 1 << 20)
        #expect(StatusTable(bits: 4, compressed: full[...]) == nil)
        let bomb = try #require(Zlib.compress([UInt8](repeating: 0, count: 1 << 24)))
        #expect(StatusTable(bits: 8, compressed: bomb[...]) == nil)
        #expect(StatusTable(bits: 8, compressed: full.dropLast()) == nil)
        #expect(StatusTable(bits: 8, compressed: (full + [0])[...]) == nil)
        var damaged = full
        damaged[full.count - 1] ^= 1
        #expect(StatusTable(bits: 8, compressed: damaged[...]) == nil)
    }

    /// Section 4.1.
    @Test("Values are packed as in the examples of the Token Status List draft")
    func packing() throws {
        let one = try StatusTable(bits: 1, size: 16).setting(
            [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1].enumerated().map { ($0.offset, UInt8($0.element)) })
        #expect(one.packed == [0xb9, 0xa3])
        let two = try StatusTable(bits: 2, size: 12).setting(
            [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3].enumerated().map { ($0.offset, UInt8($0.element)) })
        #expect(two.packed == [0xc9, 0x44, 0xf9])
    }

    @Test("A table refuses indices, values and sizes out of range")
    func tableLimits() throws {
        let table = try StatusTable(bits: 2, size: 8)
        #expect(throws: StatusTableError(.indexInvalid, at: 8)) { try table.setting([(8, 1)]) }
        #expect(throws: StatusTableError(.indexInvalid, at: -1)) { try table.setting([(-1, 1)]) }
        #expect(throws: StatusTableError(.valueInvalid, at: 3)) { try table.setting([(3, 4)]) }
        #expect(throws: StatusTableError(.shapeInvalid)) { try StatusTable(bits: 3, size: 8) }
        #expect(throws: StatusTableError(.shapeInvalid)) { try StatusTable(bits: 8, size: (1 << 20) + 1) }
        #expect(throws: StatusTableError(.shapeInvalid)) { try StatusTable(bits: 8, size: .max) }
        let file = try StatusTableFile(uri: "https://dmv.example/status/1", table: try table.setting([(7, 3)]))
        #expect(try StatusTableFile(json: Array(try file.json.utf8)) == file)
    }
}
