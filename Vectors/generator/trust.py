"""trust.json: section 10 in both forms, and steps 1, 6 and 9."""

from __future__ import annotations

import copy
import datetime
from typing import Any

from hufu_reference.issue import trust_entry
from hufu_reference.issue import trust_key as cbor_key
from hufu_reference.strict import read

from .cose import BAD_POINTS, _b64
from .make import (ANCHOR, ANCHOR_ED, EXP, FOREIGN, IAT, ISS, ISS2, ISSUER, ISSUER2, ISSUER_ED, LAST, MAIN_KEYS, NOW, SHORT, STATUS, STRANGER, URI, File, Raw, Tag, both, claim,
                   credential, entry, header_of, holder, issue, label, no_claim, no_label, plain, trust, trust_key, write)
from .status import listing

NAME = "scanners"
LAST_SECOND = 253402300799


def stamp(seconds: int) -> str:
    return (datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)).isoformat() + "Z"


def make() -> dict:
    f = File("trust", "Section 10, and steps 1, 6 and 9: issuers, their keys and what they may do. A trust list that is refused makes the whole case an error.")
    good = holder()

    # Step 6
    f.case("ok", "An issuer and a key of the list", 6, good)
    for slug, iss, why in (("unknown", "https://elsewhere.example", "An issuer that is not in the list"), ("case", ISS.upper(), "iss is compared byte for byte"), ("slash", ISS + "/", "A slash more"), ("prefix", ISS[:-1], "A byte less"), ("host", "dmv.example", "Without the scheme")):
        f.case(f"issuer-{slug}", why, 6, holder(credential(iss=iss)), "issuer.unknown")
    f.case("issuer-nfc", "iss is compared without normalisation", 6, holder(credential(iss="caf\u00e9")), "issuer.unknown", trust=trust(*MAIN_KEYS, id="cafe\u0301"))
    f.case("issuer-nfc-ok", "The same, byte for byte equal", 6, holder(credential(iss="cafe\u0301")), trust=trust(*MAIN_KEYS, id="cafe\u0301"))
    f.case("issuer-empty", "A list without issuers", 6, good, "issuer.unknown", trust={"issuers": []})
    f.case("key-unknown", "A kid that the issuer does not have", 6, holder(credential(STRANGER)), "issuer.key_unknown")
    f.case("key-other-signed", "The kid of another key of the same issuer: the right key is not tried", 7, holder(credential(ISSUER2, kid=ISSUER.public.kid())), "credential.signature_invalid")
    f.case("key-unknown-signed", "An unknown kid, signed by a key that is known: it is not tried", 6, holder(credential(ISSUER, kid=b"nobody")), "issuer.key_unknown")
    f.case("key-prefix", "The first bytes of a right kid", 6, holder(credential(ISSUER, kid=ISSUER.public.kid()[:7])), "issuer.key_unknown")
    f.case("key-longer", "The whole thumbprint where the list has its first 8 bytes", 6, holder(credential(ISSUER, kid=ISSUER.public.thumbprint())), "issuer.key_unknown")
    f.case("key-foreign", "Another issuer's key", 6, holder(credential(FOREIGN)), "issuer.key_unknown", trust=trust(*MAIN_KEYS, more=(trust(trust_key(FOREIGN), id=ISS2),)))
    f.case("key-status", "A key for status lists that signs a credential", 6, holder(credential(STATUS)), "issuer.key_unknown")
    f.case("key-status-plain", "The same with a plain CWT", 6, plain(key=STATUS), "issuer.key_unknown")
    f.case("key-both", "A key for both", 6, good, trust=trust(trust_key(ISSUER, "status", "credential"), countries=["CN"]))
    f.case("kid-chosen", "A kid that is not the thumbprint's: as good as any", "4", holder(credential(kid=b"k")), trust=trust(trust_key(ISSUER, kid=b"k"), countries=["CN"]))
    f.case("kid-64", "The longest kid", "4", holder(credential(kid=bytes(64))), trust=trust(trust_key(ISSUER, kid=bytes(64)), countries=["CN"]), flags=("edge",))
    twice = trust(trust_key(ISSUER, kid=b"one"), countries=["CN"], more=(trust(trust_key(FOREIGN, kid=b"one"), id=ISS2),))
    f.case("kid-shared", "Two issuers with one kid: each its own", 6, holder(credential(kid=b"one")), trust=twice)
    f.case("kid-shared-other", "The other of the two", 6, holder(credential(FOREIGN, kid=b"one", iss=ISS2)), trust=twice)
    f.case("kid-shared-crossed", "The other issuer's key under this one's name", 7, holder(credential(FOREIGN, kid=b"one")), "credential.signature_invalid", trust=twice)
    f.case("key-twice", "One key under two kids", 6, holder(credential(kid=b"b")), trust=trust(trust_key(ISSUER, kid=b"a"), trust_key(ISSUER, kid=b"b"), countries=["CN"]))
    f.case("algorithm-ed", "An Ed25519 key with an ESP256 header", 6, holder(credential(ISSUER_ED, change=label(1, -9))), "issuer.algorithm_mismatch")
    f.case("algorithm-p256", "A P-256 key with an Ed25519 header", 6, holder(credential(change=label(1, -19))), "issuer.algorithm_mismatch")
    f.case("algorithm-plain", "The same with a plain CWT", 6, plain(change=label(1, -19)), "issuer.algorithm_mismatch")
    f.case("algorithm-signed-by-other", "Signed with Ed25519 and right, under the kid of a P-256 key", 6, holder(credential(ISSUER_ED, kid=ISSUER.public.kid())), "issuer.algorithm_mismatch")

    # Step 9
    def key_times(**times: str) -> dict:
        return trust(trust_key(ISSUER, **times), countries=["CN"])
    for slug, times, code, why in (
            ("revoked-at-1", {"revoked_at": stamp(NOW + 1)}, "ok", "Revoked one second from now"), ("revoked-at", {"revoked_at": stamp(NOW)}, "issuer.key_revoked", "Revoked now: no skew"), ("revoked-at+1", {"revoked_at": stamp(NOW - 1)}, "issuer.key_revoked", "Revoked one second ago"),
            ("revoked-after-iat", {"revoked_at": stamp(IAT + 1000)}, "issuer.key_revoked", "iat is before the revocation: refused all the same"), ("revoked-0", {"revoked_at": stamp(0)}, "issuer.key_revoked", "Revoked in 1970"), ("revoked-last", {"revoked_at": stamp(LAST_SECOND)}, "ok", "Revoked at the end of 9999"),
            ("from-1", {"not_before": stamp(IAT + 1)}, "issuer.key_outside_validity", "iat one second before not_before: no skew"), ("from", {"not_before": stamp(IAT)}, "ok", "iat equal to not_before"), ("from+1", {"not_before": stamp(IAT - 1)}, "ok", "iat one second after not_before"),
            ("until-1", {"not_after": stamp(IAT + 1)}, "ok", "iat one second before not_after"), ("until", {"not_after": stamp(IAT)}, "issuer.key_outside_validity", "iat equal to not_after"), ("until+1", {"not_after": stamp(IAT - 1)}, "issuer.key_outside_validity", "iat one second after not_after"),
            ("span-one", {"not_before": stamp(IAT), "not_after": stamp(IAT + 1)}, "ok", "A span of one second"), ("span-empty", {"not_before": stamp(IAT + 1), "not_after": stamp(IAT - 1)}, "issuer.key_outside_validity", "A span of nothing"), ("span-past", {"not_after": stamp(IAT + 100)}, "ok", "The key signs no more, but what it has signed counts"),
            ("span-ends", {"not_before": stamp(0), "not_after": stamp(LAST_SECOND)}, "ok", "The widest span")):
        f.case(f"key-{slug}", why, 9, good, code, trust=key_times(**times), flags=("edge",))
    f.case("key-span-plain", "The same of a plain CWT", 9, plain(), "issuer.key_outside_validity", trust=key_times(not_after=stamp(NOW)), flags=("edge",))
    f.case("key-revoked-untrusted", "With a clock that is not trusted, the revocation is skipped", 9, good, "clock.untrusted", trust=key_times(revoked_at=stamp(NOW - 1)), state={"clock_floor": NOW + 31})
    f.case("key-span-untrusted", "The span is not: both times are signed", 9, good, "issuer.key_outside_validity", trust=key_times(not_after=stamp(IAT)), state={"clock_floor": NOW + 31})
    foreign = credential(change=entry(10, "DE"))
    german = {**SHORT, "issuing_country": "DE"}
    for slug, countries, code, why in (("out", ["CN"], "issuer.out_of_scope", "A country out of the issuer's scope"), ("in", ["CN", "DE"], "ok", "One of two"), ("any", None, "ok", "No countries: any"), ("twice", ["DE", "DE"], "ok", "A country twice: nothing forbids it"), ("other", ["FR", "AT"], "issuer.out_of_scope", "Neither of two")):
        f.case(f"scope-{slug}", why, 9, holder(foreign), code, trust=trust(*MAIN_KEYS, countries=countries), licence=german)
    f.case("scope-nationality", "Scope is of the issuing country, not of the nationality", 9, holder(credential(change=entry(6, "DE"))), licence={**SHORT, "nationality": "DE"})

    # Step 1
    for skew in (0, 10, 30):
        for delta, code in ((-1, "clock.untrusted"), (0, "ok"), (1, "ok")):
            f.case(f"floor-{skew}-{delta}", f"now is the clock floor - skew {delta:+d}", 1, good, code, policy={"skew": skew}, state={"clock_floor": NOW + skew - delta}, flags=("edge",))
    f.case("floor-0", "A floor of 0", 1, good, state={"clock_floor": 0}, flags=("edge",))
    f.case("floor-largest", "A floor of 2^53-1", 1, good, "clock.untrusted", state={"clock_floor": LAST}, flags=("edge",))
    old = {"clock_floor": NOW}
    for now, why in ((0, "1970"), (NOW - 10**6, "twelve days ago"), (IAT - 1000, "before the credential")):
        f.case(f"floor-now-{now}", f"A clock that says {why}: what depends on it is skipped", 1, good, "clock.untrusted", now=now, state=old)
    for slug, scanned, code, offset, why in (
            ("text", "HF1:", "payload.empty", None, "the text"), ("signature", holder(credential(STRANGER, kid=ISSUER.public.kid())), "credential.signature_invalid", None, "signatures"), ("life", holder(change=claim(4, NOW + 121)), "token.lifetime_exceeded", None, "lifetimes"),
            ("outside", holder(change=both(claim(6, IAT - 30), claim(4, IAT))), "token.outside_credential", None, "comparisons of signed times"), ("kind", plain(IAT, EXP), "credential.kind_not_allowed", None, "the kind")):
        f.case(f"floor-still-{slug}", f"With a clock that is not trusted, {why} still counts", 1, scanned, code, now=1000, state=old, offset=offset)
    ended = {**SHORT, "standing": {"codes": "E", "as_of": "2026-12-31T00:00:30Z"}}
    f.case("floor-still-standing", "With a clock that is not trusted, an ended licence is ended", 1, holder(credential(change=entry(17, ["E", IAT]))), "license.ended", now=1000, state=old, offset=None, licence=ended, standing="ended")

    def signed(*, iat: int = NOW - 100, exp: int = NOW + 10_000, entries: Any = None, anchor=ANCHOR, change=None, name: str = NAME, iss: str = "https://trust.example") -> bytes:
        listed = [trust_entry(ISS, "DMV", [cbor_key(ISSUER.public, 1), cbor_key(ISSUER_ED.public, 1), cbor_key(STATUS.public, 2)], ["CN"])] if entries is None else entries
        return issue.signed_trust_list(anchor, iss, name, listed, iat, exp, change)

    def form(data: bytes, anchors=(ANCHOR,), name: str = NAME, **more) -> dict:
        return {"token": data.hex(), "anchors": [key.public.jwk() for key in anchors], "name": name, **more}

    def listed(slug, comment, spec, data, code="ok", scanned=good, how=None, **more):
        f.case(f"signed-{slug}", comment, spec, scanned, code, trust=form(data, **(how or {})), **more)

    def refused(slug, comment, data, spec="10", **how):
        listed(slug, comment, spec, data, "error", how=how)

    listed("ok", "A signed list", "10", signed())
    listed("ed", "Signed with Ed25519", "10", signed(anchor=ANCHOR_ED), how={"anchors": (ANCHOR_ED,)})
    listed("two-anchors", "One of two anchors", "10", signed(anchor=ANCHOR_ED), how={"anchors": (ANCHOR, ANCHOR_ED)})
    for skew in (0, 30):
        for delta, code in ((-1, "ok"), (0, "trust.expired"), (1, "trust.expired")):
            listed(f"expired-{skew}-{delta}", f"now is the list's exp + skew {delta:+d}", 1, signed(exp=NOW - skew - delta), code, policy={"skew": skew}, flags=("edge",))
        for delta, code in ((-1, "ok"), (0, "ok"), (1, "error")):
            listed(f"future-{skew}-{delta}", f"The list's iat is now + skew {delta:+d}", "12", signed(iat=NOW + skew + delta), code, policy={"skew": skew}, flags=("edge",))
    gone = dict(exp=NOW - 30)
    early = {"early": True}
    listed("expired-issuer", "Expired, and the issuer is not known: a newer list might know it", 6, signed(**gone), "trust.expired", holder(credential(iss="https://elsewhere.example")), **early)
    listed("expired-key", "Expired, and the key is not known: a newer list might know it", 6, signed(**gone), "trust.expired", holder(credential(STRANGER)), **early)
    listed("expired-key-status", "Expired, and the key is one for status lists", 6, signed(**gone), "trust.expired", holder(credential(STATUS)), **early)
    listed("expired-algorithm", "Expired, and the algorithm is wrong: that is a rejection", 6, signed(**gone), "issuer.algorithm_mismatch", holder(credential(change=label(1, -19))))
    listed("expired-signature", "Expired, and the signature is wrong: that is a rejection", 7, signed(**gone), "credential.signature_invalid", holder(credential(STRANGER, kid=ISSUER.public.kid())))
    listed("expired-claims", "Expired, and the claims are wrong: that comes before the issuer", 5, signed(**gone), "credential.claims_invalid", holder(credential(change=no_claim(4))))
    listed("expired-later", "Expired, and a later rejection", 11, signed(**gone), "token.audience_mismatch", holder(audience="police"))
    listed("expired-and-status", "Expired, and no status list: the first indeterminate", 12, signed(**gone), "trust.expired", holder(credential(status=(URI, 0))))
    listed("expired-untrusted", "With a clock that is not trusted, its exp is not looked at, and so the issuer is unknown", 6, signed(**gone), "issuer.unknown", holder(credential(iss="https://elsewhere.example")), state={"clock_floor": NOW + 31})
    listed("expired-untrusted-ok", "The same with a known issuer", 1, signed(**gone), "clock.untrusted", state={"clock_floor": NOW + 31})
    listed("floor", "Its iat is the clock floor", "12", signed(iat=NOW + 31, exp=NOW + 100), "clock.untrusted", how={"at": NOW + 31}, flags=("edge",))
    listed("floor-edge", "One second less: within the skew", "12", signed(iat=NOW + 30, exp=NOW + 100), how={"at": NOW + 30}, flags=("edge",))
    listed("floor-lower", "A floor from before that is later stays", "12", signed(), "clock.untrusted", state={"clock_floor": NOW + 31})
    listed("floor-higher", "A floor from before that is earlier gives way", "12", signed(iat=NOW + 40, exp=NOW + 100), "clock.untrusted", how={"at": NOW + 40}, state={"clock_floor": 5})
    listed("exp-largest", "exp of 2^53-1", "10", signed(exp=LAST), flags=("edge",))
    f.case("signed-status", "Its key for status lists is used", "11", holder(credential(status=(URI, 0))), trust=form(signed()), lists=(f.listed("revoked", listing([1] * 8)),), code="status.revoked", status="revoked")

    refused("anchor-other", "Signed by another key", signed(anchor=STRANGER))
    refused("anchor-none", "No anchor", signed(), anchors=())
    refused("anchor-kid", "Signed by a stranger under the anchor's kid", signed(anchor=STRANGER, change=label(4, ANCHOR.public.kid())))
    refused("anchor-kid-other", "The kid of one anchor, signed by the other: only the named one is tried", signed(anchor=ANCHOR, change=label(4, ANCHOR_ED.public.kid())), anchors=(ANCHOR, ANCHOR_ED))
    refused("anchor-thumbprint", "The whole thumbprint as kid", signed(change=label(4, ANCHOR.public.thumbprint())))
    refused("anchor-algorithm", "alg is not the anchor's", signed(change=label(1, -19)))
    refused("issuer-signed", "Signed by an issuer of the list", signed(anchor=ISSUER))
    refused("name", "Another list's name", signed(name="counters"))
    refused("name-case", "The name is compared byte for byte", signed(name=NAME.upper()))
    refused("trailing", "A byte after the list", signed() + b"\0")
    refused("cut", "Cut short", signed()[:-1])
    refused("empty", "No bytes", b"")
    protected, _, body, signature = (item.value for item in read(signed()).value[1].value)
    other = read(signed(exp=NOW + 1)).value[1].value[2].value
    refused("payload", "Another payload under the old signature", write(Tag(18, [protected, {}, other, signature])))
    refused("unprotected", "Something in the unprotected header", write(Tag(18, [protected, {99: 0}, body, signature])))
    refused("untagged", "No tag", write([protected, {}, body, signature]))
    refused("status-list", "A status list in place of a trust list", listing())
    for slug, change, why in (
            ("typ", label(16, "application/statuslist+cwt"), "typ of a status list"), ("typ-int", label(16, 61), "typ of a plain CWT"), ("typ-none", no_label(16), "No typ"), ("kid-none", no_label(4), "No kid"), ("kid-empty", label(4, b""), "An empty kid"), ("alg-es256", label(1, -7), "alg ES256, which a trust list never has"), ("kcwt", label(13, Tag(18, [])), "kcwt"), ("cwt-claims", label(15, {}), "CWT claims"),
            ("sd-claims", label(17, [b"\x80"]), "sd_claims"), ("sd-alg", label(170, -16), "sd_alg"), ("crit", both(label(2, [99]), label(99, 0)), "A critical label that is not understood"), ("crit-repeated", label(2, [16, 16]), "A label twice in crit"), ("header-16385", header_of(16_385), "A protected header of 16,385 bytes"), ("iss-none", no_claim(1), "No iss"), ("iss-empty", claim(1, ""), "An empty iss"), ("sub-none", no_claim(2), "No name"), ("sub-empty", claim(2, ""), "An empty name"),
            ("exp-none", no_claim(4), "No exp"), ("exp-2-53", claim(4, 1 << 53), "exp of 2^53"), ("exp-iat", claim(4, NOW - 100), "exp equal to iat"), ("iat-none", no_claim(6), "No iat"), ("iat-tag", claim(6, Tag(1, NOW - 100)), "A tagged iat"), ("entries-none", no_claim(-65538), "No entries"), ("entries-map", claim(-65538, {}), "Entries that are no array"), ("entries-empty", claim(-65538, []), "No entry"),
            ("float", claim(99, Raw(bytes.fromhex("f93c00"))), "A float in an ignored claim"), ("unsorted", claim(99, Raw(bytes.fromhex("a202000100"))), "An unsorted map in an ignored claim"), ("59", claim(99, Raw(bytes.fromhex("a1f83b00"))), "simple(59) in an ignored claim")):
        refused(f"shape-{slug}", why, signed(change=change))
    for slug, change, why in (("other", both(claim(99, [None]), claim("x", 0), claim(5, 0)), "Other claims are ignored"), ("crit", label(2, [1, 4, 16]), "crit of what is understood"), ("label", label(99, 0), "Another protected label"), ("header-16384", header_of(16_384), "The longest protected header"), ("iss-other", claim(1, "anybody"), "iss is not compared with anything"), ("long", claim(99, [0] * 300), "An array of more than 256 elements")):
        listed(f"shape-ok-{slug}", why, "10", signed(change=change))
    key = cbor_key(ISSUER.public, 1)

    def one(changed_key: dict = key, **members) -> list:
        return [{**trust_entry(ISS, "DMV", [changed_key], ["CN"]), **{int(k[1:]): v for k, v in members.items()}}]
    x = ISSUER.public.x
    for slug, entries, why in (
            ("id-empty", one(_1=""), "An empty id"), ("id-256", one(_1="x" * 256), "An id of 256 bytes"), ("name-empty", one(_2=""), "An empty name"), ("name-301", one(_2="x" * 301), "A name of 301 bytes"), ("countries-empty", one(_3=[]), "countries is there but empty"), ("country-lower", one(_3=["cn"]), "A country in lower case"), ("country-3", one(_3=["CHN"]), "A country of three letters"),
            ("country-null", one(_3=None), "countries null"), ("keys-empty", one(_4=[]), "No keys"), ("keys-map", one(_4={}), "Keys that are no array"), ("member", one(_5=0), "An unknown member of an issuer"), ("issuer-array", [[1]], "An issuer that is no map"), ("issuer-empty", [{}], "An empty issuer"), ("key-empty", one({}), "An empty key"), ("key-member", one({**key, 7: 0}), "An unknown member of a key"), ("kid-empty", one({**key, 1: b""}), "An empty kid"), ("kid-65", one({**key, 1: bytes(65)}), "A kid of 65 bytes"),
            ("kid-text", one({**key, 1: "k"}), "A kid in text"), ("use-0", one({**key, 3: 0}), "use 0"), ("use-8", one({**key, 3: 8}), "use 8"), ("use-negative", one({**key, 3: -1}), "use -1"), ("use-array", one({**key, 3: [1]}), "use as an array"), ("use-bool", one({**key, 3: True}), "use as a boolean"), ("key-31", one({**key, 2: {1: 2, -1: 1, -2: x[1:], -3: True}}), "x of 31 bytes"), ("key-kid", one({**key, 2: {**ISSUER.public.members(), 2: b"k"}}), "A key with a kid inside"), ("key-alg", one({**key, 2: {**ISSUER.public.members(), 3: -9}}), "A key with an alg inside"), ("key-private", one({**key, 2: {**ISSUER.public.members(), -4: x}}), "A key with its private half"),
            ("not-before-negative", one({**key, 4: -1}), "not_before negative"), ("not-before-late", one({**key, 4: LAST_SECOND + 1}), "not_before after 9999"), ("not-after-late", one({**key, 5: LAST_SECOND + 1}), "not_after after 9999"), ("revoked-late", one({**key, 6: LAST_SECOND + 1}), "revoked_at after 9999"), ("revoked-2-53", one({**key, 6: LAST}), "revoked_at of 2^53-1"), ("revoked-null", one({**key, 6: None}), "revoked_at null"),
            ("not-after-text", one({**key, 5: "2027-01-01T00:00:00Z"}), "not_after as text"), ("not-before-tag", one({**key, 4: Tag(1, 0)}), "not_before tagged"), ("issuer-twice", one() * 2, "An issuer twice"), ("issuer-twice-other", one() + [trust_entry(ISS, "other", [cbor_key(FOREIGN.public)])], "An issuer twice, with different keys"),
            ("kid-twice", [trust_entry(ISS, "DMV", [key, cbor_key(FOREIGN.public, 1, ISSUER.public.kid())])], "Two keys of one issuer with one kid"), ("kid-twice-use", [trust_entry(ISS, "DMV", [key, cbor_key(FOREIGN.public, 2, ISSUER.public.kid())])], "The same, for different uses"), ("second-wrong", one() + [trust_entry(ISS2, "", [key])], "The second issuer is wrong: the whole list is refused")):
        refused(f"entry-{slug}", why, signed(entries=[], change=claim(-65538, entries)))
    for slug, members, why in BAD_POINTS:
        refused(f"point-{slug}", f"A key that is no good point: {why}", signed(entries=one() + [trust_entry(ISS2, "x", [{**key, 2: members}])]))
    edges = {**key, 4: 0, 5: LAST_SECOND, 6: LAST_SECOND}
    listed("entry-times", "Key times at their limits", "10", signed(entries=one(edges)), flags=("edge",))
    listed("entry-compressed", "A key in its compressed form", "10", signed(entries=one({**key, 2: ISSUER.public.members(True)})))
    listed("entry-kid-shared", "One kid under two issuers", "10", signed(entries=one() + [trust_entry(ISS2, "x", [cbor_key(FOREIGN.public, 1, ISSUER.public.kid())])]))
    listed("entry-use-3", "A key for both", "10", signed(entries=one({**key, 3: 3})))
    listed("entry-use-2", "A key for status lists only", 6, signed(entries=one({**key, 3: 2})), "issuer.key_unknown")
    listed("entry-use-verifier", "A key for the certificates of scanners only", 6, signed(entries=one({**key, 3: 4})), "issuer.key_unknown")
    listed("entry-use-5", "A key for credentials and certificates of scanners", "10", signed(entries=one({**key, 3: 5})))
    listed("entry-use-6", "A key for all but credentials", 6, signed(entries=one({**key, 3: 6})), "issuer.key_unknown")
    listed("entry-use-7", "A key for everything", "10", signed(entries=one({**key, 3: 7})), flags=("edge",))
    listed("entry-name-300", "The longest name", "10", signed(entries=one(_2="x" * 300)), flags=("edge",))
    listed("entry-no-countries", "No countries: any", "10", signed(entries=[trust_entry(ISS, "DMV", [key])]), "ok", holder(foreign), licence=german)
    listed("entry-not-after", "The span of a key", 9, signed(entries=one({**key, 5: IAT})), "issuer.key_outside_validity", flags=("edge",))
    listed("entry-revoked", "The revocation of a key", 9, signed(entries=one({**key, 6: NOW})), "issuer.key_revoked", flags=("edge",))

    # The JSON form
    def json_case(slug, comment, path, value, code="error", scanned=good, **more):
        whole: Any = copy.deepcopy(trust(trust_key(ISSUER), trust_key(STATUS, "status"), countries=["CN"]))
        target = whole
        for step in path[:-1]:
            target = target[step]
        if value is KeyError:
            del target[path[-1]]
        else:
            target[path[-1]] = value
        f.case(f"json-{slug}", comment, "10", scanned, code, trust=whole, **more)

    issuer = ["issuers", 0]
    jwk = issuer + ["keys", 0]
    for slug, path, value, why in (
            ("name", ["more"], 1, "An unknown name"), ("issuers-object", ["issuers"], {}, "issuers is no array"), ("issuers-none", ["issuers"], KeyError, "No issuers"), ("issuer-name", issuer + ["more"], 1, "An unknown name in an issuer"), ("id-empty", issuer + ["id"], "", "An empty id"), ("id-256", issuer + ["id"], "x" * 256, "An id of 256 bytes"), ("id-none", issuer + ["id"], KeyError, "No id"),
            ("name-none", issuer + ["name"], KeyError, "No name"), ("name-301", issuer + ["name"], "x" * 301, "A name of 301 bytes"), ("countries-empty", issuer + ["countries"], [], "countries is there but empty"), ("countries-null", issuer + ["countries"], None, "countries null"), ("countries-text", issuer + ["countries"], "CN", "countries as text"), ("country-lower", issuer + ["countries"], ["cn"], "A country in lower case"),
            ("country-3", issuer + ["countries"], ["CHN"], "A country of three letters"), ("root-short", issuer + ["root_sha256"], "00" * 31, "root_sha256 of 31 bytes"), ("root-long", issuer + ["root_sha256"], "00" * 33, "root_sha256 of 33 bytes"), ("root-foreign", issuer + ["root_sha256"], "0g" * 32, "root_sha256 that is not hexadecimal"), ("root-null", issuer + ["root_sha256"], None, "root_sha256 null"),
            ("keys-empty", issuer + ["keys"], [], "No keys"), ("keys-none", issuer + ["keys"], KeyError, "No keys at all"), ("key-name", jwk + ["more"], 1, "An unknown name in a key"), ("kid-empty", jwk + ["kid"], "", "An empty kid"), ("kid-odd", jwk + ["kid"], "0", "Half a byte"), ("kid-65", jwk + ["kid"], "00" * 65, "A kid of 65 bytes"), ("kid-foreign", jwk + ["kid"], "0g", "Not hexadecimal"),
            ("kid-space", jwk + ["kid"], "00 00", "A space in a kid"), ("kid-none", jwk + ["kid"], KeyError, "No kid"), ("kid-twice", jwk + ["kid"], STATUS.public.kid().hex(), "Two keys of one issuer with one kid"), ("use-empty", jwk + ["use"], [], "No use"), ("use-unknown", jwk + ["use"], ["sign"], "An unknown use"), ("use-twice", jwk + ["use"], ["credential", "credential"], "A use twice"), ("use-text", jwk + ["use"], "credential", "use as text"), ("use-none", jwk + ["use"], KeyError, "No use at all"),
            ("jwk-empty", jwk + ["jwk"], {}, "An empty JWK"), ("jwk-none", jwk + ["jwk"], KeyError, "No JWK"), ("jwk-d", jwk + ["jwk", "d"], _b64(bytes(32)), "A private member"), ("jwk-crv", jwk + ["jwk", "crv"], "P-384", "Another curve"), ("jwk-kty", jwk + ["jwk", "kty"], "OKP", "Another type"), ("jwk-y-none", jwk + ["jwk", "y"], KeyError, "No y"), ("jwk-x-short", jwk + ["jwk", "x"], _b64(bytes(31)), "x of 31 bytes"), ("jwk-x-long", jwk + ["jwk", "x"], _b64(bytes(33)), "x of 33 bytes"),
            ("jwk-x-padded", jwk + ["jwk", "x"], ISSUER.public.jwk()["x"] + "=", "Padding"), ("jwk-x-base64", jwk + ["jwk", "x"], "+" * 43, "Base64 that is not base64url"), ("jwk-off-curve", jwk + ["jwk", "y"], ISSUER.public.jwk()["x"], "Not on the curve"), ("jwk-zero", jwk + ["jwk", "x"], "A" * 43, "x of 0 with another point's y"),
            ("time-fraction", jwk + ["not_before"], "2026-01-01T00:00:00.5Z", "A fraction of a second"), ("time-fraction-0", jwk + ["not_before"], "2026-01-01T00:00:00.0Z", "A fraction of a second, even if it is nothing"), ("time-date", jwk + ["not_before"], "2026-01-01", "A date"), ("time-number", jwk + ["not_before"], 0, "A number"), ("time-zone", jwk + ["not_after"], "2026-01-01T00:00:00", "No time zone"),
            ("time-null", jwk + ["not_after"], None, "null"), ("time-month", jwk + ["revoked_at"], "2026-13-01T00:00:00Z", "A month that there is not"), ("time-day", jwk + ["revoked_at"], "2026-02-29T00:00:00Z", "A day that there is not"), ("time-hour", jwk + ["revoked_at"], "2026-01-01T24:00:00Z", "An hour that there is not"), ("time-negative", jwk + ["not_before"], "1969-12-31T23:59:59Z", "Before 1970"), ("time-negative-zone", jwk + ["not_before"], "1970-01-01T00:00:00+00:01", "Before 1970 by its zone"),
            ("time-late-zone", jwk + ["revoked_at"], "9999-12-31T23:59:59-00:01", "After 9999 by its zone"), ("time-space", jwk + ["not_before"], "2026-01-01T00:00:00Z ", "A trailing space"), ("time-short", jwk + ["not_before"], "2026-1-1T00:00:00Z", "Not two digits"), ("time-digits", jwk + ["not_before"], "٢٠٢٦-01-01T00:00:00Z", "Digits that are not ASCII")):
        json_case(slug, f"In JSON: {why}", path, value)
    json_case("ok-zone", "A time with a zone: not_before is IAT, eight hours ahead", jwk + ["not_before"], "2026-12-31T08:00:30+08:00", "ok", flags=("edge",))
    json_case("ok-zone-1", "One second later", jwk + ["not_before"], "2026-12-31T08:00:31+08:00", "issuer.key_outside_validity", flags=("edge",))
    json_case("ok-kid-upper", "A kid in upper-case hexadecimal is the same bytes", jwk + ["kid"], ISSUER.public.kid().hex().upper(), "ok")
    json_case("ok-jwk-other", "Other members of a JWK are ignored", jwk + ["jwk", "alg"], "ESP256", "ok")
    json_case("ok-use-verifier", "A key that may also sign the certificates of scanners", jwk + ["use"], ["verifier", "credential"], "ok")
    json_case("use-verifier", "A key for the certificates of scanners only", jwk + ["use"], ["verifier"], "issuer.key_unknown")
    json_case("use-verifier-twice", "In JSON: A use twice", jwk + ["use"], ["verifier", "verifier"])
    json_case("ok-root", "root_sha256 has no effect", issuer + ["root_sha256"], "0a" * 32, "ok")
    json_case("ok-no-countries", "No countries: any", issuer + ["countries"], KeyError, "ok", holder(foreign), licence=german)
    json_case("ok-first", "not_before of 0", jwk + ["not_before"], "1970-01-01T00:00:00Z", "ok", flags=("edge",))
    json_case("ok-last", "not_after of 9999-12-31T23:59:59Z", jwk + ["not_after"], "9999-12-31T23:59:59Z", "ok", flags=("edge",))
    for slug, members, why in BAD_POINTS:
        if isinstance(members.get(-3), bool):
            continue
        made = {"kty": "EC", "crv": "P-256", "x": _b64(members[-2]), "y": _b64(members[-3])} if members[1] == 2 else {"kty": "OKP", "crv": "Ed25519", "x": _b64(members[-2])}
        json_case(f"point-{slug}", f"In JSON, a key that is no good point: {why}", issuer + ["keys", 1, "jwk"], made)
    double = trust(*MAIN_KEYS, more=(trust(trust_key(FOREIGN)),))
    f.case("json-issuer-twice", "In JSON, an issuer twice", "10", good, "error", trust=double)
    f.case("json-array", "A list that is no object", "10", good, "error", trust={"token": "00"})
    f.case("json-both", "Members of both forms", "10", good, "error", trust={**form(signed()), "issuers": []})
    return f.content()
