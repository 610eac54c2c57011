/// The classes of the bytes that occur in a text in UTF-8. One pass over the bytes answers several questions about the
/// characters; in most texts no class occurs, and their characters need not be decoded.
struct ByteClasses: OptionSet, Sendable {
    let rawValue: UInt8

    /// The UTF-8 of a control or formatting character begins with the byte. That of few others does.
    static let formattingLead = ByteClasses(rawValue: 1)
    /// The byte occurs in characters that are not visible ones of ASCII, U+00C0 to U+02FF, or U+4000 to U+9FFF.
    static let notPlain = ByteClasses(rawValue: 2)
    /// The byte occurs in code points other than those below U+0300 and from U+4000 to U+9FFF, which are in
    /// normalisation form C.
    static let notInert = ByteClasses(rawValue: 4)
    /// A quote or a backslash.
    static let quotedInJSON = ByteClasses(rawValue: 8)

    /// The classes of one byte.
    init(of byte: UInt8) {
        var classes: ByteClasses = []
        switch byte {
        case ..<0x20, 0x7f, 0xc2: classes.formUnion([.formattingLead, .notPlain])
        case 0xd8, 0xe2, 0xef: classes.formUnion(.formattingLead)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): classes.formUnion(.quotedInJSON)
        default: break
        }
        if byte >= 0xcc, !(0xe4...0xe9 ~= byte) { classes.formUnion([.notPlain, .notInert]) }
        self = classes
    }

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// What `free` returns if none of eight bytes is in a class.
    fileprivate static let allFree: UInt64 = 0x8080_8080_8080_8080

    /// The highest bit of each of eight bytes that is in no class, because it belongs to a character of ASCII, other than
    /// a control character, a quote or a backslash, or to a Chinese character from U+4000 to U+9FFF.
    @inline(__always)
    fileprivate static func free(_ eight: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let low = eight & ~allFree
        // All bytes of `low` are below 0x80, so that no sum carries into the next byte. The highest bit of each byte then
        // tells whether it is at least the given number, or differs from it.
        func isAtLeast(_ number: UInt8) -> UInt64 { low &+ UInt64(0x80 - number) * ones }
        func isNot(_ byte: UInt8) -> UInt64 { (low ^ UInt64(byte) * ones) &+ 0x7f * ones }
        let isPlain = isAtLeast(0x20) & ~isAtLeast(0x7f) & isNot(UInt8(ascii: "\"")) & isNot(UInt8(ascii: "\\"))
        // The two highest bits are 10 behind the first byte of a character.
        let isChinese = ~(eight << 1) | (isAtLeast(0xe4 - 0x80) & ~isAtLeast(0xea - 0x80))
        return ((~eight & isPlain) | (eight & isChinese)) & allFree
    }

    /// The classes of each byte.
    fileprivate static let table = (UInt8.min...UInt8.max).map { ByteClasses(of: $0).rawValue }
}

extension UInt8 {
    /// Whether the UTF-8 of a control or formatting character begins with this byte. That of few others does.
    @inline(__always)
    var mayBeginFormattingCharacter: Bool {
        self < 0x20 || self == 0x7f || self == 0xc2 || self == 0xd8 || self == 0xe2 || self == 0xef
    }
}

extension String {
    /// The classes that occur among the bytes of the UTF-8.
    var byteClasses: ByteClasses { withBytes { $0.byteClasses } }
}

extension Span<UInt8> {
    /// The classes that occur among the bytes.
    var byteClasses: ByteClasses {
        hasNoClass ? [] : classesByTable
    }

    /// True only if no byte is in a class, and false for some such bytes too. The loop has no branches, so that the
    /// compiler makes it one over several words at a time.
    private var hasNoClass: Bool {
        var free = ByteClasses.allFree
        guard count >= 8 else {
            var few: UInt64 = 0x2020_2020_2020_2020
            for index in indices { few = few &<< 8 | UInt64(self[index]) }
            return ByteClasses.free(few) == free
        }
        // Safe: the offsets are within the bytes, and every pattern of eight bytes is a number.
        for word in 0..<count / 8 {
            free &= ByteClasses.free(
                unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 8 &* word, as: UInt64.self))
        }
        // The last eight may overlap those before.
        free &= ByteClasses.free(
            unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: count &- 8, as: UInt64.self))
        return free == ByteClasses.allFree
    }

    private var classesByTable: ByteClasses {
        let table = ByteClasses.table
        let classes = table.span
        var found: UInt8 = 0
        // Safe: the table has an entry for each byte.
        for index in indices { found |= unsafe classes[unchecked: Int(self[unchecked: index])] }
        return ByteClasses(rawValue: found)
    }
}
