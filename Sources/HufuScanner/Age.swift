/// Durations as text for people.
public enum Age {
    /// The units of durations.
    enum Unit: Int, CaseIterable {
        case second = 1
        case minute = 60
        case hour = 3_600
        case day = 86_400
    }

    /// A number of seconds in at most two units, rounded down, such as `3 h 20 min`. Negative ages, which occur if
    /// clocks differ, are `0 s`.
    public static func text(_ seconds: Int, in language: Language = .english) -> String {
        func text(_ count: Int, _ unit: Unit) -> String {
            "\(count) \(language.catalogue.name(unit, count: count))"
        }
        let units = Unit.allCases
        guard let index = units.lastIndex(where: { seconds >= $0.rawValue }), index > 0 else {
            return text(max(0, seconds), .second)
        }
        let (unit, finer) = (units[index], units[index - 1])
        let rest = seconds % unit.rawValue / finer.rawValue
        return text(seconds / unit.rawValue, unit) + (rest == 0 ? "" : " " + text(rest, finer))
    }
}
