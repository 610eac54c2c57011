/// Time steps (RFC 6238 section 4.2): counted from 1970, so that all clocks agree on them.
public struct Rotation: Sendable, Equatable {
    /// Steps of 30 seconds.
    public static let standard = Rotation(unchecked: 30)
    /// The allowed periods in seconds. By default, scanners accept tokens of at most 120.
    public static let periods = 1...3_600

    /// The length of a step in seconds.
    public let period: Int

    private init(unchecked period: Int) { self.period = period }

    /// Steps of a number of seconds.
    ///
    /// - Throws: `present.period_invalid`.
    public init(period: Int) throws(PresentingError) {
        guard Self.periods.contains(period) else { throw PresentingError(.periodInvalid) }
        self.period = period
    }

    /// The beginning of the time step that contains `now`. The next step begins `period` seconds later.
    public func step(at now: UnixTime) -> UnixTime {
        UnixTime(secondsSince1970: now.secondsSince1970.floorDivided(by: period) * period)
    }
}
