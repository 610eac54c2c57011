internal import ArgumentParser
internal import Hufu
internal import HufuConformance
internal import HufuFiles
internal import HufuScanner
internal import HufuSigners

struct ConformanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance", abstract: "Run the conformance vectors against this or another implementation.",
        discussion: """
            The last line is `N passed, N failed`; the exit status is 0 if all cases pass, else 1.
            --adapter takes a program and its arguments, run without a shell. It reads one JSON object per line and writes one \
            answer per line, in order (Vectors/README.md). A crash, a late or a wrong answer fails its case, and the program \
            is started again; after \(AdapterRunner.maximumFaults) consecutive failures of the program the remaining cases \
            fail.
            --serve answers such lines with this library.
            """)

    @Argument(help: "The folder of the vectors.") var directory = "Vectors"
    @Option(help: "Run only cases whose id contains this text.") var filter = ""
    @Flag(help: "List the cases without running them.") var list = false
    @Flag(help: "Print one JSON object per case, and one for the totals.") var json = false
    @Option(help: ArgumentHelp("Also write the results as JUnit XML, for CI systems.", valueName: "file"))
    var junit: String?
    @Option(help: ArgumentHelp("The command of another implementation.", valueName: "command")) var adapter: String?
    @Option(help: ArgumentHelp("The longest time for one answer of the adapter.", valueName: "duration"))
    var timeout = DurationArgument.seconds(5)
    @Flag(help: "Answer the cases on standard input.") var serve = false

    func validate() throws {
        if serve, list || json || !filter.isEmpty || adapter != nil || junit != nil {
            throw ValidationError("--serve goes with no other option.")
        }
        if list, junit != nil { throw ValidationError("--list runs no cases: leave --junit out.") }
        if list, adapter != nil { throw ValidationError("Give --list or --adapter, not both.") }
    }

    func run() async throws {
        guard !serve else { return try answer() }
        let suite = try Failure.naming(directory, status: .noInput) { try VectorSuite(folder: directory) }
        let cases = suite.cases(containing: filter)
        guard !cases.isEmpty else {
            throw Failure(
                .noInput, file: "--filter", code: "conformance.no_cases", "no case has this text in its id",
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
            for one in cases { try add(one, one.run(certificates: Certificates.support)) }
        }
        if let junit { try Output.deliver(results.xml, to: junit) }
        for line in report.summary { try show(line) }
        guard report.isPassed else { throw ExitStatus.rejected }
    }

    /// Prints a line, escaped: it contains names from the vector files.
    private func show(_ line: String) throws(Failure) { try Output.line(Escaped.text(line)) }

    private func answer() throws {
        var reader = LineReader(.standardInput, maximum: CaseInput.maximumLineLength)
        while let line = try reader.next() {
            guard !line.bytes.isEmpty else { continue }
            let answer = CaseInput.answer(line: line.bytes, certificates: Certificates.support)
            try Output.line(JSONWriter.text(answer))
        }
    }
}
