import Foundation
import Hufu
import Workloads

let scene = try await Scene(.esp256)
let edwards = try await Scene(.ed25519)
let floor = try Floor()
let now = Scene.now
let verifier = Verifier(trust: scene.trust)
let edwardsVerifier = Verifier(trust: edwards.trust)
let strangers = Verifier(trust: try scene.strangers())

func row(_ name: String, _ limit: Double, repetitions: Int = 20, _ work: () -> Void, _ base: () -> Void) {
    let result = Comparison(repetitions: repetitions, work, against: base)
    print(name, result.ratio, limit, result.cost, result.floor, result.cost - result.floor)
}
let verifyOnce = { use(floor.verify(.esp256)) }
row("holder", 1.05) {
    use(verifier.verify(scene.holderScan, at: now))
} _: {
    use(floor.verifyBoth(.esp256))
}
row("issuer", 1.06) {
    use(verifier.verify(scene.issuerScan, at: now))
} _: {
    use(floor.verify(.esp256))
}
row("issuer ed", 1.05) {
    use(edwardsVerifier.verify(edwards.issuerScan, at: now))
} _: {
    use(floor.verify(.ed25519))
}
row("garbage", 0.05) {
    use(verifier.verify(scene.garbage, at: now))
} _: {
    use(floor.verify(.esp256))
}
let garbage = scene.garbage
let truncated = scene.truncated
row("garbage", 0.05) {
    use(verifier.verify(garbage, at: now))
} _: {
    use(floor.verify(.esp256))
}
row("truncated", 0.05) {
    use(verifier.verify(truncated, at: now))
} _: {
    use(floor.verify(.esp256))
}
row("unknown", 0.05) {
    use(strangers.verify(scene.holderScan, at: now))
} _: {
    use(floor.verify(.esp256))
}
row("unknown issuer kind", 0.05) {
    use(strangers.verify(scene.issuerScan, at: now))
} _: {
    use(floor.verify(.esp256))
}
