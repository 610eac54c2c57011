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
    private let store: (any AsyncRollbackStateStore)?
    private let replayMemory: (any AsyncReplayMemory)?
    private let utcOffset: (@Sendable (UnixTime) -> Int)?
    private let report: @Sendable (ScannerDiagnostic) -> Void
    private let watch: Mutex<Watch>

    private struct Watch {
        /// The versions of the files that were loaded, or refused for good.
        var stamps: [String: FileStamp]
        /// The files that are tried again although they have not changed, because they could not be read or are from
        /// the future, with the fault that was reported.
        var faults: [String: String] = [:]
        var nextLook = ContinuousClock.now + ReloadingScanner.interval
        /// Whether a task looks at the files.
        var isBusy = false
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
    ///   - store: stores the rollback state across restarts: a file, or a database that several machines share.
    ///   - replayMemory: the memory of admitted tokens, if the policy requires single use; in this process, in a file, or
    ///     in a database that several machines share.
    ///   - now: the time of loading.
    ///   - report: called for faults, here, in ``refresh(at:)`` and in verifications.
    /// - Throws: as ``ListLoader/load(storingIn:at:report:)``.
    public init(
        _ sources: ListSources, policy: Policy, utcOffset: (@Sendable (UnixTime) -> Int)? = nil,
        storingIn store: (any AsyncRollbackStateStore)? = nil,
        replayMemory: (any AsyncReplayMemory)? = nil, at now: UnixTime = .now,
        report: @escaping @Sendable (ScannerDiagnostic) -> Void
    ) async throws {
        var policy = policy
        if let utcOffset { policy.utcOffset = utcOffset(now) }
        self.utcOffset = utcOffset
        loader = ListLoader(sources, skew: policy.skew)
        self.store = store
        self.replayMemory = replayMemory
        self.report = report
        // Before the files are read: a change meanwhile is seen later.
        let publications = sources.publications.flatMap { PublicationFolder($0).signedPaths }
        let early = Dictionary(publications.map { ($0, "") }, uniquingKeysWith: { first, _ in first })
        watch = Mutex(Watch(stamps: Self.stamps(of: sources), faults: early))
        let lists =
            if let store {
                try await loader.load(storingIn: store, at: now, report: report)
            } else {
                try loader.load(at: now, report: report)
            }
        live = LiveVerifier(
            Verifier(
                lists: lists, policy: policy, cache: CredentialCache(), diagnostics: { report(.verification($0)) }))
    }

    /// The lists that are in use now.
    public var lists: VerifierLists { live.verifier.lists }

    /// The requirements beyond the format.
    public var policy: Policy { live.verifier.policy }

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
    ) async -> Verdict {
        switch (replayMemory, challenges) {
        case (nil, nil): live.verify(scan, at: now)
        case (nil, let challenges?): live.verify(scan, answering: challenges, at: now, moment: moment)
        case (let memory?, nil): await live.verify(scan, at: now, admittingTo: memory)
        case (let memory?, let challenges?):
            await live.verify(scan, answering: challenges, at: now, moment: moment, admittingTo: memory)
        }
    }

    /// Loads the lists whose files have changed, and updates the offset of the local time. Call it before each scan, or
    /// periodically: the files are checked at most once a second, by one task at a time; others do not wait for it.
    public func refresh(at now: UnixTime = .now) async {
        if let offset = utcOffset?(now), offset != live.verifier.policy.utcOffset {
            live.updatePolicy { $0.utcOffset = offset }
        }
        guard var seen = beginLook() else { return }
        let found = Self.stamps(of: loader.sources)
        let known = seen.stamps.filter { seen.faults[$0.key] == nil }
        if found != known {
            do {
                let changed = Set(found.keys).union(known.keys).filter { found[$0] != known[$0] }
                seen.faults = try await reload(changed.sorted(), reportedBefore: seen.faults, at: now)
                (seen.stamps, seen.complaint) = (found, nil)
            } catch {
                seen.nextLook = .now + Self.pauseAfterFailure
                let complaint = "\(error)"
                if complaint != seen.complaint { report(.rollbackStateUnavailable(error)) }
                seen.complaint = complaint
            }
        }
        watch.withLock { $0 = seen }
    }

    /// What was seen at the last look; `nil` unless it is time for the next one.
    private func beginLook() -> Watch? {
        watch.withLock { watch in
            let moment = ContinuousClock.now
            guard !watch.isBusy, moment >= watch.nextLook else { return nil }
            watch.nextLook = moment + Self.interval
            let seen = watch
            watch.isBusy = true
            return seen
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
    public func loadUpdate(_ scan: [UInt8], at now: UnixTime = .now) async throws -> ListSummary {
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
        _ = try await reload([path], reportedBefore: [:], at: now)
        return update
    }

    private static func stamps(of sources: ListSources) -> [String: FileStamp] {
        Dictionary(
            sources.paths.compactMap { path in FileStamp(of: path).map { (path, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// - Parameter reportedBefore: the faults of files that were tried before; they are not reported again.
    /// - Returns: the files that are to be tried again, with their faults.
    /// - Throws: an error of the store.
    private func reload(
        _ paths: [String], reportedBefore before: [String: String], at now: UnixTime
    ) async throws -> [String: String] {
        let loader = loader
        // Reported when it is certain that the lists are not loaded once more.
        let refused = Mutex<[ScannerDiagnostic]>([])
        var unread: [ScannerDiagnostic] = []
        let changed = loader.read(paths) { unread.append($0) }
        let load: @Sendable (inout VerifierLists) -> Void = { lists in
            var diagnostics: [ScannerDiagnostic] = []
            loader.load(changed, into: &lists, at: now) { diagnostics.append($0) }
            refused.withLock { $0 = diagnostics }
        }
        if changed.isEmpty {
            // The lists stay as they are.
        } else if let store {
            try await live.update(storingIn: store, load)
        } else {
            live.update(load)
        }
        var faults: [String: String] = [:]
        for diagnostic in unread + refused.withLock({ $0 }) {
            if case .listRefused(let error) = diagnostic, let path = Self.pathToTryAgain(after: error) {
                faults[path] = "\(error)"
                if before[path] == faults[path] { continue }
            }
            report(diagnostic)
        }
        return faults
    }

    /// The file of a fault that can pass while the file stays the same; `nil` for other faults.
    private static func pathToTryAgain(after error: any Error) -> String? {
        switch error {
        case let error as FileError:
            ([.missing, .unreadable, .tooManyOpen, .readFailed] as Set).contains(error.reason) ? error.path : nil
        case let error as FileContentError:
            (error.cause as? ListError)?.reason == .fromFuture ? error.path : nil
        default: nil
        }
    }
}
