"""precedence.json: two faults in one input. Of two rejections the earlier wins, of two indeterminates too; a rejection wins over any indeterminate."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Callable

from hufu_reference import transport
from hufu_reference.issue import Sealed, trust_entry
from hufu_reference.issue import trust_key as cbor_key

from .codes import CODES, STEP
from .license import day
from .make import (ANCHOR, DEVICE, DEVICE2, DEVICE_ED, EXP, IAT, ISS, ISSUER, ISSUER_ED, MAIN_KEYS, NONCE, NOW, SHORT, STATUS, URI, File, Raw, Tag, both, claim, credential, entry, holder, issue,
                   label, memory_hash, no_claim, plain, seal, trust, trust_key, write)
from .status import listing

DAY = 86400
Change = Callable[[dict, dict], None]


@dataclass
class Scene:
    """A token, and what is wrong with it."""

    inner: list[Change] = field(default_factory=list)  # before the issuer signs
    outer: list[Change] = field(default_factory=list)  # before the device signs
    text: Callable[[str], str] = lambda text: text
    device: Any = DEVICE
    options: dict[str, Any] = field(default_factory=dict)
    key: dict[str, str] = field(default_factory=dict)  # times of the issuer's key
    licence: dict[str, Any] = field(default_factory=dict)  # what the licence has become, in JSON
    status: str | None = None
    replay: bool = False


def fault_text(s: Scene) -> None:
    s.text = lambda text: text + "\0"


def fault_critical(s: Scene) -> None:
    s.outer.append(both(label(2, [99]), label(99, 0)))


def fault_inner_header(s: Scene) -> None:
    s.inner.append(label(15, {}))


def fault_claims(s: Scene) -> None:
    s.inner.append(claim(5, NOW))


def fault_key(s: Scene) -> None:
    s.inner.append(label(4, b"nobody"))


def fault_device(s: Scene) -> None:
    s.device = DEVICE2


def fault_licence(s: Scene) -> None:
    s.inner.append(entry(2, ""))


def fault_revoked(s: Scene) -> None:
    s.key["revoked_at"] = "2027-01-01T00:00:30Z"


def fault_life(s: Scene) -> None:
    s.inner.append(claim(4, IAT + 401 * DAY))


def fault_audience(s: Scene) -> None:
    s.outer.append(claim(3, "police"))


def fault_status(s: Scene) -> None:
    s.status = "revoked"
    s.inner.append(claim(65535, {"status_list": {"idx": 0, "uri": URI}}))


def fault_expired(s: Scene) -> None:
    s.inner.append(entry(9, day("2026-12-31")))
    s.licence["expiry_date"] = "2026-12-31"


def fault_replay(s: Scene) -> None:
    s.replay = True


# One for each step, none of which takes another away: (step, code, fault).
STEPS: list[tuple[int, str, Callable[[Scene], None]]] = [
    (2, "payload.text_invalid", fault_text), (3, "cose.critical_unknown", fault_critical), (4, "cose.header_invalid", fault_inner_header), (5, "credential.claims_invalid", fault_claims),
    (6, "issuer.key_unknown", fault_key), (7, "token.signature_invalid", fault_device), (8, "license.invalid", fault_licence), (9, "issuer.key_revoked", fault_revoked),
    (10, "credential.lifetime_exceeded", fault_life), (11, "token.audience_mismatch", fault_audience), (12, "status.revoked", fault_status), (13, "license.expired", fault_expired),
    (14, "replay.repeated", fault_replay)]
SKIPPED = ("issuer.key_revoked", "license.expired", "replay.repeated")  # with a clock that is not trusted


def build(f: File, faults: list[Callable[[Scene], None]], **extra: Any) -> dict[str, Any]:
    """The arguments of a case."""
    scene = Scene()
    for fault in faults:
        fault(scene)
    made = credential(change=both(*scene.inner))
    given: dict[str, Any] = {"scanned": scene.text(transport.encode(holder(made, device=scene.device, change=both(*scene.outer)))), "licence": {**SHORT, **scene.licence} if scene.licence else "short"}
    given["trust"] = trust(trust_key(ISSUER, **scene.key), trust_key(STATUS, "status"), countries=["CN"]) if scene.key else "main"
    if scene.status:
        given["lists"] = (f.listed("revoked", listing([1])),)
        given["status"] = "revoked"
    else:
        given["notices"] = ("status.unchecked",)
    if scene.replay:
        given["policy"] = "replay"
        given["state"] = {"replay": {"capacity": 9, "seen": [[memory_hash(made), NOW, NOW + 60]]}}
    return {**given, **extra}


def signed_trust(exp: int, key: dict | None = None) -> dict:
    entries = [trust_entry(ISS, "DMV", [cbor_key(ISSUER.public, 1, **(key or {})), cbor_key(STATUS.public, 2)], ["CN"])]
    return {"token": issue.signed_trust_list(ANCHOR, "https://trust.example", "scanners", entries, NOW - 1000, exp).hex(), "anchors": [ANCHOR.public.jwk()], "name": "scanners"}


def make() -> dict:
    f = File("precedence", "Two faults in one input: the earlier check decides. First one fault for each step, in all pairs; then the neighbours within a step, and the indeterminates.")

    for one, (step, code, fault) in enumerate(STEPS):
        f.case(f"alone-{step}", f"Only the fault of step {step}", step, code=code, **build(f, [fault]))
        for later, other, second in STEPS[one + 1:]:
            f.case(f"steps-{step}-{later}", f"Step {step} ({code}) before step {later} ({other})", step, code=code, flags=("precedence",), **build(f, [fault, second]))
        # with a clock that is not trusted: a rejection wins, but some are skipped
        extra = build(f, [fault])
        extra["state"] = {**extra.get("state", {}), "clock_floor": NOW + 31}
        skipped = code in SKIPPED
        f.case(f"untrusted-{step}", f"A clock that is not trusted, and {code}" + (": that check is skipped" if skipped else ": a rejection wins"), step, code="clock.untrusted" if skipped else code, offset=None, flags=("precedence",), **extra)
        # with an expired trust list
        extra = build(f, [fault])
        extra["trust"] = signed_trust(NOW - 30, {"revoked_at": NOW} if code == "issuer.key_revoked" else None)
        if code == "issuer.key_unknown":
            f.case(f"trust-expired-{step}", "An expired trust list and an unknown key: the verification ends there", step, code="trust.expired", early=True, flags=("precedence",), **extra)
        else:
            wanted = "trust.expired" if step == 14 else code
            f.case(f"trust-expired-{step}", f"An expired trust list, and {code}" + (": the memory is not asked" if step == 14 else ": a rejection wins"), step, code=wanted, flags=("precedence",), **extra)

    pairs: set[tuple[str, str]] = set()

    def pair(first: str, second: str, comment: str, scanned: Any, *, slug: str = "", code: str | None = None, **more: Any) -> None:
        pairs.add((first, second))
        f.case(f"pair-{first}-{second}{slug}".replace(".", "-").replace("_", "-"), f"{first} and {second}: {comment}", STEP[code or first], scanned, code or first, flags=("precedence",), **more)

    good = transport.encode(holder())
    # Step 1
    pair("clock.untrusted", "trust.expired", "the list's exp is not looked at", good, trust=signed_trust(NOW - 30), state={"clock_floor": NOW + 31})
    pair("trust.expired", "payload.empty", "a rejection wins", "HF1:", code="payload.empty", trust=signed_trust(NOW - 30))
    # Step 2
    pair("payload.too_large", "payload.version_unsupported", "length first", "HF2:" + "0" * 4293)
    pair("payload.too_large", "payload.prefix_unknown", "length first", "x" * 4297)
    pair("payload.too_large", "payload.text_invalid", "length first", "HF1:" + "x" * 4293)
    pair("payload.version_unsupported", "payload.text_invalid", "the version first", "HF2:abc")
    pair("payload.version_unsupported", "payload.empty", "the version first", "HF2:")
    pair("payload.prefix_unknown", "payload.text_invalid", "the prefix first", "hf1:abc")
    pair("payload.prefix_unknown", "payload.empty", "the prefix first", "hf1:")
    pair("payload.text_invalid", "cbor.invalid", "the text first", transport.encode(b"\xff\xff") + "0")
    # Steps 3 and 4
    made = credential()
    parts = [made.sealed.protected, {}, made.sealed.payload, made.sealed.signature]
    pair("cbor.invalid", "cose.structure_invalid", "the item is no strict CBOR, and no COSE_Sign1", bytes.fromhex("1817"))
    pair("cbor.invalid", "cose.structure_invalid", "a byte after an item that is untagged", write(parts) + b"\0", slug="-trailing")
    pair("cose.structure_invalid", "cbor.invalid", "the shape of the array before the protected header", write(Tag(18, [b"\xff", {}, parts[2], parts[3][1:]])), slug="-protected")
    pair("cose.structure_invalid", "cbor.invalid", "an empty protected header before a broken payload", write(Tag(18, [b"", {}, b"\xff", parts[3]])), slug="-payload")
    pair("cose.structure_invalid", "cose.header_invalid", "a protected header that is no map, and an unprotected label", write(Tag(18, [write([]), {99: 0}, parts[2], parts[3]])))
    pair("cbor.invalid", "cose.header_invalid", "a broken protected header, and an unprotected label", write(Tag(18, [b"\xa1", {99: 0}, parts[2], parts[3]])))

    def outer(*changes: Change, **options: Any) -> bytes:
        return holder(made, change=both(*changes), **options)

    critical, algorithm, unclean = both(label(2, [99]), label(99, 0)), label(1, -7), claim(99, Raw(b"\xf7"))
    pair("cose.header_invalid", "cose.critical_unknown", "types and places before what is critical", outer(critical, label(4, b"kid")))
    pair("cose.header_invalid", "cose.algorithm_unsupported", "types and places before the algorithm", outer(algorithm, label(4, b"kid")))
    pair("cose.critical_unknown", "cose.algorithm_unsupported", "what is critical before the algorithm", outer(critical, algorithm))
    pair("cose.algorithm_unsupported", "cbor.invalid", "the header before the payload", outer(algorithm, unclean))
    pair("cose.header_invalid", "cbor.invalid", "the header before the payload", outer(label(4, b"kid"), unclean))
    pair("cose.critical_unknown", "cbor.invalid", "the header before the payload", outer(critical, unclean))
    pair("cose.algorithm_unsupported", "cose.structure_invalid", "the header before a payload that is no map", seal(DEVICE, {1: -7, 13: Raw(made.encode()), 16: 294}, write([])).encode())
    pair("cbor.invalid", "cose.header_invalid", "the token's payload before the credential's header", holder(credential(change=label(15, {})), change=unclean), slug="-inner")
    pair("cose.structure_invalid", "cose.header_invalid", "the token's payload before the credential's header", seal(DEVICE, {1: -9, 13: Raw(credential(change=label(15, {})).encode()), 16: 294}, write([])).encode(), slug="-inner")
    pair("cose.algorithm_unsupported", "cose.structure_invalid", "the token's header before the credential's shape", holder(sealed=replace(made.sealed, signature=b""), change=algorithm), slug="-inner")
    pair("cose.header_invalid", "cose.structure_invalid", "kcwt without tag 18 is the token's header, whatever else is wrong with it", holder(sealed=_Bytes(write([]))), slug="-kcwt")
    pair("cose.structure_invalid", "cbor.invalid", "the credential's shape before its protected header", holder(sealed=Sealed(b"\xff", parts[2], parts[3][1:])), slug="-inner")
    pair("cbor.invalid", "cose.structure_invalid", "the credential's protected header before its payload", holder(sealed=Sealed(b"\xff", write([]), parts[3])), slug="-inner")
    pair("cose.header_invalid", "cose.critical_unknown", "in the credential", holder(credential(change=both(critical, label(15, {})))), slug="-inner")
    pair("cose.critical_unknown", "cose.algorithm_unsupported", "in the credential", holder(credential(change=both(critical, algorithm))), slug="-inner")
    pair("cose.critical_unknown", "cose.algorithm_unsupported", "in the credential, sd_alg", holder(credential(change=both(critical, label(170, -44)))), slug="-sd-alg")
    pair("cose.algorithm_unsupported", "cbor.invalid", "in the credential", holder(credential(change=both(algorithm, unclean))), slug="-inner")
    pair("cose.algorithm_unsupported", "credential.claims_invalid", "the envelope before the claims", holder(credential(change=both(algorithm, claim(3, "any")))))
    pair("cbor.invalid", "credential.claims_invalid", "the envelope before the claims", holder(credential(change=both(unclean, claim(3, "any")))))
    pair("cbor.invalid", "token.claims_invalid", "the envelope before the claims", outer(unclean, claim(7, b"")))
    pair("cose.header_invalid", "token.claims_invalid", "the credential's envelope before the token's claims", holder(credential(change=label(15, {})), change=claim(7, b"")))
    # Step 5
    pair("credential.claims_invalid", "token.claims_invalid", "the credential first", holder(credential(change=no_claim(4)), change=no_claim(4)))
    pair("token.claims_invalid", "issuer.unknown", "claims before the issuer", holder(credential(iss="https://elsewhere.example"), change=claim(7, b"")))
    pair("credential.claims_invalid", "token.missing", "claims before the token that is missing", credential(change=no_claim(8)).encode())
    pair("credential.claims_invalid", "token.key_invalid", "the shape of cnf before its point", holder(credential(change=claim(8, {1: {1: 2, -1: 1, -2: bytes(32), -3: bytes(31)}}))))
    # Step 6
    pair("issuer.unknown", "issuer.key_unknown", "the issuer before its key", holder(credential(iss="https://elsewhere.example", kid=b"nobody")))
    pair("issuer.unknown", "issuer.algorithm_mismatch", "the issuer before the algorithm", holder(credential(iss="https://elsewhere.example", change=label(1, -19))))
    pair("issuer.key_unknown", "issuer.algorithm_mismatch", "the key before its algorithm", holder(credential(kid=b"nobody", change=label(1, -19))))
    pair("issuer.algorithm_mismatch", "credential.signature_invalid", "the algorithm before the signature", holder(credential(kid=ISSUER_ED.public.kid())))
    # Step 7
    bad_key = claim(8, {1: {1: 2, -1: 1, -2: bytes(32), -3: bytes(32)}})
    forged = replace(made.sealed, signature=bytes(64))
    pair("credential.signature_invalid", "token.missing", "the issuer's signature first", forged.encode())
    pair("credential.signature_invalid", "token.key_invalid", "the issuer's signature first", holder(sealed=replace(credential(change=bad_key).sealed, signature=bytes(64))))
    pair("credential.signature_invalid", "token.signature_invalid", "the issuer's signature first", holder(sealed=forged, device=DEVICE2))
    pair("token.missing", "token.key_invalid", "the token before its key", credential(change=bad_key).encode())
    pair("token.missing", "credential.disclosure_invalid", "the token before the disclosures", credential().sealed.showing([b"\xff"]).encode())
    pair("token.missing", "license.invalid", "the token before the licence", credential(change=entry(1, "")).encode())
    pair("token.key_invalid", "token.algorithm_mismatch", "the key before the algorithm", holder(credential(change=bad_key), device=DEVICE_ED))
    pair("token.key_invalid", "token.signature_invalid", "the key before the signature", holder(credential(change=bad_key), device=DEVICE2))
    pair("token.algorithm_mismatch", "token.signature_invalid", "the algorithm before the signature", holder(device=DEVICE_ED))
    pair("token.signature_invalid", "credential.disclosure_invalid", "signatures before disclosures", holder(contents=[b"\xff"], device=DEVICE2))
    # Step 8
    pair("credential.disclosure_invalid", "license.invalid", "disclosures before the licence", holder(credential(change=entry(1, "")), contents=[b"\xff"]))
    revoked = trust(trust_key(ISSUER, revoked_at="2027-01-01T00:00:30Z"), trust_key(STATUS, "status"), countries=["CN"])
    pair("license.invalid", "issuer.key_revoked", "the licence before the key", holder(credential(change=entry(1, ""))), trust=revoked)
    # Step 9
    stamps = {"revoked_at": "2027-01-01T00:00:30Z", "not_before": "2027-01-01T00:00:00Z"}
    pair("issuer.key_revoked", "issuer.key_outside_validity", "revoked before its span", good, trust=trust(trust_key(ISSUER, **stamps), countries=["CN"]))
    pair("issuer.key_outside_validity", "issuer.out_of_scope", "the span before the scope", good, trust=trust(trust_key(ISSUER, not_before="2027-01-01T00:00:00Z"), countries=["DE"]))
    pair("issuer.out_of_scope", "credential.lifetime_exceeded", "the scope before the life", holder(credential(exp=IAT + 401 * DAY)), trust=trust(*MAIN_KEYS, countries=["DE"]))
    # Step 10
    future = credential(iat=NOW + 31, exp=NOW + 31 + 401 * DAY)
    pair("credential.lifetime_exceeded", "credential.not_yet_valid", "the life before the time", holder(future, now=NOW + 60))
    pair("credential.lifetime_exceeded", "credential.expired", "the life before the time", holder(credential(exp=IAT + 401 * DAY)), now=IAT + 402 * DAY)
    future = credential(iat=NOW + 31)
    pair("credential.not_yet_valid", "credential.kind_not_allowed", "the time before the kind", holder(future, now=NOW + 60), policy={"kinds": ["static"]})
    pair("credential.expired", "credential.kind_not_allowed", "the time before the kind", plain(IAT, NOW - 30))
    pair("credential.not_yet_valid", "token.not_yet_valid", "the credential before the token", holder(future, now=NOW + 60))
    pair("credential.expired", "token.expired", "the credential before the token", good, now=EXP + 30)
    # Step 11
    pair("credential.kind_not_allowed", "token.audience_mismatch", "the kind before the audience", holder(audience="police"), policy={"kinds": ["issuer"]})
    pair("token.audience_mismatch", "token.challenge_mismatch", "the audience before the challenge", holder(audience="police"), challenge=NONCE)
    long = claim(4, NOW + 121)
    pair("token.challenge_mismatch", "token.lifetime_exceeded", "the challenge before the life", holder(change=long), challenge=NONCE)
    ending = credential(exp=NOW + 50)
    pair("token.lifetime_exceeded", "token.outside_credential", "the life before the credential's time", holder(ending, change=long))
    pair("token.outside_credential", "token.not_yet_valid", "the credential's time before now", holder(ending, change=both(claim(6, NOW + 31), claim(4, NOW + 61))), offset=31)
    pair("token.outside_credential", "token.expired", "the credential's time before now", holder(credential(iat=NOW - 80), change=both(claim(6, NOW - 81), claim(4, NOW - 51))), offset=-52)
    named = credential(status=(URI, 0))
    revoked_list = (f.listed("revoked", listing([1])),)
    pair("token.not_yet_valid", "status.revoked", "the token before the status", holder(named), now=NOW - 31, offset=31, lists=revoked_list)
    pair("token.expired", "status.revoked", "the token before the status", holder(named), now=NOW + 60, offset=-31, lists=revoked_list)
    pair("token.expired", "status.unavailable", "the token before the status", holder(named), now=NOW + 60, offset=-31)
    # Step 12
    def one(slug: str, value: int, **options: Any) -> tuple:
        return (f.listed(slug, listing([value], **options)),)

    def standing(letter: str) -> dict:
        return {**SHORT, "standing": {"codes": letter, "as_of": "2026-12-31T00:00:30Z"}}

    def judged(letter: str, status: bool = True, **options: Any) -> bytes:
        return holder(credential(licence=standing(letter), **({"status": (URI, 0)} if status else {}), **options))

    old = {**SHORT, "expiry_date": "2026-12-31"}
    past = holder(credential(licence=old, status=(URI, 0)))
    pair("status.unavailable", "license.expired", "a rejection wins", past, code="license.expired", licence=old)
    pair("status.unavailable", "license.standing_unknown", "the first of two indeterminates", judged("X"), licence=standing("X"), standing="unknown")
    pair("status.revoked", "status.expired", "a revocation counts on an old list", holder(named), lists=one("revoked-expired", 1, exp=NOW - 30), status="revoked")
    pair("status.expired", "status.stale", "the first of two indeterminates", holder(named), lists=one("expired-stale", 0, exp=NOW - 30, ttl=10), status="valid")
    pair("status.stale", "status.index_out_of_range", "a rejection wins", holder(credential(status=(URI, 9))), code="status.index_out_of_range", lists=one("stale", 0, ttl=10))
    pair("status.expired", "status.suspended", "a rejection wins", holder(named), code="status.suspended", lists=one("suspended-expired", 2, exp=NOW - 30), status="suspended")
    pair("status.stale", "status.unknown", "the first of two indeterminates", holder(named), lists=one("unknown-stale", 9, ttl=10), status="unknown")
    pair("status.index_out_of_range", "license.withheld", "the status before the licence", holder(credential(status=(URI, 9))), lists=one("valid", 0), policy={"required_entries": ["record"]})
    pair("status.suspended", "license.withheld", "the status before the licence", holder(named), lists=one("suspended", 2), policy={"required_entries": ["record"]}, status="suspended")
    pair("status.revoked", "license.ended", "the status before the licence", judged("E"), lists=revoked_list, licence=standing("E"), status="revoked")
    pair("status.unknown", "license.withheld", "a rejection wins", holder(named), code="license.withheld", lists=one("unknown", 9), policy={"required_entries": ["record"]}, status="unknown")
    pair("status.unknown", "license.standing_unknown", "the first of two indeterminates", judged("X"), lists=one("unknown", 9), licence=standing("X"), status="unknown", standing="unknown")
    # Step 13
    tomorrow = {**SHORT, "issue_date": "2027-01-02"}
    pair("license.withheld", "license.not_yet_valid", "what is withheld before the dates", holder(credential(licence=tomorrow)), policy={"required_entries": ["record"]}, licence=tomorrow)
    pair("license.withheld", "license.expired", "what is withheld before the dates", holder(credential(licence=old)), policy={"required_entries": ["record"]}, licence=old)
    never = {**SHORT, "issue_date": "2027-01-02", "expiry_date": "2026-12-31"}
    pair("license.not_yet_valid", "license.expired", "the order of the dates is not looked at", holder(credential(licence=never)), licence=never)
    ended = {**old, "standing": {"codes": "E", "as_of": "2026-12-31T00:00:30Z"}}
    pair("license.expired", "license.ended", "the dates before the standing", holder(credential(licence=ended)), licence=ended)
    pair("license.ended", "license.suspended", "the worst letter decides", judged("BE", False), licence=standing("BE"), standing="ended")
    pair("license.suspended", "license.standing_unknown", "the worst letter decides", judged("BX", False), licence=standing("BX"), standing="suspended")
    stale = {"standing_age": 3600}
    pair("license.standing_unknown", "license.standing_stale", "the first of two indeterminates", judged("X", False), licence=standing("X"), standing="unknown", policy=stale)
    pair("license.suspended", "license.standing_stale", "a rejection", judged("B", False), licence=standing("B"), standing="suspended", policy=stale)
    made = credential(licence=standing("A"))
    seen = {"replay": {"capacity": 9, "seen": [[memory_hash(made), NOW, NOW + 60]]}}
    pair("license.standing_stale", "replay.repeated", "with an indeterminate the memory is not asked", holder(made), licence=standing("A"), standing="valid", policy={**stale, "replay": True}, state=seen)
    # Step 14
    made = credential()
    pair("replay.repeated", "replay.memory_full", "what is in a full memory is found", holder(made), policy="replay", state={"replay": {"capacity": 1, "seen": [[memory_hash(made), NOW, NOW + 60]]}})

    # Every pair of neighbours in the table is there, but for those that exclude each other.
    exclusive = {("payload.empty", "payload.too_large"), ("payload.version_unsupported", "payload.prefix_unknown"),  # one text has one length and one prefix
                 ("credential.not_yet_valid", "credential.expired"), ("token.not_yet_valid", "token.expired"),  # iat < exp
                 ("status.unavailable", "status.revoked"),  # without a list there is no value
                 ("status.index_out_of_range", "status.suspended"), ("status.suspended", "status.unknown")}  # an entry has one value
    missing = {pair for pair in zip(CODES, CODES[1:]) if pair not in pairs} - exclusive
    assert not missing, missing
    return f.content()


class _Bytes:
    def __init__(self, data: bytes):
        self.data = data

    def encode(self) -> bytes:
        return self.data
