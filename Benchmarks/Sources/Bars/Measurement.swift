/// Times two pieces of work against each other. They run in turns, so that a machine whose speed drifts slows both, and
/// the median of the pairs' ratios is the result.
struct Comparison {
    let name: String
    let limit: Double

    private static let pairs = 31
    private static let repetitions = 200

    /// - Returns: whether the bar is met.
    func measure(_ work: () -> Void, against floor: () -> Void) -> Bool {
        var ratios: [Double] = []
        var costs: [Double] = []
        for _ in 0..<Self.pairs {
            let (cost, base) = (Self.time(work), Self.time(floor))
            ratios.append(cost / base)
            costs.append(cost)
        }
        let (ratio, cost) = (Self.median(ratios), Self.median(costs))
        let isMet = ratio <= limit
        print("\(name): \(Self.text(ratio, 3)) (\(limit))\(isMet ? "" : " MISSED"), \(Self.text(cost, 1)) µs")
        return isMet
    }

    /// Microseconds of one run.
    private static func time(_ work: () -> Void) -> Double {
        let clock = ContinuousClock()
        let duration = clock.measure { for _ in 0..<repetitions { work() } }
        return Double(duration.components.attoseconds) / 1e12 / Double(repetitions)
            + Double(duration.components.seconds) * 1e6 / Double(repetitions)
    }

    private static func median(_ values: [Double]) -> Double {
        values.sorted()[values.count / 2]
    }

    private static func text(_ value: Double, _ digits: Int) -> String {
        let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
        return "\((value * scale).rounded() / scale)"
    }
}

/// Keeps a result alive that nobody looks at.
@inline(never)
func use<Value>(_ value: Value) {}
