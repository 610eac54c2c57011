internal import Crypto
internal import Synchronization

/// A cache of credentials whose issuer's signature was found valid, so that the next scan of a credential verifies only
/// the signature of its token.
///
/// An entry is a fact about bytes: a certain key signed this credential, which is bound to that device key. It does not
/// depend on the trust list, the policy or the clock; everything that depends on them is checked on every scan. An
/// entry for a key that is not in the trust list is never looked up, so new lists do not invalidate the cache. A
/// credential with an invalid signature is never entered.
///
/// Safe to share between threads and verifiers. A lookup never blocks: if the slot is in use, the credential is
/// verified without the cache.
public final class CredentialCache: Sendable {
    /// The approximate number of credentials that it holds; new ones take the place of others.
    public let capacity: Int

    /// A fingerprint belongs to one set, and may be at any place of it.
    private let sets: [CredentialSet]

    /// An empty cache.
    ///
    /// - Parameter capacity: about how many credentials it can hold, at most 2^32. Each takes about 400 bytes.
    public init(capacity: Int = 10_000) {
        self.capacity = min(max(0, capacity), 1 << 32)
        // A quarter more places than credentials, as not all sets are equally full.
        sets = (0...(self.capacity + self.capacity / 4) / CredentialSet.places).map { _ in CredentialSet() }
    }

    /// A SHA-256 value as four big-endian words.
    typealias Fingerprint = SIMD4<UInt64>

    /// SHA-256 over the signed bytes, the signature, and the issuer's key.
    static func fingerprint(_ credential: COSE.Sign1, in bytes: [UInt8], by key: PublicKey) -> Fingerprint {
        var hash = SHA256()
        // Each part states its own length, so that no two credentials hash the same bytes. The payload and the
        // signature are neighbours.
        hash.update(bytes.span.extracting(credential.protected))
        hash.update(bytes.span.extracting(credential.payload.lowerBound..<credential.signature.upperBound))
        hash.update(key.coordinates.span)
        return Fingerprint(hash.finalize())
    }

    /// The device key of a credential; `nil` if the credential is not in the cache or its slot is in use.
    func key(of fingerprint: Fingerprint) -> VerificationKey? { self[fingerprint].key(of: fingerprint) }

    /// Enters a credential whose signature is valid.
    func insert(_ fingerprint: Fingerprint, _ key: VerificationKey) { self[fingerprint].insert(fingerprint, key) }

    private subscript(fingerprint: Fingerprint) -> CredentialSet {
        sets[Int(UInt64(sets.count).multipliedFullWidth(by: fingerprint[0]).high)]
    }
}

/// A few places behind one lock.
private final class CredentialSet: Sendable {
    static let places = 8

    private let known = Mutex<[(fingerprint: CredentialCache.Fingerprint, key: VerificationKey)]>([])

    func key(of fingerprint: CredentialCache.Fingerprint) -> VerificationKey? {
        known.withLockIfAvailable { known in known.first { $0.fingerprint == fingerprint }?.key } ?? nil
    }

    func insert(_ fingerprint: CredentialCache.Fingerprint, _ key: VerificationKey) {
        _ = known.withLockIfAvailable { known in
            if let place = known.firstIndex(where: { $0.fingerprint == fingerprint }) {
                known[place].key = key
            } else if known.count < Self.places {
                known.append((fingerprint, key))
            } else {
                // The place depends on the hash, so that it cannot be chosen by making certain credentials.
                known[Int(fingerprint[1] % UInt64(Self.places))] = (fingerprint, key)
            }
        }
    }
}

extension SIMD4<UInt64> {
    init(_ digest: SHA256Digest) {
        // Safe: a digest is 32 bytes, and the buffer does not leave the closure.
        self = unsafe digest.withUnsafeBytes { buffer in
            func word(_ place: Int) -> UInt64 {
                unsafe UInt64(bigEndian: buffer.loadUnaligned(fromByteOffset: place * 8, as: UInt64.self))
            }
            return Self(word(0), word(1), word(2), word(3))
        }
    }
}
