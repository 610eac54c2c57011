internal import ArgumentParser
internal import Hufu
internal import HufuFiles
internal import HufuIssuer
internal import HufuQR

struct MintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mint", abstract: "Sign the codes of the coming time steps, for phones without a secure key.",
        discussion: """
            Prints a line {"not_before", "not_after", "token"} for each step. Do not hand out a code before its time.
            \(BatchOptions.discussion) A line has its codes as "codes", and a line with a device key is an error.
            """)

    @Argument(help: "The licence (JSON), or - for standard input; with --batch JSON Lines.") var license: String
    @OptionGroup var signing: SigningOptions
    @OptionGroup var registry: RegistryOptions
    @OptionGroup var portrait: PortraitOption
    @Option(help: "card: with the portrait; live: with the digest of the portrait only. Default: as in the licence.")
    var profile: CodeProfile?
    @OptionGroup var steps: PeriodOptions
    @Option(help: ArgumentHelp("A time in the first step. Default: now.", valueName: "time"))
    var from: TimeArgument?
    @Option(parsing: .unconditional, help: "The number of steps.") var count = 1
    @Option(help: ArgumentHelp("The folder for a picture of each code.", valueName: "dir")) var qrDirectory: String?
    @OptionGroup var picture: PictureOptions
    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("The output file of a batch. Default: standard output.", valueName: "file"))
    var output: String?
    @OptionGroup var symbolOptions: SymbolOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var batching: BatchOptions

    private var batch: Bool { batching.batch }

    func validate() throws {
        guard count > 0 else { throw ValidationError("--count has to be positive.") }
        if qrDirectory == nil, picture.isGiven {
            throw ValidationError("Options for pictures need --qr-directory.")
        }
        try batching.validate(signing, portrait, registry, output: output)
        if batch, qrDirectory != nil { throw ValidationError("A batch draws no pictures; leave --qr-directory out.") }
        if !batch, output != nil {
            throw ValidationError("-o goes with --batch; the codes of one licence are printed.")
        }
    }

    func run() async throws {
        try await signing.withIssuer { issuer in try await run(issuer) }
    }

    private func run(_ issuer: Issuer) async throws {
        let renderer = try picture.renderer()
        let limits = symbolOptions.limits
        let profile = MintingProfile(
            codeProfile: profile, rotation: try steps.rotation(), count: count,
            allowsUnknownClasses: signing.allowUnknownClasses, isStrict: signing.strict,
            scanLimits: ScanLimits(
                errorCorrection: limits.level(for: renderer.size.errorCorrection), maximumVersion: limits.maximumVersion
            ))
        let registry = try await registry.open()
        guard !batch else {
            let batch = BatchIssuer(
                minting: try FileInput.named(license), by: issuer, profile: profile,
                clock: { [from, clock] in from?.time ?? clock.now }, registry: registry)
            return try await batching.run(
                batch, input: Input.name(license), output: output, at: from ?? clock.at)
        }
        var status = try signing.statusReference()
        let name = Input.name(license)
        let read = try portrait.license(from: license)
        if let qrDirectory { try Folder.create(qrDirectory) }
        let start = from?.time ?? clock.now
        if let registry { status = try await profile.register(read, status: status, in: registry, at: start) }
        let minted = try await Failure.naming(name) {
            try await profile.mint(read, by: issuer, status: status, at: start)
        }
        for warning in minted.warnings { Failure.warn(warning, in: name) }
        for code in minted.codes {
            if let qrDirectory {
                // Without colons, which some file systems do not allow; names sort by time.
                let file = code.token.issuedAt.description.filter { $0 != ":" && $0 != "-" }
                let symbol = try symbolOptions.symbol(
                    of: code.token.text(), for: renderer.size.errorCorrection, in: name)
                try CodeOutput.write(symbol, by: renderer, to: "\(qrDirectory)/\(file).png")
            }
            try Output.line(code.json)
        }
    }
}
