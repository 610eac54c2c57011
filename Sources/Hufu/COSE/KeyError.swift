/// Why a key cannot be used.
public struct KeyError: ReasonedError {
    /// The causes.
    public enum Reason: String, ErrorReason {
        /// Neither PEM nor a JWK.
        case formatUnknown = "key.format_unknown"
        /// Another kind of key or another curve than those of the profile.
        case typeUnsupported = "key.type_unsupported"
        /// The point is not on its curve, not canonical, or of small order.
        case pointInvalid = "key.point_invalid"
        /// A private key stands where a public one is needed.
        case privateInsteadOfPublic = "key.private_instead_of_public"
        /// A public key stands where a private one is needed.
        case publicInsteadOfPrivate = "key.public_instead_of_private"
        /// A member of a JWK is missing or malformed.
        case memberInvalid = "key.member_invalid"
        /// A signer returned bytes that are no signature of its algorithm.
        case signatureLength = "key.signature_length"

        /// What is wrong.
        public var message: String {
            switch self {
            case .formatUnknown: "this is neither PEM nor a JWK"
            case .typeUnsupported: "the key is neither P-256 nor Ed25519, or its encoding is damaged"
            case .pointInvalid: "the key is not a valid point of its curve"
            case .privateInsteadOfPublic: "a private key stands where a public one is needed"
            case .publicInsteadOfPrivate: "a public key stands where a private one is needed"
            case .memberInvalid: "a member of the JWK is missing or malformed"
            case .signatureLength: "the signer returned something that is not a 64-byte signature"
            }
        }
        /// What to do about it.
        public var advice: String {
            switch self {
            case .formatUnknown: "Give PEM (PKCS #8 or SubjectPublicKeyInfo) or a JWK."
            case .typeUnsupported, .pointInvalid: "Make a new key on P-256 or Ed25519."
            case .privateInsteadOfPublic: "Give the public half, and keep the private one private."
            case .publicInsteadOfPrivate: "Give the private key that belongs to it."
            case .memberInvalid: "RFC 7517 and RFC 7518 name the members."
            case .signatureLength: "A signer returns r and s (ESP256) or R and S (Ed25519) as 64 bytes."
            }
        }
    }

    /// What is wrong.
    public let reason: Reason
    /// The member of a JWK, where one is at fault.
    public let location: String?

    init(_ reason: Reason, at location: String? = nil) {
        self.reason = reason
        self.location = location
    }
}
