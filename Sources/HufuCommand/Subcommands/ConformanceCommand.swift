internal import ArgumentParser
internal import Hufu
internal import HufuConformance

struct ConformanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance", abstract: "Run the conformance vectors, against this or another implementation.",
        discussion: """
            The last line is `N passed, N failed`, and the exit status 0 or 1.
            --adapter takes a program and its arguments, without a shell. It is asked for verdicts, one JSON object a line, and \
            answers likewise, in order (Vectors/README.md). A crash, a late or wrong answer is a failure of its case; the \
            program is then started anew, but not for ever: after \(Adapter.maximumFaults) of them one after another the rest fails.
            --serve is this library as such a program.
            """)

    @Argument(help: "The folder of the vectors.") var directory = "Vectors"
    @Option(help: "Only cases whose id contains this.") var filter = ""
    @Flag(help: "Name the cases and run none.") var list = false
    @Flag(help: "One JSON object for each case, and one for the sum.") var json = false
    @Option(help: ArgumentHelp("Another implementation to be asked.", valueName: "command")) var adapter: String?
    @Option(help: ArgumentHelp("How long the adapter may take for a case.", valueName: "duration"))
    var timeout = Span.seconds(5)
    @Flag(help: "Answer questions from standard input.") var serve = false

    func validate() throws {
        if serve, list || json || !filter.isEmpty || adapter != nil {
            throw ValidationError("--serve goes with no other option.")
        }
        if list, adapter != nil { throw ValidationError("Give --list or --adapter, not both.") }
    }

    func run() async throws {
        guard !serve else { return try answer() }
        let cases = try VectorFolder(directory).suite().cases(containing: filter)
        guard !cases.isEmpty else {
            throw Failure(
                .noInput, file: "--filter", code: "conformance.no_cases", "no case has this in its id",
                advice: "--list names the cases.")
        }
        let report = CaseReport(isJSON: json)
        guard !list else { return try cases.forEach(report.name) }
        guard try await run(cases, report) else { throw Ending(status: .rejected) }
    }

    private func run(_ cases: [Case], _ report: CaseReport) async throws -> Bool {
        var report = report
        if let adapter {
            let command = try CommandLineWords(adapter, option: "--adapter")
            try await Adapter(command: command, timeout: .seconds(timeout.seconds)).run(cases) {
                try report.add($0, $1)
            }
        } else {
            for one in cases { try report.add(one, one.run()) }
        }
        return try report.sum()
    }

    private func answer() throws {
        var reader = try LineReader("-", maximum: Question.longestLine)
        while let line = try reader.next() {
            if !line.bytes.isEmpty { try Output.line(JSONWriter.text(Question.answer(line: line.bytes))) }
        }
    }
}
