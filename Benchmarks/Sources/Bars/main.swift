import Foundation
import Hufu
import Workloads

let scene = try Scene(.esp256)
let bars: [Bar]
if let known = CommandLine.arguments.dropFirst().first.flatMap({ Int($0) }) {
    // Only how a cache with so many credentials compares with an empty one: ten million take twenty minutes.
    bars = [try await knownCredentials(known, scene)]
    for bar in bars { bar.show() }
} else {
    let floor = try Floor(scene, Scene(.ed25519))
    let workloads = try Workload.all()
    bars = try await path(workloads) + others(workloads) + scaling(scene, floor) + batch(scene, floor)
}
exit(bars.allSatisfy(\.isMet) ? 0 : 1)
