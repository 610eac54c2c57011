/// The error correction level: the share of damaged codewords that a reader can restore (ISO/IEC 18004, 7.5.1), in
/// ascending order.
public enum QRErrorCorrection: Sendable, Hashable, CaseIterable, Comparable {
    /// Level L: about 7 % of the codewords.
    case low
    /// Level M: about 15 %.
    case medium
    /// Level Q: about 25 %.
    case quartile
    /// Level H: about 30 %.
    case high

    /// The level for a screen: M.
    public static let screen = medium
    /// The level for print, which may get scratched or dirty: Q.
    public static let print = quartile

    /// The standard's letter: `L`, `M`, `Q` or `H`.
    public var letter: String {
        switch self {
        case .low: "L"
        case .medium: "M"
        case .quartile: "Q"
        case .high: "H"
        }
    }
}
