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

    /// The files of the lists. Anchors are pinned: whoever changes them starts the scanner again.
    var files: [String] { [trust, bundle].compactMap(\.self) + status }

    /// Loads them all; a list that is refused is an error, but for the status lists of a bundle, which are only reported.
    ///
    /// - Parameter marks: where there is no file for them, how new the newest lists were until now.
    func load(skew: Int, at now: Date, after marks: Marks = Marks()) throws(Failure) -> ScannerLists {
        // All files are read before the state is locked: one of them may be a pipe.
        let files = try Files(self)
        guard let state else { return try files.load(trustName, skew, now, after: marks) }
        return try StateFile.loading(state) { marks throws(Failure) in
            try files.load(trustName, skew, now, after: marks)
        }
    }

    private struct Files {
        let trust: File
        let isBundle: Bool
        let anchors: [PublicKey]
        let status: [File]

        struct File {
            let path: String
            let bytes: [UInt8]

            init(_ path: String) throws(Failure) {
                self.path = path
                bytes = try Input.bytes(path)
            }

            var name: String { Input.name(path) }
        }

        init(_ options: ScannerOptions) throws(Failure) {
            trust = try File(options.bundle ?? options.trust ?? "-")
            isBundle = options.bundle != nil
            anchors = try options.anchor.map { path throws(Failure) in try Keys.verifier(path) }
            status = try options.status.map { path throws(Failure) in try File(path) }
        }

        func load(_ name: String, _ skew: Int, _ now: Date, after marks: Marks) throws(Failure) -> ScannerLists {
            let bundle = isBundle ? try Failure.naming(trust.name) { try Bundle(trust.bytes) } : nil
            var lists = try Failure.naming(trust.name) {
                guard !anchors.isEmpty else {
                    return ScannerLists(trust: try TrustList(json: trust.bytes), marks: marks)
                }
                return try ScannerLists(
                    signedTrust: bundle?.trust ?? trust.bytes, name: name, anchors: anchors, marks: marks, skew: skew,
                    at: now)
            }
            for list in bundle?.statusLists ?? [] {
                do throws(ListError) { try lists.load(statusList: list, skew: skew, at: now) } catch {
                    Output.report(Failure(error, file: trust.name).line)
                }
            }
            for file in status {
                try Failure.naming(file.name) { try lists.load(statusList: file.bytes, skew: skew, at: now) }
            }
            return lists
        }
    }
}
