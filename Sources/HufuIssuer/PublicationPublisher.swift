public import Hufu
internal import HufuFiles

/// Publishes the states of a publication into a folder (profile section 17, *Publishing*). Its journal stands beside the
/// folder and must be kept with the signing key's care: without it a second state of one time could be signed.
public struct PublicationPublisher: Sendable {
    /// The largest journal that is read, in bytes.
    private static let largestJournal = 512 << 20
    /// An index is published when the last one is this old, in seconds: before a day has passed.
    private static let indexInterval = 86_400 - 1_800
    /// The updates besides `update.cwt`, and how far they reach back at least, in seconds. The longest is written first.
    private static let updates = [("-7d", 7 * 86_400), ("-1d", 86_400), ("-1h", 3_600), ("-10m", 600)]

    /// The folder of the publication.
    public let folder: PublicationFiles
    /// The identifier of the issuer.
    public let issuer: String
    /// The name of the publication.
    public let name: String
    /// How long a state is valid: how long a scanner may go on offline.
    public var lifetime: Duration
    /// How long a scanner may use a state; `nil` for as long as it is valid.
    public var timeToLive: Duration?
    /// Whether a value may go from revoked to another.
    public var allowsReinstatement = false
    /// Whether changes between valid and attention wait for the next hour.
    public var holdsAttention = false
    /// The number of further positions, with the values that they have, in each update.
    public var decoys = 0
    /// A folder for the lists as single status lists, for readers that know no publications: each is signed anew for
    /// every state, and has host and path of its URI as its path in the folder. `nil` for none.
    public var tokens: String?

    /// A publisher into a folder, which is made if it does not exist.
    public init(
        _ folder: String, issuer: String, name: String, lifetime: Duration = .seconds(86_400),
        timeToLive: Duration? = nil
    ) {
        self.folder = PublicationFiles(folder)
        self.issuer = issuer
        self.name = name
        self.lifetime = lifetime
        self.timeToLive = timeToLive
    }

    /// What was published.
    public struct Report: Sendable, Equatable {
        /// The time of the state.
        public let issuedAt: UnixTime
        /// The number of entries that changed, decoys not among them.
        public let changes: Int
        /// Whether an index and its lists were written.
        public let hasIndex: Bool
    }

    /// Publishes the state of these tables. If a process was killed while it published, its state is published first.
    ///
    /// - Parameters:
    ///   - tables: all tables of the publication.
    ///   - signer: the issuer's private key for status lists.
    ///   - keyID: the `kid`; `nil` for the first 8 bytes of the key's thumbprint.
    ///   - now: the time of the state, later than that of the last.
    /// - Throws: ``PublisherError``, `PublicationError`, `FileError`, or the error of the signer.
    public func publish(
        _ tables: [StatusTableFile], by signer: any Signer, keyID: [UInt8]? = nil, at now: UnixTime = .now
    ) async throws -> Report {
        let keyID = keyID ?? signer.publicKey.keyID
        let paths = try tokens == nil ? [] : tables.map { (uri: $0.uri, path: try Self.path(of: $0.uri)) }
        return try await FileLock.holding(folder.journalPath) {
            var last = try journal()
            if var pending = last, !pending.isPublished {
                try await write(pending, by: signer, keyID: keyID)
                pending.isPublished = true
                try store(pending)
                last = pending
            }
            var (next, changes) = try step(from: last, to: tables, keyID: keyID, at: now)
            // Before anything is signed: a process that is killed from here on publishes the same state again.
            try store(next)
            try await write(next, by: signer, keyID: keyID)
            next.isPublished = true
            try store(next)
            if let tokens { try await write(next.lists, as: paths, in: tokens, by: signer, keyID: keyID, at: now) }
            return Report(issuedAt: now, changes: changes, hasIndex: next.indexedAt == now)
        }
    }

