"""The conformance adapter: one case per line on stdin, one answer per line on stdout, in order.

    python -m hufu_reference.adapter

A case with `text` is a signed challenge, as a holder reads it. A case with `scans` in place of `now`, `challenge` and `input` is a sequence that shares one state; it is answered with {"id", "results"}.
A case that is itself wrong (unknown field, wrong type, a trust list that is refused) is answered with {"id", "error"}. A status
list that is refused is not loaded, and the scan goes on without it.
"""

from __future__ import annotations

import json
import sys
from typing import Any, Optional

from . import policy as policies
from . import trust as trust_list
from .certificates import Roots
from .challenge import ChallengeRefused, Challenges, preview, read
from .keys import BadPoint, PublicKey, from_jwk
from .store import Replay, Store
from .trust import Refused
from .verify import verify

FIELDS = {"id", "now", "policy", "trust", "status_lists", "state", "roots", "challenge", "challenges", "moment", "input", "input_hex", "scans"}
CHALLENGE = {"id", "now", "trust", "text"}
SCAN = {"now", "challenge", "moment", "input", "input_hex"}
IGNORED = {"comment", "spec", "flags"}  # of a vector file; a runner may leave them in


class BadCase(Exception):
    pass


def fields(value: Any, required: set[str], optional: set[str], where: str) -> dict:
    if not isinstance(value, dict):
        raise BadCase(f"{where} is not an object")
    for name in sorted(set(value) - required - optional):
        raise BadCase(f"unknown field {name} in {where}")
    for name in sorted(required - set(value)):
        raise BadCase(f"no {name} in {where}")
    return value


