internal import ArgumentParser
internal import Hufu

struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Print a policy with all its settings, as the file that `verify --policy` takes.",
        discussion: """
            Times are in seconds; Vectors/policy.schema.json says what each setting means. \
            A file may name a "preset" and only what is to be different.
            """)

    @OptionGroup var demands: PolicyOptions

    func run() throws { try Output.line(demands.load().json) }
}
