/// Why a certificate or a signed challenge of a scanner is not made, or not answered (profile section 18).
public struct ChallengeError: ReasonedError {
    /// The causes.
    public enum Reason: String, ErrorReason {
        /// The text, the envelopes or the claims do not have the form of a signed challenge.
        case formInvalid = "challenge.form_invalid"
        /// The trust list with which the challenge is checked is expired.
        case trustExpired = "challenge.trust_expired"
        /// The trust list does not have the authority that certified the scanner.
        case issuerUnknown = "challenge.issuer_unknown"
        /// The authority has no key with this `kid` that may certify scanners.
        case keyUnknown = "challenge.key_unknown"
        /// A header names another algorithm than that of the key.
        case algorithmMismatch = "challenge.algorithm_mismatch"
        /// The signature of the certificate or of the challenge is wrong.
        case signatureInvalid = "challenge.signature_invalid"
        /// The scanner's key is not a valid point of its curve.
        case keyInvalid = "challenge.key_invalid"
        /// The authority's key was revoked.
        case keyRevoked = "challenge.key_revoked"
        /// The certificate was signed outside the validity of the authority's key.
        case keyOutsideValidity = "challenge.key_outside_validity"
        /// The certificate lives longer than 31 days, or the challenge longer than 120 seconds.
        case lifetimeExceeded = "challenge.lifetime_exceeded"
        /// The challenge begins before its certificate, or ends after it.
        case outsideCertificate = "challenge.outside_certificate"
        /// The certificate or the challenge is from the future.
        case notYetValid = "challenge.not_yet_valid"
        /// The certificate or the challenge is expired.
        case expired = "challenge.expired"
        /// The challenge asks for elements that its certificate does not have.
        case notAllowed = "challenge.not_allowed"
        /// The id, the name or the elements of a certificate that is to be made are not allowed.
        case contentInvalid = "challenge.content_invalid"
        /// The scanner's private key is not that of its certificate.
        case keyMismatch = "challenge.key_mismatch"
        /// The challenge has more characters than its QR code may have.
        case tooLarge = "challenge.too_large"

        /// The fault, in one line.
        public var message: String {
            switch self {
            case .formInvalid: "this is not the certificate or the signed challenge of a scanner"
            case .trustExpired: "the trust list is out of date"
            case .issuerUnknown: "the authority that certified the scanner is not on the trust list"
            case .keyUnknown: "the authority has no key of this kid that may certify scanners"
            case .algorithmMismatch: "the algorithm of a signature is not that of its key"
            case .signatureInvalid: "a signature is wrong: the scanner is not the one that it says it is"
            case .keyInvalid: "the scanner's key is not a valid point of its curve"
            case .keyRevoked: "the authority's key was revoked"
            case .keyOutsideValidity: "the authority's key was not in use when the scanner was certified"
            case .lifetimeExceeded: "a certificate is valid for at most 31 days, and a challenge for 120 seconds"
            case .outsideCertificate: "the challenge lies outside the time of its certificate"
            case .notYetValid: "the certificate or the challenge is from the future"
            case .expired: "the certificate or the challenge is over"
            case .notAllowed: "the scanner asks for more than its certificate allows"
            case .contentInvalid: "the id, the name or the elements of the certificate are not allowed"
            case .keyMismatch: "the certificate is that of another key"
            case .tooLarge: "the challenge has more than 970 characters, the room of QR version 20"
            }
        }
        /// The remedy, in whole sentences.
        public var advice: String {
            switch self {
            case .formInvalid: "Scan the challenge again, or give the certificate as the authority has written it."
            case .trustExpired: "Load a new trust list."
            case .issuerUnknown, .keyUnknown: "Load a newer trust list; else do not answer."
            case .algorithmMismatch, .signatureInvalid, .keyInvalid, .keyRevoked, .keyOutsideValidity,
                .outsideCertificate:
                "Do not answer."
            case .lifetimeExceeded: "Do not answer. A scanner chooses a shorter life."
            case .notAllowed: "Do not answer. A scanner asks for elements of its certificate only."
            case .notYetValid, .expired: "Compare the clocks of phone and scanner, and scan its newest challenge."
            case .contentInvalid:
                "Choose an id of 1 to 64 bytes other than any, a name of 1 to 96 bytes without control characters, and at least one element."
            case .keyMismatch: "Use the key whose public half the authority certified."
            case .tooLarge: "Choose a shorter name or id, or fewer elements."
            }
        }
    }

    /// The cause.
    public let reason: Reason
    /// The byte or the elements at fault, or the name of the authority.
    public let location: String?

    init(_ reason: Reason, at location: String? = nil) {
        self.reason = reason
        self.location = location
    }

    init(_ error: COSEError) { self.init(.formInvalid, at: "byte \(error.offset)") }
    init(_ error: CBORError) { self.init(.formInvalid, at: "byte \(error.offset)") }
}
