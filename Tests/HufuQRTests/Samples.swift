import HufuQR

/// Texts that are the same on every run.
enum Samples {
    static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")

    /// Evenly drawn from the whole alphabet, with neither a space nor a digit run at the ends for a reader to trim.
    static func text(_ count: Int, seed: UInt64 = 1) -> String {
        var state = seed
        let inner = (0..<max(0, count - 2)).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return alphabet[Int(state >> 33) % alphabet.count]
        }
        return count < 2 ? String(repeating: "A", count: count) : "A" + String(inner) + "Z"
    }

    /// Row by row as the symbol's own, with a light border.
    static func matrix(of symbol: QRSymbol, border: Int) -> [[Bool]] {
        (-border..<symbol.size + border).map { y in
            (-border..<symbol.size + border).map { x in symbol.isDark(x: x, y: y) }
        }
    }
}
