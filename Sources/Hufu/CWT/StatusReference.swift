/// A reference to the entry of a status list for one licence on one device (Token Status List draft, section 6.1).
///
/// ```
/// status = {"status_list": {"idx": uint, "uri": tstr}}
/// ```
public struct StatusReference: Sendable, Hashable {
    /// The list's URI, 1 to 255 bytes.
    public let uri: String
    /// The index of the entry, from 0.
    public let index: Int

    /// A reference.
    ///
    /// - Throws: `issue.status_invalid`.
    public init(uri: String, index: Int) throws(SigningError) {
        guard CWT.identifierLength.contains(uri.utf8.count), 0...UnixTime.maximumSeconds ~= index else {
            throw SigningError(.statusInvalid)
        }
        self.uri = uri
        self.index = index
    }

    /// A reference written as `URI#INDEX`, the index in decimal digits.
    ///
    /// - Throws: `issue.status_invalid`.
    public init(_ text: String) throws(SigningError) {
        guard let separator = text.lastIndex(of: "#") else { throw SigningError(.statusInvalid) }
        let digits = text[text.index(after: separator)...]
        // `Int` takes a sign as well.
        guard digits.utf8.allSatisfy(ASCII.isDigit), let index = Int(digits) else { throw SigningError(.statusInvalid) }
        try self.init(uri: String(text[..<separator]), index: index)
    }
}

extension StatusReference {
    /// The text keys of the claim.
    private enum Key {
        static let list = "status_list"
        static let index = "idx"
        static let uri = "uri"
    }

    /// Writes the claim's value.
    func write(to writer: inout CBORWriter) {
        writer.map { map in
            map.add(Key.list) { writer in
                writer.map { map in
                    map.add(Key.index) { $0.integer(index) }
                    map.add(Key.uri) { $0.text(uri) }
                }
            }
        }
    }

    /// A claim that was read: its URI as a range of the payload.
    struct Encoded {
        let index: Int
        let uri: Range<Int>

        @_lifetime(reader: copy reader)
        init(_ reader: inout CBORReader) throws(CBORError) {
            let start = reader.offset
            guard try reader.map() == 1 else { throw reader.failure(.outOfRange, at: start) }
            try reader.expect(key: Key.list)
            guard try reader.map() == 2 else { throw reader.failure(.outOfRange, at: start) }
            try reader.expect(key: Key.index)
            index = try reader.unsigned(through: UnixTime.maximumSeconds)
            try reader.expect(key: Key.uri)
            uri = try reader.text(of: CWT.identifierLength)
        }
    }
}
