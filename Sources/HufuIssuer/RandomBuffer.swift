#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Android)
    internal import Android
#else
    internal import Darwin
#endif

/// The system's random numbers, drawn many at once: a salt of its own for each call costs two calls of the system.
///
/// A buffer belongs to one task. Each number is wiped when it is taken, the others with the buffer.
@safe
final class RandomBuffer: RandomNumberGenerator {
    /// The salts of a share of lines with one salt each, and the most that `getentropy` returns.
    private static let capacity = 256

    private let bytes = UnsafeMutableRawBufferPointer.allocate(
        byteCount: RandomBuffer.capacity, alignment: MemoryLayout<UInt64>.alignment)
    private var position = RandomBuffer.capacity

    deinit {
        unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0)
        unsafe bytes.deallocate()
    }

    func next() -> UInt64 {
        if position == Self.capacity {
            guard fill() else {
                var system = SystemRandomNumberGenerator()
                return system.next()
            }
            position = 0
        }
        defer { position += MemoryLayout<UInt64>.size }
        // Safe: the position is a multiple of 8 below the capacity.
        let number = unsafe bytes.load(fromByteOffset: position, as: UInt64.self)
        unsafe bytes.storeBytes(of: 0, toByteOffset: position, as: UInt64.self)
        return number
    }

    /// - Returns: whether the system gave random numbers.
    private func fill() -> Bool {
        // Safe: both write exactly the bytes of the buffer.
        #if canImport(Darwin)
            unsafe arc4random_buf(bytes.baseAddress, bytes.count)
            return true
        #else
            return unsafe bytes.baseAddress.map { unsafe getentropy($0, bytes.count) == 0 } ?? false
        #endif
    }
}
