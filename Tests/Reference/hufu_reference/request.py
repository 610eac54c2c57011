"""Key requests, as the issuer checks them (PROFILE.md section 9)."""

from __future__ import annotations

from . import claims as cwt
from . import strict
from .claims import confirmation, need, seconds
from .cose import REQUEST, open_item
from .keys import BadPoint, PublicKey
from .verdict import Rejected


class RequestRefused(Exception):
    """The first check that failed, by its code."""


def check(data: bytes, challenge: bytes) -> PublicKey:
    """The device's key, if it signed for this challenge."""
    try:
        envelope = open_item(strict.read(data), frozenset({REQUEST}))
        claims = envelope.claims
        seconds(claims, cwt.IAT)
        need(cwt.CNONCE in claims and claims[cwt.CNONCE].is_bytes(8, 64))
        shape = confirmation(claims)
    except (strict.Malformed, Rejected, cwt.Wrong):
        raise RequestRefused("request.form_invalid") from None
    try:
        key = shape.point()
    except BadPoint:
        raise RequestRefused("request.key_invalid") from None
    if key.algorithm != envelope.algorithm:
        raise RequestRefused("request.algorithm_mismatch")
    if not key.verify(envelope.signature, envelope.sig_structure()):
        raise RequestRefused("request.signature_invalid")
    if claims[cwt.CNONCE].value != challenge:
        raise RequestRefused("request.challenge_mismatch")
    return key
