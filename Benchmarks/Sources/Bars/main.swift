import Foundation
import Hufu
import Workloads

let scene = try await Scene(.esp256)
let floor = try await Floor(scene, Scene(.ed25519))
let workloads = try await Workload.all()
let bars = try await path(workloads) + others(workloads) + scaling(scene, floor) + batch(scene, floor)
exit(bars.allSatisfy(\.isMet) ? 0 : 1)
