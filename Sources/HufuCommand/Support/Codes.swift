internal import ArgumentParser
internal import Hufu
internal import HufuQR
internal import QRCapacity

/// Levels of error correction by the standard's letters.
enum Level: String, ExpressibleByArgument, CaseIterable {
    case low = "L"
    case medium = "M"
    case quartile = "Q"
    case high = "H"

    init?(argument: String) { self.init(rawValue: argument.uppercased()) }

    var value: QRErrorCorrection {
        switch self {
        case .low: .low
        case .medium: .medium
        case .quartile: .quartile
        case .high: .high
        }
    }
}

/// How large a code may get, and how much damage it has to survive.
struct SymbolOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How much damage a reader can restore, at least: L, M, Q or H; M on a screen, Q in print, if left out.",
            valueName: "level"))
    var errorCorrection: Level?
    @Option(help: ArgumentHelp("The largest QR version, 1 to 40.", valueName: "version"))
    var maxVersion = QRPlan.defaultMaximumVersion

    func validate() throws {
        guard 1...40 ~= maxVersion else { throw ValidationError("--max-version is 1 to 40.") }
    }

    /// - Parameter level: what the code is for, where nothing else was asked for.
    func symbol(
        of text: String, for level: QRErrorCorrection, in file: String?
    ) throws(Failure) -> QRSymbol {
        do throws(QRError) {
            return try QRSymbol(
                text, errorCorrection: errorCorrection?.value ?? level, maximumVersion: maxVersion)
        } catch { throw Codes.failure(error, of: text, in: file) }
    }

    /// Throws as `symbol` does, without drawing anything.
    func check(_ text: String, for level: QRErrorCorrection, in file: String?) throws(Failure) {
        do throws(QRError) { try check(text.utf8.count, for: level) } catch {
            throw Codes.failure(error, of: text, in: file)
        }
    }

    /// Whether a text of so many characters is not too long.
    func fits(_ characters: Int, for level: QRErrorCorrection) -> Bool {
        (try? check(characters, for: level)) != nil
    }

    private func check(_ characters: Int, for level: QRErrorCorrection) throws(QRError) {
        do throws(QRPlanError) {
            _ = try QRPlan(
                characters: characters, errorCorrection: errorCorrection?.value ?? level, maximumVersion: maxVersion)
        } catch { throw .plan(error) }
    }
}

/// How large a picture of a code is.
struct PictureOptions: ParsableArguments {
    @Option(help: "Pixels per module (4 if no width is given).") var scale: Int?
    @Option(help: ArgumentHelp("Width in print, quiet zone included, in millimetres.", valueName: "w"))
    var widthMm: Double?
    @Option(help: "The printer's dots per inch.") var dpi: Int?
    @Option(help: "Light margin, in modules (4 if left out, and at least).") var quietZone: Int?

    var isGiven: Bool { scale != nil || widthMm != nil || dpi != nil || quietZone != nil }

    func validate() throws {
        if (widthMm == nil) != (dpi == nil) { throw ValidationError("--width-mm and --dpi go together.") }
        if widthMm != nil, scale != nil { throw ValidationError("Give --scale, or --width-mm and --dpi, not both.") }
    }

    func renderer() throws(Failure) -> PNGRenderer {
        let size: PNGRenderer.Size =
            if let widthMm, let dpi { .physical(widthMillimetres: widthMm, dpi: dpi) } else { .scale(scale ?? 4) }
        return try Failure.naming("options", status: .usage) { try PNGRenderer(size: size, quietZone: quietZone ?? 4) }
    }
}

enum Codes {
    static func write(_ symbol: QRSymbol, by renderer: PNGRenderer, to path: String) throws(Failure) {
        try Output.deliver(Failure.naming(path) { try renderer.png(of: symbol) }, to: path)
    }

    /// The symbol as lines of text for standard output.
    static func lines(of symbol: QRSymbol, quietZone: Int = 4, isInverted: Bool = false) throws(Failure) -> String {
        let style: TerminalRenderer.Style = Terminal.hasColour ? .colour : .plain(inverted: isInverted)
        let renderer = try Failure.naming(nil) { try TerminalRenderer(style: style, quietZone: quietZone) }
        return renderer.text(of: symbol)
    }

    /// Of a text that is too long, with what has to go: bytes, and where most of them are.
    static func failure(_ error: QRError, of text: String, in file: String?) -> Failure {
        guard case .plan(.textTooLong(let characters, let fitting, _, _)) = error,
            let excess = Inspector.excess(of: Array(text.utf8), characters: characters - fitting)
        else { return Failure(error, file: file) }
        let largest = excess.elements.prefix(3).map { "\($0.name) (\($0.size))" }.joined(separator: ", ")
        return Failure(
            .badData, file: file, code: error.code,
            String(error.message.dropLast()) + ": \(excess.bytes) bytes of the payload have to go",
            advice: error.advice + (largest.isEmpty ? "" : " Most bytes are in \(largest)."))
    }
}
