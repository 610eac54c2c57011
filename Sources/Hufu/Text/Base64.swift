/// Base 64 (RFC 4648) with exactly one text for each sequence of bytes: the padding of its alphabet, no white space,
/// and unused bits zero.
package enum Base64 {
    /// The two alphabets, which differ in the characters of 62 and 63 and in the padding.
    package enum Alphabet: Sendable {
        /// Section 4, padded.
        case standard
        /// Section 5, without padding, as in JWK (RFC 7515 section 2).
        case url

        fileprivate var isPadded: Bool {
            switch self {
            case .standard: true
            case .url: false
            }
        }

        /// The characters of 62 and 63.
        fileprivate var last: (UInt8, UInt8) {
            switch self {
            case .standard: (UInt8(ascii: "+"), UInt8(ascii: "/"))
            case .url: (UInt8(ascii: "-"), UInt8(ascii: "_"))
            }
        }
    }

    private static let padding = UInt8(ascii: "=")

    /// The text of bytes.
    package static func encode(_ bytes: some Collection<UInt8>, _ alphabet: Alphabet = .standard) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var pending: UInt32 = 0
        var count = 0
        func flush(_ characters: Int) {
            for position in 0..<characters {
                text.append(character(UInt8(pending >> (18 - 6 * UInt32(position)) & 0x3f), alphabet))
            }
            guard alphabet.isPadded else { return }
            for _ in characters..<4 { text.append(padding) }
        }
        for byte in bytes {
            pending |= UInt32(byte) << (16 - 8 * UInt32(count))
            count += 1
            guard count == 3 else { continue }
            flush(4)
            (pending, count) = (0, 0)
        }
        if count > 0 { flush(count + 1) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a text; `nil` for any other text than that of `encode`.
    package static func decode(_ text: String, _ alphabet: Alphabet = .standard) -> [UInt8]? {
        text.withBytes { decode($0, alphabet) }
    }

    /// The bytes of a text, as `decode(_:_:)` for a string.
    package static func decode(_ text: Span<UInt8>, _ alphabet: Alphabet = .standard) -> [UInt8]? {
        var bytes: [UInt8] = []
        return decode(text, alphabet, to: &bytes) ? bytes : nil
    }

    /// Appends the bytes of a text.
    ///
    /// - Returns: whether the text is one of `encode`. If not, what was appended has no meaning.
    static func decode(_ text: Span<UInt8>, _ alphabet: Alphabet, to bytes: inout [UInt8]) -> Bool {
        var end = text.count
        if alphabet.isPadded {
            guard end.isMultiple(of: 4) else { return false }
            while end > 0, text.count - end < 2, text[end - 1] == padding { end -= 1 }
        }
        let whole = end / 4 * 4
        let table = alphabet.values
        let values = table.span
        // A character outside the alphabet sets a bit above those of a value.
        var all: UInt8 = 0
        var isComplete = true
        bytes.append(addingCapacity: end / 4 * 3 + 2) { bytes in
            func value(_ index: Int) -> UInt32 {
                let value = values[Int(text[index])]
                all |= value
                return UInt32(value)
            }
            for index in stride(from: 0, to: whole, by: 4) {
                let four = value(index) << 18 | value(index + 1) << 12 | value(index + 2) << 6 | value(index + 3)
                bytes.append(UInt8(truncatingIfNeeded: four >> 16))
                bytes.append(UInt8(truncatingIfNeeded: four >> 8))
                bytes.append(UInt8(truncatingIfNeeded: four))
            }
            switch end - whole {
            case 0: break
            case 2:
                let two = value(whole) << 6 | value(whole + 1)
                isComplete = two & 0x0f == 0
                bytes.append(UInt8(truncatingIfNeeded: two >> 4))
            case 3:
                let three = value(whole) << 12 | value(whole + 1) << 6 | value(whole + 2)
                isComplete = three & 0x03 == 0
                bytes.append(UInt8(truncatingIfNeeded: three >> 10))
                bytes.append(UInt8(truncatingIfNeeded: three >> 2))
            default: isComplete = false
            }
        }
        return isComplete && all < 64
    }

    private static func character(_ value: UInt8, _ alphabet: Alphabet) -> UInt8 {
        switch value {
        case 0..<26: UInt8(ascii: "A") + value
        case 26..<52: UInt8(ascii: "a") + value - 26
        case 52..<62: UInt8(ascii: "0") + value - 52
        case 62: alphabet.last.0
        default: alphabet.last.1
        }
    }

    fileprivate static let standardValues = values(.standard)
    fileprivate static let urlValues = values(.url)

    /// The value of each of the 256 bytes, or 255 for a byte outside the alphabet.
    private static func values(_ alphabet: Alphabet) -> [UInt8] {
        AlphabetTable.values(of: (0..<64).map { character($0, alphabet) })
    }
}

extension Base64.Alphabet {
    fileprivate var values: [UInt8] {
        switch self {
        case .standard: Base64.standardValues
        case .url: Base64.urlValues
        }
    }
}
