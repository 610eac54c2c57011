/// Well-formed UTF-8 (Unicode standard, table 3-7): no overlong forms, no surrogates, nothing above U+10FFFF.
enum UTF8Check {
    /// Whether the bytes are well-formed.
    static func isValid(_ bytes: Span<UInt8>) -> Bool {
        var isSuspect = false
        return isValid(bytes, &isSuspect)
    }

    /// - Parameter isSuspect: set to true by a byte with which a control or formatting character may begin.
    static func isValid(_ bytes: Span<UInt8>, _ isSuspect: inout Bool) -> Bool {
        var index = 0
        while index < bytes.count {
            let first = bytes[index]
            index += 1
            if first < 0x80 {
                if first < 0x20 || first == 0x7f { isSuspect = true }
                while bytes.count - index >= 8 {
                    // Safe: the bounds are checked, and every pattern of eight bytes is a number.
                    let eight = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
                    guard eight & 0x8080_8080_8080_8080 == 0 else { break }
                    // All bytes are below 80. Afterwards the highest bit of each says: it is DEL; it is not below 20.
                    let (isDEL, isNoControl) = (eight &+ 0x0101_0101_0101_0101, eight &+ 0x6060_6060_6060_6060)
                    if (isDEL | ~isNoControl) & 0x8080_8080_8080_8080 != 0 { isSuspect = true }
                    index += 8
                }
                continue
            }
            // Han characters, the most frequent outside ASCII: three bytes, and none of the exceptions below.
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

extension String {
    /// The text of bytes that are known to be well-formed UTF-8.
    @unsafe
    init(validated bytes: Span<UInt8>) {
        if #available(macOS 26, iOS 26, watchOS 26, tvOS 26, visionOS 26, *) {
            // Safe: the caller has validated the UTF-8.
            self = unsafe String(copying: UTF8Span(unchecked: bytes))
        } else {
            // Safe: the buffer does not leave the closure.
            self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
        }
    }
}
