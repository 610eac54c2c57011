// The names are those of hufu.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CHufu
internal import Hufu

// The functions are documented in hufu.h; the compiler compares each with its declaration there.

/// See `hufu.h`.
@c @implementation public func hufu_abi_version() -> UInt32 { UInt32(HUFU_ABI_VERSION) }

/// See `hufu.h`.
@c @implementation public func hufu_version() -> UnsafePointer<CChar>! { unsafe version }

/// Safe: the text is made once and never freed or changed.
private nonisolated(unsafe) let version: UnsafePointer<CChar>? = unsafe CMemory.text(PackageVersion.current)

/// See `hufu.h`.
@c @implementation public func hufu_buffer_free(_ buffer: UnsafeMutablePointer<hufu_buffer>?) {
    // Safe: the bytes are NULL or those that `BufferOutput` has allocated, and the cleared buffer no longer has them.
    guard let buffer = unsafe buffer else { return }
    unsafe CMemory.release(buffer.pointee.bytes)
    unsafe buffer.pointee = hufu_buffer()
}

/// See `hufu.h`.
@c @implementation public func hufu_free(_ handle: UnsafeMutableRawPointer?, _ error: UnsafeMutablePointer<hufu_error>?)
    -> Int32
{
    unsafe calling(error) {
        guard let handle = unsafe handle else { return }
        guard unsafe Handles.shared.remove(OpaquePointer(handle)) != nil else {
            throw ArgumentError(.handleInvalid, at: "handle")
        }
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_live_handles() -> Int { Handles.shared.count }
