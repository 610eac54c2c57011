"""A conformance adapter (Vectors/README.md): answers each line of standard input with the verdicts of this package.

Run it with ``hufu conformance --adapter "python -m hufu.adapter"``.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Any, Mapping

from ._errors import HufuError
from ._keys import Key
from ._verifying import ReplayMemory, Verifier

_LINE = {
    "id", "comment", "spec", "flags", "policy", "trust", "status_lists", "state", "scans", "now", "challenge", "input",
    "input_hex",
}


def answer(case: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to a case of the protocol: ``id`` and the verdict, or ``results`` of a sequence, or ``error``."""
    for name in ("roots", "challenges"):
        # The library does not support certificates in status lists, and takes the time of challenges from its own clock.
        if name in case:
            return {"id": case.get("id"), "unsupported": name}
    try:
        unknown = set(case) - _LINE
        if unknown:
            raise ValueError(f"unknown field {unknown.pop()}")
        scans = case.get("scans", [case])
        verifier = _verifier(case, scans[0]["now"])
        results = [_verdict(verifier, scan) for scan in scans]
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


def _verdict(verifier: Verifier, scan: Mapping[str, Any]) -> dict[str, Any]:
    text = scan["input"] if "input" in scan else bytes.fromhex(scan["input_hex"])
    challenge = bytes.fromhex(scan["challenge"]) if scan.get("challenge") else None
    value: dict[str, Any] = json.loads(verifier.verify(text, challenge, scan["now"]).json)
    return value


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
