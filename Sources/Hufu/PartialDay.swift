/// A day, or a month or year whose day is not known, such as a birth date in a register that has the year only.
///
/// It stands for each day of that year or month.
public struct PartialDay: Sendable, Hashable {
    private enum Precision: Sendable {
        case day
        case month
        case year
    }

    /// The first of the days.
    public let earliest: Day
    private let precision: Precision

    private init(_ earliest: Day, _ precision: Precision) { (self.earliest, self.precision) = (earliest, precision) }

    /// A day that is known.
    public init(_ day: Day) { self.init(day, .day) }

    /// A month whose day is not known; `nil` for years other than 1 to 9999 and months other than 1 to 12.
    public init?(year: Int, month: Int) {
        guard let first = Day(year: year, month: month, day: 1) else { return nil }
        self.init(first, .month)
    }

    /// A year whose month and day are not known; `nil` for years other than 1 to 9999.
    public init?(year: Int) {
        guard let first = Day(year: year, month: 1, day: 1) else { return nil }
        self.init(first, .year)
    }

    /// The day; `nil` if it is not known.
    public var day: Day? {
        switch precision {
        case .day: earliest
        case .month, .year: nil
        }
    }

    /// The year.
    public var year: Int { earliest.components.year }

    /// The month, 1 to 12; `nil` if it is not known.
    public var month: Int? {
        switch precision {
        case .day, .month: earliest.components.month
        case .year: nil
        }
    }

    /// The last of the days.
    public var latest: Day {
        let (year, month, _) = earliest.components
        return switch precision {
        case .day: earliest
        case .month: Day(lastOfMonth: month, year: year)
        case .year: Day(lastOfMonth: 12, year: year)
        }
    }
}

extension PartialDay: LosslessStringConvertible {
    /// A day from `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; `nil` for other texts and for days that do not exist.
    public init?(_ text: String) {
        guard let day = text.withBytes(PartialDay.init(utf8:)) else { return nil }
        self = day
    }

    init?(utf8 text: Span<UInt8>) {
        if let day = Day(utf8: text) {
            self.init(day)
            return
        }
        var digits = DigitScanner(text)
        guard let year = digits.number(4) else { return nil }
        if digits.isAtEnd {
            self.init(year: year)
        } else {
            guard digits.take("-"), let month = digits.number(2), digits.isAtEnd else { return nil }
            self.init(year: year, month: month)
        }
    }

    /// `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    public var description: String {
        let parts = earliest.description
        return switch precision {
        case .day: parts
        case .month: String(parts.prefix(7))
        case .year: String(parts.prefix(4))
        }
    }
}
