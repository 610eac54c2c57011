internal import ArgumentParser
internal import Hufu
internal import HufuFiles
internal import HufuScanner

#if PostgreSQL
    internal import HufuPostgreSQL
#endif

/// A trust list, in either form.
struct TrustOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The trust list: JSON, or signed if --anchor is given.", valueName: "file"))
    var trust: String?
    @Option(help: ArgumentHelp("A pinned public key for signed trust lists; may be repeated.", valueName: "file"))
    var anchor: [String] = []
    @Option(help: "The pinned name of the signed trust list.") var trustName = Trust.name

    func pin() throws(Failure) -> ListSources.Pin {
        ListSources.Pin(name: trustName, anchors: try anchor.map(Keys.verifier))
    }

    func source() throws(Failure) -> ListSources.Trust {
        anchor.isEmpty ? .json(path: trust ?? "-") : .signed(path: trust ?? "-", pin: try pin())
    }
}

/// The trust list of a scanner, which may come with other lists in a bundle.
struct BundleOptions: ParsableArguments {
    @OptionGroup var list: TrustOptions
    @Option(help: ArgumentHelp("A trust list and status lists in one file, instead of --trust.", valueName: "file"))
    var bundle: String?

    private static let oneOfTwo = "Give --trust or --bundle, and not both"

    func validate() throws {
        if list.trust != nil, bundle != nil { throw ValidationError(Self.oneOfTwo + ".") }
        if bundle != nil, list.anchor.isEmpty {
            throw ValidationError("--bundle needs --anchor, the public key of its publisher.")
        }
    }

    /// The file that the options name. The anchors are pinned: a running scanner does not read them again.
    func source() throws(Failure) -> ListSources.Trust {
        guard let bundle else {
            guard list.trust != nil else {
                throw .usage(Self.oneOfTwo, advice: "`hufu help SUBCOMMAND` names the options.")
            }
            return try list.source()
        }
        return .bundle(path: bundle, pin: try list.pin())
    }
}

/// The lists of a scanner.
struct ScannerOptions: ParsableArguments {
    @OptionGroup var trust: BundleOptions
    @Option(
        help: ArgumentHelp(
            "A signed status list, or the folder of a publication; may be repeated.", valueName: "file|folder"))
    var status: [String] = []
    @OptionGroup var certificates: StatusCertificateOptions
    @Option(
        help: ArgumentHelp(
            """
            The file, or PostgreSQL database, that stores the issue times of the newest lists, so that older ones are \
            refused.
            """, valueName: "file|postgresql://..."))
    var state: String?

    /// Whether the options name a list.
    var namesLists: Bool { trust.list.trust != nil || trust.bundle != nil || !status.isEmpty }

    /// The sources that the options name.
    func sources(at now: UnixTime) throws -> ListSources {
        let folders = try status.filter { try FileKind.of($0) == .folder }
        return ListSources(
            trust: try trust.source(), statusLists: status.filter { !folders.contains($0) }, publications: folders,
            statusCertificates: try certificates.signers(at: now))
    }

    /// The store that --state names; `nil` if it is not given.
    func store() async throws(Failure) -> (any AsyncRollbackStateStore)? {
        guard let state else { return nil }
        // A short patience: another process that hangs while it holds the lock must not stop a running scanner for long.
        guard try Place.checkedIsDatabase(state, of: "--state") else {
            return FileRollbackStore(state, patience: .seconds(3))
        }
        #if PostgreSQL
            return try await Failure.naming(nil, status: .inputOutput) { try await PostgreSQLRollbackStore(state) }
        #else
            throw Failure.builtWithout("PostgreSQL", trait: "PostgreSQL", option: "--state")
        #endif
    }
}
