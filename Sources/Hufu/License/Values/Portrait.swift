extension License {
    /// A picture of the holder's face.
    public struct Portrait: Sendable, Equatable {
        /// How the picture is encoded.
        public enum Format: Int, Sendable, CaseIterable {
            /// JPEG.
            case jpeg = 1
            /// JPEG 2000: a JP2 file or a bare code stream.
            case jpeg2000 = 2
            /// AVIF.
            case avif = 3
            /// WebP.
            case webp = 4

            /// The name in JSON.
            public var jsonName: String {
                switch self {
                case .jpeg: "jpeg"
                case .jpeg2000: "jpeg2000"
                case .avif: "avif"
                case .webp: "webp"
                }
            }
        }

        /// How the picture is encoded.
        public var format: Format
        /// The picture, 1 to 1,200 bytes.
        public var data: [UInt8]

        /// A picture.
        public init(format: Format, data: [UInt8]) {
            self.format = format
            self.data = data
        }
    }
}

/// `[format, picture]`.
struct PortraitCoding: FieldCoding {
    private static let sizes = 1...1200

    var shape: String { "[format, 1 to 1200 bytes]" }

    @_lifetime(reader: copy reader)
    func read(from reader: inout CBORReader) throws(CBORError) -> License.Portrait {
        _ = try reader.array(of: 2...2)
        let format = try reader.choice(License.Portrait.Format.init(rawValue:))
        return License.Portrait(format: format, data: reader.copy(try reader.byteString(of: Self.sizes)))
    }

    func write(_ portrait: License.Portrait, to writer: inout CBORWriter) {
        writer.array(2)
        writer.integer(portrait.format.rawValue)
        writer.byteString(portrait.data)
    }

    func read(json: JSONField) throws(LicenseError) -> License.Portrait {
        var object = try LicenseObject(json)
        let name = try object.requiredString("format")
        guard let format = License.Portrait.Format.allCases.first(where: { $0.jsonName == name }) else {
            throw LicenseError(
                .portraitInvalid, at: json["format"] ?? json, expected: "jpeg, jpeg2000, avif or webp",
                found: JSONValue.quoted(name))
        }
        let text = try object.requiredString("data")
        guard let data = Base64.decode(text) else {
            throw LicenseError(
                .portraitInvalid, at: json["data"] ?? json, expected: "base 64 with padding (RFC 4648 section 4)",
                found: JSONValue.quoted(text), advice: "Encode the picture again.")
        }
        try object.finish()
        return License.Portrait(format: format, data: data)
    }

    func json(_ portrait: License.Portrait) -> JSONValue {
        ["format": .string(portrait.format.jsonName), "data": .string(Base64.encode(portrait.data))]
    }

    func check(_ portrait: License.Portrait, of field: License.Field) throws(LicenseError) {
        guard Self.sizes ~= portrait.data.count else {
            throw LicenseError(
                .portraitInvalid, at: "\(field.jsonName).data", expected: "1 to 1200 bytes",
                found: "\(portrait.data.count)", advice: "Make the picture smaller.")
        }
    }
}

/// A SHA-256 hash: 32 bytes in CBOR, hexadecimal digits in JSON.
struct DigestCoding: FieldCoding {
    private static let size = 32

    var shape: String { "32 bytes" }

    @_lifetime(reader: copy reader)
    func read(from reader: inout CBORReader) throws(CBORError) -> [UInt8] {
        reader.copy(try reader.byteString(of: Self.size...Self.size))
    }

    func write(_ digest: [UInt8], to writer: inout CBORWriter) { writer.byteString(digest) }

    func read(json: JSONField) throws(LicenseError) -> [UInt8] {
        let text = try TextCoding().read(json: json)
        guard let digest = Hex.decode(text, lowerCaseOnly: true), digest.count == Self.size else {
            throw LicenseError(
                .valueInvalid, at: json, expected: "64 hexadecimal digits in lower case", found: JSONValue.quoted(text))
        }
        return digest
    }

    func json(_ digest: [UInt8]) -> JSONValue { .string(Hex.encode(digest)) }

    func check(_ digest: [UInt8], of field: License.Field) throws(LicenseError) {
        guard digest.count == Self.size else {
            throw LicenseError(
                .countInvalid, at: field.jsonName, expected: "a SHA-256 hash of 32 bytes",
                found: "\(digest.count) bytes")
        }
    }
}
