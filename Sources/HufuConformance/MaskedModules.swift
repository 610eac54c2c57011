internal import QRCapacity

/// The modules of a symbol, and the same symbol under another mask: each of the eight masks makes a valid symbol
/// (ISO/IEC 18004, 7.8).
struct MaskedModules {
    private let rows: [[Bool]]
    private let version: Int
    private let level: QRErrorCorrection
    private let mask: Int
    private var size: Int { 4 * version + 17 }

    init(_ rows: [[Bool]], version: Int, errorCorrection: QRErrorCorrection, mask: Int) throws {
        (self.rows, self.version, level, self.mask) = (rows, version, errorCorrection, mask)
        guard 0...7 ~= mask, rows.count == size, rows.allSatisfy({ $0.count == size }), under(mask: mask) == rows else {
            throw InvalidCase("the matrix is not one of its version, level and mask")
        }
    }

    /// The mask in the format information of a symbol: bits 12 to 10, exclusive-or 101.
    static func mask(of rows: [[Bool]]) -> Int? {
        guard rows.count >= 21, rows[8].count >= 21 else { return nil }
        return rows[8][2...4].reduce(0) { $0 << 1 | ($1 ? 1 : 0) } ^ 0b101
    }

    /// The same symbol under another mask, with the format information for that mask.
    func under(mask other: Int) -> [[Bool]] {
        var rows = rows
        for y in 0..<size {
            for x in 0..<size where !isFunction(x, y) && Self.inverts(other, x, y) != Self.inverts(mask, x, y) {
                rows[y][x].toggle()
            }
        }
        let format = Self.format(level, mask: other)
        for bit in 0..<15 {
            let isDark = format >> bit & 1 == 1
            // One copy around the upper left finder; the other in two parts beside the other finders.
            switch bit {
            case 0...5: rows[bit][8] = isDark
            case 6...7: rows[bit + 1][8] = isDark
            case 8: rows[8][7] = isDark
            default: rows[8][14 - bit] = isDark
            }
            if bit < 8 { rows[8][size - 1 - bit] = isDark } else { rows[size - 15 + bit][8] = isDark }
        }
        return rows
    }

    /// ISO/IEC 18004, table 10.
    private static func inverts(_ mask: Int, _ x: Int, _ y: Int) -> Bool {
        switch mask {
        case 0: (x + y) % 2 == 0
        case 1: y % 2 == 0
        case 2: x % 3 == 0
        case 3: (x + y) % 3 == 0
        case 4: (x / 3 + y / 2) % 2 == 0
        case 5: x * y % 2 + x * y % 3 == 0
        case 6: (x * y % 2 + x * y % 3) % 2 == 0
        default: ((x + y) % 2 + x * y % 3) % 2 == 0
        }
    }

    /// ISO/IEC 18004, 7.9.1: level and mask, ten bits of a BCH code, and a mask pattern over all of them.
    private static func format(_ level: QRErrorCorrection, mask: Int) -> Int {
        let indicator =
            switch level {
            case .low: 0b01
            case .medium: 0b00
            case .quartile: 0b11
            case .high: 0b10
            }
        let data = indicator << 3 | mask
        var rest = data
        for _ in 0..<10 { rest = rest << 1 ^ (rest >> 9) * 0b101_0011_0111 }
        return (data << 10 | rest) ^ 0b101_0100_0001_0010
    }

    /// Whether a module is part of a function pattern, which is not masked.
    private func isFunction(_ x: Int, _ y: Int) -> Bool {
        if x == 6 || y == 6 { return true }
        let (isLeft, isTop, isRight, isBottom) = (x < 9, y < 9, x >= size - 8, y >= size - 8)
        if isLeft && isTop || isRight && isTop || isLeft && isBottom { return true }
        if version >= 7, x < 6 && y >= size - 11 || y < 6 && x >= size - 11 { return true }
        let centres = alignment
        return centres.contains { abs($0 - x) <= 2 } && centres.contains { abs($0 - y) <= 2 }
            && !isFinder(centres.first { abs($0 - x) <= 2 }, centres.first { abs($0 - y) <= 2 })
    }

    /// The coordinates of the alignment patterns (ISO/IEC 18004, annex E).
    private var alignment: [Int] {
        guard version > 1 else { return [] }
        let count = version / 7 + 2
        let step = version == 32 ? 26 : (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2
        return [6] + (0..<count - 1).map { size - 7 - $0 * step }
    }

    /// Whether the coordinates are those of a finder pattern, where no alignment pattern is.
    private func isFinder(_ x: Int?, _ y: Int?) -> Bool {
        (x == 6 && y == 6) || (x == 6 && y == size - 7) || (x == size - 7 && y == 6)
    }
}
