internal import Hufu

/// What status lists for a whole country weigh and cost. Some lists are really made, signed and loaded; the figures for all of
/// them are those of the average list times their number.
struct StatusSimulation {
    static let size = StatusTable.maximumSize
    private static let (uri, issuer) = ("https://licences.example/status/1", "https://licences.example")

    let bits: Int
    /// How many lists are really made.
    let samples: Int
    /// The share of licences whose status changes in a day.
    let dailyChanges: Double
    /// Seconds from one publication to the next.
    let interval: Int

    struct Result {
        let lists: Int
        let bytesOfList: Double
        /// Processor time for one list, in seconds: to fill and sign it, and to check and inflate it.
        let makingList: Double
        let loadingList: Double
        /// The share of lists with at least one change from one publication to the next.
        let changedShare: Double
        let publicationsADay: Double

        var bytes: Double { bytesOfList * Double(lists) }
        var bytesADay: Double { bytes * changedShare * publicationsADay }
        var making: Double { makingList * Double(lists) }
        var loading: Double { loadingList * Double(lists) }
    }

    func run(licences: Int, abnormal: Double) async throws -> Result {
        let key = try PrivateKey(.esp256)
        let trust = try TrustList(issuers: [
            TrustList.Issuer(id: Self.issuer, keys: [TrustList.Key(key.publicKey, use: .status)])
        ])
        let now = UnixTime.now
        var (bytes, making, loading) = (0, 0.0, 0.0)
        for _ in 0..<samples {
            // The register knows its entries; finding them is not the work of the list.
            let changes = entries(Double(Self.size) * abnormal)
            let start = System.processorTime
            let list = try await StatusTable(bits: bits, size: Self.size).setting(changes).sign(
                uri: Self.uri, issuer: Self.issuer, signer: key, lifetime: 86_400, timeToLive: interval, at: now)
            let made = System.processorTime
            let loaded = try StatusList(list, trust: trust, at: now)
            (making, loading) = (making + made - start, loading + System.processorTime - made)
            bytes += loaded.bytes.count
        }
        let periods = 86_400 / Double(interval)
        // Each of the 2^20 entries has to stay as it is; twenty times squared is to the power of 2^20.
        let unchanged = (0..<20).reduce(1 - dailyChanges / periods) { power, _ in power * power }
        return Result(
            lists: (licences + Self.size - 1) / Self.size, bytesOfList: Double(bytes) / Double(samples),
            makingList: making / Double(samples), loadingList: loading / Double(samples),
            changedShare: 1 - unchanged, publicationsADay: periods)
    }

    /// Entries at random places, which is what compresses worst, with all values that the bits have names for in equal shares.
    private func entries(_ count: Double) -> [(index: Int, number: UInt8)] {
        let values: ClosedRange<UInt8> = bits == 1 ? 1...1 : 1...3
        var places: Set<Int> = []
        while places.count < Int(count.rounded()) { places.insert(Int.random(in: 0..<Self.size)) }
        return places.map { ($0, UInt8.random(in: values)) }
    }
}

extension StatusSimulation.Result {
    static let columns = [
        "licences", "abnormal", "one list", "one made", "one loaded", "lists", "all lists", "all made",
        "all loaded", "lists changed", "fetched a day",
    ]

    func row(licences: Int, abnormal: Double) -> [String] {
        [
            "\(licences / 1_000_000) million", Self.percent(abnormal), Self.bytes(bytesOfList), Self.time(makingList),
            Self.time(loadingList), "\(lists)", Self.bytes(bytes), Self.time(making), Self.time(loading),
            Self.percent(changedShare), Self.bytes(bytesADay),
        ]
    }

    private static func percent(_ share: Double) -> String { rounded(share * 100) + " %" }

    private static func bytes(_ count: Double) -> String {
        count < 1e6 ? rounded(count / 1e3) + " kB" : rounded(count / 1e6) + " MB"
    }

    private static func time(_ seconds: Double) -> String {
        seconds < 1 ? rounded(seconds * 1e3) + " ms" : rounded(seconds) + " s"
    }

    /// With one digit behind the point below 100, and two below 1.
    private static func rounded(_ value: Double) -> String {
        let scale = value >= 100 ? 1.0 : value >= 1 ? 10 : 100
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
}
