internal import ArgumentParser
internal import Hufu
internal import HufuFiles
internal import HufuIssuer
internal import HufuQR
internal import QRCapacity

struct MintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mint", abstract: "Sign the codes of the coming time steps, for phones without a secure key.",
        discussion:
            "Prints a line {\"not_before\", \"not_after\", \"token\"} for each step. Do not hand out a code before its time."
    )

    @Argument(help: "The licence (JSON), or - for standard input.") var license: String
    @OptionGroup var signing: SigningOptions
    @Option(
        help: ArgumentHelp(
            "The portrait, at most 1,200 bytes in a code: JPEG, JPEG 2000, AVIF or WebP. Its digest is computed.",
            valueName: "file"))
    var portrait: String?
    @Option(help: "card: with the portrait; live: with the digest of the portrait only. Default: as in the licence.")
    var profile: CodeProfile?
    @OptionGroup var steps: PeriodOptions
    @Option(
        help: ArgumentHelp("A time in the first step. Default: now.", valueName: "time"))
    var from: TimeArgument?
    @Option(parsing: .unconditional, help: "The number of steps.") var count = 1
    @Option(help: ArgumentHelp("The folder for a picture of each code.", valueName: "dir")) var qrDirectory: String?
    @OptionGroup var picture: PictureOptions
    @OptionGroup var symbolOptions: SymbolOptions
    @OptionGroup var clock: ClockOptions

    func validate() throws {
        guard count > 0 else { throw ValidationError("--count has to be positive.") }
        if qrDirectory == nil, picture.isGiven {
            throw ValidationError("Options for pictures need --qr-directory.")
        }
    }

    func run() async throws {
        try await signing.withIssuer { issuer in try await run(issuer) }
    }

    private func run(_ issuer: Issuer) async throws {
        let renderer = try picture.renderer()
        let rotation = try steps.rotation()
        let status = try signing.statusReference()
        let name = Input.name(license)
        var read = try Input.read(license) { try License(json: $0) }
        if let portrait { read.add(try Input.read(portrait) { try License.Picture($0) }) }
        let licence = try Failure.naming(name) { [read] in try profile?.prepare(read) ?? read }
        if let qrDirectory { try Folder.create(qrDirectory) }
        let first = rotation.step(at: from?.time ?? clock.now)
        for warning in licence.warnings(issuedAt: first) {
            if signing.strict { throw Failure(warning, file: name) }
            Failure.warn(warning, in: name)
        }
        for step in 0..<count {
            let start = first.advanced(by: rotation.period * step)
            let token = try await Failure.naming(name) {
                try await issuer.mint(
                    licence, lifetime: rotation.period, status: status,
                    allowingUnknownClasses: signing.allowUnknownClasses, at: start)
            }
            try symbolOptions.check(token.text(), for: renderer.size.errorCorrection, in: name)
            if let qrDirectory {
                // Without colons, which some file systems do not allow; names sort by time.
                let file = token.issuedAt.description.filter { $0 != ":" && $0 != "-" }
                let path = "\(qrDirectory)/\(file).png"
                let symbol = try symbolOptions.symbol(of: token.text(), for: renderer.size.errorCorrection, in: name)
                try CodeOutput.write(symbol, by: renderer, to: path)
            }
            try Output.line(TokenReport(token).json)
        }
    }
}
