internal import Hufu
internal import HufuFiles

/// The files of a publication that a fetcher has written into a folder: an index, its lists, and the updates since.
struct FetchedFiles {
    /// More bytes of updates are replaced by the index of their publisher.
    private static let largestUpdates = 4 << 20

    private let folder: PublicationFolder
    private let mostUpdates: Int
    /// Time and hashes of the lists of the index; `nil` if there is none, or it cannot be read.
    private var index: (issuedAt: UnixTime, hashes: Set<[UInt8]>)?
    private var updates: [Update]

    private struct Update {
        let path: String
        let base: UnixTime
        let issuedAt: UnixTime
        let size: Int

        /// `nil` if the file is not that of an update.
        init?(_ path: String) {
            guard let bytes = try? FileInput(path, regularOnly: true).readAll(limit: PublicationIndex.maximumSize),
                let update = try? ListSummary(bytes, expecting: .update)
            else { return nil }
            self.init(path, update)
        }

        init?(_ path: String, _ update: ListSummary) {
            guard let base = update.base else { return nil }
            (self.path, self.base, issuedAt, size) = (path, base, update.issuedAt, update.size)
        }
    }

    /// The files that the folder has.
    ///
    /// - Parameters:
    ///   - folder: the folder.
    ///   - mostUpdates: the most updates that a restarted scanner should have to apply.
    init(of folder: PublicationFolder, mostUpdates: Int) {
        (self.folder, self.mostUpdates) = (folder, mostUpdates)
        if let bytes = try? FileInput(folder.indexPath).readAll(limit: PublicationIndex.maximumSize),
            let index = try? PublicationIndex(unverified: bytes)
        {
            self.index = (index.issuedAt, Set(index.lists.map(\.hash)))
        }
        updates = folder.signedPaths.compactMap(Update.init)
    }

    /// Whether a restarted scanner would apply too many updates.
    var areUpdatesMany: Bool { updates.count > mostUpdates }

    /// Whether the updates have too many bytes.
    var areUpdatesLarge: Bool { updates.reduce(0) { $0 + $1.size } > Self.largestUpdates }

    /// Writes an update that leads on, and removes those that are no longer needed.
    ///
    /// - Throws: `FileError`, or the error of bytes that are no update.
    mutating func add(update bytes: [UInt8]) throws {
        let update = try ListSummary(bytes, expecting: .update)
        let path = folder.updatePath(at: update.issuedAt)
        try AtomicFile.write(bytes, to: path)
        updates.removeAll { $0.path == path }
        if let update = Update(path, update) { updates.append(update) }
        removeUpdates()
    }

    /// Writes an index whose lists are there, and the update to the newest state; removes what they do not need.
    ///
    /// - Throws: `FileError`, or the error of bytes that are no update.
    mutating func replace(index bytes: [UInt8], _ new: PublicationIndex, update: [UInt8]?) throws {
        try AtomicFile.write(bytes, to: folder.indexPath)
        let hashes = Set(new.lists.map(\.hash))
        // A scanner may be reading the index before.
        let kept = hashes.union(index?.hashes ?? [])
        index = (new.issuedAt, hashes)
        if let update { try add(update: update) } else { removeUpdates() }
        let names = Set(kept.map { Hex.encode($0) + ".cwt" })
        for name in try Folder.names(in: folder.listsPath) where name.hasSuffix(".cwt") && !names.contains(name) {
            AtomicFile.remove("\(folder.listsPath)/\(name)")
        }
    }

    /// Removes updates that end before the index, and those in whose place another one reaches back far enough.
    private mutating func removeUpdates() {
        guard var reached = index?.issuedAt else { return }
        var needed: Set<String> = []
        while let next = updates.filter({ $0.base <= reached && reached < $0.issuedAt }).max(by: {
            $0.issuedAt < $1.issuedAt
        }) {
            needed.insert(next.path)
            reached = next.issuedAt
        }
        for update in updates where !needed.contains(update.path) { AtomicFile.remove(update.path) }
        updates.removeAll { !needed.contains($0.path) }
    }
}
