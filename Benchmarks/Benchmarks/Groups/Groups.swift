import Benchmark
import Workloads

/// Every workload and its floor as a benchmark of its own, `GROUP: NAME`.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .throughput], warmupIterations: 10, scalingFactor: .kilo, maxDuration: .seconds(1))
    for name in Workload.names {
        Benchmark(name) { benchmark, workload in
            for _ in benchmark.scaledIterations { await workload.run() }
        } setup: {
            try await Workload.named(name)
        }
    }
}
