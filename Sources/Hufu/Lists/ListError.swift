/// Why a signed trust list or status list is not loaded. A refused list does not change the state.
public struct ListError: ReasonedError {
    /// The causes.
    public enum Reason: String, ErrorReason {
        /// The bytes are not a COSE_Sign1 with the header and claims of such a list.
        case formInvalid = "list.form_invalid"
        /// The file is larger than 16 MiB, an index or update than 1 MiB, or the values of a publication than their
        /// limit.
        case tooLarge = "list.too_large"
        /// A trust list of another name than the pinned one.
        case nameMismatch = "list.name_mismatch"
        /// The trust list does not have the issuer of a status list.
        case issuerUnknown = "list.issuer_unknown"
        /// A status list does not name its issuer, and more than one issuer has its key or its `kid`.
        case issuerAmbiguous = "list.issuer_ambiguous"
        /// No anchor or trusted key with this `kid` may sign the list.
        case keyUnknown = "list.key_unknown"
        /// The list names its key by certificates, and no root certificate is pinned for the issuer in them.
        case rootUnknown = "list.root_unknown"
        /// The certificates of a list do not lead to the pinned root, or do not let their key sign status lists of the
        /// issuer.
        case certificatesInvalid = "list.certificates_invalid"
        /// The certificates of a list name another issuer than the list.
        case issuerMismatch = "list.issuer_mismatch"
        /// The header names another algorithm than that of the key.
        case algorithmMismatch = "list.algorithm_mismatch"
        /// The signature is not that of the key.
        case signatureInvalid = "list.signature_invalid"
        /// The key was revoked.
        case keyRevoked = "list.key_revoked"
        /// The list was signed outside the validity of its key.
        case keyOutsideValidity = "list.key_outside_validity"
        /// The values of a status list are not a zlib stream of the right size.
        case compressionInvalid = "list.compression_invalid"
        /// The list was signed later than now.
        case fromFuture = "list.from_future"
        /// A newer list of the same name or URI was accepted before.
        case rolledBack = "list.rolled_back"
        /// Another list of the same name or URI with the same time was accepted before.
        case conflicting = "list.conflicting"
        /// An update leads from a later state of its publication than the one that was reached, or there is none.
        case baseMissing = "list.base_missing"
        /// An update leads to another state than the one that it names.
        case stateMismatch = "list.state_mismatch"
        /// A list that an index names is missing.
        case incomplete = "list.incomplete"
        /// A list does not have the values that an index names.
        case contentMismatch = "list.content_mismatch"

        /// The fault, in one line.
        public var message: String {
            switch self {
            case .formInvalid: "the file is not a signed list of this kind"
            case .tooLarge: "the list, index or update is larger than is allowed"
            case .nameMismatch: "this is another list than the one that was asked for"
            case .issuerUnknown: "the list's issuer is not on the trust list"
            case .issuerAmbiguous: "the list does not name its issuer, and its key or kid is that of more than one"
            case .keyUnknown: "no key with this kid may sign the list"
            case .rootUnknown: "the list names its key by certificates, and no root is pinned for their issuer"
            case .certificatesInvalid: "the list's certificates do not let their key sign it"
            case .issuerMismatch: "the list's certificates name another issuer than the list does"
            case .algorithmMismatch: "the signature's kind is not that of the key"
            case .signatureInvalid: "the signature is wrong: the list was altered"
            case .keyRevoked: "the key that signed the list was revoked"
            case .keyOutsideValidity: "the key was not in use when the list was signed"
            case .compressionInvalid: "the values are damaged, or more than a list may hold"
            case .fromFuture: "the list was signed in the future"
            case .rolledBack: "a newer list was loaded before"
            case .conflicting: "another list of the very same time was loaded before"
            case .baseMissing: "the update does not reach back to the state that was loaded"
            case .stateMismatch: "the update leads to another state than it says"
            case .incomplete: "a list that the index names is missing"
            case .contentMismatch: "a list does not have the values that the index names"
            }
        }
        /// The remedy, in whole sentences.
        public var advice: String {
            switch self {
            case .formInvalid, .tooLarge, .signatureInvalid, .compressionInvalid: "Fetch it again from its publisher."
            case .nameMismatch: "Give the list's own name, or the right file."
            case .issuerUnknown, .keyUnknown, .keyRevoked, .keyOutsideValidity, .algorithmMismatch:
                "Load a newer trust list first; else do not use this list."
            case .issuerAmbiguous: "Ask the publisher for a list with the issuer in it (iss)."
            case .rootUnknown: "Pin the root certificate of the issuer, or ask for a list with a kid."
            case .certificatesInvalid, .issuerMismatch: "Do not use this list; tell its publisher."
            case .fromFuture: "Check the clock."
            case .rolledBack: "Fetch the newest list."
            case .conflicting: "Tell the publisher: two lists carry the same time."
            case .baseMissing: "Load the update that reaches further back, or the index and its lists."
            case .stateMismatch, .contentMismatch: "Load the newest index and its lists; tell the publisher."
            case .incomplete: "Load the index together with all lists that it names."
            }
        }
    }

    /// The cause.
    public let reason: Reason
    /// The byte at fault, or the list's name or URI.
    public let location: String?
    /// The finding at that byte; `nil` if the reason is sufficient.
    private let cause: String?
    /// What to do about it, where that depends on the cause.
    private let remedy: String?

    package init(_ reason: Reason, at location: String? = nil) { self.init(reason, at: location, cause: nil) }

    private init(_ reason: Reason, at location: String?, cause: String?, remedy: String? = nil) {
        self.reason = reason
        self.location = location
        self.cause = cause
        self.remedy = remedy
    }

    /// A list of another maker that has a part which this profile does not read.
    init(unsupported part: String, expected: String, at offset: Int) {
        self.init(
            .formInvalid, at: "byte \(offset)", cause: "\(part), and \(expected) was expected",
            remedy: "Ask its publisher for a list that has it so.")
    }

    /// A fault of the list's certificates.
    init(certificates error: any Error, at location: String) {
        let cause = (error as? any CodedError).map { error in
            error.message + (error.location.map { " (\($0))" } ?? "") + ", \(error.code)"
        }
        self.init(.certificatesInvalid, at: location, cause: cause ?? "\(error)")
    }

    init(_ error: COSEError) { self.init(.formInvalid, at: "byte \(error.offset)", cause: error.message) }
    init(_ error: CBORError) { self.init(.formInvalid, at: "byte \(error.offset)", cause: error.message) }

    /// The fault, in one line.
    public var message: String { reason.message + (cause.map { ": \($0)" } ?? "") }
    /// What to do about it.
    public var advice: String { remedy ?? reason.advice }

    /// Equal if reason and location are.
    public static func == (left: ListError, right: ListError) -> Bool {
        left.reason == right.reason && left.location == right.location
    }
}
