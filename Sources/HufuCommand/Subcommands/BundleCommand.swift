internal import ArgumentParser
internal import Hufu
internal import HufuScanner

struct BundleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle", abstract: "Make and show bundles: all lists of an offline scanner in one file.",
        subcommands: [Create.self, Show.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a signed trust list and status lists, indexes and updates into one file.",
            discussion: "The form of each list is checked here; signatures are checked when the bundle is loaded.")

        @Argument(help: "The signed trust list.") var trust: String
        @Argument(help: "Signed status lists, and indexes, lists and updates of publications.") var status: [String] =
            []
        @Option(name: [.short, .customLong("output")], help: ArgumentHelp("The bundle.", valueName: "file"))
        var output: String

        func run() throws {
            let (trust, status) = (try Self.list(trust, .trust), try status.map { try Self.list($0, .status) })
            let bundle = try Failure.naming(nil) { try ListBundle(trust: trust, package: status) }
            try Output.deliver(bundle.bytes, to: output)
        }

        /// Other files are refused here, not only by the scanner that loads the bundle.
        private static func list(_ path: String, _ kind: ListSummary.Kind) throws(Failure) -> [UInt8] {
            try Input.read(path) { bytes in
                _ = try ListSummary(bytes, expecting: kind)
                return bytes
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the headers and claims of the lists in a bundle, unverified.")

        @Argument(help: "The bundle, or - for standard input.") var file: String
        @Flag(help: "As JSON.") var json = false

        func run() throws {
            let lists = try Input.read(file, limit: ListBundle.maximumSize) { try ListBundle($0).summaries() }
            guard !json else {
                let value: JSONValue = ["verified": .bool(false), "lists": .array(lists.map(\.jsonValue))]
                return try Output.line(JSONWriter.text(value))
            }
            try Output.line("UNVERIFIED: `hufu verify --bundle` checks it.")
            for line in lists.flatMap({ [""] + ListReport.lines(of: $0) }) { try Output.line(Escaped.text(line)) }
        }
    }
}
