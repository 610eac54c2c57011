internal import ArgumentParser
internal import Hufu
internal import HufuConformance
internal import HufuFiles
internal import HufuScanner
internal import HufuSigners

struct ConformanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance", abstract: "Run the conformance vectors, against this or another implementation.",
        discussion: """
            The last line is `N passed, N failed`, and the exit status 0 or 1.
            --adapter takes a program and its arguments, without a shell. It is asked for verdicts, one JSON object a line, and \
            answers likewise, in order (Vectors/README.md). A crash, a late or wrong answer is a failure of its case; the \
            program is then started anew, but not for ever: after \(AdapterRunner.maximumFaults) of them one after another \
            the rest fails.
            --serve is this library as such a program.
            """)

    @Argument(help: "The folder of the vectors.") var directory = "Vectors"
    @Option(help: "Only cases whose id contains this.") var filter = ""
    @Flag(help: "Name the cases and run none.") var list = false
    @Flag(help: "One JSON object for each case, and one for the sum.") var json = false
    @Option(help: ArgumentHelp("Another implementation to be asked.", valueName: "command")) var adapter: String?
    @Option(help: ArgumentHelp("How long the adapter may take for a case.", valueName: "duration"))
    var timeout = DurationArgument.seconds(5)
    @Flag(help: "Answer questions from standard input.") var serve = false

    func validate() throws {
        if serve, list || json || !filter.isEmpty || adapter != nil {
            throw ValidationError("--serve goes with no other option.")
        }
        if list, adapter != nil { throw ValidationError("Give --list or --adapter, not both.") }
    }

    func run() async throws {
        guard !serve else { return try answer() }
        let suite = try Failure.naming(directory, status: .noInput) { try Suite(folder: directory) }
        let cases = suite.cases(containing: filter)
        guard !cases.isEmpty else {
            throw Failure(
                .noInput, file: "--filter", code: "conformance.no_cases", "no case has this in its id",
                advice: "--list names the cases.")
        }
        var report = CaseReport(isJSON: json)
        guard !list else {
            for one in cases { try show(report.name(of: one)) }
            return
        }
        if let adapter {
            let command = try Failure.naming("--adapter", status: .usage) { try CommandLineWords(adapter) }
            try await AdapterRunner(timeout: .seconds(timeout.seconds)).run(
                cases, starting: { try await Adapter.run(command, $0) }, report: { try report.add($0, $1).map(show) })
        } else {
            for one in cases { try report.add(one, one.run()).map(show) }
        }
        for line in report.summary { try show(line) }
        guard report.isPassed else { throw ExitStatus.rejected }
    }

    /// A line: its names are those of the files, which anybody may have written.
    private func show(_ line: String) throws(Failure) { try Output.line(Escaped.text(line)) }

    private func answer() throws {
        var reader = LineReader(.standardInput, maximum: CaseInput.maximumLineLength)
        while let line = try reader.next() {
            if !line.bytes.isEmpty { try Output.line(JSONWriter.text(CaseInput.answer(line: line.bytes))) }
        }
    }
}

/// Another implementation as a process, which gets a process group of its own.
private final class Adapter: AdapterProcess {
    /// How long the process may take to end after its standard input has.
    private static let patience = Duration.seconds(2)

    private let process: LineProcess
    private var lines: LineProcess.Lines

    private init(_ process: LineProcess) {
        self.process = process
        lines = process.lines(longest: AdapterRunner.longestAnswer)
    }

    static func run(
        _ command: CommandLineWords, _ session: (any AdapterProcess) async throws -> Void
    ) async throws -> String {
        do {
            let outcome = try await LineProcess.run(command, ownsGroup: true, patience: patience) { process in
                try await session(Adapter(process))
            }
            return switch outcome.ending {
            case .exited(let status): "it ended with status \(status)"
            case .signalled(let signal): "signal \(signal) ended it"
            case .outlived: "it closed its output and did not end"
            }
        } catch let error as LineProcess.NotStarted {
            throw Failure(
                .noInput, file: command.program, code: "adapter.not_started", error.reason,
                advice: "--adapter takes a program and its arguments; there is no shell.")
        }
    }

    func answer(to line: [UInt8], within timeout: Duration) async -> AdapterAnswer {
        let deadline = Task { [process] in
            guard (try? await Task.sleep(for: timeout)) != nil else { return false }
            process.end()
            return true
        }
        await process.write(line)
        let answer = await lines.next()
        deadline.cancel()
        if await deadline.value { return .late }
        return switch answer {
        case .line(let line): .line(line)
        case .tooLong: .tooLong
        case .end: .ended
        }
    }

    func end() { process.end() }
}
