/// A calendar day without time or zone, in the proleptic Gregorian calendar, from 0001-01-01 to 9999-12-31.
public struct Day: Sendable, Hashable, Comparable {
    private let number: Int32

    private init(unchecked number: Int) { self.number = Int32(truncatingIfNeeded: number) }

    /// 0001-01-01.
    public static let first = Day(unchecked: -719_162)
    /// 9999-12-31.
    public static let last = Day(unchecked: 2_932_896)

    /// Days since 1970-01-01, from -719162 to 2932896: the value on the wire.
    public var daysSince1970: Int { Int(number) }

    /// The day this number of days after 1970-01-01; `nil` outside the years 0001 to 9999.
    public init?(daysSince1970 days: Int) {
        guard days >= Day.first.daysSince1970, days <= Day.last.daysSince1970 else { return nil }
        self.init(unchecked: days)
    }

    /// The day of this year, month and day of the month; `nil` if it does not exist.
    public init?(year: Int, month: Int, day: Int) {
        guard 1...9999 ~= year, 1...12 ~= month, 1...31 ~= day, day <= Day.length(ofMonth: month, year: year) else {
            return nil
        }
        // Years are counted from March, so that the leap day is the last one and month lengths follow one line.
        let shiftedYear = month > 2 ? year : year - 1
        let shiftedMonth = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * shiftedMonth + 2) / 5 + day - 1
        let leapDays = shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400
        self.init(unchecked: shiftedYear * 365 + leapDays + dayOfYear - Day.march1Year0)
    }

    /// Days from 0000-03-01 to 1970-01-01.
    private static let march1Year0 = 719_468

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Year from 1, month from 1 and day of the month from 1.
    public var components: (year: Int, month: Int, day: Int) {
        let days = daysSince1970 + Day.march1Year0
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
    }

    /// The last day of a month from 1 to 12 of a year from 1 to 9999.
    init(lastOfMonth month: Int, year: Int) {
        self = Day(year: year, month: month, day: Day.length(ofMonth: month, year: year)) ?? .last
    }

    /// The day in UTC of a time; the nearest day for a time before the year 1 or after the year 9999.
    init(utc time: UnixTime) {
        self.init(clamping: time.secondsSince1970.floorDivided(by: UnixTime.secondsPerDay))
    }

    private init(clamping days: Int) {
        self.init(unchecked: min(max(days, Day.first.daysSince1970), Day.last.daysSince1970))
    }

    /// The day before, and the day after; at the ends of the calendar the day itself.
    var previous: Day { Day(clamping: daysSince1970 - 1) }
    var next: Day { Day(clamping: daysSince1970 + 1) }

    /// The age in years on `day` of a person born on this day; negative before the birth.
    ///
    /// A person born on 29 February is a year older from 1 March on in years without that day.
    func age(on day: Day) -> Int {
        let (born, now) = (components, day.components)
        return now.year - born.year - ((now.month, now.day) < (born.month, born.day) ? 1 : 0)
    }

    /// The day on which a person born on this day reaches an age; `nil` after the year 9999.
    func birthday(_ age: Int) -> Day? {
        let (year, month, day) = components
        return Day(year: year + age, month: month, day: day)
            // 29 February in a year that has none.
            ?? Day(year: year + age, month: month + 1, day: 1)
    }

    /// Whether `left` is earlier than `right`.
    public static func < (left: Day, right: Day) -> Bool { left.number < right.number }
}

extension Day: LosslessStringConvertible {
    /// A day from `YYYY-MM-DD` (ISO 8601, extended form); `nil` for other texts and for days that do not exist.
    public init?(_ text: String) {
        guard let day = text.withBytes(Day.init(utf8:)) else { return nil }
        self = day
    }

    init?(utf8 text: Span<UInt8>) {
        var digits = DigitScanner(text)
        guard let year = digits.number(4), digits.take("-"), let month = digits.number(2), digits.take("-"),
            let day = digits.number(2), digits.isAtEnd
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// `YYYY-MM-DD`.
    public var description: String {
        let (year, month, day) = components
        return DigitScanner.padded(year, 4) + "-" + DigitScanner.padded(month, 2) + "-"
            + DigitScanner.padded(day, 2)
    }
}

/// Walks over a text of ASCII digits and separators at fixed places.
struct DigitScanner: ~Escapable {
    private let text: Span<UInt8>
    private var offset = 0

    @_lifetime(copy text)
    init(_ text: Span<UInt8>) { self.text = text }

    var isAtEnd: Bool { offset == text.count }

    @_lifetime(self: copy self)
    mutating func take(_ separator: Unicode.Scalar) -> Bool {
        guard offset < text.count, UInt32(text[offset]) == separator.value else { return false }
        offset += 1
        return true
    }

    @_lifetime(self: copy self)
    mutating func number(_ digits: Int) -> Int? {
        guard digits <= text.count - offset else { return nil }
        var value = 0
        for _ in 0..<digits {
            let byte = text[offset]
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            offset += 1
        }
        return value
    }

    static func padded(_ value: Int, _ digits: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
