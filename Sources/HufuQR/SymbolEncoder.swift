internal import CQREncode
internal import QRCapacity

/// The only place that calls libqrencode.
enum SymbolEncoder {
    /// Row by row, 1 is dark, 0 is light.
    static func modules(of text: [UInt8], plan: QRPlan) throws(QRError) -> [UInt8] {
        guard let length = CInt(exactly: text.count), let version = CInt(exactly: plan.version) else {
            throw .encoderFailed("the text is too long for libqrencode")
        }
        guard let input = unsafe QRinput_new2(version, level(plan.errorCorrection)) else {
            throw .encoderFailed("libqrencode did not accept the version and level")
        }
        defer { unsafe QRinput_free(input) }
        // Not QRcode_encodeString: that one splits runs of digits off into numeric segments, which makes the version
        // depend on the text and not on its length alone.
        guard unsafe QRinput_append(input, QR_MODE_AN, length, text) == 0 else {
            throw .encoderFailed("libqrencode did not accept the text")
        }
        guard let code = unsafe QRcode_encodeInput(input) else {
            throw .encoderFailed("libqrencode made no symbol")
        }
        defer { unsafe QRcode_free(code) }

        // libqrencode goes on to a larger version by itself when the one it is given is too small.
        guard unsafe code.pointee.version == version, let width = unsafe Int(exactly: code.pointee.width),
            width == plan.size, let data = unsafe code.pointee.data
        else {
            throw .encoderFailed("libqrencode made another version than planned")
        }
        // The other bits of each byte are libqrencode's notes on what the module is for.
        let modules = unsafe UnsafeBufferPointer(start: data, count: width * width).map { $0 & 1 }
        guard formatCopies(of: modules, size: width).allSatisfy({ $0 == plan.errorCorrection }) else {
            throw .encoderFailed("libqrencode made another error correction level than planned")
        }
        return modules
    }

    private static func level(_ errorCorrection: QRErrorCorrection) -> QRecLevel {
        switch errorCorrection {
        case .low: QR_ECLEVEL_L
        case .medium: QR_ECLEVEL_M
        case .quartile: QR_ECLEVEL_Q
        case .high: QR_ECLEVEL_H
        }
    }

    /// The level as the two copies of the format information state it (ISO/IEC 18004, 7.9.1): its bits 14 and 13 are
    /// the leftmost of row 8 and the lowest of column 8, and the mask pattern 10 lies over them.
    private static func formatCopies(of modules: [UInt8], size: Int) -> [QRErrorCorrection] {
        guard size >= 21, modules.count == size * size else { return [] }
        let copies = [
            (modules[8 * size], modules[8 * size + 1]),
            (modules[(size - 1) * size + 8], modules[(size - 2) * size + 8]),
        ]
        return copies.map { bit14, bit13 in
            switch (bit14 ^ 1, bit13) {
            case (0, 0): .medium
            case (0, _): .low
            case (_, 0): .high
            default: .quartile
            }
        }
    }
}
