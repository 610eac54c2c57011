/// The rule of issuing for texts: normalised, visible, undamaged, and without characters that nobody can see.
enum IssuedText: TextRule {
    static func check(_ text: String, _ lengths: ClosedRange<Int>, at path: () -> String) throws(LicenseError) {
        guard NormalForm.isComposed(text) else {
            throw LicenseError(
                .textNotNormalized, at: path(), expected: "Unicode normalisation form C",
                found: JSONValue.quoted(text), advice: "Normalise the text to NFC before issuing.")
        }
        let scalars = text.unicodeScalars
        guard scalars.contains(where: \.isVisible) else {
            throw LicenseError(
                .textBlank, at: path(), expected: "a text of which something can be seen",
                found: scalars.prefix(4).map(\.codePoint).joined(separator: " "), advice: "Fill it in or leave it out.")
        }
        if let damaged = scalars.first(where: \.isDamaged) {
            throw LicenseError(
                .textDamaged, at: path(), expected: "characters of Unicode that every system knows",
                found: damaged.codePoint,
                advice: "Take the text from its source again: it was read in another encoding, or with a font of its own.")
        }
        if let stray = text.firstStrayInvisibleCharacter {
            throw LicenseError(
                .textInvisible, at: path(), expected: "no invisible characters but those that the script needs",
                found: stray.codePoint, advice: "Remove the character.")
        }
        guard let first = scalars.first, let last = scalars.last, !first.isWhiteSpace, !last.isWhiteSpace else {
            throw LicenseError(
                .textPadded, at: path(), expected: "no white space at the start or end", found: JSONValue.quoted(text),
                advice: "Remove the white space.")
        }
    }
}
