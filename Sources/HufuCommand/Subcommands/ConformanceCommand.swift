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
    @Option(help: ArgumentHelp("The results as JUnit XML as well, for CI systems.", valueName: "file"))
    var junit: String?
    @Option(help: ArgumentHelp("Another implementation to be asked.", valueName: "command")) var adapter: String?
    @Option(help: ArgumentHelp("How long the adapter may take for a case.", valueName: "duration"))
    var timeout = DurationArgument.seconds(5)
    @Flag(help: "Answer questions from standard input.") var serve = false

    func validate() throws {
        if serve, list || json || !filter.isEmpty || adapter != nil || junit != nil {
            throw ValidationError("--serve goes with no other option.")
        }
        if list, junit != nil { throw ValidationError("--list runs nothing: leave --junit out.") }
        if list, adapter != nil { throw ValidationError("Give --list or --adapter, not both.") }
    }

    func run() async throws {
        guard !serve else { return try answer() }
        let suite = try Failure.naming(directory, status: .noInput) { try VectorSuite(folder: directory) }
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
        var results = JUnitReport()
        func add(_ one: VectorCase, _ result: VectorCase.Result) throws {
            results.add(one, result)
            try report.add(one, result).map(show)
        }
        if let adapter {
            let command = try Failure.naming("--adapter", status: .usage) { try CommandLineWords(adapter) }
            try await Failure.naming("--adapter", status: .noInput) {
                try await AdapterRunner(timeout: .seconds(timeout.seconds)).run(cases, by: command, report: add)
            }
        } else {
            for one in cases { try add(one, one.run()) }
        }
        if let junit { try Output.deliver(results.xml, to: junit) }
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
