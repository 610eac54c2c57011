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

    /// The lines of a text, each at most `columns` wide; broken at spaces and between characters of Chinese and
    /// Japanese, or within a word that is longer.
    package static func wrapped(_ text: String, columns: Int = TextLayout.columns) -> [String] {
        var lines: [String] = []
        var line = ""
        func end() {
            if !line.isEmpty { lines.append(line) }
            line = ""
        }
        for word in text.split(separator: " ") {
            for (index, part) in parts(of: word).enumerated() {
                let joined = line + (index == 0 && !line.isEmpty ? " " : "") + part
                if width(joined) <= columns {
                    line = joined
                    continue
                }
                end()
                for character in part {
                    if width(line) + width(String(character)) > columns { end() }
                    line.append(character)
                }
            }
        }
        end()
        return lines
    }

    /// The parts of a word between which a line may end. A line does not begin with a closing mark, and does not end
    /// with an opening one.
    private static func parts(of word: Substring) -> [String] {
        var parts: [String] = []
        var previous: Character?
        for character in word {
            if let previous, isIdeographic(previous) || isIdeographic(character), !closing.contains(character),
                !opening.contains(previous)
            {
                parts.append("")
            }
            if parts.isEmpty { parts.append("") }
            parts[parts.count - 1].append(character)
            previous = character
        }
        return parts
    }

    private static let closing: Set<Character> = [
        "，", "。", "、", "；", "：", "？", "！", "）", "》", "」", "』", "”", "’", "…", ",", ".", ";", ":", "?", "!", ")", "]",
        "}", "%",
    ]
    private static let opening: Set<Character> = ["（", "《", "「", "『", "“", "‘", "(", "[", "{"]

    /// Whether a character is one of Chinese or Japanese, between which lines may end. Korean separates words with
    /// spaces.
    private static func isIdeographic(_ character: Character) -> Bool {
        guard let scalar = character.unicodeScalars.first else { return false }
        switch scalar.value {
        case 0x2e80...0x312f, 0x31a0...0xa4cf, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60, 0x20000...0x3fffd:
            return true
        default: return false
        }
    }
}
