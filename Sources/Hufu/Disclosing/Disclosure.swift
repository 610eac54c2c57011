internal import Crypto

/// A redacted entry as its holder keeps it (SD-CWT draft): `bstr .cbor [salt, value, key]`, or `bstr .cbor [salt]` for a decoy.
struct Disclosure: Sendable {
    static let saltLength = 16

    /// The encoded byte string, head included: what is hashed and what is shown.
    let encoded: [UInt8]

    /// - Parameters:
    ///   - key: the encoded key.
    ///   - value: the encoded value.
    init(key: [UInt8], value: [UInt8], using random: inout some RandomNumberGenerator) {
        let salt = Self.salt(using: &random)
        self.init(
            content: CBORWriter.encode { writer in
                writer.array(3)
                writer.byteString(salt)
                writer.encoded(value)
                writer.encoded(key)
            })
    }

    /// A decoy: its hash cannot be told from that of an entry, and there is nothing behind it.
    init(decoyUsing random: inout some RandomNumberGenerator) {
        let salt = Self.salt(using: &random)
        self.init(
            content: CBORWriter.encode { writer in
                writer.array(1)
                writer.byteString(salt)
            })
    }

    init(content: [UInt8]) { self.init(encoded: CBORWriter.encode { $0.byteString(content) }) }

    init(encoded: [UInt8]) { self.encoded = encoded }

    private static func salt(using random: inout some RandomNumberGenerator) -> [UInt8] {
        // By words: the system's generator is asked once for each.
        var salt: [UInt8] = []
        salt.reserveCapacity(saltLength)
        while salt.count < saltLength {
            let word: UInt64 = random.next()
            for place in 0..<8 { salt.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * place))) }
        }
        return salt
    }

    /// SHA-256 over the encoded byte string.
    var hash: [UInt8] { Array(SHA256.hash(data: encoded)) }
}
