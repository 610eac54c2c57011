import Foundation
import Hufu
import HufuFiles
import HufuIssuer
import Workloads

/// Work that some threads do at once.
struct WorkerPool {
    let threads: Int
    /// Makes the work of one thread.
    let work: @Sendable () -> () async -> Void

    init(_ threads: Int, _ work: @escaping @Sendable () async -> Void) { self.init(threads) { work } }

    init(_ threads: Int, each work: @escaping @Sendable () -> () async -> Void) {
        (self.threads, self.work) = (threads, work)
    }

    /// Runs per second of all threads together, by the clock on the wall.
    fileprivate func rate() async -> Double {
        let (start, work) = (ContinuousClock.now, work)
        let runs = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<threads {
                group.addTask {
                    let work = work()
                    var runs = 0
                    while ContinuousClock.now - start < .milliseconds(500) {
                        for _ in 0..<50 { await work() }
                        runs += 50
                    }
                    return runs
                }
            }
            return await group.reduce(0, +)
        }
        return Double(runs) / ((ContinuousClock.now - start) / .seconds(1))
    }
}

/// The rates of several pools that work in turns: the best of several rounds each, because other programs on the
/// machine slow down a pool that uses every core.
func rates(_ pools: WorkerPool...) async -> [Double] {
    var best = pools.map { _ in 0.0 }
    for _ in 0..<6 {
        for (index, pool) in pools.enumerated() { best[index] = max(best[index], await pool.rate()) }
    }
    return best
}

/// The scaling of verifications with cores, issuers, remembered scans and known credentials.
func scaling(_ fixture: Fixture, _ baseline: CryptoBaseline) async throws -> [Target] {
    var targets: [Target] = []
    func add(_ target: Target) {
        target.show()
        targets.append(target)
    }
    let verifier = Verifier(trust: fixture.trust, policy: Policy(utcOffset: 0))
    let scan: @Sendable () -> Void = { use(verifier.verify(fixture.holderScan, at: Fixture.now)) }

    let both: @Sendable () -> Void = { use(baseline.verifyBoth(.esp256)) }
    let rates = await rates(WorkerPool(1, scan), WorkerPool(2, scan), WorkerPool(1, both), WorkerPool(2, both))
    add(
        Target(
            name: "2 cores / 1 core", value: rates[1] / rates[0], limit: .atLeast(1.9),
            remark: String(format: "%.0f/s; the cryptography alone %.3f", rates[1], rates[3] / rates[2])))

    let crowd = try TrustList(
        issuers: (0..<9_999).map { Fixture.entry("https://dmv-\($0).example", fixture.deviceKey) }
            + fixture.trust.issuers)
    let crowded = Verifier(trust: crowd, policy: Policy(utcOffset: 0))
    let issuers = await Comparison(repetitions: 10) {
        use(crowded.verify(fixture.holderScan, at: Fixture.now))
    } against: {
        scan()
    }
    add(Target(name: "10,000 issuers / 1 issuer", value: issuers.ratio, limit: .atMost(1.1)))

    add(try await rememberedScans(fixture))
    add(try await knownCredentials(100_000, fixture))
    return targets
}

/// A memory of ten million scans, and an empty one; each scan of the measurement is new to both.
private func rememberedScans(_ fixture: Fixture) async throws -> Target {
    var policy = Policy(utcOffset: 0)
    policy.requiresSingleUse = true
    policy.skew = .seconds(1 << 20)
    let now = Fixture.now
    let (full, empty) = (InMemoryReplayMemory(capacity: 11_000_000), InMemoryReplayMemory(capacity: 11_000_000))
    var digest = [UInt8](repeating: 0, count: 32)
    for number in 0..<10_000_000 {
        for place in 0..<4 { digest[place] = UInt8(truncatingIfNeeded: number >> (8 * place)) }
        use(
            full.admit(
                ReplayEntry(
                    credential: digest, issuedAt: now, expiresAt: now.advanced(by: .seconds(30)),
                    expiry: now.advanced(by: .seconds(1 << 21))), at: now))
    }
    // Tokens of many steps are valid with such a skew.
    var scans: [[UInt8]] = []
    for step in 0..<4_000 {
        scans.append(
            Array(try await fixture.holder.present(at: Fixture.now.advanced(by: .seconds(step * 30))).text().utf8))
    }
    let verifiers = [full, empty].map { Verifier(trust: fixture.trust, policy: policy, replayMemory: $0) }
    var next = [0, 0]
    func verify(_ index: Int) {
        use(verifiers[index].verify(scans[next[index] % scans.count], at: Fixture.now))
        next[index] += 1
    }
    let result = await Comparison(repetitions: 10) {
        verify(0)
    } against: {
        verify(1)
    }
    return Target(name: "10 million remembered scans / none", value: result.ratio, limit: .atMost(1.1))
}

