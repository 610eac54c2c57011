"""Claims of credentials and tokens (PROFILE.md sections 5 and 8; step 5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from .cose import CREDENTIAL, Envelope
from .keys import KeyShape, cose_key
from .strict import REDACTED, Item
from .verdict import Rejected

ISS, SUB, AUD, EXP, NBF, IAT, CTI, CNF, CNONCE = 1, 2, 3, 4, 5, 6, 7, 8, 39
STATUS, LICENSE = 65535, -65537
LATEST = (1 << 53) - 1


class Wrong(Exception):
    pass


def need(condition: bool) -> None:
    if not condition:
        raise Wrong


def seconds(claims: dict, key: int) -> int:
    need(key in claims and claims[key].is_uint(LATEST))
    return claims[key].value


def text(claims: dict, key: Any, most: int = 255) -> str:
    need(key in claims and claims[key].is_text(1, most))
    return claims[key].value


def confirmation(claims: dict) -> KeyShape:
    need(CNF in claims and claims[CNF].kind == "map" and set(claims[CNF].value) == {1})
    shape = cose_key(claims[CNF].value[1], device=True)
    need(shape is not None)
    return shape


def hashes(entries: dict) -> list[bytes]:
    if REDACTED not in entries:
        return []
    array = entries[REDACTED]
    need(array.kind == "array" and len(array.value) > 0)
    need(all(item.is_bytes(32, 32) for item in array.value))
    return [item.value for item in array.value]


@dataclass
class Credential:
    envelope: Envelope
    iss: str
    exp: int
    iat: int
    cnf: Optional[KeyShape]
    status: Optional[tuple[int, str]]
    open_claims: dict[Any, Item]
    open_license: dict[Any, Item]
    claim_hashes: list[bytes]
    license_hashes: list[bytes]


@dataclass
class Token:
    envelope: Envelope
    aud: str
    exp: int
    iat: int
    cnonce: Optional[bytes]


def _status(claims: dict) -> Optional[tuple[int, str]]:
    if STATUS not in claims:
        return None
    need(claims[STATUS].kind == "map" and "status_list" in claims[STATUS].value and REDACTED not in claims[STATUS].value)
    reference = claims[STATUS].value["status_list"]
    need(reference.kind == "map" and REDACTED not in reference.value)
    return seconds(reference.value, "idx"), text(reference.value, "uri")


def _credential(envelope: Envelope) -> Credential:
    claims = envelope.claims
    iss = text(claims, ISS)
    exp, iat = seconds(claims, EXP), seconds(claims, IAT)
    need(iat < exp)
    need(NBF not in claims or seconds(claims, NBF) <= iat)
    need(AUD not in claims and CNONCE not in claims)
    cnf = None
    if envelope.typ == CREDENTIAL:
        cnf = confirmation(claims)
    else:
        need(CNF not in claims)
    status = _status(claims)
    need(LICENSE in claims and claims[LICENSE].kind == "map")
    entries = claims[LICENSE].value
    claim_hashes, license_hashes = hashes(claims), hashes(entries)
    if SUB in claims or not claim_hashes:
        text(claims, SUB, 64)
    return Credential(
        envelope, iss, exp, iat, cnf, status,
        {key: item for key, item in claims.items() if key is not REDACTED},
        {key: item for key, item in entries.items() if key is not REDACTED},
        claim_hashes, license_hashes,
    )


def _token(envelope: Envelope) -> Token:
    claims = envelope.claims
    aud = text(claims, AUD)
    exp, iat = seconds(claims, EXP), seconds(claims, IAT)
    need(iat < exp)
    need(CTI not in claims or claims[CTI].is_bytes(1, 64))
    need(CNONCE not in claims or claims[CNONCE].is_bytes(8, 64))
    need(not any(key in claims for key in (ISS, SUB, NBF)))
    return Token(envelope, aud, exp, iat, claims[CNONCE].value if CNONCE in claims else None)


def credential(envelope: Envelope) -> Credential:
    try:
        return _credential(envelope)
    except Wrong:
        raise Rejected("credential.claims_invalid") from None


def token(envelope: Envelope) -> Token:
    try:
        return _token(envelope)
    except Wrong:
        raise Rejected("token.claims_invalid") from None
