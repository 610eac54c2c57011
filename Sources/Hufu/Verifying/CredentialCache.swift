internal import Crypto
internal import Synchronization

/// Remembers which credentials their issuers have signed, so that the next scan of one costs one signature, the token's.
///
/// What it remembers is a fact about bytes: this key has signed this credential, whose device's key is that point. The
/// fact holds whatever the trust list, the policy and the clock say, and all that they say is checked on every scan as if
/// there were no cache. A key that the trust list has no longer is not asked, so nothing has to be forgotten when lists
/// change. Only what was verified enters; a forged signature never does.
///
/// Any number of verifiers and threads may share one. Nobody waits for anybody.
public final class CredentialCache: Sendable {
    /// About how many credentials it holds; new ones take the place of others.
    public let capacity: Int

    /// A slot is eight words, a cache line: the credential's fingerprint, and y of its device's key.
    ///
    /// Words are read and written one by one without any order. A slot that two threads write at once holds words of two
    /// credentials, and is nobody's: all 256 bits of a fingerprint have to match, and a mixture matches as rarely as any
    /// other number. y that belongs to another slot is not on the curve with this x; then it is computed.
    private let words: AtomicWords
    private let sets: UInt64

    private static let wordsPerSlot = 8
    private static let slotsPerSet = 8

    /// A cache of about `capacity` credentials, at most 2^32; takes 80 bytes for each, at once.
    public init(capacity: Int = 10_000) {
        self.capacity = min(max(0, capacity), 1 << 32)
        // A quarter more slots than credentials, as not all sets are equally full.
        let sets = (self.capacity + self.capacity / 4) / Self.slotsPerSet + 1
        words = AtomicWords(count: sets * Self.slotsPerSet * Self.wordsPerSlot)
        self.sets = UInt64(sets)
    }

    /// Four words, most significant byte first: a fingerprint or a coordinate.
    typealias Words = SIMD4<UInt64>

    /// What a credential is known by: SHA-256 over what is signed, the signature, and the issuer's key.
    static func fingerprint(_ credential: COSE.Sign1, in bytes: [UInt8], by key: PublicKey) -> Words {
        var hash = credential.signatureHash(in: bytes)
        hash.update(bytes.span.extracting(credential.signature))
        hash.update(key.coordinates.span)
        return Words(hash.finalize())
    }

    /// y of the device's key, if the credential is known; nothing is said by a y that does not fit.
    func y(of fingerprint: Words) -> Words? {
        let set = start(of: fingerprint)
        for slot in 0..<Self.slotsPerSet {
            let place = set + slot * Self.wordsPerSlot
            if load(place) == fingerprint { return load(place + 4) }
        }
        return nil
    }

    /// Remembers a credential whose signature is right.
    func insert(_ fingerprint: Words, y: Words) {
        let set = start(of: fingerprint)
        var slot = Int(fingerprint[1] % UInt64(Self.slotsPerSet))
        for candidate in 0..<Self.slotsPerSet where load(set + candidate * Self.wordsPerSlot) == .zero {
            slot = candidate
            break
        }
        let place = set + slot * Self.wordsPerSlot
        store(fingerprint, at: place)
        store(y, at: place + 4)
    }

    private func start(of fingerprint: Words) -> Int {
        Int(sets.multipliedFullWidth(by: fingerprint[0]).high) * Self.slotsPerSet * Self.wordsPerSlot
    }

    private func load(_ place: Int) -> Words {
        var value = Words()
        for index in value.indices { value[index] = words[place + index] }
        return value
    }

    private func store(_ value: Words, at place: Int) {
        for index in value.indices { words[place + index] = value[index] }
    }
}

/// Words that threads read and write without any order. `RigidArray` would hold them as well, but the compiler fails to
/// build it for the thread sanitizer, which has to see this of all types.
@safe private struct AtomicWords: ~Copyable, @unchecked Sendable {
    private let words: UnsafeMutableBufferPointer<Atomic<UInt64>>

    init(count: Int) {
        unsafe words = .allocate(capacity: count)
        for index in 0..<count { unsafe words.initializeElement(at: index, to: Atomic(0)) }
    }

    deinit {
        unsafe words.deinitialize()
        unsafe words.deallocate()
    }

    /// 0 outside, where nothing is ever written.
    subscript(index: Int) -> UInt64 {
        // Safe: every index from 0 to the count was initialised above, and stays so until the end.
        get { unsafe words.indices.contains(index) ? words[index].load(ordering: .relaxed) : 0 }
        nonmutating set {
            if unsafe words.indices.contains(index) { unsafe words[index].store(newValue, ordering: .relaxed) }
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

    /// From 32 bytes; of others those that fit.
    init(_ bytes: some Collection<UInt8>) {
        self.init()
        var place = 0
        for byte in bytes where place < 32 {
            self[place / 8] = self[place / 8] << 8 | UInt64(byte)
            place += 1
        }
    }
}
