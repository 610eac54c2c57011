internal import ArgumentParser
internal import HufuQR

struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Draw a token as a QR code: a PNG, or text for the terminal.")

    @Argument(help: ArgumentHelp("The token, @FILE, or - for standard input.", valueName: "text|@file|-"))
    var text = "-"
    @Option(name: [.short, .customLong("output")], help: ArgumentHelp("The picture.", valueName: "file.png"))
    var output: String?
    @Option(help: "Pixels per module (4 if no width is given).") var scale: Int?
    @Option(help: ArgumentHelp("Width in print, quiet zone included, in millimetres.", valueName: "w"))
    var widthMm: Double?
    @Option(help: "The printer's dots per inch.") var dpi: Int?
    @Option(help: "How much damage a reader can restore: L, M, Q or H; the least, more where it costs nothing.")
    var errorCorrection = Level.medium
    @Option(help: "Light margin, in modules.") var quietZone = 4
    @Option(help: "The largest version, 1 to 40.") var maxVersion = QRSymbol.defaultMaximumVersion
    @Flag(help: "Draw into the terminal.") var terminal = false
    @Flag(help: "For terminals without colours: light text on dark ground.") var inverted = false

    func validate() throws {
        if output == nil, !terminal { throw ValidationError("Say where to: -o FILE.png, or --terminal.") }
        if (widthMm == nil) != (dpi == nil) { throw ValidationError("--width-mm and --dpi go together.") }
        if widthMm != nil, scale != nil { throw ValidationError("Give --scale, or --width-mm and --dpi, not both.") }
    }

    func run() throws {
        let size: PNGRenderer.Size =
            if let widthMm, let dpi { .physical(widthMillimetres: widthMm, dpi: dpi) } else { .scale(scale ?? 4) }
        let renderer = try Failure.naming("options", status: .usage) {
            try PNGRenderer(size: size, quietZone: quietZone)
        }
        guard 1...40 ~= maxVersion else {
            throw Failure.usage("there is no version \(maxVersion)", option: "--max-version", advice: "Use 1 to 40.")
        }
        let line = try Input.line(text)
        let name = text.hasPrefix("@") ? String(text.dropFirst()) : text == "-" ? "stdin" : "argument"
        let symbol = try Failure.naming(name) {
            try QRSymbol(line, errorCorrection: errorCorrection.value, maximumVersion: maxVersion)
        }
        if let output {
            let picture = try Failure.naming(name) { try renderer.png(of: symbol) }
            try output == "-" ? Output.write(picture) : AtomicFile.write(picture, to: output)
        }
        if terminal { try Output.write(Codes.lines(of: symbol, quietZone: quietZone, isInverted: inverted)) }
    }
}
