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
    @Option(help: ArgumentHelp("A picture of the code, PNG or JPEG, instead of its text.", valueName: "file"))
    var image: String?
    @OptionGroup var options: VerifyingOptions
    @Flag(help: "Read one scan per line, and print one verdict per line.") var stream = false
    @Flag(help: "With --stream, also take updates of publications that are scanned.") var updatesByCode = false

    func validate() throws {
        if updatesByCode, !stream { throw ValidationError("--updates-by-code goes with --stream.") }
        if stream, scan != "-" { throw ValidationError("--stream reads standard input.") }
        if image != nil, stream || scan != "-" {
            throw ValidationError("--image takes the place of the text. Leave the text and --stream out.")
        }
    }

    func run() async throws {
        let verification = try await options.verification(isStream: stream)
        if let image { return try await PictureScan(verification, options.json, form: .verdicts).run([image]) }
        guard !stream else { return try await run(verification) }
        let report = await verification.report(on: try Input.scan(scan).bytes)
        if options.json { try Output.line(report.json) } else { try VerdictText(report).show() }
        let status = ExitStatus(report.verdict.outcome)
        guard status == .done else { throw status }
    }

    /// More bytes than the longest code has: a line that is too long is told from a code, and memory stays bounded.
    private static let longestLine = 1 << 13

    private func run(_ verification: Verification) async throws {
        let scanner = verification.scanner
        var reader = LineReader(.standardInput, maximum: Self.longestLine, ending: .scan)
        while let line = try reader.next() {
            let now = options.clock.now
            await scanner.refresh(at: now)
            if updatesByCode, UpdateCode.isUpdate(line.bytes) {
                try Output.line(await UpdateReport { try await scanner.loadUpdate(line.bytes, at: now) }.json)
                continue
            }
            let verdict = await scanner.verify(line.bytes, answering: verification.challenges, at: now)
            try Output.line(VerdictReport(verdict, of: line.bytes, language: verification.language).json)
        }
    }
}
