/// The size of the symbol for a text of known length, computed without drawing it.
///
/// The text is one segment in alphanumeric mode, so that the version depends on its length alone.
public struct QRPlan: Sendable, Hashable {
    /// 20, which is 97 modules per side: up to this version every reader reads a symbol in every realistic picture.
    public static let aimedVersion = 20
    /// 25, which is 117 modules per side: beyond it readers start to fail on small, bent or blurred pictures.
    public static let defaultMaximumVersion = 25

    /// The smallest version that holds the text, 1 to 40.
    public let version: Int

    /// The level that the symbol will have: the requested one, or a higher one that fits the same version.
    public let errorCorrection: QRErrorCorrection

    /// Length of the text in characters.
    public let characters: Int

    /// The capacity of this version at this level, in characters; at least ``characters``.
    public let capacity: Int

    /// Modules of the quiet zone on each side.
    public let quietZone: Int

    /// Modules per side, without the quiet zone: 4 · version + 17 (ISO/IEC 18004, 6.1).
    public var size: Int { 4 * version + 17 }

    /// Modules per side, with the quiet zone on both sides.
    public var sizeWithQuietZone: Int { size + 2 * quietZone }

    /// The symbol that a text of `characters` alphanumeric characters will have.
    ///
    /// - Parameters:
    ///   - characters: Length of the text, at least 1.
    ///   - errorCorrection: The lowest acceptable level.
    ///   - maximumVersion: The largest acceptable version, 1 to 40.
    ///   - raisesErrorCorrection: Whether to take the highest level that fits the same version.
    ///   - quietZone: Modules on each side, 4 to 256.
    /// - Throws: ``QRPlanError``.
    public init(
        characters: Int,
        errorCorrection: QRErrorCorrection = .medium,
        maximumVersion: Int = QRPlan.defaultMaximumVersion,
        raisesErrorCorrection: Bool = true,
        quietZone: Int = 4
    ) throws(QRPlanError) {
        try QuietZone.validate(quietZone)
        guard let most = AlphanumericCapacity.characters(version: maximumVersion, errorCorrection: errorCorrection)
        else { throw .maximumVersionInvalid(maximumVersion) }
        guard characters > 0 else { throw .textEmpty }

        let smallest = AlphanumericCapacity.version(
            characters: characters, errorCorrection: errorCorrection, maximumVersion: maximumVersion)
        guard let version = smallest else {
            throw .textTooLong(
                characters: characters, fitting: most, maximumVersion: maximumVersion,
                errorCorrection: errorCorrection)
        }
        func capacity(_ level: QRErrorCorrection) -> Int {
            AlphanumericCapacity.characters(version: version, errorCorrection: level) ?? 0
        }
        let higher = QRErrorCorrection.allCases.last { $0 > errorCorrection && characters <= capacity($0) }
        let level = (raisesErrorCorrection ? higher : nil) ?? errorCorrection
        self.version = version
        self.errorCorrection = level
        self.characters = characters
        self.capacity = capacity(level)
        self.quietZone = quietZone
    }

    /// Width and height of the whole picture, quiet zone included, in millimetres.
    ///
    /// - Parameter moduleMillimetres: Side of one module in millimetres.
    public func millimetres(moduleMillimetres: Double) -> Double {
        Double(sizeWithQuietZone) * moduleMillimetres
    }
}
