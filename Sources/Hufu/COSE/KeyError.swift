/// Why a key cannot be used.
public struct KeyError: ReasonedError {
    /// The causes.
    public enum Reason: String, ErrorReason {
        /// An empty file.
        case empty = "key.empty"
        /// Neither PEM with a key in it nor a JWK.
        case formatUnknown = "key.format_unknown"
        /// A text in UTF-16.
        case encodedAsUTF16 = "key.encoded_as_utf16"
        /// DER without the text form around it.
        case der = "key.der"
        /// A PKCS #12 file (RFC 7292).
        case pkcs12 = "key.pkcs12"
        /// A key in one of the formats of OpenSSH.
        case openSSH = "key.openssh"
        /// An X.509 certificate (RFC 5280).
        case certificate = "key.certificate"
        /// A private key that is encrypted with a password (RFC 5958 section 3, or OpenSSL's own form).
        case encrypted = "key.encrypted"
        /// More than one key in one file.
        case severalKeys = "key.several"
        /// Base64 or DER that is damaged, or a PEM block without its end.
        case encodingInvalid = "key.encoding_invalid"
        /// Another kind of key or another curve than those of the profile.
        case typeUnsupported = "key.type_unsupported"
        /// The public key that stands beside a private one is not its public half.
        case halvesDiffer = "key.halves_differ"
        /// The point is not on its curve, not canonical, or of small order.
        case pointInvalid = "key.point_invalid"
        /// A private key stands where a public one is needed.
        case privateInsteadOfPublic = "key.private_instead_of_public"
        /// A public key stands where a private one is needed.
        case publicInsteadOfPrivate = "key.public_instead_of_private"
        /// A member of a JWK is missing or malformed.
        case memberInvalid = "key.member_invalid"
        /// A signer returned bytes that do not have the length of its algorithm's signatures.
        case signatureLength = "key.signature_length"

        /// The fault, in one line.
        public var message: String {
            switch self {
            case .empty: "the file is empty"
            case .formatUnknown: "this is neither a key in PEM nor a JWK"
            case .encodedAsUTF16: "the file is UTF-16, not UTF-8"
            case .der: "the key is DER, not PEM"
            case .pkcs12: "this is a PKCS #12 file, not PEM"
            case .openSSH: "this is a key of OpenSSH, not PEM"
            case .certificate: "this is a certificate, not a key"
            case .encrypted: "the private key is encrypted with a password"
            case .severalKeys: "the file holds more than one key"
            case .encodingInvalid: "the key's encoding is damaged"
            case .typeUnsupported: "the key is of another kind than \(COSE.Algorithm.keyNames)"
            case .halvesDiffer: "the public key in the file is not that of the private one"
            case .pointInvalid: "the key is not a valid point of its curve"
            case .privateInsteadOfPublic: "a private key stands where a public one is needed"
            case .publicInsteadOfPrivate: "a public key stands where a private one is needed"
            case .memberInvalid: "a member of the JWK is missing or malformed"
            case .signatureLength: "the signer returned bytes that are no signature of its algorithm"
            }
        }
        /// The remedy, in whole sentences.
        public var advice: String {
            switch self {
            case .empty: "Give a key in PEM or as a JWK."
            case .formatUnknown: "Give PEM (SubjectPublicKeyInfo, PKCS #8 or SEC 1) or a JWK."
            case .encodedAsUTF16: "Convert it: `iconv -f UTF-16 -t UTF-8 FILE > key.pem`."
            case .der: "Convert it: `openssl pkey -inform DER -in FILE -out key.pem`; with -pubin for a public key."
            case .pkcs12: "Take the key out of it: `openssl pkcs12 -in FILE -nocerts -nodes -out key.pem`."
            case .openSSH:
                "Convert it: `ssh-keygen -p -m PKCS8 -f FILE` for a private key, `ssh-keygen -e -m PKCS8 -f FILE` for a "
                    + "public one; some versions cannot convert Ed25519."
            case .certificate: "Take the public key out of it: `openssl x509 -in FILE -noout -pubkey > key.pub`."
            case .encrypted: "Decrypt it: `openssl pkey -in FILE -out key.pem`."
            case .severalKeys: "Give a file with one key."
            case .encodingInvalid, .halvesDiffer: "Export the key again."
            case .typeUnsupported, .pointInvalid: "Make a new key: \(COSE.Algorithm.keyNames)."
            case .privateInsteadOfPublic: "Give the public half, and keep the private one private."
            case .publicInsteadOfPrivate: "Give the private key that belongs to it."
            case .memberInvalid: "Correct the member, as RFC 7517 and RFC 7518 have it."
            case .signatureLength: "A signer returns r and s (ESP256) or R and S (Ed25519), 64 bytes and no DER."
            }
        }
    }

    /// The cause.
    public let reason: Reason
    /// The member of a JWK, line or byte at fault, or the name of a kind of key that is not supported.
    public let location: String?

    package init(_ reason: Reason, at location: String? = nil) {
        self.reason = reason
        self.location = location
    }
}
