/// Why a credential, code or list is not signed, or why a signed credential cannot be used.
public struct SigningError: ReasonedError {
    /// The causes.
    public enum Reason: String, ErrorReason {
        /// The issuer's identifier is not 1 to 255 bytes long, or its `kid` not 1 to 64.
        case issuerInvalid = "issue.issuer_invalid"
        /// The lifetime is not positive, longer than scanners accept, or ends after the last time that a claim can
        /// hold.
        case lifetimeInvalid = "issue.lifetime_invalid"
        /// The time to live of a status list is not positive, or longer than its lifetime (profile section 11).
        case timeToLiveInvalid = "issue.time_to_live_invalid"
        /// An element without which a scanner cannot tell whether the licence is in force was to be redacted.
        case notRedactable = "issue.not_redactable"
        /// The number of decoys is out of range.
        case decoysInvalid = "issue.decoys_invalid"
        /// A status reference whose URI or index is out of range.
        case statusInvalid = "issue.status_invalid"
        /// The bytes are not a credential that is bound to a device.
        case credentialInvalid = "issue.credential_invalid"

        /// The fault, in one line.
        public var message: String {
            switch self {
            case .issuerInvalid: "the issuer's identifier is not 1 to 255 bytes long, or its kid not 1 to 64"
            case .lifetimeInvalid: "the lifetime is not positive or longer than a scanner accepts"
            case .timeToLiveInvalid:
                "the time to live (ttl) is not positive, or scanners would use the list after its end"
            case .notRedactable: "an element that decides whether the licence is in force cannot be redacted"
            case .decoysInvalid: "there are 0 to 24 decoys"
            case .statusInvalid: "a status reference is a URI of 1 to 255 bytes, # and an index"
            case .credentialInvalid: "this is not a credential for a device"
            }
        }
        /// The remedy, in whole sentences.
        public var advice: String {
            switch self {
            case .issuerInvalid: "Use a short https URI."
            case .lifetimeInvalid: "Choose at most 400 days for a device, 3,660 days for a card."
            case .timeToLiveInvalid: "Choose a time to live that is at most the lifetime."
            case .notRedactable: "Leave it open."
            case .decoysInvalid: "Each makes every code 34 bytes larger; two or three are enough."
            case .statusInvalid: "Write it like https://status.example/1#42."
            case .credentialInvalid: "Give the credential as its issuer wrote it, not a token or a static code."
            }
        }
    }

    /// The cause.
    public let reason: Reason
    /// The element or byte at fault.
    public let location: String?

    init(_ reason: Reason, at location: String? = nil) {
        self.reason = reason
        self.location = location
    }
}
