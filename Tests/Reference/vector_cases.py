"""The files of vectors; makes of their cases what an adapter is given, and compares its answers: the rules of Vectors/README.md, in Python."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Iterator

from hufu_reference import transport

VECTORS = Path(__file__).resolve().parents[2] / "Vectors"
LAYERS = ("cbor", "base45", "base32", "cose", "qr", "loading", "request", "issuing", "hfc1", "hfc2")
FILES = {path.stem: json.loads(path.read_text()) for path in sorted(VECTORS.glob("*.json")) if path.stem not in ("codes", "keys") and "schema" not in path.stem}

CASE = {"id", "comment", "spec", "flags", "now", "policy", "trust", "status_lists", "state", "roots", "challenge", "challenges", "moment", "input", "input_hex", "derive", "scans", "expect",
        "intermediates"}
SCAN = {"now", "challenge", "moment", "input", "input_hex", "derive", "expect"}


def scans(case: dict) -> list[dict]:
    return case.get("scans", [case])


def verdict_cases() -> Iterator[tuple[dict, dict]]:
    """Each file of verdicts with each of its cases."""
    for name, content in FILES.items():
        if name not in LAYERS:
            for case in content["cases"]:
                yield content, case


def derived(file: dict, value: dict) -> str:
    payload = bytearray.fromhex(file["bases"][value["base"]])
    if "truncate" in value:
        del payload[value["truncate"]:]
    if "flip" in value:
        place, bit = value["flip"]
        payload[place] ^= 1 << bit
    return transport.encode(bytes(payload), value.get("transport", "base45"))


def scan(file: dict, value: dict) -> dict:
    out = {name: value[name] for name in ("now", "challenge", "moment", "input", "input_hex") if name in value}
    if "derive" in value:
        out["input"] = derived(file, value["derive"])
    return out


def materialise(file: dict, case: dict) -> dict:
    """The line for the adapter."""
    assert set(case) <= CASE, set(case) - CASE
    out: dict[str, Any] = {"id": case["id"]}
    for name, table in (("policy", "policies"), ("trust", "trusts"), ("roots", "roots")):
        if name in case:
            value = case[name]
            out[name] = file[table][value] if isinstance(value, str) else value
    if "status_lists" in case:
        lists = file["status_lists"]
        out["status_lists"] = [
            lists[one] if isinstance(one, str) else {**one, "package": [lists[name] for name in one["package"]]} if "package" in one
            else {"token": lists[one["list"]], "at": one["at"]} for one in case["status_lists"]]
    for name in ("state", "challenges"):
        if name in case:
            out[name] = case[name]
    if "scans" in case:
        assert all(set(one) <= SCAN for one in case["scans"])
        out["scans"] = [scan(file, one) for one in case["scans"]]
    else:
        out |= scan(file, case)
    return out


def wanted(file: dict, expect: dict) -> dict:
    """The whole answer that is expected, but for the id."""
    if "error" in expect:
        return {"error": True}
    out = {"notices": [], **expect}
    if isinstance(out.get("license"), str):
        out["license"] = file["licenses"][out["license"]]
    return out


def differences(file: dict, case: dict, answer: dict) -> list[str]:
    """What is wrong with an answer; empty when nothing is."""
    if answer.get("id") != case["id"]:
        return ["id"]
    pairs = [(case, answer)]
    if "scans" in case:
        results = answer.get("results")
        if not isinstance(results, list) or len(results) != len(case["scans"]):
            return ["results"]
        pairs = list(zip(case["scans"], results))
    out = []
    for index, (asked, got) in enumerate(pairs):
        got = {name: value for name, value in got.items() if name != "id"}
        if "error" in got:
            got = {"error": True}
        want = wanted(file, asked["expect"])
        out += [f"{index}: {name}: expected {want.get(name)!r}, got {got.get(name)!r}" for name in sorted(set(want) | set(got)) if want.get(name) != got.get(name)]
    return out
