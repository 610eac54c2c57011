import Foundation
import HufuQR
import Testing

@Suite("Terminal pictures", .serialized)
struct TerminalTests {
    /// Plays a terminal: keeps the colours that are set, paints each half of each cell, and writes what is then
    /// seen as PGM, eight pixels per module. Arguments: the text, the picture, foreground and background before.
    private static let terminal = """
        import re, sys
        text = open(sys.argv[1], encoding="utf-8", newline="").read()
        default = [int(sys.argv[3]), int(sys.argv[4])]
        cube = {"16": 0, "231": 255}
        rows, upper, lower, colours = [], [], [], list(default)
        for escape, character in re.findall("\\x1b\\\\[([0-9;]*)m|(.)", text, re.S):
            if character == "":
                if escape == "0": colours = list(default); continue
                front, back = re.fullmatch("38;5;([0-9]+);48;5;([0-9]+)", escape).groups()
                colours = [cube[front], cube[back]]
            elif character == "\\n":
                assert colours == default, "colours left behind at the end of the line"
                rows += [upper, lower]; upper, lower = [], []
            else:
                top, bottom = {"█": (0, 0), "▀": (0, 1), "▄": (1, 0), " ": (1, 1)}[character]
                upper.append(colours[top]); lower.append(colours[bottom])
        assert not upper and len(set(map(len, rows))) == 1, "ragged"
        with open(sys.argv[2], "wb") as picture:
            picture.write(b"P5 %d %d 255\\n" % (len(rows[0]) * 8, len(rows) * 8))
            for row in rows: picture.write(bytes(value for value in row for _ in range(8)) * 8)
        print("\\n".join("".join("1" if value == 0 else "0" for value in row) for row in rows))
        """

    private static let dark = ["255", "0"]
    private static let light = ["0", "255"]

    /// What is seen, and what zbar reads of it.
    private func show(_ text: String, on theme: [String]) throws -> (rows: [[Bool]], read: String) {
        try Tool.withFile(text.utf8, type: "txt") { path in
            try Tool.withFile([], type: "pgm") { picture in
                let output = try Tool.python(Self.terminal, path, picture, theme[0], theme[1])
                let rows = String(decoding: output, as: UTF8.self).split(separator: "\n").map { $0.map { $0 == "1" } }
                return (rows, try Tool.zbar(picture))
            }
        }
    }

    @Test(
        "The visible modules are those of the symbol, on both backgrounds if the style supports both",
        arguments: [
            (TerminalRenderer.Style.colour, dark), (.colour, light), (.plain(inverted: true), dark),
            (.plain(inverted: false), light),
        ])
    func seen(style: TerminalRenderer.Style, theme: [String]) throws {
        for (characters, quietZone) in [(1, 4), (400, 4), (970, 5), (1451, 4)] {
            let content = Samples.text(characters)
            let symbol = try QRSymbol(content)
            let renderer = try TerminalRenderer(style: style, quietZone: quietZone)
            let (rows, read) = try show(renderer.text(of: symbol), on: theme)
            // The number of modules is odd, so the last half row is one more of quiet zone.
            var expected = Samples.matrix(of: symbol, border: quietZone)
            expected.append(Array(repeating: false, count: symbol.size + 2 * quietZone))
            #expect(rows == expected)
            #expect(read == content)
        }
    }

    @Test("Plain without inversion is a negative on a dark background, and the reverse")
    func negative() throws {
        let symbol = try QRSymbol(Samples.text(400))
        let expected = Samples.matrix(of: symbol, border: 4)
        let text = try TerminalRenderer(style: .plain(inverted: false)).text(of: symbol)
        let output = try Tool.withFile(text.utf8, type: "txt") {
            try Tool.python(Self.terminal, $0, "/dev/null", Self.dark[0], Self.dark[1])
        }
        let rows = String(decoding: output, as: UTF8.self).split(separator: "\n").map { $0.map { $0 == "1" } }
        #expect(rows.dropLast().map { $0.map { !$0 } } == expected)
    }

    @Test("The dimensions are those of the text", arguments: [4, 5, 256])
    func dimensions(quietZone: Int) throws {
        for style in [TerminalRenderer.Style.colour, .plain(inverted: true)] {
            let renderer = try TerminalRenderer(style: style, quietZone: quietZone)
            let symbol = try QRSymbol(Samples.text(100))
            let (columns, rows) = renderer.dimensions(of: symbol)
            let lines = renderer.text(of: symbol).replacing(/\u{1B}\[[0-9;]*m/, with: "").split(separator: "\n")
            #expect(lines.count == rows)
            #expect(lines.allSatisfy { $0.count == columns })
            #expect(columns == symbol.size + 2 * quietZone)
        }
    }

    @Test("Plain text has no escape sequences, and every line ends with a line feed")
    func plain() throws {
        let symbol = try QRSymbol("HUFU")
        for inverted in [true, false] {
            let text = try TerminalRenderer(style: .plain(inverted: inverted)).text(of: symbol)
            #expect(!text.unicodeScalars.contains("\u{1B}"))
            #expect(text.hasSuffix("\n"))
        }
    }
}
