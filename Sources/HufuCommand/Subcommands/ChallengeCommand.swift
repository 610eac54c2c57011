internal import ArgumentParser
internal import Hufu
internal import HufuQR

struct ChallengeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "challenge", abstract: "Make a challenge for a scanner to show: 16 random bytes.",
        discussion: """
            Prints the text of the challenge, which the QR code also contains. The holder answers it with \
            `hufu present --challenge`; `hufu verify --challenge` rejects every code that does not answer it, such as a \
            video of another phone. Use each challenge once, within 120 seconds.
            """)

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("The file for the text. Default: standard output.", valueName: "file"))
    var output: String?
    @Option(help: ArgumentHelp("Also write a picture of its QR code.", valueName: "file.png")) var qr: String?
    @Flag(help: "Also draw its QR code in the terminal.") var terminal = false

    func run() throws {
        try CodeOutput.checkName(qr)
        let text = Challenge().text
        let symbol = try Failure.naming(nil) { try QRSymbol(text) }
        if let qr { try CodeOutput.write(symbol, by: Failure.naming(nil) { try PNGRenderer() }, to: qr) }
        try Output.deliver(text + "\n", to: output)
        if terminal { try Output.write(CodeOutput.lines(of: symbol)) }
    }
}
