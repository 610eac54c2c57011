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

    static let all: ByteClasses = [.formattingLead, .notPlain, .notInert, .quotedInJSON]

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

    /// Whether none of eight bytes is in a class: they are ASCII, and neither control characters nor quotes nor
    /// backslashes.
    fileprivate static func areAbsent(in eight: UInt64) -> Bool {
        let (ones, highest): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        guard eight & highest == 0 else { return false }
        // All bytes are below 0x80, so that no sum carries into the next byte. The highest bit of each byte then tells
        // whether it is at least 0x20, whether it is DEL, and whether it differs from the given byte.
        let (isNoControl, isDEL) = (eight &+ 0x60 * ones, eight &+ ones)
        func isNot(_ byte: UInt8) -> UInt64 { (eight ^ UInt64(byte) * ones) &+ 0x7f * ones }
        let isFree = isNoControl & ~isDEL & isNot(UInt8(ascii: "\"")) & isNot(UInt8(ascii: "\\"))
        return isFree & highest == highest
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
    /// The classes that occur among the bytes of the UTF-8; all of them if the UTF-8 is not in contiguous storage.
    var byteClasses: ByteClasses {
        // Safe: the span does not leave the closure.
        let classes = unsafe utf8.withContiguousStorageIfAvailable { buffer in unsafe buffer.span.byteClasses }
        return classes ?? .all
    }
}

extension Span<UInt8> {
    /// The classes that occur among the bytes.
    var byteClasses: ByteClasses {
        let table = ByteClasses.table
        let classes = table.span
        var found: UInt8 = 0
        var index = 0
        // Safe: the bounds are checked, every pattern of eight bytes is a number, and the table has an entry for each byte.
        while index < count {
            let end = min(index &+ 8, count)
            if end &- index == 8 {
                let eight = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
                if ByteClasses.areAbsent(in: eight) { index = end }
            }
            while index < end {
                found |= unsafe classes[unchecked: Int(self[unchecked: index])]
                index &+= 1
            }
        }
        return ByteClasses(rawValue: found)
    }
}
