public import Hufu

/// The certificate and the key with which a desk signs its challenges, so that the holder sees who asks, and for what.
public struct DeskIdentity: Sendable {
    /// The certificate of the scanner.
    public let certificate: VerifierCertificate
    private let signer: any Signer

    /// An identity.
    ///
    /// - Throws: `challenge.key_mismatch` if the key is not that of the certificate.
    public init(certificate: VerifierCertificate, signer: any Signer) async throws {
        self.certificate = certificate
        self.signer = signer
        _ = try await challenge(asking: [], lifetime: .seconds(1))
    }

    /// A new challenge.
    func challenge(asking elements: Set<License.Element>, lifetime: Duration) async throws -> SignedChallenge {
        try await SignedChallenge(certificate: certificate, asking: elements, signer: signer, lifetime: lifetime)
    }
}
