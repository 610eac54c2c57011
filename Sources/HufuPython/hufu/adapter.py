"""A conformance adapter (Vectors/README.md): answers each line of standard input with what this package says of it.

Run it with ``hufu conformance --adapter "python -m hufu.adapter"``.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import timedelta
from typing import Any, Mapping

from ._challenges import Challenge, preview
from ._codes import Credential
from ._errors import HufuError
from ._keys import Key
from ._text import base45
from ._verifying import ReplayMemory, Verifier

_LINE = {
    "id", "comment", "spec", "flags", "policy", "trust", "status_lists", "state", "scans", "now", "challenge", "challenges",
    "moment", "input", "input_hex", "roots",
}
_CHALLENGE_LINE = {"id", "comment", "spec", "flags", "trust", "now", "text", "credential"}


def answer(case: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to a case of the protocol: ``id`` and the verdict, or ``results`` of a sequence, or ``error``."""
    try:
        unknown = set(case) - (_CHALLENGE_LINE if "text" in case else _LINE)
        if unknown:
            raise ValueError(f"unknown field {unknown.pop()}")
        if "text" in case:
            return {"id": case.get("id"), **_challenge(case)}
        scans = case.get("scans", [case])
        verifier = _verifier(case, scans[0]["now"])
        shown = [_shown(**challenge) for challenge in case["challenges"]] if "challenges" in case else None
        results = [_verdict(verifier, shown, scan) for scan in scans]
    except (HufuError, KeyError, TypeError, ValueError) as error:
        return {"id": case.get("id"), "error": str(error)}
    if "scans" in case:
        return {"id": case.get("id"), "results": results}
    return {"id": case.get("id"), **results[0]}


def _verifier(case: Mapping[str, Any], now: int) -> Verifier:
    """A verifier in the state of the case, with its lists."""
    state, trust = case.get("state") or {}, case["trust"]
    replay = state.get("replay") or {}
    memory = ReplayMemory(replay.get("capacity", 100_000))
    for credential, issued_at, expires_at in replay.get("seen", []):
        memory.admit(bytes.fromhex(credential), issued_at, expires_at, expires_at, now=-1)
    # As bytes, so that it is not taken for the name of a preset.
    policy = json.dumps(case["policy"]).encode() if "policy" in case else None
    verifier = Verifier({"issuers": []}, policy=policy, utc_offset=timedelta(0), replay_memory=memory)
    if state.get("clock_floor") is not None:
        verifier.join_rollback_state({"trust": [], "status": [], "clock_floor": state["clock_floor"]})
    if "token" in trust:
        if set(trust) - {"token", "anchors", "name", "at"}:
            raise ValueError("a trust list is either signed or not")
        anchors = [Key.read(json.dumps(key)) for key in trust["anchors"]]
        verifier.load_trust(bytes.fromhex(trust["token"]), anchors, trust["name"], trust.get("at", now))
    else:
        verifier.load_trust(trust, at=now)
    if "roots" in case:
        pinned: dict[str, list[bytes]] = {}
        for root in case["roots"]["roots"]:
            for issuer in root["issuers"]:
                pinned.setdefault(issuer, []).append(bytes.fromhex(root["certificate"]))
        crls = [bytes.fromhex(crl) for crl in case["roots"].get("crls", [])]
        verifier.set_roots(pinned, case["roots"]["purpose"], crls, now)
    for item in case.get("status_lists") or []:
        if isinstance(item, dict) and "package" in item:
            # An item that is refused is skipped.
            verifier.load_package([bytes.fromhex(one) for one in item["package"]], item.get("at", now))
            continue
        token, at = (item["token"], item["at"]) if isinstance(item, dict) else (item, now)
        try:
            verifier.load_status(bytes.fromhex(token), at)
        except HufuError:
            # A list that is refused is skipped.
            pass
    return verifier


def _shown(text: str, shown: int) -> Challenge:
    return Challenge.restored(text, shown)


def _verdict(verifier: Verifier, shown: list[Challenge] | None, scan: Mapping[str, Any]) -> dict[str, Any]:
    text = scan["input"] if "input" in scan else bytes.fromhex(scan["input_hex"])
    if shown is None:
        challenge = bytes.fromhex(scan["challenge"]) if "challenge" in scan else None
        verdict = verifier.verify(text, challenge, scan["now"])
    else:
        if "challenge" in scan:
            raise ValueError("challenge and challenges do not go together")
        verdict = verifier.verify(text, shown, scan["now"], scan.get("moment", scan["now"]))
    value: dict[str, Any] = json.loads(verdict.json)
    return value


def _challenge(case: Mapping[str, Any]) -> dict[str, Any]:
    """What a holder's device reads in a signed challenge, or the code with which it is refused."""
    authorities = _verifier(case, case["now"])
    try:
        challenge = authorities.identify(case["text"], case["now"])
    except HufuError as error:
        if not error.code.startswith("challenge."):
            raise
        return {"valid": False, "code": error.code}
    found: dict[str, Any] = {
        "valid": True, "cnonce": challenge.nonce.hex(), "audience": challenge.id, "verifier": challenge.name,
        "authority": challenge.authority, "allowed": challenge.allowed, "asked": challenge.asked,
    }
    if "credential" in case:
        credential = Credential("HF1:" + base45(bytes.fromhex(case["credential"])))
        found.update(asdict(preview(challenge, credential)))
    return found


def main() -> None:
    """Serves the protocol until the input ends."""
    for line in sys.stdin.buffer:
        try:
            reply = answer(json.loads(line))
        except (ValueError, AttributeError) as error:
            reply = {"id": None, "error": str(error)}
        sys.stdout.write(json.dumps(reply, ensure_ascii=True) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
