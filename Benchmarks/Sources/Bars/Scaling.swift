import Foundation
import Hufu
import Workloads

/// Runs per second of all threads together, for a second of the clock on the wall; the best of some rounds, since
/// whatever else runs takes away from one that needs every core.
nonisolated func rate(threads: Int, rounds: Int = 3, _ work: @escaping @Sendable () async -> Void) async -> Double {
    var best = 0.0
    for _ in 0..<rounds {
        let start = ContinuousClock.now
        let runs = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<threads {
                group.addTask {
                    var runs = 0
                    while ContinuousClock.now - start < .seconds(1) {
                        for _ in 0..<50 { await work() }
                        runs += 50
                    }
                    return runs
                }
            }
            return await group.reduce(0, +)
        }
        let took = ContinuousClock.now - start
        best = max(best, Double(runs) / (Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18))
    }
    return best
}

/// How a verification grows with cores, issuers, and what is remembered.
nonisolated func scaling(_ scene: Scene, _ floor: Floor) async throws -> [Bar] {
    var bars: [Bar] = []
    func add(_ bar: Bar) {
        bar.show()
        bars.append(bar)
    }
    let verifier = Verifier(trust: scene.trust)
    let scan: @Sendable () -> Void = { use(verifier.verify(scene.holderScan, at: Scene.now)) }

    let (one, two) = (await rate(threads: 1, scan), await rate(threads: 2, scan))
    let raw = (
        await rate(threads: 1) { use(floor.verifyBoth(.esp256)) },
        await rate(threads: 2) { use(floor.verifyBoth(.esp256)) }
    )
    add(
        Bar(
            name: "2 cores / 1 core", value: two / one, limit: .atLeast(1.9),
            remark: String(format: "%.0f/s; the cryptography alone %.3f", two, raw.1 / raw.0)))

    let crowd = try TrustList(
        issuers: (0..<9_999).map { Scene.entry("https://dmv-\($0).example", scene.deviceKey) } + scene.trust.issuers)
    let crowded = Verifier(trust: crowd)
    let issuers = await Comparison(repetitions: 10) {
        use(crowded.verify(scene.holderScan, at: Scene.now))
    } against: {
        scan()
    }
    add(Bar(name: "10,000 issuers / 1 issuer", value: issuers.ratio, limit: .atMost(1.1)))

    add(try await rememberedScans(scene))
    add(try await knownCredentials(scene))
    return bars
}

/// A memory of ten million scans, and an empty one; each scan of the measurement is new to both.
private func rememberedScans(_ scene: Scene) async throws -> Bar {
    var policy = Policy()
    policy.replay = true
    policy.skew = 1 << 20
    let now = Int(Scene.now.timeIntervalSince1970)
    let (full, empty) = (MemoryReplay(capacity: 11_000_000), MemoryReplay(capacity: 11_000_000))
    var digest = [UInt8](repeating: 0, count: 32)
    for number in 0..<10_000_000 {
        for place in 0..<4 { digest[place] = UInt8(truncatingIfNeeded: number >> (8 * place)) }
        use(
            full.admit(
                ReplayEntry(credential: digest, issuedAt: now, expiresAt: now + 30, until: now + 1 << 21), at: now))
    }
    // Tokens of many steps are valid with such a skew.
    var scans: [[UInt8]] = []
    for step in 0..<4_000 {
        scans.append(Array(try await scene.holder.present(at: Scene.now + Double(step * 30)).text().utf8))
    }
    let verifiers = [full, empty].map { Verifier(trust: scene.trust, policy: policy, replay: $0) }
    var next = [0, 0]
    func verify(_ index: Int) {
        use(verifiers[index].verify(scans[next[index] % scans.count], at: Scene.now))
        next[index] += 1
    }
    let result = await Comparison(repetitions: 10) {
        verify(0)
    } against: {
        verify(1)
    }
    return Bar(name: "10 million remembered scans / none", value: result.ratio, limit: .atMost(1.1))
}

/// A thousand known credentials, in a cache with room for them and in one with room for ten million.
private func knownCredentials(_ scene: Scene) async throws -> Bar {
    var scans: [[UInt8]] = []
    for _ in 0..<1_000 {
        let credential = try await scene.issuer.issue(
            scene.license, to: scene.deviceKey.publicKey, at: Scene.now - 3600)
        let holder = try Holder(credential: credential, signer: scene.deviceKey)
        scans.append(Array(try await holder.present(at: Scene.now).text().utf8))
    }
    let verifiers = [10_000_000, 10_000].map { Verifier(trust: scene.trust, cache: CredentialCache(capacity: $0)) }
    for verifier in verifiers { for scan in scans { use(verifier.verify(scan, at: Scene.now)) } }
    var next = [0, 0]
    func verify(_ index: Int) {
        use(verifiers[index].verify(scans[next[index] % scans.count], at: Scene.now))
        next[index] += 1
    }
    let result = await Comparison {
        verify(0)
    } against: {
        verify(1)
    }
    return Bar(name: "known credential, cache of 10 million / of 10,000", value: result.ratio, limit: .atMost(1.1))
}

/// Issuing on all cores, to text: from JSON, and from a licence in memory.
nonisolated func batch(_ scene: Scene, _ floor: Floor) async throws -> [Bar] {
    let json = try Scene.sample("cn-resident.json")
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let signed = await rate(threads: cores) { use(floor.sign()) }
    func bar(_ name: String, _ issued: Double) -> Bar {
        let bar = Bar(
            name: "\(name), holder kind, ESP256, all cores / signatures of all cores", value: issued / signed,
            limit: .atLeast(0.85), remark: String(format: "%.0f/s", issued))
        bar.show()
        return bar
    }
    return [
        bar("issue", await rate(threads: cores) { use(try? await scene.issue(json)) }),
        bar(
            "issue, from a licence in memory", await rate(threads: cores) { use(try? await scene.issue(scene.license)) }
        ),
    ]
}
