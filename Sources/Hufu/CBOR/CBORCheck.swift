extension CBORReader {
    /// Passes over one item and checks all of the profile's rules on it (section 3): whoever reads the item afterwards
    /// needs to look at types and values only.
    ///
    /// - Parameter depth: the depth at which the item itself stands.
    /// - Returns: where the item stands.
    @discardableResult
    @_lifetime(self: copy self)
    mutating func item(_ limits: Limits, depth: Int = 0) throws(CBORError) -> Range<Int> {
        let start = offset
        guard !isChecked else { return try pass() }
        guard depth <= Self.maximumDepth else { throw failure(.tooDeep) }
        let head = try head()
        switch head.major {
        case .unsigned, .negative: break
        case .simple:
            guard head.argument != Self.redactionKey else { throw failure(.simpleValue, at: start) }
        case .bytes:
            _ = try take(count: head.argument)
        case .text:
            let content = try take(count: head.argument)
            guard UTF8Check.isValid(bytes, in: content) else { throw failure(.invalidUTF8, at: start) }
        case .tag:
            try item(limits, depth: depth + 1)
        case .array:
            let count = try count(head.argument, each: 1, limits, at: start)
            for _ in 0..<count { try item(limits, depth: depth + 1) }
        case .map:
            let count = try count(head.argument, each: 2, limits, at: start)
            try pairs(count, limits, depth: depth + 1)
        }
        return start..<offset
    }

    /// Passes over one item that has been checked before.
    @_lifetime(self: copy self)
    private mutating func pass() throws(CBORError) -> Range<Int> {
        let start = offset
        var left = 1
        while left > 0 {
            left -= 1
            let head = try head()
            switch head.major {
            case .unsigned, .negative, .simple: break
            case .bytes, .text: _ = try take(count: head.argument)
            case .tag: left += 1
            case .array: left += try count(head.argument, each: 1, at: start)
            case .map: left += try 2 * count(head.argument, each: 2, at: start)
            }
        }
        return start..<offset
    }

    /// One item that has to fill the cursor's bytes.
    @_lifetime(self: copy self)
    mutating func wholeItem(_ limits: Limits) throws(CBORError) {
        try item(limits)
        try finish()
    }

    @_lifetime(self: copy self)
    private mutating func pairs(_ count: Int, _ limits: Limits, depth: Int) throws(CBORError) {
        var previous: Range<Int>?
        for _ in 0..<count {
            let start = offset
            if try key() == .redacted, !limits.allowsRedactionKey { throw failure(.simpleValue, at: start) }
            let current = start..<offset
            if let previous, !precedes(previous, current) { throw failure(.keyOrder, at: start) }
            previous = current
            try item(limits, depth: depth)
        }
    }

    private func count(
        _ declared: UInt64, each size: Int, _ limits: Limits, at start: Int
    ) throws(CBORError) -> Int {
        let count = try count(declared, each: size, at: start)
        guard count <= limits.elements else { throw failure(.tooManyElements, at: start) }
        return count
    }

    /// Bytewise lexicographic order of two encoded keys (RFC 8949 section 4.2.1).
    private func precedes(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        for distance in 0..<Swift.min(left.count, right.count) {
            let (a, b) = (bytes[left.lowerBound + distance], bytes[right.lowerBound + distance])
            if a != b { return a < b }
        }
        return left.count < right.count
    }
}

/// Well-formed UTF-8 as in table 3-7 of the Unicode standard: no overlong forms, no surrogates, nothing past U+10FFFF.
enum UTF8Check {
    static func isValid(_ bytes: Span<UInt8>, in range: Range<Int>) -> Bool {
        var index = range.lowerBound
        while index < range.upperBound {
            let first = bytes[index]
            index += 1
            if first < 0x80 {
                while range.upperBound - index >= 8 {
                    // Safe: any eight bytes are a number, and the bounds are checked.
                    let eight = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
                    guard eight & 0x8080_8080_8080_8080 == 0 else { break }
                    index += 8
                }
                continue
            }
            // Most of what is not ASCII are Han characters: three bytes, none of the exceptions below.
            if 0xe1...0xec ~= first, range.upperBound - index >= 2, bytes[index] & 0xc0 == 0x80,
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
            guard range.upperBound - index >= length, second.contains(bytes[index]) else { return false }
            for following in 1..<length where bytes[index + following] & 0xc0 != 0x80 { return false }
            index += length
        }
        return true
    }
}
