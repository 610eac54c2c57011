extension Verdict {
    /// The reason for a verdict: `ok`, or the check of the algorithm that decided it (profile section 14), in the order
    /// of the steps. The raw values are stable.
    public enum Code: String, Sendable, CaseIterable {
        /// The licence is genuine, in force, and presented now.
        case ok

        /// The clock is before the newest trust list that was accepted.
        case clockUntrusted = "clock.untrusted"
        /// The signed trust list has expired.
        case trustExpired = "trust.expired"

        /// The scan is empty, or ends after the prefix.
        case payloadEmpty = "payload.empty"
        /// The text is longer than any code.
        case payloadTooLarge = "payload.too_large"
        /// The prefix is that of another version of the format.
        case payloadVersionUnsupported = "payload.version_unsupported"
        /// The text does not begin with a prefix of the format.
        case payloadPrefixUnknown = "payload.prefix_unknown"
        /// The text after the prefix is not valid Base45 or Base32.
        case payloadTextInvalid = "payload.text_invalid"

        /// The payload, or a part of it, is not CBOR as section 3 demands it.
        case cborInvalid = "cbor.invalid"
        /// An envelope is not a tagged COSE_Sign1 of the right types.
        case coseStructureInvalid = "cose.structure_invalid"
        /// A header parameter is missing, of the wrong type, or not allowed where it is.
        case coseHeaderInvalid = "cose.header_invalid"
        /// `crit` names a parameter that is not understood.
        case coseCriticalUnknown = "cose.critical_unknown"
        /// The signature or hash algorithm is not one of the format.
        case coseAlgorithmUnsupported = "cose.algorithm_unsupported"

        /// A claim of the credential is missing or malformed.
        case credentialClaimsInvalid = "credential.claims_invalid"
        /// A claim of the key binding token is missing or malformed.
        case tokenClaimsInvalid = "token.claims_invalid"

        /// The trust list does not have the issuer.
        case issuerUnknown = "issuer.unknown"
        /// The trust list does not have the key of this issuer for credentials.
        case issuerKeyUnknown = "issuer.key_unknown"
        /// The header's algorithm is not that of the issuer's key.
        case issuerAlgorithmMismatch = "issuer.algorithm_mismatch"

        /// The issuer's signature does not verify.
        case credentialSignatureInvalid = "credential.signature_invalid"
        /// A credential for a device came without its key binding token.
        case tokenMissing = "token.missing"
        /// The device key in the credential is not a valid key.
        case tokenKeyInvalid = "token.key_invalid"
        /// The token's algorithm is not that of the device key.
        case tokenAlgorithmMismatch = "token.algorithm_mismatch"
        /// The device's signature does not verify.
        case tokenSignatureInvalid = "token.signature_invalid"

        /// A disclosure is malformed, or does not match a hash that the issuer signed.
        case credentialDisclosureInvalid = "credential.disclosure_invalid"
        /// The licence breaks a rule of section 7.
        case licenseInvalid = "license.invalid"

        /// The issuer's key was revoked.
        case issuerKeyRevoked = "issuer.key_revoked"
        /// The credential was not issued in the time in which the issuer's key was in use.
        case issuerKeyOutsideValidity = "issuer.key_outside_validity"
        /// The issuer may not sign for the licence's country.
        case issuerOutOfScope = "issuer.out_of_scope"

        /// The credential is valid for longer than the format allows.
        case credentialLifetimeExceeded = "credential.lifetime_exceeded"
        /// The credential is not valid yet.
        case credentialNotYetValid = "credential.not_yet_valid"
        /// The credential has expired.
        case credentialExpired = "credential.expired"

        /// The policy, or a challenge, does not allow a code of this kind.
        case credentialKindNotAllowed = "credential.kind_not_allowed"
        /// The token was made for another reader.
        case tokenAudienceMismatch = "token.audience_mismatch"
        /// The token does not answer the challenge of this scanner.
        case tokenChallengeMismatch = "token.challenge_mismatch"
        /// The token is valid for longer than the policy allows.
        case tokenLifetimeExceeded = "token.lifetime_exceeded"
        /// The token's time is not within that of its credential.
        case tokenOutsideCredential = "token.outside_credential"
        /// The token is not valid yet.
        case tokenNotYetValid = "token.not_yet_valid"
        /// The token has expired.
        case tokenExpired = "token.expired"

        /// The verifier does not have the status list that it needs.
        case statusUnavailable = "status.unavailable"
        /// The status list says that the licence was revoked.
        case statusRevoked = "status.revoked"
        /// The status list has expired.
        case statusExpired = "status.expired"
        /// The status list is older than the policy or its own time to live allows.
        case statusStale = "status.stale"
        /// The status list does not have an entry of this index.
        case statusIndexOutOfRange = "status.index_out_of_range"
        /// The status list says that the licence is suspended.
        case statusSuspended = "status.suspended"
        /// The status list has a value that the format does not define.
        case statusUnknown = "status.unknown"

        /// The holder has not disclosed an element that the policy requires.
        case licenseWithheld = "license.withheld"
        /// The licence is not in force yet.
        case licenseNotYetValid = "license.not_yet_valid"
        /// The licence has expired.
        case licenseExpired = "license.expired"
        /// The standing says that the licence has ended.
        case licenseEnded = "license.ended"
        /// The standing says that the licence is suspended.
        case licenseSuspended = "license.suspended"
        /// The standing has a letter that the policy does not know.
        case licenseStandingUnknown = "license.standing_unknown"
        /// The standing is older than the policy allows.
        case licenseStandingStale = "license.standing_stale"

        /// The token was admitted before.
        case replayRepeated = "replay.repeated"
        /// The replay memory cannot tell whether the token was admitted before.
        case replayMemoryFull = "replay.memory_full"
    }
}

