public import Hufu
internal import HufuFiles

/// Loads the lists of a scanner from its files.
public struct ListLoader: Sendable {
    /// The largest list file that is read, in bytes.
    private static let largestFile = 64 << 20

    /// The files.
    public let sources: ListSources
    /// Seconds by which a list may be from the future.
    public let skew: Int

    /// A loader of these files.
    public init(_ sources: ListSources, skew: Int) {
        self.sources = sources
        self.skew = skew
    }

    /// Loads all lists.
    ///
    /// - Parameter report: called for status lists of a bundle that are refused, which alone is no error.
    /// - Throws: `FileError`, or `FileContentError` with the error of a list or of the rollback state.
    public func load(
        at now: UnixTime = .now, report: (ScannerDiagnostic) -> Void
    ) throws -> VerifierLists {
        // All files are read before the state is locked: one of them may be a pipe.
        let trust = try File(sources.trust.path, regularOnly: false)
        let status = try sources.statusLists.map { try File($0, regularOnly: false) }
        return try storing(after: RollbackState(), patience: FileLock.patience) { state in
            var (lists, bundled) = try self.trust(trust, after: state, at: now)
            load(bundled, of: trust, into: &lists, at: now, report: report)
            for file in status { try load(file, into: &lists, at: now) }
            return lists
        }
    }

    /// Loads again the files that have changed. A fault in one of them hinders no other: the lists that were loaded from it
    /// before stay.
    ///
    /// - Parameters:
    ///   - changed: the files to load; others are not read.
    ///   - old: the lists that are in use.
    ///   - report: called for each fault.
    /// - Throws: `FileError` or `FileContentError` if the rollback state is not available; then the old lists have to stay.
    public func reload(
        _ changed: [String], after old: VerifierLists, at now: UnixTime = .now, report: (ScannerDiagnostic) -> Void
    ) throws -> VerifierLists {
        func reporting<Value>(_ body: () throws -> Value) -> Value? {
            do { return try body() } catch {
                if let error = error as? any CodedError { report(.listRefused(error)) }
                return nil
            }
        }
        // What has become a pipe could keep the scanner waiting.
        func file(_ path: String) -> File? {
            changed.contains(path) ? reporting { try File(path, regularOnly: true) } : nil
        }
        let trust = file(sources.trust.path)
        let status = sources.statusLists.compactMap(file)
        return try storing(after: old.rollbackState, patience: .seconds(1)) { state in
            var lists = VerifierLists(trust: old.trust, rollbackState: state)
            var bundled: [[UInt8]] = []
            if let trust, let new = reporting({ try self.trust(trust, after: state, at: now) }) {
                (lists, bundled) = new
            }
            // Those that the keys of the new trust list do not vouch for are dropped.
            for list in old.statusLists { try? lists.load(statusList: list.bytes, skew: skew, at: now) }
            if let trust { load(bundled, of: trust, into: &lists, at: now, report: report) }
            for file in status { reporting { try load(file, into: &lists, at: now) } }
            return lists
        }
    }

    /// Loads lists after the newer of the known and the stored rollback state, and stores theirs.
    private func storing(
        after known: RollbackState, patience: Duration, _ load: (RollbackState) throws -> VerifierLists
    ) throws -> VerifierLists {
        guard let path = sources.rollbackState else { return try load(known) }
        return try FileRollbackStore(path).update(patience: patience) { stored in
            try load(stored.map(known.merging) ?? known)
        }
    }

    private struct File {
        let name: String
        let bytes: [UInt8]

        init(_ path: String, regularOnly: Bool) throws(FileError) {
            let input = path == "-" ? .standardInput : try FileInput(path, regularOnly: regularOnly)
            name = input.name
            bytes = try input.readAll(limit: ListLoader.largestFile)
        }
    }

    /// Lists with a trust list and no status list yet, and the status lists that came with it.
    private func trust(
        _ file: File, after state: RollbackState, at now: UnixTime
    ) throws -> (VerifierLists, bundled: [[UInt8]]) {
        func signed(_ bytes: [UInt8], _ pin: ListSources.Pin) throws -> VerifierLists {
            try VerifierLists(
                signedTrust: bytes, name: pin.name, anchors: pin.anchors, rollbackState: state, skew: skew, at: now)
        }
        return try FileContentError.naming(file.name) {
            switch sources.trust {
            case .json: return (VerifierLists(trust: try TrustList(json: file.bytes), rollbackState: state), [])
            case .signed(_, let pin): return (try signed(file.bytes, pin), [])
            case .bundle(_, let pin):
                let bundle = try ListBundle(file.bytes)
                return (try signed(bundle.trust, pin), bundle.statusLists)
            }
        }
    }

    private func load(_ file: File, into lists: inout VerifierLists, at now: UnixTime) throws {
        try FileContentError.naming(file.name) { try lists.load(statusList: file.bytes, skew: skew, at: now) }
    }

    private func load(
        _ bundled: [[UInt8]], of file: File, into lists: inout VerifierLists, at now: UnixTime,
        report: (ScannerDiagnostic) -> Void
    ) {
        var refused: [ListError] = []
        for list in bundled {
            do throws(ListError) { try lists.load(statusList: list, skew: skew, at: now) } catch { refused.append(error) }
        }
        // Once for all: anybody can put a million of them into a file.
        guard let first = refused.first else { return }
        report(.bundledListsRefused(path: file.name, count: refused.count, total: bundled.count, first: first))
    }
}
