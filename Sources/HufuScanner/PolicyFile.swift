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
        // Not a possible offset, so that one that the file states is told from none.
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
    ///   - zone: where the scanner is: ``timeZone`` unless something else is known.
    ///   - time: the moment whose offset from UTC the policy gets.
    public func policy(in zone: LocalTimeZone, at time: UnixTime) -> Policy {
        var policy = settings
        policy.utcOffset = zone.offset(at: time)
        return policy
    }
}
