/// Durations as text for people.
public enum Age {
    /// A number of seconds in at most two units, rounded down, such as `3 h 20 min`. Negative ages, which occur if
    /// clocks differ, are `0 s`.
    public static func text(_ seconds: Int) -> String {
        let units = [("s", 1), ("min", 60), ("h", 3_600), (seconds < 172_800 ? "day" : "days", 86_400)]
        guard let index = units.lastIndex(where: { seconds >= $0.1 }), index > 0 else { return "\(max(0, seconds)) s" }
        let (unit, finer) = (units[index], units[index - 1])
        let rest = seconds % unit.1 / finer.1
        return "\(seconds / unit.1) \(unit.0)" + (rest == 0 ? "" : " \(rest) \(finer.0)")
    }
}
