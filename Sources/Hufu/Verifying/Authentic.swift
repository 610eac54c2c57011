/// A payload whose signatures are right: steps 6 and 7. There is no other way to make one.
struct Authentic: ~Copyable {
    let payload: Unverified
    let issuer: TrustList.Issuer
    let key: TrustList.Key

    /// - Parameter unknown: what an unknown issuer or key amounts to, which depends on how old the trust list is.
    init(_ payload: consuming Unverified, trust: TrustList, unknown: Verdict.Code?) throws(Stop) {
        let bytes = payload.bytes
        guard let issuer = trust.issuer(bytes[payload.claims.issuer]) else { throw Stop(unknown ?? .issuerUnknown) }
        guard let id = payload.credential.header.keyID, let key = issuer.key(bytes[id], for: .credential) else {
            throw Stop(unknown ?? .issuerKeyUnknown)
        }
        guard key.publicKey.algorithm == payload.credential.header.algorithm else {
            throw Stop(.issuerAlgorithmMismatch)
        }
        guard key.publicKey.verificationKey.hasSigned(payload.credential, in: bytes) else {
            throw Stop(.credentialSignatureInvalid)
        }
        if let deviceKey = payload.claims.deviceKey { try Self.checkToken(of: payload, signedBy: deviceKey) }
        self.payload = payload
        self.issuer = issuer
        self.key = key
    }

    /// The device's half: made by the key in the credential's `cnf`.
    private static func checkToken(of payload: borrowing Unverified, signedBy unchecked: PublicKey.Unchecked)
        throws(Stop)
    {
        guard let token = payload.token else { throw Stop(.tokenMissing) }
        guard let key = try? VerificationKey(unchecked, in: payload.bytes) else { throw Stop(.tokenKeyInvalid) }
        guard key.algorithm == token.envelope.header.algorithm else {
            throw Stop(key.isOnCurve ? .tokenAlgorithmMismatch : .tokenKeyInvalid)
        }
        guard key.hasSigned(token.envelope, in: payload.bytes) else {
            throw Stop(key.isOnCurve ? .tokenSignatureInvalid : .tokenKeyInvalid)
        }
    }

    /// Names a credential by what its issuer signed; never by signature bytes, which anybody can change for ECDSA.
    var credentialDigest: [UInt8] { Array(payload.credential.signatureDigest(in: payload.bytes)) }
}
