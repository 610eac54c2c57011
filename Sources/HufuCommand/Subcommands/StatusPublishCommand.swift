internal import ArgumentParser
internal import Hufu
internal import HufuIssuer

extension StatusCommand {
    struct Code: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print an update as the text of a QR code, for scanners without a network.")

        @Argument(help: "The update, or - for standard input.") var file: String

        func run() throws {
            try Output.line(
                try Input.read(file) { bytes in
                    guard try ListSummary(bytes, expecting: .update).kind == .update else {
                        throw ListError(.formInvalid)
                    }
                    return try UpdateCode.text(of: bytes)
                })
        }
    }

    struct Publish: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Publish tables as one publication, which scanners keep up to date by small updates.",
            discussion: """
                The folder gets index.cwt, the lists, and updates from the state before and from ten minutes, an hour, a day and \
                a week ago. A journal beside it remembers what was published; it must not be lost.
                """)

        @Argument(help: "The folder to publish.") var folder: String
        @Option(help: ArgumentHelp("The name of the publication.", valueName: "uri")) var publication: String
        @Option(help: ArgumentHelp("The issuer's identifier.", valueName: "uri")) var issuer: String
        @Option(
            parsing: .upToNextOption, help: ArgumentHelp("All tables of the publication.", valueName: "tables"))
        var from: [String]
        @OptionGroup var signer: SignerOptions
        @Option(help: ArgumentHelp("How long scanners may use a state.", valueName: "duration"))
        var ttl = DurationArgument.hours(1)
        @Option(help: ArgumentHelp("The lifetime of a state.", valueName: "duration"))
        var validFor = DurationArgument.hours(24)
        @Flag(help: "Allow that a licence that was revoked gets another value.") var reinstate = false
        @Flag(help: "Let changes between valid and attention wait for the next hour.") var hold = false
        @Option(help: "The number of unchanged entries that each update names besides.") var decoys = 0
        @Option(
            help: ArgumentHelp(
                "A folder for the lists as single files, for other software: HOST/PATH of each URI.",
                valueName: "folder"))
        var tokens: String?
        @OptionGroup var clock: ClockOptions

        func validate() throws {
            guard 0...10_000 ~= decoys else { throw ValidationError("--decoys is 0 to 10000.") }
        }

        func run() async throws {
            let tables = try from.map { try Input.read($0) { try StatusTableFile(json: $0) } }
            var publisher = PublicationPublisher(
                folder, issuer: issuer, name: publication, lifetime: .seconds(validFor.seconds),
                timeToLive: .seconds(ttl.seconds))
            publisher.allowsReinstatement = reinstate
            publisher.holdsAttention = hold
            (publisher.decoys, publisher.tokens) = (decoys, tokens)
            let report = try await signer.withSigner { [publisher] signer in
                try await Failure.naming(folder, status: .badData) {
                    try await publisher.publish(tables, by: signer, at: clock.now)
                }
            }
            try Output.line(
                "\(report.issuedAt)  \(report.changes) changed\(report.hasIndex ? ", with an index" : "")")
        }
    }
}
