internal import Hufu

/// Measures the size and cost of the status lists of a whole country. Sample lists are made, signed and loaded; the
/// figures for all lists are those of the average sample times the number of lists.
public struct StatusSimulation: Sendable {
    /// Entries of a list.
    public static let size = StatusTable.maximumSize
    private static let (uri, issuer) = ("https://licences.example/status/1", "https://licences.example")

    /// Bits of an entry: 1, 2, 4 or 8.
    public let bits: Int
    /// The number of sample lists.
    public let samples: Int
    /// The share of licences whose status changes in a day.
    public let dailyChanges: Double
    /// Seconds from one publication to the next.
    public let interval: Int
    private let elapsed: @Sendable () -> Double

    /// A simulation.
    ///
    /// - Parameters:
    ///   - bits: bits of an entry: 1, 2, 4 or 8.
    ///   - samples: the number of sample lists.
    ///   - dailyChanges: the share of licences whose status changes in a day.
    ///   - interval: seconds from one publication to the next.
    ///   - elapsed: seconds of a monotonic clock that measures the work, such as the processor time of the process.
    public init(
        bits: Int, samples: Int, dailyChanges: Double, interval: Int, elapsed: @escaping @Sendable () -> Double
    ) {
        self.bits = bits
        self.samples = samples
        self.dailyChanges = dailyChanges
        self.interval = interval
        self.elapsed = elapsed
    }

    /// The figures.
    public struct Result: Sendable {
        /// The number of lists.
        public let lists: Int
        /// Bytes of an average list.
        public let bytesOfList: Double
        /// Seconds to fill and sign one list.
        public let makingList: Double
        /// Seconds to check and inflate one list.
        public let loadingList: Double
        /// The share of lists with at least one change from one publication to the next.
        public let changedShare: Double
        /// The number of publications in a day.
        public let publicationsADay: Double

        /// Bytes of all lists.
        public var bytes: Double { bytesOfList * Double(lists) }
        /// Bytes that a scanner fetches in a day: the whole of each list that has changed.
        public var bytesADay: Double { bytes * changedShare * publicationsADay }
        /// Seconds to make all lists.
        public var making: Double { makingList * Double(lists) }
        /// Seconds to load all lists.
        public var loading: Double { loadingList * Double(lists) }
    }

    /// Makes the lists of a country, and loads them.
    ///
    /// - Parameters:
    ///   - licences: the number of licences.
    ///   - abnormal: the share of licences that are not valid.
    /// - Throws: `StatusTableError`, or an error of the cryptography.
    public func run(licences: Int, abnormal: Double) async throws -> Result {
        let key = try PrivateKey(.esp256)
        let trust = try TrustList(issuers: [
            TrustList.Issuer(id: Self.issuer, keys: [TrustList.Key(key.publicKey, use: .status)])
        ])
        let now = UnixTime.now
        var (bytes, making, loading) = (0, 0.0, 0.0)
        for _ in 0..<samples {
            // The register knows its entries; finding them is not the work of the list.
            let changes = entries(Double(Self.size) * abnormal)
            let start = elapsed()
            let list = try await StatusTable(bits: bits, size: Self.size).setting(changes).sign(
                uri: Self.uri, issuer: Self.issuer, signer: key, lifetime: .days(1), timeToLive: .seconds(interval),
                at: now)
            let made = elapsed()
            let loaded = try StatusList(list, trust: trust, at: now)
            (making, loading) = (making + made - start, loading + elapsed() - made)
            bytes += loaded.bytes.count
        }
        let periods = 86_400 / Double(interval)
        // Each of the 2^20 entries has to stay as it is; squared twenty times, a number is to the power of 2^20.
        let unchanged = (0..<20).reduce(1 - dailyChanges / periods) { power, _ in power * power }
        return Result(
            lists: (licences + Self.size - 1) / Self.size, bytesOfList: Double(bytes) / Double(samples),
            makingList: making / Double(samples), loadingList: loading / Double(samples),
            changedShare: 1 - unchanged, publicationsADay: periods)
    }

    /// Entries at random indices, which compress worst, with equal shares of all values that have names.
    private func entries(_ count: Double) -> [(index: Int, number: UInt8)] {
        let values: ClosedRange<UInt8> = bits == 1 ? 1...1 : 1...3
        var places: Set<Int> = []
        while places.count < Int(count.rounded()) { places.insert(Int.random(in: 0..<Self.size)) }
        return places.map { ($0, UInt8.random(in: values)) }
    }
}

extension StatusSimulation.Result {
    /// The heading of a table of results in Markdown: two lines.
    public static let heading = row(columns) + "\n" + row(columns.map { _ in "---:" })

    private static let columns = [
        "licences", "abnormal", "one list", "one made", "one loaded", "lists", "all lists", "all made",
        "all loaded", "lists changed", "fetched a day",
    ]

    /// A row of the table.
    public func row(licences: Int, abnormal: Double) -> String {
        Self.row([
            "\(licences / 1_000_000) million", Figures.percent(abnormal), Figures.bytes(bytesOfList),
            Figures.time(makingList),
            Figures.time(loadingList), "\(lists)", Figures.bytes(bytes), Figures.time(making), Figures.time(loading),
            Figures.percent(changedShare), Figures.bytes(bytesADay),
        ])
    }

    private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
}

/// Figures as text for people.
enum Figures {
    static func percent(_ share: Double) -> String { rounded(share * 100) + " %" }

    static func bytes(_ count: Double) -> String {
        count < 1e6 ? rounded(count / 1e3) + " kB" : rounded(count / 1e6) + " MB"
    }

    static func time(_ seconds: Double) -> String {
        seconds < 1 ? rounded(seconds * 1e3) + " ms" : rounded(seconds) + " s"
    }

    /// With one digit behind the point below 100, and two below 1.
    private static func rounded(_ value: Double) -> String {
        let scale = value >= 100 ? 1.0 : value >= 1 ? 10 : 100
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
}
