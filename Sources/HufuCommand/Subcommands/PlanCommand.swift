internal import ArgumentParser
internal import Hufu
internal import QRCapacity

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "How large the code of a licence will be, and what makes it large.",
        discussion: """
            The licence is issued with the same options as `hufu issue` takes, and shown with those of `hufu present`, but the \
            result goes nowhere. Without --key a key is made up, and without --holder-key one for a phone, if --profile is \
            live. Codes should stay within version \(QRPlan.aimedVersion), and must within --max-version.
            """)

    @Argument(help: "The licence (JSON), or - for standard input.") var license: String
    @Option(help: ArgumentHelp("The issuer's identifier.", valueName: "uri")) var issuer: String
    @Option(help: ArgumentHelp("The issuer's private key.", valueName: "file")) var key: String?
    @Option(help: ArgumentHelp("The public key of the holder's device: PEM or JWK.", valueName: "file"))
    var holderKey: String?
    @Option(help: "card: static, with the portrait; live: for a phone, with the portrait's digest.")
    var profile: CodeProfile?
    @Option(help: ArgumentHelp("How long the credential is valid.", valueName: "duration")) var validFor: Span?
    @Option(help: ArgumentHelp("Where scanners learn of revocation.", valueName: "uri#index")) var status: String?
    @Flag(help: "Sign classes of vehicles that are not in the catalogue.") var allowUnknownClasses = false
    @OptionGroup var redacting: RedactionOptions
    @OptionGroup var disclosing: DisclosureOptions
    @Option(help: "How the code's text is written.") var transport = Transport.base45
    @Option(help: ArgumentHelp("The side of a module.", valueName: "mm")) var moduleMm = 0.4
    @Option(help: ArgumentHelp("The largest QR version, 1 to 40.", valueName: "version"))
    var maxVersion = QRPlan.defaultMaximumVersion
    @Flag(help: "As JSON.") var json = false
    @OptionGroup var clock: ClockOptions

    func validate() throws {
        guard moduleMm > 0, moduleMm <= 100 else { throw ValidationError("--module-mm is above 0 and at most 100.") }
        guard 1...40 ~= maxVersion else { throw ValidationError("--max-version is 1 to 40.") }
        if profile == .card, holderKey != nil { throw ValidationError("A card is bound to no device.") }
    }

    func run() async throws {
        let bytes = try Input.bytes(license)
        let signer = try key.map { path throws(Failure) in try Keys.signer(path) } ?? Self.madeUpKey()
        var deviceKey = try holderKey.map { path throws(Failure) in try Keys.verifier(path) }
        if deviceKey == nil, profile == .live { deviceKey = try Self.madeUpKey().publicKey }
        let token = try await Failure.naming(Input.name(license)) {
            try await draft(License(json: bytes), by: signer, to: deviceKey)
        }
        let report = SizeReport(
            text: token.text(transport), isPrinted: deviceKey == nil, transport: transport,
            moduleMillimetres: moduleMm, maximumVersion: maxVersion)
        guard !json else { return try Output.line(JSONWriter.text(report.json)) }
        for line in report.lines { try Output.line(line) }
    }

    private static func madeUpKey() throws(Failure) -> PrivateKey {
        try Failure.naming(nil) { try PrivateKey(.esp256) }
    }

    /// What would be shown.
    private func draft(_ license: License, by signer: PrivateKey, to deviceKey: PublicKey?) async throws -> Token {
        let issuer = try Issuer(id: issuer, signer: signer)
        let license = try profile?.prepare(license) ?? license
        let lifetime = validFor?.seconds ?? (profile ?? .live).lifetime
        let status = try status.map { try StatusReference($0) }
        guard let deviceKey else {
            return try await issuer.mint(
                license, lifetime: lifetime, status: status, allowingUnknownClasses: allowUnknownClasses, at: clock.now)
        }
        let credential = try await issuer.issue(
            license, to: deviceKey, lifetime: lifetime, status: status, redacting: redacting.redaction(),
            allowingUnknownClasses: allowUnknownClasses, at: clock.now)
        return try await credential.draftToken(for: deviceKey, disclosing: disclosing.fields(of: credential))
    }
}
