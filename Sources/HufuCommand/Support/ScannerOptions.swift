internal import ArgumentParser
internal import Hufu

/// What a scanner knows: the lists that it has loaded.
struct ScannerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The issuers that are accepted: JSON, or a signed list if --anchor is given.", valueName: "file"))
    var trust: String?
    @Option(help: ArgumentHelp("A pinned public key for signed trust lists; may be repeated.", valueName: "file"))
    var anchor: [String] = []
    @Option(help: "The pinned name of the signed trust list.") var trustName = Trust.name
    @Option(help: ArgumentHelp("A signed status list; may be repeated.", valueName: "file")) var status: [String] = []
    @Option(help: ArgumentHelp("A trust list and status lists in one file, instead of --trust.", valueName: "file"))
    var bundle: String?
    @Option(
        help: ArgumentHelp(
            "Where to keep how new the newest lists were, so that no older one comes back.", valueName: "file"))
    var state: String?

    func validate() throws {
        if (trust == nil) == (bundle == nil) { throw ValidationError("Give --trust or --bundle, and not both.") }
        if bundle != nil, anchor.isEmpty { throw ValidationError("A bundle is signed: --anchor says by whom.") }
    }

    /// The files of the lists. Anchors are pinned: whoever changes them starts the scanner again.
    var files: [String] { [trust, bundle].compactMap(\.self) + status }

    /// Loads them all; a list that is refused is an error, but for the status lists of a bundle, which are only reported.
    func load(skew: Int, at now: UnixTime) throws(Failure) -> VerifierLists {
        // All files are read before the state is locked: one of them may be a pipe.
        let source = try File(bundle ?? trust ?? "-")
        let status = try status.map { path throws(Failure) in try File(path) }
        let loader = try Loader(self, skew: skew, at: now)
        return try storing(RollbackState()) { rollbackState throws(Failure) in
            var (lists, bundled) = try loader.trust(source, after: rollbackState)
            loader.status(bundled, of: source, into: &lists)
            for file in status { try loader.status(file, into: &lists) }
            return lists
        }
    }

    /// Loads again what stands in files that have changed. What is wrong with one of them is reported, and hinders no other: what
    /// was loaded before stays.
    func reload(_ changed: [String], after old: VerifierLists, skew: Int, at now: UnixTime) throws(Failure) -> VerifierLists {
        let source = changed.contains(bundle ?? trust ?? "-") ? reporting { try File(bundle ?? trust ?? "-") } : nil
        let status = status.filter(changed.contains).compactMap { path in reporting { try File(path) } }
        let loader = try Loader(self, skew: skew, at: now)
        return try storing(old.rollbackState) { rollbackState throws(Failure) in
            var lists = VerifierLists(trust: old.trust, rollbackState: rollbackState)
            var bundled: [[UInt8]] = []
            if let source, let new = reporting({ try loader.trust(source, after: rollbackState) }) { (lists, bundled) = new }
            // Those whose keys the new trust list does not vouch for are left behind.
            for list in old.statusLists { try? lists.load(statusList: list.bytes, skew: skew, at: now) }
            if let source { loader.status(bundled, of: source, into: &lists) }
            for file in status { reporting { try loader.status(file, into: &lists) } }
            return lists
        }
    }

    /// Hands the marks of the state to `load`, if there is a state, and stores those of the lists.
    private func storing(
        _ rollbackState: RollbackState, _ load: (RollbackState) throws(Failure) -> VerifierLists
    ) throws(Failure) -> VerifierLists {
        guard let state else { return try load(rollbackState) }
        return try StateFile.loading(state, load)
    }

    @discardableResult
    private func reporting<Value>(_ body: () throws -> Value) -> Value? {
        do { return try body() } catch {
            Output.report(Failure(error).line + " Until then the list loaded before is used.")
            return nil
        }
    }

    private struct File {
        let name: String
        let bytes: [UInt8]

        init(_ path: String) throws(Failure) {
            name = Input.name(path)
            bytes = try Input.bytes(path)
        }
    }

    private struct Loader {
        let isBundle: Bool
        let trustName: String
        let anchors: [PublicKey]
        let skew: Int
        let now: UnixTime

        init(_ options: ScannerOptions, skew: Int, at now: UnixTime) throws(Failure) {
            isBundle = options.bundle != nil
            trustName = options.trustName
            anchors = try options.anchor.map { path throws(Failure) in try Keys.verifier(path) }
            (self.skew, self.now) = (skew, now)
        }

        /// Lists with a trust list and no status list yet, and the status lists that came with it.
        func trust(_ file: File, after rollbackState: RollbackState) throws(Failure) -> (VerifierLists, [[UInt8]]) {
            try Failure.naming(file.name) {
                guard !anchors.isEmpty else {
                    return (VerifierLists(trust: try TrustList(json: file.bytes), rollbackState: rollbackState), [])
                }
                let bundle = isBundle ? try ListBundle(file.bytes) : ListBundle(trust: file.bytes, statusLists: [])
                let lists = try VerifierLists(
                    signedTrust: bundle.trust, name: trustName, anchors: anchors, rollbackState: rollbackState, skew: skew, at: now)
                return (lists, bundle.statusLists)
            }
        }

        func status(_ file: File, into lists: inout VerifierLists) throws(Failure) {
            try Failure.naming(file.name) { try lists.load(statusList: file.bytes, skew: skew, at: now) }
        }

        func status(_ bundled: [[UInt8]], of file: File, into lists: inout VerifierLists) {
            for list in bundled {
                do throws(ListError) { try lists.load(statusList: list, skew: skew, at: now) } catch {
                    Output.report(Failure(error, file: file.name).line)
                }
            }
        }
    }
}
