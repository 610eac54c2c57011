"""Envelopes: COSE_Sign1 with the headers of this profile (PROFILE.md section 4; steps 3 and 4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional, Union

from . import strict
from .keys import ED25519, ESP256, KIND
from .strict import CODE_CONTAINER, FILE_CONTAINER, Item
from .verdict import Rejected

ALG, CRIT, KID, KCWT, CWT_CLAIMS, TYP, SD_CLAIMS, SD_ALG = 1, 2, 4, 13, 15, 16, 17, 170
CREDENTIAL, PLAIN, TOKEN = 293, 61, 294
REQUEST, TRUST, STATUS = "application/hufu-request+cwt", "application/hufu-trust+cwt", "application/statuslist+cwt"
INDEX, UPDATE = "application/hufu-status-index+cwt", "application/hufu-status-update+cwt"
VERIFIER, CHALLENGE = "application/hufu-verifier+cwt", "application/hufu-challenge+cwt"
UNDERSTOOD = frozenset({ALG, CRIT, KID, KCWT, TYP, SD_ALG})
X5BAG, X5CHAIN, X5T, X5U = 32, 33, 34, 35
MOST_CERTIFICATES = 4
SHA_256 = -16
LONGEST_HEADER = 16_384  # of a list
STATUS_TYPES = (STATUS, 279)


@dataclass(frozen=True)
class Labels:
    """Which labels a type needs, and which it may have; of those that the profile knows."""

    required: frozenset[int]
    optional: frozenset[int] = frozenset()


KNOWN = frozenset({ALG, CRIT, KID, KCWT, CWT_CLAIMS, TYP, SD_CLAIMS, SD_ALG})
_ISSUED = frozenset({ALG, KID, TYP})
TYPES: dict[Union[int, str], Labels] = {
    CREDENTIAL: Labels(_ISSUED, frozenset({CRIT, SD_ALG})),
    PLAIN: Labels(_ISSUED, frozenset({CRIT})),
    TOKEN: Labels(frozenset({ALG, KCWT, TYP}), frozenset({CRIT})),
    REQUEST: Labels(frozenset({ALG, TYP}), frozenset({CRIT})),
    TRUST: Labels(_ISSUED, frozenset({CRIT})),
    INDEX: Labels(_ISSUED, frozenset({CRIT})),
    UPDATE: Labels(_ISSUED, frozenset({CRIT})),
    VERIFIER: Labels(_ISSUED, frozenset({CRIT})),
    CHALLENGE: Labels(frozenset({ALG, KCWT, TYP}), frozenset({CRIT})),
}


@dataclass
class Envelope:
    typ: Union[int, str]
    algorithm: int  # the kind of key that alg goes with
    kid: bytes
    kcwt: Optional[Item]
    protected: bytes
    payload: bytes
    signature: bytes
    claims: dict
    disclosures: list[Item] = field(default_factory=list)
    chain: tuple[bytes, ...] = ()  # of a status list, in place of a kid

    def sig_structure(self) -> bytes:
        return strict.write(["Signature1", self.protected, b"", self.payload])


def _read(data: bytes, **options) -> Item:
    try:
        return strict.read(data, **options)
    except strict.Malformed:
        raise Rejected("cbor.invalid") from None


def _structure(item: Item) -> tuple[Item, Item, Item, Item]:
    good = item.kind == "tag" and item.value[0] == 18
    good = good and item.value[1].kind == "array" and len(item.value[1].value) == 4
    if good:
        protected, unprotected, payload, signature = item.value[1].value
        if (protected.kind == "bytes" and unprotected.kind == "map" and payload.kind == "bytes"
                and signature.is_bytes(64, 64)):
            return protected, unprotected, payload, signature
    raise Rejected("cose.structure_invalid")


def _header(protected: dict, unprotected: dict, types: frozenset) -> Union[int, str]:
    """Part (d). Returns typ."""
    def need(condition: bool) -> None:
        if not condition:
            raise Rejected("cose.header_invalid")

    need(TYP in protected)
    typ = protected[TYP]
    need(typ.kind in ("int", "text") and typ.value in types)
    labels = TYPES[typ.value]
    present = {label for label in protected if label in KNOWN}
    need(labels.required <= present <= labels.required | labels.optional)

    need(protected[ALG].is_int())
    if CRIT in protected:
        crit = protected[CRIT]
        need(crit.kind == "array" and len(crit.value) > 0)
        need(all(entry.kind in ("int", "text") and entry.value in protected for entry in crit.value))
        need(len({entry.value for entry in crit.value}) == len(crit.value))
    need(KID not in protected or protected[KID].is_bytes(1, 64))
    need(KCWT not in protected or protected[KCWT].kind == "tag" and protected[KCWT].value[0] == 18)
    need(SD_ALG not in protected or protected[SD_ALG].is_int())

    need(set(unprotected) <= ({SD_CLAIMS} if typ.value == CREDENTIAL else set()))
    if SD_CLAIMS in unprotected:
        listed = unprotected[SD_CLAIMS]
        need(listed.kind == "array" and len(listed.value) > 0)
        need(all(entry.kind == "bytes" for entry in listed.value))
    return typ.value


def open_item(item: Item, types: frozenset, container: int = CODE_CONTAINER) -> Envelope:
    """Parts (b) to (g), on an item that is strict CBOR."""
    protected, unprotected, payload, signature = _structure(item)
    if not protected.value:
        raise Rejected("cose.structure_invalid")
    header = _read(protected.value, container=container)
    if header.kind != "map":
        raise Rejected("cose.structure_invalid")
    labels = header.value
    typ = _header(labels, unprotected.value, types)
    if CRIT in labels and any(entry.value not in UNDERSTOOD for entry in labels[CRIT].value):
        raise Rejected("cose.critical_unknown")
    specified = typ in (REQUEST, TRUST, INDEX, UPDATE, VERIFIER, CHALLENGE)
    if labels[ALG].value not in ((ESP256, ED25519) if specified else KIND):
        raise Rejected("cose.algorithm_unsupported")
    if SD_ALG in labels and labels[SD_ALG].value != SHA_256:
        raise Rejected("cose.algorithm_unsupported")
    claims = _read(payload.value, container=container, redaction=typ == CREDENTIAL)
    if claims.kind != "map":
        raise Rejected("cose.structure_invalid")
    return Envelope(
        typ=typ,
        algorithm=KIND[labels[ALG].value],
        kid=labels[KID].value if KID in labels else b"",
        kcwt=labels.get(KCWT),
        protected=protected.value,
        payload=payload.value,
        signature=signature.value,
        claims=claims.value,
        disclosures=unprotected.value[SD_CLAIMS].value if SD_CLAIMS in unprotected.value else [],
    )


def open_scannable(payload: bytes) -> tuple[Envelope, Optional[Envelope]]:
    """Steps 3 and 4: the credential or plain CWT, and the token around it."""
    outer = open_item(_read(payload), frozenset({CREDENTIAL, PLAIN, TOKEN}))
    if outer.typ != TOKEN:
        return outer, None
    return open_item(outer.kcwt, frozenset({CREDENTIAL})), outer


def open_challenge(data: bytes) -> tuple[Envelope, Envelope]:
    """Section 18: the verifier's certificate, and the challenge around it."""
    outer = open_item(_read(data), frozenset({CHALLENGE}))
    return open_item(outer.kcwt, frozenset({VERIFIER})), outer


