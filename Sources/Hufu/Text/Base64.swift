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
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count / 4 * 3 + 2)
        var pending: UInt32 = 0
        var characters = 0
        var paddings = 0
        for byte in text.utf8 {
            if byte == padding, alphabet.isPadded {
                paddings += 1
                guard paddings <= 2 else { return nil }
                continue
            }
            guard paddings == 0, let value = value(byte, alphabet) else { return nil }
            pending = pending << 6 | UInt32(value)
            characters += 1
            guard characters == 4 else { continue }
            bytes.append(UInt8(truncatingIfNeeded: pending >> 16))
            bytes.append(UInt8(truncatingIfNeeded: pending >> 8))
            bytes.append(UInt8(truncatingIfNeeded: pending))
            (pending, characters) = (0, 0)
        }
        let expected = alphabet.isPadded && characters > 0 ? 4 - characters : 0
        guard paddings == expected else { return nil }
        switch characters {
        case 0: break
        case 2:
            guard pending & 0x0f == 0 else { return nil }
            bytes.append(UInt8(truncatingIfNeeded: pending >> 4))
        case 3:
            guard pending & 0x03 == 0 else { return nil }
            bytes.append(UInt8(truncatingIfNeeded: pending >> 10))
            bytes.append(UInt8(truncatingIfNeeded: pending >> 2))
        default: return nil
        }
        return bytes
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

    private static func value(_ character: UInt8, _ alphabet: Alphabet) -> UInt8? {
        if ASCII.isCapital(character) { return character - UInt8(ascii: "A") }
        if ASCII.isSmall(character) { return character - UInt8(ascii: "a") + 26 }
        if let digit = ASCII.digitValue(character) { return digit + 52 }
        let last = alphabet.last
        return character == last.0 ? 62 : character == last.1 ? 63 : nil
    }
}
