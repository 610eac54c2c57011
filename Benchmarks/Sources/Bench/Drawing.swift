import Foundation
import HufuQR

/// For `Codes/peers.py`: each line of input is a count and a text; each line of output the nanoseconds that drawing the
/// text that many times took, from text to PNG, and the bytes of one PNG.
func drawLines() throws {
    let renderer = try PNGRenderer(size: .scale(4))
    let clock = ContinuousClock()
    while let line = readLine() {
        let parts = line.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let count = Int(parts[0]) else { continue }
        let text = String(parts[1])
        var bytes = 0
        let time = try clock.measure {
            for _ in 0..<count {
                let symbol = try QRSymbol(text, errorCorrection: .medium, raisesErrorCorrection: false)
                bytes += try renderer.png(of: symbol).count
            }
        }
        print(time.components.seconds * 1_000_000_000 + time.components.attoseconds / 1_000_000_000, bytes / count)
        fflush(nil)
    }
}
