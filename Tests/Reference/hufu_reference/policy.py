"""Policies (PROFILE.md section 13)."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any, Optional

from . import license

KINDS = ("holder", "issuer", "static")
CLASSES = ("ended", "suspended", "unknown", "attention", "valid")  # the worst first
STANDING = {"valid": "ANPT", "attention": "CHI", "suspended": "BDJKLMSU", "ended": "EFGR"}


@dataclass(frozen=True)
class Policy:
    kinds: tuple[str, ...] = ("holder", "issuer")
    audiences: tuple[str, ...] = ("any",)
    skew: int = 30
    longest_token_life: int = 120
    status: str = "when_named"
    oldest_status: Optional[int] = None
    required_entries: tuple[str, ...] = ()
    standing_age: Optional[int] = None
    standing_classes: dict[str, str] = field(default_factory=lambda: dict(STANDING))
    replay: bool = False
    challenge: str = "off"
    challenge_age: int = 120
    utc_offset: int = 0  # the adapter's default; a program takes it from its system or its configuration

    def required_names(self) -> set[str]:
        return {"document_number" if name == "sub" else name for name in self.required_entries}

    def standing(self, codes: str) -> str:
        found = set()
        for letter in codes:
            classes = [name for name, letters in self.standing_classes.items() if letter in letters]
            found.add(classes[0] if classes else "unknown")
        return next(name for name in CLASSES if name in found)


ROADSIDE = Policy(kinds=KINDS, audiences=("any", "police"), standing_age=72 * 3600,
                  required_entries=("sub", "family_name", "driving_privileges"))
GATE = Policy(skew=10, longest_token_life=60, status="required", oldest_status=3600, replay=True, challenge_age=15)
COUNTER = Policy(kinds=KINDS, required_entries=("sub", "family_name"), standing_age=72 * 3600)
PRESETS = {"default": Policy(), "roadside": ROADSIDE, "gate": GATE, "counter": COUNTER}


def _seconds(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 53


def _texts(value: Any, allowed: Optional[Any] = None) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, str) and (allowed is None or one in allowed) for one in value)


def _classes(value: Any) -> bool:
    if not isinstance(value, dict) or not set(value) <= set(STANDING):
        return False
    letters = list("".join(value.values())) if all(isinstance(v, str) for v in value.values()) else ["?"]
    return all("A" <= letter <= "Z" for letter in letters) and len(set(letters)) == len(letters)


_CHECKS = {
    "kinds": lambda v: _texts(v, KINDS),
    "audiences": lambda v: _texts(v) and all(1 <= len(one.encode()) <= 255 for one in v),
    "skew": _seconds,
    "longest_token_life": _seconds,
    "status": lambda v: v in ("ignored", "when_named", "required"),
    "oldest_status": lambda v: v is None or _seconds(v),
    "required_entries": lambda v: _texts(v, license.NAMES | {"sub"}),
    "standing_age": lambda v: v is None or _seconds(v),
    "standing_classes": _classes,
    "replay": lambda v: isinstance(v, bool),
    "challenge": lambda v: v in ("off", "required"),
    "challenge_age": _seconds,
    "utc_offset": lambda v: isinstance(v, int) and not isinstance(v, bool) and abs(v) <= 86400,
}
assert set(_CHECKS) == {f.name for f in fields(Policy)}


def from_json(value: Any) -> Policy:
    """ValueError for an unknown name or a wrong value; what is absent has the value of the preset, or else the default.

    `time_zone` is such a name: only a program that has the database of time zones can read it.
    """
    if not isinstance(value, dict):
        raise ValueError("policy is not an object")
    value = dict(value)
    preset = value.pop("preset", "default")
    if not isinstance(preset, str) or preset not in PRESETS:
        raise ValueError("unknown preset")
    for name, setting in value.items():
        if name not in _CHECKS:
            raise ValueError(f"unknown policy field {name}")
        if not _CHECKS[name](setting):
            raise ValueError(f"wrong value of policy field {name}")
    return replace(PRESETS[preset], **{k: tuple(v) if isinstance(v, list) else v for k, v in value.items()})
