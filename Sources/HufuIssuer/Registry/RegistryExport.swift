public import Hufu
internal import HufuFiles

/// A publication: the status tables of a registry, and what has changed since the publication before.
public struct RegistryExport: Sendable {
    /// The number of the publication, from 1.
    public let publication: Int
    /// The number of changes since the publication before.
    public let changes: Int
    /// The files of the tables, in the order of the lists.
    public let tables: [String]

    /// Writes a publication into a folder: `status-1.json` and so on, as `StatusTableFile` reads them, and
    /// `changes-N.jsonl`, a ``RegistryPublishedChange`` on each line.
    ///
    /// A publication is finished when its files are on the disk; the next call writes one that was not finished again.
    ///
    /// - Parameters:
    ///   - registry: the registry.
    ///   - folder: an existing folder.
    ///   - now: the time of the publication.
    /// - Throws: ``RegistryError``, `FileError`, `SigningError` or `StatusTableError`.
    public init(of registry: any Registry, to folder: String, at now: UnixTime) async throws {
        // Another export into this folder would write older tables over these, or these over newer ones.
        self = try await FileLock.holding("\(folder)/export") {
            while true {
                // Again after another process has added changes, or has begun a later publication.
                if let done = try await RegistryExport(attempt: registry, folder, now) { return done }
            }
        }
    }

    /// Writes a publication once; `nil` if more changes, or a later publication, came in the meantime.
    private init?(attempt registry: any Registry, _ folder: String, _ now: UnixTime) async throws {
        publication = try await registry.beginPublication()
        let changes = try await registry.changes(of: publication)
        // Read after the changes, so that the tables have all of them.
        let lists = try await registry.statistics(at: now).lists.map(\.list)
        var tables: [String] = []
        for (place, list) in lists.enumerated() {
            let table = try await StatusTable(bits: list.bits, size: list.size).setting(registry.values(of: list.uri))
            let path = "\(folder)/status-\(place + 1).json"
            try AtomicFile.write(Array((StatusTableFile(uri: list.uri, table: table).json + "\n").utf8), to: path)
            tables.append(path)
        }
        let lines = changes.flatMap { Array(($0.json + "\n").utf8) }
        try AtomicFile.write(lines, to: "\(folder)/changes-\(publication).jsonl")
        (self.changes, self.tables) = (changes.count, tables)
        guard try await registry.finishPublication(publication, changes: changes.count, at: now) else { return nil }
    }
}
