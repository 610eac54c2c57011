/// Why a credential is not issued, or what was issued cannot be used.
public struct IssuingError: CodedError, Equatable {
    /// What is wrong, as a closed list.
    public enum Reason: String, Sendable {
        case issuerInvalid = "issue.issuer_invalid"
        case lifetimeInvalid = "issue.lifetime_invalid"
        case notRedactable = "issue.not_redactable"
        case decoysInvalid = "issue.decoys_invalid"
        case statusInvalid = "issue.status_invalid"
        case portraitDigestMismatch = "issue.portrait_digest_mismatch"
        case credentialInvalid = "issue.credential_invalid"
    }

    /// What is wrong.
    public let reason: Reason
    /// The element or byte at fault.
    public let place: String?

    init(_ reason: Reason, at place: String? = nil) {
        self.reason = reason
        self.place = place
    }

    /// The reason's stable name.
    public var code: String { reason.rawValue }
    /// What is wrong in words.
    public var message: String {
        switch reason {
        case .issuerInvalid: "the issuer's identifier is not 1 to 255 bytes long, or its kid not 1 to 64"
        case .lifetimeInvalid: "the lifetime is not positive or longer than a scanner accepts"
        case .notRedactable: "an element that decides whether the licence is in force cannot be redacted"
        case .decoysInvalid: "there are 0 to 24 decoys"
        case .statusInvalid: "a status reference is a URI of 1 to 255 bytes, # and an index"
        case .portraitDigestMismatch: "portrait_digest is not the SHA-256 of portrait"
        case .credentialInvalid: "this is not a credential for a device"
        }
    }
    /// What to do about it.
    public var advice: String {
        switch reason {
        case .issuerInvalid: "Use a short https URI."
        case .lifetimeInvalid: "At most 400 days for a device, 3,660 days for a card."
        case .notRedactable: "Leave it open."
        case .decoysInvalid: "Each makes every code 34 bytes larger; two or three are enough."
        case .statusInvalid: "Write it like https://status.example/1#42."
        case .portraitDigestMismatch: "Leave portrait_digest out; it is computed."
        case .credentialInvalid: "Give what `hufu issue` wrote."
        }
    }
}
