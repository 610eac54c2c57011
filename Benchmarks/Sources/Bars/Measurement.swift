import Foundation
import Workloads

/// Times two pieces of work against each other. They run in turns, so that a machine whose speed drifts slows both, and
/// the median of the pairs' ratios is the result.
struct Comparison {
    /// The work's time divided by the floor's.
    let ratio: Double
    /// Microseconds of one run of each.
    let cost: Double
    let floor: Double

    private static let pairs = 101

    /// - Parameter repetitions: how often each runs before the other has its turn; a turn should last a millisecond.
    init(repetitions: Int = 20, _ work: () async -> Void, against floor: () async -> Void) async {
        var ratios: [Double] = []
        var (costs, floors): ([Double], [Double]) = ([], [])
        for _ in 0..<Self.pairs {
            let (cost, base) = (await Self.time(repetitions, work), await Self.time(repetitions, floor))
            ratios.append(cost / base)
            costs.append(cost)
            floors.append(base)
        }
        ratio = Self.median(ratios)
        cost = Self.median(costs)
        self.floor = Self.median(floors)
    }

    /// Microseconds of processor time for one run, so that what else the machine does is not counted.
    private static func time(_ repetitions: Int, _ work: () async -> Void) async -> Double {
        let start = processorTime()
        for _ in 0..<repetitions { await work() }
        return Double(processorTime() - start) / 1e3 / Double(repetitions)
    }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}

/// Nanoseconds that all threads of this program have run.
private func processorTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
}

/// A line of the result, and whether it is what it has to be.
struct Bar {
    enum Limit {
        case atMost(Double)
        case atLeast(Double)
    }

    let name: String
    let value: Double
    let limit: Limit
    /// What else is worth knowing.
    var remark = ""

    var isMet: Bool {
        switch limit {
        case .atMost(let most): value <= most
        case .atLeast(let least): value >= least
        }
    }

    func show() {
        let bound =
            switch limit {
            case .atMost(let most): "at most \(most)"
            case .atLeast(let least): "at least \(least)"
            }
        let figure = String(format: value < 0.1 ? "%.4f" : "%.3f", value)
        print("\(name): \(figure) (\(bound))\(isMet ? "" : " MISSED")\(remark.isEmpty ? "" : "  \(remark)")")
        // Seen at once, also in a pipe.
        fflush(nil)
    }
}
