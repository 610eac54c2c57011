internal import ArgumentParser
internal import HufuFiles
internal import HufuIssuer

extension StatusCommand {
    struct Simulate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Measure the size and cost of the status lists of a whole country.",
            discussion: """
                Licences are spread over lists of 2^20 entries. Sample lists are made, signed, checked and loaded, with abnormal \
                entries at random places and values 1 to 3 in equal shares; the figures for all lists are those of the average \
                sample times the number of lists. Times are processor time of one core. A scanner fetches the whole of each \
                list that has changed since the last publication; changes are distributed over the licences at random.
                """)

        @Option(help: ArgumentHelp("The number of licences.", valueName: "n,..."))
        var licences: Numbers = Numbers([250e6, 550e6])
        @Option(help: ArgumentHelp("The share of licences that are not valid, in per cent.", valueName: "percent,..."))
        var abnormal: Numbers = Numbers([0.1, 1, 7])
        @Option(help: ArgumentHelp("The share of licences that change in a day, in per cent.", valueName: "percent"))
        var changes: Numbers = Numbers([0.01])
        @Option(help: ArgumentHelp("The time from one publication to the next.", valueName: "duration"))
        var interval = DurationArgument.hours(24)
        @Option(help: "Bits of an entry: 1, 2, 4 or 8.") var bits = 2
        @Option(help: "The number of sample lists, or updates, for each row.") var samples = 4
        @Flag(help: "Compare the whole lists with updates at a minute, ten minutes, an hour and a day.") var updates =
            false

        func validate() throws {
            guard [1, 2, 4, 8].contains(bits) else { throw ValidationError("--bits is 1, 2, 4 or 8.") }
            guard 1...1000 ~= samples else { throw ValidationError("--samples is 1 to 1000.") }
            guard 60...86_400 ~= interval.seconds else { throw ValidationError("--interval is 1m to 24h.") }
            guard (licences.values.allSatisfy { 1...1e10 ~= $0 }) else {
                throw ValidationError("--licences is 1 to 10000000000.")
            }
            guard changes.values.count == 1, (abnormal.values + changes.values).allSatisfy({ 0...100 ~= $0 }) else {
                throw ValidationError("--abnormal and --changes are from 0 to 100 per cent, --changes one number.")
            }
        }

        func run() async throws {
            let simulation = StatusSimulation(
                bits: bits, samples: samples, dailyChanges: (changes.values.first ?? 0) / 100,
                interval: interval.seconds, elapsed: { Surroundings.processorTime })
            guard !updates else { return try await simulateUpdates() }
            try Output.line(StatusSimulation.Result.heading)
            for licences in licences.values {
                for abnormal in abnormal.values {
                    let result = try await simulation.run(licences: Int(licences), abnormal: abnormal / 100)
                    try Output.line(result.row(licences: Int(licences), abnormal: abnormal / 100))
                }
            }
        }

        /// With the first of the shares of abnormal licences.
        private func simulateUpdates() async throws {
            try Output.line(PublicationSimulation.Result.heading)
            for licences in licences.values {
                var simulation = try await PublicationSimulation(
                    licences: Int(licences), abnormal: (abnormal.values.first ?? 0) / 100, bits: bits, samples: samples,
                    elapsed: { Surroundings.processorTime })
                let daily = Int(licences * (changes.values.first ?? 0) / 100)
                for interval in [60, 600, 3_600, 86_400] {
                    let result = try await simulation.run(interval: interval, dailyChanges: daily)
                    try Output.line(result.row(licences: Int(licences)))
                }
            }
        }
    }
}

/// Decimal numbers separated by commas.
struct Numbers: ExpressibleByArgument, Sendable {
    let values: [Double]

    init(_ values: [Double]) { self.values = values }

    init?(argument: String) {
        let numbers = Names.split(argument).map { Double($0) }
        values = numbers.compactMap { $0.flatMap { $0.isFinite ? $0 : nil } }
        guard values.count == numbers.count else { return nil }
    }

    var defaultValueDescription: String {
        values.map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" }.joined(separator: ",")
    }
}
