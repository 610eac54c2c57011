internal import QRCapacity

extension QRError {
    /// The fault, in one line without a full stop.
    public var message: String {
        switch self {
        case .plan(let error):
            error.message
        case .characterInvalid(let scalar, let offset):
            "the character \(Self.name(scalar)) at offset \(offset) does not exist in alphanumeric mode"
        case .scaleInvalid(let scale):
            "a scale of \(scale) pixels per module draws nothing"
        case .widthInvalid:
            "the width is not a positive number of millimetres"
        case .resolutionInvalid(let dpi):
            "a resolution of \(dpi) dpi is out of range"
        case .modulesTooSmall(let modules, let width, let dpi):
            "\(width) mm at \(dpi) dpi have less than one pixel for each of the \(modules) modules, quiet zone included"
        case .tooLarge(let side, let maximum):
            side == .max
                ? "the picture would be far larger than \(maximum) pixels per side"
                : "the picture would be \(side) pixels per side; the limit is \(maximum)"
        case .encoderFailed(let reason):
            reason
        case .pngFailed(let reason):
            reason
        }
    }

    /// The remedy, in one sentence.
    public var advice: String {
        switch self {
        case .plan(let error):
            error.advice
        case .characterInvalid:
            "Use 0-9, A-Z (capitals only), space and $%*+-./: only."
        case .scaleInvalid:
            "Choose at least 1; readers are dependable from 3."
        case .widthInvalid:
            "Give the width of the whole picture, quiet zone included."
        case .resolutionInvalid:
            "Choose 1 to \(PNGRenderer.maximumDPI) dpi."
        case .modulesTooSmall(let modules, let width, let dpi):
            Self.advice(modules: modules, width: width, dpi: dpi)
        case .tooLarge:
            "Choose a smaller scale, width or resolution."
        case .encoderFailed:
            "Report it together with the version of libqrencode that is installed."
        case .pngFailed:
            "Free some memory or choose a smaller scale."
        }
    }

    private static func advice(modules: Int, width: Double, dpi: Int) -> String {
        // Rounded up, so that the advised size is sufficient.
        let tenths = WholeNumber.up(Double(modules) * 254 / Double(dpi))
        var advice = "At \(dpi) dpi choose at least \(tenths / 10).\(tenths % 10) mm"
        let needed = WholeNumber.up(Double(modules) * 25.4 / width)
        if needed <= PNGRenderer.maximumDPI {
            advice += ", or for \(width) mm at least \(needed) dpi"
        }
        return advice + "."
    }

    /// By number, not as itself: it may be a control character, and the text goes to terminals and logs.
    private static func name(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
