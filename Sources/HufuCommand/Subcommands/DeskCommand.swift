internal import ArgumentParser
internal import Hufu
internal import HufuScanner
internal import HufuSigners

#if Desk
    internal import HufuDesk
    internal import HufuPictures
#endif

struct DeskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "desk", abstract: "Serve a scanner for a browser, and an interface for programs.",
        discussion: """
            Prints the address of the page, and serves until SIGTERM or SIGINT. /openapi.json describes the interface. Lists \
            whose files have changed are loaded again; errors in them go to standard error and to /v1/status.
            At an address that other machines reach, TLS and a token are required. Time, outcome and code of the last 100 \
            scans are kept in memory; no personal data is stored or logged.
            """)

    @OptionGroup var scanner: ScannerOptions
    @OptionGroup var demands: PolicyOptions
    @OptionGroup var replay: ReplayOptions
    @Flag(help: "Instead of --trust: make an issuer and its lists, and show codes of invented persons to scan.")
    var demo = false
    @Option(help: "en or zh-Hans. Default: the language that the browser prefers.") var language: Language?
    @Option(help: ArgumentHelp("The scanner's certificate; challenges are signed then.", valueName: "file"))
    var certificate: String?
    @Option(help: ArgumentHelp("With --certificate: the scanner's private key.", valueName: "file|uri"))
    var key: String?
    @Option(help: ArgumentHelp("The address to listen at; port 0 is any free port.", valueName: "host:port"))
    var listen = "127.0.0.1:8169"
    @Option(
        help: ArgumentHelp("A further host name by which browsers reach the desk; may be repeated.", valueName: "name"))
    var host: [String] = []
    @Option(help: ArgumentHelp("The certificate of TLS, with its intermediates, in PEM.", valueName: "file"))
    var tlsCertificate: String?
    @Option(help: ArgumentHelp("The private key of TLS, in PEM.", valueName: "file")) var tlsKey: String?
    @Option(help: ArgumentHelp("The file of the token that requests must have.", valueName: "file"))
    var tokenFile: String?

    func validate() throws {
        if (certificate == nil) != (key == nil) { throw ValidationError("--certificate and --key go together.") }
        if (tlsCertificate == nil) != (tlsKey == nil) {
            throw ValidationError("--tls-certificate and --tls-key go together.")
        }
        if demo, scanner.namesLists { throw ValidationError("--demo makes its own lists.") }
    }

    #if Desk
        func run() async throws {
            guard let key else { return try await run(identity: nil) }
            try await Keys.withSigner(key) { signer in
                let certificate = try Input.read(certificate ?? "-") { try VerifierCertificate($0) }
                try await run(
                    identity: try await Failure.naming(self.certificate) {
                        try await DeskIdentity(certificate: certificate, signer: signer)
                    })
            }
        }

        private func run(identity: DeskIdentity?) async throws {
            var options = try options()
            // Connections of strangers leave files for lists, stores and pictures.
            options.limits.connections = min(options.limits.connections, max(16, System.raiseFileLimit() - 128))
            var (wanted, zone) = try demands.load(at: .now)
            let memory = try await replay.memory(for: &wanted, isStream: true)
            if wanted.requiresSingleUse, replay.replayStore == nil {
                Failure.warn(
                    "replay.unstored",
                    "each code is admitted once until this desk ends, and once more after a restart and at other desks",
                    advice: "Give --replay-store.")
            }
            let queued: (any AsyncReplayMemory)? =
                if replay.replayStore != nil, let file = memory as? any ReplayMemory { QueuedReplayMemory(file) } else {
                    memory
                }
            let made = demo ? try await DeskSamples.make(in: Demo.makeFolder(nil)) : nil
            let (policy, journal, file) = (wanted, DeskJournal(), replay.file)
            let reloading = try await ReloadingScanner(
                try made?.sources ?? scanner.sources(at: .now), policy: policy, utcOffset: zone.offset(at:),
                storingIn: try await scanner.store(), replayMemory: queued
            ) { diagnostic in
                journal.note(diagnostic)
                VerifyingOptions.report(diagnostic, replayStore: file)
            }
            try await PictureReader.run(.thisProgram(["read-pictures"])) { pictures in
                try await Desk(
                    reloading, zone: zone, journal: journal, identity: identity, samples: made?.samples,
                    pictures: pictures, options: options
                ).run { url in try? Output.line("Listening at \(url)") }
            }
        }

        private func options() throws -> DeskOptions {
            var options = DeskOptions()
            options.address = try Failure.naming("--listen", status: .usage) { try DeskAddress(listen) }
            options.hostNames = host
            options.language = language
            if let tlsCertificate, let tlsKey {
                options.tls = DeskCertificate(certificatePath: tlsCertificate, keyPath: tlsKey)
            }
            options.token = try tokenFile.map { path in
                let text = try Input.text(path)
                return try Failure.naming(path) { try BearerToken(text) }
            }
            try Failure.naming("--listen", status: .usage) { try options.check() }
            return options
        }
    #else
        func run() throws {
            throw Failure.builtWithout("the desk", trait: "Desk")
        }
    #endif
}
