/// Base 64 (RFC 4648) with one text for each sequence of bytes: padding as the alphabet has it, no white space, and the
/// bits left over zero.
package enum Base64 {
    package enum Alphabet: Sendable {
        /// Section 4, padded.
        case standard
        /// Section 5, without padding, as JWK has it.
        case url
    }

    package static func encode(_ bytes: some Collection<UInt8>, _ alphabet: Alphabet = .standard) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var pending: UInt32 = 0
        var count = 0
        func flush(_ characters: Int) {
            for position in 0..<characters {
                text.append(character(UInt8(pending >> (18 - 6 * UInt32(position)) & 0x3f), alphabet))
            }
            guard alphabet == .standard else { return }
            for _ in characters..<4 { text.append(UInt8(ascii: "=")) }
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

    package static func decode(_ text: String, _ alphabet: Alphabet = .standard) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count / 4 * 3 + 2)
        var pending: UInt32 = 0
        var characters = 0
        var padding = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "="), alphabet == .standard {
                padding += 1
                guard padding <= 2 else { return nil }
                continue
            }
            guard padding == 0, let value = value(byte, alphabet) else { return nil }
            pending = pending << 6 | UInt32(value)
            characters += 1
            guard characters == 4 else { continue }
            bytes.append(UInt8(truncatingIfNeeded: pending >> 16))
            bytes.append(UInt8(truncatingIfNeeded: pending >> 8))
            bytes.append(UInt8(truncatingIfNeeded: pending))
            (pending, characters) = (0, 0)
        }
        let expectedPadding = alphabet == .standard && characters > 0 ? 4 - characters : 0
        guard padding == expectedPadding else { return nil }
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
        case 62: alphabet == .standard ? UInt8(ascii: "+") : UInt8(ascii: "-")
        default: alphabet == .standard ? UInt8(ascii: "/") : UInt8(ascii: "_")
        }
    }

    private static func value(_ character: UInt8, _ alphabet: Alphabet) -> UInt8? {
        switch (character, alphabet) {
        case (UInt8(ascii: "A")...UInt8(ascii: "Z"), _): character - UInt8(ascii: "A")
        case (UInt8(ascii: "a")...UInt8(ascii: "z"), _): character - UInt8(ascii: "a") + 26
        case (UInt8(ascii: "0")...UInt8(ascii: "9"), _): character - UInt8(ascii: "0") + 52
        case (UInt8(ascii: "+"), .standard), (UInt8(ascii: "-"), .url): 62
        case (UInt8(ascii: "/"), .standard), (UInt8(ascii: "_"), .url): 63
        default: nil
        }
    }
}
