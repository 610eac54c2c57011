// The names are those of hufu.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CHufu
internal import HufuIssuer
internal import HufuQR

/// See `hufu.h`.
@c @implementation public func hufu_qr_png(
    _ text: UnsafeRawPointer?, _ text_length: Int, _ options: UnsafeRawPointer?, _ options_length: Int,
    _ png: UnsafeMutablePointer<hufu_buffer>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe BufferOutput(png, "png")
        let text = try unsafe Input(text, text_length, "text").text
        let (renderer, limits) = try Options.reading(unsafe Input(options, options_length, "options")) {
            (try $0.renderer(), try $0.scanLimits())
        }
        let symbol = try QRSymbol(
            text, errorCorrection: limits.level(for: renderer.size.errorCorrection),
            maximumVersion: limits.maximumVersion)
        try output.set(renderer.png(of: symbol))
    }
}