def open_trust_list(data: bytes) -> Envelope:
    """Rejected, with the code of the part that failed, when it is none."""
    return _open_file(data, frozenset({TRUST}))


def open_published(data: bytes) -> Envelope:
    """An index or an update (section 17)."""
    return _open_file(data, frozenset({INDEX, UPDATE}))


def _open_file(data: bytes, types: frozenset) -> Envelope:
    item = _read(data, container=FILE_CONTAINER)
    if len(_structure(item)[0].value) > LONGEST_HEADER:
        raise Rejected("cose.header_invalid")
    return open_item(item, types, FILE_CONTAINER)


def open_status_list(data: bytes) -> Envelope:
    """Section 11: read as the draft allows."""
    def need(condition: bool) -> None:
        if not condition:
            raise Rejected("cose.header_invalid")

    lenient = {"container": FILE_CONTAINER, "lenient": True}
    need(data[:1] == b"\xd2")
    protected, unprotected, payload, signature = _structure(_read(data, **lenient))
    need(len(protected.value) <= LONGEST_HEADER and len(unprotected.raw) <= LONGEST_HEADER)
    header = _read(protected.value, **lenient)
    need(header.kind == "map")
    inner, outer = header.value, unprotected.value
    need(not {KCWT, CWT_CLAIMS, SD_CLAIMS, SD_ALG} & set(inner))
    need(not {ALG, CRIT, KCWT, CWT_CLAIMS, TYP} & set(outer))
    need(TYP in inner and inner[TYP].kind in ("int", "text") and inner[TYP].value in STATUS_TYPES)
    need(ALG in inner and inner[ALG].is_int() and inner[ALG].value in KIND)
    if CRIT in inner:
        entries = inner[CRIT]
        need(entries.kind == "array" and all(one.kind in ("int", "text") for one in entries.value))
        named = [one.value for one in entries.value]
        need(len(named) > 0 and len(set(named)) == len(named) and set(named) <= set(inner) & UNDERSTOOD)
    names = [(label, labels[label]) for label in (KID, X5CHAIN) for labels in (inner, outer) if label in labels]
    need(len(names) == 1)
    label, name = names[0]
    kid, chain = b"", ()
    if label == KID:
        need(name.is_bytes(1, 64))
        kid = name.value
    else:
        need(not {X5BAG, X5T, X5U} & (set(inner) | set(outer)))
        need(name.kind == "bytes" or name.kind == "array" and 2 <= len(name.value) <= MOST_CERTIFICATES)
        items = [name] if name.kind == "bytes" else name.value
        need(all(one.kind == "bytes" and len(one.value) > 0 for one in items))
        chain = tuple(one.value for one in items)
    claims = _read(payload.value, **lenient)
    need(claims.kind == "map")
    return Envelope(STATUS, KIND[inner[ALG].value], kid, None, protected.value, payload.value, signature.value, claims.value, chain=chain)
