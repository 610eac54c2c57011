internal import Hufu

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

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
        let now = Date.now
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
        "licences", "abnormal", "lists", "bytes a list", "all lists", "lists changed", "fetched a day",
        "make and sign all", "load all",
    ]

    func row(licences: Int, abnormal: Double) -> [String] {
        [
            "\(licences / 1_000_000) million", Self.rounded(abnormal * 100, " %"), "\(lists)",
            Self.rounded(bytesOfList.rounded(), ""), Self.rounded(bytes / 1e6, " MB"),
            Self.rounded(changedShare * 100, " %"), Self.rounded(bytesADay / 1e6, " MB"), Self.rounded(making, " s"),
            Self.rounded(loading, " s"),
        ]
    }

    /// Three digits, and a whole number from 100 on.
    private static func rounded(_ value: Double, _ unit: String) -> String {
        let places = value >= 100 ? 0 : value >= 10 ? 1 : 2
        let scale = [1.0, 10, 100][places]
        let whole = Int((value * scale).rounded())
        guard places > 0, whole % Int(scale) != 0 else { return "\(whole / Int(scale))\(unit)" }
        var digits = String(whole % Int(scale))
        digits = String(repeating: "0", count: places - digits.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(whole / Int(scale)).\(digits)\(unit)"
    }
}
