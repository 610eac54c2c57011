/// The citizen identification number of GB 11643: 17 digits and a check character (ISO 7064 MOD 11-2).
enum CitizenNumber {
    private static let checkCharacters = Array("10X98765432".utf8)

    /// The check character that belongs to the 17 digits; `nil` for a text that does not look like such a number.
    ///
    /// A text that ends in a small x does look like one: the x is a slip, and not another kind of number.
    static func checkCharacter(of text: String) -> UInt8? {
        guard text.utf8.count == 18 else { return nil }
        var (place, sum) = (0, 0)
        for byte in text.utf8 {
            place += 1
            if place == 18 {
                return ASCII.isDigit(byte) || byte & ~0x20 == UInt8(ascii: "X") ? checkCharacters[sum] : nil
            }
            guard ASCII.isDigit(byte) else { return nil }
            // Each digit counts twice as much as the one behind it.
            sum = (sum + Int(byte - UInt8(ascii: "0"))) * 2 % 11
        }
        return nil
    }
}
