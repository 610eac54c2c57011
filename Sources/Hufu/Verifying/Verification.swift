/// One run of the algorithm (profile section 14), and the record of its results.
///
/// The folder `Steps` has a file for each step. A rejection is thrown and ends the run. An indeterminate result is
/// recorded and the run goes on: if no step rejects, the first of them is the verdict.
struct Verification: ~Copyable {
    let verifier: Verifier.Parts
    let now: UnixTime
    /// `nil` if the scanner has shown no challenge.
    let demand: AnswerDemand?

    /// False if step 1 found that `now` must not be compared with anything.
    private(set) var isClockTrusted = true
    /// The code for an issuer or key that is not in the trust list, if it is not the usual one.
    var unknownSigner: Verdict.Code?
    private(set) var firstIndeterminate: Verdict.Code?
    private var verdict = Verdict(.ok)
    private var notices = NoticeSet()

    var policy: Policy { verifier.policy }
    var limits: Policy.Limits { verifier.limits }

    init(by verifier: Verifier.Parts, now: UnixTime, demand: AnswerDemand?) {
        self.verifier = verifier
        self.now = now
        self.demand = demand
    }

    /// Performs the steps in order.
    consuming func run(_ scan: [UInt8]) -> Verdict {
        do throws(Rejection) {
            if let entry = try checkThroughLicense(scan) { try checkReplay(admit(entry)) }
        } catch { conclude(error) }
        return takeVerdict()
    }

    /// As `run(_:)`, with `memory` in place of the verifier's own.
    consuming func run(_ scan: [UInt8], admittingTo memory: some AsyncReplayMemory) async -> Verdict {
        do throws(Rejection) {
            if let entry = try checkThroughLicense(scan) { try checkReplay(await admit(entry, to: memory)) }
        } catch { conclude(error) }
        return takeVerdict()
    }

    /// Steps 1 to 13.
    ///
    /// - Returns: the entry that step 14 has to admit, if any.
    private mutating func checkThroughLicense(_ scan: [UInt8]) throws(Rejection) -> ReplayEntry? {
        checkConfiguration()
        let payload = try payload(of: scan)
        let unverified = try UnverifiedToken(payload)
        let authentic = try AuthenticatedToken(unverified, by: verifier, unknownSigner: unknownSigner)
        let subject = try open(authentic)
        try checkIssuerKey(subject)
        try checkCredentialTime(subject)
        verdict.answer = try checkLiveness(subject)
        try checkStatus(subject)
        try checkLicense(subject)
        return replayEntry(of: subject)
    }

    private mutating func takeVerdict() -> Verdict {
        if verdict.code == .ok { verdict.noticeSet = notices }
        return exchange(&verdict, with: Verdict(.ok))
    }

    /// Takes the result that ended the run: the verdict, unless it is indeterminate and not the first that is.
    private mutating func conclude(_ rejection: Rejection) {
        switch rejection.code.outcome {
        case .indeterminate: recordIndeterminate(rejection.code, rejection.detail)
        case .rejected, .valid: (verdict.code, verdict.detail) = (rejection.code, rejection.detail)
        }
    }

    // MARK: Used by the steps

    /// Records an indeterminate result, which is the verdict if it is the first and no step rejects.
    mutating func recordIndeterminate(_ code: Verdict.Code, _ detail: String? = nil) {
        guard firstIndeterminate == nil else { return }
        firstIndeterminate = code
        (verdict.code, verdict.detail) = (code, detail)
    }

    /// Makes the later steps skip all comparisons with `now`.
    mutating func distrustClock() { isClockTrusted = false }

    /// Adds a notice, which a valid verdict shows.
    mutating func addNotice(_ notice: Verdict.Notice) { notices.insert(notice) }

    mutating func updateVerdict(_ body: (inout Verdict) -> Void) { body(&verdict) }

    /// `from - skew <= now`.
    func hasBegun(_ from: UnixTime) -> Bool { from - limits.skew <= now }

    /// `end + skew <= now`.
    func isOver(_ end: UnixTime) -> Bool { end + limits.skew <= now }
}
