internal import HufuQR
internal import HufuScanner

/// Symbols as pictures and as text.
enum CodeOutput {
    /// The smallest module, in pixels, that readers read reliably.
    private static let smallestModule = 3

    /// Refuses a file name with the suffix of a format other than PNG.
    static func checkName(_ path: String?) throws(Failure) {
        guard let path, let format = PictureFormat(named: path), format != .png else { return }
        throw .usage(
            "the suffix is that of \(format.rawValue), and pictures are written as PNG only",
            option: Escaped.text(path),
            advice: "Give a name that ends in .png, and convert the picture with another program.")
    }

    static func write(_ symbol: QRSymbol, by renderer: PNGRenderer, to path: String) throws(Failure) {
        let module = try Failure.naming(path) { try renderer.pixelsPerModule(of: symbol) }
        if module < smallestModule {
            let (pixels, name) = (module == 1 ? "1 pixel" : "\(module) pixels", Escaped.text(path))
            Output.report(
                "hufu: \(name): warning: each module is \(pixels) wide, and readers need \(smallestModule). "
                    + "Choose a larger --scale, --width-mm or --dpi.")
        }
        try Output.deliver(Failure.naming(path) { try renderer.png(of: symbol) }, to: path)
    }

    /// The symbol as lines of text for standard output.
    static func lines(of symbol: QRSymbol, quietZone: Int = 4, isInverted: Bool = false) throws(Failure) -> String {
        let style: TerminalRenderer.Style = Terminal.hasColour ? .colour : .plain(inverted: isInverted)
        let renderer = try Failure.naming(nil) { try TerminalRenderer(style: style, quietZone: quietZone) }
        return renderer.text(of: symbol)
    }
}
