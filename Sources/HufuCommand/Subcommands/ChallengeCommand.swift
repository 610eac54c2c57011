internal import ArgumentParser
internal import Hufu
internal import HufuQR

struct ChallengeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "challenge", abstract: "Make a challenge for a scanner to show.",
        discussion: """
            Prints the text of the challenge, which the QR code also contains. The holder answers it with \
            `hufu present --challenge`; `hufu verify --challenge` rejects every code that does not answer it, such as a \
            video of another phone. Use each challenge once, and soon: policies say for how long it can be answered.
            With --certificate, of `hufu trust certify`, a challenge tells the holder who asks, and for what. Without, \
            it is 16 random bytes.
            """)

    @Option(help: ArgumentHelp("The scanner's certificate.", valueName: "file")) var certificate: String?
    @Option(help: ArgumentHelp("With --certificate: the scanner's private key.", valueName: "file|uri"))
    var key: String?
    @Option(help: ArgumentHelp("With --certificate: the elements to ask for. Default: none.", valueName: "name,..."))
    var ask: String?
    @Option(help: "With --certificate: the lifetime, at most 120s.") var validFor: DurationArgument?

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("The file for the text. Default: standard output.", valueName: "file"))
    var output: String?
    @Option(help: ArgumentHelp("Also write a picture of its QR code.", valueName: "file.png")) var qr: String?
    @Flag(help: "Also draw its QR code in the terminal.") var terminal = false

    @OptionGroup var clock: ClockOptions

    func validate() throws {
        if (certificate == nil) != (key == nil) { throw ValidationError("--certificate and --key go together.") }
        if certificate == nil, ask != nil || validFor != nil || clock.at != nil {
            throw ValidationError("--ask, --valid-for and --at go with --certificate.")
        }
    }

    func run() async throws {
        try CodeOutput.checkName(qr)
        let text = try await text()
        let symbol = try Failure.naming(nil) { try QRSymbol(text) }
        if let qr { try CodeOutput.write(symbol, by: Failure.naming(nil) { try PNGRenderer() }, to: qr) }
        try Output.deliver(text + "\n", to: output)
        if terminal { try Output.write(CodeOutput.lines(of: symbol)) }
    }

    private func text() async throws -> String {
        guard let certificate, let key else { return Challenge().text }
        let signed = try Input.read(certificate) { try VerifierCertificate($0) }
        let elements = try ask.map { try Names.elements($0, option: "--ask") } ?? []
        return try await Keys.withSigner(key) { signer in
            try await Failure.naming(Input.name(certificate)) {
                try await SignedChallenge(
                    certificate: signed, asking: elements, signer: signer,
                    lifetime: .seconds(validFor?.seconds ?? 60), at: clock.now
                ).text
            }
        }
    }
}
