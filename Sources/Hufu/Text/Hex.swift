/// Base 16: lower case when written; both cases when read, unless the caller asks for lower case.
package enum Hex {
    /// The value of a digit; `nil` for other bytes.
    package static func value(_ digit: UInt8) -> UInt8? {
        if let value = ASCII.digitValue(digit) { return value }
        let letter = ASCII.lowercased(digit) &- UInt8(ascii: "a")
        return letter < 6 ? letter + 10 : nil
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    /// The text of bytes, two digits for each.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digit(byte >> 4))
            text.append(digit(byte & 0x0f))
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a text; `nil` for an odd number of digits, and for other characters.
    ///
    /// - Parameter lowerCaseOnly: whether capital digits are refused, so that bytes have only one text.
    package static func decode(_ text: String, lowerCaseOnly: Bool = false) -> [UInt8]? {
        guard text.utf8.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count / 2)
        var high: UInt8?
        for character in text.utf8 {
            guard let value = value(character), !(lowerCaseOnly && ASCII.isCapital(character)) else { return nil }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return bytes
    }
}
