/// Base32 (RFC 4648 section 6) without padding, by table: eight characters for five bytes.
enum Base32 {
    static let codec = Transport.Codec(
        prefix: 0x4846_315a,  // HF1Z
        alphabet: characters, bytes: 5, characters: 8)

    private static let characters: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    private static let alphabet = Array(characters.description.utf8)
    private static let values = AlphabetTable.values(of: alphabet)

    /// - Parameter prefix: what stands in front of the text.
    static func encode(_ bytes: [UInt8], prefix: String) -> String {
        var text = Array(prefix.utf8)
        text.reserveCapacity(text.count + (bytes.count * 8 + 4) / 5)
        var (buffer, bits): (UInt32, UInt32) = (0, 0)
        for byte in bytes {
            (buffer, bits) = (buffer << 8 | UInt32(byte), bits + 8)
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(buffer >> bits & 31)])
            }
            buffer &= (1 << bits) - 1
        }
        if bits > 0 { text.append(alphabet[Int(buffer << (5 - bits) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }

    static func decode(_ text: Span<UInt8>, in range: Range<Int>) throws(TransportError) -> [UInt8] {
        // 1, 3 and 6 characters over a multiple of eight cannot be the end of whole bytes.
        switch range.count % 8 {
        case 1, 3, 6: throw TransportError(.textInvalid, range.upperBound)
        default: break
        }
        let table = values
        return try [UInt8](capacity: range.count * 5 / 8) { bytes throws(TransportError) in
            var (buffer, bits): (UInt32, UInt32) = (0, 0)
            for index in range {
                let value = table[Int(text[index])]
                guard value < 32 else { throw TransportError(.textInvalid, index) }
                (buffer, bits) = (buffer << 5 | UInt32(value), bits + 5)
                if bits >= 8 {
                    bits -= 8
                    bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
                    buffer &= (1 << bits) - 1
                }
            }
            guard buffer == 0 else { throw TransportError(.textInvalid, range.upperBound - 1) }
        }
    }
}
