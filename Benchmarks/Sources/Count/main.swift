import Foundation
import Workloads

// One workload some times: `Count NAME work|floor TIMES`; `Count record` makes scans.json anew. The main thread waits and does nothing else,
// since valgrind does not bear a main thread that has ended.
let arguments = Array(CommandLine.arguments.dropFirst())
if arguments == ["record"] {
    try wait(for: Scene.record)
    exit(0)
}
guard arguments.count == 3, let times = Int(arguments[2]) else {
    print("usage: Count NAME work|floor TIMES, or Count record")
    exit(64)
}
try wait(for: {
    let workload = try Workload.named(arguments[0])
    let body = arguments[1] == "floor" ? workload.floor : workload.run
    for _ in 0..<times { await body?() }
})