/// A thousand known credentials in a cache that knows many more, each from a scan of its own, and in one that knows no
/// others. Their scans differ, as to check one signature again and again is quicker than to check several.
func knownCredentials(_ count: Int, _ fixture: Fixture) async throws -> Target {
    let many = Verifier(trust: fixture.trust, policy: Policy(utcOffset: 0), cache: CredentialCache(capacity: count))
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let kept = try await withThrowingTaskGroup(of: [[UInt8]].self) { group in
        for core in 0..<cores {
            group.addTask {
                var kept: [[UInt8]] = []
                for number in stride(from: core, to: count, by: cores) {
                    let credential = try await fixture.issuer.issue(
                        fixture.license, to: fixture.deviceKey.publicKey, at: Fixture.now.advanced(by: .seconds(-3600)))
                    let holder = try Holder(credential: credential, signer: fixture.deviceKey)
                    let scan = Array(try await holder.present(at: Fixture.now).text().utf8)
                    use(many.verify(scan, at: Fixture.now))
                    if number / cores % (count / 1_000) == 0 { kept.append(scan) }
                }
                return kept
            }
        }
        return try await group.reduce(into: []) { $0 += $1 }
    }
    let few = Verifier(trust: fixture.trust, policy: Policy(utcOffset: 0), cache: CredentialCache())
    for verifier in [many, few] { for scan in kept { use(verifier.verify(scan, at: Fixture.now)) } }
    var next = (0, 0)
    let result = await Comparison {
        use(many.verify(kept[next.0 % kept.count], at: Fixture.now))
        next.0 += 1
    } against: {
        use(few.verify(kept[next.1 % kept.count], at: Fixture.now))
        next.1 += 1
    }
    return Target(name: "known credential, \(count) known / \(kept.count)", value: result.ratio, limit: .atMost(1.1))
}

/// Issuing on all cores: from JSON, from a licence in memory, and what the command does for a batch.
func batch(_ fixture: Fixture, _ baseline: CryptoBaseline) async throws -> [Target] {
    let json = try Fixture.sample("cn-resident.json")
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let rates = await rates(
        // As in a batch, no two threads have the same licence or device.
        WorkerPool(cores) {
            let (random, key) = (RandomBuffer(), try? PrivateKey(.esp256).publicKey)
            return { if let key { use(try? await fixture.issue(try License(json: json), to: key, using: random)) } }
        },
        WorkerPool(cores) {
            let (random, key) = (RandomBuffer(), try? PrivateKey(.esp256).publicKey)
            let license = try? License(json: json)
            return { if let license, let key { use(try? await fixture.issue(license, to: key, using: random)) } }
        },
        WorkerPool(cores) { use(baseline.sign()) })
    let command = try await rateOfCommand(fixture.issuer)
    let figures: [(String, Double, Double)] = [
        ("issue", rates[0], 0.78), ("issue, from a licence in memory", rates[1], 0.85),
        ("hufu issue --batch, a key and a status on each line", command, 0.70),
    ]
    let targets = figures.map { name, rate, limit in
        Target(
            name: "\(name), holder kind, ESP256, all cores / signatures of all cores", value: rate / rates[2],
            limit: .atLeast(limit), remark: String(format: "%.0f/s", rate))
    }
    for target in targets { target.show() }
    return targets
}

/// Licences per second from a file with a key and a status on each line to a file of results: the best of several runs.
private func rateOfCommand(_ issuer: Issuer) async throws -> Double {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hufu-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let samples = SampleLicenses(count: 20_000, seed: 1, at: Fixture.now)
    let input = folder.appending(path: "lines").path
    let text = samples.indices.map { samples.batchLine($0) + "\n" }.joined()
    try Data(text.utf8).write(to: URL(filePath: input))
    var best = 0.0
    for round in 1...4 {
        let batch = BatchIssuer(
            try FileInput(input), by: issuer, profile: IssuanceProfile(), clock: { Fixture.now })
        let run = BatchRun(batch, to: BatchFiles(output: folder.appending(path: "results\(round)").path))
        let result = try await run(standardOutput: { _ in }, report: { _ in })
        guard result.issued == samples.count else { throw Failure("\(result.rejected) lines were rejected") }
        best = max(best, result.rate)
    }
    return best
}
