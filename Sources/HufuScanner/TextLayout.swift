/// Text in the columns of a terminal.
package enum TextLayout {
    /// The width of a line in columns.
    package static let columns = 80

    /// The width of a text in columns of a terminal.
    package static func width(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + width($1) } }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch scalar.value {
        // The vowels and finals of Hangul stand in the columns of the consonant before them.
        case 0x1160...0x11ff, 0xd7b0...0xd7ff: return 0
        // The wide ranges of Unicode's East Asian Width that names and addresses are written with.
        case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xa960...0xa97c, 0xac00...0xd7a3, 0xf900...0xfaff,
            0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1faff, 0x20000...0x3fffd:
            return 2
        default: return scalar.properties.isEmojiPresentation ? 2 : 1
        }
    }

    /// The lines of a text, each at most `columns` wide; broken at spaces, or within a word that is longer.
    package static func wrapped(_ text: String, columns: Int = TextLayout.columns) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            let joined = line.isEmpty ? String(word) : line + " " + word
            if width(joined) <= columns {
                line = joined
                continue
            }
            if !line.isEmpty { lines.append(line) }
            line = ""
            for character in word {
                if width(line) + width(String(character)) > columns {
                    lines.append(line)
                    line = ""
                }
                line.append(character)
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
