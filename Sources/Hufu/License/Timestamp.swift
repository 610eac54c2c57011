/// Points in time as text (RFC 3339), to the second, as seconds since 1970-01-01T00:00:00Z.
package enum Timestamp {
    /// 0001-01-01T00:00:00Z.
    package static let first = Day.first.daysSince1970 * secondsPerDay
    /// 9999-12-31T23:59:59Z.
    package static let last = (Day.last.daysSince1970 + 1) * secondsPerDay - 1

    private static let secondsPerDay = 86_400

    /// What `parse` takes, for error messages.
    package static let expectation = "a time such as 2026-11-23T08:00:00Z or 2026-11-23T16:00:00+08:00, to the second"

    /// - Returns: nothing for other texts, fractions of a second, leap seconds (which no count of seconds since 1970
    ///   can hold), days that do not exist, and years other than 0001 to 9999.
    package static func parse(_ text: String) -> Int? {
        var text = text
        // Safe: the span does not leave the closure.
        return text.withUTF8 { unsafe parse(utf8: $0.span) }
    }

    private static func parse(utf8 text: Span<UInt8>) -> Int? {
        var digits = DigitScanner(text)
        guard let year = digits.number(4), digits.take("-"), let month = digits.number(2), digits.take("-"),
            let dayOfMonth = digits.number(2), digits.take("T"),
            let hour = digits.number(2), digits.take(":"), let minute = digits.number(2), digits.take(":"),
            let second = digits.number(2), let offset = offset(&digits), digits.isAtEnd,
            hour < 24, minute < 60, second < 60, let day = Day(year: year, month: month, day: dayOfMonth)
        else { return nil }
        let seconds = day.daysSince1970 * secondsPerDay + (hour * 60 + minute) * 60 + second - offset
        return first...last ~= seconds ? seconds : nil
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

    /// The time in UTC, with `Z`; outside the years 0001 to 9999, where RFC 3339 has no text, the seconds as a number,
    /// so that what was scanned can be shown all the same.
    package static func format(_ seconds: Int) -> String {
        guard first...last ~= seconds else { return String(seconds) }
        let days = (seconds - first) / secondsPerDay
        let inDay = (seconds - first) % secondsPerDay
        guard let day = Day(daysSince1970: days + Day.first.daysSince1970) else { return String(seconds) }
        let parts = [inDay / 3600, inDay / 60 % 60, inDay % 60].map { DigitScanner.padded($0, 2) }
        return day.description + "T" + parts.joined(separator: ":") + "Z"
    }
}
