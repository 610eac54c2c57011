internal import ArgumentParser
internal import Hufu
internal import HufuIssuer

struct SampleCommand: ParsableCommand {
    private static let group = 256

    static let configuration = CommandConfiguration(
        commandName: "sample", abstract: "Write licences of invented persons, for tests of a system.",
        discussion: """
            Prints JSON Lines: licences of China, Germany, France, Italy and the United States, whose names, classes, ages \
            and standings are distributed as in a register. Each says SPECIMEN, and no person has its number. The same \
            seed and day make the same licences. With --batch the lines are the input of `hufu issue --batch`, with a \
            key and a status list entry each.
            """)

    @Option(parsing: .unconditional, help: "The number of licences.") var count = 10
    @Option(parsing: .unconditional, help: "Another number makes other licences.") var seed: UInt64 = 1
    @Flag(help: "Write {\"license\", \"holder_key\", \"status\", \"id\"} on each line.") var batch = false
    @OptionGroup var clock: ClockOptions

    func validate() throws {
        guard 1...SampleLicenses.capacity ~= count else {
            throw ValidationError("--count is 1 to \(SampleLicenses.capacity); \(count) was given.")
        }
    }

    func run() throws {
        let samples = SampleLicenses(count: count, seed: seed, at: clock.now)
        for first in stride(from: 0, to: count, by: Self.group) {
            let places = first..<min(first + Self.group, count)
            let lines = places.map { batch ? samples.batchLine($0) : samples[$0].json }
            try Output.line(lines.joined(separator: "\n"))
        }
    }
}
