extension JSONReader {
    /// The string that begins at the cursor, unescaped.
    mutating func string() throws(JSONError) -> String {
        advance()
        let start = offset
        skipPlainASCII()
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""):
                let text = String(decoding: bytes[start..<offset], as: UTF8.self)
                advance()
                return text
            case UInt8(ascii: "\\"):
                scratch.removeAll(keepingCapacity: true)
                scratch.append(contentsOf: bytes[start..<offset])
                return try escapedString()
            default: try plain(byte)
            }
        }
        throw unexpected("the string's closing quote")
    }

    /// The rest of a string from its first escape on.
    private mutating func escapedString() throws(JSONError) -> String {
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""):
                advance()
                return String(decoding: scratch, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape()
            default:
                let start = offset
                try plain(byte)
                skipPlainASCII()
                scratch.append(contentsOf: bytes[start..<offset])
            }
        }
        throw unexpected("the string's closing quote")
    }

    /// Passes over one scalar that stands for itself.
    private mutating func plain(_ byte: UInt8) throws(JSONError) {
        guard byte >= 0x20 else {
            throw failure(
                .stringInvalid, "a string contains the control character \(shown())",
                advice: "Write it as an escape, such as \\n or \\u001f.")
        }
        guard byte >= 0x80 else { return advance() }
        guard let length = scalarLength(byte) else {
            throw failure(
                .encodingInvalid, "a string contains \(shown()), which is not UTF-8",
                advice: "Save the text as UTF-8.")
        }
        advanceScalar(length)
    }

    /// The length of a well-formed UTF-8 sequence of more than one byte (table 3-7 of the Unicode standard).
    private func scalarLength(_ first: UInt8) -> Int? {
        let second: ClosedRange<UInt8>
        let length: Int
        switch first {
        case 0xc2...0xdf: (length, second) = (2, 0x80...0xbf)
        case 0xe0: (length, second) = (3, 0xa0...0xbf)
        case 0xed: (length, second) = (3, 0x80...0x9f)
        case 0xe1...0xef: (length, second) = (3, 0x80...0xbf)
        case 0xf0: (length, second) = (4, 0x90...0xbf)
        case 0xf1...0xf3: (length, second) = (4, 0x80...0xbf)
        case 0xf4: (length, second) = (4, 0x80...0x8f)
        default: return nil
        }
        guard let next = peek(1), second.contains(next) else { return nil }
        for distance in 2..<max(length, 2) {
            guard let next = peek(distance), next & 0xc0 == 0x80 else { return nil }
        }
        return length
    }

    private mutating func escape() throws(JSONError) {
        let start = position
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
            return try unicodeEscape(start)
        default:
            throw failure(
                .stringInvalid, "a string contains an unknown escape",
                advice: "Write a backslash itself as \\\\.")
        }
        advance(2)
    }

    private mutating func unicodeEscape(_ start: JSONPosition) throws(JSONError) {
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
        scratch.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    private func loneSurrogate(_ start: JSONPosition) -> JSONError {
        failure(
            .surrogateLone, "an escape is one half of a surrogate pair", advice: "Write both halves, or the character.",
            at: start)
    }

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
