import Foundation
import Hufu
import Workloads

let scene = try await Scene(.esp256)
let floor = try await Floor(scene, Scene(.ed25519))
if CommandLine.arguments.contains("--rate") {
    // For the comparison with other libraries: verifications of the issuer kind per second, and of bare signatures.
    let verifier = Verifier(trust: scene.trust)
    let whole = await rate(threads: 1) { use(verifier.verify(scene.issuerScan, at: Scene.now)) }
    let raw = await rate(threads: 1) { use(floor.verify(.esp256)) }
    print(whole, raw)
    exit(0)
}

let workloads = try await Workload.all()
let bars = try await path(workloads) + others(workloads) + scaling(scene, floor) + batch(scene, floor)
let missed = bars.count { !$0.isMet }
print("\(bars.count - missed) met, \(missed) missed")
exit(missed == 0 ? 0 : 1)
