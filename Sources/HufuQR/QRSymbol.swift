public import QRCapacity

/// A QR code symbol (ISO/IEC 18004) of one text in alphanumeric mode.
///
/// The text is written as one alphanumeric segment, never split, so that the version depends on its length alone and
/// is known beforehand: see `QRPlan`.
public struct QRSymbol: Sendable, Hashable {
    /// 1 to 40 (ISO/IEC 18004, 5.3.2).
    public let version: Int

    /// The level of the symbol: the requested one, or a higher one that fits the same version.
    public let errorCorrection: QRErrorCorrection

    /// Modules per side, without the quiet zone.
    public let size: Int

    /// All modules without the quiet zone, row by row from the top, each row from the left: 1 is dark, 0 is light.
    public let modules: [UInt8]

    /// Encodes a text.
    ///
    /// - Parameters:
    ///   - text: One or more of the 45 characters of alphanumeric mode: `0-9`, `A-Z`, space and `$%*+-./:`
    ///     (ISO/IEC 18004, table 5).
    ///   - errorCorrection: The lowest acceptable level.
    ///   - maximumVersion: The largest acceptable version, 1 to 40.
    ///   - raisesErrorCorrection: Whether to take the highest level that fits the same version. The size
    ///     of the symbol stays the same, but its level depends on the length of the text.
    /// - Throws: ``QRError/plan(_:)``, ``QRError/characterInvalid(_:offset:)``, and ``QRError/encoderFailed(_:)`` if
    ///   libqrencode runs out of memory or makes another symbol than the planned one.
    public init(
        _ text: String,
        errorCorrection: QRErrorCorrection = .medium,
        maximumVersion: Int = QRPlan.defaultMaximumVersion,
        raisesErrorCorrection: Bool = true
    ) throws(QRError) {
        let characters = try AlphanumericText(text).bytes
        let plan: QRPlan
        do throws(QRPlanError) {
            plan = try QRPlan(
                characters: characters.count, errorCorrection: errorCorrection, maximumVersion: maximumVersion,
                raisesErrorCorrection: raisesErrorCorrection)
        } catch { throw .plan(error) }
        version = plan.version
        self.errorCorrection = plan.errorCorrection
        size = plan.size
        modules = try SymbolEncoder.modules(of: characters, plan: plan)
    }

    /// Whether the module in column `x` from the left and row `y` from the top, counted from 0, is dark.
    ///
    /// Everything outside the symbol is quiet zone, so light.
    public func isDark(x: Int, y: Int) -> Bool {
        guard 0..<size ~= x, 0..<size ~= y else { return false }
        return modules[y * size + x] != 0
    }
}