    private func journal() throws -> PublicationJournal? {
        guard try FileKind.of(folder.journalPath) != nil else { return nil }
        let bytes = try FileInput(folder.journalPath).readAll(limit: Self.largestJournal)
        let journal = try FileContentError.naming(folder.journalPath) { try PublicationJournal(json: bytes) }
        guard journal.issuer == issuer, journal.name == name else {
            throw PublisherError(.otherPublication, at: journal.name)
        }
        return journal
    }

    private func store(_ journal: PublicationJournal) throws {
        try AtomicFile.write(Array((journal.json + "\n").utf8), to: folder.journalPath)
    }

    // MARK: The next state

    private func step(
        from last: PublicationJournal?, to tables: [StatusTableFile], keyID: [UInt8], at now: UnixTime
    ) throws -> (PublicationJournal, changes: Int) {
        if let last, now <= last.issuedAt { throw PublisherError(.timeNotLater, at: "\(last.issuedAt)") }
        let tables = tables.sorted { $0.uri.utf8.lexicographicallyPrecedes($1.uri.utf8) }
        guard Set(tables.map(\.table.bits)).count <= 1 else { throw PublisherError(.bitsDiffer, at: name) }
        let isSameSet =
            last.map { last in
                last.lists.count == tables.count
                    && zip(last.lists, tables).allSatisfy { old, new in
                        old.file.uri == new.uri && old.file.table.size == new.table.size
                            && old.file.table.bits == new.table.bits
                    }
            } ?? false
        var lists: [PublicationJournal.List] = []
        var positions: Set<Int> = []
        var start = 0
        for table in tables {
            let old = last?.lists.first { $0.file.uri == table.uri }
            var list = PublicationJournal.List(file: table, hash: old?.hash ?? [])
            let differences = old.map { table.table.differences(from: $0.file.table) }
            if let differences {
                let held = try judged(differences, of: table, since: last?.issuedAt, at: now)
                if !held.isEmpty { list.file.table = try table.table.setting(held.map { ($0.index, $0.old) }) }
                positions.formUnion(
                    Set(differences.map { start + $0.index }).subtracting(held.map { start + $0.index }))
            }
            if differences?.isEmpty != true { list.hash = list.file.table.publicationHash(uri: table.uri) }
            lists.append(list)
            start += table.table.size
        }
        let changes = positions.count
        if isSameSet { for _ in 0..<decoys { positions.insert(Int.random(in: 0..<max(1, start))) } }

        let hasIndex = try FileKind.of(folder.indexPath) != nil
        var next = PublicationJournal(
            issuer: issuer, name: name, issuedAt: now, expiresAt: now.advanced(by: lifetime),
            timeToLive: timeToLive?.wholeSeconds, keyID: keyID, setAt: last?.setAt ?? now,
            indexedAt: last?.indexedAt ?? now,
            indexed: last?.indexed ?? [], retired: last?.retired ?? [], lists: lists,
            history: isSameSet ? last?.history ?? [] : [], isPublished: false)
        if !isSameSet { next.setAt = now }
        let isDue = last.map { now - $0.indexedAt >= Self.indexInterval } ?? true
        if !isSameSet || isDue || !hasIndex || last?.keyID != keyID {
            let hashes = lists.map(\.hash)
            next.retired += next.indexed.filter { !hashes.contains($0) }.map {
                ($0, now.advanced(by: .seconds(PublicationJournal.retention)))
            }
            next.retired.removeAll { hashes.contains($0.hash) }
            (next.indexedAt, next.indexed) = (now, hashes)
        }
        next.history.append(PublicationJournal.Step(issuedAt: now, positions: positions.sorted()))
        next.history.removeAll { now - $0.issuedAt > PublicationJournal.memory }
        return (next, changes)
    }

