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
        private let revocationLists: [RevocationList]

        /// A verifier with no root.
        ///
        /// - Parameters:
        ///   - statusSigning: the purpose of signing status lists.
        ///   - revocationLists: CRLs of the CAs of all paths, the roots included. If there are any, each CA of a path has to
        ///     have one that is current when a list is loaded.
        public init(statusSigning: KeyPurpose, revocationLists: [RevocationList] = []) {
            self.statusSigning = statusSigning
            self.revocationLists = revocationLists
        }

        /// A verifier with roots, as a configuration has them.
        ///
        /// - Parameters:
        ///   - purpose: the object identifier of the purpose of signing status lists, such as `1.3.6.1.5.5.7.3.9`.
        ///   - roots: certificates in PEM or DER, and the identifiers of the issuers for which each is pinned.
        ///   - revocationLists: CRLs in PEM or DER; see ``init(statusSigning:revocationLists:)``.
        /// - Throws: ``X509Error``.
        public init(
            purpose: String, roots: [(certificate: [UInt8], issuers: [String])], revocationLists: [[UInt8]]
        ) throws(X509Error) {
            guard let statusSigning = KeyPurpose(purpose) else { throw X509Error(.purposeInvalid, at: purpose) }
            self.init(
                statusSigning: statusSigning,
                revocationLists: try revocationLists.map { list throws(X509Error) in try RevocationList(list) })
            for (certificate, issuers) in roots {
                let root = try PinnedRoot(certificate)
                for issuer in issuers { pin(root, for: issuer) }
            }
        }

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
            let certificate = try verify(chain, roots, at: now)
            try certificate.checkSigner()
            guard try certificate.isFor(statusSigning) else { throw certificate.fault(.purposeInvalid) }
            guard certificate.notBefore <= issuedAt else {
                throw certificate.fault(.notYetValid, "from \(certificate.notBefore), and the list is older")
            }
            guard certificate.notAfter.map({ issuedAt < $0 }) ?? true else { throw certificate.fault(.expired) }
            return StatusSigner(issuer: issuer, publicKey: try certificate.publicKey)
        }

        private func verify(
            _ chain: CertificateChain, _ roots: [PinnedRoot], at now: UnixTime
        ) throws(X509Error) -> VerifiedCertificate {
            var failure = X509Error(.pathMissing)
            for root in roots {
                do throws(X509Error) {
                    let certificate = try root.verify(chain, revocationLists: revocationLists, at: now)
                    guard chain.isPath(of: certificate) else { throw certificate.fault(.pathMissing) }
                    return certificate
                } catch {
                    // Of several roots one says that the path is not its own.
                    if failure.reason == .pathMissing { failure = error }
                }
            }
            throw failure
        }
    }
#endif
