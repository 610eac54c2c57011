"""Challenges: signed ones as a holder reads them, and both kinds as a scanner keeps them (PROFILE.md sections 8 and 18)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Optional

from . import claims as cwt
from . import license, strict, transport
from .claims import Wrong, confirmation, need, seconds, text
from .cose import CREDENTIAL, Envelope, open_challenge, open_item
from .disclosure import disclose
from .keys import BadPoint, KeyShape
from .strict import Item
from .trust import VERIFIER_USE, TrustList
from .verdict import Rejected

VERIFIER, REQUEST = -65541, -65542
ELEMENTS = {0: "document_number", license.SECOND_PAGE: "second_page", **{key: name for key, (name, _) in license.ENTRIES.items()}}
NONCE = 16
LONGEST_NAME = 96
CERTIFICATE_LIFE, CHALLENGE_LIFE = 31 * 86_400, 120
SKEW = 300
MOST = 8


class ChallengeRefused(Exception):
    """The first check that failed, by its code."""


def refuse(condition: bool, code: str) -> None:
    if condition:
        raise ChallengeRefused(f"challenge.{code}")


def _elements(item: Item, least: int) -> tuple[int, ...]:
    need(item.kind == "array" and len(item.value) >= least and all(one.is_uint(max(ELEMENTS)) for one in item.value))
    values = tuple(one.value for one in item.value)
    need(list(values) == sorted(set(values)))
    return values


def _visible(claims: dict, key: int, most: int) -> str:
    value = text(claims, key, most)
    need(not license.FORBIDDEN.search(value))
    return value


def _times(claims: dict) -> tuple[int, int]:
    iat, exp = seconds(claims, cwt.IAT), seconds(claims, cwt.EXP)
    need(iat < exp)
    return iat, exp


@dataclass(frozen=True)
class Certificate:
    envelope: Envelope
    iss: str
    id: str
    iat: int
    exp: int
    cnf: KeyShape
    display: str
    elements: tuple[int, ...]

    @classmethod
    def of(cls, envelope: Envelope) -> "Certificate":
        claims = envelope.claims
        iss, id = text(claims, cwt.ISS), _visible(claims, cwt.SUB, 64)
        need(id != "any" and not any(key in claims for key in (cwt.AUD, cwt.NBF, cwt.CNONCE)))
        iat, exp = _times(claims)
        need(VERIFIER in claims and claims[VERIFIER].kind == "array" and len(claims[VERIFIER].value) == 2)
        display, elements = claims[VERIFIER].value
        need(display.is_text(1, LONGEST_NAME) and not license.FORBIDDEN.search(display.value))
        return cls(envelope, iss, id, iat, exp, confirmation(claims), display.value, _elements(elements, 1))


@dataclass(frozen=True)
class Challenge:
    envelope: Envelope
    certificate: Certificate
    iat: int
    exp: int
    asked: tuple[int, ...]

    @classmethod
    def of(cls, scanned: bytes) -> "Challenge":
        """Step 1. ValueError, if it is none."""
        try:
            inner, envelope = open_challenge(transport.read_signed_challenge(scanned))
            claims = envelope.claims
            need(not any(key in claims for key in (cwt.ISS, cwt.SUB, cwt.AUD, cwt.NBF, cwt.CNF)))
            iat, exp = _times(claims)
            need(cwt.CNONCE in claims and claims[cwt.CNONCE].is_bytes(NONCE, NONCE) and REQUEST in claims)
            return cls(envelope, Certificate.of(inner), iat, exp, _elements(claims[REQUEST], 0))
        except (Rejected, Wrong) as error:
            raise ValueError(f"no signed challenge: {error!r}") from None

    @property
    def value(self) -> bytes:
        """What its answer has in cnonce."""
        return hashlib.sha256(self.envelope.sig_structure()).digest()


# The holder


@dataclass(frozen=True)
class Asked:
    """A challenge that may be shown to the holder and answered."""

    value: bytes
    audience: str
    verifier: str  # its display name
    authority: str  # its name in the trust list
    allowed: tuple[int, ...]
    asked: tuple[int, ...]

    def json(self) -> dict[str, Any]:
        return {"cnonce": self.value.hex(), "audience": self.audience, "verifier": self.verifier, "authority": self.authority,
                "allowed": names(self.allowed), "asked": names(self.asked)}


def names(elements: Any) -> list[str]:
    return [ELEMENTS[one] for one in sorted(elements)]


def read(scanned: bytes, trust: TrustList, now: int) -> Asked:
    """Steps 1 to 8 of the holder."""
    try:
        challenge = Challenge.of(scanned)
    except ValueError:
        raise ChallengeRefused("challenge.form_invalid") from None
    certificate = challenge.certificate
    refuse(trust.exp is not None and now >= trust.exp + SKEW, "trust_expired")
    authority = trust.issuers.get(certificate.iss)
    if authority is None:
        raise ChallengeRefused("challenge.issuer_unknown")
    key = authority.keys.get(certificate.envelope.kid)
    if key is None or not key.use & VERIFIER_USE:
        raise ChallengeRefused("challenge.key_unknown")
    refuse(key.key.algorithm != certificate.envelope.algorithm, "algorithm_mismatch")
    refuse(not key.key.verify(certificate.envelope.signature, certificate.envelope.sig_structure()), "signature_invalid")
    try:
        scanner = certificate.cnf.point()
    except BadPoint:
        raise ChallengeRefused("challenge.key_invalid") from None
    refuse(scanner.algorithm != challenge.envelope.algorithm, "algorithm_mismatch")
    refuse(not scanner.verify(challenge.envelope.signature, challenge.envelope.sig_structure()), "signature_invalid")
    refuse(key.revoked(now), "key_revoked")
    refuse(not key.spans(certificate.iat), "key_outside_validity")
    refuse(certificate.exp - certificate.iat > CERTIFICATE_LIFE or challenge.exp - challenge.iat > CHALLENGE_LIFE, "lifetime_exceeded")
    refuse(challenge.iat < certificate.iat or challenge.exp > certificate.exp, "outside_certificate")
    for one in (certificate, challenge):
        refuse(now < one.iat - SKEW, "not_yet_valid")
        refuse(now >= one.exp + SKEW, "expired")
    refuse(not set(challenge.asked) <= set(certificate.elements), "not_allowed")
    return Asked(challenge.value, certificate.id, certificate.display, authority.name, certificate.elements, challenge.asked)


def preview(credential: bytes, asked: Asked) -> dict[str, list[str]]:
    """Step 9: what a token of this credential, with all its disclosures, discloses of what is asked for, and what it shows anyway."""
    parsed = cwt.credential(open_item(strict.read(credential), frozenset({CREDENTIAL})))
    claims, entries, _ = disclose(parsed)
    whole = {key for key in entries if key in ELEMENTS} | ({0} if cwt.SUB in claims else set())
    shown = {key for key in parsed.open_license if key in ELEMENTS} | ({0} if cwt.SUB in parsed.open_claims else set())
    wanted = set(asked.asked)
    return {"disclosed": names(wanted & whole - shown), "shown": names(shown), "marked": names(shown - set(asked.allowed)), "absent": names(wanted - whole)}


# The scanner


@dataclass
class Shown:
    value: bytes
    moment: int  # by a clock that does not go back
    exp: Optional[int] = None  # of a signed challenge
    verifier: Optional[str] = None
    used: bool = False


class Challenges:
    """Those that a scanner has shown."""

    def __init__(self) -> None:
        self.kept: list[Shown] = []

    def show(self, scanned: bytes, moment: int) -> None:
        """ValueError, if the text is that of no challenge."""
        if transport.strip(scanned).startswith(b"HFC2:"):
            challenge = Challenge.of(scanned)
            one = Shown(challenge.value, moment, challenge.exp, challenge.certificate.id)
        else:
            one = Shown(transport.read_challenge(scanned), moment)
        self.kept = [*self.kept, one][-MOST:]

    def answered(self, cnonce: Optional[bytes], now: Optional[int], moment: int, oldest: int) -> Optional[Shown]:
        """`now` is None under a clock that is not trusted."""
        for one in self.kept:
            over = one.exp is not None and now is not None and now >= one.exp
            if one.value == cnonce and 0 <= moment - one.moment < oldest and not over and not one.used:
                return one
        return None
