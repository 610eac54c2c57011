internal import Crypto

/// A public key as the cryptography library has it, for one of the algorithms.
///
/// Unlike `PublicKey` it keeps no encoding and is not comparable: a device key serves one verification.
enum VerificationKey: Sendable {
    case p256(P256.Signing.PublicKey)
    case ed25519(Curve25519.Signing.PublicKey)

    /// A key from its encoded point: that of a SubjectPublicKeyInfo (SEC 1 section 2.3.3 for P-256, RFC 8032 for
    /// Ed25519).
    ///
    /// P-256 is checked completely, Ed25519 for being canonical and not of small order. The on-curve check of Ed25519
    /// costs as much as a verification, and no signature verifies under a point off the curve. So `isOnCurve` is called
    /// only after a failure, to choose the code.
    ///
    /// - Throws: `key.point_invalid`.
    init(_ algorithm: COSE.Algorithm, point: ArraySlice<UInt8>) throws(KeyError) {
        let key: VerificationKey? =
            switch algorithm {
            case .esp256: Self.p256(point).map(VerificationKey.p256)
            case .ed25519: Self.ed25519(point).map(VerificationKey.ed25519)
            }
        guard let key else { throw KeyError(.pointInvalid) }
        self = key
    }

    private static func p256(_ point: ArraySlice<UInt8>) -> P256.Signing.PublicKey? {
        EncodedPoint.isCompressed(point)
            ? try? P256.Signing.PublicKey(compressedRepresentation: point)
            : try? P256.Signing.PublicKey(x963Representation: point)
    }

    private static func ed25519(_ point: ArraySlice<UInt8>) -> Curve25519.Signing.PublicKey? {
        guard EdwardsPoint.isCanonicalOfLargeOrder(point) else { return nil }
        return try? Curve25519.Signing.PublicKey(rawRepresentation: point)
    }

    /// The only algorithm that the key is used with.
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

    /// The coordinates: x, and y behind it if the key type has one.
    var coordinates: [UInt8] {
        switch self {
        case .p256(let key): Array(key.rawRepresentation)
        case .ed25519(let key): Array(key.rawRepresentation)
        }
    }

    /// Whether a signature over `message` is this key's.
    func isValidSignature(_ signature: ArraySlice<UInt8>, for message: [UInt8]) -> Bool {
        switch self {
        case .p256(let key): Self.isValid(signature, SHA256.hash(of: message.span), key)
        case .ed25519(let key): key.isValidSignature(signature, for: message)
        }
    }

    /// Whether `signature` over `message` is this key's, with the message's SHA-256 in hand.
    func isValidSignature(_ signature: ArraySlice<UInt8>, for message: [UInt8], digest: SHA256Digest) -> Bool {
        switch self {
        case .p256(let key): Self.isValid(signature, digest, key)
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

extension COSE.KeyType {
    /// The coordinates that a valid encoded point contains; `nil` if it is compressed.
    func coordinates(of point: ArraySlice<UInt8>) -> [UInt8]? {
        switch self {
        case .octetKeyPair: Array(point)
        case .ellipticCurve: EncodedPoint.isCompressed(point) ? nil : Array(point.dropFirst())
        }
    }
}

/// Points with two coordinates as byte strings (SEC 1 section 2.3.3).
enum EncodedPoint {
    /// The first byte of a point with both coordinates.
    static let uncompressedForm: UInt8 = 0x04
    private static let evenForm: UInt8 = 0x02
    private static let oddForm: UInt8 = 0x03

    static func isCompressed(_ point: ArraySlice<UInt8>) -> Bool {
        point.first == evenForm || point.first == oddForm
    }

    static func uncompressed(x: ArraySlice<UInt8>, y: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        point(uncompressedForm, x, y)
    }

    /// - Parameter isOdd: whether y is odd.
    static func compressed(x: ArraySlice<UInt8>, isOdd: Bool) -> ArraySlice<UInt8> {
        point(isOdd ? oddForm : evenForm, x, [])
    }

    private static func point(_ form: UInt8, _ x: ArraySlice<UInt8>, _ y: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var point: [UInt8] = []
        point.reserveCapacity(1 + x.count + y.count)
        point.append(form)
        point += x
        point += y
        return point[...]
    }
}
