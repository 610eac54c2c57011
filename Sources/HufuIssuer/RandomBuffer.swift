internal import HufuFiles

/// The system's random numbers, drawn 32 at once, because each draw is a system call: for tasks that issue many licences
/// with `Issuer.issue`.
///
/// A buffer belongs to one task. It is a class, because a copy would give the same numbers again.
public final class RandomBuffer: RandomNumberGenerator {
    /// The system gives at most 256 bytes in one call.
    private var numbers = [UInt64](repeating: 0, count: 32)
    private var position = 32

    /// An empty buffer.
    public init() {}

    /// The next number.
    public func next() -> UInt64 {
        if position == numbers.count {
            guard unsafe numbers.withUnsafeMutableBytes({ unsafe Surroundings.fillWithRandomBytes($0) }) else {
                var system = SystemRandomNumberGenerator()
                return system.next()
            }
            position = 0
        }
        defer { position += 1 }
        // A number that was given does not stay in memory.
        let number = numbers[position]
        numbers[position] = 0
        return number
    }
}
