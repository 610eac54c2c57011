/// CBOR Object Signing and Encryption (RFC 9052), as far as the profile uses it: COSE_Sign1 and COSE_Key.
public enum COSE {
    /// The bytes of a `kid` (PROFILE section 4).
    static let keyIDLength = 1...64

    /// Header parameters (RFC 9052 section 3.1, RFC 9596, SD-CWT draft).
    enum Label {
        static let algorithm = 1
        static let critical = 2
        static let keyID = 4
        /// The credential inside a key binding token.
        static let kcwt = 13
        static let claims = 15
        static let type = 16
        static let disclosures = 17
        /// x5bag, x5chain, x5t and x5u (RFC 9360).
        static let certificateBag = 32
        static let certificateChain = 33
        static let certificateHash = 34
        static let certificateURI = 35
        static let hashAlgorithm = 170

        /// The labels that `crit` may contain.
        static let understood = [algorithm, critical, keyID, kcwt, type, hashAlgorithm]
    }

    /// The types of signed objects: `typ` (RFC 9596).
    enum ContentType: Equatable {
        /// An SD-CWT bound to a device key.
        case credential
        /// A plain CWT: an issuer-rotated or static code.
        case plain
        /// The key binding token around a credential.
        case token
        /// A signed trust list.
        case trustList
        /// A status list.
        case statusList
        /// The state of a publication of status lists.
        case statusIndex
        /// The difference of states of a publication.
        case statusUpdate
        /// A device's proof that it holds its key.
        case keyRequest
        /// The certificate of a scanner.
        case verifierCertificate
        /// A scanner's signed challenge.
        case challenge
        /// A media type that this profile does not have.
        case other

        /// The types that are media types on the wire. The others, which are scanned, are CoAP content formats.
        static let mediaTypes: [(type: ContentType, name: String)] = [
            (.trustList, "application/hufu-trust+cwt"), (.statusList, "application/statuslist+cwt"),
            (.keyRequest, "application/hufu-request+cwt"), (.statusIndex, "application/hufu-status-index+cwt"),
            (.statusUpdate, "application/hufu-status-update+cwt"),
            (.verifierCertificate, "application/hufu-verifier+cwt"), (.challenge, "application/hufu-challenge+cwt"),
        ]

        /// The type of a content format; `nil` for others.
        static func number(_ value: Int) -> ContentType? {
            switch value {
            case 293: .credential
            case 61: .plain
            case 294: .token
            default: nil
            }
        }

        func write(to writer: inout CBORWriter) {
            switch self {
            case .credential: writer.integer(293)
            case .plain: writer.integer(61)
            case .token: writer.integer(294)
            case .trustList, .statusList, .keyRequest, .statusIndex, .statusUpdate, .verifierCertificate, .challenge,
                .other:
                for (type, name) in Self.mediaTypes where type == self { writer.text(name) }
            }
        }
    }

    /// SHA-256 in the IANA COSE registry (RFC 9054).
    static let sha256 = -16
    /// COSE_Sign1 (RFC 9052 section 4.2).
    static let tag: UInt64 = 18
    /// The first byte of a tagged COSE_Sign1.
    static let firstByte: UInt8 = 0xc0 | 18
}

/// Why bytes are not a COSE_Sign1 of this profile.
struct COSEError: Error {
    enum Reason {
        case cbor, structure, header, critical, algorithm
    }

    let reason: Reason
    let offset: Int
    let message: String

    init(_ reason: Reason, at offset: Int, _ message: String) {
        self.reason = reason
        self.offset = offset
        self.message = message
    }

    init(_ error: CBORError) { self.init(.cbor, at: error.offset, error.message) }

    /// The error for well-formed CBOR of another type than the structure has in this place.
    static func structure(_ error: CBORError) -> COSEError {
        COSEError(.structure, at: error.offset, error.message)
    }

    static func header(_ error: CBORError) -> COSEError { COSEError(.header, at: error.offset, error.message) }
}
