internal import Crypto
package import Hufu

/// The cryptographic calls that a verification cannot do without, and nothing else: the same functions on data of the
/// same sizes, with which it is compared.
package struct Floor: Sendable {
    private let message = [UInt8](repeating: 0x5a, count: 540)
    private let signature: [UInt8]
    private let point: [UInt8]
    private let key: P256.Signing.PublicKey
    private let edwardsSignature: [UInt8]
    private let edwardsKey: Curve25519.Signing.PublicKey
    private let edwardsPoint: [UInt8]
    private let signer: P256.Signing.PrivateKey

    package init() throws {
        signer = try P256.Signing.PrivateKey(pemRepresentation: TestKey.pem(.esp256, .issuer))
        key = signer.publicKey
        signature = Array(try signer.signature(for: message).rawRepresentation)
        point = Array(key.compressedRepresentation)
        let edwards = try Curve25519.Signing.PrivateKey(rawRepresentation: SHA256.hash(data: message))
        edwardsKey = edwards.publicKey
        edwardsSignature = Array(try edwards.signature(for: message))
        edwardsPoint = Array(edwardsKey.rawRepresentation)
    }

    /// One verification with a key that is there.
    @inline(never)
    package func verify(_ algorithm: COSE.Algorithm) -> Bool {
        switch algorithm {
        case .esp256: isValid(key)
        case .ed25519: edwardsKey.isValidSignature(edwardsSignature[...], for: message)
        }
    }

    /// One verification with a key that is decoded first.
    @inline(never)
    package func verifyWithNewKey(_ algorithm: COSE.Algorithm) -> Bool {
        switch algorithm {
        case .esp256:
            guard let key = try? P256.Signing.PublicKey(compressedRepresentation: point) else { return false }
            return isValid(key)
        case .ed25519:
            guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: edwardsPoint[...]) else {
                return false
            }
            return key.isValidSignature(edwardsSignature[...], for: message)
        }
    }

    /// Both halves of a holder's code, the device's key unknown.
    package func verifyBoth(_ algorithm: COSE.Algorithm) -> Bool { verify(algorithm) && verifyWithNewKey(algorithm) }

    /// One signature.
    @inline(never)
    package func sign() -> [UInt8] { (try? signer.signature(for: message)).map { Array($0.rawRepresentation) } ?? [] }

    private func isValid(_ key: P256.Signing.PublicKey) -> Bool {
        guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature[...]) else { return false }
        return key.isValidSignature(signature, for: SHA256.hash(data: message))
    }
}
