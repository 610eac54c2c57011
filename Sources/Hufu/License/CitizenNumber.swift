/// The citizen identification number of GB 11643: six digits for a place, the birth date, three digits of which the
/// last tells the sex, and a check character (ISO 7064 MOD 11-2).
struct CitizenNumber {
    private static let checkCharacters = Array("10X98765432".utf8)

    /// 18 ASCII characters.
    private let text: [UInt8]

    /// `nil` unless the text is 17 digits, and then a digit or `X`.
    init?(_ text: String) {
        let text = Array(text.utf8)
        guard text.count == 18, let last = text.last, text.dropLast().allSatisfy(ASCII.isDigit),
            ASCII.isDigit(last) || last == UInt8(ascii: "X")
        else { return nil }
        self.text = text
    }

    /// Whether the check character is that of the 17 digits.
    var isChecked: Bool { text.last == checkCharacter }

    /// The check character that belongs to the 17 digits.
    var checkCharacter: UInt8 {
        // Each digit counts twice as much as the one behind it.
        Self.checkCharacters[digits(0..<17).reduce(0) { ($0 + $1) * 2 % 11 }]
    }

    /// The year of birth, which need not be one.
    var birthYear: Int { number(6..<10) }
    /// The month of birth, which need not be one.
    var birthMonth: Int { number(10..<12) }
    /// The day of birth, which need not be one.
    var birthDay: Int { number(12..<14) }

    /// The sex that the number tells: odd is male.
    var sex: License.Sex { number(16..<17).isMultiple(of: 2) ? .female : .male }

    private func digits(_ places: Range<Int>) -> some Sequence<Int> {
        text[places].lazy.map { Int($0 - UInt8(ascii: "0")) }
    }

    private func number(_ places: Range<Int>) -> Int { digits(places).reduce(0) { $0 * 10 + $1 } }
}
