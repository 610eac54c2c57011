/// The two texts in which a payload travels through a QR code (`Vectors/PROFILE.md` section 2).
///
/// Both use only characters of a QR symbol's alphanumeric mode.
public enum Transport: String, Sendable, CaseIterable {
    /// `HF1:` and Base45 (RFC 9285): the shortest, the default.
    case base45
    /// `HF1Z` and Base32 (RFC 4648 section 6, no padding): letters and digits only, for scanners which type like a keyboard
    /// whose letters and digits are where the computer expects them, whatever becomes of the other characters. Costs up
    /// to one QR version.
    case base32

    /// More characters than any QR symbol holds (version 40-L, alphanumeric).
    static let maximumLength = 4_296

    var prefix: String {
        switch self {
        case .base45: "HF1:"
        case .base32: "HF1Z"
        }
    }

    /// The transport that a scanned text names, or nothing.
    init?(prefixOf scan: [UInt8]) {
        guard let transport = Self.allCases.first(where: { scan.starts(with: $0.prefix.utf8) }) else { return nil }
        self = transport
    }

    /// How many bytes a payload has to lose for its text to lose `characters`.
    func bytes(perCharacters characters: Int) -> Int {
        switch self {
        case .base45: (characters * 2 + 2) / 3
        case .base32: (characters * 5 + 7) / 8
        }
    }

    /// The largest payload whose text has at most `characters`.
    public func bytes(inCharacters characters: Int) -> Int {
        let digits = max(0, characters - prefix.utf8.count)
        return switch self {
        case .base45: digits / 3 * 2 + (digits % 3 == 2 ? 1 : 0)
        case .base32: digits * 5 / 8
        }
    }

    /// How many characters the text of so large a payload has.
    func length(of bytes: Int) -> Int {
        prefix.utf8.count
            + (self == .base45 ? bytes / 2 * 3 + (bytes.isMultiple(of: 2) ? 0 : 2) : (bytes * 8 + 4) / 5)
    }

    /// The text of a payload.
    func encode(_ payload: [UInt8]) -> String {
        switch self {
        case .base45: Base45.encode(payload, prefix: prefix)
        case .base32: prefix + Base32.encode(payload)
        }
    }

    /// The payload of a scanned text, which may carry what scanners add: an AIM symbology identifier in front, one line
    /// ending behind.
    static func decode(_ scanned: Span<UInt8>, limit: Int = maximumLength) throws(TransportError) -> [UInt8] {
        let range = content(of: scanned)
        guard !range.isEmpty else { throw TransportError(.empty, 0) }
        guard range.count <= limit else { throw TransportError(.tooLarge, limit) }
        guard range.count >= 4, scanned[range.lowerBound] == Character.h, scanned[range.lowerBound + 1] == Character.f
        else { throw TransportError(.prefixUnknown, range.lowerBound) }
        let (version, separator) = (scanned[range.lowerBound + 2], scanned[range.lowerBound + 3])
        guard Character.digits.contains(version), separator == Character.colon || separator == Character.z else {
            throw TransportError(.prefixUnknown, range.lowerBound)
        }
        guard version == Character.one else { throw TransportError(.versionUnsupported, range.lowerBound + 2) }
        let body = (range.lowerBound + 4)..<range.upperBound
        guard !body.isEmpty else { throw TransportError(.empty, body.lowerBound) }
        return separator == Character.colon
            ? try Base45.decode(scanned, in: body) : try Base32.decode(scanned, in: body)
    }

    /// What is left of a scanned text without what scanners add, each once.
    static func content(of scanned: Span<UInt8>) -> Range<Int> {
        var range = 0..<scanned.count
        if hasSymbologyIdentifier(scanned) { range = 3..<range.upperBound }
        if let last = range.last, scanned[last] == Character.lineFeed {
            range = range.lowerBound..<last
            if let last = range.last, scanned[last] == Character.carriageReturn { range = range.lowerBound..<last }
        } else if let last = range.last, scanned[last] == Character.carriageReturn {
            range = range.lowerBound..<last
        }
        return range
    }

    private static func hasSymbologyIdentifier(_ text: Span<UInt8>) -> Bool {
        text.count >= 3 && text[0] == Character.bracket && text[1] == Character.q
            && Character.modifiers.contains(text[2])
    }

    private enum Character {
        static let h = UInt8(ascii: "H")
        static let f = UInt8(ascii: "F")
        static let q = UInt8(ascii: "Q")
        static let z = UInt8(ascii: "Z")
        static let bracket = UInt8(ascii: "]")
        static let colon = UInt8(ascii: ":")
        static let one = UInt8(ascii: "1")
        static let lineFeed = UInt8(ascii: "\n")
        static let carriageReturn = UInt8(ascii: "\r")
        static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        /// ISO/IEC 15424: the modifiers of QR Code.
        static let modifiers = UInt8(ascii: "0")...UInt8(ascii: "6")
    }
}

/// Why a text is not a payload of this profile (verification step 2).
public struct TransportError: ReasonedError {
    /// The causes.
    public enum Reason: String, ErrorReason {
        /// There is no text, or nothing after the prefix.
        case empty = "payload.empty"
        /// The text is longer than any QR symbol holds.
        case tooLarge = "payload.too_large"
        /// The prefix of another version of the profile.
        case versionUnsupported = "payload.version_unsupported"
        /// Another prefix.
        case prefixUnknown = "payload.prefix_unknown"
        /// A character outside the alphabet, or a length that no payload has.
        case textInvalid = "payload.text_invalid"

        /// What is wrong.
        public var message: String {
            switch self {
            case .empty: "there is no payload"
            case .tooLarge: "the text is longer than a QR code holds"
            case .versionUnsupported: "the payload is of another version of the format"
            case .prefixUnknown: "the text is not a Hufu payload"
            case .textInvalid: "the text is damaged"
            }
        }
        /// What to do about it.
        public var advice: String {
            switch self {
            case .versionUnsupported: "Update the scanner's software."
            case .textInvalid: "Scan again; with a keyboard-mode scanner, ask for the Base32 transport."
            case .empty, .tooLarge, .prefixUnknown: "Scan the code on the licence."
            }
        }
    }

    /// What is wrong.
    public let reason: Reason
    /// Offset in bytes from the start of the scanned text.
    public let offset: Int
    /// The offset, as `character N`.
    public var location: String? { "character \(offset)" }

    init(_ reason: Reason, _ offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}
