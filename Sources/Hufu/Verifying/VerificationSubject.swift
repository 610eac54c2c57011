/// An authenticated payload and the licence in it (step 8); steps 9 to 14 judge it.
struct VerificationSubject: ~Copyable {
    let authentic: AuthenticatedToken
    let kind: Verdict.Kind
    let verified: VerifiedLicense

    var license: License { verified.license }
    var claims: CredentialClaims { authentic.claims }
    var token: KeyBindingClaims? { authentic.token }
    var bytes: [UInt8] { authentic.bytes }
}
