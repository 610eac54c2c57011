internal import Crypto

extension License.Picture {
    /// A picture whose format is told by its first 64 bytes.
    ///
    /// The size is not checked: in a code a picture may have 1,200 bytes, beside one any number.
    ///
    /// - Throws: `license.portrait_invalid` for bytes that are not of one of the four formats.
    public init(_ data: [UInt8]) throws(LicenseError) {
        guard let format = Format.allCases.first(where: { $0.isSigned(data) }) else {
            throw LicenseError(
                .portraitInvalid, at: License.Field.portrait.jsonName,
                expected: "a JPEG, JPEG 2000, AVIF or WebP picture",
                found: data.isEmpty ? "nothing" : "bytes that begin with \(Hex.encode(data.prefix(12)))",
                advice: "Convert the picture.")
        }
        self.init(format: format, data: data)
    }

    /// SHA-256 of the picture: the licence's `portrait_digest`.
    public var digest: [UInt8] { Array(SHA256.hash(of: data.span)) }

    /// Throws if the digest is not that of the picture.
    func check(digest: [UInt8]) throws(LicenseError) {
        guard digest != self.digest else { return }
        throw LicenseError(
            .portraitDigestMismatch, at: License.Field.portraitDigest.jsonName,
            expected: "the SHA-256 of portrait, \(Hex.encode(self.digest))", found: Hex.encode(digest),
            advice: "Leave portrait_digest out; it is computed.")
    }

    /// Whether the picture begins as its format does.
    var hasSignatureOfFormat: Bool { format.isSigned(data) }
}

extension License.Picture.Format {
    /// The bytes of a picture that are compared: they hold every signature, and twelve compatible brands of an AVIF
    /// file.
    private static let signatureLength = 64

    /// Whether the bytes begin as a picture of this format does.
    fileprivate func isSigned(_ data: [UInt8]) -> Bool {
        let start = data.prefix(Self.signatureLength)
        func has(_ signature: [UInt8], at offset: Int) -> Bool { start.dropFirst(offset).starts(with: signature) }
        return switch self {
        case .jpeg: has([0xff, 0xd8, 0xff], at: 0)
        case .jpeg2000:
            // ISO/IEC 15444-1: the signature box of a JP2 file, or SOC and SIZ of a bare code stream.
            has([0, 0, 0, 0x0c, 0x6a, 0x50, 0x20, 0x20, 0x0d, 0x0a, 0x87, 0x0a], at: 0)
                || has([0xff, 0x4f, 0xff, 0x51], at: 0)
        case .avif:
            has(Array("ftyp".utf8), at: 4) && Self.brands(of: start).contains { Self.avifBrands.contains(Array($0)) }
        case .webp: has(Array("RIFF".utf8), at: 0) && has(Array("WEBP".utf8), at: 8)
        }
    }

    private static let avifBrands = [Array("avif".utf8), Array("avis".utf8)]

    /// The brands of the first box (ISO/IEC 14496-12 section 4.3): its major brand and the compatible ones.
    private static func brands(of start: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        let size = start.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        let box = start.prefix(size)
        let offsets = [8] + stride(from: 16, to: box.count, by: 4)
        return offsets.map { box.dropFirst($0).prefix(4) }
    }
}
