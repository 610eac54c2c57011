/// Time steps (RFC 6238 section 4.2): counted from 1970, so that all clocks agree on them.
public struct Rotation: Sendable, Equatable {
    /// Steps of 30 seconds.
    public static let standard = Rotation(seconds: 30)
    /// The allowed periods, in whole seconds. By default, scanners accept tokens of at most 120 seconds.
    public static let periods = Duration.seconds(1)...Duration.seconds(3_600)

    /// The length of a step in seconds.
    let seconds: Int

    /// The length of a step.
    public var period: Duration { .seconds(seconds) }

    private init(seconds: Int) { self.seconds = seconds }

    /// Steps of this length.
    ///
    /// - Throws: `present.period_invalid`, also for a fraction of a second.
    public init(period: Duration) throws(PresentingError) {
        guard Self.periods.contains(period), period.components.attoseconds == 0 else {
            throw PresentingError(.periodInvalid)
        }
        seconds = period.wholeSeconds
    }

    /// The beginning of the time step that contains `now`. The next step begins one period later.
    public func step(at now: UnixTime) -> UnixTime {
        UnixTime(secondsSince1970: now.secondsSince1970.floorDivided(by: seconds) * seconds)
    }
}
