internal import Crypto
internal import Foundation
package import Hufu

/// The cryptographic calls that a verification cannot do without, and nothing else: the same functions on the same
/// messages, signatures and keys as in a scan, as their time depends on all three.
package struct CryptoBaseline: Sendable {
    private let p256: Signatures<P256.Signing.PublicKey>
    private let edwards: Signatures<Curve25519.Signing.PublicKey>
    /// The device's P-256 point, compressed, and its Ed25519 key, encoded.
    private let point: [UInt8]
    private let edwardsKey: [UInt8]
    private let signer: P256.Signing.PrivateKey

    /// The keys and messages of the signatures in the scans of a fixture.
    private struct Signatures<Key: Sendable>: Sendable {
        let issuer: Key
        let device: Key
        let credential: SignedMessage
        let token: SignedMessage
        /// The credential of the issuer and static kinds.
        let code: SignedMessage

        init(_ fixture: Fixture, _ key: (String) throws -> Key) throws {
            issuer = try key(fixture.issuerKey.publicKey.pem)
            device = try key(fixture.deviceKey.publicKey.pem)
            credential = try SignedMessage(fixture.holder.credential.bytes)
            token = try SignedMessage(Array(fixture.recording.token.payload))
            code = try SignedMessage(Array(fixture.recording.code.payload))
        }
    }

    package init(_ fixture: Fixture, _ edwardsFixture: Fixture) throws {
        p256 = try Signatures(fixture) { pem in try P256.Signing.PublicKey(pemRepresentation: pem) }
        edwards = try Signatures(edwardsFixture) { pem in
            // A key ends its SubjectPublicKeyInfo.
            try Curve25519.Signing.PublicKey(rawRepresentation: try SignedMessage.decode(pem: pem).suffix(32))
        }
        point = Array(p256.device.compressedRepresentation)
        edwardsKey = Array(edwards.device.rawRepresentation)
        signer = try P256.Signing.PrivateKey(pemRepresentation: TestKey.pem(.esp256, .issuer))
        guard verify(.esp256), verifyToken(.esp256), verifyBoth(.esp256) else {
            throw Failure("the baseline is not valid")
        }
        guard verify(.ed25519), verifyToken(.ed25519), verifyBoth(.ed25519) else {
            throw Failure("the baseline is not valid")
        }
    }

    /// The signature of a code of the issuer or static kind.
    @inline(never)
    package func verify(_ algorithm: COSE.Algorithm) -> Bool {
        switch algorithm {
        case .esp256: p256.code.isValid(p256.issuer)
        case .ed25519: edwards.code.isValid(edwards.issuer)
        }
    }

    /// A token's signature, the device's key known.
    @inline(never)
    package func verifyToken(_ algorithm: COSE.Algorithm) -> Bool {
        switch algorithm {
        case .esp256: p256.token.isValid(p256.device)
        case .ed25519: edwards.token.isValid(edwards.device)
        }
    }

    /// Both halves of a holder's code, the device's key unknown.
    @inline(never)
    package func verifyBoth(_ algorithm: COSE.Algorithm) -> Bool {
        switch algorithm {
        case .esp256:
            guard p256.credential.isValid(p256.issuer),
                let device = try? P256.Signing.PublicKey(compressedRepresentation: point)
            else { return false }
            return p256.token.isValid(device)
        case .ed25519:
            guard edwards.credential.isValid(edwards.issuer),
                let device = try? Curve25519.Signing.PublicKey(rawRepresentation: edwardsKey[...])
            else { return false }
            return edwards.token.isValid(device)
        }
    }

    /// The check of the Ed25519 signature of a list.
    static func signature(of list: [UInt8], by key: PrivateKey) throws -> @Sendable () -> Bool {
        let key = try Curve25519.Signing.PublicKey(
            rawRepresentation: try SignedMessage.decode(pem: key.publicKey.pem).suffix(32))
        let signed = try SignedMessage(list)
        guard signed.isValid(key) else { throw Failure("the baseline is not valid") }
        return { signed.isValid(key) }
    }

    /// One signature of a credential.
    @inline(never)
    package func sign() -> [UInt8] {
        (try? signer.signature(for: p256.credential.message)).map { Array($0.rawRepresentation) } ?? []
    }
}

/// The Sig_structure of a COSE_Sign1 of this profile (RFC 9052 section 4.4), and its signature.
private struct SignedMessage: Sendable {
    let message: [UInt8]
    let signature: [UInt8]

    init(_ envelope: [UInt8]) throws {
        // Tag 18 and an array of four come first; the unprotected header is empty or has a few disclosures.
        let protected = try Self.byteString(envelope, at: 2)
        var end = protected.upperBound + 1
        if envelope[protected.upperBound] == 0xa1 {
            end += 2
            for _ in 0x80..<envelope[end - 1] { end = try Self.byteString(envelope, at: end).upperBound }
        }
        let payload = try Self.byteString(envelope, at: end)
        message = [0x84, 0x6a] + Array("Signature1".utf8) + envelope[protected] + [0x40] + envelope[payload]
        signature = Array(envelope[try Self.byteString(envelope, at: payload.upperBound)].suffix(64))
    }

    /// Where a byte string and its head stand.
    private static func byteString(_ bytes: [UInt8], at start: Int) throws -> Range<Int> {
        let (length, head) =
            switch bytes[start] {
            case 0x40...0x57: (Int(bytes[start] - 0x40), 1)
            case 0x58: (Int(bytes[start + 1]), 2)
            case 0x59: (Int(bytes[start + 1]) << 8 | Int(bytes[start + 2]), 3)
            default: throw Failure("a byte string was expected")
            }
        return start..<start + head + length
    }

    static func decode(pem: String) throws -> [UInt8] {
        let lines = pem.split(separator: "\n").filter { !$0.hasPrefix("-") }.joined()
        guard let data = Data(base64Encoded: lines) else { throw Failure("the key is not base64") }
        return Array(data)
    }

    func isValid(_ key: P256.Signing.PublicKey) -> Bool {
        guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature[...]) else { return false }
        return key.isValidSignature(signature, for: SHA256.hash(data: message))
    }

    func isValid(_ key: Curve25519.Signing.PublicKey) -> Bool {
        key.isValidSignature(signature[...], for: message)
    }
}
