#if SANITIZED
    /// Stands for the standard library's generator in `make sanitize` and `make test-thread`: that one takes no memory
    /// and has no address, and the thread sanitizer ends the process where it is passed `inout`.
    package struct SystemRandomNumberGenerator: RandomNumberGenerator {
        private var system = Swift.SystemRandomNumberGenerator()
        private let memory: UInt8 = 0

        package init() {}

        package mutating func next() -> UInt64 { system.next() }
    }
#endif
