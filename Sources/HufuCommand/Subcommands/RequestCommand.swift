internal import ArgumentParser
internal import Hufu

struct RequestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Prove to an issuer that this device holds its key.",
        discussion: "The issuer gives out a challenge, and checks the request with `hufu issue --request --challenge`.")

    @OptionGroup var signer: SignerOptions
    @Option(
        help: ArgumentHelp(
            "The issuer's challenge: its text, or hexadecimal digits.", valueName: "text|hex"))
    var challenge: ChallengeArgument
    @Option(name: [.short, .customLong("output")], help: ArgumentHelp("The signed request.", valueName: "file"))
    var output: String
    @OptionGroup var clock: ClockOptions

    func run() async throws {
        let request = try await signer.withSigner { signer in
            try await Failure.naming("--challenge", status: .usage) {
                try await KeyRequest(challenge: challenge.bytes, signer: signer, at: clock.now)
            }
        }
        try Output.deliver(request.bytes, to: output)
    }
}
