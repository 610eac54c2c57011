extension JSONReader {
    /// The contents of a string from its first escape on, behind the plain text before it.
    @_lifetime(self: copy self)
    mutating func escapedText(behind plain: Range<Int>) throws(JSONError) -> [UInt8] {
        var (plain, text): (Range<Int>, [UInt8]) = (plain, [])
        while true {
            for index in plain { text.append(bytes[index]) }
            guard peek() == UInt8(ascii: "\\") else { return text }
            try escape(into: &text)
            plain = try plainText()
        }
    }

    /// Reads text without escapes, up to a quote or a backslash.
    @_lifetime(self: copy self)
    mutating func plainText() throws(JSONError) -> Range<Int> {
        let start = offset
        let isASCII = skipPlainText()
        guard let byte = peek() else { throw unexpected("the string's closing quote") }
        guard byte >= 0x20 else {
            throw failure(
                .stringInvalid, "a string contains the control character \(shown())",
                advice: "Write it as an escape, such as \\n or \\u001f.")
        }
        if !isASCII { try checkEncoding(start..<offset) }
        return start..<offset
    }

    /// Moves the cursor to the next quote, backslash or control character, or to the end.
    ///
    /// - Returns: whether all bytes before are ASCII.
    @inline(__always) @_lifetime(self: copy self)
    private mutating func skipPlainText() -> Bool {
        // In variables, which stay in registers.
        let (bytes, count) = (bytes, bytes.count)
        var (place, seen): (Int, UInt64) = (offset, 0)
        while count &- place >= 8 {
            // Safe: the bounds are checked, and every pattern of eight bytes is a number.
            let eight = UInt64(
                littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt64.self))
            let ends = Self.ends(eight)
            guard ends == 0 else {
                let bits = UInt64(truncatingIfNeeded: ends.trailingZeroBitCount) & ~7
                offset = place &+ Int(bits / 8)
                return (seen | eight & (1 &<< bits &- 1)) & Self.highest == 0
            }
            seen |= eight
            place &+= 8
        }
        while place < count, !Self.isEnd(bytes[place]) {
            seen |= UInt64(bytes[place])
            place &+= 1
        }
        offset = place
        return seen & Self.highest == 0
    }

    private static var highest: UInt64 { 0x8080_8080_8080_8080 }

    private static func isEnd(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20
    }

    /// The highest bit of each of eight bytes that is a quote, a backslash or a control character. Only the lowest bit
    /// that is set is certain: behind it a borrow may set others.
    private static func ends(_ eight: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        func isBelow(_ limit: UInt64, _ bytes: UInt64) -> UInt64 { (bytes &- (limit * ones)) & ~bytes }
        let found =
            isBelow(0x20, eight) | isBelow(1, eight ^ UInt64(UInt8(ascii: "\"")) * ones)
            | isBelow(1, eight ^ UInt64(UInt8(ascii: "\\")) * ones)
        return found & (0x80 * ones)
    }

    @_lifetime(self: copy self)
    private mutating func checkEncoding(_ range: Range<Int>) throws(JSONError) {
        if UTF8Check.isValid(bytes.extracting(range)) { return }
        offset = range.lowerBound
        while let length = scalarLength(before: range.upperBound) { offset += length }
        throw failure(
            .encodingInvalid, "a string contains \(shown()), which is not UTF-8", advice: "Save the text as UTF-8.")
    }

    private func scalarLength(before end: Int) -> Int? {
        for length in 1...4 where offset + length <= end {
            if UTF8Check.isValid(bytes.extracting(offset..<offset + length)) { return length }
        }
        return nil
    }

    @_lifetime(self: copy self)
    private mutating func escape(into scratch: inout [UInt8]) throws(JSONError) {
        let start = offset
        switch peek(1) {
        case UInt8(ascii: "\""): scratch.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): scratch.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): scratch.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): scratch.append(0x08)
        case UInt8(ascii: "f"): scratch.append(0x0c)
        case UInt8(ascii: "n"): scratch.append(0x0a)
        case UInt8(ascii: "r"): scratch.append(0x0d)
        case UInt8(ascii: "t"): scratch.append(0x09)
        case UInt8(ascii: "u"):
            advance(2)
            scratch.append(contentsOf: UTF8.encode(try unicodeEscape(start)) ?? UTF8.encodedReplacementCharacter)
            return
        default:
            throw failure(
                .stringInvalid, "a string contains an unknown escape",
                advice: "Write a backslash itself as \\\\.")
        }
        advance(2)
    }

    @_lifetime(self: copy self)
    private mutating func unicodeEscape(_ start: Int) throws(JSONError) -> Unicode.Scalar {
        let first = try codeUnit()
        var value = UInt32(first)
        if first & 0xf800 == 0xd800 {
            guard first < 0xdc00, peek() == UInt8(ascii: "\\"), peek(1) == UInt8(ascii: "u") else {
                throw loneSurrogate(start)
            }
            advance(2)
            let second = try codeUnit()
            guard second & 0xfc00 == 0xdc00 else { throw loneSurrogate(start) }
            value = 0x10000 + (UInt32(first & 0x3ff) << 10 | UInt32(second & 0x3ff))
        }
        guard let scalar = Unicode.Scalar(value) else { throw loneSurrogate(start) }
        return scalar
    }

    private func loneSurrogate(_ start: Int) -> JSONError {
        failure(
            .surrogateLone, "an escape is one half of a surrogate pair", advice: "Write both halves, or the character.",
            at: start)
    }

    @_lifetime(self: copy self)
    private mutating func codeUnit() throws(JSONError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = peek(), let digit = Hex.value(byte) else {
                throw failure(
                    .stringInvalid, "an escape has \(shown()) where a hexadecimal digit belongs",
                    advice: "Write four digits after \\u.")
            }
            value = value << 4 | UInt16(digit)
            advance()
        }
        return value
    }
}
