/// Step 6: the key of the trust list that `iss` and `kid` name.
extension AuthenticatedToken {
    static func signer(
        of payload: borrowing UnverifiedToken, in verifier: Verifier.Parts, unknownSigner: Verdict.Code?
    ) throws(Rejection) -> TrustList.IssuerKey {
        let bytes = payload.bytes
        guard let keys = verifier.lists.trust.keys(of: bytes[payload.claims.issuer]) else {
            throw Rejection(unknownSigner ?? .issuerUnknown)
        }
        guard let id = payload.credential.header.keyID,
            let signer = keys.first(where: { $0.key.matches(keyID: bytes[id], use: .credential) })
        else { throw Rejection(unknownSigner ?? .issuerKeyUnknown) }
        guard signer.key.publicKey.algorithm == payload.credential.header.algorithm else {
            throw Rejection(.issuerAlgorithmMismatch)
        }
        return signer
    }
}
