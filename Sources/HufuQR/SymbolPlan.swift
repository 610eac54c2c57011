extension QRSymbol {
    /// What a symbol for a text of known length will be, worked out without rendering anything.
    public struct Plan: Sendable, Hashable {
        /// The smallest version that holds the text, 1 to 40.
        public let version: Int

        /// The level the symbol will have: the one asked for, or a higher one that costs nothing.
        public let errorCorrection: ErrorCorrection

        /// Length of the text.
        public let characters: Int

        /// How many characters this version holds at this level; never less than ``characters``.
        public let capacity: Int

        /// Modules of the quiet zone on each side.
        public let quietZone: Int

        /// Modules per side, without the quiet zone: 4 · version + 17 (ISO/IEC 18004, 6.1).
        public var size: Int { 4 * version + 17 }

        /// Modules per side, with the quiet zone on both sides.
        public var sizeWithQuietZone: Int { size + 2 * quietZone }

        /// Width and height of the whole picture, quiet zone included, in millimetres.
        ///
        /// - Parameter moduleMillimetres: Side of one module in millimetres.
        public func millimetres(moduleMillimetres: Double) -> Double {
            Double(sizeWithQuietZone) * moduleMillimetres
        }
    }

    /// How many characters a symbol holds; nothing for a version that does not exist.
    public static func capacity(version: Int, errorCorrection: ErrorCorrection) -> Int? {
        AlphanumericCapacity.characters(version: version, errorCorrection: errorCorrection)
    }

    /// The version that codes should stay within: every reader reads it in every realistic picture.
    public static let aimedVersion = 20

    /// The symbol that a text of `characters` alphanumeric characters will have.
    ///
    /// - Parameters:
    ///   - characters: Length of the text, at least 1.
    ///   - errorCorrection: The lowest acceptable level.
    ///   - maximumVersion: The largest acceptable version, 1 to 40.
    ///   - raisesErrorCorrection: Whether to take the highest level that fits the same version.
    ///   - quietZone: Modules on each side, 4 to 256.
    /// - Throws: ``QRError/textEmpty``, ``QRError/textTooLong(characters:fitting:maximumVersion:errorCorrection:)``,
    ///   ``QRError/maximumVersionInvalid(_:)``, ``QRError/quietZoneTooSmall(_:)`` or
    ///   ``QRError/quietZoneTooLarge(_:)``.
    public static func plan(
        characters: Int,
        errorCorrection: ErrorCorrection = .medium,
        maximumVersion: Int = QRSymbol.defaultMaximumVersion,
        raisesErrorCorrection: Bool = true,
        quietZone: Int = 4
    ) throws(QRError) -> Plan {
        try QuietZone.validate(quietZone)
        guard let most = AlphanumericCapacity.characters(version: maximumVersion, errorCorrection: errorCorrection)
        else { throw .maximumVersionInvalid(maximumVersion) }
        guard characters > 0 else { throw .textEmpty }

        let smallest = AlphanumericCapacity.version(
            characters: characters,
            errorCorrection: errorCorrection,
            maximumVersion: maximumVersion
        )
        guard let version = smallest else {
            throw .textTooLong(
                characters: characters,
                fitting: most,
                maximumVersion: maximumVersion,
                errorCorrection: errorCorrection
            )
        }
        let levels = raisesErrorCorrection ? ErrorCorrection.allCases.reversed() : [errorCorrection]
        for level in levels where level >= errorCorrection {
            let capacity = AlphanumericCapacity.characters(version: version, errorCorrection: level) ?? 0
            if characters <= capacity {
                return Plan(
                    version: version,
                    errorCorrection: level,
                    characters: characters,
                    capacity: capacity,
                    quietZone: quietZone
                )
            }
        }
        throw .encoderFailed("The capacity table contradicts itself.")
    }
}