extension Verdict.Code {
    /// The outcome of a verdict with this code.
    public var outcome: Verdict.Outcome { row.outcome }
    /// The step of the algorithm that gives this code, from 1; 15 for `ok`, which follows the last step.
    public var step: Int { row.step }
    /// The finding, in one line for the person at the scanner.
    public var message: String { row.message }
    /// The advice for the person at the scanner, in one line.
    public var advice: String { row.advice }

    private typealias Row = (step: Int, outcome: Verdict.Outcome, message: String, advice: String)

    /// Inlined, so that a verification that needs only the outcome does not fetch the texts.
    @inline(__always)
    private var row: Row {
        switch self {
        case .ok:
            (
                15, .valid, "The licence is genuine, current and presented now.",
                "Compare the picture and let the driver go on."
            )
        case .clockUntrusted:
            (1, .indeterminate, "This scanner's clock is behind its own lists.", "Set the clock and scan again.")
        case .trustExpired:
            (1, .indeterminate, "The list of issuers is out of date.", "Load a new trust list and scan again.")
        case .payloadEmpty: (2, .rejected, "Nothing was scanned.", "Scan the code again.")
        case .payloadTooLarge:
            (2, .rejected, "The text is longer than any code.", "Scan the licence's code, and only that.")
        case .payloadVersionUnsupported:
            (2, .rejected, "The code is of another version of the format.", "Update the scanner.")
        case .payloadPrefixUnknown:
            (
                2, .rejected, "This is not a licence's code.",
                "Ask for the code of the driving licence. If it was that, look at what the scanner puts before a code, "
                    + "and at its keyboard layout."
            )
        case .payloadTextInvalid:
            (
                2, .rejected, "The code's text is damaged.",
                "Scan again. If it stays, look at what the scanner puts behind a code and at its keyboard layout, or "
                    + "ask for the Base32 transport."
            )
        case .cborInvalid:
            (3, .rejected, "The code's content is damaged.", "Scan again; if it stays, treat it as no licence.")
        case .coseStructureInvalid:
            (3, .rejected, "The code does not have the form of a signed licence.", "Treat it as no licence.")
        case .coseHeaderInvalid:
            (3, .rejected, "The code does not have the form of a signed licence.", "Treat it as no licence.")
        case .coseCriticalUnknown:
            (3, .rejected, "The code demands something that this scanner does not know.", "Update the scanner.")
        case .coseAlgorithmUnsupported:
            (3, .rejected, "The code is signed in a way that is not accepted.", "Treat it as no licence.")
        case .credentialClaimsInvalid:
            (5, .rejected, "The credential's claims break the format.", "Treat it as no licence.")
        case .tokenClaimsInvalid: (5, .rejected, "The token's claims break the format.", "Treat it as no licence.")
        case .issuerUnknown:
            (
                6, .rejected, "The issuer is not on this scanner's list.",
                "Check the licence another way, or load a newer trust list."
            )
        case .issuerKeyUnknown:
            (
                6, .rejected, "The issuer's key is not on this scanner's list.",
                "Load a newer trust list; else treat it as no licence."
            )
        case .issuerAlgorithmMismatch:
            (6, .rejected, "The signature's kind is not that of the issuer's key.", "Treat it as forged.")
        case .credentialSignatureInvalid:
            (7, .rejected, "The issuer's signature is wrong: the licence was altered.", "Treat it as forged.")
        case .tokenMissing:
            (
                7, .rejected, "The device's half is missing: this is a copy of the licence without its phone.",
                "Ask for the live code on the phone."
            )
        case .tokenKeyInvalid:
            (7, .rejected, "The device's key is not a valid key.", "Treat it as no licence; report the issuer.")
        case .tokenAlgorithmMismatch:
            (7, .rejected, "The token's signature is not of the kind of the device's key.", "Treat it as forged.")
        case .tokenSignatureInvalid:
            (7, .rejected, "The code was signed by another device than the licence is bound to.", "Treat it as a copy.")
        case .credentialDisclosureInvalid:
            (8, .rejected, "What was disclosed is not what the issuer signed.", "Treat it as forged.")
        case .licenseInvalid:
            (8, .rejected, "The licence's content breaks the format.", "Treat it as no licence; report the issuer.")
        case .issuerKeyRevoked:
            (9, .rejected, "The issuer's key was revoked.", "Ask for a licence that was issued anew.")
        case .issuerKeyOutsideValidity:
            (9, .rejected, "The issuer's key was not in use when this was signed.", "Treat it as forged.")
        case .issuerOutOfScope: (9, .rejected, "The issuer may not sign for this country.", "Treat it as forged.")
        case .credentialLifetimeExceeded:
            (10, .rejected, "The credential is valid for longer than is allowed.", "Report the issuer.")
        case .credentialNotYetValid: (10, .rejected, "The credential is not valid yet.", "Check this scanner's clock.")
        case .credentialExpired:
            (10, .rejected, "The credential has expired.", "Ask the driver to renew it in the app.")
        case .credentialKindNotAllowed:
            (11, .rejected, "A code of this kind is not accepted here.", "Ask for the live code on the phone.")
        case .tokenAudienceMismatch:
            (11, .rejected, "The code was made for another reader.", "Ask for a code for this reader.")
        case .tokenChallengeMismatch:
            (11, .rejected, "The code does not answer this scanner's challenge.", "Show the challenge and scan again.")
        case .tokenLifetimeExceeded: (11, .rejected, "The token lives longer than is allowed.", "Ask for a fresh code.")
        case .tokenOutsideCredential:
            (11, .rejected, "The token lies outside its credential's time.", "Ask for a fresh code.")
        case .tokenNotYetValid:
            (11, .rejected, "The token is from the future.", "Compare the clocks of scanner and phone.")
        case .tokenExpired:
            (11, .rejected, "The token is over: a screenshot, or a wrong clock.", "Ask for the live code on the phone.")
        case .statusUnavailable:
            (
                12, .indeterminate, "This scanner has no status list for the licence.",
                "Load the status list, or ask online."
            )
        case .statusRevoked: (12, .rejected, "The licence on this device was revoked.", "Do not accept it.")
        case .statusExpired:
            (12, .indeterminate, "The status list has expired.", "Load a new status list, or ask online.")
        case .statusStale: (12, .indeterminate, "The status list is too old.", "Load a new status list, or ask online.")
        case .statusIndexOutOfRange:
            (12, .rejected, "The licence's entry is not in its status list.", "Report the issuer.")
        case .statusSuspended: (12, .rejected, "The licence is suspended.", "The driver may not drive.")
        case .statusUnknown: (12, .indeterminate, "The status list has a value that is not known.", "Ask online.")
        case .licenseWithheld:
            (13, .rejected, "The driver has withheld what is required here.", "Ask the driver to disclose it.")
        case .licenseNotYetValid: (13, .rejected, "The licence is not valid yet.", "The driver may not drive yet.")
        case .licenseExpired: (13, .rejected, "The licence has expired.", "The driver may not drive.")
        case .licenseEnded:
            (13, .rejected, "The licence has ended: cancelled, revoked or void.", "The driver may not drive.")
        case .licenseSuspended:
            (13, .rejected, "The licence is withheld, detained or suspended.", "The driver may not drive.")
        case .licenseStandingUnknown:
            (13, .indeterminate, "The licence's standing has a letter that is not known.", "Ask online.")
        case .licenseStandingStale:
            (13, .indeterminate, "The licence's standing is too old.", "Ask the driver to refresh it, or ask online.")
        case .replayRepeated: (14, .rejected, "This code was used here before.", "Ask for the next code.")
        case .replayMemoryFull:
            (
                14, .indeterminate, "This scanner cannot tell whether this code was used before.",
                "Wait a minute and scan the next code."
            )
        }
    }
}
