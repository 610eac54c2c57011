"""answers.json: section 18, the scanner: the challenges that it has shown, and their answers."""

from __future__ import annotations

from typing import Optional

from hufu_reference.issue import Sealed, answer_value, signed_trust_list, trust_entry
from hufu_reference.issue import trust_key as cbor_key

from .hfc2 import ALLOWED, DAY, DISPLAY, LIFE, OTHER, POLICE, certificate, challenge, text, twin
from .make import ALL_KINDS, ANCHOR, CERTIFIER2, EXP, IAT, ISS, ISSUER, NONCE, NOW, ROGUE, SHORT, STATUS, URI, File, claim, credential, holder, plain

HFC1 = "HFC1:" + NONCE.hex().upper()
KINDS = {"kinds": ALL_KINDS}


def shown(*challenges: object) -> list[dict]:
    """Each: a text or a signed challenge, or that and the moment at which it was shown."""
    pairs = [one if isinstance(one, tuple) else (one, NOW) for one in challenges]
    return [{"text": one if isinstance(one, str) else text(one), "shown": moment} for one, moment in pairs]


def answer(to: Optional[Sealed] = None, audience: str = POLICE, **options) -> bytes:
    return holder(challenge=answer_value(to or challenge()), audience=audience, **options)


def make() -> dict:
    f = File("answers", "Section 18, the scanner: which of the challenges that it has shown a token answers, until when, and how often.")
    police = challenge()
    required = {"challenge": "required"}

    def case(slug, comment, scanned, code="ok", step=2, challenges=None, moment=NOW, age=0, **more):
        f.case(slug, comment, f"18, scanner, step {step}" if isinstance(step, int) else step, scanned, code, challenges=shown(police) if challenges is None else challenges, moment=moment, answer_age=age, **more)

    case("right", "The answer to the signed challenge", answer())
    case("right-required", "The policy requires a challenge", answer(), policy=required)
    case("right-audiences", "The policy has other audiences: the verifier's id is the only one", answer(), policy={"audiences": ["any", "police"]})
    case("right-none", "The policy accepts no audience", answer(), policy={"audiences": []})
    case("right-plain", "The answer to a plain challenge", holder(challenge=NONCE), challenges=shown(HFC1))
    case("right-plain-required", "The same, required", holder(challenge=NONCE), challenges=shown(HFC1), policy=required)
    case("both-signed", "Two are open: the answer to the signed one", answer(), challenges=shown(HFC1, police))
    case("both-plain", "Two are open: the answer to the plain one", holder(challenge=NONCE), challenges=shown(HFC1, police))
    case("twin", "The scanner's own challenge with the twin of its signature has the same value", answer(), challenges=shown(twin(police)), flags=("malleable",))

    # Another challenge
    def other(slug, comment, to, **more):
        case(f"other-{slug}", comment, answer(to, **more), "token.challenge_mismatch")
    rogue = certificate(CERTIFIER2, OTHER, POLICE, DISPLAY, scanner=ROGUE)
    other("rogue", "A rogue's challenge with the same random bytes, time, request and verifier id, certified by another authority", challenge(rogue, scanner=ROGUE))
    other("self-signed", "A rogue that has put its key under the police's name", challenge(certificate(ROGUE, scanner=ROGUE), scanner=ROGUE))
    other("nonce", "The same scanner, other random bytes", challenge(nonce=bytes(16)))
    other("request", "The same random bytes, another request", challenge(asked=(0,)))
    other("time", "The same random bytes, a second later", challenge(iat=NOW + 1))
    other("certificate", "The same scanner under its certificate of the month before", challenge(certificate(iat=NOW - 20 * DAY, exp=NOW + DAY)))
    other("certificate-twin", "The twin of the certificate in the challenge", challenge(twin(certificate())))
    other("allowed", "A certificate for one element more", challenge(certificate(allowed=ALLOWED + (58,))))
    value = answer_value(police)
    for slug, cnonce, why in (("bytes", NONCE, "The random bytes of the signed challenge in place of its hash"), ("half", value[:16], "The first half of the hash: what a plain challenge could ask for"), ("longer", value + b"\0", "The hash and a byte"), ("last-bit", value[:31] + bytes([value[31] ^ 1]), "The last bit differs"), ("zeros", bytes(32), "A hash of zeros"), ("none", None, "No answer")):
        case(f"value-{slug}", why, holder(challenge=cnonce, audience=POLICE), "token.challenge_mismatch")
    case("value-plain", "The random bytes of a signed challenge answer a plain one that has the same", holder(challenge=NONCE), challenges=shown(police, HFC1))
    case("value-of-plain", "The hash of another challenge, where a plain one is open", answer(), "token.challenge_mismatch", challenges=shown(HFC1))
    case("value-none-shown", "No challenge was shown, and none is answered", holder(), "token.challenge_mismatch", challenges=[])
    case("value-unasked", "No challenge was shown, and one is answered", answer(), "token.challenge_mismatch", challenges=[])

    # The audience
    for slug, audience, policy, why in (("any", "any", None, "any is accepted by the policy, and not for a signed challenge"), ("group", "police", {"preset": "roadside", "required_entries": [], "standing_age": None}, "A group that the policy accepts"), ("longer", POLICE + "7", None, "Another id"), ("case", POLICE.upper(), None, "The id is compared byte for byte"), ("display", DISPLAY, None, "The name is not the id")):
        case(f"audience-{slug}", why, answer(audience=audience), "token.audience_mismatch", policy=policy)
    case("audience-plain", "The verifier's id, in answer to a plain challenge: the audiences are those of the policy", holder(challenge=NONCE, audience=POLICE), "token.audience_mismatch", challenges=shown(police, HFC1))
    case("audience-plain-policy", "An audience of the policy, in answer to a plain challenge", holder(challenge=NONCE, audience="gate"), challenges=shown(HFC1), policy={"audiences": ["gate"]})
    case("audience-other", "Another audience, and no answer to any challenge: whose audience it should be is not known", holder(audience="shop"), "token.challenge_mismatch")

    # Only tokens answer
    for slug, scanned, offset in (("issuer", plain(), 0), ("static", plain(IAT, EXP), None)):
        case(f"kind-{slug}", "Only a token can answer", scanned, "credential.kind_not_allowed", policy=KINDS, offset=offset)
        case(f"kind-{slug}-none", "The same, where no challenge was shown yet", scanned, "credential.kind_not_allowed", policy=KINDS, challenges=[], offset=offset)

    # Step 3: age
    for slug, policy, age, code in (("119", None, 119, "ok"), ("120", None, 120, "token.challenge_mismatch"), ("0", None, 0, "ok"), ("gate-14", {"preset": "gate", "status": "ignored"}, 14, "ok"), ("gate-15", {"preset": "gate", "status": "ignored"}, 15, "token.challenge_mismatch"), ("roadside-119", {"preset": "roadside", "required_entries": [], "standing_age": None}, 119, "ok"), ("roadside-120", {"preset": "roadside", "required_entries": [], "standing_age": None}, 120, "token.challenge_mismatch"),
                                    ("counter-120", {"preset": "counter", "required_entries": [], "standing_age": None}, 120, "token.challenge_mismatch"), ("policy-4", {"challenge_age": 5}, 4, "ok"), ("policy-5", {"challenge_age": 5}, 5, "token.challenge_mismatch"), ("policy-0", {"challenge_age": 0}, 0, "token.challenge_mismatch"), ("policy-long", {"challenge_age": 7200}, 7199, "ok"), ("changed", {"preset": "gate", "status": "ignored", "challenge_age": 60}, 59, "ok"), ("future", None, -1, "token.challenge_mismatch")):
        for kind, what, scanned in (("signed", police, answer()), ("plain", HFC1, holder(challenge=NONCE))):
            case(f"age-{slug}-{kind}", f"An answer of {age} s" if age >= 0 else "An answer before the challenge was shown", scanned, code, 3, shown((what, 5000)), 5000 + age, age, policy=policy, flags=("edge",))
    late = holder(challenge=answer_value(police), audience=POLICE, now=NOW + 30)
    for slug, now, code, offset in (("59", NOW + LIFE - 1, "ok", 0), ("60", NOW + LIFE, "token.challenge_mismatch", -1)):
        case(f"exp-{slug}", "exp of a signed challenge, by the scanner's clock and without skew; it is 3 s old by the other clock", late, code, 3, shown((police, 0)), 3, 3, now=now, offset=offset, flags=("edge",))
    case("clock-back", "The clock goes back by ten seconds: the age is that of the other clock", answer(now=NOW), "ok", 3, shown((police, 100)), 112, 12, now=NOW - 10, offset=10)
    case("clock-back-old", "The clock goes back, and the answer is late by the other clock", answer(now=NOW), "token.challenge_mismatch", 3, shown((police, 100)), 220, now=NOW - 10, offset=10)
    case("clock-untrusted", "Under a clock that is not trusted exp is not looked at", answer(), "clock.untrusted", 3, shown((police, 0)), 7, 7, now=NOW + LIFE, state={"clock_floor": NOW + LIFE + 31})
    case("clock-untrusted-old", "And the age is", answer(), "token.challenge_mismatch", 3, shown((police, 0)), 120, now=NOW + LIFE, state={"clock_floor": NOW + LIFE + 31}, offset=None)

    # Step 1: eight of them
    many = [challenge(nonce=bytes([number]) * 16) for number in range(9)]
    for place, code in ((0, "token.challenge_mismatch"), (1, "ok"), (8, "ok")):
        case(f"nine-{place}", "Nine were shown: the last eight can be answered", answer(many[place]), code, 1, shown(*many), flags=("edge",))
    case("eight-0", "Eight were shown: all can be answered", answer(many[0]), "ok", 1, shown(*many[:8]), flags=("edge",))

    # Step 4: once
    def scans(slug, comment, given, *, challenges=None, **more):
        f.sequence(slug, comment, "18, scanner, step 4", [(now, scanned, code, {"moment": moment, **outcome}) for now, moment, scanned, code, outcome in given], challenges=challenges or shown(police), **more)
    mismatch = "token.challenge_mismatch"
    scans("once", "A challenge is used up by its first answer", [(NOW, NOW, answer(), "ok", {"answer_age": 0}), (NOW + 1, NOW + 1, answer(), mismatch, {}), (NOW + 2, NOW + 2, answer(now=NOW + 1), mismatch, {})])
    scans("once-plain", "A plain one too", [(NOW, NOW + 1, holder(challenge=NONCE), "ok", {"answer_age": 1}), (NOW + 1, NOW + 2, holder(challenge=NONCE), mismatch, {})], challenges=shown(HFC1))
    scans("each", "Each of two is used up by its own answer", [(NOW, NOW + 1, holder(challenge=NONCE), "ok", {"answer_age": 1}), (NOW, NOW + 2, answer(), "ok", {"answer_age": 2}), (NOW, NOW + 3, holder(challenge=NONCE), mismatch, {}), (NOW, NOW + 4, answer(), mismatch, {})], challenges=shown(police, HFC1))
    scans("rejected-11", "An answer that step 11 rejects leaves it open", [(NOW, NOW, answer(audience="any"), "token.audience_mismatch", {}), (NOW, NOW, answer(change=claim(4, NOW + 121)), "token.lifetime_exceeded", {}), (NOW, NOW + 9, answer(), "ok", {"answer_age": 9})])
    over = credential(licence={**SHORT, "expiry_date": "2026-12-01"})
    scans("rejected-13", "An answer that a later step rejects leaves it open, and has an age", [(NOW, NOW + 1, answer(made=over), "license.expired", {"answer_age": 1, "licence": {**SHORT, "expiry_date": "2026-12-01"}}), (NOW, NOW + 2, answer(), "ok", {"answer_age": 2})])
    scans("rejected-none", "No answer and a wrong one leave it open", [(NOW, NOW, holder(), mismatch, {}), (NOW, NOW, answer(challenge(nonce=bytes(16))), mismatch, {}), (NOW, NOW + 3, answer(), "ok", {"answer_age": 3})])
    named = credential(status=(URI, 0))
    scans("indeterminate", "An indeterminate verdict after step 11 uses it up", [(NOW, NOW + 4, answer(made=named), "status.unavailable", {"answer_age": 4}), (NOW, NOW + 5, answer(), mismatch, {})])
    entries = [trust_entry(ISS, "DMV", [cbor_key(ISSUER.public, 1), cbor_key(STATUS.public, 2)], ["CN"])]
    expired = {"token": signed_trust_list(ANCHOR, ISS, "scanners", entries, NOW - 100, NOW - 50).hex(), "anchors": [ANCHOR.public.jwk()], "name": "scanners", "at": NOW - 60}
    from_stranger = holder(credential(iss="https://unknown.example"), challenge=answer_value(police), audience=POLICE)
    scans("early-end", "A verification that ends in step 6 leaves it open, although its verdict is indeterminate", [(NOW, NOW, from_stranger, "trust.expired", {"early": True}), (NOW, NOW + 1, answer(), "trust.expired", {"answer_age": 1}), (NOW, NOW + 2, answer(), mismatch, {})], trust=expired)
    scans("shown-later", "A challenge can be answered from the moment at which it is shown", [(NOW, NOW + 9, answer(), mismatch, {}), (NOW, NOW + 10, answer(), "ok", {"answer_age": 0})], challenges=shown((police, NOW + 10)))

    # What is no configuration
    for slug, one in (("text", {"text": "HFC2:", "shown": NOW}), ("prefix", {"text": "HF1:BB8", "shown": NOW}), ("hash", {"text": "HFC1:" + value.hex().upper(), "shown": NOW}), ("name", {"text": HFC1, "shown": NOW, "more": 1}), ("moment", {"text": HFC1})):
        f.case(f"error-{slug}", "A challenge that is none", "18, scanner, step 1", answer(), "error", challenges=[one])
    f.case("error-both", "An expected challenge beside those that were shown", "13", answer(), "error", challenges=shown(police), challenge=NONCE)
    return f.content()
