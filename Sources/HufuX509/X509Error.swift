#if X509
    public import Hufu

    /// Why a certificate, a chain or a revocation list is not accepted.
    public struct X509Error: ReasonedError {
        /// The causes.
        public enum Reason: String, ErrorReason {
            /// The bytes are no certificate or CRL in PEM or DER.
            case formInvalid = "x509.form_invalid"
            /// A file with more certificates or CRLs than it may have.
            case countInvalid = "x509.count_invalid"
            /// A kind of key or signature that is not supported, or too weak.
            case algorithmUnsupported = "x509.algorithm_unsupported"
            /// The pinned root is no certificate that its own key has signed.
            case rootInvalid = "x509.root_invalid"
            /// No path of certificates leads to the pinned root.
            case pathMissing = "x509.path_missing"
            /// A certificate of the path is no longer valid.
            case expired = "x509.expired"
            /// A certificate of the path is not valid yet.
            case notYetValid = "x509.not_yet_valid"
            /// A certificate of the path is not as RFC 5280 section 4 requires.
            case profileInvalid = "x509.profile_invalid"
            /// The constraints of a certificate of the path are not kept: CA, path length, names.
            case constraintViolated = "x509.constraint_violated"
            /// The key usage does not allow what the key has done or is to do.
            case keyUsageInvalid = "x509.key_usage_invalid"
            /// A critical extension that is not understood.
            case extensionUnsupported = "x509.extension_unsupported"
            /// A certificate of the path is revoked.
            case revoked = "x509.revoked"
            /// CRLs were given, and none is of the issuer of a certificate of the path.
            case crlMissing = "x509.crl_missing"
            /// The newest CRL is over: its nextUpdate was before now.
            case crlExpired = "x509.crl_expired"
            /// The thisUpdate of a CRL is in the future.
            case crlNotYetValid = "x509.crl_not_yet_valid"
            /// The signature of a CRL is not that of the issuer whose name it has.
            case crlSignatureInvalid = "x509.crl_signature_invalid"
            /// A CRL that does not list all certificates of its issuer, or with a critical extension.
            case crlUnsupported = "x509.crl_unsupported"
            /// The certificate of a signer is that of a CA.
            case signerIsCA = "x509.signer_is_ca"
            /// The extended key usage does not name the purpose.
            case purposeInvalid = "x509.purpose_invalid"
            /// The certificate does not say what its key may sign, and nothing else does.
            case useMissing = "x509.use_missing"
            /// The certificate does not have exactly one URI name.
            case issuerMissing = "x509.issuer_missing"
            /// The certificate names a country that a CA of its path does not, or not those of its issuer's entry.
            case countryMismatch = "x509.country_mismatch"
            /// The issuer's entry was made by hand or under another root.
            case entryForeign = "x509.entry_foreign"

            /// What is wrong.
            public var message: String {
                switch self {
                case .formInvalid: "this is no certificate or CRL in PEM or DER"
                case .countInvalid: "the file has more certificates or CRLs than it may have, or none"
                case .algorithmUnsupported: "a key or a signature is of a kind that is not supported"
                case .rootInvalid: "the root certificate is not one that its own key has signed"
                case .pathMissing: "no path of certificates with right signatures leads to the pinned root"
                case .expired: "a certificate is no longer valid"
                case .notYetValid: "a certificate is not valid yet"
                case .profileInvalid: "a certificate is not as RFC 5280 requires"
                case .constraintViolated: "a certificate breaks the constraints of a CA above it, or its CA is no CA"
                case .keyUsageInvalid: "a key was used, or is to be used, for what its key usage does not name"
                case .extensionUnsupported: "a certificate has a critical extension that is not understood"
                case .revoked: "a certificate is revoked"
                case .crlMissing: "there is no CRL of the issuer of a certificate"
                case .crlExpired: "the newest CRL is over"
                case .crlNotYetValid: "the newest CRL was made in the future"
                case .crlSignatureInvalid: "the signature of a CRL is not that of its issuer"
                case .crlUnsupported: "a CRL is for a part of the certificates only, or has a critical extension"
                case .signerIsCA: "this is the certificate of a CA, and that of a signer was expected"
                case .purposeInvalid: "the extended key usage of the certificate does not allow this use"
                case .useMissing: "the certificate does not say what its key may sign"
                case .issuerMissing:
                    "the certificate does not have exactly one URI name, which would be the issuer's id"
                case .countryMismatch: "the certificate's countries are not those that it may have"
                case .entryForeign: "the trust list's entry of this issuer was made by hand or under another root"
                }
            }
            /// What to do about it.
            public var advice: String {
                switch self {
                case .formInvalid: "Give the certificate or CRL as its publisher has it."
                case .countInvalid:
                    "Give a root or a CRL alone, and a signer with at most three CA certificates behind it."
                case .algorithmUnsupported: "Ask the CA for RSA of 2048 bits or more, P-256, P-384, P-521 or Ed25519."
                case .rootInvalid: "Give the certificate at the end of the path, as its country publishes it."
                case .pathMissing: "Give the right root, and the CA certificates between behind the signer's."
                case .expired: "Ask for a new certificate."
                case .notYetValid: "Check the clock; else wait."
                case .profileInvalid, .constraintViolated, .keyUsageInvalid, .extensionUnsupported:
                    "Ask the CA for a right certificate."
                case .revoked: "Do not use the key; if a trust list has it, set the time of its revocation there."
                case .crlMissing: "Give the CRL of each CA of the path, or none at all."
                case .crlExpired: "Fetch the newest CRL."
                case .crlNotYetValid: "Check the clock."
                case .crlSignatureInvalid: "Fetch the CRL again from the CA."
                case .crlUnsupported: "Give the CA's complete CRL."
                case .signerIsCA: "Give the certificate of the key that signs credentials or status lists."
                case .purposeInvalid: "Ask the CA for a certificate for this use."
                case .useMissing: "Say what the key may sign: credentials, status lists or both."
                case .issuerMissing: "Name the issuer that the key is for."
                case .countryMismatch: "Ask the CA for a right certificate, or correct the entry's countries."
                case .entryForeign: "Name the issuer to add the key to its entry nevertheless."
                }
            }
        }

        /// What is wrong.
        public let reason: Reason
        /// The subject of the certificate at fault, the issuer of the CRL, or what was found.
        public let location: String?

        init(_ reason: Reason, at location: String? = nil) {
            self.reason = reason
            self.location = location
        }
    }
#endif
