internal import Crypto

/// A redacted entry as its holder stores it (SD-CWT draft): `bstr .cbor [salt, value, key]`, or `bstr .cbor [salt]` for
/// a decoy.
enum Disclosure {
    static let saltLength = 16

    /// SHA-256 over the encoded byte string, head included, which an issuer signs.
    struct Hash: Equatable, Comparable {
        /// The digest, as numbers in the order of its bytes.
        private let words: (UInt64, UInt64, UInt64, UInt64)

        init(of encoded: Span<UInt8>) {
            // Safe: a digest of SHA-256 has 32 bytes.
            words = unsafe SHA256.hash(of: encoded).withUnsafeBytes { digest in
                func word(_ place: Int) -> UInt64 {
                    UInt64(bigEndian: unsafe digest.loadUnaligned(fromByteOffset: 8 * place, as: UInt64.self))
                }
                return (word(0), word(1), word(2), word(3))
            }
        }

        var bytes: [UInt8] { CBORWriter.encode(capacity: 32) { $0.encoded(self) } }

        func forEachWord(_ body: (UInt64) -> Void) {
            body(words.0)
            body(words.1)
            body(words.2)
            body(words.3)
        }

        static func == (left: Hash, right: Hash) -> Bool { left.words == right.words }
        static func < (left: Hash, right: Hash) -> Bool { left.words < right.words }
    }
}

extension COSE.EncodedDisclosures {
    /// Adds the disclosure of an entry.
    ///
    /// - Parameter entry: writes the value, and the key behind it.
    /// - Returns: its hash.
    mutating func add(
        using random: inout some RandomNumberGenerator, entry: (inout CBORWriter) -> Void
    ) -> Disclosure.Hash {
        let place = add { writer in
            writer.array(3)
            writer.salt(using: &random)
            entry(&writer)
        }
        return Disclosure.Hash(of: bytes.span.extracting(place))
    }
}

extension Disclosure.Hash {
    /// The hash of a decoy: of a salt without an entry. It cannot be told from that of an entry.
    init(ofDecoyUsing random: inout some RandomNumberGenerator) {
        let decoy = CBORWriter.encode(capacity: 32) { writer in
            writer.byteString { writer in
                writer.array(1)
                writer.salt(using: &random)
            }
        }
        self.init(of: decoy.span)
    }
}

extension CBORWriter {
    fileprivate mutating func salt(using random: inout some RandomNumberGenerator) {
        // By words of 64 bits, so that the random number generator is called twice only.
        head(.bytes, UInt64(Disclosure.saltLength))
        for _ in 0..<Disclosure.saltLength / 8 { encoded(word: random.next()) }
    }

    fileprivate mutating func encoded(_ hash: Disclosure.Hash) { hash.forEachWord { encoded(word: $0) } }
}

extension CBORMap {
    /// The hashes of redacted entries.
    mutating func addRedacted(_ hashes: [Disclosure.Hash]) {
        addRedacted(hashes.count) { writer in
            for hash in hashes {
                writer.head(.bytes, 32)
                writer.encoded(hash)
            }
        }
    }
}
