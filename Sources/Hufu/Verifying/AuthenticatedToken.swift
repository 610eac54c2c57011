/// What a payload says whose signatures are right: steps 6 and 7. There is no other way to make one.
struct AuthenticatedToken: ~Copyable {
    let bytes: [UInt8]
    let credential: COSE.Sign1
    let claims: CredentialClaims
    let token: KeyBindingClaims?
    let signer: TrustList.IssuerKey

    /// - Parameter unknown: what an unknown issuer or key amounts to, which depends on how old the trust list is.
    init(
        _ payload: consuming UnverifiedToken, by verifier: Verifier.Parts, unknown: Verdict.Code?
    ) throws(Rejection) {
        let bytes = payload.bytes
        guard let keys = verifier.lists.trust.keys(of: bytes[payload.claims.issuer]) else {
            throw Rejection(unknown ?? .issuerUnknown)
        }
        guard let id = payload.credential.header.keyID,
            let signer = keys.first(where: { $0.key.matches(keyID: bytes[id], use: .credential) })
        else { throw Rejection(unknown ?? .issuerKeyUnknown) }
        guard signer.key.publicKey.algorithm == payload.credential.header.algorithm else {
            throw Rejection(.issuerAlgorithmMismatch)
        }
        if let deviceKey = payload.claims.deviceKey {
            try Self.checkBoth(payload, deviceKey, issuedBy: signer, verifier.cache)
        } else if !signer.key.publicKey.verificationKey.hasSigned(payload.credential, in: bytes) {
            throw Rejection(.credentialSignatureInvalid)
        }
        self.bytes = bytes
        credential = payload.credential
        claims = payload.claims
        token = payload.token?.claims
        self.signer = signer
    }

    /// The issuer's half and the device's.
    private static func checkBoth(
        _ payload: borrowing UnverifiedToken, _ unchecked: PublicKey.Unchecked, issuedBy signer: TrustList.IssuerKey,
        _ cache: CredentialCache?
    ) throws(Rejection) {
        let bytes = payload.bytes
        let fingerprint =
            cache == nil ? nil : CredentialCache.fingerprint(payload.credential, in: bytes, by: signer.key.publicKey)
        if let cache, let fingerprint, let key = cache.key(of: fingerprint) {
            return try checkToken(of: payload, signedBy: key)
        }
        guard signer.key.publicKey.verificationKey.hasSigned(payload.credential, in: bytes) else {
            throw Rejection(.credentialSignatureInvalid)
        }
        let key = try? VerificationKey(unchecked, in: bytes)
        if let cache, let fingerprint, let key { cache.insert(fingerprint, key) }
        try checkToken(of: payload, signedBy: key)
    }

    /// The device's half: made by the key in the credential's `cnf`, if that is one.
    private static func checkToken(
        of payload: borrowing UnverifiedToken, signedBy key: VerificationKey?
    ) throws(Rejection) {
        guard let token = payload.token else { throw Rejection(.tokenMissing) }
        guard let key else { throw Rejection(.tokenKeyInvalid) }
        guard key.algorithm == token.envelope.header.algorithm else {
            throw Rejection(key.isOnCurve ? .tokenAlgorithmMismatch : .tokenKeyInvalid)
        }
        guard key.hasSigned(token.envelope, in: payload.bytes) else {
            throw Rejection(key.isOnCurve ? .tokenSignatureInvalid : .tokenKeyInvalid)
        }
    }

    /// Names a credential by what its issuer signed; never by signature bytes, which anybody can change for ECDSA.
    var credentialDigest: [UInt8] { Array(credential.signatureDigest(in: bytes)) }
}
