internal import ArgumentParser
internal import Hufu
internal import HufuScanner

/// The policy of a scanner: a file or a preset, and changes to it.
struct PolicyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("What is demanded: a JSON file; `hufu policy` prints one to start from.", valueName: "file"))
    var policy: String?
    @Option(help: "roadside, gate or counter; the format's default policy, if left out.") var preset: Policy.Preset?
    @Option(help: "A name this scanner answers to, instead of the policy's; may be repeated.")
    var audience: [String] = []
    @Flag(help: "Accept printed cards too.") var allowStatic = false
    @Option(help: ArgumentHelp("How far clocks may differ, at most 1h.", valueName: "duration"))
    var skew: DurationArgument?
    @Option(
        name: [.customLong("time-zone"), .customLong("utc-offset")], parsing: .unconditional,
        help: ArgumentHelp(
            """
            Where the scanner is, for the days of a licence: Asia/Shanghai, or +08:00. Else that of the policy file, or of \
            the system.
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
