internal import ArgumentParser
internal import Hufu

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check a scanned code offline.",
        discussion: """
            Exit status: 0 valid, 1 rejected, 2 indeterminate: the scanner lacks something.
            --stream takes one scan a line and answers each by one line of JSON, at once, until the input ends.
            """)

    @Argument(help: ArgumentHelp("What was scanned, @FILE, or - for standard input.", valueName: "text|@file|-"))
    var scan = "-"
    @OptionGroup var scanner: ScannerOptions
    @OptionGroup var demands: PolicyOptions
    @Option(
        help: ArgumentHelp(
            "The challenge that was shown: only an answer to it is valid, in a --stream once and for 120 seconds.",
            valueName: "text|hex"))
    var challenge: ShownChallenge?
    @Flag(help: "The verdict as JSON.") var json = false
    @Flag(help: "One scan a line, one verdict a line.") var stream = false
    @OptionGroup var clock: ClockOptions

    func validate() throws {
        if stream, scan != "-" { throw ValidationError("--stream reads standard input.") }
    }

    func run() throws {
        let policy = try demands.load()
        let verifier = Verifier(
            lists: try scanner.load(skew: policy.skew, at: clock.now), policy: policy,
            replay: policy.replay ? MemoryReplay() : nil)
        let challenge = challenge.map { Challenge(bytes: $0.bytes, at: clock.now) }
        guard !stream else { return try run(verifier, challenge) }
        let verdict = judge(try Input.scan(scan).bytes, verifier, challenge)
        if json {
            try Output.line(verdict.json)
        } else {
            try Output.write(
                VerdictText(verdict: verdict, hasColour: Terminal.hasColour).lines.map { $0 + "\n" }.joined())
        }
        guard verdict.outcome == .valid else {
            throw Ending(status: verdict.outcome == .rejected ? .rejected : .indeterminate)
        }
    }

    private func judge(_ scan: [UInt8], _ verifier: Verifier, _ challenge: Challenge?) -> Verdict {
        guard let challenge else { return verifier.verify(scan, at: clock.now) }
        return verifier.verify(scan, answering: challenge, at: clock.now)
    }

    /// More than any code holds, so that a longer line is told from the longest code and still bounded.
    private static let longestLine = 1 << 13

    private func run(_ verifier: Verifier, _ challenge: Challenge?) throws {
        var reader = try LineReader("-", maximum: Self.longestLine)
        while let line = try reader.next() { try Output.line(judge(line.bytes, verifier, challenge).json) }
    }
}
