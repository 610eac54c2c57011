import CFuzzer
import Foundation
import Synchronization

/// Code that is given arbitrary bytes, and the properties that hold whatever the bytes are.
struct FuzzTarget: Sendable {
    /// The bytes and the processor time that a run may take. They are many times those of an ordinary input, and bound
    /// what an attacker gets for each byte.
    struct Budget: Sendable {
        var bytes: UInt64 = 64 << 20
        var bytesPerByte: UInt64 = 16_384
        var nanoseconds: UInt64 = 400_000_000
        var nanosecondsPerByte: UInt64 = 100_000
    }

    let name: String
    /// The longest input in bytes.
    let longest: Int
    var budget = Budget()
    /// Inputs to begin with.
    let seeds: @Sendable (Vectors) throws -> [[UInt8]]
    let body: @Sendable ([UInt8]) -> Void

    static let all = [
        text, cbor, token, lists, files, license, batches, keys, requests, pictures, http, calls,
    ]
}

/// The target of this process, which libFuzzer calls without an argument of ours.
enum Current {
    static let target = Mutex<FuzzTarget?>(nil)

    static func run(_ input: [UInt8]) {
        guard let target = target.withLock({ $0 }) else { return }
        let budget = target.budget
        let (bytes, start) = (fuzz_allocated(), fuzz_processor_time())
        target.body(input)
        let size = UInt64(input.count)
        require(
            fuzz_allocated() - bytes <= budget.bytes + budget.bytesPerByte * size, "the memory of an input is bounded")
        let allowed = budget.nanoseconds + budget.nanosecondsPerByte * size
        guard fuzz_processor_time() - start > allowed else { return }
        // Again, because a busy machine or the first run of some code may have been the cause.
        let again = fuzz_processor_time()
        target.body(input)
        require(fuzz_processor_time() - again <= allowed, "the time of an input is bounded")
    }
}

/// Ends the process with a report, so that libFuzzer stores the input.
func fail(_ property: String) -> Never {
    FileHandle.standardError.write(Data("PROPERTY: \(property)\n".utf8))
    abort()
}

/// Fails unless a property holds.
func require(_ condition: Bool, _ property: @autoclosure () -> String) {
    if !condition { fail(property()) }
}

/// A value that has to exist.
func require<Value, Failure: Error>(
    _ property: @autoclosure () -> String, _ value: () throws(Failure) -> Value
) -> Value {
    do { return try value() } catch { fail("\(property()): \(error)") }
}
