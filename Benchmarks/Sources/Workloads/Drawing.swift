internal import CQREncodeBaseline
internal import HufuQR

extension Workload {
    /// A token as a picture, and what libqrencode alone takes for its symbol.
    static func drawing(_ fixture: Fixture) throws -> [Workload] {
        let text = String(decoding: fixture.holderScan, as: UTF8.self)
        let renderer = try PNGRenderer(size: .scale(4))
        @Sendable func symbol() throws -> QRSymbol {
            try QRSymbol(text, errorCorrection: .medium, raisesErrorCorrection: false)
        }
        let version = Int32(try symbol().version)
        return [
            Workload(
                "QR: PNG at scale 4", { use(try? renderer.png(of: try symbol())) },
                baseline: {
                    let input = QRinput_new2(version, QR_ECLEVEL_M)
                    QRinput_append(input, QR_MODE_AN, Int32(fixture.holderScan.count), fixture.holderScan)
                    let code = QRcode_encodeInput(input)
                    use(code)
                    QRcode_free(code)
                    QRinput_free(input)
                })
        ]
    }
}
