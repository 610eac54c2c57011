#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Android)
    internal import Android
#else
    internal import Darwin
#endif

/// What this process gets from its system: environment, time, random numbers.
package enum Surroundings {
    /// The value of an environment variable.
    package static func environment(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }

    /// Fills a buffer of at most 256 bytes with random bytes of the system, in one call.
    ///
    /// - Returns: whether the system gave them.
    @unsafe
    package static func fillWithRandomBytes(_ buffer: UnsafeMutableRawBufferPointer) -> Bool {
        guard let start = buffer.baseAddress else { return true }
        // Safe: both write exactly the bytes of the buffer.
        #if canImport(Darwin)
            unsafe arc4random_buf(start, buffer.count)
            return true
        #else
            return unsafe getentropy(start, buffer.count) == 0
        #endif
    }

    /// Processor time of this process in seconds.
    package static var processorTime: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Seconds by which local time is ahead of UTC at a time in seconds since 1970.
    ///
    /// - Parameter zone: a name in the system's time zone database, which becomes the zone of this process; `nil` for
    ///   the zone that it has.
    package static func utcOffset(at seconds: Int, in zone: String? = nil) -> Int {
        if let zone, environment("TZ") != ":" + zone { unsafe _ = setenv("TZ", ":" + zone, 1) }
        tzset()
        var time = time_t(seconds)
        // Safe: both are valid for the call, and the name of the zone that `local` refers to is not read.
        var local = unsafe tm()
        return unsafe localtime_r(&time, &local) == nil ? 0 : unsafe local.tm_gmtoff
    }
}
