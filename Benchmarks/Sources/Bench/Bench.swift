import Foundation
import Workloads

/// The measuring program; `.ci/bench` and the scripts beside this package run it.
///
///     bench targets                    ratios and scaling, each against its limit
///     bench issuing                    the rates of issuing alone, beside that of signing
///     bench known COUNT                a scan of a known credential when COUNT are known
///     bench count NAME work|baseline TIMES   one workload TIMES times, for valgrind
///     bench rate ESP256|Ed25519        verifications and bare signatures per second of processor time
///     bench device-keys                bytes, QR version and first scans per second of both forms of device keys
///     bench draw                       reads lines `COUNT TEXT`, prints nanoseconds and bytes of drawing TEXT
///     bench record                     signs the scans of scans.json anew
@main
struct Bench {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            // valgrind requires a main thread that waits until the end.
            let isMet = try wait { try await run(arguments) }
            exit(isMet ? 0 : 1)
        } catch {
            print(error)
            exit(64)
        }
    }

    /// - Returns: `false` if a target is missed.
    private static func run(_ arguments: [String]) async throws -> Bool {
        switch (arguments.first, arguments.count) {
        case ("targets", 1): return try await areTargetsMet()
        case ("issuing", 1):
            let fixture = try Fixture(.esp256)
            return try await batch(fixture, CryptoBaseline(fixture, Fixture(.ed25519))).allSatisfy(\.isMet)
        case ("known", 2): return try await knownCredentials(try number(arguments[1]), Fixture(.esp256)).show()
        case ("count", 4): try await count(arguments[1], part: arguments[2], times: try number(arguments[3]))
        case ("rate", 2): try await printRates(of: arguments[1])
        case ("device-keys", 1): try await printDeviceKeyForms()
        case ("draw", 1): try drawLines()
        case ("record", 1): try await Fixture.record()
        case _:
            throw Failure(
                "usage: bench targets | issuing | known COUNT | count NAME work|baseline TIMES | rate ESP256|Ed25519 | device-keys | draw "
                    + "| record"
            )
        }
        return true
    }

    private static func number(_ text: String) throws -> Int {
        guard let number = Int(text), number > 0 else { throw Failure("\(text) is not a positive number") }
        return number
    }
}
