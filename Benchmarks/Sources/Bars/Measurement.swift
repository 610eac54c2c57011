import Foundation

/// Times two pieces of work against each other. They run in turns, so that a machine whose speed drifts slows both, and
/// the median of the pairs' ratios is the result.
struct Comparison {
    /// What is divided by what.
    let ratio: Double
    /// Microseconds of one run of the work and of the floor.
    let cost: Double
    let floor: Double

    private static let pairs = 201

    /// - Parameter repetitions: how often each runs before the other has its turn; a turn should last milliseconds.
    init(repetitions: Int = 20, _ work: () -> Void, against floor: () -> Void) {
        var ratios: [Double] = []
        var (costs, floors): ([Double], [Double]) = ([], [])
        for _ in 0..<Self.pairs {
            let (cost, base) = (Self.time(repetitions, work), Self.time(repetitions, floor))
            ratios.append(cost / base)
            costs.append(cost)
            floors.append(base)
        }
        self.ratio = Self.median(ratios)
        self.cost = Self.median(costs)
        self.floor = Self.median(floors)
    }

    /// Microseconds of this thread for one run, so that whatever else the machine does is not counted.
    private static func time(_ repetitions: Int, _ work: () -> Void) -> Double {
        let start = threadTime()
        for _ in 0..<repetitions { work() }
        return Double(threadTime() - start) / 1e3 / Double(repetitions)
    }

    static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}

/// Nanoseconds that this thread has run.
private func threadTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
}

/// Keeps a result alive that nobody looks at.
@inline(never)
func use<Value>(_ value: Value) {}
