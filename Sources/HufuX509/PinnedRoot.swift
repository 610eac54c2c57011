#if X509
    internal import Crypto
    public import Hufu
    internal import X509

    /// A root certificate that the operator has pinned.
    public struct PinnedRoot: Sendable, Equatable {
        let certificate: Certificate
        /// SHA-256 of the certificate in DER.
        public let digest: [UInt8]

        /// A root from a file with one certificate, PEM or DER.
        ///
        /// - Throws: ``X509Error``.
        public init(_ contents: [UInt8]) throws(X509Error) {
            let items = try X509File.items(contents, label: X509File.certificate)
            guard items.count == 1, let bytes = items.first else { throw X509Error(.countInvalid) }
            certificate = try X509File.certificate(bytes)
            digest = Array(SHA256.hash(data: bytes))
            guard certificate.issuer == certificate.subject,
                certificate.publicKey.isValidSignature(certificate.signature, for: certificate)
            else { throw X509Error(.rootInvalid, at: certificate.subjectText) }
        }

        /// Verifies a chain up to this root (RFC 5280 section 6).
        ///
        /// - Parameters:
        ///   - chain: the signer's certificate and those of CAs between it and the root.
        ///   - revocationLists: CRLs of the CAs in the path, the root included. If there are any, each CA of the path has to
        ///     have one that is current.
        ///   - now: the time at which every certificate of the path has to be valid.
        /// - Returns: the signer's certificate.
        /// - Throws: ``X509Error``.
        public func verify(
            _ chain: CertificateChain, revocationLists: [RevocationList] = [], at now: UnixTime = .now
        ) throws(X509Error) -> VerifiedCertificate {
            // The verifier would accept the root itself, as the end of a path of one.
            guard chain.signer != certificate else { throw X509Error(.signerIsCA, at: chain.signer.subjectText) }
            let failure = FirstFailure()
            let result = CallingThread.run { [certificate] in
                var verifier = X509.Verifier(rootCertificates: CertificateStore([certificate])) {
                    ChainPolicy(at: now, reportingTo: failure)
                }
                return await verifier.validate(
                    leaf: chain.signer, intermediates: CertificateStore(chain.authorities))
            }
            guard case .validCertificate(let path) = result else {
                throw failure.error ?? chain.reasonForNoPath(to: certificate)
            }
            let authorities = Array(path.dropFirst())
            if !revocationLists.isEmpty {
                try RevocationList.check([chain.signer] + authorities, revocationLists, at: now)
            }
            return VerifiedCertificate(signer: chain.signer, authorities: authorities)
        }
    }

    /// The certificate of a signer and those of CAs between it and a root. Nothing is verified.
    public struct CertificateChain: Sendable, Equatable {
        /// The largest number of certificates.
        public static let maximumCount = 4

        let signer: Certificate
        let authorities: [Certificate]

        /// A chain from a file with the signer's certificate and then those of CAs, if any; PEM, or DER with one.
        ///
        /// - Throws: ``X509Error``.
        public init(_ contents: [UInt8]) throws(X509Error) {
            try self.init(der: try X509File.items(contents, label: X509File.certificate))
        }

        /// A chain from certificates in DER, the signer's first.
        ///
        /// - Throws: ``X509Error``.
        public init(der items: [[UInt8]]) throws(X509Error) {
            guard items.count <= Self.maximumCount else { throw X509Error(.countInvalid) }
            let certificates = try items.map { bytes throws(X509Error) in try X509File.certificate(bytes) }
            guard let signer = certificates.first else { throw X509Error(.countInvalid) }
            self.signer = signer
            authorities = Array(certificates.dropFirst())
        }

        /// The signer's key. Nothing else of the certificate is checked.
        ///
        /// - Throws: `KeyError` for other keys than P-256 and Ed25519.
        public var uncheckedPublicKey: PublicKey { get throws(KeyError) { try signer.key } }

        /// Whether the certificates are the path, in its order and with nothing else; the root need not be among them (RFC
        /// 9360 section 2). The verifier takes those of CAs in any order.
        func isPath(of certificate: VerifiedCertificate) -> Bool {
            authorities == certificate.authorities || authorities == Array(certificate.authorities.dropLast())
        }

        /// Without a path the verifier does not say why.
        fileprivate func reasonForNoPath(to root: Certificate) -> X509Error {
            let critical = ([signer] + authorities + [root]).first { certificate in
                certificate.extensions.contains { $0.critical && !ChainPolicy.understoodExtensions.contains($0.oid) }
            }
            if let critical { return X509Error(.extensionUnsupported, at: critical.subjectText) }
            return X509Error(.pathMissing, at: signer.subjectText)
        }
    }
#endif
