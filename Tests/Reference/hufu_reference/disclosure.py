"""Disclosures (PROFILE.md section 6; the first half of step 8)."""

from __future__ import annotations

import hashlib

from . import strict
from .claims import Credential
from .strict import Item, Malformed
from .verdict import Rejected

SALT = 16
CLAIMS_NEVER = frozenset({1, 3, 4, 5, 6, 8, 39, 65535, -65537})
LICENSE_NEVER = frozenset({8, 9, 10, 17})


def _content(data: bytes) -> list[Item] | None:
    try:
        item = strict.read(data, redaction=True)
    except Malformed:
        return None
    if item.kind != "array" or len(item.value) not in (1, 3) or not item.value[0].is_bytes(SALT, SALT):
        return None
    if len(item.value) == 3:
        key = item.value[2]
        if not (key.is_int() or key.is_text(0, strict.LONGEST_KEY)):
            return None
    return item.value


def disclose(credential: Credential) -> tuple[dict, dict, bool]:
    """The visible claims, the visible license map, and whether something is withheld."""
    claims, entries = dict(credential.open_claims), dict(credential.open_license)
    everything = credential.claim_hashes + credential.license_hashes
    matched: set[bytes] = set()
    for presented in credential.envelope.disclosures:
        content = _content(presented.value)
        digest = hashlib.sha256(presented.raw).digest()
        if content is None or everything.count(digest) != 1 or digest in matched:
            raise Rejected("credential.disclosure_invalid")
        matched.add(digest)
        if len(content) == 1:
            continue
        key, value = content[2].value, content[1]
        if digest in credential.claim_hashes:
            target, never = claims, CLAIMS_NEVER
        else:
            target, never = entries, LICENSE_NEVER
        if key in target or key in never:
            raise Rejected("credential.disclosure_invalid")
        target[key] = value
    return claims, entries, any(digest not in matched for digest in everything)
