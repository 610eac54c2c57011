internal import ArgumentParser
internal import Hufu
internal import HufuFiles
internal import HufuIssuer

struct RegistryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry", abstract: "Remember which status list entry belongs to which licence and device.",
        discussion: """
            A registry is a file (SQLite), or a PostgreSQL database for more than one machine. `hufu issue --registry` \
            gives out and records entries as it issues.
            """,
        subcommands: [
            Init.self, Allocate.self, Record.self, Set.self, Find.self, Export.self, Renew.self, Challenge.self,
            Stats.self,
        ])

    /// JSON Lines that a registry answers.
    struct LinesOptions: ParsableArguments {
        @OptionGroup var registry: RegistryOptions
        @OptionGroup var clock: ClockOptions

        func run(
            _ input: String, _ body: (RegistryLines) async throws -> Int
        ) async throws {
            let lines = RegistryLines(try FileInput.named(input), asking: try await registry.required()) {
                try Output.write($0)
            }
            let refused = try await body(lines)
            guard refused > 0 else { return }
            throw Failure(
                .badData, file: Input.name(input), code: "registry.lines_failed",
                "the registry refused \(refused) lines", advice: "The answers to these lines say why.")
        }
    }

    struct Init: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a registry, or add status lists to one.",
            discussion: """
                With {} in its URI a list is made for each of --numbers: --list 'https://dl.example/status/{}' \
                --numbers 1-250. What is there already stays as it is.
                """)

        @OptionGroup var registry: RegistryOptions
        @Option(help: ArgumentHelp("The URI of a status list; may be repeated.", valueName: "uri"))
        var list: [String] = []
        @Option(help: ArgumentHelp("The numbers of lists whose URI has {}.", valueName: "first-last"))
        var numbers = "1-1"
        @Option(parsing: .unconditional, help: "Bits of an entry: 1, 2, 4 or 8.") var bits = 4
        @Option(parsing: .unconditional, help: "Entries of a list, at most 1048576.") var size = StatusTable.maximumSize
        @Flag(
            help: """
                An older state of the registry was restored: give out no more entries of its present lists, because those \
                given out since are not known.
                """)
        var afterRestore = false

        func run() async throws {
            let ends = numbers.split(separator: "-").map(Number.digits)
            guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last else {
                throw Failure.usage(
                    "--numbers is two numbers", option: "--numbers", advice: "Write 1-250, for example.")
            }
            let lists = try Failure.naming("--list", status: .usage) {
                try list.flatMap { try RegistryList.numbered($0, first...last, bits: bits, size: size) }
            }
            let registry = try await registry.required(making: true)
            if afterRestore { try await registry.closeLists() }
            try await registry.add(lists)
        }
    }

    struct Allocate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give out status list entries, or a range of them for a part of a distributed run.",
            discussion: """
                Each line is {"document_number", "holder_key" or "device" or "card", "expires_at", "id"}: the device's key \
                as a JWK, or its thumbprint. The answer has "status". A licence on a device always has the same entry.
                With --range the entries of a range are printed, one {"status"} on a line, the same ones whenever it is \
                asked for. Record them with `hufu registry record` when they are used.
                """)

        @OptionGroup var lines: LinesOptions
        @Argument(help: "JSON Lines, or - for standard input.") var input = "-"
        @Option(help: ArgumentHelp("The name of a range.", valueName: "name")) var range: String?
        @Option(parsing: .unconditional, help: "The number of entries of a range.") var count: Int?
        @Flag(help: "Give a new entry to a licence on a device whose entries are all revoked.") var replaceRevoked =
            false

        func validate() throws {
            if (range == nil) != (count == nil) { throw ValidationError("--range and --count go together.") }
        }

        func run() async throws {
            guard let range, let count else {
                return try await lines.run(input) {
                    try await $0.register(recording: false, replacingRevoked: replaceRevoked, at: lines.clock.read)
                }
            }
            for status in try await lines.registry.required().claimRange(range, count: count) {
                try Output.line(status.jsonLine)
            }
        }
    }

    struct Record: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record entries that were given out elsewhere: as in `allocate`, with \"status\" on each line.")

        @OptionGroup var lines: LinesOptions
        @Argument(help: "JSON Lines, or - for standard input.") var input = "-"

        func run() async throws {
            try await lines.run(input) { try await $0.register(recording: true, at: lines.clock.read) }
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke, suspend, or set another status.",
            discussion: """
                Each line is {"document_number", "value", "reason"} for all devices of a licence, with "device" (the \
                thumbprint) or "holder_key" for one of them, or {"status", "value", "reason"} for one entry. A value is \
                \(StatusValue.forms). An entry that is revoked stays revoked. Scanners learn \
                of it when the tables that `export` writes are signed and published.
                """)

        @OptionGroup var lines: LinesOptions
        @Argument(help: "JSON Lines, or - for standard input.") var input = "-"

        func run() async throws { try await lines.run(input) { try await $0.set(at: lines.clock.read) } }
    }

    struct Find: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Find the entries of licences, or of {\"status\"}, that JSON Lines name.",
            discussion: "Each line is {\"document_number\"} or {\"status\"}; the answer has \"entries\".")

        @OptionGroup var lines: LinesOptions
        @Argument(help: "JSON Lines, or - for standard input.") var input = "-"

        func run() async throws { try await lines.run(input) { try await $0.find() } }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the status tables, for `hufu status sign`, and what has changed since the last export.",
            discussion: """
                Writes status-1.json and so on, one for each list, and changes-N.jsonl, where N counts the exports. An \
                export that was interrupted is written again by the next one, with the same number.
                """)

        @OptionGroup var registry: RegistryOptions
        @Option(name: [.short, .customLong("output")], help: ArgumentHelp("The folder.", valueName: "dir"))
        var output: String
        @OptionGroup var clock: ClockOptions

        func run() async throws {
            let registry = try await registry.required()
            try Folder.create(output)
            let export = try await RegistryExport(of: registry, to: output, at: clock.now)
            Output.report(
                "hufu: publication \(export.publication), changes: \(export.changes), tables: \(export.tables.count)")
        }
    }

    struct Renew: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the licences that end soon and are not revoked.",
            discussion: """
                With --from, a batch with the present data of all licences, the lines of it that end are written: the batch \
                for `hufu issue --batch`. Without it, the entries of the registry.
                """)

        @OptionGroup var registry: RegistryOptions
        @Option(help: ArgumentHelp("The time within which they end.", valueName: "duration"))
        var endingWithin: DurationArgument
        @Option(help: ArgumentHelp("A batch of all licences, or - for standard input.", valueName: "lines"))
        var from: String?
        @OptionGroup var clock: ClockOptions

        func run() async throws {
            let end = clock.now.advanced(by: .seconds(endingWithin.seconds))
            let renewals = RegistryRenewals(in: try await registry.required(), endingBy: end)
            guard let from else {
                _ = try await renewals.list { try Output.write($0) }
                return
            }
            _ = try await renewals.select(from: FileInput.named(from)) { try Output.write($0) }
        }
    }

    struct Challenge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make challenges for devices, which a request answers once.",
            discussion: """
                Prints a {"challenge"} on each line, for `hufu request --requests`; `hufu issue --registry` takes the first \
                answer to each.
                """)

        @OptionGroup var registry: RegistryOptions
        @Option(parsing: .unconditional, help: "The number of challenges.") var count = 1
        @Option(help: ArgumentHelp("The time within which they can be answered.", valueName: "duration"))
        var validFor = DurationArgument.hours(24)
        @OptionGroup var clock: ClockOptions

        func validate() throws {
            guard 1...StatusTable.maximumSize ~= count else { throw ValidationError("--count is 1 to 1048576.") }
        }

        func run() async throws {
            let challenges = (0..<count).map { _ in Hufu.Challenge() }
            try await registry.required().add(
                challenges: challenges.map(\.bytes), until: clock.now.advanced(by: .seconds(validFor.seconds)))
            for challenge in challenges { try Output.line(#"{"challenge":"\#(challenge.text)"}"#) }
        }
    }

    struct Stats: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the numbers of lists, entries, statuses, unpublished changes and challenges, as JSON.")

        @OptionGroup var registry: RegistryOptions
        @OptionGroup var clock: ClockOptions

        func run() async throws {
            try Output.line(try await registry.required().statistics(at: clock.now).json)
        }
    }
}
