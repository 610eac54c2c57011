import Foundation
import Workloads

/// Times a piece of work against its baseline. They run in turns, so that a machine whose speed drifts slows both; the
/// result is the median of the pairs' ratios.
struct Comparison {
    /// The work's time divided by the baseline's.
    let ratio: Double
    /// Microseconds of one run of each.
    let cost: Double
    let baseline: Double

    private static let pairs = 101

    /// - Parameter repetitions: how often each runs before the other has its turn; a turn should last a millisecond.
    init(repetitions: Int = 20, _ work: () async -> Void, against baseline: () async -> Void) async {
        var ratios: [Double] = []
        var (costs, baselines): ([Double], [Double]) = ([], [])
        for _ in 0..<Self.pairs {
            let (cost, base) = (await Self.time(repetitions, work), await Self.time(repetitions, baseline))
            ratios.append(cost / base)
            costs.append(cost)
            baselines.append(base)
        }
        ratio = Self.median(ratios)
        cost = Self.median(costs)
        self.baseline = Self.median(baselines)
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

/// A figure with its limit.
struct Target {
    enum Limit {
        case atMost(Double)
        case atLeast(Double)
    }

    let name: String
    let value: Double
    let limit: Limit
    /// Absolute figures behind a ratio.
    var remark = ""

    var isMet: Bool {
        switch limit {
        case .atMost(let most): value <= most
        case .atLeast(let least): value >= least
        }
    }

    /// Prints the target on one line.
    ///
    /// - Returns: whether the limit is kept.
    @discardableResult
    func show() -> Bool {
        let bound =
            switch limit {
            case .atMost(let most): "at most \(most)"
            case .atLeast(let least): "at least \(least)"
            }
        let figure = String(format: value < 0.1 ? "%.4f" : "%.3f", value)
        print("\(name): \(figure) (\(bound))\(isMet ? "" : " MISSED")\(remark.isEmpty ? "" : "  \(remark)")")
        // Seen at once, also in a pipe.
        fflush(nil)
        return isMet
    }
}
