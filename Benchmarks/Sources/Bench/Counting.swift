import Foundation
import Workloads

/// For `count.py`: runs one workload, or its baseline, that many times.
func count(_ name: String, part: String, times: Int) async throws {
    let workload = try await Workload.named(name)
    let body = part == "baseline" ? workload.baseline : workload.run
    for _ in 0..<times { await body?() }
}

/// For `peers/compare.py`: prints how many codes of the issuer kind are verified per second of processor time, and how
/// many bare signatures.
func printRates(of algorithm: String) async throws {
    let workload = try await Workload.named("verify: issuer, \(algorithm)")
    print(await rate(workload.run), await rate { await workload.baseline?() })
}

private func rate(_ work: @Sendable () async -> Void) async -> Double {
    let start = clock()
    var runs = 0
    // POSIX counts a second as a million.
    while clock() - start < 400_000 {
        for _ in 0..<50 { await work() }
        runs += 50
    }
    return Double(runs) * 1e6 / Double(clock() - start)
}
