internal import Crypto

/// Makes signatures: with a private key in memory, an HSM, or the secure element of a phone.
public protocol Signer: Sendable {
    /// The public key for the signatures of this signer.
    var publicKey: PublicKey { get }

    /// Signs the bytes of a COSE `Sig_structure` (RFC 9052 section 4.4).
    ///
    /// - Returns: r and s for ECDSA (RFC 9053 section 2.1), R and S for EdDSA; 64 bytes for ESP256 and Ed25519.
    /// - Throws: any error of the implementation; a ``SignerFailure`` if other messages would not be signed either.
    func signature(for message: [UInt8]) async throws -> [UInt8]
}

/// A fault of a signer and not of the message, such as a token that was removed. A batch stops at it, and continues when
/// it is run again.
public protocol SignerFailure: CodedError {
    /// The name of the signer for messages: a program, or a module.
    var signer: String { get }
}

extension SignerFailure {
    /// `nil`: the fault is the signer's as a whole.
    public var location: String? { nil }
}

/// A private key in memory.
public struct PrivateKey: Signer {
    private enum Backing: Sendable {
        case p256(P256.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)

        /// The scalar or seed.
        var secret: [UInt8] {
            switch self {
            case .p256(let key): Array(key.rawRepresentation)
            case .ed25519(let key): Array(key.rawRepresentation)
            }
        }

        /// The encoded point of the public half.
        var point: [UInt8] {
            switch self {
            case .p256(let key): Array(key.publicKey.x963Representation)
            case .ed25519(let key): Array(key.publicKey.rawRepresentation)
            }
        }
    }

    private let backing: Backing
    /// The public half of the key.
    public let publicKey: PublicKey

    /// A new key from the system's random numbers.
    ///
    /// - Throws: ``KeyError``, if the public half is not a valid point.
    public init(_ algorithm: COSE.Algorithm) throws(KeyError) {
        let backing: Backing =
            switch algorithm {
            case .esp256: .p256(P256.Signing.PrivateKey())
            case .ed25519: .ed25519(Curve25519.Signing.PrivateKey())
            }
        try self.init(algorithm, backing)
    }

    private init(_ algorithm: COSE.Algorithm, _ backing: Backing) throws(KeyError) {
        self.backing = backing
        publicKey = try PublicKey(algorithm, point: backing.point[...])
    }

    /// A key from its secret: the scalar of P-256 or the seed of Ed25519, 32 bytes.
    ///
    /// - Throws: `key.point_invalid`.
    package init(_ algorithm: COSE.Algorithm, rawRepresentation bytes: [UInt8]) throws(KeyError) {
        let backing: Backing? =
            switch algorithm {
            case .esp256: (try? P256.Signing.PrivateKey(rawRepresentation: bytes)).map(Backing.p256)
            case .ed25519: (try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)).map(Backing.ed25519)
            }
        guard let backing else { throw KeyError(.pointInvalid) }
        try self.init(algorithm, backing)
    }

    /// A key with the contents of a file.
    ///
    /// - Parameters:
    ///   - secret: the scalar or seed. Some writers leave out the zeros that a scalar begins with.
    ///   - points: the encoded points that the file gives for its public half.
    /// - Throws: `key.point_invalid`, or `key.halves_differ` if a point is not that of the secret.
    init(
        _ algorithm: COSE.Algorithm, secret: ArraySlice<UInt8>, points: [ArraySlice<UInt8>]
    ) throws(KeyError) {
        let missing = max(0, algorithm.parameters.coordinateLength - secret.count)
        let zeros =
            switch algorithm.parameters.keyType {
            case .octetKeyPair: 0
            case .ellipticCurve: missing
            }
        try self.init(algorithm, rawRepresentation: [UInt8](repeating: 0, count: zeros) + secret)
        for point in points where try PublicKey(algorithm, point: point) != publicKey {
            throw KeyError(.halvesDiffer)
        }
    }

    /// A key from PEM: PKCS #8 (RFC 5958), or SEC 1 (RFC 5915).
    ///
    /// - Throws: `KeyError`.
    public init(pem: String) throws(KeyError) {
        self = try KeyFile(pem: Array(pem.utf8)[...]).privateKey()
    }

    /// PKCS #8 as PEM, with a line feed behind it.
    public var pem: String {
        PEM.encode(KeyEncoding.encode(secret: backing.secret, of: publicKey), label: KeyFile.Label.privateKey)
    }

    /// Signs with the key in memory; see `Signer`.
    public func signature(for message: [UInt8]) throws -> [UInt8] {
        switch backing {
        case .p256(let key): Array(try key.signature(for: SHA256.hash(of: message.span)).rawRepresentation)
        case .ed25519(let key): Array(try key.signature(for: message))
        }
    }
}
