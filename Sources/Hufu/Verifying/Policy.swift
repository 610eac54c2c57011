/// What a scanner demands beyond the format (profile, default policy). Durations are seconds.
public struct Policy: Sendable, Equatable {
    /// Whether a status list is needed.
    public enum StatusRule: String, Sendable, CaseIterable {
        /// Not looked at; a notice says so.
        case ignored
        /// Needed when the credential names one.
        case whenNamed = "when_named"
        /// Always needed.
        case required
    }

    /// Kinds of codes that are accepted.
    public var kinds: Set<Verdict.Kind> = [.holder, .issuer]
    /// Audiences that this scanner answers to; compared exactly, `any` is one like the others.
    public var audiences: Set<String> = ["any"]
    /// How far the clocks of phone, issuer and scanner may differ: 0 to 2^53 - 1.
    public var skew = 30
    /// The longest life of a token: 0 to 2^53 - 1.
    public var maximumTokenLifetime = 120
    /// Whether a status list is needed.
    public var status = StatusRule.whenNamed
    /// The oldest status list that is good enough, or nil for the list's own time to live.
    public var maximumStatusAge: Int?
    /// Elements that have to be disclosed.
    public var requiredFields: Set<License.Field> = []
    /// The oldest standing that is good enough, or nil to accept any.
    public var maximumStandingAge: Int?
    /// What the letters of a standing amount to.
    public var standingClasses = StandingClass.Table.default
    /// Whether each token is admitted once. The verifier needs a replay memory for it.
    public var requiresSingleUse = false
    /// Whether every token has to answer a challenge.
    public var requiresChallenge = false
    /// Seconds by which local time is ahead of UTC, for the days of a licence: -86,400 to 86,400.
    public var utcOffset = 0

    /// The default policy.
    public init() {}

    /// A police check: printed cards too, and a standing that is at most three days old.
    public static var roadside: Policy {
        var policy = Policy()
        policy.kinds.insert(.static)
        policy.audiences = ["any", "police"]
        policy.requiredFields = [.documentNumber, .familyName, .drivingPrivileges]
        policy.maximumStandingAge = 72 * 3600
        return policy
    }

    /// An unattended gate: tight times, a fresh status list, each token once.
    public static var gate: Policy {
        var policy = Policy()
        policy.skew = 10
        policy.maximumTokenLifetime = 60
        policy.status = .required
        policy.maximumStatusAge = 3600
        policy.requiresSingleUse = true
        return policy
    }

    /// A counter where a person compares the picture: printed cards too.
    public static var counter: Policy {
        var policy = Policy()
        policy.kinds.insert(.static)
        policy.requiredFields = [.documentNumber, .familyName]
        policy.maximumStandingAge = 72 * 3600
        return policy
    }
}
