internal import ArgumentParser
internal import Hufu
internal import HufuScanner

/// The policy of a scanner: a file or a preset, and changes to it.
struct PolicyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The policy, a JSON file; `hufu policy` prints a template.", valueName: "file"))
    var policy: String?
    @Option(help: "roadside, gate or counter. Default: the profile's default policy.") var preset: Policy.Preset?
    @Option(help: "An accepted audience, in place of those of the policy; may be repeated.")
    var audience: [String] = []
    @Flag(help: "Also accept static codes, such as printed cards.") var allowStatic = false
    @Option(help: ArgumentHelp("The tolerance between clocks, at most 1h.", valueName: "duration"))
    var skew: DurationArgument?
    @Option(
        name: [.customLong("time-zone"), .customLong("utc-offset")], parsing: .unconditional,
        help: ArgumentHelp(
            """
            The time zone by whose days a licence is judged, such as Asia/Shanghai or +08:00. Default: the zone of the \
            policy file, else that of the system.
            """, valueName: "zone"))
    var timeZone: LocalTimeZone?

    func validate() throws {
        if policy != nil, preset != nil { throw ValidationError("Give --policy or --preset, not both.") }
        if let skew, skew.seconds > 3600 { throw ValidationError("--skew is at most 1h.") }
    }

    /// The policy, and the time zone whose offset it has.
    func load(at now: UnixTime) throws(Failure) -> (Policy, LocalTimeZone) {
        let file = try policy.map { path throws(Failure) in try Input.read(path) { try PolicyFile(json: $0) } }
        // The system's is not looked at where something takes its place: a wrong TZ does no harm then.
        let zone = try Failure.naming("TZ", status: .usage) { try timeZone ?? file?.timeZone ?? .system() }
        var policy = file?.policy(in: zone, at: now) ?? Policy(preset ?? .default, utcOffset: zone.offset(at: now))
        if !audience.isEmpty { policy.audiences = Set(audience.map { Audience($0) }) }
        if allowStatic { policy.kinds.insert(.static) }
        if let skew { policy.skew = .seconds(skew.seconds) }
        return (policy, zone)
    }
}
