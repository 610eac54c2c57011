internal import Dispatch
internal import Synchronization

/// A piece of work that is measured, and the cryptography or library call in it that cannot be done without.
package struct Workload: Sendable {
    package typealias Work = @Sendable () async -> Void

    /// `GROUP: NAME`.
    package let name: String
    package let run: Work
    package let baseline: Work?

    init(_ name: String, _ run: @escaping Work, baseline: Work? = nil) {
        self.name = name
        self.run = run
        self.baseline = baseline
    }

    package static func all() async throws -> [Workload] {
        var all: [Workload] = []
        for group in Group.allCases { all += try await group.workloads() }
        return all
    }

    /// The one of this name; of other groups nothing is made ready.
    package static func named(_ name: String) async throws -> Workload {
        let group = Group(rawValue: String(name.prefix { $0 != ":" }))
        guard let workload = try await group?.workloads().first(where: { $0.name == name }) else {
            throw Failure("there is no workload \(name)")
        }
        return workload
    }
}

private enum Group: String, CaseIterable {
    case layers, verify, issue, present, status
    case qr = "QR"

    func workloads() async throws -> [Workload] {
        let fixture = try Fixture(.esp256)
        switch self {
        case .layers: return try Workload.layers(fixture)
        case .verify:
            let edwards = try Fixture(.ed25519)
            let baseline = try CryptoBaseline(fixture, edwards)
            return try Workload.verifications(fixture, baseline) + Workload.verifications(edwards, baseline)
                + Workload.refusals(fixture, baseline)
        case .issue: return try Workload.issuing(fixture, CryptoBaseline(fixture, Fixture(.ed25519)))
        case .present: return try Workload.presenting(fixture, CryptoBaseline(fixture, Fixture(.ed25519)))
        case .status: return try await Workload.status(Fixture(.ed25519))
        case .qr: return try Workload.drawing(fixture)
        }
    }
}

/// Keeps the optimiser from removing the computation of an unused result.
@inline(never)
package func use<Value>(_ value: Value) {}

/// Blocks this thread until `body` has ended, for programs whose main thread cannot wait otherwise.
package func wait<Value: Sendable>(for body: @escaping @Sendable () async throws -> Value) throws -> Value {
    let done = DispatchSemaphore(value: 0)
    let result = Mutex<Result<Value, any Error>?>(nil)
    Task.detached {
        let ended: Result<Value, any Error>
        do { ended = .success(try await body()) } catch { ended = .failure(error) }
        result.withLock { $0 = ended }
        done.signal()
    }
    done.wait()
    guard let ended = result.withLock({ $0 }) else { throw Failure("nothing has ended") }
    return try ended.get()
}

package struct Failure: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}
