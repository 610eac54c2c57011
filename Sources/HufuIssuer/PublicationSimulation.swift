internal import Crypto
internal import Hufu

/// Measures updates of the status lists of a whole country: an index, its lists and updates are made, signed, checked
/// and applied.
public struct PublicationSimulation: Sendable {
    /// The estimated bytes of HTTP and TLS for each request, both directions together.
    public static let httpOverhead = 600
    private static let (issuer, name) = ("https://i.example", "https://i.example/all")

    /// Bits of an entry: 1, 2, 4 or 8.
    public let bits: Int
    /// The number of updates that are made for each interval.
    public let samples: Int
    private let elapsed: @Sendable () -> Double
    private let key: PrivateKey
    private var tables: [(uri: String, table: StatusTable, hash: [UInt8])] = []
    private var lists: VerifierLists
    private var moment = UnixTime.now
    /// Bytes of all signed lists.
    public private(set) var wholeLists = 0

    /// Makes the lists of a country, and loads them with their index.
    ///
    /// - Parameters:
    ///   - licences: the number of licences.
    ///   - abnormal: the share of licences that are not valid.
    ///   - bits: bits of an entry: 1, 2, 4 or 8.
    ///   - samples: the number of updates that are made for each interval.
    ///   - elapsed: seconds of a monotonic clock that measures the work, such as the processor time of the process.
    /// - Throws: `ListError` if the lists are not loaded; `StatusTableError`, or an error of the cryptography.
    public init(
        licences: Int, abnormal: Double, bits: Int, samples: Int, elapsed: @escaping @Sendable () -> Double
    ) async throws {
        (self.bits, self.samples, self.elapsed) = (bits, samples, elapsed)
        key = try PrivateKey(.esp256)
        let trust = try TrustList(issuers: [
            TrustList.Issuer(id: Self.issuer, keys: [TrustList.Key(key.publicKey, use: .status)])
        ])
        lists = VerifierLists(trust: trust)
        var package: [[UInt8]] = []
        let count = (licences + StatusTable.maximumSize - 1) / StatusTable.maximumSize
        for number in 0..<count {
            let uri = "https://i.example/\(number)"
            let changes = (0..<Int(Double(StatusTable.maximumSize) * abnormal)).map { _ in change() }
            let table = try StatusTable(bits: bits, size: StatusTable.maximumSize).setting(
                changes.map { ($0.position % StatusTable.maximumSize, $0.number) })
            tables.append((uri, table, table.publicationHash(uri: uri)))
            package.append(
                try await table.sign(
                    uri: uri, issuer: Self.issuer, signer: key, lifetime: .seconds(86_400), timeToLive: nil,
                    at: moment))
        }
        wholeLists = package.reduce(0) { $0 + $1.count }
        tables.sort { $0.uri.utf8.lexicographicallyPrecedes($1.uri.utf8) }
        package.append(try await index().sign(by: key))
        if let error = lists.load(package: package.map { $0[...] }, at: moment).values.first { throw error }
    }

    /// The figures of one interval, averages of the samples.
    public struct Result: Sendable {
        /// Seconds from one publication to the next.
        public let interval: Int
        /// The number of changed entries in an update.
        public let changes: Int
        /// Bytes of an update.
        public let bytes: Double
        /// Seconds to change the tables, and to make and sign an update.
        public let making: Double
        /// Seconds to check and apply an update.
        public let applying: Double
        /// Seconds to hash the chunks, groups and lists that an update touches.
        public let hashing: Double
        /// Bytes of all signed lists.
        public let wholeLists: Int
    }

    /// Makes and applies updates.
    ///
    /// - Parameters:
    ///   - interval: seconds from one publication to the next.
    ///   - dailyChanges: the number of entries that change in a day.
    /// - Throws: an error of the cryptography, or the error of an update that is refused.
    public mutating func run(interval: Int, dailyChanges: Int) async throws -> Result {
        let count = max(1, Int((Double(dailyChanges) * Double(interval) / 86_400).rounded(.up)))
        var (bytes, making, applying, hashing) = (0, 0.0, 0.0, 0.0)
        for _ in 0..<samples {
            let chosen = Dictionary((0..<count).map { _ in change() }, uniquingKeysWith: { first, _ in first })
            let changes = chosen.sorted { $0.key < $1.key }.map { (position: $0.key, number: $0.value) }
            let base = moment
            moment = moment.advanced(by: .seconds(1))
            let start = elapsed()
            for (place, mine) in Dictionary(grouping: changes, by: { $0.position / StatusTable.maximumSize }) {
                tables[place].table = try tables[place].table.setting(
                    mine.map { ($0.position % StatusTable.maximumSize, $0.number) })
                tables[place].hash = tables[place].table.publicationHash(uri: tables[place].uri)
            }
            let update = try await index().signUpdate(from: base, changes: changes, by: key)
            let made = elapsed()
            let refused = lists.load(package: [update[...]], at: moment)
            let applied = elapsed()
            if let error = refused.values.first { throw error }
            let blocks = blocks(of: changes.map(\.position))
            let before = elapsed()
            for block in blocks { _ = SHA256.hash(data: block) }
            hashing += elapsed() - before
            bytes += update.count
            (making, applying) = (making + made - start, applying + applied - made)
        }
        let samples = Double(samples)
        return Result(
            interval: interval, changes: count, bytes: Double(bytes) / samples, making: making / samples,
            applying: applying / samples, hashing: hashing / samples, wholeLists: wholeLists)
    }

    /// Bytes as long as those that an update with changes at these positions has to hash: chunks, groups and lists.
    private func blocks(of positions: [Int]) -> [[UInt8]] {
        let (perChunk, perGroup) = (4_096 / bits, 65_536 / bits)
        let groupsOfList = (StatusTable.maximumSize + perGroup - 1) / perGroup
        let kinds = [
            (perChunk, 1 + 512), (perGroup, 1 + 16 * 32), (StatusTable.maximumSize, 1 + 32 + groupsOfList * 32),
        ]
        return kinds.flatMap { entries, bytes in
            Set(positions.map { $0 / entries }).map { _ in [UInt8](repeating: 0, count: bytes) }
        }
    }

    private func index() throws -> PublicationIndex {
        try PublicationIndex(
            issuer: Self.issuer, name: Self.name, bits: bits,
            lists: tables.map { PublicationIndex.Entry(uri: $0.uri, size: $0.table.size, hash: $0.hash) },
            until: moment.advanced(by: .seconds(86_400)), at: moment)
    }

    private func change() -> (position: Int, number: UInt8) {
        let size = max(1, tables.count) * StatusTable.maximumSize
        return (Int.random(in: 0..<size), UInt8.random(in: bits == 1 ? 1...1 : 1...3))
    }
}

extension PublicationSimulation.Result {
    /// The heading of a table of results in Markdown: two lines.
    public static let heading = row(columns) + "\n" + row(columns.map { _ in "---:" })

    private static let columns = [
        "licences", "an update every", "changes", "one update", "updates a day", "with HTTP", "whole lists a day",
        "made", "applied", "hashing alone",
    ]

    /// A row of the table.
    public func row(licences: Int) -> String {
        let publications = 86_400 / Double(interval)
        let daily = bytes * publications
        return Self.row([
            "\(licences / 1_000_000) million", "\(interval) s", "\(changes)", Figures.bytes(bytes),
            Figures.bytes(daily),
            Figures.bytes(daily + publications * Double(PublicationSimulation.httpOverhead)),
            Figures.bytes(Double(wholeLists) * publications), Figures.time(making), Figures.time(applying),
            Figures.time(hashing),
        ])
    }

    private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
}
