"""Status lists (PROFILE.md section 11), with inflating that stops at a limit."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Optional

from . import claims as cwt
from .claims import need, seconds, text
from .cose import STATUS, open_file
from .keys import PublicKey
from .trust import STATUS_USE, Refused, TrustList
from .verdict import Rejected

TTL, LIST = 65534, 65533
MOST_ENTRIES = 1 << 20
VALUES = {0: "valid", 1: "revoked", 2: "suspended", 3: "attention"}


@dataclass(frozen=True)
class StatusList:
    iss: str
    uri: str
    iat: int
    exp: int
    ttl: Optional[int]
    bits: int
    values: bytes
    kid: bytes
    key: PublicKey  # that verified it

    def value(self, index: int) -> Optional[int]:
        """None past the end."""
        per_byte = 8 // self.bits
        if index >= len(self.values) * per_byte:
            return None
        return self.values[index // per_byte] >> (index % per_byte * self.bits) & ((1 << self.bits) - 1)


def inflate(data: bytes, most: int) -> bytes:
    engine = zlib.decompressobj()
    try:
        out = engine.decompress(data, most + 1)
    except zlib.error:
        raise Refused("not a zlib stream") from None
    if len(out) > most:
        raise Refused("inflates to too much")
    if not engine.eof or engine.unused_data or engine.unconsumed_tail:
        raise Refused("the zlib stream does not end where it should")
    return out


def from_token(data: bytes, trust: TrustList, now: int, skew: int) -> StatusList:
    try:
        envelope = open_file(data, STATUS)
        claims = envelope.claims
        iss, uri = text(claims, cwt.ISS), text(claims, cwt.SUB)
        exp, iat = seconds(claims, cwt.EXP), seconds(claims, cwt.IAT)
        need(iat < exp)
        ttl = seconds(claims, TTL) if TTL in claims else None
        need(ttl is None or ttl > 0)
        need(LIST in claims and claims[LIST].kind == "map")
        content = claims[LIST].value
        need("bits" in content and content["bits"].is_int() and content["bits"].value in (1, 2, 4, 8))
        need("lst" in content and content["lst"].kind == "bytes")
    except Rejected as error:
        raise Refused(error.code) from None
    except cwt.Wrong:
        raise Refused("wrong claims") from None
    issuer = trust.issuers.get(iss)
    key = issuer.keys.get(envelope.kid) if issuer else None
    if key is None or not key.use & STATUS_USE or key.key.algorithm != envelope.algorithm:
        raise Refused("no such key")
    if key.revoked(now) or not key.spans(iat):
        raise Refused("key revoked or outside its span")
    if not key.key.verify(envelope.signature, envelope.sig_structure()):
        raise Refused("wrong signature")
    if iat > now + skew:
        raise Refused("from the future")
    bits = content["bits"].value
    values = inflate(content["lst"].value, MOST_ENTRIES * bits // 8)
    return StatusList(iss, uri, iat, exp, ttl, bits, values, envelope.kid, key.key)
