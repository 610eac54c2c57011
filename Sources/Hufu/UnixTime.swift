#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A point in time in whole seconds since 1970-01-01T00:00:00Z without leap seconds (NumericDate, RFC 8392 section 2).
///
/// The value lies within ±(2^53 - 1): the integers that every JSON reader has too, and far enough from the bounds of
/// `Int` that sums and differences of times and durations cannot overflow.
public struct UnixTime: Sendable, Hashable {
    /// Seconds since 1970-01-01T00:00:00Z; negative before.
    public let secondsSince1970: Int

    /// The largest value: 2^53 - 1.
    package static let maximumSeconds = 1 << 53 - 1

    /// 0001-01-01T00:00:00Z, the first time that RFC 3339 can write.
    public static let firstFormattable = UnixTime(secondsSince1970: Day.first.daysSince1970 * secondsPerDay)
    /// 9999-12-31T23:59:59Z, the last time that RFC 3339 can write.
    public static let lastFormattable = UnixTime(
        secondsSince1970: (Day.last.daysSince1970 + 1) * secondsPerDay - 1)

    static let secondsPerDay = 86_400

    /// -(2^53 - 1) seconds.
    package static let earliest = UnixTime(secondsSince1970: .min)
    /// 1970-01-01T00:00:00Z.
    static let zero = UnixTime(secondsSince1970: 0)

    /// The time that many seconds after 1970; values beyond ±(2^53 - 1) become the nearest bound.
    public init(secondsSince1970 seconds: Int) {
        secondsSince1970 = min(max(seconds, -Self.maximumSeconds), Self.maximumSeconds)
    }

    /// The second that contains `date`; a date that is not a number becomes the earliest time.
    public init(_ date: Date) {
        let bound = Double(Self.maximumSeconds)
        let seconds = date.timeIntervalSince1970.rounded(.down)
        // A date that is not a number compares false with everything.
        self.init(secondsSince1970: Int(exactly: seconds > -bound ? min(seconds, bound) : -bound) ?? 0)
    }

    /// The second of the system's clock.
    public static var now: UnixTime { UnixTime(Date.now) }

    /// The same time for Foundation.
    public var date: Date { Date(timeIntervalSince1970: Double(secondsSince1970)) }

    /// The time `seconds` later; earlier if negative.
    package static func + (time: UnixTime, seconds: Int) -> UnixTime {
        UnixTime(secondsSince1970: time.secondsSince1970 + min(max(seconds, -maximumSeconds), maximumSeconds))
    }

    /// The time `seconds` earlier.
    package static func - (time: UnixTime, seconds: Int) -> UnixTime { time + -max(seconds, -maximumSeconds) }

    /// The seconds from `earlier` to `later`.
    package static func - (later: UnixTime, earlier: UnixTime) -> Int {
        later.secondsSince1970 - earlier.secondsSince1970
    }

    /// The time `duration` later, to the second below.
    public func advanced(by duration: Duration) -> UnixTime { self + duration.wholeSeconds }
}

extension UnixTime: Comparable {
    /// Whether `left` is earlier.
    public static func < (left: UnixTime, right: UnixTime) -> Bool { left.secondsSince1970 < right.secondsSince1970 }
}

extension UnixTime: LosslessStringConvertible {
    /// The form that `init(_:)` takes, for error messages.
    package static let expectedForm =
        "a time such as 2026-11-23T08:00:00Z or 2026-11-23T16:00:00+08:00, to the second"

    /// A time as RFC 3339 writes it, to the second, in UTC or with an offset.
    ///
    /// `nil` for other texts, fractions of a second, leap seconds (which no count of seconds since 1970 can hold), days
    /// that do not exist, and years other than 0001 to 9999.
    public init?(_ text: String) {
        guard let time = text.withBytes(UnixTime.init(utf8:)) else { return nil }
        self = time
    }

    private init?(utf8 text: Span<UInt8>) {
        var digits = DigitScanner(text)
        guard let year = digits.number(4), digits.take("-"), let month = digits.number(2), digits.take("-"),
            let dayOfMonth = digits.number(2), digits.take("T"),
            let hour = digits.number(2), digits.take(":"), let minute = digits.number(2), digits.take(":"),
            let second = digits.number(2), let offset = Self.offset(&digits), digits.isAtEnd,
            hour < 24, minute < 60, second < 60, let day = Day(year: year, month: month, day: dayOfMonth)
        else { return nil }
        self.init(
            secondsSince1970: day.daysSince1970 * Self.secondsPerDay + (hour * 60 + minute) * 60 + second - offset)
        guard isFormattable else { return nil }
    }

    @_lifetime(digits: copy digits)
    private static func offset(_ digits: inout DigitScanner) -> Int? {
        if digits.take("Z") { return 0 }
        let isBehind = digits.take("-")
        guard isBehind || digits.take("+"), let hours = digits.number(2), digits.take(":"),
            let minutes = digits.number(2), hours < 24, minutes < 60
        else { return nil }
        return (isBehind ? -60 : 60) * (hours * 60 + minutes)
    }

    private var isFormattable: Bool { Self.firstFormattable...Self.lastFormattable ~= self }

    /// The time in UTC as RFC 3339 writes it, with `Z`.
    ///
    /// Outside the years 0001 to 9999, for which RFC 3339 has no form, the seconds as a number, so that any scanned
    /// time can be shown.
    public var description: String {
        let seconds = secondsSince1970
        guard isFormattable, let day = Day(daysSince1970: seconds.floorDivided(by: Self.secondsPerDay)) else {
            return String(seconds)
        }
        let second = seconds - day.daysSince1970 * Self.secondsPerDay
        let parts = [second / 3600, second / 60 % 60, second % 60].map { DigitScanner.padded($0, 2) }
        return day.description + "T" + parts.joined(separator: ":") + "Z"
    }
}

extension Duration {
    /// A number of days of 24 hours.
    package static func days(_ days: Int) -> Duration { .seconds(UnixTime.secondsPerDay * days) }

    /// Whole seconds, rounded down, within ±(2^53 - 1), so that arithmetic with times cannot overflow.
    package var wholeSeconds: Int {
        let (seconds, attoseconds) = components
        let whole = attoseconds < 0 ? seconds - 1 : seconds
        return Int(clamping: min(max(whole, -Int64(UnixTime.maximumSeconds)), Int64(UnixTime.maximumSeconds)))
    }
}

extension Int {
    func floorDivided(by divisor: Int) -> Int {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
