"""Runs the published vectors against this package."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator, Mapping, Tuple, Union

from ._text import base32, base45

_FILES = (
    "answers", "certificates", "challenge", "credential", "disclosure", "hfc2", "license", "policy", "precedence", "replay",
    "rotation", "status", "token", "trust", "updates",
)
_COMPARED = (
    "verdict", "code", "notices", "license", "withheld", "clock_offset", "answer_age", "status", "standing", "valid",
    "cnonce", "audience", "verifier", "authority", "allowed", "asked", "disclosed", "shown", "marked", "absent",
)


@dataclass(frozen=True)
class Conformance:
    """The result of a run.

    Attributes:
        passed: the number of cases that passed.
        failed: the id and the first difference of each case that did not.
    """

    passed: int
    failed: Tuple[Tuple[str, str], ...]

    def __str__(self) -> str:
        return f"{self.passed} passed, {len(self.failed)} failed"


def conformance(vectors: Union[str, "os.PathLike[str]"]) -> Conformance:
    """Runs the cases that an adapter can be asked of a folder of vectors (``Vectors`` of the repository)."""
    passed, failed = 0, []
    for name in _FILES:
        file = json.loads((Path(vectors) / f"{name}.json").read_text("utf-8"))
        for case in file["cases"]:
            difference = _difference(file, case)
            if difference is None:
                passed += 1
            else:
                failed.append((case["id"], difference))
    return Conformance(passed, tuple(failed))


def _difference(file: Mapping[str, Any], case: Mapping[str, Any]) -> str | None:
    # Here, so that the adapter can be run as a program of its own.
    from .adapter import answer

    found = answer(_line(file, case))
    scans, results = case.get("scans", [case]), found.get("results", [found])
    if len(scans) != len(results):
        return f"{len(scans)} results expected, {len(results)} found"
    return next((text for scan, one in zip(scans, results) for text in _compared(file, scan["expect"], one)), None)


def _compared(file: Mapping[str, Any], expected: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    if expected.get("error") or "error" in found:
        if bool(expected.get("error")) != ("error" in found):
            yield f"{expected} expected, {found.get('error', found.get('code'))} found"
        return
    for name in _COMPARED:
        value, other = expected.get(name), found.get(name)
        if isinstance(other, tuple):
            other = list(other)
        if name == "license":
            value = _named(file.get("licenses", {}), value)
        if name == "notices":
            value, other = value or [], other or []
        if value != other:
            yield f"{name}: {value} expected, {other} found"


def _line(file: Mapping[str, Any], case: Mapping[str, Any]) -> dict[str, Any]:
    """The case in the form of the adapter protocol: names are replaced by what they stand for."""
    line: dict[str, Any] = {"id": case["id"], "trust": _named(file.get("trusts", {}), case["trust"])}
    if "text" in case:
        line.update(now=case["now"], text=case["text"])
        if "credential" in case:
            line["credential"] = file["credentials"][case["credential"]]
        return line
    if "policy" in case:
        line["policy"] = _named(file.get("policies", {}), case["policy"])
    if "roots" in case:
        line["roots"] = _named(file["roots"], case["roots"])
    line.update((name, case[name]) for name in ("state", "challenges") if name in case)
    if "status_lists" in case:
        lists = file.get("status_lists", {})
        line["status_lists"] = [_list(lists, item) for item in case["status_lists"]]
    if "scans" in case:
        line["scans"] = [_scan(file, scan) for scan in case["scans"]]
    else:
        line.update(_scan(file, case))
    return line


def _list(lists: Mapping[str, Any], item: Any) -> Any:
    if not isinstance(item, dict):
        return _named(lists, item)
    if "package" in item:
        return {**item, "package": [_named(lists, name) for name in item["package"]]}
    return {"token": _named(lists, item["list"]), "at": item["at"]}


def _scan(file: Mapping[str, Any], scan: Mapping[str, Any]) -> dict[str, Any]:
    made = {name: scan[name] for name in ("now", "challenge", "moment", "input", "input_hex") if name in scan}
    if "derive" in scan:
        made["input"] = _derived(file["bases"], scan["derive"])
    return made


def _named(values: Mapping[str, Any], value: Any) -> Any:
    return values.get(value, value) if isinstance(value, str) else value


def _derived(bases: Mapping[str, str], derive: Mapping[str, Any]) -> str:
    payload = bytearray.fromhex(bases[derive["base"]])
    if "truncate" in derive:
        del payload[derive["truncate"]:]
    if "flip" in derive:
        place, bit = derive["flip"]
        payload[place] ^= 1 << bit
    return "HF1Z" + base32(bytes(payload)) if derive.get("transport") == "base32" else "HF1:" + base45(bytes(payload))
