"""Verdicts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from html import escape
from typing import Any, Mapping

from ._library import Handle, result

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_OUTCOMES = {1: "valid", 2: "rejected", 3: "indeterminate"}
_KINDS = {1: "holder", 2: "issuer", 3: "static"}
_COLOURS = {"valid": "#176d36", "rejected": "#a3151c", "indeterminate": "#7a5400"}


@dataclass(frozen=True)
class IssuerName:
    """The issuer that signed a licence, as the trust list names it.

    Attributes:
        id: the ``iss`` claim.
        name: the display name.
        kid: the identifier of the key that signed, in hexadecimal.
    """

    id: str
    name: str
    kid: str


class Verdict(Handle):
    """The result of a verification.

    ``valid`` is the only outcome with which a licence is accepted. Everything that was authenticated before the verification
    ended is there; the rest is None or empty.

    Attributes:
        outcome: ``valid``, ``rejected``, or ``indeterminate`` if the verifier lacks information.
        code: ``ok``, or the reason; a stable name of Vectors/codes.json.
    """

    __slots__ = ("_json", "_members", "code", "outcome")

    def __init__(self, outcome: int, code: bytes, handle: int | None, text: bytes | None = None) -> None:
        # The JSON is written and read only if a member of it is asked for.
        self._handle = handle
        self.outcome: str = _OUTCOMES[outcome]
        self.code: str = code.decode()
        self._json = text
        self._members: Mapping[str, Any] | None = None

    def _text(self) -> bytes:
        if self._json is None:
            self._json = result("hufu_report_json", self._handle)
        return self._json

    def _member(self, name: str) -> Any:
        if self._members is None:
            self._members = json.loads(self._text())
        return self._members.get(name)

    @property
    def valid(self) -> bool:
        """Whether every check passed."""
        return self.outcome == "valid"

    @property
    def message(self) -> str:
        """The reason in one sentence."""
        return str(self._member("message"))

    @property
    def advice(self) -> str:
        """What the person at the scanner does now."""
        return str(self._member("advice"))

    @property
    def detail(self) -> str | None:
        """The exact fault and its place, for a technician."""
        value: str | None = self._member("detail")
        return value

    @property
    def kind(self) -> str | None:
        """``holder``, ``issuer`` or ``static``: how the code is protected against copying."""
        value: str | None = self._member("kind")
        return value

    @property
    def issuer(self) -> IssuerName | None:
        """The issuer that signed the licence."""
        value = self._member("issuer")
        return None if value is None else IssuerName(**value)

    @property
    def license(self) -> Mapping[str, Any] | None:
        """The licence in its JSON shape, as far as it was disclosed: authentic, but in force only if ``valid``."""
        value: Mapping[str, Any] | None = self._member("license")
        return value

    @property
    def withheld(self) -> bool | None:
        """Whether the holder withholds something."""
        value: bool | None = self._member("withheld")
        return value

    @property
    def lacking(self) -> tuple[str, ...]:
        """The elements that the policy requires and the licence does not show."""
        return tuple(self._member("lacking") or ())

    @property
    def status(self) -> str | None:
        """``valid``, ``revoked``, ``suspended``, ``attention`` or ``unknown``, of the status list."""
        value: str | None = self._member("status")
        return value

    @property
    def status_age(self) -> timedelta | None:
        """The age of the status list."""
        value: int | None = self._member("status_age")
        return None if value is None else timedelta(seconds=value)

    @property
    def standing(self) -> str | None:
        """``valid``, ``attention``, ``suspended``, ``ended`` or ``unknown``, of the licence's own standing."""
        value: str | None = self._member("standing")
        return value

    @property
    def clock_offset(self) -> timedelta | None:
        """How far the phone's clock is ahead of this one, beyond the time step of the token."""
        value: int | None = self._member("clock_offset")
        return None if value is None else timedelta(seconds=value)

    @property
    def answer_age(self) -> timedelta | None:
        """The time from the moment at which a challenge was shown to that of this answer to it."""
        value: int | None = self._member("answer_age")
        return None if value is None else timedelta(seconds=value)

    @property
    def token_expires(self) -> datetime | None:
        """The end of the token, in UTC."""
        return _time(self._member("token_expires"))

    @property
    def credential_expires(self) -> datetime | None:
        """The end of the credential, in UTC."""
        return _time(self._member("credential_expires"))

    @property
    def notices(self) -> tuple[str, ...]:
        """Remarks of a valid verdict; names of Vectors/codes.json."""
        return tuple(self._member("notices") or ())

    @property
    def json(self) -> str:
        """The whole verdict as JSON, as Vectors/verdict.schema.json describes it."""
        return self._text().decode()

    def __repr__(self) -> str:
        return f"<Verdict {self.outcome} {self.code}>"

    def __str__(self) -> str:
        return f"{self.outcome.upper()}  {self.code}: {self.message}"

    def _repr_html_(self) -> str:
        rows = [("Reason", self.message), ("To do", self.advice)]
        if self.issuer is not None:
            rows.append(("Issuer", f"{self.issuer.name} <{self.issuer.id}>"))
        rows += [(name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
                 for name, value in (self.license or {}).items() if name != "portrait"]
        left = "style='text-align:left'"
        body = "".join(f"<tr><th {left}>{escape(name)}</th><td {left}>{escape(value)}</td></tr>" for name, value in rows)
        word = escape(f"{self.outcome.upper()} {self.code}")
        return f"<table><caption style='color:{_COLOURS[self.outcome]};font-weight:bold'>{word}</caption>{body}</table>"


def _time(text: str | None) -> datetime | None:
    if text is None:
        return None
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
