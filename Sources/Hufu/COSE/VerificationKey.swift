internal import Crypto

/// What checks a signature: the cryptography library's key for one of the two algorithms, and nothing beside it.
///
/// A device's key lives for one verification, so it is made without what only keys need that are kept, shown or compared.
enum VerificationKey: Sendable {
    case p256(P256.Signing.PublicKey)
    case ed25519(Curve25519.Signing.PublicKey)

    /// A key that was read, and is now checked: P-256 completely, Ed25519 for being canonical and not of small order.
    /// Whether an Ed25519 key is on its curve costs as much as a signature and changes nothing until one has failed, as
    /// off the curve none verifies: that is left to `isOnCurve`.
    init(_ key: PublicKey.Unchecked, in bytes: [UInt8]) throws(KeyError) {
        switch key {
        case .p256(let x, let y): try self.init(x: bytes[x], y: bytes[y])
        case .compressed(let x, let isOdd): try self.init(x: bytes[x], isOdd: isOdd)
        case .ed25519(let x): try self.init(ed25519: bytes[x])
        }
    }

    /// A P-256 key from its 32-byte x and y.
    init(x: ArraySlice<UInt8>, y: ArraySlice<UInt8>) throws(KeyError) {
        let point = Self.point(0x04, x, y)
        do { self = .p256(try P256.Signing.PublicKey(x963Representation: point)) } catch {
            throw KeyError(.pointInvalid)
        }
    }

    /// A P-256 key from its 32-byte x and the sign of y.
    init(x: ArraySlice<UInt8>, isOdd: Bool) throws(KeyError) {
        let point = Self.point(isOdd ? 0x03 : 0x02, x)
        do { self = .p256(try P256.Signing.PublicKey(compressedRepresentation: point)) } catch {
            throw KeyError(.pointInvalid)
        }
    }

    /// An encoded point (SEC 1 section 2.3.3).
    private static func point(_ form: UInt8, _ x: ArraySlice<UInt8>, _ y: ArraySlice<UInt8> = []) -> [UInt8] {
        var point: [UInt8] = []
        point.reserveCapacity(1 + x.count + y.count)
        point.append(form)
        point += x
        point += y
        return point
    }

    /// An Ed25519 key from its 32 bytes, perhaps off the curve.
    init(ed25519 bytes: ArraySlice<UInt8>) throws(KeyError) {
        guard EdwardsPoint.isCanonicalOfLargeOrder(bytes) else { throw KeyError(.pointInvalid) }
        do { self = .ed25519(try Curve25519.Signing.PublicKey(rawRepresentation: bytes)) } catch {
            throw KeyError(.pointInvalid)
        }
    }

    var algorithm: COSE.Algorithm {
        switch self {
        case .p256: .esp256
        case .ed25519: .ed25519
        }
    }

    /// Whether the point is on its curve.
    var isOnCurve: Bool {
        switch self {
        case .p256: true
        case .ed25519: EdwardsPoint.isOnCurve(coordinates[...])
        }
    }

    /// x for Ed25519, x and y for P-256: 32 or 64 bytes.
    var coordinates: [UInt8] {
        switch self {
        case .p256(let key): Array(key.rawRepresentation)
        case .ed25519(let key): Array(key.rawRepresentation)
        }
    }

    /// Whether a 64-byte signature over `message` is this key's.
    func isValidSignature(_ signature: ArraySlice<UInt8>, for message: [UInt8]) -> Bool {
        switch self {
        case .p256(let key): Self.isValid(signature, SHA256.hash(data: message), key)
        case .ed25519(let key): key.isValidSignature(signature, for: message)
        }
    }

    /// Whether an envelope of `bytes` was signed with this key.
    func hasSigned(_ envelope: COSE.Sign1, in bytes: [UInt8]) -> Bool {
        switch self {
        case .p256(let key): Self.isValid(bytes[envelope.signature], envelope.signatureDigest(in: bytes), key)
        case .ed25519(let key):
            unsafe envelope.withSignatureStructure(in: bytes) { message in
                unsafe key.isValidSignature(bytes[envelope.signature], for: message)
            }
        }
    }

    private static func isValid(
        _ signature: ArraySlice<UInt8>, _ digest: SHA256Digest, _ key: P256.Signing.PublicKey
    ) -> Bool {
        guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
        return key.isValidSignature(signature, for: digest)
    }
}
