public import Hufu
internal import HufuFiles

/// Loads the lists of a scanner from their files.
public struct ListLoader: Sendable {
    /// The files.
    public let sources: ListSources
    /// The tolerance for issue times of lists in the future.
    public let skew: Duration

    /// A loader of these files.
    public init(_ sources: ListSources, skew: Duration = VerifierLists.defaultSkew) {
        self.sources = sources
        self.skew = skew
    }

    /// Loads all lists.
    ///
    /// - Parameters:
    ///   - now: the time of loading.
    ///   - report: called for the status lists of a bundle that are refused, which are no error.
    /// - Throws: `FileError`, or `FileContentError` with the error of a list.
    public func load(
        at now: UnixTime = .now, report: (ScannerDiagnostic) -> Void
    ) throws -> VerifierLists {
        let (trust, status) = try read()
        return try load(trust, status, after: RollbackState(), at: now, report: report)
    }

    /// Loads all lists, none of which may be older than the rollback state has it.
    ///
    /// - Parameters:
    ///   - store: the rollback state of earlier runs and of other scanners; it has that of the lists before they are
    ///     returned.
    ///   - now: the time of loading.
    ///   - report: called for the status lists of a bundle that are refused, which are no error.
    /// - Throws: as ``load(at:report:)``, or an error of the store.
    public func load(
        storingIn store: some AsyncRollbackStateStore, at now: UnixTime = .now,
        report: (ScannerDiagnostic) -> Void
    ) async throws -> VerifierLists {
        // Before the store is locked: one of the files may be a pipe.
        let (trust, status) = try read()
        let (lists, reports) = try await store.update { state in
            var reports: [ScannerDiagnostic] = []
            let lists = try load(trust, status, after: state, at: now) { reports.append($0) }
            state = lists.rollbackState
            return (lists, reports)
        }
        for diagnostic in reports { report(diagnostic) }
        return lists
    }

    private func read() throws -> (trust: ListFile, status: [ListFile]) {
        (
            try ListFile(sources.trust.path, limit: trustLimit, regularOnly: false),
            try sources.statusLists.map { try ListFile($0, limit: SignedList.maximumSize, regularOnly: false) }
        )
    }

    private func load(
        _ trust: ListFile, _ status: [ListFile], after state: RollbackState, at now: UnixTime,
        report: (ScannerDiagnostic) -> Void
    ) throws -> VerifierLists {
        var (lists, bundled) = try self.trust(trust, after: state, at: now)
        load(bundled, of: trust, into: &lists, at: now, report: report)
        for file in status { try load(file, into: &lists, at: now) }
        for path in sources.publications {
            let (inForce, refused) = try load(whole: PublicationFolder(path), into: &lists, at: now)
            for (path, error) in refused {
                let error = FileContentError(path, error)
                guard inForce else { throw error }
                report(.listRefused(error))
            }
        }
        return lists
    }

    /// Reads files that have changed. A pipe in place of a file is refused, because reading it could block the scanner.
    func read(_ changed: [String], report: (ScannerDiagnostic) -> Void) -> ChangedLists {
        func file(_ path: String, _ limit: Int) -> ListFile? {
            reporting(report) {
                try changed.contains(path) ? ListFile(path, limit: limit, regularOnly: true) : nil
            } ?? nil
        }
        return ChangedLists(
            trust: file(sources.trust.path, trustLimit),
            status: sources.statusLists.compactMap { file($0, SignedList.maximumSize) },
            publications: sources.publications.map(PublicationFolder.init(_:)).compactMap { folder in
                let files = folder.signedPaths.compactMap { file($0, PublicationIndex.maximumSize) }
                return files.isEmpty ? nil : (folder, files)
            })
    }

    private var trustLimit: Int {
        switch sources.trust {
        case .json, .signed: SignedList.maximumSize
        case .bundle: ListBundle.maximumSize
        }
    }

    /// Loads files that have changed. If one of them is refused, its old lists stay, and the others are loaded.
    func load(
        _ changed: ChangedLists, into lists: inout VerifierLists, at now: UnixTime, report: (ScannerDiagnostic) -> Void
    ) {
        if let file = changed.trust,
            let (new, bundled) = reporting(report, { try trust(file, after: lists.rollbackState, at: now) })
        {
            // Status lists whose keys the new trust list does not accept are dropped.
            let old = lists
            lists = new
            for list in old.statusLists { try? lists.load(statusList: list.bytes, skew: skew, at: now) }
            lists.keepPublications(of: old, at: now)
            load(bundled, of: file, into: &lists, at: now, report: report)
            // A publication may be that of an issuer whom the old trust list did not have.
            for path in sources.publications where lists.publicationStates.count < sources.publications.count {
                reporting(report) {
                    for (path, error) in try load(whole: PublicationFolder(path), into: &lists, at: now).refused {
                        report(.listRefused(FileContentError(path, error)))
                    }
                }
            }
        }
        for file in changed.status { reporting(report) { try load(file, into: &lists, at: now) } }
        for (folder, files) in changed.publications {
            reporting(report) {
                for (path, error) in try load(files, of: folder, into: &lists, at: now) {
                    report(.listRefused(FileContentError(path, error)))
                }
            }
        }
    }

