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
        /// The versions of the files that were loaded, or refused for good.
        var stamps: [String: FileStamp]
        /// The files that were refused because they are from the future; they are tried again.
        var early: Set<String> = []
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
        let early = sources.publications.flatMap { PublicationFolder($0).signedPaths }
        watch = Mutex(Watch(stamps: Self.stamps(of: sources), early: Set(early)))
        live = LiveVerifier(
            Verifier(
                lists: try loader.load(storingIn: store, at: now, report: report), policy: policy,
                replayMemory: replayMemory, cache: CredentialCache(), diagnostics: { report(.verification($0)) }))
    }

    /// Verifies a scan with the current lists.
    ///
    /// - Parameters:
    ///   - scan: the bytes of the scanned text, as the scanner gave them.
    ///   - challenges: the challenges of which the scan must answer one, the newest last; `nil` if none was shown.
    ///   - now: the time of the scan.
    ///   - moment: the same by the clock by which the challenges were shown.
    public func verify(
        _ scan: [UInt8], answering challenges: [Challenge]? = nil, at now: UnixTime = .now,
        moment: ContinuousClock.Instant = .now
    ) -> Verdict {
        guard let challenges else { return live.verify(scan, at: now) }
        return live.verify(scan, answering: challenges, at: now, moment: moment)
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
            let found = Self.stamps(of: loader.sources)
            let known = watch.stamps.filter { !watch.early.contains($0.key) }
            guard found != known else { return }
            do {
                let changed = Set(found.keys).union(known.keys).filter { found[$0] != known[$0] }
                watch.early = try reload(changed.sorted(), reportedBefore: watch.early, at: now)
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

    /// Loads an update of a publication from a scanned code (profile section 17). It is stored in the folder of its
    /// publication; without such a folder it is in force until the scanner ends.
    ///
    /// - Parameters:
    ///   - scan: the scanned text; see `UpdateCode`.
    ///   - now: the time of the scan.
    /// - Returns: the update.
    /// - Throws: `TransportError` or `ListError` if it is refused; `FileError`, or an error of the store.
    public func loadUpdate(_ scan: [UInt8], at now: UnixTime = .now) throws -> ListSummary {
        let bytes = try UpdateCode.update(in: scan)
        let (loader, skew) = (loader, loader.skew)
        // Before anything is stored.
        var probe = live.verifier.lists
        try probe.load(unstoredUpdate: bytes, skew: skew, at: now)
        let update = try ListSummary(bytes, expecting: .update)
        let folder = loader.sources.publications.map(PublicationFolder.init(_:)).first { folder in
            let index = (try? folder.indexSummary()).flatMap(\.self)
            return index?.issuer == update.issuer && index?.name == update.name
        }
        guard let folder else {
            try live.update { lists in try lists.load(unstoredUpdate: bytes, skew: skew, at: now) }
            return update
        }
        let path = folder.updatePath(at: update.issuedAt)
        try AtomicFile.write(bytes, to: path)
        _ = try reload([path], reportedBefore: [], at: now)
        return update
    }

    private static func stamps(of sources: ListSources) -> [String: FileStamp] {
        Dictionary(
            sources.paths.compactMap { path in FileStamp(of: path).map { (path, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// - Parameter reportedBefore: files that were from the future before; they are not reported again.
    /// - Returns: the files that are from the future.
    /// - Throws: an error of the store.
    private func reload(
        _ paths: [String], reportedBefore: Set<String>, at now: UnixTime
    ) throws -> Set<String> {
        let (loader, report, early) = (loader, report, EarlyFiles())
        let sort: @Sendable (ScannerDiagnostic) -> Void = { diagnostic in
            if case .listRefused(let error as FileContentError) = diagnostic,
                (error.cause as? ListError)?.reason == .fromFuture
            {
                early.add(error.path)
                if reportedBefore.contains(error.path) { return }
            }
            report(diagnostic)
        }
        let changed = loader.read(paths, report: report)
        if let store {
            try live.update(storingIn: store) { lists in loader.load(changed, into: &lists, at: now, report: sort) }
        } else {
            live.update { lists in loader.load(changed, into: &lists, at: now, report: sort) }
        }
        return early.paths
    }

    private final class EarlyFiles: Sendable {
        private let found = Mutex<Set<String>>([])

        var paths: Set<String> { found.withLock { $0 } }

        func add(_ path: String) { found.withLock { _ = $0.insert(path) } }
    }
}
