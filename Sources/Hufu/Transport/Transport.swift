/// The forms in which a payload travels as the text of a QR code (`Vectors/PROFILE.md` section 2).
///
/// All characters of every form are in the alphanumeric mode of QR codes.
public enum Transport: String, Sendable, CaseIterable {
    /// `HF1:` and Base45 (RFC 9285): the shortest, and the default.
    case base45
    /// `HF1Z` and Base32 (RFC 4648 section 6, no padding): letters and digits only. A scanner that types like a
    /// keyboard leaves these whole even where the keyboard layout of the computer moves the other characters. It costs
    /// up to one QR version more.
    case base32

    /// More characters than any QR symbol holds (version 40-L, alphanumeric).
    static let maximumLength = 4_296

    /// A row of the table of transports. It has no reference-counted members: rows are read for each scanned code.
    struct Codec: Sendable {
        /// The beginning of the text, as a number of four bytes: two letters, the digit of the profile's version, and a
        /// character of the transport's own.
        let prefix: UInt32
        /// The characters that can follow the prefix.
        let alphabet: StaticString
        /// As many bytes become `characters` characters; a part of a block becomes as large a part of these, rounded
        /// up.
        let bytes: Int
        let characters: Int

        static let prefixLength = 4
        /// The version's digit in a prefix.
        static let versionOffset = 2
        static let versionMask: UInt32 = 0xff00

        /// The text of the prefix.
        var prefixText: String {
            // Safe: the capacity is that of four bytes, which are ASCII.
            unsafe String(unsafeUninitializedCapacity: Self.prefixLength) { text in
                for index in 0..<Self.prefixLength {
                    unsafe text[index] = UInt8(truncatingIfNeeded: prefix >> UInt32(24 - 8 * index))
                }
                return Self.prefixLength
            }
        }
    }

    /// The transport's row.
    var codec: Codec {
        switch self {
        case .base45: Base45.codec
        case .base32: Base32.codec
        }
    }

    /// The transport that a text names with its prefix; `nil` if it names none.
    init?(prefixOf scan: [UInt8]) {
        guard let start = Self.prefix(of: scan.span, at: 0) else { return nil }
        let named = Self.allCases.first { $0.codec.prefix == start }
        guard let named else { return nil }
        self = named
    }

    /// The four bytes at an offset as a number; `nil` if there are fewer.
    @inline(__always)
    private static func prefix(of text: Span<UInt8>, at offset: Int) -> UInt32? {
        guard text.count - offset >= Codec.prefixLength else { return nil }
        var number: UInt32 = 0
        for index in offset..<offset + Codec.prefixLength { number = number << 8 | UInt32(text[index]) }
        return number
    }

    /// How many bytes a payload has to lose for its text to lose `characters`.
    func bytes(perCharacters characters: Int) -> Int {
        (characters * codec.bytes + codec.characters - 1) / codec.characters
    }

    /// The largest payload whose text has at most `characters`.
    public func bytes(inCharacters characters: Int) -> Int {
        max(0, characters - Codec.prefixLength) * codec.bytes / codec.characters
    }

    /// How many characters the text of a payload has.
    func length(of bytes: Int) -> Int {
        Codec.prefixLength + (bytes * codec.characters + codec.bytes - 1) / codec.bytes
    }

    /// The text of a payload.
    func encode(_ payload: [UInt8]) -> String { encode(payload, prefix: codec.prefixText) }

    /// The text of a payload, behind a prefix.
    func encode(_ payload: [UInt8], prefix: String) -> String {
        switch self {
        case .base45: Base45.encode(payload, prefix: prefix)
        case .base32: Base32.encode(payload, prefix: prefix)
        }
    }

    /// The payload in a range of a text that does not include the prefix.
    func decode(_ text: Span<UInt8>, in range: Range<Int>) throws(TransportError) -> [UInt8] {
        switch self {
        case .base45: try Base45.decode(text, in: range)
        case .base32: try Base32.decode(text, in: range)
        }
    }

    /// The payload of a scanned text.
    ///
    /// - Parameters:
    ///   - scanned: the bytes of the text, with what scanners add to it; see `content(of:)`.
    ///   - limit: how many characters are accepted.
    /// - Throws: `TransportError`, in the order of the profile.
    static func decode(_ scanned: Span<UInt8>, limit: Int = maximumLength) throws(TransportError) -> [UInt8] {
        let range = content(of: scanned)
        guard !range.isEmpty else { throw TransportError(.empty, 0) }
        guard range.count <= limit else { throw TransportError(.tooLarge, limit) }
        let (transport, body) = try split(scanned, range)
        guard !body.isEmpty else { throw TransportError(.empty, body.lowerBound) }
        return try transport.decode(scanned, in: body)
    }

    /// The transport that the prefix names, and what follows the prefix.
    private static func split(
        _ scanned: Span<UInt8>, _ range: Range<Int>
    ) throws(TransportError) -> (Transport, Range<Int>) {
        var isOfAnotherVersion = false
        if range.count >= Codec.prefixLength, let start = prefix(of: scanned, at: range.lowerBound) {
            for transport in allCases {
                let difference = start ^ transport.codec.prefix
                if difference == 0 { return (transport, range.dropFirst(Codec.prefixLength)) }
                guard difference & ~Codec.versionMask == 0 else { continue }
                isOfAnotherVersion = ASCII.isDigit(scanned[range.lowerBound + Codec.versionOffset])
            }
        }
        throw isOfAnotherVersion
            ? TransportError(.versionUnsupported, range.lowerBound + Codec.versionOffset)
            : TransportError(.prefixUnknown, range.lowerBound)
    }

    /// A scanned text without what scanners and pipes add: tabs and line ends around it, and one AIM symbology
    /// identifier in front (ISO/IEC 15424). None of these characters is in a transport's alphabet.
    static func content(of scanned: Span<UInt8>) -> Range<Int> {
        var (start, end) = (0, scanned.count)
        while start < end, isAdded(scanned[start]) { start += 1 }
        if start < end, hasSymbologyIdentifier(scanned, start..<end) { start += 3 }
        while start < end, isAdded(scanned[end - 1]) { end -= 1 }
        return start..<end
    }

    private static func isAdded(_ byte: UInt8) -> Bool {
        byte == ASCII.tab || byte == ASCII.lineFeed || byte == ASCII.carriageReturn
    }

    /// `]Q` and the modifier of a QR code, 0 to 6.
    private static func hasSymbologyIdentifier(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count >= 3 else { return false }
        let start = range.lowerBound
        return text[start] == UInt8(ascii: "]") && text[start + 1] == UInt8(ascii: "Q")
            && UInt8(ascii: "0")...UInt8(ascii: "6") ~= text[start + 2]
    }
}
