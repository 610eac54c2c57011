/// The file in which an issuer stores a status table: the JSON form of the Token Status List draft, and the URI.
///
/// ```json
/// {"uri": "https://…", "bits": 4, "lst": "<base64url of the zlib stream>"}
/// ```
public struct StatusTableFile: Sendable, Equatable {
    /// The URI under which credentials name the list.
    public let uri: String
    /// The values.
    public var table: StatusTable { didSet { compressed = nil } }
    /// The compressed form in the file from which the table was read, while it has these values.
    private var compressed: [UInt8]?

    /// A table and the URI of its list.
    ///
    /// - Throws: `issue.status_invalid`.
    public init(uri: String, table: StatusTable) throws(SigningError) {
        self.uri = try StatusReference(uri: uri, index: 0).uri
        self.table = table
    }

    /// A table from its file.
    ///
    /// - Throws: ``JSONError`` or ``SigningError``.
    public init(json: [UInt8]) throws {
        var object = try JSONReader.read(json).object()
        let uri = try object.requiredString("uri")
        let bits = try object.requiredInt("bits", in: 1...8)
        let values = try object.required("lst")
        guard let compressed = Base64.decode(try values.string(), .url),
            let table = StatusTable(bits: bits, compressed: compressed[...])
        else { throw values.invalid(expected: "base64url of a zlib stream of at most 2^20 entries") }
        try object.finish()
        try self.init(uri: uri, table: table)
        self.compressed = compressed
    }

    /// The JSON form, with the values compressed as they were read; `null` if the zlib library returns an error.
    package var storedValue: JSONValue {
        guard let compressed = compressed ?? table.compressed else { return .null }
        return ["uri": .string(uri), "bits": .integer(table.bits), "lst": .string(Base64.encode(compressed, .url))]
    }

    /// Equal if URI and values are.
    public static func == (left: StatusTableFile, right: StatusTableFile) -> Bool {
        left.uri == right.uri && left.table == right.table
    }

    /// The JSON form.
    ///
    /// - Throws: `status.compression_failed`.
    public var json: String {
        get throws(StatusTableError) {
            guard let compressed = table.compressed else { throw StatusTableError(.compressionFailed) }
            return JSONWriter.text(
                ["uri": .string(uri), "bits": .integer(table.bits), "lst": .string(Base64.encode(compressed, .url))],
                .pretty)
        }
    }
}
