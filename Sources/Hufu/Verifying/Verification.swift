/// One run of the algorithm (profile section 14). A rejection ends it; what the scanner lacks is remembered and checking goes on.
struct Verification: ~Copyable {
    let verifier: Verifier.Parts
    let now: UnixTime
    let challenge: [UInt8]?

    /// The first thing that the scanner lacks.
    private(set) var doubt: Verdict.Code?
    /// Whether `now` may be compared with anything.
    private(set) var isClockTrusted = true
    private var expiredTrust: Verdict.Code?
    private(set) var verdict = Verdict(.ok)
    private var notices = NoticeSet()

    var policy: Policy { verifier.policy }

    init(by verifier: Verifier.Parts, now: UnixTime, challenge: [UInt8]?) {
        self.verifier = verifier
        self.now = now
        self.challenge = challenge
    }

    consuming func run(_ scan: [UInt8]) -> Verdict {
        do throws(Rejection) {
            try check(scan)
            verdict.code = doubt ?? .ok
        } catch {
            // What ends a verification without rejecting anything is one of the doubts, and the first of them counts.
            verdict.code = error.code.outcome == .indeterminate ? doubt ?? error.code : error.code
            verdict.detail = error.detail
        }
        if verdict.outcome == .valid { verdict.noticeSet = notices }
        if verdict.code == .clockUntrusted, let floor = verifier.clockFloor {
            verdict.detail =
                "the clock says \(now.description), a trust list was signed at \(floor.description)"
        }
        return exchange(&verdict, with: Verdict(.ok))
    }

    /// The steps, in order.
    private mutating func check(_ scan: [UInt8]) throws(Rejection) {
        checkConfiguration()
        let payload: [UInt8]
        do throws(TransportError) { payload = try Transport.decode(scan.span) } catch { throw Rejection(error) }
        let unverified = try UnverifiedToken(payload)
        let authentic = try AuthenticatedToken(unverified, by: verifier, unknown: expiredTrust)
        let subject = try open(authentic)
        try checkIssuer(subject)
        try checkCredentialTime(subject)
        try checkLiveness(subject)
        try checkStatus(subject)
        try checkLicense(subject)
        try checkReplay(subject)
    }

    /// Step 1: without a clock nothing can be said about time, and without a current trust list not who is unknown to it.
    private mutating func checkConfiguration() {
        if let floor = verifier.clockFloor, now < floor - policy.skew {
            isClockTrusted = false
            lack(.clockUntrusted)
        }
        if isClockTrusted, let end = verifier.lists.trust.validity?.expiresAt, isOver(end) {
            expiredTrust = .trustExpired
            lack(.trustExpired)
        }
    }

    /// Step 14: only what is valid is remembered, and only what is remembered is valid.
    private mutating func checkReplay(_ subject: borrowing VerificationSubject) throws(Rejection) {
        guard policy.replay, subject.kind != .static, doubt == nil else { return }
        let expiresAt = subject.token?.expiresAt ?? subject.claims.expiresAt
        let entry = ReplayEntry(
            credential: subject.authentic.credentialDigest,
            issuedAt: subject.token?.issuedAt ?? subject.claims.issuedAt, expiresAt: expiresAt,
            expiry: expiresAt + policy.skew)
        switch try? verifier.replay?.admit(entry, at: now) {
        case .admitted: break
        case .repeated: throw Rejection(.replayRepeated)
        case .full, nil: lack(.replayMemoryFull)
        }
    }

    // MARK: What the steps use

    /// Remembers that the scanner lacks something.
    mutating func lack(_ code: Verdict.Code) { doubt = doubt ?? code }

    mutating func note(_ notice: Verdict.Notice) { notices.insert(notice) }

    mutating func report(_ body: (inout Verdict) -> Void) { body(&verdict) }

    /// `from - skew <= now`.
    func hasBegun(_ from: UnixTime) -> Bool { from - policy.skew <= now }

    /// `until + skew <= now`.
    func isOver(_ end: UnixTime) -> Bool { end + policy.skew <= now }
}

/// What steps 9 to 14 look at.
struct VerificationSubject: ~Copyable {
    let authentic: AuthenticatedToken
    let kind: Verdict.Kind
    let verified: VerifiedLicense

    var license: License { verified.license }
    var claims: CredentialClaims { authentic.claims }
    var token: KeyBindingClaims? { authentic.token }
    var bytes: [UInt8] { authentic.bytes }
}

extension Verification {
    /// Step 8: what was disclosed, and the licence that it makes. From here on the verdict shows what was authenticated.
    mutating func open(_ authentic: consuming AuthenticatedToken) throws(Rejection) -> VerificationSubject {
        let disclosures: Disclosures
        do throws(CBORError) {
            disclosures = try Disclosures(
                authentic.bytes, authentic.credential, authentic.claims)
        } catch {
            throw Rejection(.credentialDisclosureInvalid, "\(error.message), at byte \(error.offset)")
        }
        var license = License.unread
        do throws(LicenseError) {
            try license.read(authentic, disclosures)
            try license.validateStanding(issuedAt: authentic.claims.issuedAt)
        } catch { throw Rejection(.licenseInvalid, error.description) }

        let lifetime = authentic.claims.expiresAt - authentic.claims.issuedAt
        let kind: Verdict.Kind =
            if authentic.token != nil {
                .holder
            } else if lifetime <= policy.maximumTokenLifetime {
                .issuer
            } else {
                .static
            }
        if disclosures.isPartlyWithheld { note(.withheldEntries) }
        let verified = VerifiedLicense(consume license, isPartlyWithheld: disclosures.isPartlyWithheld)
        verdict.kind = kind
        verdict.issuer = Verdict.Issuer(signer: authentic.signer)
        verdict.license = verified
        verdict.credentialExpires = authentic.claims.expiresAt
        verdict.tokenExpires = authentic.token?.expiresAt
        return VerificationSubject(authentic: authentic, kind: kind, verified: verified)
    }
}

extension License {
    /// Reads the open and the disclosed entries.
    fileprivate mutating func read(
        _ payload: borrowing AuthenticatedToken, _ disclosures: Disclosures
    ) throws(LicenseError) {
        let source = CBORReader(payload.bytes.span)
        var read = EntrySet()
        if let subject = payload.claims.subject { documentNumber = source.string(subject) }
        var map = source.checked(in: payload.claims.license)
        try readMap(from: &map, noting: &read)
        for entry in disclosures.entries {
            var (key, value) = (source.checked(in: entry.key), source.checked(in: entry.value))
            if entry.isInLicense {
                try readEntry(key: &key, value: &value, noting: &read)
            } else {
                try readClaim(key: &key, value: &value)
            }
        }
        try checkRead(
            read, isRedacted: payload.claims.redactedInLicense != nil,
            mayContainFormattingCharacter: payload.credential.mayContainFormattingCharacter
                || disclosures.mayContainFormattingCharacter)
    }
}
