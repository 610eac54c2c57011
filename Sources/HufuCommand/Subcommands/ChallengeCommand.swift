internal import ArgumentParser
internal import Hufu
internal import HufuQR

struct ChallengeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "challenge", abstract: "Make a challenge for a scanner to show: 16 random bytes.",
        discussion: """
            Prints its text, which is also what the QR code says. The holder answers with `hufu present --challenge`, \
            and `hufu verify --challenge` accepts nothing but the answer: a code that is filmed and shown elsewhere is none. \
            Show it once, and for at most 120 seconds.
            """)

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("The text; standard output, if left out.", valueName: "file"))
    var output: String?
    @Option(help: ArgumentHelp("A picture of its QR code as well.", valueName: "file.png")) var qr: String?
    @Flag(help: "Draw its QR code into the terminal as well.") var terminal = false

    func run() throws {
        try CodeOutput.checkName(qr)
        let text = Challenge().text
        let symbol = try Failure.naming(nil) { try QRSymbol(text) }
        if let qr { try CodeOutput.write(symbol, by: Failure.naming(nil) { try PNGRenderer() }, to: qr) }
        try Output.deliver(text + "\n", to: output)
        if terminal { try Output.write(CodeOutput.lines(of: symbol)) }
    }
}
