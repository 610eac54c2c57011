extension Verdict {
    /// The reason for a verdict: `ok`, or the check of the algorithm that failed (profile section 10). The raw values are stable.
    public enum Code: String, Sendable, CaseIterable {
        case ok

        case clockUntrusted = "clock.untrusted"
        case trustExpired = "trust.expired"

        case payloadEmpty = "payload.empty"
        case payloadTooLarge = "payload.too_large"
        case payloadVersionUnsupported = "payload.version_unsupported"
        case payloadPrefixUnknown = "payload.prefix_unknown"
        case payloadTextInvalid = "payload.text_invalid"

        case cborInvalid = "cbor.invalid"
        case coseStructureInvalid = "cose.structure_invalid"
        case coseHeaderInvalid = "cose.header_invalid"
        case coseCriticalUnknown = "cose.critical_unknown"
        case coseAlgorithmUnsupported = "cose.algorithm_unsupported"

        case credentialClaimsInvalid = "credential.claims_invalid"
        case tokenClaimsInvalid = "token.claims_invalid"

        case issuerUnknown = "issuer.unknown"
        case issuerKeyUnknown = "issuer.key_unknown"
        case issuerAlgorithmMismatch = "issuer.algorithm_mismatch"

        case credentialSignatureInvalid = "credential.signature_invalid"
        case tokenMissing = "token.missing"
        case tokenKeyInvalid = "token.key_invalid"
        case tokenAlgorithmMismatch = "token.algorithm_mismatch"
        case tokenSignatureInvalid = "token.signature_invalid"

        case credentialDisclosureInvalid = "credential.disclosure_invalid"
        case licenseInvalid = "license.invalid"

        case issuerKeyRevoked = "issuer.key_revoked"
        case issuerKeyOutsideValidity = "issuer.key_outside_validity"
        case issuerOutOfScope = "issuer.out_of_scope"

        case credentialLifetimeExceeded = "credential.lifetime_exceeded"
        case credentialNotYetValid = "credential.not_yet_valid"
        case credentialExpired = "credential.expired"

        case credentialKindNotAllowed = "credential.kind_not_allowed"
        case tokenAudienceMismatch = "token.audience_mismatch"
        case tokenChallengeMismatch = "token.challenge_mismatch"
        case tokenLifetimeExceeded = "token.lifetime_exceeded"
        case tokenOutsideCredential = "token.outside_credential"
        case tokenNotYetValid = "token.not_yet_valid"
        case tokenExpired = "token.expired"

        case statusUnavailable = "status.unavailable"
        case statusRevoked = "status.revoked"
        case statusExpired = "status.expired"
        case statusStale = "status.stale"
        case statusIndexOutOfRange = "status.index_out_of_range"
        case statusSuspended = "status.suspended"
        case statusUnknown = "status.unknown"

        case licenseWithheld = "license.withheld"
        case licenseNotYetValid = "license.not_yet_valid"
        case licenseExpired = "license.expired"
        case licenseEnded = "license.ended"
        case licenseSuspended = "license.suspended"
        case licenseStandingUnknown = "license.standing_unknown"
        case licenseStandingStale = "license.standing_stale"

        case replayRepeated = "replay.repeated"
        case replayMemoryFull = "replay.memory_full"
    }
}

extension Verdict.Code {
    /// What this code makes of a scan. Indeterminate: the scanner lacks something that it would need to know.
    public var outcome: Verdict.Outcome {
        switch self {
        case .ok: .valid
        case .clockUntrusted, .trustExpired, .statusUnavailable, .statusExpired, .statusStale, .statusUnknown,
            .licenseStandingUnknown, .licenseStandingStale, .replayMemoryFull:
            .indeterminate
        default: .rejected
        }
    }

    /// The step of the algorithm that gives this code; 15 for `ok`, which follows the last one.
    public var step: Int { entry.step }
    /// What was found, in one line for people.
    public var message: String { entry.message }
    /// What the person at the scanner does about it, in one line.
    public var advice: String { entry.advice }

