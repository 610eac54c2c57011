/// A payload whose signatures are valid (steps 6 and 7).
struct AuthenticatedToken: ~Copyable {
    let bytes: [UInt8]
    let credential: COSE.Sign1
    let claims: CredentialClaims
    /// The claims of the key binding token; `nil` for a plain CWT.
    let token: KeyBindingClaims?
    /// The key that signed the credential, and its issuer.
    let signer: TrustList.IssuerKey

    /// - Parameter unknownSigner: the code for an issuer or key that is not in the trust list, if it is not the usual
    ///   one.
    init(
        _ payload: consuming UnverifiedToken, by verifier: Verifier.Parts, unknownSigner: Verdict.Code?
    ) throws(Rejection) {
        let signer = try Self.signer(of: payload, in: verifier, unknownSigner: unknownSigner)
        try Self.checkSignatures(of: payload, signer, verifier.cache)
        bytes = payload.bytes
        credential = payload.credential
        claims = payload.claims
        token = payload.token?.claims
        self.signer = signer
    }

    /// SHA-256 of the credential's Sig_structure, which identifies the credential. Signature bytes do not, because
    /// a valid ECDSA signature can be changed into another valid one without the key.
    var credentialDigest: [UInt8] { Array(credential.signatureDigest(in: bytes)) }
}
