internal import ArgumentParser
internal import Hufu

struct ConformanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance", abstract: "Compare implementations of the format.",
        discussion: """
            --serve answers cases, one JSON object a line, with verdicts, one JSON object a line, in order: the protocol of \
            Tests/Reference/README.md. Whoever sends them compares.
            """)

    @Flag(help: "Answer cases from standard input.") var serve = false

    /// A case carries lists of up to 16 MiB in hexadecimal.
    private static let longestLine = 64 << 20

    func validate() throws {
        if !serve { throw ValidationError("Give --serve.") }
    }

    func run() throws {
        var reader = try LineReader("-", maximum: Self.longestLine)
        while let line = try reader.next() {
            if !line.bytes.isEmpty { try Output.line(JSONWriter.text(ConformanceCase.answer(line.bytes))) }
        }
    }
}
