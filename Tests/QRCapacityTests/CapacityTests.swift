import CQREncode
import QRCapacity
import Testing

@Suite("Capacity of alphanumeric mode")
struct CapacityTests {
    private struct Refused: Error {}

    /// The smallest version that libqrencode itself finds; `nil` if the text fits none.
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
        "Every capacity agrees with the version that libqrencode chooses",
        arguments: [
            (QRErrorCorrection.low, QR_ECLEVEL_L), (.medium, QR_ECLEVEL_M),
            (.quartile, QR_ECLEVEL_Q), (.high, QR_ECLEVEL_H),
        ])
    func cells(errorCorrection: QRErrorCorrection, level: QRecLevel) throws {
        for version in 1...40 {
            let capacity = try #require(
                AlphanumericCapacity.characters(version: version, errorCorrection: errorCorrection))
            #expect(try self.version(characters: capacity, level: level) == version)
            #expect(try self.version(characters: capacity + 1, level: level) == (version == 40 ? nil : version + 1))
        }
    }

    @Test("There is no version outside 1 to 40", arguments: [Int.min, -1, 0, 41, Int.max])
    func noSuchVersion(version: Int) {
        #expect(AlphanumericCapacity.characters(version: version, errorCorrection: .low) == nil)
    }
}
