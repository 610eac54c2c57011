import Testing

@testable import Hufu

/// The check that every text of a scan passes, against the standard library's.
@Suite("UTF8Check")
struct UTF8CheckTests {
    private struct Finding: Equatable {
        let isValid: Bool
        let isSuspect: Bool
    }

    private func check(_ bytes: [UInt8]) -> Finding {
        var isSuspect = false
        let isValid = UTF8Check.isValid(bytes.span, &isSuspect)
        return Finding(isValid: isValid, isSuspect: isSuspect)
    }

    private func judge(_ bytes: [UInt8]) -> Bool { String(validating: bytes, as: UTF8.self) != nil }

    /// Each alone, and among so many others that it stands in every place of eight bytes.
    @Test("Every scalar is valid, and no control or formatting character is missed")
    func scalars() {
        for value in UInt32(0)...0x10ffff {
            // Beyond the first plane all are alike.
            guard value < 0x1_1000 || value % 97 == 0, let scalar = Unicode.Scalar(value) else { continue }
            let before = [UInt8](repeating: 0x61, count: Int(value % 17))
            let found = check(before + Array(String(scalar).utf8) + Array("王abcdefgh".utf8))
            if !found.isValid || (scalar.isControlOrFormatting && !found.isSuspect) {
                Issue.record("U+\(String(value, radix: 16))")
            }
        }
    }

    /// Else the look at every text would have been saved for nothing.
    @Test(
        "The fast check finds no candidate for a formatting character in common texts",
        arguments: ["阿不都热合曼买买提江", "Renée Müller", "650599199003070014", "C1", "~ !"])
    func usualTexts(_ text: String) {
        #expect(check(Array(text.utf8)) == Finding(isValid: true, isSuspect: text.utf8.contains(0xc2)))
    }

    /// All of two bytes, and of three and four those at the edges of table 3-7.
    @Test("Validity is that of the standard library")
    func standardLibrary() {
        let edges: [UInt8] = [
            0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xe2, 0xec, 0xed, 0xee,
            0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
        ]
        func compare(_ bytes: [UInt8]) {
            if check(bytes).isValid != judge(bytes) { Issue.record("\(bytes)") }
        }
        for first in UInt8.min...UInt8.max {
            for second in UInt8.min...UInt8.max { compare([first, second]) }
        }
        for first in edges {
            for second in edges {
                for third in edges {
                    compare([first, second, third])
                    for fourth in edges { compare([first, second, third, fourth]) }
                }
            }
        }
    }
}