def integer(value: Any, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadCase(f"{where} is not an integer")
    return value


def hexadecimal(value: Any, where: str) -> bytes:
    try:
        data = bytes.fromhex(value)
        if data.hex() == value.lower():
            return data
    except (TypeError, ValueError):
        pass
    raise BadCase(f"{where} is not hexadecimal")


def load_trust(store: Store, value: Any, now: int) -> None:
    if not isinstance(value, dict) or "token" not in value:
        store.trust = trust_list.from_json(value)
        return
    fields(value, {"token", "anchors", "name"}, {"at"}, "trust")
    if not isinstance(value["anchors"], list) or not isinstance(value["name"], str):
        raise BadCase("wrong anchors or name in trust")
    try:
        anchors: list[PublicKey] = [from_jwk(jwk) for jwk in value["anchors"]]
    except (ValueError, BadPoint) as error:
        raise BadCase(f"anchor: {error}") from None
    at = integer(value.get("at", now), "trust.at")
    store.load_trust(hexadecimal(value["token"], "trust.token"), anchors, value["name"], at)


def load_lists(store: Store, value: Any, now: int) -> None:
    if not isinstance(value, list):
        raise BadCase("status_lists is not an array")
    for one in value:
        at = now
        if isinstance(one, dict) and "package" in one:
            fields(one, {"package"}, {"at"}, "status_lists")
            if not isinstance(one["package"], list):
                raise BadCase("package is not an array")
            store.load_package([hexadecimal(item, "status_lists.package") for item in one["package"]], integer(one.get("at", now), "status_lists.at"))
            continue
        if isinstance(one, dict):
            fields(one, {"token", "at"}, set(), "status_lists")
            one, at = one["token"], integer(one["at"], "status_lists.at")
        data = hexadecimal(one, "status_lists")
        try:
            store.load_status(data, at)
        except Refused:
            pass


def read_roots(value: Any) -> Roots:
    fields(value, {"purpose", "roots"}, {"crls"}, "roots")
    if not isinstance(value["purpose"], str):
        raise BadCase("roots.purpose is not a string")
    roots = Roots(value["purpose"])
    if not isinstance(value["roots"], list) or not isinstance(value.get("crls", []), list):
        raise BadCase("roots or crls is not an array")
    for one in value["roots"]:
        fields(one, {"certificate", "issuers"}, set(), "roots")
        if not isinstance(one["issuers"], list) or not all(isinstance(issuer, str) for issuer in one["issuers"]):
            raise BadCase("roots.issuers is not an array of strings")
        roots.pin(hexadecimal(one["certificate"], "roots.certificate"), one["issuers"])
    for one in value.get("crls", []):
        roots.add_crl(hexadecimal(one, "roots.crls"))
    return roots


def load_state(store: Store, value: Any) -> None:
    fields(value, set(), {"clock_floor", "replay"}, "state")
    if "clock_floor" in value:
        store.raise_floor(integer(value["clock_floor"], "state.clock_floor"))
    if "replay" in value:
        replay = fields(value["replay"], {"capacity"}, {"seen"}, "state.replay")
        store.replay = Replay(integer(replay["capacity"], "state.replay.capacity"))
        for one in replay.get("seen", []):
            if not isinstance(one, list) or len(one) != 3:
                raise BadCase("state.replay.seen is not [hash, iat, expires]")
            key = (hexadecimal(one[0], "state.replay.seen"), integer(one[1], "state.replay.seen"))
            end = integer(one[2], "state.replay.seen")
            store.replay.entries[key] = end, end


def scanned(case: dict) -> bytes:
    if ("input" in case) == ("input_hex" in case):
        raise BadCase("exactly one of input and input_hex is needed")
    if "input_hex" in case:
        return hexadecimal(case["input_hex"], "input_hex")
    if not isinstance(case["input"], str):
        raise BadCase("input is not a string")
    try:
        return case["input"].encode()
    except UnicodeEncodeError:
        raise BadCase("input is not Unicode") from None


def load_challenges(value: Any) -> Challenges:
    shown = Challenges()
    if not isinstance(value, list):
        raise BadCase("challenges is not an array")
    for one in value:
        fields(one, {"text", "shown"}, set(), "challenges")
        if not isinstance(one["text"], str):
            raise BadCase("challenges.text is not a string")
        try:
            shown.show(one["text"].encode(), integer(one["shown"], "challenges.shown"))
        except ValueError as error:
            raise BadCase(f"challenges: {error}") from None
    return shown


def prepared(scan: dict) -> tuple[int, Optional[bytes], Optional[int], bytes]:
    challenge = hexadecimal(scan["challenge"], "challenge") if "challenge" in scan else None
    moment = integer(scan["moment"], "moment") if "moment" in scan else None
    return integer(scan["now"], "now"), challenge, moment, scanned(scan)


def identify(case: dict) -> dict[str, Any]:
    fields(case, CHALLENGE, {"credential"} | IGNORED, "a case with text")
    now = integer(case["now"], "now")
    store = Store(policies.from_json({}).skew)
    load_trust(store, case["trust"], now)
    try:
        asked = read(scanned({"input": case["text"]}), store.trust, now)
    except ChallengeRefused as refused:
        return {"valid": False, "code": str(refused)}
    return {"valid": True, **asked.json(), **(preview(hexadecimal(case["credential"], "credential"), asked) if "credential" in case else {})}


def judge(case: dict) -> dict[str, Any]:
    if "text" in case:
        return identify(case)
    fields(case, {"id", "trust"}, FIELDS | IGNORED, "case")
    policy = policies.from_json(case.get("policy", {}))
    if "scans" in case:
        fields(case, {"id", "trust", "scans"}, (FIELDS | IGNORED) - SCAN, "a case with scans")
        if not isinstance(case["scans"], list) or not case["scans"]:
            raise BadCase("scans is not an array with something in it")
        scans = [prepared(fields(one, {"now"}, SCAN, "scans")) for one in case["scans"]]
    else:
        scans = [prepared(fields(case, {"now"}, set(case), "case"))]
    store = Store(policy.skew, read_roots(case["roots"]) if "roots" in case else None)
    load_state(store, case.get("state", {}))
    load_trust(store, case["trust"], scans[0][0])
    load_lists(store, case.get("status_lists", []), scans[0][0])
    shown = load_challenges(case["challenges"]) if "challenges" in case else None
    if shown is not None and any(challenge is not None for _, challenge, _, _ in scans):
        raise BadCase("challenge and challenges do not go together")
    results = [verify(text, store, policy, now, challenge, shown, moment).json() for now, challenge, moment, text in scans]
    return {"results": results} if "scans" in case else results[0]


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON, in which no name stands twice."""
    out = dict(pairs)
    if len(out) != len(pairs):
        raise BadCase("a name stands twice in an object")
    return out


def answer(line: str | bytes) -> dict[str, Any]:
    identifier = None
    try:
        case = json.loads(line, object_pairs_hook=unique)
        if isinstance(case, dict):
            identifier = case.get("id")
        return {"id": identifier, **judge(case)}
    except (BadCase, Refused, ValueError, RecursionError) as error:
        return {"id": identifier, "error": f"{type(error).__name__}: {error}"}


def main() -> None:
    for line in sys.stdin.buffer:
        if line.strip():
            print(json.dumps(answer(line), ensure_ascii=True), flush=True)


if __name__ == "__main__":
    main()