    private var entry: (step: Int, message: String, advice: String) {
        switch self {
        case .ok:
            (15, "The licence is genuine, current and presented now.", "Compare the picture and let the driver go on.")
        case .clockUntrusted: (1, "This scanner's clock is behind its own lists.", "Set the clock and scan again.")
        case .trustExpired: (1, "The list of issuers is out of date.", "Load a new trust list and scan again.")
        case .payloadEmpty: (2, "Nothing was scanned.", "Scan the code again.")
        case .payloadTooLarge: (2, "The text is longer than any code.", "Scan the licence's code, and only that.")
        case .payloadVersionUnsupported: (2, "The code is of another version of the format.", "Update the scanner.")
        case .payloadPrefixUnknown:
            (
                2, "This is not a licence's code.",
                "Ask for the code of the driving licence; a scanner that types needs this computer's keyboard layout."
            )
        case .payloadTextInvalid:
            (2, "The code's text is damaged.", "Scan again; for a scanner that types, ask for the Base32 transport.")
        case .cborInvalid: (3, "The code's content is damaged.", "Scan again; if it stays, treat it as no licence.")
        case .coseStructureInvalid, .coseHeaderInvalid:
            (3, "The code does not have the form of a signed licence.", "Treat it as no licence.")
        case .coseCriticalUnknown:
            (3, "The code demands something that this scanner does not know.", "Update the scanner.")
        case .coseAlgorithmUnsupported:
            (3, "The code is signed in a way that is not accepted.", "Treat it as no licence.")
        case .credentialClaimsInvalid: (5, "The credential's claims break the format.", "Treat it as no licence.")
        case .tokenClaimsInvalid: (5, "The token's claims break the format.", "Treat it as no licence.")
        case .issuerUnknown:
            (
                6, "The issuer is not on this scanner's list.",
                "Check the licence another way, or load a newer trust list."
            )
        case .issuerKeyUnknown:
            (
                6, "The issuer's key is not on this scanner's list.",
                "Load a newer trust list; else treat it as no licence."
            )
        case .issuerAlgorithmMismatch:
            (6, "The signature's kind is not that of the issuer's key.", "Treat it as forged.")
        case .credentialSignatureInvalid:
            (7, "The issuer's signature is wrong: the licence was altered.", "Treat it as forged.")
        case .tokenMissing:
            (
                7, "The device's half is missing: this is a copy of the licence without its phone.",
                "Ask for the live code on the phone."
            )
        case .tokenKeyInvalid: (7, "The device's key is not a valid key.", "Treat it as no licence; report the issuer.")
        case .tokenAlgorithmMismatch:
            (7, "The token's signature is not of the kind of the device's key.", "Treat it as forged.")
        case .tokenSignatureInvalid:
            (7, "The code was signed by another device than the licence is bound to.", "Treat it as a copy.")
        case .credentialDisclosureInvalid:
            (8, "What was disclosed is not what the issuer signed.", "Treat it as forged.")
        case .licenseInvalid:
            (8, "The licence's content breaks the format.", "Treat it as no licence; report the issuer.")
        case .issuerKeyRevoked: (9, "The issuer's key was revoked.", "Ask for a licence that was issued anew.")
        case .issuerKeyOutsideValidity:
            (9, "The issuer's key was not in use when this was signed.", "Treat it as forged.")
        case .issuerOutOfScope: (9, "The issuer may not sign for this country.", "Treat it as forged.")
        case .credentialLifetimeExceeded:
            (10, "The credential is valid for longer than is allowed.", "Report the issuer.")
        case .credentialNotYetValid: (10, "The credential is not valid yet.", "Check this scanner's clock.")
        case .credentialExpired: (10, "The credential has expired.", "Ask the driver to renew it in the app.")
        case .credentialKindNotAllowed:
            (11, "A code of this kind is not accepted here.", "Ask for the live code on the phone.")
        case .tokenAudienceMismatch: (11, "The code was made for another reader.", "Ask for a code for this reader.")
        case .tokenChallengeMismatch:
            (11, "The code does not answer this scanner's challenge.", "Show the challenge and scan again.")
        case .tokenLifetimeExceeded: (11, "The token lives longer than is allowed.", "Ask for a fresh code.")
        case .tokenOutsideCredential: (11, "The token lies outside its credential's time.", "Ask for a fresh code.")
        case .tokenNotYetValid: (11, "The token is from the future.", "Compare the clocks of scanner and phone.")
        case .tokenExpired:
            (11, "The token is over: a screenshot, or a wrong clock.", "Ask for the live code on the phone.")
        case .statusUnavailable:
            (12, "This scanner has no status list for the licence.", "Load the status list, or ask online.")
        case .statusRevoked: (12, "The licence on this device was revoked.", "Do not accept it.")
        case .statusExpired: (12, "The status list has expired.", "Load a new status list, or ask online.")
        case .statusStale: (12, "The status list is too old.", "Load a new status list, or ask online.")
        case .statusIndexOutOfRange: (12, "The licence's entry is not in its status list.", "Report the issuer.")
        case .statusSuspended: (12, "The licence is suspended.", "The driver may not drive.")
        case .statusUnknown: (12, "The status list has a value that is not known.", "Ask online.")
        case .licenseWithheld: (13, "The driver has withheld what is required here.", "Ask the driver to disclose it.")
        case .licenseNotYetValid: (13, "The licence is not valid yet.", "The driver may not drive yet.")
        case .licenseExpired: (13, "The licence has expired.", "The driver may not drive.")
        case .licenseEnded: (13, "The licence has ended: cancelled, revoked or void.", "The driver may not drive.")
        case .licenseSuspended: (13, "The licence is withheld, detained or suspended.", "The driver may not drive.")
        case .licenseStandingUnknown: (13, "The licence's standing has a letter that is not known.", "Ask online.")
        case .licenseStandingStale:
            (13, "The licence's standing is too old.", "Ask the driver to refresh it, or ask online.")
        case .replayRepeated: (14, "This code was used here before.", "Ask for the next code.")
        case .replayMemoryFull:
            (14, "This scanner cannot tell whether this code was used before.", "Wait a minute and scan the next code.")
        }
    }
}

