internal import ArgumentParser
internal import HufuIssuer
internal import HufuQR
internal import QRCapacity

/// How large a code may get, and how much damage it has to survive.
struct SymbolOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How much damage a reader can restore, at least: L, M, Q or H; M on a screen, Q in print, if left out.",
            valueName: "level"))
    var errorCorrection: QRErrorCorrection?
    @Option(parsing: .unconditional, help: ArgumentHelp("The largest QR version, 1 to 40.", valueName: "version"))
    var maxVersion = QRPlan.defaultMaximumVersion

    func validate() throws {
        guard 1...40 ~= maxVersion else { throw ValidationError("--max-version is 1 to 40.") }
    }

    var limits: ScanLimits { ScanLimits(errorCorrection: errorCorrection, maximumVersion: maxVersion) }

    /// - Parameter purpose: the level of error correction unless the options name one.
    func symbol(of text: String, for purpose: QRErrorCorrection, in file: String?) throws(Failure) -> QRSymbol {
        do throws(QRError) {
            return try QRSymbol(text, errorCorrection: limits.level(for: purpose), maximumVersion: maxVersion)
        } catch {
            if case .plan(let cause) = error { throw Failure(CodeSizeError(cause, text: text), file: file) }
            throw Failure(error, file: file)
        }
    }

    /// Throws as `symbol` does, without drawing anything.
    func check(_ text: String, for purpose: QRErrorCorrection, in file: String?) throws(Failure) {
        try Failure.naming(file) { try limits.check(text, for: purpose) }
    }
}

/// How large a picture of a code is.
struct PictureOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "Pixels per module, at least 3 to be read well; 4 if no width is given.")
    var scale: Int?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Width in print, quiet zone included, in millimetres.", valueName: "w"))
    var widthMm: Double?
    @Option(parsing: .unconditional, help: "The printer's dots per inch.") var dpi: Int?
    @Option(parsing: .unconditional, help: "Light margin, in modules (4 if left out, and at least).") var quietZone:
        Int?

    var isGiven: Bool { scale != nil || widthMm != nil || dpi != nil || quietZone != nil }

    func validate() throws {
        if (widthMm == nil) != (dpi == nil) { throw ValidationError("--width-mm and --dpi go together.") }
        if widthMm != nil, scale != nil { throw ValidationError("Give --scale, or --width-mm and --dpi, not both.") }
    }

    func renderer() throws(Failure) -> PNGRenderer {
        let size: PNGRenderer.Size =
            if let widthMm, let dpi { .physical(widthMillimetres: widthMm, dpi: dpi) } else { .scale(scale ?? 4) }
        return try Failure.naming("options", status: .usage) { try PNGRenderer(size: size, quietZone: quietZone ?? 4) }
    }
}
