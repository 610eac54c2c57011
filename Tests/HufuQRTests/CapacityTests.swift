import CQREncode
import Testing

@testable import HufuQR

@Suite("Capacity of alphanumeric mode")
struct CapacityTests {
    private struct Refused: Error {}

    /// The smallest version that libqrencode itself finds; nothing if the text fits none.
    private func version(characters: Int, level: QRecLevel) throws -> Int? {
        let text = [UInt8](repeating: UInt8(ascii: "A"), count: characters)
        guard let input = unsafe QRinput_new2(0, level) else { throw Refused() }
        defer { unsafe QRinput_free(input) }
        guard unsafe QRinput_append(input, QR_MODE_AN, CInt(text.count), text) == 0 else { throw Refused() }
        guard let code = unsafe QRcode_encodeInput(input) else { return nil }
        defer { unsafe QRcode_free(code) }
        return unsafe Int(code.pointee.version)
    }

    @Test(
        "Every cell is libqrencode's, to the character",
        arguments: [
            (QRSymbol.ErrorCorrection.low, QR_ECLEVEL_L), (.medium, QR_ECLEVEL_M),
            (.quartile, QR_ECLEVEL_Q), (.high, QR_ECLEVEL_H),
        ])
    func cells(errorCorrection: QRSymbol.ErrorCorrection, level: QRecLevel) throws {
        for version in 1...40 {
            let capacity = try #require(
                AlphanumericCapacity.characters(version: version, errorCorrection: errorCorrection))
            #expect(try self.version(characters: capacity, level: level) == version)
            #expect(try self.version(characters: capacity + 1, level: level) == (version == 40 ? nil : version + 1))
        }
    }

    @Test("A symbol at the edge of each cell has the planned version, one character more the next")
    func edges() throws {
        for level in QRSymbol.ErrorCorrection.allCases {
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
                    throws: QRError.textTooLong(
                        characters: capacity + 1, fitting: capacity, maximumVersion: version, errorCorrection: level)
                ) {
                    try QRSymbol(Samples.text(capacity + 1), errorCorrection: level, maximumVersion: version)
                }
            }
        }
    }

    @Test("There is no version outside 1 to 40", arguments: [Int.min, -1, 0, 41, Int.max])
    func noSuchVersion(version: Int) {
        #expect(AlphanumericCapacity.characters(version: version, errorCorrection: .low) == nil)
    }
}
