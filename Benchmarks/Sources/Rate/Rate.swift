import Foundation
import Workloads

/// For the comparison with other libraries: `Rate ESP256|Ed25519` prints how many codes of the issuer kind are verified
/// per second of processor time, and how many bare signatures.
@main
struct Rate {
    static func main() async throws {
        let workload = try Workload.named("verify: issuer, \(CommandLine.arguments.last ?? "")")
        print(await rate(workload.run), await rate { await workload.floor?() })
    }

    private static func rate(_ work: @Sendable () async -> Void) async -> Double {
        let start = clock()
        var runs = 0
        // POSIX counts a second as a million.
        while clock() - start < 400_000 {
            for _ in 0..<50 { await work() }
            runs += 50
        }
        return Double(runs) * 1e6 / Double(clock() - start)
    }
}
