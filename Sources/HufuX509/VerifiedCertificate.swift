#if X509
    public import Hufu
    internal import SwiftASN1
    internal import X509

    /// A purpose of extended key usage (RFC 5280 section 4.2.1.12).
    public struct KeyPurpose: Sendable, Hashable {
        let id: ASN1ObjectIdentifier

        /// A purpose from its object identifier, such as `1.3.6.1.5.5.7.3.9`.
        ///
        /// - Returns: `nil` for another text, and for anyExtendedKeyUsage, which names no purpose.
        public init?(_ text: String) {
            guard let id = try? ASN1ObjectIdentifier(dotRepresentation: text), id != .ExtendedKeyUsage.any else {
                return nil
            }
            self.id = id
        }

        private init(_ id: ASN1ObjectIdentifier) { self.id = id }

        /// The signing of mobile driving licences (ISO/IEC 18013-5 annex B).
        static let licenseSigning = KeyPurpose([1, 0, 18013, 5, 1, 2])
    }

    /// The certificate of a signer from which a path leads to a pinned root.
    public struct VerifiedCertificate: Sendable {
        let signer: Certificate
        /// The CAs of the path, the root last.
        let authorities: [Certificate]

        /// The signer's key.
        ///
        /// - Throws: `KeyError` for other keys than P-256 and Ed25519.
        public var publicKey: PublicKey { get throws(KeyError) { try signer.key } }

        /// The identifier of the issuer that the key is for: the only URI name of the certificate.
        ///
        /// - Throws: `x509.issuer_missing`.
        public var issuer: String { get throws(X509Error) { try signer.onlyURIName() } }

        /// The display name: the subject's common name, or its organisation; `nil` if it has neither.
        public var name: String? {
            signer.values(.RDNAttributeType.commonName).first ?? signer.values(.RDNAttributeType.organizationName).first
        }

        /// The countries (C) of the subject, else those of the nearest CA that has any; `nil` for any country.
        ///
        /// - Throws: `x509.country_mismatch` if one of them is not among those of each CA that has any, or is no code of
        ///   two letters.
        public var countries: [String]? {
            get throws(X509Error) {
                let all = ([signer] + authorities).map(\.countries).filter { !$0.isEmpty }
                guard let countries = all.first else { return nil }
                for country in countries {
                    guard ASCII.isCountry(country), all.allSatisfy({ $0.contains(country) }) else {
                        throw fault(.countryMismatch, country)
                    }
                }
                return countries
            }
        }

        /// The time at which the validity begins.
        public var notBefore: UnixTime { UnixTime(signer.notValidBefore) }

        /// The first time at which the certificate is no longer valid; `nil` if its validity has no end (RFC 5280 section
        /// 4.1.2.5).
        public var notAfter: UnixTime? {
            let last = UnixTime(signer.notValidAfter)
            return last < .lastFormattable ? last.advanced(by: .seconds(1)) : nil
        }

        /// Throws unless this is a signer: no CA, and with a key usage for signatures if it has any.
        ///
        /// - Throws: `x509.signer_is_ca` or `x509.key_usage_invalid`.
        func checkSigner() throws(X509Error) {
            guard try !signer.isAuthority() else { throw fault(.signerIsCA) }
            guard (try signer.value { try $0.keyUsage })?.digitalSignature != false else {
                throw fault(.keyUsageInvalid, "no digitalSignature")
            }
        }

        /// The extended key usage; `nil` if there is none.
        private func extendedKeyUsage() throws(X509Error) -> ExtendedKeyUsage? {
            let usage = try signer.value { try $0.extendedKeyUsage }
            guard usage?.isEmpty != true else { throw fault(.formInvalid, "an empty extended key usage") }
            return usage
        }

        /// Whether the extended key usage names the purpose itself: anyExtendedKeyUsage does not count.
        func isFor(_ purpose: KeyPurpose) throws(X509Error) -> Bool {
            try extendedKeyUsage()?.contains(ExtendedKeyUsage.Usage(oid: purpose.id)) ?? false
        }

        /// What the extended key usage lets the key sign; `nil` if it says nothing of that.
        ///
        /// - Parameter statusSigning: the purpose of signing status lists.
        /// - Throws: `x509.purpose_invalid` if it names other purposes only.
        func use(statusSigning: KeyPurpose?) throws(X509Error) -> TrustList.Use? {
            guard let usage = try extendedKeyUsage() else { return nil }
            var use: TrustList.Use = []
            if try isFor(.licenseSigning) { use.insert(.credential) }
            if let statusSigning, try isFor(statusSigning) { use.insert(.status) }
            if use.isEmpty, usage.contains(.any) { return nil }
            guard !use.isEmpty else {
                throw fault(.purposeInvalid, usage.map { ASN1ObjectIdentifier($0).description }.joined(separator: ", "))
            }
            return use
        }

        func fault(_ reason: X509Error.Reason, _ what: String? = nil) -> X509Error { signer.fault(reason, what) }
    }

    extension Certificate {
        /// The key for this library.
        ///
        /// - Throws: `KeyError` for other keys than P-256 and Ed25519.
        var key: Hufu.PublicKey {
            get throws(KeyError) {
                // A key that was read is written without an error.
                try Hufu.PublicKey(pem: (try? publicKey.serializeAsPEM().pemString) ?? "")
            }
        }

        /// The texts of an attribute of the subject.
        fileprivate func values(_ type: ASN1ObjectIdentifier) -> [String] {
            subject.flatMap { name in name.filter { $0.type == type }.compactMap { String($0.value) } }
        }

        fileprivate var countries: [String] { values(.RDNAttributeType.countryName) }
    }
#endif
