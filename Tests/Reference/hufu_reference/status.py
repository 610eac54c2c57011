"""Status lists (PROFILE.md section 11), with inflating that stops at a limit."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Optional

from . import claims as cwt
from .claims import need, seconds, text
from .certificates import Roots
from .cose import open_status_list
from .keys import PublicKey
from .trust import STATUS_USE, Refused, TrustList
from .verdict import Rejected

TTL, LIST = 65534, 65533
MOST_ENTRIES = 1 << 20
VALUES = {0: "valid", 1: "revoked", 2: "suspended", 3: "attention"}


@dataclass(frozen=True)
class StatusList:
    iss: str  # the issuer, whether the list names it or not
    uri: str
    iat: int
    exp: Optional[int]
    ttl: Optional[int]
    bits: int
    values: bytes
    kid: bytes  # empty if certificates name the key
    key: PublicKey  # that verified it
    named: bool  # whether it has iss
    message: bytes  # its Sig_structure
    chain: tuple[bytes, ...] = ()  # the certificates

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


def from_token(data: bytes, trust: TrustList, now: int, skew: int, roots: Optional[Roots] = None) -> StatusList:
    try:
        envelope = open_status_list(data)
        claims = envelope.claims
        named = text(claims, cwt.ISS) if cwt.ISS in claims else None
        uri, iat = text(claims, cwt.SUB), seconds(claims, cwt.IAT)
        exp = seconds(claims, cwt.EXP) if cwt.EXP in claims else None
        need(exp is None or iat < exp)
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
    if envelope.chain:
        if roots is None:
            raise Refused("no root is pinned")
        iss, public = roots.signer(envelope.chain, iat, now)
        if named is not None and named != iss:
            raise Refused("the certificate is another issuer's")
        if iss not in trust.issuers:
            raise Refused("no such issuer")
    else:
        iss = trust.status_issuer(named, envelope.kid)
        if iss is None:
            raise Refused("not known whose list it is")
        issuer = trust.issuers.get(iss)
        key = issuer.keys.get(envelope.kid) if issuer else None
        if key is None or not key.use & STATUS_USE:
            raise Refused("no such key")
        if key.revoked(now) or not key.spans(iat):
            raise Refused("key revoked or outside its span")
        public = key.key
    if public.algorithm != envelope.algorithm:
        raise Refused("alg is another key's")
    if not public.verify(envelope.signature, envelope.sig_structure()):
        raise Refused("wrong signature")
    if iat > now + skew:
        raise Refused("from the future")
    bits = content["bits"].value
    values = inflate(content["lst"].value, MOST_ENTRIES * bits // 8)
    return StatusList(iss, uri, iat, exp, ttl, bits, values, envelope.kid, public, named is not None,
                      envelope.sig_structure(), envelope.chain)
