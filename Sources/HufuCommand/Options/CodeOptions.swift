internal import ArgumentParser
internal import HufuIssuer
internal import HufuQR
internal import QRCapacity

/// The largest version and the lowest error correction level of a code.
struct SymbolOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The lowest error correction level: L, M, Q or H. Default: M for a screen, Q for print.",
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

/// The size of a picture of a code.
struct PictureOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "Pixels per module, at least 3 for readers. Default: 4.")
    var scale: Int?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The printed width in millimetres, quiet zone included; with --dpi.", valueName: "w"))
    var widthMm: Double?
    @Option(parsing: .unconditional, help: "The printer's dots per inch; with --width-mm.") var dpi: Int?
    @Option(parsing: .unconditional, help: "The light margin, in modules, at least 4. Default: 4.") var quietZone: Int?

    /// The size as a checkpoint names it.
    var description: String {
        let size = if let widthMm, let dpi { "\(widthMm) mm at \(dpi) dpi" } else { "scale \(scale ?? 4)" }
        return "\(size), quiet zone \(quietZone ?? 4)"
    }

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
