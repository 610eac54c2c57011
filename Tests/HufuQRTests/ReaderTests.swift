import Foundation
import HufuQR
import QRCapacity
import Testing

@Suite("Pictures read by zbar and ZXing", .serialized)
struct ReaderTests {
    private static let cases: [(Int, QRErrorCorrection, Int)] = [
        (1, .high, 4), (20, .medium, 2), (45, .low, 3), (200, .quartile, 3), (400, .medium, 4), (790, .medium, 3),
        (970, .medium, 4), (1041, .quartile, 4), (1451, .medium, 4), (1853, .low, 4), (1852, .high, 4), (4296, .low, 4),
    ]

    /// The level of error correction that ZXing sees.
    private func expect(_ png: [UInt8], reads text: String) throws -> String? {
        let (zbar, zxing) = try Tool.withFile(png, type: "png") { (try Tool.zbar($0), try Tool.zxing($0)) }
        #expect(zbar == text)
        #expect(zxing.text == text)
        return zxing.level
    }

    @Test("Both read every symbol as it was written", arguments: cases)
    func read(characters: Int, level: QRErrorCorrection, scale: Int) throws {
        let text = Samples.text(characters, seed: UInt64(characters))
        let symbol = try QRSymbol(
            text, errorCorrection: level, maximumVersion: 40, raisesErrorCorrection: characters % 2 == 0)
        let png = try PNGRenderer(size: .scale(scale)).png(of: symbol)
        let level = try expect(png, reads: text)
        #expect(level == symbol.errorCorrection.letter)
    }

    @Test("zbar and ZXing read a text of digits and a text of all characters")
    func alphabets() throws {
        for text in [String(repeating: "0123456789", count: 12), "A" + String(Samples.alphabet) + "Z"] {
            let png = try PNGRenderer().png(of: QRSymbol(text))
            _ = try expect(png, reads: text)
        }
    }

    @Test("A picture made for a card is read")
    func physical() throws {
        let text = Samples.text(970)
        let png = try PNGRenderer(size: .physical(widthMillimetres: 45, dpi: 300)).png(of: QRSymbol(text))
        _ = try expect(png, reads: text)
    }
}
