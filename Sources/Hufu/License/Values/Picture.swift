extension License {
    /// A picture of the holder's face or signature.
    public struct Picture: Sendable, Equatable {
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
struct PictureCoding: FieldCoding {
    static var hasRules: Bool { true }

    private static let sizes = 1...1200

    var shape: String { "[format, 1 to 1200 bytes]" }

    @_lifetime(reader: copy reader)
    func read(from reader: inout CBORReader) throws(CBORError) -> License.Picture {
        _ = try reader.array(of: 2...2)
        let format = try reader.choice(License.Picture.Format.init(rawValue:))
        return License.Picture(format: format, data: reader.copy(try reader.byteString(of: Self.sizes)))
    }

    func write(_ picture: License.Picture, to writer: inout CBORWriter) {
        writer.array(2)
        writer.integer(picture.format.rawValue)
        writer.byteString(picture.data)
    }

    func read(json: JSONField) throws(LicenseError) -> License.Picture {
        var object = try LicenseObject(json)
        let name = try object.requiredString("format")
        guard let format = License.Picture.Format.allCases.first(where: { $0.jsonName == name }) else {
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
        return License.Picture(format: format, data: data)
    }

    func json(_ picture: License.Picture) -> JSONValue {
        ["format": .string(picture.format.jsonName), "data": .string(Base64.encode(picture.data))]
    }

    func text(_ picture: License.Picture) -> String { "\(picture.format.jsonName), \(picture.data.count) bytes" }

    func check(_ picture: License.Picture, of field: License.Field) throws(LicenseError) {
        guard Self.sizes ~= picture.data.count else {
            throw LicenseError(
                .portraitInvalid, at: "\(field.jsonName).data", expected: "1 to 1200 bytes",
                found: "\(picture.data.count)", advice: "Make the picture smaller.")
        }
    }
}