    /// The differences that wait for the next hour.
    ///
    /// - Throws: `publication.reinstated`: a second publisher with old tables would do that.
    private func judged(
        _ differences: [StatusTable.Difference], of table: StatusTableFile, since last: UnixTime?, at now: UnixTime
    ) throws(PublisherError) -> [StatusTable.Difference] {
        let revoked = StatusValue.revoked.number
        if !allowsReinstatement, let change = differences.first(where: { $0.old == revoked }) {
            throw PublisherError(.reinstated, at: "\(table.uri)#\(change.index)")
        }
        let isSameHour = last.map { $0.secondsSince1970 / 3_600 == now.secondsSince1970 / 3_600 } ?? false
        guard holdsAttention, isSameHour else { return [] }
        let harmless = [StatusValue.valid.number, StatusValue.attention.number]
        return differences.filter { harmless.contains($0.old) && harmless.contains($0.new) }
    }

    // MARK: The files

    private func write(_ journal: PublicationJournal, by signer: any Signer, keyID: [UInt8]) async throws {
        try Folder.create(folder.path)
        try Folder.create(folder.listsPath)
        let index = try PublicationIndex(
            issuer: issuer, name: name, bits: journal.lists.first?.file.table.bits ?? 0,
            lists: journal.lists.map { list in
                PublicationIndex.Entry(uri: list.file.uri, size: list.file.table.size, hash: list.hash)
            }, until: journal.expiresAt, timeToLive: journal.timeToLive.map { .seconds($0) }, at: journal.issuedAt)
        if journal.indexedAt == journal.issuedAt {
            for list in journal.lists where try FileKind.of(folder.listPath(list.hash)) == nil {
                let signed = try await list.file.table.sign(
                    uri: list.file.uri, issuer: issuer, signer: signer, keyID: keyID, lifetime: lifetime,
                    timeToLive: timeToLive, at: journal.issuedAt)
                try AtomicFile.write(signed, to: folder.listPath(list.hash))
            }
            try AtomicFile.write(try await index.sign(by: signer, keyID: keyID), to: folder.indexPath)
        }
        let earlier = journal.history.dropLast()
        for (suffix, seconds) in Self.updates {
            let base = earlier.last { journal.issuedAt - $0.issuedAt >= seconds } ?? earlier.first
            try await write(index, journal, from: base, to: folder.updatePath(suffix), by: signer, keyID: keyID)
        }
        try await write(index, journal, from: earlier.last, to: folder.updatePath(""), by: signer, keyID: keyID)
        for (hash, until) in journal.retired where until <= journal.issuedAt {
            AtomicFile.remove(folder.listPath(hash))
        }
    }

    /// Host and path of a URI, as a path in a folder.
    ///
    /// - Throws: `publication.uri_unfit` for a URI that has none, or that would lead out of the folder.
    private static func path(of uri: String) throws(PublisherError) -> [Substring] {
        let schemes = ["https://", "http://"]
        let names = schemes.first(where: uri.hasPrefix).map { scheme in
            uri.dropFirst(scheme.count).split(separator: "/", omittingEmptySubsequences: false)
        }
        guard let names, names.count > 1,
            names.allSatisfy({ name in
                !name.isEmpty && name != "." && name != ".."
                    && !name.utf8.contains { $0 <= ASCII.space || "?#\\".utf8.contains($0) }
            })
        else { throw PublisherError(.uriUnfit, at: uri) }
        return names
    }

    private func write(
        _ lists: [PublicationJournal.List], as paths: [(uri: String, path: [Substring])], in folder: String,
        by signer: any Signer, keyID: [UInt8], at now: UnixTime
    ) async throws {
        try Folder.create(folder)
        for list in lists {
            guard let path = paths.first(where: { $0.uri == list.file.uri })?.path else { continue }
            var place = folder
            for name in path.dropLast() {
                place += "/\(name)"
                try Folder.create(place)
            }
            let signed = try await list.file.table.sign(
                uri: list.file.uri, issuer: issuer, signer: signer, keyID: keyID, lifetime: lifetime,
                timeToLive: timeToLive, at: now)
            try AtomicFile.write(signed, to: ([folder] + path.map(String.init)).joined(separator: "/"))
        }
    }

