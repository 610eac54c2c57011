internal import CZlib

/// zlib streams (RFC 1950) through the system's library.
enum Zlib {
    /// The smallest of three encodings. If few entries differ from the others, at random places, the repetitions that
    /// the default strategy finds are chance, and Huffman codes alone, or with runs of one byte, are shorter.
    static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        var smallest: [UInt8]?
        for strategy in [Z_DEFAULT_STRATEGY, Z_RLE, Z_HUFFMAN_ONLY] {
            guard let result = compress(bytes, strategy) else { return nil }
            if result.count < smallest?.count ?? .max { smallest = result }
        }
        return smallest
    }

    private static func compress(_ bytes: [UInt8], _ strategy: Int32) -> [UInt8]? {
        var stream = unsafe z_stream()
        let (window, memory, size) = unsafe (Int32(15), Int32(9), Int32(MemoryLayout<z_stream>.size))
        guard
            unsafe deflateInit2_(
                &stream, Z_BEST_COMPRESSION, Z_DEFLATED, window, memory, strategy, ZLIB_VERSION, size) == Z_OK
        else { return nil }
        defer { unsafe deflateEnd(&stream) }
        guard let count = UInt32(exactly: bytes.count),
            let limit = unsafe UInt32(exactly: deflateBound(&stream, UInt(bytes.count)))
        else { return nil }
        var source = bytes
        var isWhole = false
        let result = unsafe [UInt8](unsafeUninitializedCapacity: Int(limit)) { target, written in
            unsafe source.withUnsafeMutableBufferPointer { source in
                unsafe (stream.next_in, stream.avail_in) = (source.baseAddress, count)
                unsafe (stream.next_out, stream.avail_out) = (target.baseAddress, limit)
                isWhole = unsafe deflate(&stream, Z_FINISH) == Z_STREAM_END
                written = unsafe Int(stream.total_out)
            }
        }
        return isWhole ? result : nil
    }

    /// - Parameter limit: the largest size in bytes; nothing larger is allocated.
    /// - Returns: `nil` unless the stream is complete, ends with the bytes, has the right checksum and is within the
    ///   limit.
    static func inflate(_ bytes: ArraySlice<UInt8>, limit: Int) -> [UInt8]? {
        var (status, consumed) = (Z_BUF_ERROR, UInt(bytes.count))
        // Not filled with zeros, which would cost more than the inflating of a short list.
        // Safe: zlib writes at most `length` bytes, and sets it to those that it has written.
        let result = unsafe [UInt8](unsafeUninitializedCapacity: limit) { target, written in
            var length = UInt(target.count)
            status = unsafe bytes.withUnsafeBufferPointer { source in
                unsafe uncompress2(target.baseAddress, &length, source.baseAddress, &consumed)
            }
            written = status == Z_OK ? Int(length) : 0
        }
        guard status == Z_OK, consumed == UInt(bytes.count) else { return nil }
        guard result.count < limit else { return result }
        // A copy gives back the memory up to the limit.
        // Safe: the pointer is used inside of the closure only.
        return unsafe result.withUnsafeBufferPointer { unsafe Array($0) }
    }
}
