#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Android)
    internal import Android
#else
    internal import Darwin
#endif

/// Memory that the caller of the library may hold, from the C library's allocator.
enum CMemory {
    /// `nil` if there is no memory left.
    static func allocate(_ count: Int) -> UnsafeMutableRawPointer? { unsafe malloc(count) }

    /// Frees memory that `allocate` has returned; `nil` is allowed.
    static func release(_ memory: UnsafeMutablePointer<UInt8>?) { unsafe free(memory) }

    /// A copy of a text, with a zero byte at its end.
    static func text(_ text: String) -> UnsafePointer<CChar>? { unsafe UnsafePointer(strdup(text)) }
}
