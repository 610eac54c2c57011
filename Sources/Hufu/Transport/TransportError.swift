/// Why a text is not a payload of this profile (verification step 2).
public struct TransportError: ReasonedError {
    /// The causes.
    public enum Reason: String, ErrorReason {
        /// The text is empty, or ends after the prefix.
        case empty = "payload.empty"
        /// The text is longer than any QR symbol holds.
        case tooLarge = "payload.too_large"
        /// The prefix of another version of the profile.
        case versionUnsupported = "payload.version_unsupported"
        /// Another prefix.
        case prefixUnknown = "payload.prefix_unknown"
        /// A character outside the alphabet, or a length that no payload has.
        case textInvalid = "payload.text_invalid"

        /// The fault, in one line.
        public var message: String {
            switch self {
            case .empty: "there is no payload"
            case .tooLarge: "the text is longer than a QR code holds"
            case .versionUnsupported: "the payload is of another version of the format"
            case .prefixUnknown: "the text is not a Hufu payload"
            case .textInvalid: "the text is damaged"
            }
        }
        /// The remedy, in whole sentences.
        public var advice: String {
            switch self {
            case .versionUnsupported: "Update the scanner's software."
            case .textInvalid:
                "Scan again; if it stays, check the scanner's settings: it must send the code's text only."
            case .empty, .tooLarge, .prefixUnknown: "Scan the code on the licence."
            }
        }
    }

    /// The cause.
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
