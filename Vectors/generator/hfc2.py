"""hfc2.json: section 18, a signed challenge as a holder reads it. Not for adapters: it is no verdict."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any, Optional

from hufu_reference import issue, transport
from hufu_reference.issue import Sealed, signed_challenge, signed_trust_list, trust_entry, verifier_certificate
from hufu_reference.issue import trust_key as cbor_key
from hufu_reference.keys import N
from hufu_reference.strict import Pairs

from .cose import BAD_POINTS
from .make import (ANCHOR, CERTIFIER, CERTIFIER2, CERTIFIER_ED, DAY, FULL, NONCE, NOW, ROGUE, SCANNER, SCANNER_ED, SHORT, STRANGER, File, Raw, Tag, both, claim, credential, label,
                   no_claim, no_label, trust, trust_key, write)

AUTHORITY, OTHER = "https://police.example", "https://shops.example"
POLICE, DISPLAY, ALLOWED = "police-7", "Highway police, patrol 7", (0, 1, 2, 13, 14, 18)
FROM, UNTIL = NOW - 10 * DAY, NOW + 21 * DAY  # 31 days
LIFE = 60
LONGEST = 643  # bytes of 970 characters
NAMES = {0: "document_number", 1: "family_name", 2: "given_name", 4: "birth_date", 8: "issue_date", 9: "expiry_date", 10: "issuing_country", 13: "driving_privileges", 14: "portrait", 17: "standing", 18: "second_page", 58: "biometric_template_signature_sign"}


def certificate(key=CERTIFIER, iss: str = AUTHORITY, id: str = POLICE, display: str = DISPLAY, allowed=ALLOWED, scanner=SCANNER, iat: int = FROM, exp: int = UNTIL, **options: Any) -> Sealed:
    return verifier_certificate(key, iss, id, display, allowed, scanner.public, iat, exp, **options)


def challenge(made: Optional[Sealed] = None, asked=(0, 13), scanner=SCANNER, nonce: bytes = NONCE, iat: int = NOW, exp: int = NOW + LIFE, **options: Any) -> Sealed:
    return signed_challenge(scanner, made or certificate(), asked, nonce, iat, exp, **options)


def text(payload: Any) -> str:
    return "HFC2:" + transport.base45_encode(payload if isinstance(payload, bytes) else payload.encode())


def twin(sealed: Sealed) -> Sealed:
    signature = sealed.signature
    return Sealed(sealed.protected, sealed.payload, signature[:32] + (N - int.from_bytes(signature[32:], "big")).to_bytes(32, "big"))


def value(sealed: Sealed) -> str:
    return hashlib.sha256(write(["Signature1", sealed.protected, b"", sealed.payload])).hexdigest()


def holders(*keys: dict, **times: str) -> dict:
    """A trust list for holders."""
    keys = keys or (trust_key(CERTIFIER, "verifier", **times), trust_key(CERTIFIER_ED, "verifier"))
    return trust(*keys, id=AUTHORITY, name="Ministry", more=(trust(trust_key(CERTIFIER2, "verifier"), id=OTHER, name="Shops"),))


def make() -> dict:
    f = File("hfc2", "Section 18: the text of a signed challenge, as a holder reads it with its trust list. With a credential: what an answer with all its disclosures at hand discloses and shows.")
    f.trusts["main"] = holders()
    credentials: dict[str, str] = {}

    def case(slug: str, comment: str, given: Any, fault: Optional[str] = None, *, now: int = NOW, trust: Any = "main", spec: str = "18, holder, step 1", flags: tuple = (), id: str = POLICE, display: str = DISPLAY,
             authority: str = "Ministry", allowed: Any = ALLOWED, asked: Any = (0, 13), shows: Optional[dict] = None, holds: Optional[str] = None) -> None:
        """`fault`: the code without "challenge."; None, where the challenge may be shown to the holder."""
        expect: dict[str, Any] = {"valid": False, "code": f"challenge.{fault}"}
        if fault is None:
            expect = {"valid": True, "cnonce": value(given), "audience": id, "verifier": display, "authority": authority,
                      "allowed": [NAMES[one] for one in allowed], "asked": [NAMES[one] for one in asked]}
            expect |= {} if shows is None else shows
        given = given if isinstance(given, str) else text(given)
        more = {} if holds is None else {"credential": holds}
        f.layer(slug, comment, spec, expect, flags, now=now, trust=trust, text=given, **more)

    good = challenge()
    case("ok", "The police ask for the document number and the privileges", good)
    case("ok-ed", "A scanner with an Ed25519 key", challenge(certificate(scanner=SCANNER_ED), scanner=SCANNER_ED))
    case("ok-ed-authority", "An authority with an Ed25519 key", challenge(certificate(CERTIFIER_ED)))
    case("ok-uncompressed", "The scanner's key uncompressed", challenge(certificate(compressed=False)))
    case("ok-nothing", "It asks for nothing beyond what the code shows anyway", challenge(asked=()), asked=())
    case("ok-one", "A certificate for one element", challenge(certificate(allowed=(58,)), asked=(58,)), allowed=(58,), asked=(58,), flags=("edge",))
    case("ok-crit", "crit of what is understood, in both headers", challenge(certificate(change=label(2, [1, 4, 16])), change=label(2, [13])))
    case("ok-labels", "Other labels are ignored", challenge(certificate(change=label(99, [None])), change=label("x", 0)))
    case("ok-claims", "Other claims are ignored, those of the other object among them", challenge(certificate(change=both(claim(-65542, 0), claim(7, b"x"), claim("x", None))), change=both(claim(-65541, 0), claim(7, b"x"), claim("x", None))))
    case("ok-key-kid-alg", "kid and alg in the scanner's key are ignored", challenge(certificate(change=claim(8, {1: {**SCANNER.public.members(True), 2: b"k", 3: -7}}))))
    case("ok-id-64", "The longest id", challenge(certificate(id="p" * 64)), id="p" * 64, flags=("edge",))
    case("ok-id-1", "The shortest id", challenge(certificate(id="p")), id="p", flags=("edge",))
    case("ok-id-case", "Any is not any", challenge(certificate(id="Any")), id="Any", flags=("edge",))
    case("ok-display-96", "The longest name", challenge(certificate(display="é" * 48)), display="é" * 48, flags=("edge",))
    case("ok-kid-64", "The longest kid", challenge(certificate(kid=bytes(64))), trust=holders(trust_key(CERTIFIER, "verifier", kid=bytes(64))), flags=("edge",))
    case("ok-uses", "A key with all three uses", good, trust=holders(trust_key(CERTIFIER, "credential", "status", "verifier")))
    case("ok-other-authority", "Another authority certifies the same id: its name is shown", challenge(certificate(CERTIFIER2, OTHER, scanner=ROGUE), scanner=ROGUE), authority="Shops")
    case("ok-countries", "The countries of an issuer have no effect", good, trust=trust(trust_key(CERTIFIER, "verifier"), id=AUTHORITY, name="Ministry", countries=["CN"]))

    def padded(size: int) -> Sealed:
        room = size - len(challenge(change=claim("x", b"")).encode())
        return next(one for one in (challenge(change=claim("x", bytes(room - less))) for less in range(8)) if len(one.encode()) == size)
    case("ok-970", "970 characters", padded(LONGEST), flags=("edge",))
    case("text-971", "971 characters: one byte more", padded(LONGEST + 1), "form_invalid", flags=("edge",))

    # The text
    for slug, before, after in (("cr", "", "\r"), ("lf", "\n", "\n"), ("tab", "\t", "\t"), ("aim-q1", "]Q1", "\r\n")):
        f.layer(f"strip-{slug}", "What a decoder strips", "18", {"valid": True, "cnonce": value(good), "audience": POLICE, "verifier": DISPLAY, "authority": "Ministry", "allowed": [NAMES[one] for one in ALLOWED], "asked": ["document_number", "driving_privileges"]},
                now=NOW, trust="main", text=before + text(good) + after)
    body = text(good)[5:]
    plain = "HFC1:000102030405060708090A0B0C0D0E0F"
    for slug, given, why in (
            ("empty", "", "No text"), ("prefix", "HFC2:", "Only the prefix"), ("lower", "hfc2:" + body, "The prefix in lower case"), ("plain", plain, "A plain challenge"), ("plain-prefix", "HFC1:" + body, "The prefix of a plain challenge"), ("version", "HFC3:" + body, "Another version"),
            ("licence", "HF1:" + body, "The prefix of a licence"), ("base45-length", "HFC2:" + body + "0", "A length that Base45 does not have"), ("base45-group", "HFC2::::" + body, "A group above 65,535"), ("base45-foreign", "HFC2:" + body.lower(), "Lower case"), ("space", " " + text(good), "A space in front"),
            ("aim-twice", "]Q1]Q1" + text(good), "Two identifiers"), ("twice", text(good) + text(good), "Two challenges as one text"), ("label", "QR-Code:" + text(good), "A label"), ("hash", "HFC1:" + value(good).upper(), "The value of the answer offered as a plain challenge: a plain challenge has 16 bytes")):
        case(f"text-{slug}", why, given, "form_invalid")

    # The envelopes
    def form(slug: str, comment: str, given: Any, flags: tuple = ()) -> None:
        case(f"form-{slug}", comment, given, "form_invalid", flags=flags)
    for slug, change, why in (
            ("typ-none", no_label(16), "No typ"), ("typ-trust", label(16, "application/hufu-trust+cwt"), "The typ of a trust list"), ("typ-293", label(16, 293), "The typ of a credential"), ("typ-challenge", label(16, "application/hufu-challenge+cwt"), "The typ of a challenge"), ("typ-case", label(16, "application/hufu-Verifier+cwt"), "The typ in another case"), ("kid-none", no_label(4), "No kid"), ("kid-empty", label(4, b""), "An empty kid"), ("kid-65", label(4, bytes(65)), "A kid of 65 bytes"), ("kid-text", label(4, "k"), "A kid in text"), ("kcwt", label(13, Tag(18, [])), "kcwt"), ("cwt-claims", label(15, {}), "CWT claims"),
            ("sd-claims", label(17, [b"\x80"]), "sd_claims"), ("sd-alg", label(170, -16), "sd_alg"), ("alg-none", no_label(1), "No alg"), ("alg-es256", label(1, -7), "alg ES256"), ("alg-eddsa", label(1, -8), "alg EdDSA"), ("crit", both(label(2, [99]), label(99, 0)), "A critical label that is not understood"), ("crit-absent", label(2, [13]), "A critical label that is not there"), ("crit-empty", label(2, []), "An empty crit")):
        form(f"certificate-{slug}", f"Certificate: {why}", challenge(certificate(change=change)))
    for slug, change, why in (
            ("typ-none", no_label(16), "No typ"), ("typ-294", label(16, 294), "The typ of a token"), ("typ-verifier", label(16, "application/hufu-verifier+cwt"), "The typ of a certificate"), ("kid", label(4, b"k"), "A kid"), ("kcwt-none", no_label(13), "No certificate"), ("kcwt-bytes", label(13, certificate().encode()), "The certificate as a byte string"), ("kcwt-untagged", label(13, Raw(certificate().encode()[1:])), "The certificate without its tag"),
            ("kcwt-credential", label(13, Raw(credential().encode())), "A licence in place of the certificate"), ("kcwt-challenge", label(13, Raw(good.encode())), "A challenge in place of the certificate"), ("cwt-claims", label(15, {}), "CWT claims"), ("sd-claims", label(17, [b"\x80"]), "sd_claims"), ("sd-alg", label(170, -16), "sd_alg"), ("alg-none", no_label(1), "No alg"), ("alg-es256", label(1, -7), "alg ES256"), ("alg-eddsa", label(1, -8), "alg EdDSA"), ("crit", both(label(2, ["x"]), label("x", 0)), "A critical label that is not understood")):
        form(f"challenge-{slug}", f"Challenge: {why}", challenge(change=change))
    form("certificate-alone", "The certificate without a challenge", certificate())
    form("certificate-unprotected", "Something in the certificate's unprotected header", challenge(Sealed(certificate().protected, certificate().payload, certificate().signature, {4: b"k"})))
    form("certificate-signature-63", "A certificate's signature of 63 bytes", challenge(Sealed(certificate().protected, certificate().payload, certificate().signature[:63])))
    form("challenge-unprotected", "Something in the challenge's unprotected header", Sealed(good.protected, good.payload, good.signature, {99: 0}))
    form("challenge-signature-63", "A challenge's signature of 63 bytes", Sealed(good.protected, good.payload, good.signature[:63]))
    form("challenge-untagged", "The challenge without its tag", good.encode()[1:])
    form("challenge-trailing", "A byte after it", good.encode() + b"\0")
    form("challenge-cut", "Cut short", good.encode()[:-1])
    form("challenge-unsorted", "Claims in another order", issue.seal(SCANNER, good.protected, Pairs((6, NOW), (4, NOW + LIFE), (39, NONCE), (-65542, []))))
    form("challenge-float", "A float in an ignored claim", challenge(change=claim(99, Raw(bytes.fromhex("f93c00")))))
    form("certificate-59", "simple(59) in an ignored claim", challenge(certificate(change=claim(99, Raw(bytes.fromhex("a1f83b00"))))))

    # The claims
    key = SCANNER.public.members(True)
    for slug, change, why in (
            ("iss-none", no_claim(1), "No iss"), ("iss-empty", claim(1, ""), "An empty iss"), ("iss-256", claim(1, "x" * 256), "An iss of 256 bytes"), ("sub-none", no_claim(2), "No sub"), ("sub-empty", claim(2, ""), "An empty sub"), ("sub-65", claim(2, "x" * 65), "A sub of 65 bytes"), ("sub-any", claim(2, "any"), "A verifier of the id any"), ("sub-bytes", claim(2, b"police-7"), "sub as bytes"), ("sub-bidi", claim(2, "police\u202e7"), "A sub that turns text around"),
            ("aud", claim(3, "any"), "aud"), ("nbf", claim(5, 0), "nbf"), ("cnonce", claim(39, NONCE), "cnonce"), ("exp-none", no_claim(4), "No exp"), ("iat-none", no_claim(6), "No iat"), ("times-equal", claim(6, UNTIL), "iat equal to exp"), ("exp-negative", claim(4, -1), "A negative exp"), ("exp-2-53", claim(4, 1 << 53), "exp of 2^53"), ("iat-tag", claim(6, Tag(1, FROM)), "A tagged iat"), ("cnf-none", no_claim(8), "No cnf"), ("cnf-empty", claim(8, {}), "An empty cnf"),
            ("cnf-more", claim(8, {1: key, 3: b"k"}), "Another member of cnf"), ("cnf-private", claim(8, {1: {**key, -4: bytes(32)}}), "A key with its private half"), ("cnf-kid-empty", claim(8, {1: {**key, 2: b""}}), "An empty kid in the key"), ("claim-none", no_claim(-65541), "No name and no elements"), ("claim-one", claim(-65541, [DISPLAY]), "No elements"), ("claim-three", claim(-65541, [DISPLAY, [0], 0]), "A third part"), ("claim-map", claim(-65541, {1: DISPLAY}), "A map"),
            ("display-empty", claim(-65541, ["", [0]]), "An empty name"), ("display-97", claim(-65541, ["x" * 97, [0]]), "A name of 97 bytes"), ("display-bytes", claim(-65541, [b"x", [0]]), "A name as bytes"), ("display-control", claim(-65541, ["Police\n", [0]]), "A line feed in the name"), ("display-c1", claim(-65541, ["Police\u009b31m", [0]]), "A control character in the name"), ("display-bidi", claim(-65541, ["\u2067Police", [0]]), "A name that turns text around"),
            ("elements-empty", claim(-65541, [DISPLAY, []]), "No element"), ("elements-59", claim(-65541, [DISPLAY, [59]]), "An element that there is not"), ("elements-negative", claim(-65541, [DISPLAY, [-1]]), "A negative element"), ("elements-twice", claim(-65541, [DISPLAY, [1, 1]]), "An element twice"), ("elements-order", claim(-65541, [DISPLAY, [2, 1]]), "Elements in another order"), ("elements-text", claim(-65541, [DISPLAY, ["sub"]]), "An element by its name"), ("elements-number", claim(-65541, [DISPLAY, 1]), "Elements that are no array"), ("elements-bool", claim(-65541, [DISPLAY, [False]]), "An element of false")):
        form(f"certificate-{slug}", f"Certificate: {why}", challenge(certificate(change=change)))
    for slug, change, why in (
            ("iss", claim(1, AUTHORITY), "iss"), ("sub", claim(2, POLICE), "sub"), ("aud", claim(3, POLICE), "aud"), ("nbf", claim(5, 0), "nbf"), ("cnf", claim(8, {1: key}), "cnf"), ("exp-none", no_claim(4), "No exp"), ("iat-none", no_claim(6), "No iat"), ("times-equal", claim(4, NOW), "exp equal to iat"), ("iat-text", claim(6, str(NOW)), "iat as text"), ("cnonce-none", no_claim(39), "No cnonce"), ("cnonce-15", claim(39, bytes(15)), "A cnonce of 15 bytes"), ("cnonce-17", claim(39, bytes(17)), "A cnonce of 17 bytes"),
            ("cnonce-32", claim(39, bytes(32)), "A cnonce of 32 bytes"), ("cnonce-text", claim(39, "x" * 16), "cnonce as text"), ("request-none", no_claim(-65542), "No request"), ("request-null", claim(-65542, None), "A request of null"), ("request-number", claim(-65542, 1), "A request that is no array"), ("request-59", claim(-65542, [0, 59]), "An element that there is not"), ("request-twice", claim(-65542, [1, 1]), "An element twice"), ("request-order", claim(-65542, [1, 0]), "Elements in another order"), ("request-negative", claim(-65542, [-1]), "A negative element")):
        form(f"challenge-{slug}", f"Challenge: {why}", challenge(change=change))
    case("form-first", "A wrong form and a trust list that is over: the form first", text(challenge(change=no_claim(39))), "form_invalid", now=NOW + 400 * DAY)

    # Steps 2 to 8
    def step(number: int, slug: str, comment: str, given: Any, fault: Optional[str] = None, **more: Any) -> None:
        case(slug, comment, given, fault, spec=f"18, holder, step {number}", **more)

    def signed(exp: int, **keys: Any) -> dict:
        entries = [trust_entry(AUTHORITY, "Ministry", [cbor_key(CERTIFIER.public, 4, **keys)])]
        return {"token": signed_trust_list(ANCHOR, AUTHORITY, "holders", entries, NOW - 100, exp).hex(), "anchors": [ANCHOR.public.jwk()], "name": "holders", "at": NOW}
    for slug, after, fault in (("1", -1, None), ("299", 299, None), ("300", 300, "trust_expired"), ("year", 400 * DAY, "trust_expired")):
        late = NOW - 10 + after
        made = challenge(certificate(iat=late - DAY, exp=late + DAY), iat=late, exp=late + LIFE)
        step(2, f"trust-{slug}", "A signed trust list, its exp and the skew of 300 s", made, fault, now=late, trust=signed(NOW - 10), flags=("edge",))
    step(2, "trust-first", "A trust list that is over, and an unknown authority: the list first, as a newer one might know it", challenge(certificate(iss=OTHER)), "trust_expired", now=NOW + 300, trust=signed(NOW))
    step(3, "issuer-unknown", "An authority that is not on the list", challenge(certificate(iss="https://police.example/")), "issuer_unknown")
    step(3, "issuer-nfd", "An id is compared byte for byte", challenge(certificate(iss="https://police.e\u0301xample")), "issuer_unknown", trust=trust(trust_key(CERTIFIER, "verifier"), id="https://police.\u00e9xample", name="Ministry"))
    step(3, "key-unknown", "A kid that the authority does not have", challenge(certificate(kid=b"other")), "key_unknown")
    step(3, "key-other-authority", "The kid of another authority's key, signed by that key", challenge(certificate(CERTIFIER2)), "key_unknown")
    for slug, uses in (("credential", ("credential",)), ("status", ("status",)), ("both", ("credential", "status"))):
        step(3, f"key-use-{slug}", "A key that may not sign certificates of scanners", good, "key_unknown", trust=holders(trust_key(CERTIFIER, *uses)))
    step(3, "algorithm", "alg is not that of the authority's key", challenge(certificate(change=label(1, -19))), "algorithm_mismatch")
    step(3, "order-issuer-key", "An unknown authority and a kid of nobody: the authority first", challenge(certificate(iss="x", kid=b"x")), "issuer_unknown")
    step(3, "order-key-algorithm", "An unknown kid and another alg: the kid first", challenge(certificate(kid=b"x", change=label(1, -19))), "key_unknown")
    step(3, "order-algorithm-signature", "Another alg and a wrong signature: alg first", challenge(certificate(STRANGER, kid=CERTIFIER.public.kid(), change=label(1, -19))), "algorithm_mismatch")
    step(4, "signature-stranger", "A certificate signed by a stranger under the authority's kid", challenge(certificate(STRANGER, kid=CERTIFIER.public.kid())), "signature_invalid")
    step(4, "signature-altered", "A certificate whose name was altered", challenge(Sealed(certificate().protected, certificate(display="Highway police, patrol 8").payload, certificate().signature)), "signature_invalid")
    step(4, "signature-zero", "A certificate's signature of zeros", challenge(Sealed(certificate().protected, certificate().payload, bytes(64))), "signature_invalid")
    step(4, "signature-self", "A rogue that has certified itself", challenge(certificate(ROGUE, kid=CERTIFIER.public.kid(), scanner=ROGUE), scanner=ROGUE), "signature_invalid")
    for slug, members, why in BAD_POINTS:
        step(4, f"point-{slug}", f"A scanner's key that is no good point: {why}", challenge(certificate(change=claim(8, {1: members})), scanner=SCANNER if members[1] == 2 else SCANNER_ED), "key_invalid")
    step(4, "challenge-algorithm", "The challenge's alg is not that of the scanner's key", challenge(change=label(1, -19)), "algorithm_mismatch")
    step(4, "challenge-key-ed", "A challenge of an Ed25519 key under a certificate for a P-256 key", challenge(scanner=SCANNER_ED), "algorithm_mismatch")
    step(4, "challenge-rogue", "A rogue that shows the police's certificate, with the same random bytes", challenge(scanner=ROGUE), "signature_invalid")
    step(4, "challenge-altered", "A challenge whose request was altered", Sealed(good.protected, challenge(asked=(0, 1, 13)).payload, good.signature), "signature_invalid")
    rogue = certificate(CERTIFIER2, OTHER, "shop-1", "Shop", scanner=ROGUE)
    step(4, "challenge-certificate", "The police's challenge with a shop's certificate in it", Sealed(challenge(rogue).protected, good.payload, good.signature), "signature_invalid")
    step(4, "challenge-zero", "A challenge's signature of zeros", Sealed(good.protected, good.payload, bytes(64)), "signature_invalid")
    step(4, "challenge-certified", "Signed by the authority in place of the scanner", challenge(scanner=CERTIFIER), "signature_invalid")
    step(4, "twin", "The twin of the challenge's signature: the same value", twin(good), flags=("malleable",))
    step(4, "twin-certificate", "A scanner that shows the twin of its certificate: another value", challenge(twin(certificate())), flags=("malleable",))
    swapped = {1: -9, 13: Raw(twin(certificate()).encode()), 16: "application/hufu-challenge+cwt"}
    step(4, "twin-swapped", "A certificate that was exchanged for its twin: the challenge's signature covers it", Sealed(write(swapped), good.payload, good.signature), "signature_invalid", flags=("malleable",))
    step(4, "order-signature-point", "A wrong signature of a certificate with a bad point: the signature first", challenge(certificate(STRANGER, kid=CERTIFIER.public.kid(), change=claim(8, {1: BAD_POINTS[0][1]}))), "signature_invalid")
    step(4, "order-point-algorithm", "A bad point and another alg: the point first", challenge(certificate(change=claim(8, {1: BAD_POINTS[0][1]})), change=label(1, -19)), "key_invalid")

    def stamp(seconds: int) -> str:
        return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    for slug, moment, fault in (("now", NOW, "key_revoked"), ("later", NOW + 1, None), ("before", FROM, "key_revoked")):
        step(5, f"revoked-{slug}", "When the authority's key was revoked", good, fault, trust=holders(revoked_at=stamp(moment)), flags=("edge",))
    for slug, times, fault in (("from", {"not_before": stamp(FROM)}, None), ("from-1", {"not_before": stamp(FROM + 1)}, "key_outside_validity"), ("until", {"not_after": stamp(FROM)}, "key_outside_validity"), ("until-1", {"not_after": stamp(FROM + 1)}, None)):
        step(5, f"span-{slug}", "When the authority's key may have signed: the certificate's iat counts", good, fault, trust=holders(**times), flags=("edge",))
    step(5, "order-signature-revoked", "A revoked key and a wrong signature: the signature first", challenge(scanner=ROGUE), "signature_invalid", trust=holders(revoked_at=stamp(FROM)))
    step(5, "order-revoked-span", "Revoked, and outside its span: the revocation first", good, "key_revoked", trust=holders(revoked_at=stamp(FROM), not_after=stamp(FROM)))
    step(5, "order-span-life", "Outside the span of the key, and a life too long: the span first", challenge(exp=NOW + 121), "key_outside_validity", trust=holders(not_after=stamp(FROM)))
    step(6, "certificate-31-days", "A certificate of 31 days", challenge(certificate(exp=FROM + 31 * DAY)), flags=("edge",))
    step(6, "certificate-longer", "A second more", challenge(certificate(exp=FROM + 31 * DAY + 1)), "lifetime_exceeded", flags=("edge",))
    step(6, "challenge-120", "A challenge of 120 s", challenge(exp=NOW + 120), flags=("edge",))
    step(6, "challenge-121", "A second more", challenge(exp=NOW + 121), "lifetime_exceeded", flags=("edge",))
    step(6, "challenge-1", "A challenge of one second", challenge(exp=NOW + 1), flags=("edge",))
    step(6, "inside-first", "A challenge that begins with its certificate", challenge(certificate(iat=NOW, exp=NOW + DAY)), flags=("edge",))
    step(6, "outside-first", "A second before", challenge(certificate(iat=NOW + 1, exp=NOW + DAY)), "outside_certificate", flags=("edge",))
    step(6, "inside-last", "A challenge that ends with its certificate", challenge(certificate(exp=NOW + LIFE)), flags=("edge",))
    step(6, "outside-last", "A second after", challenge(certificate(exp=NOW + LIFE - 1)), "outside_certificate", flags=("edge",))
    step(6, "order-life-outside", "A life too long, and outside its certificate: the life first", challenge(certificate(exp=NOW + 10), exp=NOW + 121), "lifetime_exceeded")
    step(6, "order-outside-time", "Outside its certificate, and over: outside first", challenge(certificate(exp=NOW + 10)), "outside_certificate", now=NOW + DAY)
    for slug, now, fault in (("early", FROM - 300, "not_yet_valid"), ("first", NOW - 300, None), ("first-1", NOW - 301, "not_yet_valid"), ("last", NOW + LIFE + 299, None), ("over", NOW + LIFE + 300, "expired"), ("long-over", NOW + 60 * DAY, "expired")):
        step(7, f"time-{slug}", "The phone's clock and the challenge, with a skew of 300 s", good, fault, now=now, flags=("edge",))
    young = challenge(certificate(iat=NOW, exp=NOW + LIFE))
    for slug, now, fault in (("first", NOW - 300, None), ("first-1", NOW - 301, "not_yet_valid"), ("last", NOW + LIFE + 299, None), ("over", NOW + LIFE + 300, "expired")):
        step(7, f"certificate-{slug}", "The phone's clock, and a certificate of the same span", young, fault, now=now, flags=("edge",))
    step(7, "order-time-allowed", "Over, and not allowed: the time first", challenge(asked=(4,)), "expired", now=NOW + DAY)
    for slug, asked in (("one", (4,)), ("among", (0, 4, 13)), ("last", (0, 19)), ("all", tuple(range(59)))):
        step(8, f"not-allowed-{slug}", "It asks for what the certificate does not allow: nothing is left out", challenge(asked=asked), "not_allowed")
    step(8, "allowed-all", "It asks for all that the certificate allows", challenge(asked=ALLOWED), asked=ALLOWED)

    # Step 9
    whole = credential(licence=FULL, redacted=("sub", 1, 2, 4, 13, 14, 18))
    little = credential(licence=SHORT, redacted=())
    for name, made, shown in (("full", whole, list(whole.disclosures)), ("open", little, [])):
        credentials[name] = made.encode(shown).hex()
    rest = ["name_national_character", "sex", "nationality", "first_issue_date", "issue_date", "expiry_date", "issuing_country", "issuing_authority", "un_distinguishing_sign", "portrait_digest", "age_over", "standing"]
    step(9, "shown", "Two elements are disclosed; those that the issuer has not redacted are shown, and the certificate allows none of them", good, holds="full",
         shows={"disclosed": ["document_number", "driving_privileges"], "shown": rest, "marked": rest, "absent": []})
    step(9, "shown-page", "The second page is one element", challenge(asked=(18,)), asked=(18,), holds="full", shows={"disclosed": ["second_page"], "shown": rest, "marked": rest, "absent": []})
    step(9, "shown-nothing", "Nothing is asked for: the code shows what it shows anyway", challenge(asked=()), asked=(), holds="full", shows={"disclosed": [], "shown": rest, "marked": rest, "absent": []})
    short = ["document_number", "family_name", "birth_date", "issue_date", "expiry_date", "issuing_country", "driving_privileges"]
    step(9, "shown-open", "A licence without redaction shows everything, and has no portrait", challenge(asked=(0, 14)), asked=(0, 14), holds="open",
         shows={"disclosed": [], "shown": short, "marked": ["birth_date", "issue_date", "expiry_date", "issuing_country"], "absent": ["portrait"]})
    wide = (1, 4, 8, 9, 10, 13, 58)
    step(9, "shown-allowed", "What the certificate allows is not marked", challenge(certificate(allowed=wide), asked=(1,)), allowed=wide, asked=(1,), holds="open", shows={"disclosed": [], "shown": short, "marked": ["document_number"], "absent": []})
    content = f.content()
    cases = content.pop("cases")
    return content | {"credentials": credentials, "cases": cases}
