/// The citizen identification number of GB 11643: six digits for a place, the birth date, three digits of which the
/// last tells the sex, and a check character (ISO 7064 MOD 11-2).
struct CitizenNumber {
    private static let checkCharacters: StaticString = "10X98765432"

    /// The year of birth, which need not be one.
    let birthYear: Int
    /// The month of birth, which need not be one.
    let birthMonth: Int
    /// The day of birth, which need not be one.
    let birthDay: Int
    /// The sex that the number tells: odd is male.
    let sex: License.Sex
    /// The check character that belongs to the 17 digits.
    let checkCharacter: UInt8
    /// Whether the check character is that of the 17 digits.
    let isChecked: Bool

    /// `nil` unless the text is 17 digits, and then a digit or `X`.
    init?(_ text: String) {
        guard let number = text.withBytes(CitizenNumber.init(utf8:)) else { return nil }
        self = number
    }

    private init?(utf8 text: Span<UInt8>) {
        guard text.count == 18 else { return nil }
        // The 17 digits as one number, and the check sum, in which each digit counts twice as much as the one behind it.
        var (number, sum) = (0, 0)
        for place in 0..<17 {
            guard let digit = ASCII.digitValue(text[place]) else { return nil }
            number = number * 10 + Int(digit)
            sum = (sum + Int(digit)) * 2 % 11
        }
        guard ASCII.isDigit(text[17]) || text[17] == UInt8(ascii: "X") else { return nil }
        birthYear = number / 10_000_000 % 10_000
        birthMonth = number / 100_000 % 100
        birthDay = number / 1_000 % 100
        sex = number.isMultiple(of: 2) ? .female : .male
        // Safe: a remainder of 11 is the offset of one of the eleven characters.
        checkCharacter = unsafe Self.checkCharacters.utf8Start[sum]
        isChecked = text[17] == checkCharacter
    }
}
