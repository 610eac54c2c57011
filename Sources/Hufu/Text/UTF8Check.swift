/// Well-formed UTF-8 as in table 3-7 of the Unicode standard: no overlong forms, no surrogates, nothing past U+10FFFF.
enum UTF8Check {
    static func isValid(_ bytes: Span<UInt8>) -> Bool {
        var isSuspect = false
        return isValid(bytes, &isSuspect)
    }

    /// - Parameter isSuspect: set where a byte is seen with which a steering code point may begin.
    static func isValid(_ bytes: Span<UInt8>, _ isSuspect: inout Bool) -> Bool {
        var index = 0
        while index < bytes.count {
            let first = bytes[index]
            index += 1
            if first < 0x80 {
                if first.mayBeginFormattingCharacter { isSuspect = true }
                while bytes.count - index >= 8 {
                    // Safe: any eight bytes are a number, and the bounds are checked.
                    let eight = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
                    guard eight & 0x8080_8080_8080_8080 == 0 else { break }
                    // The highest bit of each byte, all of which are below 80: whether it is DEL, or not below 20.
                    let (isDEL, isNoControl) = (eight &+ 0x0101_0101_0101_0101, eight &+ 0x6060_6060_6060_6060)
                    if (isDEL | ~isNoControl) & 0x8080_8080_8080_8080 != 0 { isSuspect = true }
                    index += 8
                }
                continue
            }
            // Most of what is not ASCII are Han characters: three bytes, none of the exceptions below.
            if 0xe3...0xec ~= first, bytes.count - index >= 2, bytes[index] & 0xc0 == 0x80,
                bytes[index + 1] & 0xc0 == 0x80
            {
                index += 2
                continue
            }
            let (length, second): (Int, ClosedRange<UInt8>)
            switch first {
            case 0xc2...0xdf: (length, second) = (1, 0x80...0xbf)
            case 0xe0: (length, second) = (2, 0xa0...0xbf)
            case 0xed: (length, second) = (2, 0x80...0x9f)
            case 0xe1...0xef: (length, second) = (2, 0x80...0xbf)
            case 0xf0: (length, second) = (3, 0x90...0xbf)
            case 0xf1...0xf3: (length, second) = (3, 0x80...0xbf)
            case 0xf4: (length, second) = (3, 0x80...0x8f)
            default: return false
            }
            if first.mayBeginFormattingCharacter { isSuspect = true }
            guard bytes.count - index >= length, second.contains(bytes[index]) else { return false }
            for following in 1..<length where bytes[index + following] & 0xc0 != 0x80 { return false }
            index += length
        }
        return true
    }
}
