extension Unicode.Scalar {
    /// Whether this is a space of some width: the space separators of Unicode.
    var isWhiteSpace: Bool {
        switch value {
        case 0x20, 0xa0, 0x1680, 0x2000...0x200a, 0x202f, 0x205f, 0x3000: true
        default: false
        }
    }

    /// Whether nothing is drawn for this character, or only a gap: default-ignorable code points, and fillers.
    var isInvisible: Bool {
        switch value {
        case 0xad, 0x34f, 0x115f...0x1160, 0x17b4...0x17b5, 0x180b...0x180f, 0x200b...0x200d, 0x2060...0x206f, 0x2800,
            0x3164, 0xfe00...0xfe0f, 0xffa0, 0xfff0...0xfff8, 0x1bca0...0x1bca3, 0x1d173...0x1d17a, 0xe0000...0xe0fff:
            true
        default: false
        }
    }

    /// Whether something is drawn for this character.
    var isVisible: Bool { !isWhiteSpace && !isInvisible }

    /// Whether this stands where a character was lost, or has no meaning that two systems share: replacement
    /// characters, noncharacters, private use, and the planes in which nothing is assigned.
    var isDamaged: Bool {
        switch value {
        case 0xe000...0xf8ff, 0xfdd0...0xfdef, 0xfffc...0xfffd, 0x40000...0xdffff, 0xf0000...0x10ffff: true
        default: value & 0xfffe == 0xfffe
        }
    }

    /// Whether this is of a script that joins its letters, or builds syllables of them, so that invisible characters
    /// decide how they are drawn.
    var isJoiningLetter: Bool {
        switch value {
        case 0x600...0x109f, 0x1700...0x1cff, 0xa800...0xabff, 0xfb50...0xfdcf, 0xfdf0...0xfdff, 0xfe70...0xfefc,
            0x10a00...0x11fff, 0x1e900...0x1e95f:
            isVisible
        default: false
        }
    }

    /// Whether an invisible character belongs between these two (profile section 7): a joiner in a script that needs
    /// it, or a variation selector behind the character that it selects a form of.
    fileprivate func belongs(behind previous: Unicode.Scalar?, before next: Unicode.Scalar?) -> Bool {
        guard let previous else { return false }
        return switch value {
        case 0x200c...0x200d: previous.isJoiningLetter
        case 0x180e, 0x200b: previous.isJoiningLetter && next?.isJoiningLetter == true
        case 0x180b...0x180d, 0x180f, 0xfe00...0xfe0f, 0xe0100...0xe01ef: previous.isVisible
        default: false
        }
    }

    /// The code point as Unicode writes it, such as `U+200B`.
    var codePoint: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}

extension String {
    /// The first invisible character that the text does not need; `nil` if there is none.
    var firstStrayInvisibleCharacter: Unicode.Scalar? {
        var previous: Unicode.Scalar?
        var rest = unicodeScalars.makeIterator()
        var current = rest.next()
        while let scalar = current {
            let next = rest.next()
            if scalar.isInvisible, !scalar.belongs(behind: previous, before: next) { return scalar }
            (previous, current) = (scalar, next)
        }
        return nil
    }
}
