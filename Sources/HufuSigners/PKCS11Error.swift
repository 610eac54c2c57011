#if PKCS11
    public import Hufu

    /// Why a token gave no signature.
    public struct PKCS11Error: SignerFailure, CausedError {
        /// The causes, as a closed list; the raw value is the error's code.
        public enum Reason: String, Sendable, CaseIterable {
            /// The module cannot be loaded, or is not one of PKCS #11.
            case moduleNotLoaded = "pkcs11.module_not_loaded"
            /// No token has the attributes of the URI.
            case tokenMissing = "pkcs11.token_missing"
            /// More than one token has them.
            case tokenAmbiguous = "pkcs11.token_ambiguous"
            /// The token asks for a PIN, and there is none.
            case pinMissing = "pkcs11.pin_missing"
            /// The token refuses the PIN.
            case pinIncorrect = "pkcs11.pin_incorrect"
            /// The token accepts no PIN any more, or none yet.
            case pinLocked = "pkcs11.pin_locked"
            /// No private key of the token has the attributes of the URI.
            case keyMissing = "pkcs11.key_missing"
            /// More than one private key has them.
            case keyAmbiguous = "pkcs11.key_ambiguous"
            /// A key of another type or curve than those of the profile.
            case keyTypeUnsupported = "pkcs11.key_type_unsupported"
            /// The token has no public key beside the private one.
            case publicKeyMissing = "pkcs11.public_key_missing"
            /// The public key of the token is another than the expected one.
            case publicKeyMismatch = "pkcs11.public_key_mismatch"
            /// The token refuses to sign with this key.
            case signingRefused = "pkcs11.signing_refused"
            /// Sessions end again and again, also new ones.
            case sessionLost = "pkcs11.session_lost"
            /// A signature that the public key does not verify.
            case signatureInvalid = "pkcs11.signature_invalid"
            /// The signer was used after its end.
            case ended = "pkcs11.ended"
        }

        /// The cause.
        public let reason: Reason
        /// The path of the module.
        public let signer: String
        /// What was received, or what was looked for.
        public let detail: String

        init(_ reason: Reason, _ module: String, _ detail: String = "") {
            self.reason = reason
            signer = module
            self.detail = detail
        }

        /// The fault, in one line.
        public var message: String {
            switch reason {
            case .moduleNotLoaded: "the module cannot be loaded: \(detail)"
            case .tokenMissing: "no token matches \(detail)"
            case .tokenAmbiguous: "one token is needed, and several match \(detail)"
            case .pinMissing: "the token asks for a PIN, and none is given"
            case .pinIncorrect: "the token refuses the PIN (\(detail))"
            case .pinLocked: "the token accepts no PIN (\(detail))"
            case .keyMissing: "no private key of the token matches \(detail)"
            case .keyAmbiguous: "one private key is needed, and several match \(detail)"
            case .keyTypeUnsupported: "the key is \(detail), and neither P-256 nor Ed25519"
            case .publicKeyMissing: "the token has no public key of this private key"
            case .publicKeyMismatch: "the token has the key \(detail)"
            case .signingRefused: "the token refuses to sign with this key (\(detail))"
            case .sessionLost: "the session is lost, and a new one too (\(detail))"
            case .signatureInvalid: "the token returned \(detail), which is not a signature by the public key"
            case .ended: "the signer has ended"
            }
        }

        /// The remedy, in whole sentences.
        public var advice: String {
            switch reason {
            case .moduleNotLoaded: "Give module-path as the path of the token's PKCS #11 library for this machine."
            case .tokenMissing: "Connect it, or correct the URI; `pkcs11-tool --module FILE -L` lists the tokens."
            case .tokenAmbiguous: "Add serial or slot-id to the URI."
            case .pinMissing: "Add pin-source=file:FILE to the URI."
            case .pinIncorrect:
                "Correct the PIN; it was tried once, and is not tried again, because tokens lock after some wrong ones."
            case .pinLocked: "Let the token's security officer set the PIN."
            case .keyMissing: "Correct object or id; `pkcs11-tool --module FILE --login -O` lists the keys."
            case .keyAmbiguous: "Give both object and id, or the one that is unique."
            case .keyTypeUnsupported: "Make a key on P-256 (EC:prime256v1) or Ed25519 (EC:edwards25519)."
            case .publicKeyMissing: "Store the public key beside it with the same id, or give it as a file."
            case .publicKeyMismatch: "Name the key of the token whose public half is expected, or give its own."
            case .signingRefused: "Make a key that may sign, with CKA_SIGN, on a token with CKM_ECDSA or CKM_EDDSA."
            case .sessionLost: "Look at the token and its connection, and start again; nothing was signed twice."
            case .signatureInvalid: "Take this token out of use; the signature has not left this process."
            case .ended: "Use a signer inside of `run` only."
            }
        }
    }
#endif
