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
    @Option(help: ArgumentHelp("What is demanded: a JSON file.", valueName: "file")) var policy: String?
    @Option(help: "roadside, gate or counter; the format's default policy, if left out.") var preset: Preset?
    @Option(help: "A name this scanner answers to, instead of the policy's; may be repeated.")
    var audience: [String] = []
    @Flag(help: "Accept printed cards too.") var allowStatic = false
    @Option(help: ArgumentHelp("How far clocks may differ, at most 1h.", valueName: "duration")) var skew: Span?
    @Option(
        help: ArgumentHelp(
            "The challenge that was shown: only an answer to it is valid, in a --stream once and for 120 seconds.",
            valueName: "text|hex"))
    var challenge: ShownChallenge?
    @Flag(help: "The verdict as JSON.") var json = false
    @Flag(help: "One scan a line, one verdict a line.") var stream = false
    @OptionGroup var clock: ClockOptions

    func validate() throws {
        if policy != nil, preset != nil { throw ValidationError("Give --policy or --preset, not both.") }
        if stream, scan != "-" { throw ValidationError("--stream reads standard input.") }
        if let skew, skew.seconds > 3600 { throw ValidationError("--skew is at most 1h.") }
    }

    func run() throws {
        let policy = try makePolicy()
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

    private func makePolicy() throws(Failure) -> Policy {
        var policy = preset?.policy ?? Policy()
        if let path = self.policy {
            let bytes = try Input.bytes(path)
            policy = try Failure.naming(Input.name(path)) { try Policy(json: bytes) }
        }
        if !audience.isEmpty { policy.audiences = Set(audience) }
        if allowStatic { policy.kinds.insert(.static) }
        if let skew { policy.skew = skew.seconds }
        return policy
    }

    enum Preset: String, ExpressibleByArgument, CaseIterable {
        case roadside
        case gate
        case counter

        var policy: Policy {
            switch self {
            case .roadside: .roadside
            case .gate: .gate
            case .counter: .counter
            }
        }
    }
}
