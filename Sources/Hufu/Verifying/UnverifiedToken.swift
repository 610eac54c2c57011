/// A payload whose form has been checked (steps 3 to 5), but not its signatures.
///
/// The typestate of a verification is consumed from here on: `UnverifiedToken`, `AuthenticatedToken`,
/// `VerificationSubject`. Each is made only by the steps that it stands for, and refers to the received bytes.
struct UnverifiedToken: ~Copyable {
    /// The payload as received; everything else is ranges of it.
    let bytes: [UInt8]
    let credential: COSE.Sign1
    let claims: CredentialClaims
    /// The key binding token; `nil` if the payload is a credential without one, or a plain CWT.
    let token: (envelope: COSE.Sign1, claims: KeyBindingClaims)?

    init(_ bytes: [UInt8]) throws(Rejection) {
        let reader = CBORReader(bytes.span)
        let outer = try Self.outerEnvelope(reader)
        let credential = try Self.innerEnvelope(of: outer, reader)
        let claims = try Self.claims(of: credential, reader)
        let tokenClaims = try Self.tokenClaims(of: outer, reader)

        self.bytes = bytes
        self.credential = credential
        self.claims = claims
        token = tokenClaims.map { (outer, $0) }
    }
}
