public import QRCapacity

/// Draws symbols as 1-bit greyscale PNG pictures (ISO/IEC 15948), dark modules black on white.
///
/// The same symbol and settings give the same bytes with one version of libpng and zlib: there is no time stamp, no
/// text and no gamma in the picture. Only one row of pixels is in memory at a time, besides the compressed picture.
public struct PNGRenderer: Sendable, Hashable {
    /// The size of a picture.
    public enum Size: Sendable, Hashable {
        /// Pixels per module, at least 1. Readers read 3 and more reliably. The picture states no physical size.
        case scale(Int)
        /// A picture that prints `widthMillimetres` wide and high, quiet zone included, on a printer of `dpi` dots per
        /// inch (1 to 25,400). Each module gets the largest whole number of pixels that fits, and the picture states
        /// the pixels per metre (pHYs) with which these pixels fill the width.
        case physical(widthMillimetres: Double, dpi: Int)

        /// The level of error correction for such a picture: one of a stated scale is shown, one of a physical size
        /// printed.
        public var errorCorrection: QRErrorCorrection {
            switch self {
            case .scale: .screen
            case .physical: .print
            }
        }
    }

    /// The largest picture, in pixels per side.
    public static let maximumSide = PNGEncoder.maximumSide

    /// One pixel per micrometre; no printer has more.
    static let maximumDPI = 25_400

    /// The size of the picture.
    public let size: Size

    /// Modules of the quiet zone on each side.
    public let quietZone: Int

    /// A renderer.
    ///
    /// - Parameters:
    ///   - size: The size of the picture.
    ///   - quietZone: Modules on each side, 4 (the minimum of ISO/IEC 18004, 6.3.8) to 256.
    /// - Throws: ``QRError/plan(_:)`` for the quiet zone, ``QRError/scaleInvalid(_:)``, ``QRError/widthInvalid`` or
    ///   ``QRError/resolutionInvalid(dpi:)``.
    public init(size: Size = .scale(4), quietZone: Int = 4) throws(QRError) {
        try QRError.validate(quietZone: quietZone)
        switch size {
        case .scale(let scale):
            guard scale >= 1 else { throw .scaleInvalid(scale) }
        case .physical(let width, let dpi):
            guard width.isFinite, width > 0 else { throw .widthInvalid }
            guard 1...Self.maximumDPI ~= dpi else { throw .resolutionInvalid(dpi: dpi) }
        }
        self.size = size
        self.quietZone = quietZone
    }

    /// The complete PNG file.
    ///
    /// - Throws: ``QRError/tooLarge(side:maximum:)``, ``QRError/modulesTooSmall(modules:widthMillimetres:dpi:)`` or
    ///   ``QRError/pngFailed(_:)``.
    public func png(of symbol: QRSymbol) throws(QRError) -> [UInt8] {
        try PNGEncoder.encode(symbol, quietZone: quietZone, layout: layout(of: symbol))
    }

    /// The side of one module in pixels: the scale, or the largest whole number that fits the physical size.
    ///
    /// - Throws: ``QRError/tooLarge(side:maximum:)`` or
    ///   ``QRError/modulesTooSmall(modules:widthMillimetres:dpi:)``.
    public func pixelsPerModule(of symbol: QRSymbol) throws(QRError) -> Int {
        try layout(of: symbol).scale
    }

    struct Layout: Equatable {
        let scale: Int
        /// 0 if the picture states no physical size.
        let pixelsPerMetre: Int
    }

    func layout(of symbol: QRSymbol) throws(QRError) -> Layout {
        let modules = symbol.size + 2 * quietZone
        switch size {
        case .scale(let scale):
            return Layout(scale: try fitting(scale, modules: modules), pixelsPerMetre: 0)
        case .physical(let width, let dpi):
            // The tolerance keeps 107.1 mm at 1,270 dpi at 51 pixels for each of 105 modules: the division yields less.
            let pixels = WholeNumber.down(width / 25.4 * Double(dpi) / Double(modules) + 1e-9)
            guard pixels >= 1 else {
                throw .modulesTooSmall(modules: modules, widthMillimetres: width, dpi: dpi)
            }
            let scale = try fitting(pixels, modules: modules)
            let density = WholeNumber.nearest(Double(modules * scale) * 1000 / width)
            return Layout(scale: scale, pixelsPerMetre: density)
        }
    }

    private func fitting(_ scale: Int, modules: Int) throws(QRError) -> Int {
        let (side, overflow) = scale.multipliedReportingOverflow(by: modules)
        guard !overflow, side <= Self.maximumSide else {
            throw .tooLarge(side: overflow ? .max : side, maximum: Self.maximumSide)
        }
        return scale
    }
}
