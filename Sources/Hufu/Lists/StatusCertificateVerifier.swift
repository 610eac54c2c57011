/// Verifies the certificates with which a status list names its key in place of a `kid` (x5chain, RFC 9360; profile
/// section 11).
///
/// The core reads no certificate; `CertifiedStatusSigners` of the target HufuX509 conforms to this.
public protocol StatusCertificateVerifier: Sendable {
    /// The signer that the first certificate names.
    ///
    /// - Parameters:
    ///   - chain: 1 to 4 certificates in DER, first that of the signer; each is certified by the next, and the last by a
    ///     pinned root.
    ///   - issuedAt: the list's `iat`.
    ///   - now: when the list is loaded.
    /// - Returns: `nil` if no root is pinned for the issuer that the certificate names.
    /// - Throws: why the signer may not sign status lists; `CodedError` where the reason has a code.
    func signer(of chain: [[UInt8]], issuedAt: UnixTime, at now: UnixTime) throws -> StatusSigner?
}

/// The signer of a status list as its certificate names it.
public struct StatusSigner: Sendable, Equatable {
    /// The identifier of the issuer whose status lists it signs: the URI name of the certificate.
    public let issuer: String
    /// The key of the certificate.
    public let publicKey: PublicKey

    /// A signer.
    public init(issuer: String, publicKey: PublicKey) {
        self.issuer = issuer
        self.publicKey = publicKey
    }
}
