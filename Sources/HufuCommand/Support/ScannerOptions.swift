internal import ArgumentParser
internal import Hufu

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

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

    /// Loads them all; a list that is refused is an error, but for the status lists of a bundle, which are only reported.
    func load(skew: Int, at now: Date) throws(Failure) -> ScannerLists {
        var lists = try loadTrust(skew: skew, at: now)
        for path in status {
            let bytes = try Input.bytes(path)
            try Failure.naming(Input.name(path)) { try lists.load(statusList: bytes, skew: skew, at: now) }
        }
        if let state { try AtomicFile.write(Array((lists.marks.json + "\n").utf8), to: state) }
        return lists
    }

    private func loadTrust(skew: Int, at now: Date) throws(Failure) -> ScannerLists {
        var marks = Marks()
        if let state, System.kind(of: state) != nil {
            let bytes = try Input.bytes(state)
            marks = try Failure.naming(state) { try Marks(json: bytes) }
        }
        guard let path = bundle ?? trust, !anchor.isEmpty else {
            return ScannerLists(trust: try Trust.list(trust ?? "-"), marks: marks)
        }
        let anchors = try anchor.map { path throws(Failure) in try Keys.verifier(path) }
        let bytes = try Input.bytes(path)
        let bundle = try bundle.map { path throws(Failure) in try Failure.naming(path) { try Bundle(bytes) } }
        var lists = try Failure.naming(Input.name(path)) {
            try ScannerLists(
                signedTrust: bundle?.trust ?? bytes, name: trustName, anchors: anchors, marks: marks, skew: skew,
                at: now)
        }
        for list in bundle?.statusLists ?? [] {
            do throws(ListError) { try lists.load(statusList: list, skew: skew, at: now) } catch {
                Output.report(Failure(error, file: path).line)
            }
        }
        return lists
    }
}
