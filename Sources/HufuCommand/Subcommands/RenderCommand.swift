internal import ArgumentParser
internal import HufuQR

struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Draw a token as a QR code: a PNG, or text for the terminal.",
        discussion: """
            A picture in pixels is for a screen and has error correction M; one in millimetres is for print and has Q. A \
            higher level is used if it fits the same version.
            """)

    @Argument(help: ArgumentHelp("The token, @FILE, or - for standard input.", valueName: "text|@file|-"))
    var text = "-"
    @Option(name: [.short, .customLong("output")], help: ArgumentHelp("The picture.", valueName: "file.png"))
    var output: String?
    @OptionGroup var picture: PictureOptions
    @OptionGroup var symbolOptions: SymbolOptions
    @Flag(help: "Draw in the terminal.") var terminal = false
    @Flag(help: "For terminals without colours that show light text on a dark background.") var inverted = false

    func validate() throws {
        if output == nil, !terminal { throw ValidationError("Give -o FILE.png or --terminal.") }
    }

    func run() throws {
        try CodeOutput.checkName(output)
        let renderer = try picture.renderer()
        let (line, name) = try Input.line(text)
        let symbol = try symbolOptions.symbol(of: line, for: renderer.size.errorCorrection, in: name)
        if let output {
            try CodeOutput.write(symbol, by: renderer, to: output)
        }
        if terminal {
            try Output.write(CodeOutput.lines(of: symbol, quietZone: renderer.quietZone, isInverted: inverted))
        }
    }
}
