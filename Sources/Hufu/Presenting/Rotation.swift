/// Time steps as in RFC 6238: counted from 1970, so that all clocks agree on them without talking to each other.
public struct Rotation: Sendable, Equatable {
    /// The default period.
    public static let standard = Rotation(unchecked: 30)
    /// Periods that are of use: scanners accept tokens of at most 120 seconds by default.
    public static let periods = 1...3_600

    /// The length of a step in seconds.
    public let period: Int

    private init(unchecked period: Int) { self.period = period }

    /// Steps of `period` seconds.
    ///
    /// - Throws: `present.period_invalid`.
    public init(period: Int) throws(PresentingError) {
        guard Self.periods.contains(period) else { throw PresentingError(.periodInvalid) }
        self.period = period
    }

    /// The beginning of the time step that contains `now`; the next step begins `period` seconds later.
    public func step(at now: UnixTime) -> UnixTime {
        UnixTime(secondsSince1970: now.secondsSince1970.floorDivided(by: period) * period)
    }
}
