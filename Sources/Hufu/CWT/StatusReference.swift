/// A reference to the entry of a status list for one licence on one device (Token Status List draft, section 6.1).
///
/// ```
/// status = {"status_list": {"idx": uint, "uri": tstr, * other}, * other}
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
        guard let (length, index) = text.withBytes(Self.parts) else { throw SigningError(.statusInvalid) }
        try self.init(uri: String(decoding: text.utf8.prefix(length), as: UTF8.self), index: index)
    }

    /// The length of the URI, and the index.
    private static func parts(_ text: Span<UInt8>) -> (length: Int, index: Int)? {
        guard let separator = text.indices.last(where: { text[$0] == UInt8(ascii: "#") }) else { return nil }
        let digits = separator + 1..<text.count
        var index = 0
        for place in digits {
            guard let digit = ASCII.digitValue(text[place]) else { return nil }
            let (tens, isTooLarge) = index.multipliedReportingOverflow(by: 10)
            let (sum, isLarger) = tens.addingReportingOverflow(Int(digit))
            guard !isTooLarge, !isLarger else { return nil }
            index = sum
        }
        return digits.isEmpty ? nil : (separator, index)
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
            var (index, uri) = (Int?.none, Range<Int>?.none)
            for _ in 0..<(try reader.map()) {
                guard let name = try Self.name(&reader), reader.equal(name, Key.list) else {
                    try reader.validateItem(.redactable)
                    continue
                }
                for _ in 0..<(try reader.map()) {
                    let name = try Self.name(&reader)
                    if let name, reader.equal(name, Key.index) {
                        index = try reader.unsigned(through: UnixTime.maximumSeconds)
                    } else if let name, reader.equal(name, Key.uri) {
                        uri = try reader.text(of: CWT.identifierLength)
                    } else {
                        try reader.validateItem(.redactable)
                    }
                }
            }
            // Without a list a status of another kind would go unchecked.
            guard let index, let uri else { throw reader.failure(.outOfRange, at: start) }
            (self.index, self.uri) = (index, uri)
        }

        /// The next key if it is a text. Members with other keys are ignored, except for redacted ones, which are
        /// refused.
        @_lifetime(reader: copy reader)
        private static func name(_ reader: inout CBORReader) throws(CBORError) -> Range<Int>? {
            let start = reader.offset
            switch try reader.key() {
            case .text(let name): return name
            case .redacted: throw reader.failure(.simpleValue, at: start)
            case .integer, .other: return nil
            }
        }
    }
}
