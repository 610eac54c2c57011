import Foundation
import Hufu
import Workloads

let workloads = try await Workload.all()
let scene = try await Scene(.esp256)
let floor = try Floor()

let bars = try await path(workloads) + others(workloads) + scaling(scene, floor) + batch(scene, floor)
let missed = bars.count { !$0.isMet }
print("\(bars.count - missed) met, \(missed) missed")
exit(missed == 0 ? 0 : 1)
