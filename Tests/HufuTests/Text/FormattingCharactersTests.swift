import Testing

@testable import Hufu

@Suite("Control and formatting characters")
struct FormattingCharactersTests {
    @Test("Both tests of a byte agree on which may begin a control or formatting character")
    func firstBytes() {
        for byte in UInt8.min...UInt8.max {
            #expect(ByteClasses(of: byte).contains(.formattingLead) == byte.mayBeginFormattingCharacter)
        }
    }

    @Test("The classes of a text are those of its bytes, wherever they stand")
    func classes() {
        for byte in UInt8.min...UInt8.max {
            for count in [1, 7, 8, 9, 17] {
                for place in 0..<count {
                    var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: count)
                    bytes[place] = byte
                    if bytes.span.byteClasses != ByteClasses(of: byte) {
                        Issue.record("\(byte) at \(place) of \(count)")
                    }
                }
            }
        }
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
}
