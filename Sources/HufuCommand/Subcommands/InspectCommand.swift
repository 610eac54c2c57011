internal import ArgumentParser
internal import Hufu
internal import HufuScanner

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show every layer of a code, credential, signed challenge or scanner's certificate, unverified.",
        discussion: "Exit status 65 if a layer cannot be decoded; the layers outside it are shown.")

    @Argument(help: ArgumentHelp("The scanned text, @FILE, or - for standard input.", valueName: "text|@file|-"))
    var scan = "-"
    @Flag(help: "As JSON.") var json = false

    func run() throws {
        let (bytes, name) = try Input.scan(scan)
        let report = Inspector.inspect(bytes)
        try json ? Output.line(JSONWriter.text(report.jsonValue)) : show(report)
        guard let fault = report.fault else { return }
        throw Failure(
            .badData, file: name, code: "inspect.stopped", "the next layer cannot be decoded", location: fault,
            advice: "`hufu verify` gives the verdict on a code; `hufu present --challenge` checks a challenge.")
    }

    private func show(_ report: Inspector.Report) throws {
        try Output.line("UNVERIFIED: anybody can write what follows.")
        for layer in report.layers {
            try Output.line("\n\(layer.title)  \(layer.size) \(layer.title == "text" ? "characters" : "bytes")")
            for line in layer.content.split(separator: "\n") { try Output.line("  " + Escaped.text(String(line))) }
        }
    }
}
