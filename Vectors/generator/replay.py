"""replay.json: step 14."""

from __future__ import annotations

import hashlib

from hufu_reference.issue import Sealed
from hufu_reference.keys import N
from hufu_reference.strict import read

from .make import DEVICE2, EXP, IAT, NOW, SECOND, SHORT, URI, STATUS, File, claim, credential, holder, issue, memory_hash, plain
from .token import notices


def twin(payload: bytes) -> bytes:
    """The same with n - s in place of the outer s."""
    protected, _, body, signature = (item.value for item in read(payload).value[1].value)
    s = N - int.from_bytes(signature[32:], "big")
    return Sealed(protected, body, signature[:32] + s.to_bytes(32, "big")).encode()


def make() -> dict:
    f = File("replay", "Step 14: the memory of tokens seen. `state.replay` is what it holds at first: [hash, iat, expires]; `scans` are made one after another.")
    made, other = credential(), credential(licence={**SHORT, "document_number": "T-2"})
    two = {**SHORT, "document_number": "T-2"}
    token = holder(made)
    digest = memory_hash(made)

    def at(payload, now, code="ok", **more):
        offset = more.pop("offset", 0)
        return now, payload, code, {"offset": offset, "notices": notices(offset), **more}

    def seq(slug, comment, scans, policy="replay", **more):
        f.sequence(slug, comment, 14, scans, policy=policy, **more)

    seq("twice", "The same token twice", [at(token, NOW), at(token, NOW + 1, "replay.repeated")])
    seq("thrice", "Being seen again changes nothing", [at(token, NOW), at(token, NOW + 1, "replay.repeated"), at(token, NOW + 2, "replay.repeated")])
    seq("twin", "Its twin (r, n - s): signature bytes identify nothing", [at(token, NOW), at(twin(token), NOW, "replay.repeated")], flags=("malleable",))
    seq("twin-first", "The twin first", [at(twin(token), NOW), at(token, NOW, "replay.repeated")], flags=("malleable",))
    seq("same-step", "Two tokens of one step", [at(token, NOW), at(holder(made, cti=b"x"), NOW + 5, "replay.repeated")])
    seq("same-step-audience", "Two tokens of one step, for two audiences", [at(token, NOW), at(holder(made, audience="police"), NOW + 5, "replay.repeated")], {"replay": True, "audiences": ["any", "police"]})
    seq("same-step-exp", "Two tokens of one iat, with different exp", [at(token, NOW), at(holder(made, change=claim(4, NOW + 31)), NOW + 5, "replay.repeated")])
    inner = credential(licence=SECOND, redacted=(18,))
    withheld = {"withheld": True, "notices": ("status.unchecked", "license.withheld_entries")}
    seq("same-step-disclosed", "Two tokens of one step and one credential, that disclose different things", [
        (NOW, holder(inner), "ok", withheld), (NOW + 5, holder(inner, show=[18]), "replay.repeated", {"licence": "second"})])
    seq("next-step", "The next step is another token", [at(token, NOW), at(holder(made, now=NOW + 30), NOW + 30), at(token, NOW + 31, "replay.repeated", offset=-2)])
    seq("two-credentials", "Two credentials in one step", [at(token, NOW), at(holder(other), NOW, licence=two), at(holder(other), NOW, "replay.repeated", licence=two)])
    seq("two-devices", "Two devices of one licence in one step", [at(token, NOW), at(holder(credential(device=DEVICE2), device=DEVICE2), NOW)])
    seq("until-expired", "To the last second of its life, and then it is expired", [at(token, NOW), at(token, NOW + 59, "replay.repeated", offset=-30), at(token, NOW + 60, "token.expired", offset=-31)])
    seq("issuer", "An issuer-rotated code twice", [at(plain(), NOW), at(plain(), NOW + 1, "replay.repeated")])
    seq("issuer-other", "Two issuer-rotated codes that differ in a claim", [at(plain(), NOW), at(plain(change=claim(99, 0)), NOW + 1)])
    f.sequence("static", "A static code as often as one likes", 14, [(NOW + n, plain(IAT, EXP), "ok", {"offset": None}) for n in range(3)], policy={"replay": True, "kinds": ["static"]})
    seq("off", "The policy does not ask for it", [at(token, NOW), at(token, NOW)], None)
    seq("rejected-first", "A token that was rejected is not remembered", [
        at(token, NOW - 31, "token.not_yet_valid", offset=31), at(token, NOW - 30, offset=30), at(token, NOW - 29, "replay.repeated", offset=29)])
    audience = holder(made, audience="police")
    seq("rejected-first-audience", "A rejected token of a step does not block a right one", [at(audience, NOW, "token.audience_mismatch"), at(token, NOW), at(audience, NOW, "token.audience_mismatch")])
    named = credential(status=(URI, 0))
    seq("indeterminate", "A token that was indeterminate is neither looked for nor remembered", [(NOW, holder(named), "status.unavailable", {}), (NOW, holder(named), "status.unavailable", {})])
    seq("clock-back", "A verifier's clock that goes back by a second does not matter", [at(token, NOW + 1), at(token, NOW, "replay.repeated")])

    seq("clock-back-forgotten", "A clock that goes back behind the end of a token that was forgotten: it may have been this one", [
        at(token, NOW), at(holder(other, now=NOW + 60), NOW + 60, licence=two), (NOW + 59, token, "replay.memory_full", {"offset": -30})])
    seq("clock-back-same-end", "Nor can a token be told from one that was forgotten with the same end", [
        at(token, NOW), at(holder(other, now=NOW + 60), NOW + 60, licence=two), (NOW + 59, holder(other), "replay.memory_full", {"offset": -30, "licence": two})])
    seq("clock-back-later-end", "A token that ends later than all that was forgotten is not among it", [
        at(token, NOW), at(holder(other, now=NOW + 60), NOW + 60, licence=two), at(holder(made, now=NOW + 30), NOW + 59)])

    def state(*seen, capacity=10):
        return {"replay": {"capacity": capacity, "seen": [list(one) for one in seen]}}

    for slug, held, code, why in (
            ("seen", state((digest, NOW, NOW + 60)), "replay.repeated", "Remembered from before"), ("seen-alive", state((digest, NOW, NOW + 1)), "replay.repeated", "An entry is alive while now is less than its end"),
            ("seen-dead", state((digest, NOW, NOW)), "ok", "An entry that is dead is dropped"), ("seen-dead-1", state((digest, NOW, NOW - 1)), "ok", "An entry that is dead is dropped"),
            ("seen-other-iat", state((digest, NOW - 1, NOW + 60)), "ok", "Another iat of the same credential"), ("seen-other-hash", state(("00" * 32, NOW, NOW + 60)), "ok", "Another credential of the same iat"),
            ("full", state(("00" * 32, NOW, NOW + 60), capacity=1), "replay.memory_full", "Full of what is alive"), ("full-last-second", state(("00" * 32, NOW, NOW + 1), capacity=1), "replay.memory_full", "Alive for its last second"),
            ("full-dead", state(("00" * 32, NOW, NOW), capacity=1), "ok", "Full of what is dead: it is dropped first"), ("full-repeated", state((digest, NOW, NOW + 60), capacity=1), "replay.repeated", "Full, but it is in there"),
            ("full-one-dead", state(("00" * 32, NOW, NOW + 60), ("11" * 32, NOW, NOW), capacity=2), "ok", "One alive, one dead: room for one"),
            ("full-2", state(("00" * 32, NOW, NOW + 60), ("11" * 32, NOW, NOW + 60), capacity=2), "replay.memory_full", "Two alive: no room"),
            ("capacity-0", state(capacity=0), "replay.memory_full", "A memory without room")):
        f.case(slug, why, 14, token, code, policy="replay", state=held, flags=("edge",))
    f.case("full-off", "A full memory does not matter when the policy does not ask", 14, token, state=state(capacity=0))
    f.case("full-static", "Nor for a static code", 14, plain(IAT, EXP), policy={"replay": True, "kinds": ["static"]}, state=state(capacity=0), offset=None)
    f.case("seen-off", "Nor does what is remembered", 14, token, state=state((digest, NOW, NOW + 60)))
    f.case("seen-rejected", "A rejection before comes first", 14, holder(made, audience="police"), "token.audience_mismatch", policy="replay", state=state((digest, NOW, NOW + 60)))
    f.case("seen-indeterminate", "With an indeterminate, the memory is not asked", 14, holder(named), "status.unavailable", policy="replay", state=state((memory_hash(named), NOW, NOW + 60)))
    f.case("seen-untrusted", "Nor with a clock that is not trusted", 14, token, "clock.untrusted", policy="replay", state={**state((digest, NOW, NOW + 60)), "clock_floor": NOW + 31})
    f.case("seen-issuer", "For kind issuer, the CWT's own hash and iat", 14, plain(), "replay.repeated", policy="replay", state=state((memory_hash(_sealed(plain())), NOW, NOW + 60)))
    f.case("seen-content", "The hash is that of the Sig_structure, not of the token's bytes", 14, token, policy="replay", state=state((hashlib.sha256(token).hexdigest(), NOW, NOW + 60)))
    seq("full-then-room", "A full memory, until its entry dies", [at(token, NOW), at(holder(other), NOW + 5, "replay.memory_full", licence=two), at(holder(other, now=NOW + 30), NOW + 59, "replay.memory_full", licence=two),
                                                                 at(holder(other, now=NOW + 60), NOW + 60, licence=two)], state=state(capacity=1))
    seq("expires-skew", "An entry lives until exp + skew of its policy", [at(token, NOW), at(holder(other), NOW + 30, "replay.memory_full", licence=two, offset=-1), at(holder(other, now=NOW + 30), NOW + 40, licence=two)],
        {"replay": True, "skew": 10}, state=state(capacity=1))
    gate = holder(named)
    listed = f.listed("good", issue.status_list(STATUS, "https://dmv.example", URI, [0], NOW - 100, NOW + 1000, bits=8, lst=bytes.fromhex("78010101 00feff00 00010001".replace(" ", ""))))
    f.sequence("gate", "The gate's policy: everything at once", 14, [(NOW, gate, "ok", {"status": "valid", "notices": ()}), (NOW + 1, gate, "replay.repeated", {"status": "valid"})], policy="gate", lists=(listed,))
    return f.content()


def _sealed(payload: bytes) -> Sealed:
    protected, _, body, signature = (item.value for item in read(payload).value[1].value)
    return Sealed(protected, body, signature)
