/// The characters of a text that is known to be encodable in alphanumeric mode (ISO/IEC 18004, 7.3.4 and table 5).
struct AlphanumericText {
    let bytes: [UInt8]

    init(_ text: String) throws(QRError) {
        bytes = Array(text.utf8)
        guard let offset = bytes.firstIndex(where: { !Self.contains($0) }) else { return }
        // Everything before is ASCII, so the same number counts bytes, scalars and UTF-16 units.
        guard let scalar = text.unicodeScalars.dropFirst(offset).first else { return }
        throw .characterInvalid(scalar, offset: offset)
    }

    private static func contains(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: " "), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "*"), UInt8(ascii: "+"): true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"): true
        default: false
        }
    }
}
