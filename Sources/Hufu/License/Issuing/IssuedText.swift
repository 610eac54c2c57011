/// The rule of issuing for texts: normalised, visible, undamaged, and without invisible characters.
enum IssuedText: TextRule {
    static func check(_ text: String, _ lengths: ClosedRange<Int>, at path: () -> String) throws(LicenseError) {
        if !isPlain(text) { try checkCharacters(of: text, at: path) }
    }

    static func checkCharacters(of text: String, at path: () -> String) throws(LicenseError) {
        guard NormalForm.isComposed(text) else {
            throw LicenseError(
                .textNotNormalized, at: path(), expected: "Unicode normalisation form C",
                found: JSONValue.quoted(text), advice: "Normalise the text to NFC before issuing.")
        }
        let scalars = text.unicodeScalars
        guard scalars.contains(where: \.isVisible) else {
            throw LicenseError(
                .textBlank, at: path(), expected: "a text with a visible character",
                found: scalars.prefix(4).map(\.codePoint).joined(separator: " "), advice: "Fill it in or leave it out.")
        }
        if let damaged = scalars.first(where: \.isDamaged) {
            throw LicenseError(
                .textDamaged, at: path(), expected: "characters of Unicode that every system knows",
                found: damaged.codePoint,
                advice:
                    "Take it from its source again: it was read in another encoding, or is for a font of its own.")
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

    /// A fast check that accepts most names and addresses. It is true only for texts that follow this rule, and that of
    /// form for characters: they neither begin nor end with a space, and all other characters are visible ones of ASCII,
    /// U+00C0 to U+02FF, or U+4000 to U+9FFF. If it is false, `checkCharacters` decides.
    static func isPlain(_ text: String) -> Bool {
        text.withBytes { bytes in
            let space = UInt8(ascii: " ")
            guard let last = bytes.indices.last, bytes[0] != space, bytes[last] != space else { return false }
            return !bytes.byteClasses.contains(.notPlain)
        }
    }
}

/// A fast rule that accepts most names and addresses, and no text that breaks the rules of form or of issuing.
enum PlainText: TextRule {
    /// Something is not plain. It may follow the rules all the same.
    struct Failure: Error {}

    static func check(_ text: String, _ lengths: ClosedRange<Int>, at path: () -> String) throws(Failure) {
        guard lengths.contains(text.utf8.count), IssuedText.isPlain(text) else { throw Failure() }
    }
}
