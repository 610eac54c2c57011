/// Why there is no symbol for a text.
///
/// ``code`` is stable across versions; ``message`` and ``advice`` are for people and may change.
public enum QRPlanError: Error, Sendable, Equatable {
    /// The text is empty.
    case textEmpty
    /// The text has `characters`, of which `fitting` fit the largest allowed version at the requested level.
    case textTooLong(characters: Int, fitting: Int, maximumVersion: Int, errorCorrection: QRErrorCorrection)
    /// Versions are 1 to 40.
    case maximumVersionInvalid(Int)
    /// The quiet zone, in modules, is below the minimum of 4 (ISO/IEC 18004, 6.3.8).
    case quietZoneTooSmall(Int)
    /// The quiet zone, in modules, is above 256.
    case quietZoneTooLarge(Int)

    /// A stable identifier, such as `qr.text_too_long`.
    public var code: String {
        switch self {
        case .textEmpty: "qr.text_empty"
        case .textTooLong: "qr.text_too_long"
        case .maximumVersionInvalid: "qr.maximum_version_invalid"
        case .quietZoneTooSmall: "qr.quiet_zone_too_small"
        case .quietZoneTooLarge: "qr.quiet_zone_too_large"
        }
    }

    /// The argument at fault.
    public var location: String? {
        switch self {
        case .textEmpty, .textTooLong: "text"
        case .maximumVersionInvalid: "maximum version"
        case .quietZoneTooSmall, .quietZoneTooLarge: "quiet zone"
        }
    }

    /// The fault, in one line without a full stop.
    public var message: String {
        switch self {
        case .textEmpty:
            "there is no text to encode"
        case .textTooLong(let characters, let fitting, let version, let level):
            "the text has \(characters) characters, \(characters - fitting) more than the \(fitting) that fit "
                + "version \(version) at level \(level.letter)"
        case .maximumVersionInvalid(let version):
            "there is no version \(version)"
        case .quietZoneTooSmall(let modules):
            "a quiet zone of \(modules) modules is too narrow"
        case .quietZoneTooLarge(let modules):
            "a quiet zone of \(modules) modules is too wide"
        }
    }

    /// The remedy, in one sentence.
    public var advice: String {
        switch self {
        case .textEmpty:
            "Pass at least one character."
        case .textTooLong(let characters, let fitting, let version, let level):
            Self.advice(characters: characters, fitting: fitting, version: version, level: level)
        case .maximumVersionInvalid:
            "Choose 1 to 40."
        case .quietZoneTooSmall, .quietZoneTooLarge:
            "Choose \(QuietZone.minimum) to \(QuietZone.maximum) modules."
        }
    }

    private static func advice(characters: Int, fitting: Int, version: Int, level: QRErrorCorrection) -> String {
        var advice = "Shorten the text by \(characters - fitting)"
        let lower = QRErrorCorrection.allCases.last { candidate in
            guard candidate < level else { return false }
            return characters <= AlphanumericCapacity.characters(version: version, errorCorrection: candidate) ?? 0
        }
        if let lower { advice += ", or choose level \(lower.letter)" }
        let larger = AlphanumericCapacity.version(characters: characters, errorCorrection: level, maximumVersion: 40)
        if let larger { advice += ", or allow version \(larger)" }
        return advice + "."
    }
}

extension QRPlanError: CustomStringConvertible {
    /// Code, message and advice on one line.
    public var description: String { "\(code): \(message). \(advice)" }
}
