/// An identifier as its bytes. Swift's strings are equal if they are canonically equivalent, and identifiers are not.
///
/// The bytes are a slice, so that those of a scanned code can be looked up where they are.
package struct Identifier: Hashable, Sendable {
    let bytes: ArraySlice<UInt8>

    init(bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    package init(_ text: String) { bytes = Array(text.utf8)[...] }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    package static func == (left: Identifier, right: Identifier) -> Bool {
        let (left, right) = (left.bytes.span, right.bytes.span)
        guard left.count == right.count else { return false }
        var index = 0
        while left.count - index >= 8 {
            // Safe: eight bytes are left in both, and every pattern of eight bytes is a number.
            let (a, b) = unsafe (
                left.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self),
                right.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            )
            guard a == b else { return false }
            index += 8
        }
        while index < left.count {
            guard left[index] == right[index] else { return false }
            index += 1
        }
        return true
    }

    package func hash(into hasher: inout Hasher) {
        // All at once; a slice would hash byte by byte. Safe: the buffer does not leave the closure.
        unsafe bytes.withUnsafeBytes { buffer in unsafe hasher.combine(bytes: buffer) }
        hasher.combine(bytes.count)
    }
}

/// The order of the bytes. That of Swift's strings leaves canonically equivalent ones in any order.
extension Identifier: Comparable {
    package static func < (left: Identifier, right: Identifier) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

/// The pair by which a status list is found: an issuer's status is read from its own lists only.
struct StatusListID: Hashable {
    let issuer: Identifier
    let uri: Identifier
}
