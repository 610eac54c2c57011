internal import ArgumentParser
internal import Hufu
internal import HufuScanner

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Show every layer of a code or credential. Nothing is verified.",
        discussion: "Exit status 65 if some layer could not be opened; those outside it are shown all the same.")

    @Argument(help: ArgumentHelp("What was scanned, @FILE, or - for standard input.", valueName: "text|@file|-"))
    var scan = "-"

    func run() throws {
        let (bytes, name) = try Input.scan(scan)
        let report = Inspector.inspect(bytes)
        try Output.line("UNVERIFIED: anybody can write what follows.")
        for layer in report.layers {
            try Output.line("\n\(layer.title)  \(layer.size) \(layer.title == "text" ? "characters" : "bytes")")
            for line in layer.content.split(separator: "\n") { try Output.line("  " + Escaped.text(String(line))) }
        }
        guard let fault = report.fault else { return }
        throw Failure(
            .badData, file: name, code: "inspect.stopped", "what comes next could not be opened", location: fault,
            advice: "`hufu verify` says what it means.")
    }
}
