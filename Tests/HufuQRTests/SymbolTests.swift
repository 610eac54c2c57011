import HufuQR
import QRCapacity
import Testing

@Suite("Symbols")
struct SymbolTests {
    @Test("Digits are not split off, so the version depends on the length alone")
    func pureAlphanumeric() throws {
        // 41 digits fit version 1-L in numeric mode, but 26 characters do not in alphanumeric mode.
        let symbol = try QRSymbol(String(repeating: "7", count: 26), errorCorrection: .low, maximumVersion: 40)
        #expect(symbol.version == 2)
    }

    @Test("The level rises as far as the version allows, and only if asked to")
    func raising() throws {
        for (characters, level) in [(20, QRErrorCorrection.medium), (16, .quartile), (10, .high)] {
            let text = Samples.text(characters)
            #expect(try QRSymbol(text, errorCorrection: .low).errorCorrection == level)
            #expect(try QRSymbol(text, errorCorrection: .low).version == 1)
            #expect(try QRSymbol(text, errorCorrection: .low, raisesErrorCorrection: false).errorCorrection == .low)
        }
        #expect(try QRSymbol(Samples.text(10), errorCorrection: .high).errorCorrection == .high)
    }

    @Test("The symbol has the planned version, level and size", arguments: [1, 25, 26, 400, 970, 971, 1451])
    func plan(characters: Int) throws {
        for raises in [true, false] {
            let plan = try QRPlan(characters: characters, raisesErrorCorrection: raises, quietZone: 6)
            let symbol = try QRSymbol(Samples.text(characters), raisesErrorCorrection: raises)
            #expect(plan.version == symbol.version)
            #expect(plan.errorCorrection == symbol.errorCorrection)
            #expect(plan.size == symbol.size)
            #expect(plan.sizeWithQuietZone == symbol.size + 12)
            #expect(plan.characters == characters)
            #expect(plan.capacity >= characters)
        }
    }

    @Test("A symbol at the edge of each cell has the planned version, one character more the next")
    func edges() throws {
        for level in QRErrorCorrection.allCases {
            for version in 1...40 {
                let capacity = try #require(AlphanumericCapacity.characters(version: version, errorCorrection: level))
                let symbol = try QRSymbol(
                    Samples.text(capacity), errorCorrection: level, maximumVersion: version,
                    raisesErrorCorrection: false)
                #expect(symbol.version == version)
                #expect(symbol.errorCorrection == level)
                #expect(symbol.size == 4 * version + 17)
                #expect(symbol.modules.count == symbol.size * symbol.size)
                #expect(
                    throws: QRError.plan(
                        .textTooLong(
                            characters: capacity + 1, fitting: capacity, maximumVersion: version,
                            errorCorrection: level))
                ) {
                    try QRSymbol(Samples.text(capacity + 1), errorCorrection: level, maximumVersion: version)
                }
            }
        }
    }

    @Test("The same text gives the same symbol, from many tasks at once")
    func concurrent() async throws {
        let text = Samples.text(600)
        let expected = try QRSymbol(text)
        try await withThrowingTaskGroup(of: QRSymbol.self) { group in
            for _ in 0..<64 { group.addTask { try QRSymbol(text) } }
            for try await symbol in group { #expect(symbol == expected) }
        }
    }

    @Test("Every module outside the symbol is light", arguments: [-1, 21, Int.min, Int.max])
    func outside(coordinate: Int) throws {
        let symbol = try QRSymbol("A")
        #expect(symbol.isDark(x: 0, y: 0))
        #expect(!symbol.isDark(x: coordinate, y: 0))
        #expect(!symbol.isDark(x: 0, y: coordinate))
        #expect(!symbol.isDark(x: coordinate, y: coordinate))
    }

    @Test("All 45 characters of alphanumeric mode are accepted")
    func alphabet() throws {
        #expect(Samples.alphabet.count == 45)
        for character in Samples.alphabet { #expect(throws: Never.self) { try QRSymbol(String(character)) } }
    }

    @Test("Every other byte is refused")
    func otherBytes() {
        for value in UInt8.min...127 where !Samples.alphabet.contains(Character(Unicode.Scalar(value))) {
            let scalar = Unicode.Scalar(value)
            #expect(throws: QRError.characterInvalid(scalar, offset: 3)) {
                try QRSymbol("A1:" + String(Character(scalar)) + "B")
            }
        }
    }

    @Test("The offset is that of the scalar, not of the visible character")
    func scalars() {
        #expect(throws: QRError.characterInvalid("\u{301}", offset: 2)) { try QRSymbol("AE\u{301}") }
        #expect(throws: QRError.characterInvalid("é", offset: 0)) { try QRSymbol("é") }
        #expect(throws: QRError.characterInvalid("\u{1F600}", offset: 1)) { try QRSymbol("A\u{1F600}") }
        #expect(throws: QRError.characterInvalid("\n", offset: 1)) { try QRSymbol("A\n") }
        #expect(throws: QRError.characterInvalid("\r", offset: 1)) { try QRSymbol("A\r\n") }
    }
}
