import Testing

@testable import Hufu

@Suite("Standing letters")
struct StandingClassTests {
    @Test("Each standing letter has its class")
    func standingLetters() {
        let expected: [(String, StandingClass)] = [
            ("ANPT", .valid), ("CHI", .attention), ("BDJKLMSU", .suspended), ("EFGR", .ended), ("OQVWXYZ", .unknown),
        ]
        var seen = 0
        for (letters, standing) in expected {
            for letter in letters.utf8 {
                #expect(StandingClass.Table.default[letter] == standing)
                seen += 1
            }
        }
        #expect(seen == 26)
        #expect(StandingClass.Table.default[UInt8(ascii: "a")] == .unknown)
        #expect(StandingClass.Table.default[0] == .unknown)
        #expect(StandingClass.Table.default[255] == .unknown)
    }

    @Test(
        "The worst letter decides the standing",
        arguments: [
            ("A", .valid), ("AN", .valid), ("AC", .attention), ("ACO", .unknown), ("BDJ", .suspended),
            ("BO", .suspended),
            ("AE", .ended), ("BEO", .ended), ("", .unknown), ("é", .unknown),
        ] as [(String, StandingClass)])
    func worstLetter(_ codes: String, _ standing: StandingClass) {
        #expect(StandingClass.Table.default.worst(of: codes) == standing)
    }

    @Test("A table of standing letters can be replaced")
    func standingTable() {
        let table = StandingClass.Table(valid: "AB", attention: "", suspended: "B", ended: "Z!")
        #expect(table.worst(of: "A") == .valid)
        #expect(table.worst(of: "AB") == .suspended)
        #expect(table.worst(of: "ABZ") == .ended)
        #expect(table.worst(of: "N") == .unknown)
        #expect(StandingClass.allCases.sorted() == [.valid, .attention, .unknown, .suspended, .ended])
        #expect(StandingClass.allCases.map(\.jsonName) == ["valid", "attention", "unknown", "suspended", "ended"])
    }
}
