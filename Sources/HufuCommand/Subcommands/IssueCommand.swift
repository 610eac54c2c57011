internal import ArgumentParser
internal import Hufu
internal import HufuFiles
internal import HufuIssuer
internal import HufuQR
internal import QRCapacity

struct IssueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue", abstract: "Sign a licence for a holder's device.",
        discussion: """
            Without --holder-key the result is a static code for a printed card. Anybody can copy such a code, and scanners \
            accept it only if their policy allows static codes.
            --profile card makes a static code with the portrait; --profile live makes a credential with the digest of the \
            portrait only. A code that does not fit --max-version, at error correction Q on a card and M on a phone, is not \
            issued.
            \(BatchOptions.discussion) A line without a device key is an error, except with --profile card.
            """)

    @Argument(help: "The licence (JSON), or - for standard input; with --batch JSON Lines.") var file = "-"
    @OptionGroup var signing: SigningOptions
    @Option(help: ArgumentHelp("The public key of the holder's device: PEM or JWK.", valueName: "file"))
    var holderKey: String?
    @Option(
        help: ArgumentHelp(
            "Instead of --holder-key: the device's signed request, as `hufu request` writes it.", valueName: "file"))
    var request: String?
    @Option(help: ArgumentHelp("The challenge that the request must answer.", valueName: "text|hex"))
    var challenge: ChallengeArgument?
    @OptionGroup var registry: RegistryOptions
    @OptionGroup var portrait: PortraitOption
    @Option(help: "card: static, with the portrait; live: for a phone, with the portrait's digest.")
    var profile: CodeProfile?
    @Option(
        help: ArgumentHelp(
            "The lifetime of the credential. Default: 30d, or 3650d with --profile card.", valueName: "duration"))
    var validFor: DurationArgument?
    @Option(help: "The encoding of the device's P-256 key: compressed, or full (33 bytes longer).")
    var deviceKey = DeviceKeyForm.compressed
    @OptionGroup var redacting: RedactionOptions
    @Option(
        help: ArgumentHelp(
            "Instead of --redact: withhold what `hufu present --preset` with this preset must not show; may be repeated.",
            valueName: "age|driving"),
        transform: DisclosurePreset.init(option:))
    var preset: [DisclosurePreset] = []
    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("The output file. Default: standard output.", valueName: "file"))
    var output: String?
    @Option(
        help: ArgumentHelp(
            "A new tar archive for the pictures of a batch of cards, named by the lines of the input: 000000001.png.",
            valueName: "file"))
    var renderTar: String?
    @OptionGroup var picture: PictureOptions
    @OptionGroup var symbolOptions: SymbolOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var batching: BatchOptions

    private var batch: Bool { batching.batch }

    func validate() throws {
        try batching.validate(signing, portrait, registry, output: output, pictures: renderTar)
        if renderTar != nil, !batch || profile != .card || renderTar == "-" {
            throw ValidationError("--render-tar FILE is for a batch of cards: --batch --profile card.")
        }
        if renderTar == nil, picture.isGiven { throw ValidationError("Options for pictures need --render-tar.") }
        if holderKey != nil, request != nil { throw ValidationError("Give --holder-key or --request, not both.") }
        if (request == nil) != (challenge == nil), request == nil || registry.registry == nil {
            throw ValidationError(
                "--request and --challenge go together: the request answers the challenge. A --registry has it, too.")
        }
        if batch, request != nil { throw ValidationError("--request is for one device; leave it out of a batch.") }
        if redacting.redact != nil, !preset.isEmpty { throw ValidationError("Give --redact or --preset, not both.") }
        if let wrong = preset.first(where: { !$0.isExact }) {
            throw ValidationError("--preset is age or driving here; every credential supports \(wrong.rawValue).")
        }
        if !batch, holderKey == nil, request == nil, redacting.isGiven || !preset.isEmpty {
            throw ValidationError(
                "A code without --holder-key withholds nothing: --redact, --preset and --decoys need --holder-key.")
        }
        if profile == .card, holderKey != nil || request != nil {
            throw ValidationError("A card is bound to no device.")
        }
        if profile == .live, holderKey == nil, request == nil, !batch {
            throw ValidationError("--profile live needs --holder-key or --request.")
        }
    }

    func run() async throws {
        try await signing.withIssuer { issuer in try await run(issuer) }
    }

    private func run(_ issuer: Issuer) async throws {
        let profile = IssuanceProfile(
            codeProfile: profile, lifetime: validFor.map { .seconds($0.seconds) },
            redaction: try redacting.redaction(for: preset), deviceKeyForm: deviceKey,
            allowsUnknownClasses: signing.allowUnknownClasses, isStrict: signing.strict,
            scanLimits: symbolOptions.limits)
        let (holderKey, answered) = try boundKey()
        let registry = try await registry.open()
        guard !batch else {
            let batch = BatchIssuer(
                try FileInput.named(file), by: issuer, profile: profile, deviceKey: holderKey, clock: clock.read,
                registry: registry, drawing: try renderTar.map { _ in try drawing() })
            return try await batching.run(
                batch, input: Input.name(file), output: output, pictures: renderTar, drawn: picture.description,
                at: clock.at)
        }
        let license = try portrait.license(from: file)
        let now = clock.now
        var status = try signing.statusReference()
        if let registry {
            status = try await profile.register(
                license, on: holderKey, answering: answered, status: status, in: registry, at: now)
        }
        let issued = try await Failure.naming(Input.name(file)) {
            try await profile.issue(license, by: issuer, to: holderKey, status: status, at: now)
        }
        for warning in issued.warnings { Failure.warn(warning, in: Input.name(file)) }
        try Output.deliver(issued.text + "\n", to: output)
    }

    /// Draws a static code for print.
    private func drawing() throws(Failure) -> @Sendable (String) throws -> [UInt8] {
        let (renderer, symbolOptions) = (try picture.renderer(), symbolOptions)
        return { text in try renderer.png(of: symbolOptions.symbol(of: text, for: .print, in: nil)) }
    }

    /// The device key: that of `--holder-key` or of the request, with the challenge that the registry has to know; `nil`
    /// for a card.
    private func boundKey() throws(Failure) -> (key: PublicKey?, answered: [UInt8]?) {
        guard let request else {
            return (try holderKey.map { path throws(Failure) in try Keys.verifier(path) }, nil)
        }
        return try Input.read(request) { bytes in
            guard let challenge else {
                let (key, answered) = try KeyRequest(bytes).answer()
                return (key, answered)
            }
            return (try KeyRequest(bytes).key(answering: challenge.bytes), nil)
        }
    }
}
