public import Hufu

/// A policy in its JSON form, and the time zone that it names.
public struct PolicyFile: Sendable {
    private let settings: Policy
    /// The zone of `time_zone` or `utc_offset`; `nil` if the file has neither.
    public let timeZone: LocalTimeZone?

    /// Reads a policy.
    ///
    /// - Throws: `JSONError`.
    public init(json: [UInt8]) throws(JSONError) {
        // Not a possible offset, so that a stated offset can be told from an absent one.
        let unstated = Int.max
        var zone: LocalTimeZone?
        settings = try Policy(json: json, utcOffset: unstated) { name in
            guard let named = LocalTimeZone(named: name) else { return nil }
            zone = named
            return unstated
        }
        timeZone = settings.utcOffset == unstated ? zone : LocalTimeZone(fixedOffset: settings.utcOffset)
    }

    /// The policy of a scanner.
    ///
    /// - Parameters:
    ///   - zone: the time zone of the scanner: ``timeZone``, unless another one is configured.
    ///   - time: the time whose offset from UTC the policy has.
    public func policy(in zone: LocalTimeZone, at time: UnixTime) -> Policy {
        var policy = settings
        policy.utcOffset = zone.offset(at: time)
        return policy
    }

    /// The text of a file with all settings of a policy. It has a time zone only if one was stated: the present offset of
    /// this machine would be wrong on another machine, and after a change to or from summer time.
    package static func text(of policy: Policy, in zone: LocalTimeZone) -> String {
        let stated = zone.setting.map { [$0] } ?? []
        return JSONWriter.text(.object(policy.zonelessMembers + stated), .pretty)
    }
}