extension Verdict {
    /// What a verdict tells beside its code; in the order of the profile.
    public enum Notice: String, Sendable, CaseIterable {
        case statusAttention = "status.attention"
        case standingAttention = "standing.attention"
        case clockOffset = "clock.offset"
        case statusUnchecked = "status.unchecked"
        case classUnknown = "license.class_unknown"
        case privilegeExpired = "license.privilege_expired"
        case withheldEntries = "license.withheld_entries"
        case credentialEnding = "credential.ending"

        /// What it means, in one line for people.
        public var message: String {
            switch self {
            case .statusAttention: "The status list asks for attention."
            case .standingAttention: "The standing asks for attention."
            case .clockOffset: "The clocks of scanner and phone differ by more than 10 seconds."
            case .statusUnchecked: "Whether the licence was revoked was not checked."
            case .classUnknown: "A class of vehicles is not known to this scanner."
            case .privilegeExpired: "A class of vehicles has expired."
            case .withheldEntries: "Something was not disclosed."
            case .credentialEnding: "The credential ends within three days."
            }
        }
    }
}

/// Notices as bits: noting one costs nothing.
struct NoticeSet {
    private var bits: UInt8 = 0

    mutating func insert(_ notice: Verdict.Notice) { bits |= notice.bit }

    /// In the order of the profile.
    var elements: [Verdict.Notice] { bits == 0 ? [] : Verdict.Notice.allCases.filter { bits & $0.bit != 0 } }
}

extension Verdict.Notice {
    fileprivate var bit: UInt8 {
        switch self {
        case .statusAttention: 1 << 0
        case .standingAttention: 1 << 1
        case .clockOffset: 1 << 2
        case .statusUnchecked: 1 << 3
        case .classUnknown: 1 << 4
        case .privilegeExpired: 1 << 5
        case .withheldEntries: 1 << 6
        case .credentialEnding: 1 << 7
        }
    }
}
