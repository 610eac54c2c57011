internal import Crypto

/// A redacted entry as its holder stores it (SD-CWT draft): `bstr .cbor [salt, value, key]`, or `bstr .cbor [salt]` for
/// a decoy.
struct Disclosure: Sendable {
    static let saltLength = 16

    /// The encoded byte string, head included. Its hash is signed, and it is itself part of a presentation.
    let encoded: [UInt8]

    /// - Parameter entry: writes the value, and the key behind it.
    init(using random: inout some RandomNumberGenerator, entry: (inout CBORWriter) -> Void) {
        var writer = CBORWriter()
        writer.array(3)
        writer.salt(using: &random)
        entry(&writer)
        self.init(content: writer.bytes)
    }

    /// A decoy: a salt without an entry, whose hash cannot be told from that of an entry.
    init(decoyUsing random: inout some RandomNumberGenerator) {
        var writer = CBORWriter()
        writer.array(1)
        writer.salt(using: &random)
        self.init(content: writer.bytes)
    }

    init(content: [UInt8]) {
        self.init(encoded: CBORWriter.encode(capacity: content.count + 9) { $0.byteString(content) })
    }

    init(encoded: [UInt8]) { self.encoded = encoded }

    /// SHA-256 over the encoded byte string.
    var hash: [UInt8] {
        var hash = SHA256()
        hash.update(encoded.span)
        return unsafe hash.finalize().withUnsafeBytes { unsafe Array($0) }
    }
}

extension CBORWriter {
    fileprivate mutating func salt(using random: inout some RandomNumberGenerator) {
        // By words of 64 bits, so that the random number generator is called twice only.
        head(.bytes, UInt64(Disclosure.saltLength))
        for _ in 0..<Disclosure.saltLength / 8 {
            let word: UInt64 = random.next()
            for place in 0..<8 { encoded(UInt8(truncatingIfNeeded: word >> UInt64(8 * place))) }
        }
    }
}
