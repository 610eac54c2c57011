internal import ArgumentParser
internal import Hufu
internal import HufuScanner

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Show every layer of a code or credential, unverified.",
        discussion: "Exit status 65 if a layer cannot be decoded; the layers outside it are shown.")

    @Argument(help: ArgumentHelp("The scanned text, @FILE, or - for standard input.", valueName: "text|@file|-"))
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
            .badData, file: name, code: "inspect.stopped", "the next layer cannot be decoded", location: fault,
            advice: "`hufu verify` gives the verdict on it.")
    }
}
