internal import Hufu

/// A scanner that runs for days. Lists whose files have changed are loaded before the next scan; while a new one is not good, the one
/// that was loaded before stays.
struct RunningScanner {
    private let options: ScannerOptions
    private let policy: Policy
    private let clock: ClockOptions
    private let live: LiveVerifier
    private var stamps: [System.Stamp?]
    private var lastLook = ContinuousClock.now
    private var complaint: Failure?

    init(
        _ options: ScannerOptions, policy: Policy, replay: (any ReplayMemory)?, clock: ClockOptions
    ) throws(Failure) {
        self.options = options
        self.policy = policy
        self.clock = clock
        // Before the files are read: what changes meanwhile is read again.
        stamps = options.files.map(System.stamp)
        live = LiveVerifier(
            Verifier(
                lists: try options.load(skew: policy.skew, at: clock.now), policy: policy, replay: replay,
                cache: CredentialCache()))
    }

    func verify(_ scan: [UInt8], answering challenge: Challenge?) -> Verdict {
        let verifier = live.verifier
        guard let challenge else { return verifier.verify(scan, at: clock.now) }
        return verifier.verify(scan, answering: challenge, at: clock.now)
    }

    /// Looks at the files, once a second at most.
    mutating func refresh() {
        let now = ContinuousClock.now
        guard now - lastLook >= .seconds(1) else { return }
        lastLook = now
        let found = options.files.map(System.stamp)
        guard found != stamps else { return }
        let changed = zip(options.files, zip(found, stamps)).filter { $1.0 != $1.1 }.map(\.0)
        do throws(Failure) {
            try live.update { lists throws(Failure) in
                lists = try options.reload(changed, after: lists, skew: policy.skew, at: clock.now)
            }
            (stamps, complaint) = (found, nil)
        } catch {
            // The state could not be read or written: it is tried again, and said once.
            if error != complaint { Output.report(error.line) }
            complaint = error
        }
    }
}
