import Foundation
import Hufu
import Workloads

let arguments = CommandLine.arguments
let scene = try wait { try await Scene(.esp256) }
let edwards = try wait { try await Scene(.ed25519) }
let floor = try Floor()
let now = Scene.now
let verifier = Verifier(trust: scene.trust)
let edwardsVerifier = Verifier(trust: edwards.trust)
let strangers = Verifier(trust: try scene.strangers())
let count = Int(arguments[2])!
@inline(never) func use<V>(_ v: V) {}
switch arguments[1] {
case "holder": for _ in 0..<count { use(verifier.verify(scene.holderScan, at: now)) }
case "issuer": for _ in 0..<count { use(verifier.verify(scene.issuerScan, at: now)) }
case "edwards": for _ in 0..<count { use(edwardsVerifier.verify(edwards.issuerScan, at: now)) }
case "unknown": for _ in 0..<count { use(strangers.verify(scene.holderScan, at: now)) }
case "floor": for _ in 0..<count { use(floor.verify(.esp256)) }
case "both": for _ in 0..<count { use(floor.verifyBoth(.esp256)) }
case "edfloor": for _ in 0..<count { use(floor.verify(.ed25519)) }
default: break
}

func wait<V: Sendable>(_ body: @escaping @Sendable () async throws -> V) throws -> V {
    let done = DispatchSemaphore(value: 0)
    nonisolated(unsafe) var result: Result<V, any Error>?
    Task.detached {
        do { result = .success(try await body()) } catch { result = .failure(error) }
        done.signal()
    }
    done.wait()
    return try result!.get()
}
