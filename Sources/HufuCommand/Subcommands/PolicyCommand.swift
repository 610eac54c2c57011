internal import ArgumentParser
internal import Hufu
internal import HufuScanner

struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Print a policy with all its settings, as the file that `verify --policy` takes.",
        discussion: """
            Times are in seconds; Vectors/policy.schema.json explains each setting. \
            A file may consist of a "preset" and the settings that differ from it. The output has a time zone only if an \
            option or the file states one; otherwise the scanner uses the zone of its system.
            """)

    @OptionGroup var demands: PolicyOptions

    func run() throws {
        let (policy, zone) = try demands.load(at: .now)
        try Output.line(PolicyFile.text(of: policy, in: zone))
    }
}
