/// A payload whose signatures are right: steps 6 and 7. There is no other way to make one.
struct Authentic: ~Copyable {
    let payload: Unverified
    let signer: TrustList.IssuerKey

    /// - Parameters:
    ///   - unknown: what an unknown issuer or key amounts to, which depends on how old the trust list is.
    ///   - cache: where credentials are remembered whose signature was found to be right.
    init(
        _ payload: consuming Unverified, trust: borrowing TrustList, unknown: Verdict.Code?, cache: CredentialCache?
    ) throws(Stop) {
        let bytes = payload.bytes
        guard let keys = trust.keys(of: bytes[payload.claims.issuer]) else { throw Stop(unknown ?? .issuerUnknown) }
        guard let id = payload.credential.header.keyID,
            let signer = keys.first(where: { $0.key.hasName(bytes[id], for: .credential) })
        else { throw Stop(unknown ?? .issuerKeyUnknown) }
        guard signer.key.publicKey.algorithm == payload.credential.header.algorithm else {
            throw Stop(.issuerAlgorithmMismatch)
        }
        if let deviceKey = payload.claims.deviceKey {
            try Self.checkBoth(payload, deviceKey, issuedBy: signer, cache)
        } else if !signer.key.publicKey.verificationKey.hasSigned(payload.credential, in: bytes) {
            throw Stop(.credentialSignatureInvalid)
        }
        self.payload = payload
        self.signer = signer
    }

    /// The issuer's half and the device's.
    private static func checkBoth(
        _ payload: borrowing Unverified, _ unchecked: PublicKey.Unchecked, issuedBy signer: TrustList.IssuerKey,
        _ cache: CredentialCache?
    ) throws(Stop) {
        let bytes = payload.bytes
        let fingerprint =
            cache == nil ? nil : CredentialCache.fingerprint(payload.credential, in: bytes, by: signer.key.publicKey)
        if let cache, let fingerprint, let y = cache.y(of: fingerprint) {
            return try checkToken(of: payload, signedBy: try? VerificationKey(unchecked, knownY: y, in: bytes))
        }
        guard signer.key.publicKey.verificationKey.hasSigned(payload.credential, in: bytes) else {
            throw Stop(.credentialSignatureInvalid)
        }
        let key = try? VerificationKey(unchecked, in: bytes)
        if let cache, let fingerprint, let key { cache.insert(fingerprint, y: CredentialCache.Words(key.y)) }
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
