internal import ArgumentParser
internal import HufuQR

/// Levels of error correction by the standard's letters.
enum Level: String, ExpressibleByArgument, CaseIterable {
    case low = "L"
    case medium = "M"
    case quartile = "Q"
    case high = "H"

    init?(argument: String) { self.init(rawValue: argument.uppercased()) }

    var value: QRSymbol.ErrorCorrection {
        switch self {
        case .low: .low
        case .medium: .medium
        case .quartile: .quartile
        case .high: .high
        }
    }
}

/// Pictures of tokens.
enum Codes {
    /// Level M, at most version 25, as tokens are shown on screens.
    @discardableResult
    static func writePicture(of text: String, to path: String) throws(Failure) -> QRSymbol {
        let symbol = try Failure.naming(path) { try QRSymbol(text) }
        try AtomicFile.write(Failure.naming(path) { try PNGRenderer().png(of: symbol) }, to: path)
        return symbol
    }

    /// The symbol as lines of text for standard output.
    static func lines(of symbol: QRSymbol, quietZone: Int = 4, isInverted: Bool = false) throws(Failure) -> String {
        let style: TerminalRenderer.Style = Terminal.hasColour ? .colour : .plain(inverted: isInverted)
        let renderer = try Failure.naming(nil) { try TerminalRenderer(style: style, quietZone: quietZone) }
        return renderer.text(of: symbol)
    }
}
