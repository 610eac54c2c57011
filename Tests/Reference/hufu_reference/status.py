"""Status lists (PROFILE.md section 11), with inflating that stops at a limit."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Optional

from . import claims as cwt
from .claims import need, seconds, text
from .certificates import Roots
from .cose import Envelope, open_status_list
from .keys import PublicKey
from .trust import STATUS_USE, Refused, TrustList
from .verdict import Rejected

TTL, LIST = 65534, 65533
LIST_BITS = (1, 2, 4, 8)
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
        return value_at(self.values, self.bits, index)


def value_at(values: bytes, bits: int, index: int) -> Optional[int]:
    """None past the end."""
    per_byte = 8 // bits
    if index >= len(values) * per_byte:
        return None
    return values[index // per_byte] >> (index % per_byte * bits) & ((1 << bits) - 1)


@dataclass(frozen=True)
class Form:
    """A list that has the form of section 11; its signature is not checked, its values are not inflated."""

    envelope: Envelope
    named: Optional[str]
    uri: str
    iat: int
    exp: Optional[int]
    ttl: Optional[int]
    bits: int
    lst: bytes


def inflate(data: bytes, most: int) -> bytes:
    engine = zlib.decompressobj()
    try:
        out = engine.decompress(data, most + 1)
    except zlib.error:
        raise Refused("not a zlib stream", "list.compression_invalid") from None
    if len(out) > most:
        raise Refused("inflates to too much", "list.compression_invalid")
    if not engine.eof or engine.unused_data or engine.unconsumed_tail:
        raise Refused("the zlib stream does not end where it should", "list.compression_invalid")
    return out


def values_of(listed: Form, most: int) -> bytes:
    return inflate(listed.lst, most)


def form(data: bytes) -> Form:
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
        need("bits" in content and content["bits"].is_int() and content["bits"].value in LIST_BITS)
        need("lst" in content and content["lst"].kind == "bytes")
    except Rejected as error:
        raise Refused(error.code, "list.form_invalid") from None
    except cwt.Wrong:
        raise Refused("wrong claims", "list.form_invalid") from None
    return Form(envelope, named, uri, iat, exp, ttl, content["bits"].value, content["lst"].value)


def from_form(listed: Form, trust: TrustList, now: int, skew: int, roots: Optional[Roots] = None) -> StatusList:
    envelope = listed.envelope
    if envelope.chain:
        if roots is None:
            raise Refused("no root is pinned", "list.root_unknown")
        iss, public = roots.signer(envelope.chain, listed.iat, now)
        if listed.named is not None and listed.named != iss:
            raise Refused("the certificate is another issuer's", "list.issuer_mismatch")
        if iss not in trust.issuers:
            raise Refused("no such issuer", "list.issuer_unknown")
        key = None
    else:
        iss = trust.status_issuer(listed.named, envelope.kid)
        if iss is None:
            raise Refused("not known whose list it is")
        issuer = trust.issuers.get(iss)
        if issuer is None:
            raise Refused("no such issuer", "list.issuer_unknown")
        key = issuer.keys.get(envelope.kid)
        if key is None or not key.use & STATUS_USE:
            raise Refused("no such key", "list.key_unknown")
        public = key.key
    if public.algorithm != envelope.algorithm:
        raise Refused("another algorithm", "list.algorithm_mismatch")
    if not public.verify(envelope.signature, envelope.sig_structure()):
        raise Refused("wrong signature", "list.signature_invalid")
    if key and key.revoked(now):
        raise Refused("key revoked", "list.key_revoked")
    if key and not key.spans(listed.iat):
        raise Refused("outside the key's span", "list.key_outside_validity")
    if listed.iat > now + skew:
        raise Refused("from the future", "list.from_future")
    values = values_of(listed, MOST_ENTRIES * listed.bits // 8)
    return StatusList(iss, listed.uri, listed.iat, listed.exp, listed.ttl, listed.bits, values, envelope.kid, public,
                      listed.named is not None, envelope.sig_structure(), envelope.chain)


def from_token(data: bytes, trust: TrustList, now: int, skew: int, roots: Optional[Roots] = None) -> StatusList:
    return from_form(form(data), trust, now, skew, roots)
