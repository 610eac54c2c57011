internal import Crypto

/// A key that checks signatures: P-256 or Ed25519. One that exists is a valid point: on the curve, canonical, and not of small order.
public struct PublicKey: Sendable, Hashable {
    let verificationKey: VerificationKey
    /// x for Ed25519, x and y for P-256: 32 or 64 bytes.
    let coordinates: [UInt8]

    /// The only algorithm with which this key checks signatures.
    public var algorithm: COSE.Algorithm { verificationKey.algorithm }

    init(_ key: VerificationKey) throws(KeyError) {
        guard key.isOnCurve else { throw KeyError(.pointInvalid) }
        verificationKey = key
        coordinates = key.coordinates
    }

    init(p256 key: P256.Signing.PublicKey) {
        verificationKey = .p256(key)
        coordinates = verificationKey.coordinates
    }

    /// A P-256 key from its 32-byte x and y.
    init(x: ArraySlice<UInt8>, y: ArraySlice<UInt8>) throws(KeyError) {
        try self.init(try VerificationKey(x: x, y: y))
    }

    /// An Ed25519 key from its 32 bytes.
    init(ed25519 bytes: ArraySlice<UInt8>) throws(KeyError) {
        try self.init(try VerificationKey(ed25519: bytes))
    }

    /// Whether a 64-byte signature over `message` is this key's.
    ///
    /// High s is accepted for ECDSA, since secure elements emit it; r and s outside 1..<n and S not below L are not.
    public func isValidSignature(_ signature: ArraySlice<UInt8>, for message: [UInt8]) -> Bool {
        verificationKey.isValidSignature(signature, for: message)
    }

    /// Two keys are equal when they are the same point of the same curve.
    public static func == (left: PublicKey, right: PublicKey) -> Bool { left.coordinates == right.coordinates }

    /// Hashes the point.
    public func hash(into hasher: inout Hasher) { hasher.combine(coordinates) }

    /// COSE Key Thumbprint (RFC 9679): SHA-256 over the required members in deterministic encoding, y uncompressed.
    public var thumbprint: [UInt8] {
        Array(SHA256.hash(data: CBORWriter.encode { coseKey(to: &$0, compressed: false) }))
    }

    /// The `kid` that this profile gives a key: the first 8 bytes of its thumbprint.
    public var keyID: [UInt8] { Array(thumbprint.prefix(8)) }

    /// SubjectPublicKeyInfo (RFC 5480, RFC 8410) as PEM.
    public var pem: String {
        switch verificationKey {
        case .p256(let key): key.pemRepresentation
        case .ed25519(let key): PEM.encode(PEM.ed25519PublicPrefix + key.rawRepresentation, label: PEM.publicLabel)
        }
    }

    /// A key from the PEM of a SubjectPublicKeyInfo.
    public init(pem: String) throws(KeyError) {
        guard PEM.label(of: pem) == PEM.publicLabel else {
            throw KeyError(pem.contains("PRIVATE KEY") ? .privateInsteadOfPublic : .formatUnknown)
        }
        if let bytes = PEM.decode(pem), bytes.starts(with: PEM.ed25519PublicPrefix), bytes.count == 44 {
            try self.init(ed25519: bytes.suffix(32))
        } else {
            guard let key = try? P256.Signing.PublicKey(pemRepresentation: pem) else {
                throw KeyError(.typeUnsupported)
            }
            self.init(p256: key)
        }
    }
}

extension PublicKey {
    /// A COSE_Key that was read and whose point nobody has checked yet.
    ///
    /// ```
    /// COSE_Key = {1: 2, -1: 1, -2: bstr .size 32, -3: bool / bstr .size 32} / {1: 1, -1: 6, -2: bstr .size 32}
    /// ```
    enum Unchecked {
        case p256(x: Range<Int>, y: Range<Int>)
        case compressed(x: Range<Int>, isOdd: Bool)
        case ed25519(Range<Int>)

        @_lifetime(reader: copy reader)
        init(_ reader: inout CBORReader) throws(CBORError) {
            let start = reader.offset
            let count = try reader.map()
            // The four labels in the order of their encodings: 01, 20, 21, 22.
            try reader.expect(key: 1)
            let type = try reader.unsigned(through: 2)
            try reader.expect(key: -1)
            let curve = try reader.unsigned(through: 6)
            try reader.expect(key: -2)
            let x = try reader.byteString(of: 32...32)
            switch (type, curve, count) {
            case (1, 6, 3): self = .ed25519(x)
            case (2, 1, 4):
                try reader.expect(key: -3)
                self =
                    reader.next == .simple
                    ? .compressed(x: x, isOdd: try reader.boolean())
                    : .p256(x: x, y: try reader.byteString(of: 32...32))
            default: throw reader.failure(.outOfRange, at: start)
            }
        }

        var algorithm: COSE.Algorithm {
            switch self {
            case .p256, .compressed: .esp256
            case .ed25519: .ed25519
            }
        }
    }

    init(_ key: Unchecked, in bytes: [UInt8]) throws(KeyError) {
        try self.init(try VerificationKey(key, in: bytes))
    }

    /// Writes the key as a COSE_Key (RFC 9053 section 7).
    ///
    /// - Parameter compressed: write the sign of y instead of y, which saves 31 bytes.
    func coseKey(to writer: inout CBORWriter, compressed: Bool) {
        writer.map { map in
            map.add(1) { $0.integer(algorithm == .esp256 ? 2 : 1) }
            map.add(-1) { $0.integer(algorithm == .esp256 ? 1 : 6) }
            map.add(-2) { $0.byteString(coordinates.prefix(32)) }
            guard algorithm == .esp256 else { return }
            map.add(-3) { writer in
                if compressed {
                    writer.boolean((coordinates.last ?? 0) & 1 == 1)
                } else {
                    writer.byteString(coordinates.suffix(32))
                }
            }
        }
    }
}
