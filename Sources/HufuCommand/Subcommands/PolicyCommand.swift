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
        guard case .object(var members) = try JSONReader.read(Array(policy.json.utf8)).value else { return }
        // The present offset of this machine would be wrong on another machine, and after a change to or from summer
        // time.
        members.removeAll { $0.name == "utc_offset" }
        if let setting = zone.setting { members.append(setting) }
        try Output.line(JSONWriter.text(.object(members), .pretty))
    }
}
