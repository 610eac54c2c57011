import Foundation
import HufuQR
import Testing

/// A few of the pictures of `make scan-matrix`: sampled, turned and noisy, as a camera makes them.
@Suite("Pictures as a camera sees them") struct CameraTests {
    private static let ground = 150.0

    /// What lies at a point, measured in modules from the middle of the symbol.
    private func light(_ symbol: QRSymbol, _ x: Double, _ y: Double) -> Double {
        let half = Double(symbol.size) / 2
        guard max(abs(x), abs(y)) < half + 4 else { return Self.ground }
        return symbol.isDark(x: Int((x + half).rounded(.down)), y: Int((y + half).rounded(.down))) ? 0 : 255
    }

    /// PGM, each pixel the mean of four points.
    private func picture(
        of symbol: QRSymbol, pixels: Double, degrees: Double = 0, noise: Double = 0
    ) -> [UInt8] {
        let (sine, cosine) = (sin(degrees * .pi / 180), cos(degrees * .pi / 180))
        let side = Int((Double(symbol.size + 20) * pixels * (abs(sine) + abs(cosine))).rounded(.up))
        var state: UInt64 = 1
        func random() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 33) / Double(1 << 31)
        }
        var bytes = Array("P5 \(side) \(side) 255\n".utf8)
        for row in 0..<side {
            for column in 0..<side {
                var sum = 0.0
                for point in 0..<4 {
                    // A third of a pixel off, so that no module begins with a pixel.
                    let x = (Double(column) + Double(point % 2) / 2 + 0.33 - Double(side) / 2) / pixels
                    let y = (Double(row) + Double(point / 2) / 2 + 0.33 - Double(side) / 2) / pixels
                    sum += light(symbol, x * cosine - y * sine, x * sine + y * cosine)
                }
                // Twelve even numbers make nearly a normal one.
                let grain = noise == 0 ? 0 : noise * ((0..<12).reduce(0.0) { sum, _ in sum + random() } - 6)
                bytes.append(UInt8(min(255, max(0, sum / 4 + grain))))
            }
        }
        return bytes
    }

    @Test(
        "Both readers read the versions of tokens",
        arguments: [
            (790, pixels: 3.0, degrees: 0.0, noise: 0.0), (1290, 3, 0, 12), (1290, 4, 7, 4), (790, 5, 45, 4),
        ])
    func read(characters: Int, pixels: Double, degrees: Double, noise: Double) throws {
        let text = Samples.text(characters)
        let symbol = try QRSymbol(text)
        #expect(symbol.version == (characters == 790 ? 18 : 24))
        let bytes = picture(of: symbol, pixels: pixels, degrees: degrees, noise: noise)
        let (zbar, zxing) = try Tool.withFile(bytes, type: "pgm") { (try Tool.zbar($0), try Tool.zxing($0).text) }
        #expect(zbar == text)
        #expect(zxing == text)
    }
}