    @discardableResult
    private func reporting<Value>(_ report: (ScannerDiagnostic) -> Void, _ body: () throws -> Value) -> Value? {
        do { return try body() } catch {
            report(.listRefused(error))
            return nil
        }
    }

    /// Lists with a trust list and no status list yet, and the status lists that came with it.
    private func trust(
        _ file: ListFile, after state: RollbackState, at now: UnixTime
    ) throws -> (VerifierLists, bundled: [ArraySlice<UInt8>]) {
        func signed(_ bytes: [UInt8], _ pin: ListSources.Pin) throws -> VerifierLists {
            try VerifierLists(
                signedTrust: bytes, name: pin.name, anchors: pin.anchors, rollbackState: state,
                statusCertificates: sources.statusCertificates, skew: skew, at: now)
        }
        return try FileContentError.naming(file.name) {
            switch sources.trust {
            case .json:
                return try TrustFileError.explaining(file.bytes, isSigned: false) {
                    let trust = try TrustList(json: file.bytes)
                    let certificates = sources.statusCertificates
                    return (VerifierLists(trust: trust, rollbackState: state, statusCertificates: certificates), [])
                }
            case .signed(_, let pin):
                return try TrustFileError.explaining(file.bytes, isSigned: true) { (try signed(file.bytes, pin), []) }
            case .bundle(_, let pin):
                let bundle = try TrustFileError.explaining(file.bytes, isSigned: true) { try ListBundle(file.bytes) }
                let trust = Array(bundle.trust)
                let lists = try TrustFileError.explaining(trust, isSigned: true) { try signed(trust, pin) }
                return (lists, bundle.package)
            }
        }
    }

    /// Loads the files of a publication that have changed; the whole folder if they do not lead on from the state in
    /// force.
    ///
    /// - Returns: the files that were refused, but for those that are merely behind.
    private func load(
        _ files: [ListFile], of folder: PublicationFolder, into lists: inout VerifierLists, at now: UnixTime
    ) throws -> [(path: String, error: ListError)] {
        let refused = lists.load(package: files.map { $0.bytes[...] }, skew: skew, at: now)
        let reasons: Set<ListError.Reason> = [.baseMissing, .incomplete, .stateMismatch]
        guard refused.values.contains(where: { reasons.contains($0.reason) }) else {
            return Self.faults(refused, files.map(\.name), isInForce: true)
        }
        return try load(whole: folder, into: &lists, at: now).refused
    }

    /// Loads all of a publication.
    ///
    /// - Returns: whether a state is in force, and the files that were refused.
    func load(
        whole folder: PublicationFolder, into lists: inout VerifierLists, at now: UnixTime
    ) throws -> (isInForce: Bool, refused: [(path: String, error: ListError)]) {
        let files = try folder.wholePaths().map { path in
            try ListFile(path, limit: SignedList.maximumSize, regularOnly: true)
        }
        let refused = lists.load(package: files.map { $0.bytes[...] }, skew: skew, at: now)
        let index = (try? folder.indexSummary()).flatMap(\.self)
        let isInForce = lists.publicationStates.contains { state in
            state.issuer == index?.issuer && state.name == index?.name
        }
        return (isInForce, Self.faults(refused, files.map(\.name), isInForce: isInForce))
    }

    /// A file that is behind the state in force, or ahead of what the others lead to, is no fault: its publisher writes
    /// one after the other.
    private static func faults(
        _ refused: [Int: ListError], _ names: [String], isInForce: Bool
    ) -> [(path: String, error: ListError)] {
        let behind: Set<ListError.Reason> = isInForce ? [.rolledBack, .baseMissing] : []
        return refused.sorted { $0.key < $1.key }.filter { !behind.contains($0.value.reason) }.map {
            (names[$0.key], $0.value)
        }
    }

    private func load(_ file: ListFile, into lists: inout VerifierLists, at now: UnixTime) throws {
        try FileContentError.naming(file.name) { try lists.load(statusList: file.bytes, skew: skew, at: now) }
    }

    private func load(
        _ bundled: [ArraySlice<UInt8>], of file: ListFile, into lists: inout VerifierLists, at now: UnixTime,
        report: (ScannerDiagnostic) -> Void
    ) {
        let refused = lists.load(package: bundled, skew: skew, at: now).sorted { $0.key < $1.key }.map(\.value)
        // One report for all: a bundle may have thousands of such lists.
        guard let first = refused.first else { return }
        report(.bundledListsRefused(path: file.name, count: refused.count, total: bundled.count, first: first))
    }
}

/// Files that have changed and could be read.
struct ChangedLists: Sendable {
    fileprivate let trust: ListFile?
    fileprivate let status: [ListFile]
    fileprivate let publications: [(folder: PublicationFolder, files: [ListFile])]

    /// Whether no file could be read.
    var isEmpty: Bool { trust == nil && status.isEmpty && publications.isEmpty }
}

private struct ListFile: Sendable {
    let name: String
    let bytes: [UInt8]

    init(_ path: String, limit: Int, regularOnly: Bool) throws(FileError) {
        let input = path == "-" ? .standardInput : try FileInput(path, regularOnly: regularOnly)
        name = input.name
        bytes = try input.readAll(limit: limit)
    }
}
