internal import CZlib

/// zlib streams (RFC 1950) through the system's library.
enum Zlib {
    static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        var length = compressBound(UInt(bytes.count))
        var result = [UInt8](repeating: 0, count: Int(length))
        let status = unsafe compress2(&result, &length, bytes, UInt(bytes.count), Z_BEST_COMPRESSION)
        guard status == Z_OK else { return nil }
        result.removeLast(result.count - Int(length))
        return result
    }

    /// - Parameter limit: bytes beyond which inflating stops; nothing larger is ever allocated.
    /// - Returns: nil unless the stream is whole, ends with the bytes, has the right checksum and fits the limit.
    static func inflate(_ bytes: ArraySlice<UInt8>, limit: Int) -> [UInt8]? {
        var (length, consumed) = (UInt(limit), UInt(bytes.count))
        var result = [UInt8](repeating: 0, count: limit)
        let status = unsafe bytes.withUnsafeBufferPointer { source in
            unsafe uncompress2(&result, &length, source.baseAddress, &consumed)
        }
        guard status == Z_OK, consumed == UInt(bytes.count) else { return nil }
        return Array(result.prefix(Int(length)))
    }
}
