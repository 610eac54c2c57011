#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

enum Clock {
    /// Whole seconds since 1970, within the bounds in which all arithmetic with claims is safe.
    static func second(of date: Date) -> Int {
        let bound = Double(CWT.maximumTime)
        let seconds = date.timeIntervalSince1970.rounded(.down)
        // A date that is not a number compares false with everything and becomes the lower bound.
        return Int(exactly: seconds > -bound ? min(seconds, bound) : -bound) ?? 0
    }
}

extension Int {
    func floorDivided(by divisor: Int) -> Int {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
