internal import ArgumentParser
internal import Hufu

/// The policy of a scanner: a file or a preset, and changes to it.
struct PolicyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("What is demanded: a JSON file; `hufu policy` prints one to start from.", valueName: "file"))
    var policy: String?
    @Option(help: "roadside, gate or counter; the format's default policy, if left out.") var preset: Preset?
    @Option(help: "A name this scanner answers to, instead of the policy's; may be repeated.")
    var audience: [String] = []
    @Flag(help: "Accept printed cards too.") var allowStatic = false
    @Option(help: ArgumentHelp("How far clocks may differ, at most 1h.", valueName: "duration"))
    var skew: DurationArgument?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("By how much local time is ahead of UTC, for the days of a licence.", valueName: "+hh:mm"))
    var utcOffset: UTCOffset?

    func validate() throws {
        if policy != nil, preset != nil { throw ValidationError("Give --policy or --preset, not both.") }
        if let skew, skew.seconds > 3600 { throw ValidationError("--skew is at most 1h.") }
    }

    func load() throws(Failure) -> Policy {
        var policy = preset?.policy ?? Policy()
        if let path = self.policy { policy = try Input.read(path) { try Policy(json: $0) } }
        if !audience.isEmpty { policy.audiences = Set(audience) }
        if allowStatic { policy.kinds.insert(.static) }
        if let skew { policy.skew = skew.seconds }
        if let utcOffset { policy.utcOffset = utcOffset.seconds }
        return policy
    }

    enum Preset: String, ExpressibleByArgument, CaseIterable {
        case roadside
        case gate
        case counter

        var policy: Policy {
            switch self {
            case .roadside: .roadside
            case .gate: .gate
            case .counter: .counter
            }
        }
    }
}
