internal import ArgumentParser
internal import Hufu

struct BundleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle", abstract: "One file for a scanner that is about to go offline.",
        subcommands: [Create.self, Show.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Put a signed trust list and status lists together.")

        @Argument(help: "The signed trust list.") var trust: String
        @Argument(help: "Signed status lists.") var status: [String] = []
        @Option(name: [.short, .customLong("output")], help: ArgumentHelp("The bundle.", valueName: "file"))
        var output: String

        func run() throws {
            let bundle = Bundle(trust: try Input.bytes(trust), statusLists: try status.map(Input.bytes))
            let bytes = bundle.bytes
            // Files that are no lists at all would be noticed by the scanner, far away.
            let read = try Failure.naming(trust) { try Bundle(bytes) }
            guard read == bundle else {
                throw Failure(
                    .badData, code: "bundle.not_lists", "a file holds more or less than one signed list",
                    advice: "Give what `hufu trust sign` and `hufu status sign` wrote.")
            }
            try Output.deliver(bytes, to: output)
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show what is in a bundle. Nothing is verified.")

        @Argument(help: "The bundle, or - for standard input.") var file: String

        func run() throws {
            let bytes = try Input.bytes(file)
            let bundle = try Failure.naming(Input.name(file)) { try Bundle(bytes) }
            try Output.line("UNVERIFIED")
            try Output.line("trust list   \(bundle.trust.count) bytes")
            for list in bundle.statusLists { try Output.line("status list  \(list.count) bytes") }
        }
    }
}
