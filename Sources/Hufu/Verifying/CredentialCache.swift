internal import Crypto
internal import Synchronization

/// Remembers which credentials their issuers have signed, so that the next scan of one costs one signature, the token's.
///
/// What it remembers is a fact about bytes: this key has signed this credential, which is bound to that device's key. The
/// fact holds whatever the trust list, the policy and the clock say, and all that they say is checked on every scan as if
/// there were no cache. A key that the trust list has no longer is not asked, so nothing has to be forgotten when lists
/// change. Only what was verified enters; a forged signature never does.
///
/// Any number of verifiers and threads may share one. Nobody waits for anybody: who finds a place in use does without it.
public final class CredentialCache: Sendable {
    /// About how many credentials it holds; new ones take the place of others.
    public let capacity: Int

    /// A fingerprint belongs into one set, and may stand anywhere in it.
    private let sets: [CredentialSet]

    /// A cache of about `capacity` credentials, at most 2^32; takes about 400 bytes for each that it knows.
    public init(capacity: Int = 10_000) {
        self.capacity = min(max(0, capacity), 1 << 32)
        // A quarter more places than credentials, as not all sets are equally full.
        sets = (0...(self.capacity + self.capacity / 4) / CredentialSet.places).map { _ in CredentialSet() }
    }

    /// A SHA-256 in four words, most significant byte first.
    typealias Fingerprint = SIMD4<UInt64>

    /// What a credential is known by: SHA-256 over what is signed, the signature, and the issuer's key.
    static func fingerprint(_ credential: COSE.Sign1, in bytes: [UInt8], by key: PublicKey) -> Fingerprint {
        var hash = SHA256()
        // Each part ends by itself, so that other bytes are another credential. Payload and signature stand side by side.
        hash.update(bytes.span.extracting(credential.protected))
        hash.update(bytes.span.extracting(credential.payload.lowerBound..<credential.signature.upperBound))
        hash.update(key.coordinates.span)
        return Fingerprint(hash.finalize())
    }

    /// The device's key of a credential, if that is known.
    func key(of fingerprint: Fingerprint) -> VerificationKey? { self[fingerprint].key(of: fingerprint) }

    /// Remembers a credential whose signature is right.
    func insert(_ fingerprint: Fingerprint, _ key: VerificationKey) { self[fingerprint].insert(fingerprint, key) }

    private subscript(fingerprint: Fingerprint) -> CredentialSet {
        sets[Int(UInt64(sets.count).multipliedFullWidth(by: fingerprint[0]).high)]
    }
}

/// A few places, of which one thread at a time has the use.
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
                // Any will do, and which one nobody can choose.
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
