internal import ArgumentParser
internal import Hufu
internal import HufuFiles
internal import HufuScanner

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Verify a scanned code offline.",
        discussion: """
            Exit status: 0 valid, 1 rejected, 2 indeterminate: the scanner lacks information.
            --stream reads one scan per line and prints one line of JSON for each, at once, until the input ends; a carriage \
            return, a tab or a line feed ends a line. Lists whose files have changed are loaded again before the next scan; \
            errors in them go to standard error.
            A policy with replay, such as the preset gate, admits each code once: with --stream until the input ends, with \
            --replay-store permanently. While the store cannot be written or its server does not answer, or after the clock \
            went back, a code that may have been admitted before is indeterminate (replay.memory_full).
            """)

    @Argument(help: ArgumentHelp("The scanned text, @FILE, or - for standard input.", valueName: "text|@file|-"))
    var scan = "-"
    @OptionGroup var scanner: ScannerOptions
    @OptionGroup var demands: PolicyOptions
    @OptionGroup var replay: ReplayOptions
    @Option(
        help: ArgumentHelp(
            "A challenge that was shown, and that the code has to answer; with --stream each once. May be repeated.",
            valueName: "text|hex"))
    var challenge: [ShownChallenge] = []
    @Flag(help: "Print the verdict as JSON.") var json = false
    @Flag(help: "Read one scan per line, and print one verdict per line.") var stream = false
    @Flag(help: "With --stream, also take updates of publications that are scanned.") var updatesByCode = false
    @OptionGroup var texts: LanguageOptions
    @OptionGroup var clock: ClockOptions

    func validate() throws {
        if updatesByCode, !stream { throw ValidationError("--updates-by-code goes with --stream.") }
        if challenge.count > Challenge.maximumOpen {
            throw ValidationError("At most \(Challenge.maximumOpen) challenges are open.")
        }
        if stream, scan != "-" { throw ValidationError("--stream reads standard input.") }
    }

    func run() async throws {
        var (policy, zone) = try demands.load(at: clock.now)
        let memory = try await replay.memory(for: &policy, isStream: stream)
        let file = replay.file
        let scanner = try await ReloadingScanner(
            try scanner.sources(at: clock.now), policy: policy, utcOffset: zone.offset(at:),
            storingIn: try await scanner.store(), replayMemory: memory, at: clock.now
        ) { Self.report($0, replayStore: file) }
        let now = clock.now
        let shown = try challenge.isEmpty ? nil : challenge.map { try $0.challenge(at: now) }
        guard !stream else { return try await run(scanner, shown) }
        let bytes = try Input.scan(scan).bytes
        let verdict = await scanner.verify(bytes, answering: shown, at: now)
        let report = VerdictReport(verdict, of: bytes, day: zone.day(at: now), language: texts.language)
        if json { try Output.line(report.json) } else { try VerdictText(report).show() }
        switch verdict.outcome {
        case .valid: return
        case .rejected: throw ExitStatus.rejected
        case .indeterminate: throw ExitStatus.indeterminate
        }
    }

    /// More bytes than the longest code has: a line that is too long is told from a code, and memory stays bounded.
    private static let longestLine = 1 << 13

    private func run(_ scanner: ReloadingScanner, _ challenges: [Challenge]?) async throws {
        var reader = LineReader(.standardInput, maximum: Self.longestLine, ending: .scan)
        while let line = try reader.next() {
            let now = clock.now
            await scanner.refresh(at: now)
            if updatesByCode, UpdateCode.isUpdate(line.bytes) {
                try Output.line(await UpdateReport { try await scanner.loadUpdate(line.bytes, at: now) }.json)
                continue
            }
            let verdict = await scanner.verify(line.bytes, answering: challenges, at: now)
            try Output.line(VerdictReport(verdict, of: line.bytes, language: texts.language).json)
        }
    }

    static func report(_ diagnostic: ScannerDiagnostic, replayStore: String?) {
        switch diagnostic {
        case .listRefused(let error):
            Output.report(Failure(error).line + " Until then the list loaded before is used.")
        case .bundledListsRefused(let path, let count, let total, let first):
            Output.report(
                Failure(
                    .badData, file: path, code: first.code,
                    "\(first.message); of \(total) status lists in this bundle \(count) were refused, this is the first",
                    location: first.location, advice: first.advice
                ).line)
        case .rollbackStateUnavailable(let error): Output.report(Failure(error).line)
        case .verification(.replayMemoryFailed(let error)):
            // The verdict is indeterminate without the cause, which the operator needs.
            Output.report(Failure(error, file: replayStore, status: .inputOutput).line)
        case .verification(.replayMemoryMissing): break
        }
    }
}
