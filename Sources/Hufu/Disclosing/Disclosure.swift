internal import Crypto

/// A redacted entry as its holder keeps it (SD-CWT draft): `bstr .cbor [salt, value, key]`.
struct Disclosure: Sendable {
    static let saltLength = 16

    /// The encoded byte string, head included: what is hashed and what is shown.
    let encoded: [UInt8]

    /// - Parameters:
    ///   - key: the encoded key.
    ///   - value: the encoded value.
    init(key: [UInt8], value: [UInt8], using random: inout some RandomNumberGenerator) {
        let content = CBORWriter.encode { writer in
            writer.array(3)
            writer.byteString((0..<Self.saltLength).map { _ in UInt8.random(in: 0...255, using: &random) })
            writer.encoded(value)
            writer.encoded(key)
        }
        encoded = CBORWriter.encode { $0.byteString(content) }
    }

    /// SHA-256 over the encoded byte string.
    var hash: [UInt8] { Array(SHA256.hash(data: encoded)) }
}
