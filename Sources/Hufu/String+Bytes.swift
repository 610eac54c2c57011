extension String {
    /// Calls `body` with the bytes of the text in UTF-8, without a copy of them.
    @inline(__always)
    func withBytes<Value>(_ body: (Span<UInt8>) -> Value) -> Value {
        // Safe: the span does not leave the closure.
        let value = unsafe utf8.withContiguousStorageIfAvailable { buffer in unsafe body(buffer.span) }
        if let value { return value }
        // Some texts of Apple's Foundation are in other storage.
        var copy = self
        return copy.withUTF8 { buffer in unsafe body(buffer.span) }
    }
}
