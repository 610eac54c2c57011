internal import ArgumentParser
internal import Hufu
internal import HufuIssuer
internal import HufuScanner
internal import QRCapacity

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Compute the size of a licence's code, and list its parts by size.",
        discussion: """
            Takes the options of `hufu issue` and `hufu present`, composes the code and discards it. Without --key a new key is \
            used, and with --profile live but without --holder-key a new device key. With --preset and without --redact the \
            credential is composed for that preset. A code should not exceed version \(QRPlan.aimedVersion), and must not \
            exceed --max-version.
            """)

    @Argument(help: "The licence (JSON), or - for standard input.") var license: String
    @Option(help: ArgumentHelp("The issuer's identifier.", valueName: "uri")) var issuer: String
    @Option(help: ArgumentHelp("The issuer's private key.", valueName: "file")) var key: String?
    @Option(help: ArgumentHelp("The public key of the holder's device: PEM or JWK.", valueName: "file"))
    var holderKey: String?
    @Option(help: "card: static, with the portrait; live: for a phone, with the portrait's digest.")
    var profile: CodeProfile?
    @Option(help: ArgumentHelp("The lifetime of the credential.", valueName: "duration"))
    var validFor: DurationArgument?
    @Option(help: ArgumentHelp("The licence's entry in a status list.", valueName: "uri#index")) var status: String?
    @Flag(help: "Sign vehicle classes that are not in the catalogue.") var allowUnknownClasses = false
    @Option(help: "The encoding of the device's P-256 key: compressed, or full (33 bytes longer).")
    var deviceKey = DeviceKeyForm.compressed
    @OptionGroup var redacting: RedactionOptions
    @OptionGroup var disclosing: DisclosureOptions
    @Option(help: "The transport: the text form of the code.") var transport = Transport.base45
    @Option(help: ArgumentHelp("The side of a module in millimetres.", valueName: "mm")) var moduleMm = 0.4
    @Option(parsing: .unconditional, help: ArgumentHelp("The largest QR version, 1 to 40.", valueName: "version"))
    var maxVersion = QRPlan.defaultMaximumVersion
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var clock: ClockOptions

    func validate() throws {
        guard moduleMm > 0, moduleMm <= 100 else { throw ValidationError("--module-mm is above 0 and at most 100.") }
        guard 1...40 ~= maxVersion else { throw ValidationError("--max-version is 1 to 40.") }
        if profile == .card, holderKey != nil { throw ValidationError("A card is bound to no device.") }
    }

    func run() async throws {
        let licence = try Input.read(license) { try License(json: $0) }
        let signer = try key.map { path throws(Failure) in try Keys.signer(path) } ?? Self.madeUpKey()
        var publicKey = try holderKey.map { path throws(Failure) in try Keys.verifier(path) }
        if publicKey == nil, profile == .live { publicKey = try Self.madeUpKey().publicKey }
        let token = try await Failure.naming(Input.name(license)) { [publicKey] in
            try await draft(licence, by: signer, to: publicKey)
        }
        let report = SizeReport(
            text: token.text(transport), isPrinted: publicKey == nil, transport: transport,
            moduleMillimetres: moduleMm, maximumVersion: maxVersion)
        guard !json else { return try Output.line(report.json) }
        for line in report.table + [""] + report.advice.flatMap({ TextLayout.wrapped($0) }) { try Output.line(line) }
    }

    private static func madeUpKey() throws(Failure) -> PrivateKey {
        try Failure.naming(nil) { try PrivateKey(.esp256) }
    }

    /// The token that would be shown.
    private func draft(_ license: License, by signer: PrivateKey, to publicKey: PublicKey?) async throws -> Token {
        let profile = IssuanceProfile(
            codeProfile: profile, lifetime: validFor.map { .seconds($0.seconds) },
            redaction: try redacting.redaction(for: disclosing.preset.map { [$0] } ?? []), deviceKeyForm: deviceKey,
            allowsUnknownClasses: allowUnknownClasses)
        return try await profile.draft(
            license, by: Issuer(id: issuer, signer: signer), to: publicKey,
            status: status.map { try StatusReference($0) },
            disclosing: disclosing.fields, at: clock.now)
    }
}
