internal import ArgumentParser
internal import Hufu
internal import HufuScanner

struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Print a policy with all its settings, as the file that `verify --policy` takes.",
        discussion: """
            Times are in seconds; Vectors/policy.schema.json says what each setting means. \
            A file may name a "preset" and only what is to be different. Where the scanner is stays open unless an option or \
            the file says it: the system of the scanner knows it.
            """)

    @OptionGroup var demands: PolicyOptions

    func run() throws {
        let (policy, zone) = try demands.load(at: .now)
        guard case .object(var members) = try JSONReader.read(Array(policy.json.utf8)).value else { return }
        // A number that stands for the zone of this machine now would be wrong on another one, and in half a year.
        members.removeAll { $0.name == "utc_offset" }
        if let setting = zone.setting { members.append(setting) }
        try Output.line(JSONWriter.text(.object(members), .pretty))
    }
}
