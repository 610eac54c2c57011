internal import Dispatch
internal import Synchronization

/// A piece of work that is measured, and the cryptography or library call in it that cannot be done without.
package struct Workload: Sendable {
    package typealias Work = @Sendable () async -> Void

    /// `GROUP: NAME`.
    package let name: String
    package let run: Work
    package let floor: Work?

    init(_ name: String, _ run: @escaping Work, floor: Work? = nil) {
        self.name = name
        self.run = run
        self.floor = floor
    }

    package static func all() async throws -> [Workload] {
        let (p256, edwards) = (try await Scene(.esp256), try await Scene(.ed25519))
        let floor = try Floor(p256, edwards)
        return try layers(p256) + verifications(p256, floor) + verifications(edwards, floor) + refusals(p256, floor)
            + issuing(p256, floor) + presenting(p256, floor) + status() + drawing(p256)
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
