#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

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

    /// The first second since 1970 of the step that contains `now`; the next one begins `period` seconds later.
    public func step(at now: Date) -> Int { step(atSecond: Clock.second(of: now)) }

    package func step(atSecond second: Int) -> Int { second.floorDivided(by: period) * period }
}
