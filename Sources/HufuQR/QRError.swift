/// Why a symbol or a picture of it could not be made.
///
/// ``code`` is stable across versions; ``message`` and ``advice`` are for people and may change.
public enum QRError: Error, Sendable, Equatable {
    /// There is nothing to encode.
    case textEmpty
    /// A character outside the 45 of alphanumeric mode (ISO/IEC 18004, table 5), `offset` characters from the start.
    case characterInvalid(Unicode.Scalar, offset: Int)
    /// The text has `characters`, of which `fitting` fit the largest version allowed at the level asked for.
    case textTooLong(
        characters: Int, fitting: Int, maximumVersion: Int, errorCorrection: QRSymbol.ErrorCorrection)
    /// Versions are 1 to 40.
    case maximumVersionInvalid(Int)
    /// The quiet zone, in modules, is below the minimum of 4 (ISO/IEC 18004, 6.3.8).
    case quietZoneTooSmall(Int)
    /// The quiet zone, in modules, is above 256.
    case quietZoneTooLarge(Int)
    /// Pixels per module below 1.
    case scaleInvalid(Int)
    /// The physical width is not a positive number of millimetres.
    case widthInvalid
    /// Dots per inch outside 1 to 25,400.
    case resolutionInvalid(dpi: Int)
    /// The physical size leaves less than one pixel for each of the `modules` per side, quiet zone included.
    case modulesTooSmall(modules: Int, widthMillimetres: Double, dpi: Int)
    /// The picture would have `side` pixels per side; `Int.max` stands for any number that is larger still.
    case tooLarge(side: Int, maximum: Int)
    /// libqrencode failed or did not do what was planned.
    case encoderFailed(String)
    /// libpng failed.
    case pngFailed(String)

    /// A stable identifier, such as `qr.text_too_long`.
    public var code: String {
        switch self {
        case .textEmpty: "qr.text_empty"
        case .characterInvalid: "qr.character_invalid"
        case .textTooLong: "qr.text_too_long"
        case .maximumVersionInvalid: "qr.maximum_version_invalid"
        case .quietZoneTooSmall: "qr.quiet_zone_too_small"
        case .quietZoneTooLarge: "qr.quiet_zone_too_large"
        case .scaleInvalid: "qr.scale_invalid"
        case .widthInvalid: "qr.width_invalid"
        case .resolutionInvalid: "qr.resolution_invalid"
        case .modulesTooSmall: "qr.modules_too_small"
        case .tooLarge: "qr.too_large"
        case .encoderFailed: "qr.encoder_failed"
        case .pngFailed: "png.write_failed"
        }
    }

    /// The argument or the position in the text that is at fault; nothing if no single one is.
    public var location: String? {
        switch self {
        case .characterInvalid(_, let offset): "character \(offset)"
        case .textEmpty, .textTooLong: "text"
        case .maximumVersionInvalid: "maximum version"
        case .quietZoneTooSmall, .quietZoneTooLarge: "quiet zone"
        case .scaleInvalid: "scale"
        case .widthInvalid, .modulesTooSmall: "width"
        case .resolutionInvalid: "dpi"
        case .tooLarge, .encoderFailed, .pngFailed: nil
        }
    }
}

extension QRError: CustomStringConvertible {
    /// Code, message and advice on one line.
    public var description: String {
        "\(code): \(message) \(advice)"
    }
}
