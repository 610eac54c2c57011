internal import Crypto

/// Whatever holds a private key: a local key, an HSM, a phone's secure element.
public protocol Signer: Sendable {
    /// The key that checks what this signer signs.
    var publicKey: PublicKey { get }

    /// Signs the bytes of a COSE `Sig_structure` (RFC 9052 section 4.4).
    ///
    /// - Returns: 64 bytes: r and s for ESP256, R and S for Ed25519.
    func signature(for message: [UInt8]) async throws -> [UInt8]
}

/// A private key in memory.
public struct PrivateKey: Signer {
    private enum Backing: Sendable {
        case p256(P256.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
    }

    private let backing: Backing
    /// The key that checks what this one signs.
    public let publicKey: PublicKey

    /// A new key from the system's random numbers.
    public init(_ algorithm: COSE.Algorithm) throws(KeyError) {
        switch algorithm {
        case .esp256: self.init(p256: P256.Signing.PrivateKey())
        case .ed25519: try self.init(ed25519: Curve25519.Signing.PrivateKey())
        }
    }

    private init(p256 key: P256.Signing.PrivateKey) {
        backing = .p256(key)
        publicKey = PublicKey(p256: key.publicKey)
    }

    private init(ed25519 key: Curve25519.Signing.PrivateKey) throws(KeyError) {
        backing = .ed25519(key)
        publicKey = try PublicKey(ed25519: Array(key.publicKey.rawRepresentation)[...])
    }

    /// A key from its 32 bytes: the scalar of P-256, the seed of Ed25519.
    package init(_ algorithm: COSE.Algorithm, rawRepresentation bytes: [UInt8]) throws(KeyError) {
        switch algorithm {
        case .esp256:
            guard let key = try? P256.Signing.PrivateKey(rawRepresentation: bytes) else {
                throw KeyError(.pointInvalid)
            }
            self.init(p256: key)
        case .ed25519:
            guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes) else {
                throw KeyError(.pointInvalid)
            }
            try self.init(ed25519: key)
        }
    }

    /// A key from PEM: PKCS #8 (RFC 5958).
    public init(pem: String) throws(KeyError) {
        guard PEM.label(of: pem) == PEM.privateLabel else {
            throw KeyError(pem.contains("PUBLIC KEY") ? .publicInsteadOfPrivate : .formatUnknown)
        }
        if let bytes = PEM.decode(pem), bytes.starts(with: PEM.ed25519PrivatePrefix), bytes.count == 48 {
            try self.init(.ed25519, rawRepresentation: Array(bytes.suffix(32)))
        } else {
            guard let key = try? P256.Signing.PrivateKey(pemRepresentation: pem) else {
                throw KeyError(.typeUnsupported)
            }
            self.init(p256: key)
        }
    }

    /// PKCS #8 as PEM.
    public var pem: String {
        switch backing {
        case .p256(let key): key.pemRepresentation
        case .ed25519(let key): PEM.encode(PEM.ed25519PrivatePrefix + key.rawRepresentation, label: PEM.privateLabel)
        }
    }

    /// Signs with the key in memory; see `Signer`.
    public func signature(for message: [UInt8]) throws -> [UInt8] {
        switch backing {
        case .p256(let key): Array(try key.signature(for: message).rawRepresentation)
        case .ed25519(let key): Array(try key.signature(for: message))
        }
    }
}
