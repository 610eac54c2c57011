/// The requirements of a verifier beyond the format (profile section 13).
///
/// A duration counts in whole seconds, from 0 to 2^53 - 1: a fraction of a second is dropped, and a value beyond the
/// bounds counts as the nearest bound.
public struct Policy: Sendable, Equatable {
    /// The policies of the profile.
    public enum Preset: String, Sendable, CaseIterable {
        /// The default column of the profile.
        case `default`
        /// A police check: printed cards too, and a standing that is at most three days old.
        case roadside
        /// An unattended gate: short times, a fresh status list, each token once.
        case gate
        /// A counter where a person compares the picture: printed cards too.
        case counter
    }

    /// Whether a status list is needed.
    public enum StatusRule: String, Sendable, CaseIterable {
        /// Never; a notice says so.
        case ignored
        /// If the credential names one.
        case whenNamed = "when_named"
        /// Always.
        case required
    }

    /// The kinds of codes that are accepted.
    public var kinds: Set<Verdict.Kind> = [.holder, .issuer]
    /// The audiences that this verifier answers to; `any` is one like the others.
    public var audiences: Set<Audience> = ["any"]
    /// The tolerance between the clocks of phone, issuer and scanner.
    public var skew = VerifierLists.defaultSkew
    /// The longest lifetime of a token, and of a plain CWT that counts as rotated by its issuer.
    public var maximumTokenLifetime = Duration.seconds(120)
    /// Whether a status list is needed.
    public var status = StatusRule.whenNamed
    /// The greatest age of a status list; `nil` for the list's own time to live.
    public var maximumStatusAge: Duration?
    /// The elements that the licence has to show.
    public var requiredFields: Set<License.Field> = []
    /// The greatest age of a standing; `nil` to accept any.
    public var maximumStandingAge: Duration?
    /// The class of each letter of a standing.
    public var standingClasses = StandingClass.Table.default
    /// Whether each token is admitted once. The verifier needs a replay memory for it.
    public var requiresSingleUse = false
    /// Whether every code has to answer a challenge.
    public var requiresChallenge = false
    /// How long a challenge can be answered, from the moment at which it is shown.
    public var challengeAge = Duration.seconds(120)
    /// Seconds by which the scanner's local time is ahead of UTC, from -86,400 to 86,400. A licence is valid by local
    /// days: one that is issued in China is in force from 16:00 UTC of the day before.
    public var utcOffset: Int

    /// A policy of the profile.
    ///
    /// - Parameters:
    ///   - preset: the policy of the profile whose values are the defaults.
    ///   - utcOffset: seconds by which the scanner's local time is ahead of UTC.
    public init(_ preset: Preset = .default, utcOffset: Int) {
        self.utcOffset = utcOffset
        switch preset {
        case .default: break
        case .roadside:
            kinds.insert(.static)
            audiences = ["any", "police"]
            requiredFields = [.documentNumber, .familyName, .drivingPrivileges]
            maximumStandingAge = .seconds(72 * 3_600)
        case .gate:
            skew = .seconds(10)
            maximumTokenLifetime = .seconds(60)
            status = .required
            maximumStatusAge = .seconds(3_600)
            requiresSingleUse = true
            challengeAge = .seconds(15)
        case .counter:
            kinds.insert(.static)
            requiredFields = [.documentNumber, .familyName]
            maximumStandingAge = .seconds(72 * 3_600)
        }
    }
}

/// The name of a verifier, or of a group of them, for which a token is made: 1 to 255 bytes of UTF-8, compared byte for
/// byte. Swift's strings are equal if they are canonically equivalent, and audiences are not.
public struct Audience: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The name.
    public let name: String

    /// An audience of this name.
    public init(_ name: String) { self.name = name }

    /// An audience of this name.
    public init(stringLiteral name: String) { self.name = name }

    /// Equal if the bytes are.
    public static func == (left: Audience, right: Audience) -> Bool { left.name.utf8.elementsEqual(right.name.utf8) }

    /// Hashes the name; equal bytes have equal hashes.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Policy {
    /// The numbers of a policy in seconds, within bounds that keep all arithmetic with times safe, and the bytes of its
    /// audiences. They are computed once for a verifier.
    struct Limits: Equatable {
        let skew: Int
        let maximumTokenLifetime: Int
        let maximumStatusAge: Int?
        let maximumStandingAge: Int?
        let challengeAge: Int
        let utcOffset: Int
        let audiences: [Identifier]
    }

    /// The allowed offsets from UTC.
    static let utcOffsets = -UnixTime.secondsPerDay...UnixTime.secondsPerDay

    var limits: Limits {
        func seconds(_ duration: Duration) -> Int { max(0, duration.wholeSeconds) }
        return Limits(
            skew: seconds(skew), maximumTokenLifetime: seconds(maximumTokenLifetime),
            maximumStatusAge: maximumStatusAge.map(seconds), maximumStandingAge: maximumStandingAge.map(seconds),
            challengeAge: min(seconds(challengeAge), UnixTime.maximumSeconds),
            utcOffset: min(max(utcOffset, Self.utcOffsets.lowerBound), Self.utcOffsets.upperBound),
            audiences: audiences.map { Identifier($0.name) })
    }
}
