public import Hufu
internal import HufuFiles
internal import Synchronization

/// A long-running scanner, which loads lists again when their files change. If a new list is refused, the old one stays
/// in use.
///
/// One scanner can serve all threads.
public final class ReloadingScanner: Sendable {
    /// The shortest time between two checks of the files.
    private static let interval = Duration.seconds(1)
    /// The pause after the rollback state was not available, because each attempt may wait for its lock.
    private static let pauseAfterFailure = Duration.seconds(30)

    private let loader: ListLoader
    private let live: LiveVerifier
    private let store: (any RollbackStateStore)?
    private let utcOffset: (@Sendable (UnixTime) -> Int)?
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
    ///   - sources: the files of the lists.
    ///   - policy: the requirements beyond the format.
    ///   - utcOffset: seconds by which local time is ahead of UTC at a time, in place of the constant of the policy; it
    ///     follows summer time.
    ///   - store: stores the rollback state across restarts.
    ///   - replayMemory: the memory of admitted tokens, if the policy requires single use.
    ///   - now: the time of loading.
    ///   - report: called for faults, here, in ``refresh(at:)`` and in verifications.
    /// - Throws: as ``ListLoader/load(storingIn:at:report:)``.
    public init(
        _ sources: ListSources, policy: Policy, utcOffset: (@Sendable (UnixTime) -> Int)? = nil,
        storingIn store: (any RollbackStateStore)? = nil,
        replayMemory: (any ReplayMemory)? = nil, at now: UnixTime = .now,
        report: @escaping @Sendable (ScannerDiagnostic) -> Void
    ) throws {
        var policy = policy
        if let utcOffset { policy.utcOffset = utcOffset(now) }
        self.utcOffset = utcOffset
        loader = ListLoader(sources, skew: policy.skew)
        self.store = store
        self.report = report
        // Before the files are read: a change meanwhile is seen later.
        watch = Mutex(Watch(stamps: sources.paths.map { FileStamp(of: $0) }))
        live = LiveVerifier(
            Verifier(
                lists: try loader.load(storingIn: store, at: now, report: report), policy: policy,
                replayMemory: replayMemory, cache: CredentialCache(), diagnostics: { report(.verification($0)) }))
    }

    /// Verifies a scan with the current lists.
    ///
    /// - Parameters:
    ///   - scan: the bytes of the scanned text, as the scanner gave them.
    ///   - challenge: the challenge that the scan must answer; `nil` if none was shown.
    ///   - now: the time of the scan.
    public func verify(_ scan: [UInt8], answering challenge: Challenge? = nil, at now: UnixTime = .now) -> Verdict {
        guard let challenge else { return live.verify(scan, at: now) }
        return live.verify(scan, answering: challenge, at: now)
    }

    /// Loads the lists whose files have changed, and updates the offset of the local time. Call it before each scan, or
    /// periodically: the files are checked at most once a second, by one thread at a time.
    public func refresh(at now: UnixTime = .now) {
        if let offset = utcOffset?(now), offset != live.verifier.policy.utcOffset {
            live.updatePolicy { $0.utcOffset = offset }
        }
        watch.withLockIfAvailable { watch in
            let moment = ContinuousClock.now
            guard moment >= watch.nextLook else { return }
            watch.nextLook = moment + Self.interval
            let paths = loader.sources.paths
            let found = paths.map { FileStamp(of: $0) }
            guard found != watch.stamps else { return }
            do {
                try reload(zip(paths, zip(found, watch.stamps)).filter { $1.0 != $1.1 }.map(\.0), at: now)
                (watch.stamps, watch.complaint) = (found, nil)
            } catch {
                watch.nextLook = .now + Self.pauseAfterFailure
                let complaint = "\(error)"
                guard complaint != watch.complaint else { return }
                watch.complaint = complaint
                report(.rollbackStateUnavailable(error))
            }
        }
    }

    /// - Throws: an error of the store.
    private func reload(_ paths: [String], at now: UnixTime) throws {
        let (loader, report) = (loader, report)
        let changed = loader.read(paths, report: report)
        guard let store else {
            return live.update { lists in loader.load(changed, into: &lists, at: now, report: report) }
        }
        try live.update(storingIn: store) { lists in loader.load(changed, into: &lists, at: now, report: report) }
    }
}
