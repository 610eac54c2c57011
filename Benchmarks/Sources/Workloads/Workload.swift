internal import Foundation
package import Hufu

/// A piece of work that is measured, and the cryptography or library call in it that cannot be done without.
package struct Workload: Sendable {
    /// `GROUP: NAME`.
    package let name: String
    package let run: @Sendable () async -> Void
    package let floor: (@Sendable () async -> Void)?

    init(_ name: String, _ run: @escaping @Sendable () async -> Void, floor: (@Sendable () async -> Void)? = nil) {
        self.name = name
        self.run = run
        self.floor = floor
    }

    package static func all() async throws -> [Workload] {
        let (p256, edwards, floor) = (try await Scene(.esp256), try await Scene(.ed25519), try Floor())
        return try layers(p256) + verifications(p256, .esp256, floor) + verifications(edwards, .ed25519, floor)
            + refusals(p256, floor) + signing(p256, floor) + (try lists()) + (try drawing(p256))
    }

    package static func named(_ name: String) async throws -> Workload {
        guard let workload = try await all().first(where: { $0.name == name }) else {
            throw Failure("there is no workload \(name)")
        }
        return workload
    }
}

/// Keeps a result alive that nobody looks at.
@inline(never)
package func use<Value>(_ value: Value) {}

extension Workload {
    /// How far a scan gets that ends there: each layer is the difference to the one before.
    private static func layers(_ scene: Scene) throws -> [Workload] {
        let (known, strangers) = (Verifier(trust: scene.trust), Verifier(trust: try scene.strangers()))
        let (foreign, damaged, whole) = (scene.garbage, scene.damaged, scene.holderScan)
        let credential = scene.holder.credential.bytes
        return [
            Workload("layers: prefix") { use(known.verify(foreign, at: Scene.now)) },
            Workload("layers: Base45") { use(known.verify(damaged, at: Scene.now)) },
            Workload("layers: CBOR, COSE, claims") { use(strangers.verify(whole, at: Scene.now)) },
            Workload("layers: credential read") { use(try? Credential(credential)) },
        ]
    }

    private static func verifications(_ scene: Scene, _ algorithm: COSE.Algorithm, _ floor: Floor) -> [Workload] {
        let plain = Verifier(trust: scene.trust)
        let cached = Verifier(trust: scene.trust, cache: CredentialCache())
        let counter = Verifier(trust: scene.trust, policy: .counter)
        let name = algorithm == .esp256 ? "ESP256" : "Ed25519"
        let one: @Sendable () -> Void = { use(floor.verify(algorithm)) }
        let both: @Sendable () -> Void = { use(floor.verifyBoth(algorithm)) }
        use(cached.verify(scene.holderScan, at: Scene.now))
        return [
            Workload(
                "verify: holder, first scan, \(name)", { use(plain.verify(scene.holderScan, at: Scene.now)) },
                floor: both),
            Workload(
                "verify: holder, known, \(name)", { use(cached.verify(scene.holderScan, at: Scene.now)) }, floor: one),
            Workload("verify: issuer, \(name)", { use(plain.verify(scene.issuerScan, at: Scene.now)) }, floor: one),
            Workload("verify: static, \(name)", { use(counter.verify(scene.staticScan, at: Scene.now)) }, floor: one),
        ]
    }

    private static func refusals(_ scene: Scene, _ floor: Floor) throws -> [Workload] {
        let plain = Verifier(trust: scene.trust)
        let (strangers, impostor) = (Verifier(trust: try scene.strangers()), Verifier(trust: try scene.impostor()))
        let (garbage, truncated, scan) = (scene.garbage, scene.truncated, scene.holderScan)
        let one: @Sendable () -> Void = { use(floor.verify(.esp256)) }
        let both: @Sendable () -> Void = { use(floor.verifyBoth(.esp256)) }
        return [
            Workload("refuse: garbage", { use(plain.verify(garbage, at: Scene.now)) }, floor: one),
            Workload("refuse: truncated", { use(plain.verify(truncated, at: Scene.now)) }, floor: one),
            Workload("refuse: unknown issuer", { use(strangers.verify(scan, at: Scene.now)) }, floor: one),
            Workload("refuse: forged signature", { use(impostor.verify(scan, at: Scene.now)) }, floor: one),
            Workload("refuse: expired token", { use(plain.verify(scan, at: Scene.now + 600)) }, floor: both),
        ]
    }

    private static func signing(_ scene: Scene, _ floor: Floor) throws -> [Workload] {
        let json = try Scene.sample("cn-resident.json")
        let sign: @Sendable () -> Void = { use(floor.sign()) }
        return [
            Workload("issue: JSON to credential", { use(try? await scene.issue(json)) }, floor: sign),
            Workload("issue: licence to credential", { use(try? await scene.issue(scene.license)) }, floor: sign),
            Workload("issue: read a licence", { use(try? License(json: json)) }),
            Workload("present: token", { use(try? await scene.holder.present(at: Scene.now).text()) }, floor: sign),
        ]
    }

    private static func lists() throws -> [Workload] {
        let table = try StatusTable(bits: 4, size: 1 << 20).setting((0..<1000).map { ($0 * 1_021, UInt8($0 % 4)) })
        return [
            Workload("status: 1,000 lookups in 2^20") {
                var index = 0
                var revoked = 0
                for _ in 0..<1000 {
                    index = (index &* 1_664_525 &+ 1_013_904_223) & (1 << 20 - 1)
                    if table.value(at: index) == .revoked { revoked += 1 }
                }
                use(revoked)
            }
        ]
    }
}
