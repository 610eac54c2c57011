#if X509
    public import Hufu
    internal import HufuFiles
    public import HufuIssuer

    /// Makes entries of a trust list from the certificates of signers under one root.
    public struct TrustListImport: Sendable {
        /// The root that a path from each certificate has to lead to.
        public var root: PinnedRoot
        /// CRLs of the CAs of the paths; see ``PinnedRoot/verify(_:revocationLists:at:)``.
        public var revocationLists: [RevocationList]
        /// The issuer whose keys these are; `nil` for the URI name of each certificate. It also lets a key into an entry that
        /// was made by hand or under another root.
        public var issuer: String?
        /// What the keys may sign; `nil` for what the extended key usage of each certificate says.
        public var use: TrustList.Use?
        /// The purpose of signing status lists, id-kp-oauthStatusSigning; the draft leaves its number to IANA.
        public var statusSigning: KeyPurpose?

        /// An import under this root.
        public init(root: PinnedRoot) {
            self.root = root
            revocationLists = []
        }

        /// A list with the key of a certificate added.
        ///
        /// - Parameters:
        ///   - chain: the signer's certificate and those of CAs.
        ///   - list: the list, which does not change if the certificate is refused.
        ///   - now: the time at which the certificates have to be valid.
        /// - Returns: the list, and the entry's change.
        /// - Throws: ``X509Error``, `KeyError`, or `TrustListError`.
        public func adding(
            _ chain: CertificateChain, to list: TrustList, at now: UnixTime = .now
        ) throws -> (list: TrustList, change: TrustList.Change) {
            let certificate = try root.verify(chain, revocationLists: revocationLists, at: now)
            try certificate.checkSigner()
            var change = TrustList.Change(
                issuer: try issuer ?? certificate.issuer, publicKey: try certificate.publicKey)
            change.use = try use(of: certificate)
            (change.notBefore, change.notAfter) = (certificate.notBefore, certificate.notAfter)
            let countries = try certificate.countries
            if let entry = list.issuer(change.issuer) {
                try check(entry, certificate, countries)
                change.join(entry.keys.first { $0.publicKey == change.publicKey })
            } else {
                (change.name, change.countries) = (certificate.name, countries)
                change.rootDigest = root.digest
            }
            return (try list.applying(change), change)
        }

        private func use(of certificate: VerifiedCertificate) throws(X509Error) -> TrustList.Use {
            let allowed = try certificate.use(statusSigning: statusSigning)
            guard let use = use ?? allowed else { throw certificate.fault(.useMissing) }
            guard allowed?.isSuperset(of: use) ?? true else { throw certificate.fault(.purposeInvalid) }
            return use
        }

        private func check(
            _ entry: TrustList.Issuer, _ certificate: VerifiedCertificate, _ countries: [String]?
        ) throws(X509Error) {
            guard issuer != nil || entry.rootDigest == root.digest else {
                throw X509Error(.entryForeign, at: entry.id)
            }
            // Every key of an entry may sign for all of its countries.
            guard let countries else { return }
            guard let present = entry.countries, Set(present).isSubset(of: countries) else {
                let found = entry.countries?.joined(separator: ", ") ?? "any country"
                throw certificate.fault(
                    .countryMismatch, "\(countries.joined(separator: ", ")); the entry \(entry.id) has \(found)")
            }
        }
    }

    extension TrustListImport {
        /// Adds the keys of certificates in files to the trust list in a file, or makes that file. What is refused does not
        /// hinder the others; the file is written once, as a whole.
        ///
        /// - Parameters:
        ///   - path: a trust list in its JSON form.
        ///   - certificates: files as ``CertificateChain/init(_:)`` takes them.
        ///   - isAllOrNothing: whether nothing is written if a certificate is refused.
        ///   - now: the time at which the certificates have to be valid.
        /// - Returns: for each file in order the change of the list, or the error; a change is without effect if nothing was
        ///   written.
        /// - Throws: `FileError` or `FileContentError` for the trust list; then it is unchanged.
        public func update(
            _ path: String, certificates: [String], isAllOrNothing: Bool = false, at now: UnixTime = .now
        ) throws -> [Result<TrustList.Change, any Error>] {
            // Before the list is locked: one of the files may be a pipe.
            let chains = certificates.map { path in Result { try Self.chain(path) } }
            var results: [Result<TrustList.Change, any Error>] = []
            try TrustList.update(path) { list in
                var list = list
                results = zip(certificates, chains).map { path, chain in
                    Result {
                        let chain = try chain.get()
                        let added = try FileContentError.naming(path) { try adding(chain, to: list, at: now) }
                        list = added.list
                        return added.change
                    }
                }
                let imported = results.count { (try? $0.get()) != nil }
                return imported > 0 && (imported == results.count || !isAllOrNothing) ? list : nil
            }
            return results
        }

        private static func chain(_ path: String) throws -> CertificateChain {
            let bytes = try FileInput.named(path).readAll(limit: FileLimits.certificates)
            return try FileContentError.naming(path == "-" ? "stdin" : path) { try CertificateChain(bytes) }
        }
    }

    /// The largest files that are read, in bytes.
    private enum FileLimits {
        static let certificates = 1 << 20
    }

    extension TrustList.Change {
        /// A renewed certificate of a key that is there already takes nothing away: what the key signed before counts on.
        fileprivate mutating func join(_ key: TrustList.Key?) {
            guard let key else { return }
            use = use.map { $0.union(key.use) }
            notBefore = key.notBefore.flatMap { old in notBefore.map { min(old, $0) } }
            notAfter = key.notAfter.flatMap { old in notAfter.map { max(old, $0) } }
        }
    }
#endif
