/// Conversions of floating-point numbers that cannot trap: negative numbers and NaN become 0, numbers out of range
/// `Int.max`.
///
/// Truncation only, because `rounded()` and `Int(exactly:)` call the C mathematics library, which this module does not
/// link otherwise.
enum WholeNumber {
    /// From here on a `Double` no longer has a fraction.
    private static let limit = 9_007_199_254_740_992.0

    static func down(_ value: Double) -> Int {
        guard value >= 0 else { return 0 }
        return value < limit ? Int(value) : .max
    }

    static func up(_ value: Double) -> Int {
        let whole = down(value)
        return whole != .max && Double(whole) < value ? whole + 1 : whole
    }

    static func nearest(_ value: Double) -> Int {
        down(value + 0.5)
    }
}
