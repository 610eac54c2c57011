/// A payload whose signatures are right: steps 6 and 7. There is no other way to make one.
struct Authentic: ~Copyable {
    let payload: Unverified
    let issuer: TrustList.Issuer
    let key: TrustList.Key

    /// - Parameters:
    ///   - unknown: what an unknown issuer or key amounts to, which depends on how old the trust list is.
    ///   - cache: where credentials are remembered whose signature was found to be right.
    init(
        _ payload: consuming Unverified, trust: TrustList, unknown: Verdict.Code?, cache: CredentialCache?
    ) throws(Stop) {
        let bytes = payload.bytes
        guard let issuer = trust.issuer(bytes[payload.claims.issuer]) else { throw Stop(unknown ?? .issuerUnknown) }
        guard let id = payload.credential.header.keyID, let key = issuer.key(bytes[id], for: .credential) else {
            throw Stop(unknown ?? .issuerKeyUnknown)
        }
        guard key.publicKey.algorithm == payload.credential.header.algorithm else {
            throw Stop(.issuerAlgorithmMismatch)
        }
        if let deviceKey = payload.claims.deviceKey {
            try Self.checkBoth(payload, deviceKey, issuedBy: key.publicKey, cache)
        } else if !key.publicKey.verificationKey.hasSigned(payload.credential, in: bytes) {
            throw Stop(.credentialSignatureInvalid)
        }
        self.payload = payload
        self.issuer = issuer
        self.key = key
    }

    /// The issuer's half and the device's.
    private static func checkBoth(
        _ payload: borrowing Unverified, _ unchecked: PublicKey.Unchecked, issuedBy issuerKey: PublicKey,
        _ cache: CredentialCache?
    ) throws(Stop) {
        let bytes = payload.bytes
        guard let cache else {
            guard issuerKey.verificationKey.hasSigned(payload.credential, in: bytes) else {
                throw Stop(.credentialSignatureInvalid)
            }
            return try checkToken(of: payload, signedBy: try? VerificationKey(unchecked, in: bytes))
        }
        let digest = payload.credential.signatureDigest(in: bytes)
        let fingerprint = CredentialCache.fingerprint(
            signed: digest, signature: bytes[payload.credential.signature], by: issuerKey)
        if let y = cache.y(of: fingerprint) {
            return try checkToken(of: payload, signedBy: try? VerificationKey(unchecked, knownY: y, in: bytes))
        }
        guard issuerKey.verificationKey.hasSigned(payload.credential, in: bytes, digest: digest) else {
            throw Stop(.credentialSignatureInvalid)
        }
        let key = try? VerificationKey(unchecked, in: bytes)
        if let key { cache.insert(fingerprint, y: CredentialCache.Words(key.y)) }
        try checkToken(of: payload, signedBy: key)
    }

    /// The device's half: made by the key in the credential's `cnf`, if that is one.
    private static func checkToken(
        of payload: borrowing Unverified, signedBy key: VerificationKey?
    ) throws(Stop) {
        guard let token = payload.token else { throw Stop(.tokenMissing) }
        guard let key else { throw Stop(.tokenKeyInvalid) }
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
