/// Step 7: the issuer's signature over the credential, and the device's over the key binding token.
extension AuthenticatedToken {
    static func checkSignatures(
        of payload: borrowing UnverifiedToken, _ signer: TrustList.IssuerKey, _ cache: CredentialCache?
    ) throws(Rejection) {
        let bytes = payload.bytes
        guard let deviceKey = payload.claims.deviceKey else {
            guard signer.key.publicKey.verificationKey.hasSigned(payload.credential, in: bytes) else {
                throw Rejection(.credentialSignatureInvalid)
            }
            return
        }
        let fingerprint =
            cache == nil ? nil : CredentialCache.fingerprint(payload.credential, in: bytes, by: signer.key.publicKey)
        if let cache, let fingerprint, let key = cache.key(of: fingerprint) {
            return try checkToken(of: payload, signedBy: key)
        }
        guard signer.key.publicKey.verificationKey.hasSigned(payload.credential, in: bytes) else {
            throw Rejection(.credentialSignatureInvalid)
        }
        let key = try? VerificationKey(deviceKey, in: bytes)
        if let cache, let fingerprint, let key { cache.insert(fingerprint, key) }
        try checkToken(of: payload, signedBy: key)
    }

    /// - Parameter key: the key in the credential's `cnf`; `nil` if that is not a valid key.
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
}
