/// Why a key cannot be used.
public struct KeyError: CodedError, Equatable {
    /// What is wrong, as a closed list.
    public enum Reason: String, Sendable {
        case formatUnknown = "key.format_unknown"
        case typeUnsupported = "key.type_unsupported"
        case pointInvalid = "key.point_invalid"
        case privateInsteadOfPublic = "key.private_instead_of_public"
        case publicInsteadOfPrivate = "key.public_instead_of_private"
        case memberInvalid = "key.member_invalid"
        case signatureLength = "key.signature_length"
    }

    /// What is wrong.
    public let reason: Reason
    /// The member of a JWK, where one is at fault.
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
        switch reason {
        case .formatUnknown: "Give PEM (PKCS #8 or SubjectPublicKeyInfo) or a JWK."
        case .typeUnsupported, .pointInvalid: "Make a key with `hufu key generate`."
        case .privateInsteadOfPublic: "Make the public half with `hufu key public`, and keep the private one private."
        case .publicInsteadOfPrivate: "Give the file that `hufu key generate -o` wrote."
        case .memberInvalid: "RFC 7517 and RFC 7518 name the members."
        case .signatureLength: "A signer returns r and s (ESP256) or R and S (Ed25519) as 64 bytes."
        }
    }
}