    /// An update from a state before; none if there is no such state, or the update would be too large.
    private func write(
        _ index: PublicationIndex, _ journal: PublicationJournal, from base: PublicationJournal.Step?, to path: String,
        by signer: any Signer, keyID: [UInt8]
    ) async throws {
        guard let base else { return AtomicFile.remove(path) }
        let positions = Set(journal.history.filter { $0.issuedAt > base.issuedAt }.flatMap(\.positions)).sorted()
        let changes = journal.changes(at: positions)
        do {
            let update = try await index.signUpdate(
                from: base.issuedAt, changes: changes, by: signer, keyID: keyID)
            try AtomicFile.write(update, to: path)
        } catch let error as PublicationError where error.reason == .tooLarge {
            AtomicFile.remove(path)
        }
    }
}

extension PublicationJournal {
    /// The values at ascending positions.
    fileprivate func changes(at positions: [Int]) -> [(position: Int, number: UInt8)] {
        var changes: [(position: Int, number: UInt8)] = []
        var (rest, start) = (lists[...], 0)
        for position in positions {
            while let list = rest.first, position >= start + list.file.table.size {
                start += list.file.table.size
                rest.removeFirst()
            }
            if let number = rest.first?.file.table.number(at: position - start) { changes.append((position, number)) }
        }
        return changes
    }
}

/// The paths of a publisher's files.
public struct PublicationFiles: Sendable {
    /// The folder that is published.
    public let path: String

    /// The files of the publication in a folder.
    public init(_ path: String) { self.path = path.hasSuffix("/") ? String(path.dropLast()) : path }

    /// The journal, which is beside the folder and is not published.
    public var journalPath: String { path + ".journal" }
    /// The index.
    public var indexPath: String { path + "/index.cwt" }
    /// The folder of the lists.
    public var listsPath: String { path + "/lists" }
    /// A list by the hash of its values.
    public func listPath(_ hash: [UInt8]) -> String { "\(listsPath)/\(Hex.encode(hash)).cwt" }
    /// An update by the suffix of its name, such as `-1h`; that from the publication before has none.
    public func updatePath(_ suffix: String) -> String { "\(path)/update\(suffix).cwt" }
}

/// Why a state is not published.
public struct PublisherError: ReasonedError {
    /// The causes.
    public enum Reason: String, ErrorReason {
        /// The time is not later than that of the last state.
        case timeNotLater = "publication.time_not_later"
        /// A value goes from revoked to another.
        case reinstated = "publication.reinstated"
        /// The journal is that of another publication.
        case otherPublication = "publication.other"
        /// The tables have different bits.
        case bitsDiffer = "publication.bits_differ"
        /// The URI of a list has no path under which it could be written.
        case uriUnfit = "publication.uri_unfit"

        /// The fault, in one line.
        public var message: String {
            switch self {
            case .timeNotLater: "the last state was published at this time or later"
            case .reinstated: "a licence that was revoked would be valid again"
            case .otherPublication: "the journal beside the folder is that of another publication"
            case .bitsDiffer: "the tables of a publication have the same bits, and these have different ones"
            case .uriUnfit: "expected the https URL of a file, without empty names, `..`, query and fragment"
            }
        }
        /// The remedy, in whole sentences.
        public var advice: String {
            switch self {
            case .timeNotLater: "Check the clock, or publish again a second later."
            case .reinstated: "Make sure that the tables are the newest ones before you allow it."
            case .otherPublication: "Use a folder of its own for each publication."
            case .bitsDiffer: "Put the tables into publications of their own."
            case .uriUnfit: "Publish without single lists: no server could give this one out under its URI."
            }
        }
    }

    /// The cause.
    public let reason: Reason
    /// The time of the last state, the entry, or the name of the publication.
    public let location: String?

    init(_ reason: Reason, at location: String) {
        self.reason = reason
        self.location = location
    }
}
