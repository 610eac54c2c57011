internal import CPNG

/// The only place that calls libpng, through one C function that contains its long jumps.
enum PNGEncoder {
    static let maximumSide = Int(HUFU_PNG_MAXIMUM_SIDE)

    /// Bytes of the compressed picture; the largest symbol at the largest side stays far below.
    static let maximumBytes = 64 << 20

    static func encode(
        _ symbol: QRSymbol,
        quietZone: Int,
        layout: PNGRenderer.Layout,
        maximumBytes: Int = PNGEncoder.maximumBytes
    ) throws(QRError) -> [UInt8] {
        guard let size = UInt32(exactly: symbol.size), let quietZone = UInt32(exactly: quietZone),
            let scale = UInt32(exactly: layout.scale), let density = UInt32(exactly: layout.pixelsPerMetre),
            maximumBytes >= 0
        else {
            throw .pngFailed("a measure of the picture is out of range")
        }
        var request = hufu_png_request(
            modules_per_side: size,
            quiet_zone: quietZone,
            scale: scale,
            pixels_per_metre: density,
            maximum_bytes: maximumBytes
        )
        var output = unsafe hufu_png_output()
        let status = unsafe hufu_png_encode(symbol.modules, symbol.modules.count, &request, &output)
        defer { unsafe hufu_png_release(&output) }
        switch status {
        case .ok:
            return unsafe Array(UnsafeBufferPointer(start: output.bytes, count: output.count))
        case .tooLarge:
            throw .pngFailed("the picture is larger than its limit")
        case .outOfMemory:
            throw .pngFailed("there is not enough memory for the picture")
        case .invalidArgument:
            throw .pngFailed("the picture's measures contradict each other")
        case .libraryFailed:
            throw .pngFailed("libpng could not write the picture")
        }
    }
}
