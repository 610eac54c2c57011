#if X509
    public import Hufu
    internal import X509

    /// Verifies status lists that name their key by certificates: up to a root that is pinned for the list's issuer (profile
    /// section 11).
    public struct CertifiedStatusSigners: StatusCertificateVerifier {
        /// The purpose of signing status lists, id-kp-oauthStatusSigning; the draft leaves its number to IANA.
        private let statusSigning: KeyPurpose
        /// By the bytes of the issuer's identifier: texts of Swift are equal if they are canonically equivalent.
        private var roots: [[UInt8]: [PinnedRoot]] = [:]

        /// A verifier with no root.
        public init(statusSigning: KeyPurpose) { self.statusSigning = statusSigning }

        /// Pins a root for the lists of an issuer. An issuer may have several, such as an old and a new one.
        public mutating func pin(_ root: PinnedRoot, for issuer: String) {
            roots[Array(issuer.utf8), default: []].append(root)
        }

        /// The signer that the first certificate names; see `StatusCertificateVerifier`.
        ///
        /// - Throws: ``X509Error``, or `KeyError` for other keys than P-256 and Ed25519.
        public func signer(of chain: [[UInt8]], issuedAt: UnixTime, at now: UnixTime) throws -> StatusSigner? {
            let chain = try CertificateChain(der: chain)
            // Not verified yet: it only chooses the roots.
            let issuer = try chain.signer.onlyURIName()
            guard let roots = roots[Array(issuer.utf8)] else { return nil }
            let certificate = try Self.verify(chain, roots, at: now)
            try certificate.checkSigner()
            guard try certificate.isFor(statusSigning) else { throw certificate.fault(.purposeInvalid) }
            guard certificate.notBefore <= issuedAt else {
                throw certificate.fault(.notYetValid, "from \(certificate.notBefore), and the list is older")
            }
            guard certificate.notAfter.map({ issuedAt < $0 }) ?? true else { throw certificate.fault(.expired) }
            return StatusSigner(issuer: issuer, publicKey: try certificate.publicKey)
        }

        private static func verify(
            _ chain: CertificateChain, _ roots: [PinnedRoot], at now: UnixTime
        ) throws(X509Error) -> VerifiedCertificate {
            var failure = X509Error(.pathMissing)
            for root in roots {
                do throws(X509Error) { return try root.verify(chain, at: now) } catch {
                    // Of several roots one says that the path is not its own.
                    if failure.reason == .pathMissing { failure = error }
                }
            }
            throw failure
        }
    }
#endif
