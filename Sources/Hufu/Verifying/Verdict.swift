/// The result of a verification.
public struct Verdict: Sendable {
    /// The outcome of a verification.
    public enum Outcome: String, Sendable, CaseIterable {
        /// Every check passed.
        case valid
        /// A check failed.
        case rejected
        /// The verifier lacks information, such as a fresh status list, so it cannot decide.
        case indeterminate
    }

    /// The protection of a payload against copying (profile section 1).
    public enum Kind: String, Sendable, CaseIterable {
        /// Bound to a device, which signs a new token every time step.
        case holder
        /// Signed anew by the issuer's server every time step.
        case issuer
        /// Never renewed: a printed card.
        case `static`
    }

    /// The issuer that signed the credential, as the trust list names it.
    public struct Issuer: Sendable, Equatable {
        /// The `iss` claim.
        public var id: String { signer.issuer.id }
        /// The display name in the trust list.
        public var name: String { signer.issuer.name }
        /// The `kid` of the key that signed.
        public var keyID: [UInt8] { signer.key.id }

        let signer: TrustList.IssuerKey

        /// Equal if identifier, name and `kid` are equal.
        public static func == (left: Issuer, right: Issuer) -> Bool {
            left.id == right.id && left.name == right.name && left.keyID == right.keyID
        }
    }

    /// The reason: `ok`, the rejection that ended the verification, or the first indeterminate result.
    public internal(set) var code: Code
    /// The exact fault and its place, for a technician; not for the person at the scanner.
    public internal(set) var detail: String?

    // Set as far as it was authenticated before the verification ended; `nil` or empty otherwise.

    /// The protection against copying.
    public internal(set) var kind: Kind?
    /// The issuer that signed the credential.
    public internal(set) var issuer: Issuer?
    /// The licence: authentic, but not necessarily in force; see `outcome`.
    public internal(set) var license: VerifiedLicense?
    /// The elements that the policy requires and the licence does not show; only with `license.withheld`.
    public internal(set) var lacking: [License.Field] = []
    /// The licence's status in its status list.
    public internal(set) var status: StatusValue?
    /// The age of the status list in seconds.
    public internal(set) var statusAge: Int?
    /// The class of the licence's own standing.
    public internal(set) var standing: StandingClass?
    /// Seconds by which the phone's clock is ahead of the scanner's (negative: behind) beyond the token's time step; 0
    /// within it.
    public internal(set) var clockOffset: Int?
    /// Seconds from the moment at which the challenge was shown to that of its answer; `nil` if the code answers none.
    public var answerAge: Int? { answer?.age }
    /// The `exp` of the token.
    public internal(set) var tokenExpires: UnixTime?
    /// The `exp` of the credential.
    public internal(set) var credentialExpires: UnixTime?
    /// Remarks, in the order of the profile; only of a valid verdict.
    public var notices: [Notice] { noticeSet.elements }
    var noticeSet = NoticeSet()
    /// The answer to a challenge that was shown; only of a code that has passed step 11.
    var answer: Answer?

    init(_ code: Code) { self.code = code }

    /// The outcome, which follows from the code.
    public var outcome: Outcome { code.outcome }
}

/// A licence of which every entry was signed by an issuer of the trust list. Only a verification makes one.
public struct VerifiedLicense: Sendable, Equatable {
    /// The licence, as far as it was disclosed.
    public var license: License { content.license }
    /// Whether the holder withholds something. Decoys count, as they cannot be told from entries.
    public let isPartlyWithheld: Bool
    private let content: Content

    /// A licence has many parts; behind one reference the verdict around it is cheap to copy.
    private final class Content: Sendable {
        let license: License
        init(_ license: License) { self.license = license }
    }

    init(_ license: consuming License, isPartlyWithheld: Bool) {
        self.content = Content(license)
        self.isPartlyWithheld = isPartlyWithheld
    }

    /// Equal if the same entries were disclosed with equal values, and both are complete or both partial.
    public static func == (left: VerifiedLicense, right: VerifiedLicense) -> Bool {
        left.license == right.license && left.isPartlyWithheld == right.isPartlyWithheld
    }
}
