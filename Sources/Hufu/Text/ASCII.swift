/// Classes of bytes in ASCII (RFC 20), the same in any UTF-8 text.
package enum ASCII {
    package static let tab = UInt8(ascii: "\t")
    package static let lineFeed = UInt8(ascii: "\n")
    package static let carriageReturn = UInt8(ascii: "\r")
    package static let space = UInt8(ascii: " ")

    /// `0` to `9`.
    @inline(__always)
    package static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    /// `A` to `Z`.
    @inline(__always)
    package static func isCapital(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "A") < 26 }

    /// Two capital letters, the form of a country of ISO 3166-1.
    @inline(__always)
    package static func isCountry(_ text: String) -> Bool { text.utf8.count == 2 && all(text, are: isCapital) }

    /// Whether each byte of a text is one of a class.
    @inline(__always)
    package static func all(_ text: String, are isMember: (UInt8) -> Bool) -> Bool {
        // The iterator of a text's bytes takes five times as long.
        text.withBytes { bytes in bytes.indices.allSatisfy { isMember(bytes[$0]) } }
    }

    /// `a` to `z`.
    @inline(__always)
    package static func isSmall(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "a") < 26 }

    /// A letter of either case.
    @inline(__always)
    package static func isLetter(_ byte: UInt8) -> Bool { isCapital(byte) || isSmall(byte) }

    /// Space, tab, line feed, vertical tab, form feed, carriage return.
    @inline(__always)
    package static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == space || byte &- tab < 5 }

    /// The value of a decimal digit; `nil` for other bytes.
    @inline(__always)
    package static func digitValue(_ byte: UInt8) -> UInt8? { isDigit(byte) ? byte &- UInt8(ascii: "0") : nil }

    /// The small letter for a capital one; other bytes as they are.
    @inline(__always)
    package static func lowercased(_ byte: UInt8) -> UInt8 { isCapital(byte) ? byte | 0x20 : byte }
}
