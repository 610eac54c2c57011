"""Every code: step, verdict, meaning, and what an operator does. Vectors/README.md and schema.json repeat it; a test compares them."""

REJECTED, INDETERMINATE = "rejected", "indeterminate"

# In the order of the algorithm.
TABLE = [
    ("clock.untrusted", 1, INDETERMINATE, "The verifier's clock is behind the newest trust list that it has accepted.", "Set the clock of the scanner, then scan again."),
    ("trust.expired", 1, INDETERMINATE, "The signed trust list has expired.", "Load a newer trust list."),
    ("payload.empty", 2, REJECTED, "There is no text, or nothing after its prefix.", "Scan again."),
    ("payload.too_large", 2, REJECTED, "The text is longer than a QR symbol can hold.", "Not a Hufu code; ask for the right one."),
    ("payload.version_unsupported", 2, REJECTED, "A Hufu code of another version.", "Update the scanner's software."),
    ("payload.prefix_unknown", 2, REJECTED, "Not a Hufu code.", "Ask for the right code; check the scanner's keyboard layout and case."),
    ("payload.text_invalid", 2, REJECTED, "The text after the prefix is not Base45 or Base32.", "Scan again; check that the scanner passes the text on unchanged."),
    ("cbor.invalid", 3, REJECTED, "A part of the payload is not strict CBOR.", "Scan again; if it stays, treat the code as false and report it."),
    ("cose.structure_invalid", 3, REJECTED, "A part is not a tagged COSE_Sign1 of the right shape.", "Treat the code as false and report it."),
    ("cose.header_invalid", 3, REJECTED, "A header is missing, forbidden, misplaced or of the wrong type.", "Treat the code as false and report it."),
    ("cose.critical_unknown", 3, REJECTED, "The code demands an extension that this verifier does not know.", "Update the scanner's software."),
    ("cose.algorithm_unsupported", 3, REJECTED, "A signature or hash algorithm that this profile does not have.", "Update the scanner's software; else treat the code as false."),
    ("credential.claims_invalid", 5, REJECTED, "The claims of the credential break section 5.", "Treat the code as false; the issuer may have a fault."),
    ("token.claims_invalid", 5, REJECTED, "The claims of the token break section 8.", "Ask the holder to update the app."),
    ("issuer.unknown", 6, REJECTED, "The issuer is not in the trust list.", "Load a newer trust list, if there may be one; else do not accept."),
    ("issuer.key_unknown", 6, REJECTED, "The issuer has no such key for credentials.", "Load a newer trust list, if there may be one; else do not accept."),
    ("issuer.algorithm_mismatch", 6, REJECTED, "The header's algorithm is not that of the issuer's key.", "Treat the code as false and report it."),
    ("credential.signature_invalid", 7, REJECTED, "The issuer did not sign this.", "Treat the code as false and report it."),
    ("token.missing", 7, REJECTED, "A device's credential without the device's signature: a copy.", "Ask for the live code on the holder's device."),
    ("token.key_invalid", 7, REJECTED, "The device key in the credential is not a usable point.", "The holder needs a new credential; report it to the issuer."),
    ("token.algorithm_mismatch", 7, REJECTED, "The token's algorithm is not that of the device key.", "Treat the code as false and report it."),
    ("token.signature_invalid", 7, REJECTED, "The device of this credential did not sign this.", "Treat the code as false and report it."),
    ("credential.disclosure_invalid", 8, REJECTED, "A disclosure does not belong to the credential, or is malformed.", "Ask the holder to show the code anew; else treat it as false."),
    ("license.invalid", 8, REJECTED, "The licence breaks section 7.", "The issuer has a fault: report it, and check by other means."),
    ("issuer.key_revoked", 9, REJECTED, "The issuer's key is revoked.", "Do not accept; the holder needs a new credential."),
    ("issuer.key_outside_validity", 9, REJECTED, "The credential was issued outside the time of the issuer's key.", "Do not accept; report it to the issuer."),
    ("issuer.out_of_scope", 9, REJECTED, "The issuer is not trusted for this country.", "Do not accept."),
    ("credential.lifetime_exceeded", 10, REJECTED, "The credential lives longer than the profile allows.", "Do not accept; report it to the issuer."),
    ("credential.not_yet_valid", 10, REJECTED, "The credential is from the future.", "Check the scanner's clock."),
    ("credential.expired", 10, REJECTED, "The credential has expired.", "The holder refreshes the credential in the app, online."),
    ("credential.kind_not_allowed", 11, REJECTED, "This kind of code is not accepted here.", "Ask for a live code on the holder's device, or use a policy that accepts the kind."),
    ("token.audience_mismatch", 11, REJECTED, "The code was made for another audience.", "Ask the holder to choose this audience."),
    ("token.challenge_mismatch", 11, REJECTED, "The code does not answer the challenge that was shown.", "Show a new challenge and let the holder scan it."),
    ("token.lifetime_exceeded", 11, REJECTED, "The token lives longer than the policy allows.", "Ask for a code with a shorter period."),
    ("token.outside_credential", 11, REJECTED, "The token begins before its credential or outlives it.", "Treat the code as false; the app may have a fault."),
    ("token.not_yet_valid", 11, REJECTED, "The token is from the future.", "Compare the clocks of device and scanner."),
    ("token.expired", 11, REJECTED, "The token has expired: an old code or a screenshot.", "Ask for the live code; compare the clocks."),
    ("status.unavailable", 12, INDETERMINATE, "There is no status list for this credential.", "Load the issuer's status list."),
    ("status.revoked", 12, REJECTED, "The credential is revoked.", "Do not accept."),
    ("status.expired", 12, INDETERMINATE, "The status list has expired.", "Load a newer status list."),
    ("status.stale", 12, INDETERMINATE, "The status list is too old.", "Load a newer status list."),
    ("status.index_out_of_range", 12, REJECTED, "The status list has no such entry.", "Do not accept; report it to the issuer."),
    ("status.suspended", 12, REJECTED, "The credential is suspended.", "Do not accept for now."),
    ("status.unknown", 12, INDETERMINATE, "The status has a value that this profile does not know.", "Check by other means; update the software."),
    ("license.withheld", 13, REJECTED, "An entry that this verifier requires was not shown.", "Ask the holder to show it."),
    ("license.not_yet_valid", 13, REJECTED, "The licence is not in force yet.", "Do not accept."),
    ("license.expired", 13, REJECTED, "The licence has expired.", "Do not accept; the holder renews the licence."),
    ("license.ended", 13, REJECTED, "The licence has been ended.", "Do not accept."),
    ("license.suspended", 13, REJECTED, "The licence is suspended or withheld by the authority.", "Do not accept for now."),
    ("license.standing_unknown", 13, INDETERMINATE, "The standing has a letter that the policy does not know.", "Check by other means; update the policy."),
    ("license.standing_stale", 13, INDETERMINATE, "The standing is older than the policy allows.", "The holder refreshes the credential; or check online."),
    ("replay.repeated", 14, REJECTED, "This very token has been seen before.", "Wait for the next step of the code and scan again."),
    ("replay.memory_full", 14, INDETERMINATE, "The memory of tokens seen is full.", "Wait for the entries to expire, or give the scanner more memory."),
]
NOTICES = ("status.attention", "standing.attention", "clock.offset", "status.unchecked", "license.class_unknown", "license.privilege_expired",
           "license.withheld_entries", "credential.ending")

CODES = [code for code, *_ in TABLE]
STEP = {code: step for code, step, *_ in TABLE}
VERDICT = {"ok": "valid"} | {code: verdict for code, _, verdict, *_ in TABLE}


def table() -> str:
    rows = ["| code | step | verdict | meaning | what an operator does |", "|---|---|---|---|---|",
            "| `ok` | | valid | Everything passed. | Accept; look at the notices, and compare the portrait or the person. |"]
    return "\n".join(rows + [f"| `{c}` | {s} | {v} | {m} | {a} |" for c, s, v, m, a in TABLE])
