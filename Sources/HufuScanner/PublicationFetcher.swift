public import Hufu
internal import HufuFiles

/// Keeps the folder of a publication up to date from web servers (profile section 17, *What a fetcher does*). A scanner
/// that has the folder among its sources sees what changes.
///
/// Nothing in the folder is replaced before it has passed the loading rules. The folder has an index, its lists and the
/// updates since, so that a restarted scanner needs no network.
public actor PublicationFetcher {
    /// The updates by their names, the shortest first.
    private static let updates = ["update.cwt", "update-10m.cwt", "update-1h.cwt", "update-1d.cwt", "update-7d.cwt"]
    /// How long one source may take in all.
    private static let patience = Duration.seconds(900)
    /// The most intervals between two attempts while the sources fail.
    private static let longestPause = 4

    /// The folder.
    public let folder: PublicationFolder
    /// The number of answers that were older than the state in the folder. They are no fault: a cache may be behind.
    public private(set) var olderAnswers = 0

    private let sources: [String]
    private let interval: Duration
    private let transfer: any HTTPTransfer
    private let report: @Sendable (String, any CodedError) -> Void
    private let loader: ListLoader
    /// The trust list and its mark.
    private var trust: VerifierLists
    private var trustStamp: FileStamp?
    /// The state in the folder.
    private var lists: VerifierLists
    /// The newest state that was ever in the folder.
    private var newest: Mark?
    private var stored: FetchedFiles
    /// The source that is asked first: the last one without a fault.
    private var first = 0
    /// The versions of the files of sources without a fault, by URL.
    private var known: [String: HTTPVersionTag] = [:]
    /// The faults that were reported, by the source or file.
    private var complaints: [String: String] = [:]
    private var failures = 0
    private var nextShortening = ContinuousClock.now

    fileprivate struct Mark {
        let issuer: String
        let name: String
        let issuedAt: UnixTime
        let hash: [UInt8]
    }

    /// Whether what was fetched is newer.
    public enum Outcome: Sendable {
        /// There is a newer state in the folder.
        case newer(Summary)
        /// No source has a newer one.
        case unchanged
        /// All sources failed, or the folder cannot be written; the last fault. It was reported.
        case failed(any CodedError)
    }

    /// A state that was fetched.
    public struct Summary: Sendable, CustomStringConvertible {
        /// The identifier of the issuer.
        public let issuer: String
        /// The name of the publication.
        public let name: String
        /// The time of the state.
        public let issuedAt: UnixTime
        /// The number of bytes that were fetched for it.
        public let bytes: Int
        /// The source.
        public let source: String

        /// Time, publication, bytes and source, in one line. Names are not escaped: see ``Escaped``.
        public var description: String { "\(issuedAt)  \(name)  \(bytes) bytes from \(source)" }
    }

    /// A fetcher with the state that the folder has. One that is damaged is reported, and fetched anew.
    ///
    /// - Parameters:
    ///   - sources: URLs of folders that the issuer or a mirror publishes. They are asked in turn until one has no fault.
    ///   - folder: the folder, which is made if it does not exist.
    ///   - trust: the trust list with the issuer. It is read again when its file changes.
    ///   - interval: how often states are published.
    ///   - skew: how far a state may be from the future.
    ///   - mostUpdates: the most updates in the folder. One that reaches back for a day takes the place of more, because
    ///     a restarted scanner applies all of them.
    ///   - transfer: gets the files.
    ///   - now: the time of loading.
    ///   - report: called for the faults of sources, with the source, and of files, with the path; for each fault once
    ///     until the source is without one.
    /// - Throws: `FileError`, or `FileContentError` with the fault of the trust list.
    public init(
        from sources: [String], into folder: PublicationFolder, trust: ListSources.Trust,
        every interval: Duration = .seconds(60), skew: Duration = VerifierLists.defaultSkew,
        mostUpdates: Int = 1_500, over transfer: any HTTPTransfer, at now: UnixTime = .now,
        report: @escaping @Sendable (_ place: String, _ error: any CodedError) -> Void
    ) throws {
        self.sources = sources.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
        (self.folder, self.interval, self.transfer, self.report) = (folder, interval, transfer, report)
        loader = ListLoader(ListSources(trust: trust), skew: skew)
        trustStamp = FileStamp(of: trust.path)
        self.trust = try loader.load(at: now) { _ in }
        lists = VerifierLists(trust: self.trust.trust)
        try Folder.create(folder.path)
        try Folder.create(folder.listsPath)
        stored = FetchedFiles(of: folder, mostUpdates: mostUpdates)
        guard try FileKind.of(folder.indexPath) != nil else { return }
        do {
            let (isInForce, refused) = try loader.load(whole: folder, into: &lists, at: now)
            // One fault brings others along.
            for (path, error) in isInForce ? refused : Array(refused.prefix(1)) { report(path, error) }
            newest = lists.publicationStates.first.map(Mark.init)
        } catch let error as any CodedError { report(folder.path, error) }
    }

    // MARK: One round

    /// Fetches what is newer.
    public func fetch(at now: UnixTime = .now) async -> Outcome {
        do {
            return try await FileLock.holding(folder.path) {
                reloadTrust(at: now)
                return await round(at: now)
            }
        } catch {
            let error = error as? any CodedError ?? FileError(.failed, folder.path, detail: "\(error)")
            complain(folder.path, error)
            failures += 1
            return .failed(error)
        }
    }

    /// How long to wait before the next ``fetch(at:)``: until the next state is due, and up to a quarter of the interval
    /// longer, so that not all scanners ask at once. After a fault it is longer each time.
    public func pause(at now: UnixTime = .now) -> Duration {
        guard failures == 0, let newest else {
            let times = min(Self.longestPause, 1 << min(failures - 1, 8))
            return interval * max(1, times) * Double.random(in: 0.75...1.25)
        }
        let seconds = interval / .seconds(1)
        let age = Double(max(0, now - newest.issuedAt))
        return .seconds(seconds - age.truncatingRemainder(dividingBy: seconds) + Double.random(in: 0...seconds / 4))
    }

    private func round(at now: UnixTime) async -> Outcome {
        var (outcome, fault) = (Outcome.unchanged, (any CodedError)?.none)
        for turn in sources.indices {
            let place = (first + turn) % sources.count
            var visit = Visit(source: sources[place], deadline: .now + Self.patience)
            do {
                let isNewer = try await take(&visit, at: now)
                known.merge(visit.received) { $1 }
                complaints[visit.source] = nil
                (first, fault) = (place, nil)
                if isNewer, let newest {
                    outcome = .newer(
                        Summary(
                            issuer: newest.issuer, name: newest.name, issuedAt: newest.issuedAt, bytes: visit.bytes,
                            source: visit.source))
                    await shorten(&visit, at: now)
                    break
                }
                // One that is behind by more than an interval may have been left by its publisher.
                if let newest, Double(now - newest.issuedAt) < 2 * (interval / .seconds(1)) { break }
            } catch {
                let error = error as? any CodedError ?? FileError(.failed, folder.path, detail: "\(error)")
                complain(visit.source, error)
                known = known.filter { !$0.key.hasPrefix(visit.source) }
                if turn == 0 || fault != nil { fault = error }
            }
        }
        guard let fault else {
            failures = 0
            return outcome
        }
        failures += 1
        return .failed(fault)
    }

    private func complain(_ place: String, _ error: any CodedError) {
        guard complaints[place] != error.description else { return }
        complaints[place] = error.description
        report(place, error)
    }

    /// A publication whose key the trust list no longer has is dropped; older states stay refused.
    private func reloadTrust(at now: UnixTime) {
        let (path, stamp) = (loader.sources.trust.path, FileStamp(of: loader.sources.trust.path))
        guard stamp != trustStamp else { return }
        let changed = loader.read([path]) { self.complain($0, path) }
        // A list that could not be read is read at the next visit.
        guard !changed.isEmpty else { return }
        trustStamp = stamp
        loader.load(changed, into: &trust, at: now) { self.complain($0, path) }
        var next = VerifierLists(trust: trust.trust)
        next.keepPublications(of: lists, at: now)
        lists = next
    }

    private func complain(_ diagnostic: ScannerDiagnostic, _ path: String) {
        if case .listRefused(let error as any CodedError) = diagnostic { complain(path, error) }
    }

    // MARK: One source

    /// The requests to one source in one round.
    private struct Visit {
        let source: String
        let deadline: ContinuousClock.Instant
        var received: [String: HTTPVersionTag] = [:]
        var bytes = 0
    }

    /// How an update leads on.
    private enum Step {
        case newer([UInt8])
        /// The source has no newer state.
        case current
        /// No update reaches back far enough.
        case missing
    }

    /// - Returns: whether there is a newer state in the folder.
    private func take(_ visit: inout Visit, at now: UnixTime) async throws -> Bool {
        guard !lists.publicationStates.isEmpty else { return try await takeWhole(&visit, at: now) }
        var next = lists
        switch try await advance(&next, &visit, isConditional: true, at: now) {
        case .newer(let bytes):
            try stored.add(update: bytes)
            reach(next)
            return true
        case .current: return false
        case .missing: return try await takeWhole(&visit, at: now)
        }
    }

    /// Asks for the updates in turn until one leads on.
    private func advance(
        _ lists: inout VerifierLists, _ visit: inout Visit, isConditional: Bool, at now: UnixTime
    ) async throws -> Step {
        let goesOn: Set<ListError.Reason> = [.baseMissing, .stateMismatch, .incomplete, .contentMismatch]
        for name in Self.updates {
            let bytes: [UInt8]
            switch try await get(name, limit: PublicationIndex.maximumSize, &visit, isConditional: isConditional) {
            case .notModified: return .current
            case .missing: continue
            case .file(let body, _): bytes = body
            }
            let update = try ListSummary(bytes, expecting: .update)
            try check(update.kind == .update, update.issuer, update.name, visit.source + name)
            let time = lists.publicationStates.first?.issuedAt
            switch lists.load(package: [bytes[...]], skew: loader.skew, at: now)[0] {
            case nil: return lists.publicationStates.first?.issuedAt == time ? .current : .newer(bytes)
            case let error? where error.reason == .rolledBack:
                olderAnswers += 1
                return .current
            case let error? where goesOn.contains(error.reason):
                if error.reason != .baseMissing { complain(visit.source, error) }
            case let error?: throw error
            }
        }
        return .missing
    }

    /// Takes the index, the lists that the folder has not got, and an update.
    private func takeWhole(_ visit: inout Visit, at now: UnixTime) async throws -> Bool {
        let url = visit.source + "index.cwt"
        let bytes: [UInt8]
        switch try await get(
            "index.cwt", limit: PublicationIndex.maximumSize, &visit, isConditional: !lists.publicationStates.isEmpty)
        {
        case .notModified: return false
        case .missing: throw FetchError(.missing, at: url)
        case .file(let body, _): bytes = body
        }
        let index = try PublicationIndex(unverified: bytes)
        try check(true, index.issuer, index.name, url)
        // The signature comes first: only its issuer can make this scanner fetch lists.
        var next = VerifierLists(trust: trust.trust)
        if let error = next.load(package: [bytes[...]], skew: loader.skew, at: now)[0], error.reason != .incomplete {
            throw error
        }
        var package = [bytes[...]]
        for entry in index.lists { package.append(try await list(entry, of: index, &visit)[...]) }
        if let error = next.load(package: package, skew: loader.skew, at: now)[0] { throw error }
        var update: [UInt8]?
        if case .newer(let bytes) = try await advance(&next, &visit, isConditional: false, at: now) { update = bytes }
        guard let state = next.publicationStates.first else { throw FetchError(.missing, at: url) }
        if let newest {
            guard newest.issuedAt <= state.issuedAt else {
                olderAnswers += 1
                return false
            }
            guard newest.issuedAt < state.issuedAt || newest.hash == state.hash else {
                throw ListError(.conflicting, at: state.name)
            }
        }
        let isNewer = newest.map { $0.issuedAt < state.issuedAt } ?? true
        try stored.replace(index: bytes, index, update: update)
        reach(next)
        return isNewer
    }

    /// A list that an index names, from the folder or from the source. It is stored at once: its name is that of its
    /// contents, and a fetch that is interrupted goes on from there.
    private func list(
        _ entry: PublicationIndex.Entry, of index: PublicationIndex, _ visit: inout Visit
    ) async throws -> [UInt8] {
        let path = folder.listPath(entry.hash)
        let length = entry.size * index.bits / 8
        let limit = length + length / 1_000 + 4_096
        if FileStamp(of: path) != nil, let bytes = try? FileInput(path, regularOnly: true).readAll(limit: limit),
            (try? index.check(bytes, of: entry)) != nil
        {
            return bytes
        }
        let name = "lists/\(Hex.encode(entry.hash)).cwt"
        guard case .file(let bytes, _) = try await get(name, limit: limit, &visit, isConditional: false) else {
            throw FetchError(.missing, at: visit.source + name)
        }
        try index.check(bytes, of: entry)
        try AtomicFile.write(bytes, to: path)
        return bytes
    }

    private func get(_ name: String, limit: Int, _ visit: inout Visit, isConditional: Bool) async throws -> HTTPAnswer {
        let url = visit.source + name
        guard ContinuousClock.now < visit.deadline else { throw FetchError(.timedOut, at: url) }
        let answer = try await transfer.get(
            HTTPRequest(url: url, limit: limit, known: isConditional ? known[url] : nil))
        if case .file(let bytes, let version) = answer {
            visit.bytes += bytes.count
            visit.received[url] = version
        }
        return answer
    }

    /// Refuses the files of another publication than the one in the folder.
    private func check(_ isRightKind: Bool, _ issuer: String?, _ name: String, _ url: String) throws(FetchError) {
        guard let newest else { return }
        guard isRightKind, newest.issuer == issuer, newest.name == name else {
            throw FetchError(.otherPublication, at: url, detail: "\(newest.name) of \(newest.issuer)")
        }
    }

    // MARK: The state

    private func reach(_ lists: VerifierLists) {
        self.lists = lists
        if let state = lists.publicationStates.first { newest = Mark(state) }
    }

    /// Lets one update take the place of many, or an index that of all. A fault is reported and has no other effect.
    private func shorten(_ visit: inout Visit, at now: UnixTime) async {
        let isLarge = stored.areUpdatesLarge
        guard isLarge || stored.areUpdatesMany, ContinuousClock.now >= nextShortening else { return }
        nextShortening = .now + .seconds(3_600)
        do {
            if isLarge {
                _ = try await takeWhole(&visit, at: now)
                return
            }
            let found = try await get(
                "update-1d.cwt", limit: PublicationIndex.maximumSize, &visit, isConditional: false)
            guard case .file(let bytes, _) = found else { return }
            var next = lists
            if let error = next.load(package: [bytes[...]], skew: loader.skew, at: now)[0] { throw error }
            try stored.add(update: bytes)
            reach(next)
        } catch let error as any CodedError { complain(visit.source, error) } catch {}
    }
}

extension PublicationFetcher.Mark {
    fileprivate init(_ state: PublicationState) {
        self.init(issuer: state.issuer, name: state.name, issuedAt: state.issuedAt, hash: state.hash)
    }
}
