internal import ArgumentParser
internal import Hufu
internal import HufuIssuer
internal import HufuQR
internal import HufuScanner

struct PresentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "present", abstract: "Sign the token of the current time step with the device's key.",
        discussion: "Prints the token's text. A token is valid for one time step; --live shows the token of each step.")

    @Argument(help: "The credential, as `hufu issue` writes it, or - for standard input.") var credential: String
    @OptionGroup var signer: SignerOptions
    @OptionGroup var naming: AlgorithmNameOption
    @OptionGroup var steps: PeriodOptions
    @Option(help: "The audience of the token. Default: any.") var audience: String?
    @OptionGroup var disclosing: DisclosureOptions
    @OptionGroup var asked: AnswerOptions
    @Option(help: "The transport: the text form of the code. Use base32 for scanners that act as a keyboard.")
    var transport = Transport.base45
    @Option(help: ArgumentHelp("Also write a picture of the code.", valueName: "file.png")) var qr: String?
    @OptionGroup var picture: PictureOptions
    @OptionGroup var symbolOptions: SymbolOptions
    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("The file for the token's text. Default: standard output.", valueName: "file"))
    var output: String?
    @Flag(help: "Redraw the code at each time step, until Ctrl-C.") var live = false
    @Flag(help: "Print the token and its times as JSON.") var json = false
    @OptionGroup var clock: ClockOptions

    func validate() throws {
        if live, qr != nil || json || output != nil || clock.at != nil {
            throw ValidationError("--live goes with none of --qr, --json, --output and --at.")
        }
        if asked.isSigned, audience != nil || disclosing.isGiven {
            throw ValidationError("With a signed challenge give no --audience, --disclose and --preset: it names them.")
        }
        if qr == nil, picture.isGiven { throw ValidationError("Options for pictures need --qr.") }
    }

    func run() async throws {
        try await signer.withSigner { signer in try await run(signer) }
    }

    private func run(_ key: any Signer) async throws {
        try CodeOutput.checkName(qr)
        let renderer = try picture.renderer()
        let rotation = try steps.rotation()
        let name = Input.name(credential)
        let text = try Input.text(credential)
        let stored = try Failure.naming(name) { try Credential(text: text) }
        let naming = try self.naming.naming(for: key.publicKey)
        let holder = try Failure.naming(signer.name) { try Holder(credential: stored, signer: key, naming: naming) }
        let show = Presentation(
            holder: holder, rotation: rotation,
            content: try asked.content(for: stored, audience, disclosing, at: clock.now), transport: transport,
            name: name)

        guard !live else { return try await LiveCode(presentation: show, options: symbolOptions).run() }
        let token = try await show.token(at: clock.now)
        let shown = token.text(transport)
        try symbolOptions.check(shown, for: renderer.size.errorCorrection, in: name)
        if let qr {
            let symbol = try symbolOptions.symbol(of: shown, for: renderer.size.errorCorrection, in: name)
            try CodeOutput.write(symbol, by: renderer, to: qr)
            // To standard error, because the token may go to standard output.
            Output.report(
                Escaped.text(
                    "\(shown.utf8.count) characters, QR version \(symbol.version), \(symbol.size) modules wide: \(qr).")
            )
        }
        let report = TokenReport(token, transport: transport)
        try Output.deliver((json ? report.json : shown) + "\n", to: output)
    }
}
