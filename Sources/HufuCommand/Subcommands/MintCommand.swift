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
            "Each line is {\"not_before\", \"not_after\", \"token\"}. Hand out each code at its time, not before.")

    @Argument(help: "The licence (JSON), or - for standard input.") var license: String
    @OptionGroup var signing: SigningOptions
    @OptionGroup var steps: PeriodOptions
    @Option(
        help: ArgumentHelp("The first step is the one that holds this moment; now, if left out.", valueName: "time"))
    var from: TimeArgument?
    @Option(parsing: .unconditional, help: "How many steps.") var count = 1
    @Option(help: ArgumentHelp("A folder for a picture of each.", valueName: "dir")) var qrDirectory: String?
    @OptionGroup var picture: PictureOptions
    @OptionGroup var symbolOptions: SymbolOptions
    @OptionGroup var clock: ClockOptions

    func validate() throws {
        guard count > 0 else { throw ValidationError("--count has to be positive.") }
        if qrDirectory == nil, picture.isGiven {
            throw ValidationError("The size of a picture goes with --qr-directory.")
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
        let licence = try Input.read(license) { try License(json: $0) }
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
                // Without colons, which not every file system has; in the order of time.
                let file = token.issuedAt.description.filter { $0 != ":" && $0 != "-" }
                let path = "\(qrDirectory)/\(file).png"
                let symbol = try symbolOptions.symbol(of: token.text(), for: renderer.size.errorCorrection, in: name)
                try CodeOutput.write(symbol, by: renderer, to: path)
            }
            try Output.line(TokenReport(token).json)
        }
    }
}
