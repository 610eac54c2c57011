public import QRCapacity

/// Why a symbol or a picture of it could not be made.
///
/// ``code`` is stable across versions; ``message`` and ``advice`` are for people and may change.
public enum QRError: Error, Sendable, Equatable {
    /// There is no symbol for a text of this length, or the quiet zone is out of range.
    case plan(QRPlanError)
    /// A character outside the 45 of alphanumeric mode (ISO/IEC 18004, table 5), `offset` characters from the start.
    case characterInvalid(Unicode.Scalar, offset: Int)
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
    /// libqrencode failed, or made another symbol than the planned one.
    case encoderFailed(String)
    /// libpng failed.
    case pngFailed(String)

    /// A stable identifier, such as `qr.text_too_long`.
    public var code: String {
        switch self {
        case .plan(let error): error.code
        case .characterInvalid: "qr.character_invalid"
        case .scaleInvalid: "qr.scale_invalid"
        case .widthInvalid: "qr.width_invalid"
        case .resolutionInvalid: "qr.resolution_invalid"
        case .modulesTooSmall: "qr.modules_too_small"
        case .tooLarge: "qr.too_large"
        case .encoderFailed: "qr.encoder_failed"
        case .pngFailed: "png.write_failed"
        }
    }

    /// The argument or the position in the text that is at fault; `nil` if no single one is.
    public var location: String? {
        switch self {
        case .plan(let error): error.location
        case .characterInvalid(_, let offset): "character \(offset)"
        case .scaleInvalid: "scale"
        case .widthInvalid, .modulesTooSmall: "width"
        case .resolutionInvalid: "dpi"
        case .tooLarge, .encoderFailed, .pngFailed: nil
        }
    }
}

extension QRError {
    static func validate(quietZone: Int) throws(QRError) {
        do throws(QRPlanError) { try QuietZone.validate(quietZone) } catch { throw .plan(error) }
    }
}

extension QRError: CustomStringConvertible {
    /// Code, message and advice on one line.
    public var description: String {
        "\(code): \(message). \(advice)"
    }
}
