internal import ArgumentParser
internal import Hufu
internal import HufuFiles
internal import HufuIssuer

struct RequestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Prove to an issuer that this device holds its key.",
        discussion: """
            The issuer gives out a challenge, and checks the request with `hufu issue --request --challenge`.
            --requests answers many: each line is {"challenge", "id"}, with the private key of its device as "key" (a \
            file), or else --key. The answer has "request", which a line of `hufu issue --batch --registry` has instead of \
            "holder_key"; `hufu registry challenge` makes the challenges.
            """)

    @Option(
        help: ArgumentHelp(
            "The issuer's challenge: its text, or hexadecimal digits.", valueName: "text|hex"))
    var challenge: ChallengeArgument?
    @Option(help: ArgumentHelp("Challenges in JSON Lines, or - for standard input.", valueName: "lines"))
    var requests: String?
    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("The signed request; with --requests by default standard output.", valueName: "file"))
    var output: String?
    @OptionGroup var signer: SignerOptions
    @OptionGroup var clock: ClockOptions

    func validate() throws {
        if (challenge == nil) == (requests == nil) {
            throw ValidationError("Give --challenge or --requests, and not both.")
        }
        if requests == nil, output == nil { throw ValidationError("Give -o FILE for the signed request.") }
        if requests != nil, output != nil {
            throw ValidationError("With --requests the answers are printed; leave -o out.")
        }
    }

    func run() async throws {
        try await signer.withSigner { signer in
            if let requests { return try await answer(requests, signer) }
            let request = try await Failure.naming("--challenge", status: .usage) {
                try await KeyRequest(challenge: challenge?.bytes ?? [], signer: signer, at: clock.now)
            }
            try Output.deliver(request.bytes, to: output)
        }
    }

    private func answer(_ requests: String, _ signer: any Signer) async throws {
        let lines = KeyRequestLines(try FileInput.named(requests), clock: clock.read) { path in
            try path.map { try Keys.signer($0) } ?? signer
        }
        let failed = try await lines.answer { try Output.write($0) }
        guard failed > 0 else { return }
        throw Failure(
            .badData, file: Input.name(requests), code: "request.lines_failed",
            "\(failed) challenges were not answered", advice: "The answers to these lines say why.")
    }
}
