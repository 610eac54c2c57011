public import Hufu
internal import HufuFiles
internal import Synchronization

/// A scanner that runs for days: it loads lists again when their files change. While a new list is not accepted, the one that
/// was loaded before stays in use.
///
/// One scanner serves all threads.
public final class ReloadingScanner: Sendable {
    /// How often the files are looked at.
    private static let interval = Duration.seconds(1)
    /// How long to wait after the rollback state was not available: each attempt may have to wait for its lock.
    private static let pauseAfterFailure = Duration.seconds(30)

    private let loader: ListLoader
    private let live: LiveVerifier
    private let report: @Sendable (ScannerDiagnostic) -> Void
    private let watch: Mutex<Watch>

    private struct Watch {
        var stamps: [FileStamp?]
        var nextLook = ContinuousClock.now + ReloadingScanner.interval
        /// The fault that was reported last, so that it is reported once.
        var complaint: String?
    }

    /// A scanner with the lists of these sources.
    ///
    /// - Parameters:
    ///   - replay: the memory of admitted tokens, if the policy needs one.
    ///   - report: called for faults, here and in ``refresh(at:)``.
    /// - Throws: as ``ListLoader/load(at:report:)``.
    public init(
        _ sources: ListSources, policy: Policy, replay: (any ReplayMemory)? = nil, at now: UnixTime = .now,
        report: @escaping @Sendable (ScannerDiagnostic) -> Void
    ) throws {
        loader = ListLoader(sources, skew: policy.skew)
        self.report = report
        // Before the files are read: a change meanwhile is seen later.
        watch = Mutex(Watch(stamps: sources.paths.map { FileStamp(of: $0) }))
        live = LiveVerifier(
            Verifier(
                lists: try loader.load(at: now, report: report), policy: policy, replay: replay,
                cache: CredentialCache()))
    }

    /// Verifies a scan with the lists of this moment.
    ///
    /// - Parameter challenge: the challenge that the scan has to answer, if one was shown.
    public func verify(_ scan: [UInt8], answering challenge: Challenge? = nil, at now: UnixTime = .now) -> Verdict {
        guard let challenge else { return live.verify(scan, at: now) }
        return live.verifier.verify(scan, answering: challenge, at: now)
    }

    /// Loads the lists whose files have changed. Call it before each scan, or from time to time: the files are looked at once a
    /// second at most, and by one thread at a time.
    public func refresh(at now: UnixTime = .now) {
        watch.withLockIfAvailable { watch in
            let moment = ContinuousClock.now
            guard moment >= watch.nextLook else { return }
            watch.nextLook = moment + Self.interval
            let paths = loader.sources.paths
            let found = paths.map { FileStamp(of: $0) }
            guard found != watch.stamps else { return }
            let changed = zip(paths, zip(found, watch.stamps)).filter { $1.0 != $1.1 }.map(\.0)
            do {
                try live.update { lists in
                    lists = try loader.reload(changed, after: lists, at: now, report: report)
                }
                (watch.stamps, watch.complaint) = (found, nil)
            } catch {
                watch.nextLook = moment + Self.pauseAfterFailure
                guard let error = error as? any CodedError, error.description != watch.complaint else { return }
                watch.complaint = error.description
                report(.rollbackStateUnavailable(error))
            }
        }
    }
}
