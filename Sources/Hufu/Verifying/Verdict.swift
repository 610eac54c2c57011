/// What a verification found.
public struct Verdict: Sendable {
    /// The verdict in one word.
    public enum Outcome: String, Sendable, CaseIterable {
        case valid
        case rejected
        /// The scanner lacks something; the licence may be good or bad.
        case indeterminate
    }

    /// How a payload is kept from being copied (profile section 1).
    public enum Kind: String, Sendable, CaseIterable {
        /// Bound to a device that signs a new token every time step.
        case holder
        /// Signed anew by the issuer's server every time step.
        case issuer
        /// Never renewed: a printed card.
        case `static`
    }

    /// Who signed the credential, as the trust list names it.
    public struct Issuer: Sendable, Equatable {
        /// The `iss` claim.
        public var id: String { signer.issuer.id }
        /// The display name of the trust list.
        public var name: String { signer.issuer.name }
        /// The `kid` of the key that signed.
        public var keyID: [UInt8] { signer.key.id }

        let signer: TrustList.IssuerKey

        /// Whether both trust lists tell the same.
        public static func == (left: Issuer, right: Issuer) -> Bool {
            left.id == right.id && left.name == right.name && left.keyID == right.keyID
        }
    }

    /// The reason: `ok`, the first rejection, or else the first thing that the scanner lacks.
    public internal(set) var code: Code
    /// What exactly was wrong and where, for whoever looks into it; not for the person at the scanner.
    public internal(set) var detail: String?
    /// From here on: only what was authenticated before the verification ended, else nil.
    public internal(set) var kind: Kind?
    /// Who signed the credential.
    public internal(set) var issuer: Issuer?
    /// The licence, authentic, though not necessarily in force: see `outcome`.
    public internal(set) var license: VerifiedLicense?
    /// What the policy requires of the licence and the holder has kept back; only with `license.withheld`.
    public internal(set) var lacking: [License.Field] = []
    /// What the status list says about the licence.
    public internal(set) var status: StatusValue?
    /// How old that is, in seconds.
    public internal(set) var statusAge: Int?
    /// What the licence's own standing amounts to.
    public internal(set) var standing: StandingClass?
    /// Seconds by which the phone's clock is ahead of the scanner's (behind: negative), beyond the token's own step; 0 inside it.
    public internal(set) var clockOffset: Int?
    /// Second since 1970 at which the token ends.
    public internal(set) var tokenExpires: UnixTime?
    /// Second since 1970 at which the credential ends.
    public internal(set) var credentialExpires: UnixTime?
    /// What else is worth knowing, in the order of the profile.
    public var notices: [Notice] { noticeSet.elements }
    var noticeSet = NoticeSet()

    init(_ code: Code) { self.code = code }

    /// The verdict in one word.
    public var outcome: Outcome { code.outcome }
}

/// A licence whose every entry was signed by an issuer of the trust list. Only a verification makes one.
public struct VerifiedLicense: Sendable, Equatable {
    /// What was disclosed of it.
    public var license: License { content.license }
    /// Whether the holder kept something back. Decoys count, since nobody can tell them from entries.
    public let isPartlyWithheld: Bool
    private let content: Content

    /// A licence has many parts; behind one reference the verdict around it is cheap to hand on.
    private final class Content: Sendable {
        let license: License
        init(_ license: License) { self.license = license }
    }

    init(_ license: consuming License, isPartlyWithheld: Bool) {
        self.content = Content(license)
        self.isPartlyWithheld = isPartlyWithheld
    }

    /// Licences are equal when what was disclosed is, and whether that is all.
    public static func == (left: VerifiedLicense, right: VerifiedLicense) -> Bool {
        left.license == right.license && left.isPartlyWithheld == right.isPartlyWithheld
    }
}
