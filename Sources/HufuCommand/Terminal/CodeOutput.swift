internal import HufuQR

/// Symbols as pictures and as text.
enum CodeOutput {
    static func write(_ symbol: QRSymbol, by renderer: PNGRenderer, to path: String) throws(Failure) {
        try Output.deliver(Failure.naming(path) { try renderer.png(of: symbol) }, to: path)
    }

    /// The symbol as lines of text for standard output.
    static func lines(of symbol: QRSymbol, quietZone: Int = 4, isInverted: Bool = false) throws(Failure) -> String {
        let style: TerminalRenderer.Style = Terminal.hasColour ? .colour : .plain(inverted: isInverted)
        let renderer = try Failure.naming(nil) { try TerminalRenderer(style: style, quietZone: quietZone) }
        return renderer.text(of: symbol)
    }
}
