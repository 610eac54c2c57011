/// Draws symbols as text, two modules above each other per character cell.
public struct TerminalRenderer: Sendable, Hashable {
    /// The colours of dark and light modules.
    public enum Style: Sendable, Hashable {
        /// Black on white by escape sequences of 256-colour terminals, which is readable on every background and theme.
        case colour
        /// Without escape sequences, for terminals whose text is darker than the background; with `inverted`, for
        /// terminals whose text is lighter. The wrong choice gives a negative, which many readers reject.
        case plain(inverted: Bool)
    }

    /// The colours of dark and light modules.
    public let style: Style

    /// Modules of the quiet zone on each side.
    public let quietZone: Int

    /// A renderer.
    ///
    /// - Parameters:
    ///   - style: The colours of dark and light modules.
    ///   - quietZone: Modules on each side, 4 (the minimum of ISO/IEC 18004, 6.3.8) to 256.
    /// - Throws: ``QRError/plan(_:)``.
    public init(style: Style = .colour, quietZone: Int = 4) throws(QRError) {
        try QRError.validate(quietZone: quietZone)
        self.style = style
        self.quietZone = quietZone
    }

    /// Character cells that the text needs. A terminal with fewer columns breaks the symbol.
    public func dimensions(of symbol: QRSymbol) -> (columns: Int, rows: Int) {
        let modules = symbol.size + 2 * quietZone
        return (modules, (modules + 1) / 2)
    }

    /// The lines of the picture, each ended by a line feed.
    public func text(of symbol: QRSymbol) -> String {
        let (columns, rows) = dimensions(of: symbol)
        let inverted = style == .plain(inverted: true)
        var text = ""
        // Three bytes for each half block, and the escape sequences.
        text.reserveCapacity(rows * (columns * 3 + 32))
        for row in 0..<rows {
            if style == .colour { text += Self.blackOnWhite }
            let y = 2 * row - quietZone
            for column in 0..<columns {
                let upper = symbol.isDark(x: column - quietZone, y: y)
                let lower = symbol.isDark(x: column - quietZone, y: y + 1)
                text += Self.cell(upper: upper != inverted, lower: lower != inverted)
            }
            // Before the line feed: a terminal fills a new line with the background in force.
            if style == .colour { text += Self.reset }
            text += "\n"
        }
        return text
    }

    /// From the fixed colour cube: the sixteen named colours are the theme's to redefine.
    private static let blackOnWhite = "\u{1B}[38;5;16;48;5;231m"
    private static let reset = "\u{1B}[0m"

    private static func cell(upper: Bool, lower: Bool) -> String {
        switch (upper, lower) {
        case (true, true): "█"
        case (true, false): "▀"
        case (false, true): "▄"
        case (false, false): " "
        }
    }
}
