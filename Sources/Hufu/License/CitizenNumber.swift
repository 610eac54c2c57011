/// The citizen identification number of GB 11643: 17 digits and a check character (ISO 7064 MOD 11-2).
enum CitizenNumber {
    private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    private static let checkCharacters = Array("10X98765432".utf8)

    static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    /// Whether the text looks like such a number. A small x does too: it is a slip, not another kind of number.
    static func hasShape(_ text: String) -> Bool {
        guard text.utf8.count == 18, text.utf8.dropLast().allSatisfy(isDigit), let last = text.utf8.last else {
            return false
        }
        return isDigit(last) || last == UInt8(ascii: "X") || last == UInt8(ascii: "x")
    }

    /// The check character that belongs to the 17 digits.
    static func checkCharacter(of text: String) -> Character? {
        checkByte(of: text).map { Character(Unicode.Scalar($0)) }
    }

    static func isValid(_ text: String) -> Bool {
        checkByte(of: text).map { $0 == text.utf8.last } ?? false
    }

    private static func checkByte(of text: String) -> UInt8? {
        guard hasShape(text) else { return nil }
        let sum = zip(text.utf8, weights).reduce(0) { $0 + Int($1.0 - UInt8(ascii: "0")) * $1.1 }
        return checkCharacters.dropFirst(sum % 11).first
    }
}
