internal import Crypto

/// SHA-256 of bytes that come in parts.
package struct RunningDigest: Sendable {
    private var hash = SHA256()

    /// The digest of no bytes.
    package init() {}

    /// Adds bytes at the end.
    package mutating func update(_ bytes: [UInt8]) { hash.update(data: bytes) }

    /// The digest of all bytes up to now, 32 bytes; more may follow.
    package var value: [UInt8] { Array(hash.finalize()) }
}
