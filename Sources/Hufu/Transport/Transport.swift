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

    /// A row of the table of transports.
    struct Codec: Sendable {
        /// What the text begins with: two letters, the digit of the profile's version, and a character of the
        /// transport's own.
        let prefix: String
        /// The characters that can follow the prefix.
        let alphabet: [UInt8]
        /// As many bytes become `characters` characters; a part of a block becomes as large a part of these, rounded
        /// up.
        let bytes: Int
        let characters: Int
        /// The text of a payload, behind a prefix.
        let encode: @Sendable (_ payload: [UInt8], _ prefix: String) -> String
        /// The payload in a range of a text that does not include the prefix.
        let decode: @Sendable (_ text: Span<UInt8>, _ range: Range<Int>) throws(TransportError) -> [UInt8]

        /// Offset of the version's digit in a prefix.
        static let versionOffset = 2
    }

    /// The transport's row.
    var codec: Codec {
        switch self {
        case .base45: Base45.codec
        case .base32: Base32.codec
        }
    }

    private static let prefixes = allCases.map { (transport: $0, prefix: Array($0.codec.prefix.utf8)) }

    /// The transport that a text names with its prefix; `nil` if it names none.
    init?(prefixOf scan: [UInt8]) {
        let named = Self.prefixes.first { scan.starts(with: $0.prefix) }
        guard let named else { return nil }
        self = named.transport
    }

    /// How many bytes a payload has to lose for its text to lose `characters`.
    func bytes(perCharacters characters: Int) -> Int {
        (characters * codec.bytes + codec.characters - 1) / codec.characters
    }

    /// The largest payload whose text has at most `characters`.
    public func bytes(inCharacters characters: Int) -> Int {
        max(0, characters - codec.prefix.utf8.count) * codec.bytes / codec.characters
    }

    /// How many characters the text of a payload has.
    func length(of bytes: Int) -> Int {
        codec.prefix.utf8.count + (bytes * codec.characters + codec.bytes - 1) / codec.bytes
    }

    /// The text of a payload.
    func encode(_ payload: [UInt8]) -> String { codec.encode(payload, codec.prefix) }

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
        return try transport.codec.decode(scanned, body)
    }

    /// The transport that the prefix names, and what follows the prefix.
    private static func split(
        _ scanned: Span<UInt8>, _ range: Range<Int>
    ) throws(TransportError) -> (Transport, Range<Int>) {
        var isOfAnotherVersion = false
        for (transport, prefix) in prefixes where range.count >= prefix.count {
            var (isSame, isSameButVersion) = (true, true)
            for (offset, expected) in prefix.enumerated() {
                let byte = scanned[range.lowerBound + offset]
                guard byte != expected else { continue }
                isSame = false
                if offset != Codec.versionOffset || !ASCII.isDigit(byte) { isSameButVersion = false }
            }
            if isSame { return (transport, range.dropFirst(prefix.count)) }
            if isSameButVersion { isOfAnotherVersion = true }
        }
        throw isOfAnotherVersion
            ? TransportError(.versionUnsupported, range.lowerBound + Codec.versionOffset)
            : TransportError(.prefixUnknown, range.lowerBound)
    }

    /// A scanned text without what scanners and pipes add: tabs and line ends around it, and one AIM symbology
    /// identifier in front (ISO/IEC 15424). None of these characters is in a transport's alphabet.
    static func content(of scanned: Span<UInt8>) -> Range<Int> {
        var range = 0..<scanned.count
        while let first = range.first, isAdded(scanned[first]) { range = range.dropFirst() }
        if hasSymbologyIdentifier(scanned, range) { range = range.dropFirst(3) }
        while let last = range.last, isAdded(scanned[last]) { range = range.dropLast() }
        return range
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
