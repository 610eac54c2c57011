internal import ArgumentParser
internal import Hufu
internal import HufuFiles
internal import HufuIssuer
internal import HufuScanner

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Publish which issued licences are revoked, suspended, or need attention.",
        discussion: "The issuer keeps a status table in a file, and signs it as the status list that scanners load.",
        subcommands: [Create.self, Set.self, Get.self, Sign.self, Publish.self, Code.self, Check.self, Simulate.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a table. An existing file is not overwritten.")

        @Option(help: ArgumentHelp("The URI of the list, as credentials name it.", valueName: "uri")) var uri: String
        @Option(parsing: .unconditional, help: "Bits of an entry: 1, 2, 4 or 8.") var bits = 4
        @Option(parsing: .unconditional, help: "The number of entries, at most 1048576.") var size: Int
        @Option(name: [.short, .customLong("output")], help: ArgumentHelp("The table.", valueName: "file"))
        var output: String

        func run() throws {
            let text = try Failure.naming("options", status: .usage) {
                try StatusTableFile(uri: uri, table: StatusTable(bits: bits, size: size)).json
            }
            try Output.create(text + "\n", at: output, isPrivate: false)
        }
    }

    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change one entry, or the entries that JSON Lines name.",
            discussion: """
                A value is \(StatusValue.forms). \
                A line is {"index": 42, "value": "revoked"}. If a line is invalid, no entry is changed.
                """)

        @Argument(help: "The table.") var file: String
        @Argument(help: "The entry, from 0.") var index: Int?
        @Argument(help: "Its value.") var value: String?
        @Option(help: ArgumentHelp("JSON Lines, or - for standard input.", valueName: "lines")) var from: String?

        func validate() throws {
            if (from == nil) != (index != nil && value != nil) || from != nil && index != nil {
                throw ValidationError("Give INDEX and VALUE, or --from LINES.")
            }
        }

        func run() throws {
            let changes =
                if let index, let value {
                    [StatusChange(index: index, number: try Self.number(value))]
                } else {
                    try StatusChange.read(FileInput.named(from ?? "-"))
                }
            try StatusTableFile.update(file, changes, from: from.map(Input.name))
        }

        private static func number(_ value: String) throws(Failure) -> UInt8 {
            guard let number = StatusValue.number(named: value) else {
                throw .usage(
                    "expected a value of a table, found '\(value)'",
                    advice: "Write \(StatusValue.forms) from 0 to 255.")
            }
            return number
        }
    }

    struct Get: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the value of an entry.")

        @Argument(help: "The table, or - for standard input.") var file: String
        @Argument(help: "The entry, from 0.") var index: Int

        func run() throws {
            let table = try Input.read(file) { try StatusTableFile(json: $0) }.table
            guard let value = table.value(at: index), let number = table.number(at: index) else {
                throw Failure(StatusTableError(.indexInvalid, at: index), file: Input.name(file))
            }
            try Output.line(value == .unknown ? "unknown (\(number))" : value.jsonName)
        }
    }

    struct Sign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Sign a table as the list that scanners load.")

        @Argument(help: "The table, or - for standard input.") var file: String
        @Option(help: ArgumentHelp("The issuer's identifier.", valueName: "uri")) var issuer: String
        @OptionGroup var signer: SignerOptions
        @Option(
            help: ArgumentHelp(
                "How long scanners may use the list before they need a newer one.", valueName: "duration"))
        var ttl = DurationArgument.hours(1)
        @Option(help: ArgumentHelp("The lifetime of the list.", valueName: "duration"))
        var validFor = DurationArgument.hours(24)
        @Option(name: [.short, .customLong("output")], help: ArgumentHelp("The signed list.", valueName: "file"))
        var output: String
        @OptionGroup var clock: ClockOptions

        func run() async throws {
            let table = try Input.read(file) { try StatusTableFile(json: $0) }
            let bytes = try await signer.withSigner { signer in
                try await Failure.naming("options", status: .usage) {
                    try await table.table.sign(
                        uri: table.uri, issuer: issuer, signer: signer, lifetime: .seconds(validFor.seconds),
                        timeToLive: .seconds(ttl.seconds), at: clock.now)
                }
            }
            try Output.deliver(bytes, to: output)
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Verify a signed list, and show its claims.")

        @Argument(help: "The signed list, or - for standard input.") var file: String
        @Option(help: ArgumentHelp("The trust list.", valueName: "file")) var trust: String
        @OptionGroup var certificates: StatusCertificateOptions
        @OptionGroup var clock: ClockOptions

        func run() throws {
            let (trust, signers) = (try Trust.list(trust), try certificates.signers(at: clock.now))
            let list = try Input.read(file) {
                try StatusList($0, trust: trust, certificates: signers, at: clock.now)
            }
            for line in ListReport.lines(of: list, at: clock.now) { try Output.line(Escaped.text(line)) }
        }
    }
}
