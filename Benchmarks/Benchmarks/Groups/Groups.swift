import Benchmark
import Foundation
import Workloads

/// Every workload as a benchmark of its own, `GROUP: NAME`, and what it cannot do without beside it.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock], timeUnits: .nanoseconds, scalingFactor: .kilo, maxDuration: .milliseconds(500))
    do {
        for workload in try wait(for: { try await Workload.all() }) {
            benchmark(workload.name, workload.run)
            if let baseline = workload.baseline { benchmark("\(workload.name), baseline", baseline) }
        }
    } catch {
        print(error)
        exit(1)
    }
}

private func benchmark(_ name: String, _ work: @escaping Workload.Work) {
    Benchmark(name) { benchmark in
        for _ in benchmark.scaledIterations { await work() }
    }
}
