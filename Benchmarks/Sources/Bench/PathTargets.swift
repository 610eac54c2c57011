import Foundation
import Workloads

/// Measures and prints all targets of this library alone.
func areTargetsMet() async throws -> Bool {
    let fixture = try Fixture(.esp256)
    let baseline = try CryptoBaseline(fixture, Fixture(.ed25519))
    let workloads = try await Workload.all()
    let targets =
        try await path(workloads) + others(workloads) + scaling(fixture, baseline) + batch(fixture, baseline)
    return targets.allSatisfy(\.isMet)
}

extension [Workload] {
    /// Compares a workload with its own baseline, or with that of another one.
    func compare(_ name: String, repetitions: Int = 20, baselineOf other: String? = nil) async throws -> Comparison {
        guard let work = first(where: { $0.name == name }) else { throw Failure("there is no workload \(name)") }
        return await Comparison(repetitions: repetitions, work.run, against: try baseline(of: other ?? name))
    }

    func baseline(of name: String) throws -> Workload.Work {
        guard let baseline = first(where: { $0.name == name })?.baseline else {
            throw Failure("\(name) has no baseline")
        }
        return baseline
    }
}

private func microseconds(_ result: Comparison) -> String {
    String(format: "%.1f µs, %.1f of them the baseline", result.cost, result.baseline)
}

/// The cost of a verification beside its cryptography.
func path(_ workloads: [Workload]) async throws -> [Target] {
    var targets: [Target] = []
    func add(_ name: String, _ result: Comparison, atMost limit: Double, value: Double? = nil) {
        let target = Target(
            name: name, value: value ?? result.ratio, limit: .atMost(limit), remark: microseconds(result))
        target.show()
        targets.append(target)
    }
    let first = try await workloads.compare("verify: holder, first scan, ESP256", repetitions: 10)
    add("holder kind, first scan / its cryptography", first, atMost: 1.05)
    let known = try await workloads.compare("verify: holder, known, ESP256")
    add("known credential / one P-256 verification", known, atMost: 1.08)
    let issuer = try await workloads.compare("verify: issuer, ESP256")
    add("issuer kind, ESP256 / one P-256 verification", issuer, atMost: 1.06)
    add(
        "issuer kind, Ed25519 / one Ed25519 verification", try await workloads.compare("verify: issuer, Ed25519"),
        atMost: 1.05)
    let cryptography = await Comparison(
        repetitions: 10, try workloads.baseline(of: "verify: holder, first scan, ESP256"),
        against: try workloads.baseline(of: "verify: issuer, ESP256"))
    add(
        "everything but cryptography, holder kind / one P-256 verification", first, atMost: 0.10,
        value: (first.ratio - 1) * cryptography.ratio)
    for name in ["garbage", "truncated", "unknown issuer"] {
        add("\(name) / one P-256 verification", try await workloads.compare("verify: \(name)"), atMost: 0.05)
    }
    return targets
}

/// Status lookups and pictures.
func others(_ workloads: [Workload]) async throws -> [Target] {
    let lookups = try await workloads.compare(
        "status: 1,000 lookups in 2^20", baselineOf: "verify: issuer, ESP256")
    let png = try await workloads.compare("QR: PNG at scale 4", repetitions: 3)
    let targets = [
        // A thousand lookups in microseconds are nanoseconds for one.
        Target(name: "status lookup in a list of 2^20, ns", value: lookups.cost, limit: .atMost(50)),
        Target(
            name: "PNG at scale 4, v18-M / libqrencode's own time", value: png.ratio, limit: .atMost(1.25),
            remark: microseconds(png)),
    ]
    for target in targets { target.show() }
    return targets
}
