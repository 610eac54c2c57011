"""Publications: indexes, updates and the states they lead to (PROFILE.md section 17)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any, Optional, Union

from . import claims as cwt
from . import strict
from .claims import need, seconds, text
from .cose import INDEX, TYP, UPDATE, open_published
from .keys import PublicKey
from .status import LIST_BITS, MOST_ENTRIES, TTL, Form, values_of
from .strict import write
from .trust import STATUS_USE, Refused, TrustList
from .verdict import Rejected

INDEX_CLAIM, UPDATE_CLAIM = -65539, -65540
LARGEST = 1 << 20
MOST_LISTS = 2048
MOST_VALUES = 1 << 29  # bytes of one publication
CHUNK = 512  # bytes
GROUP = 16  # chunks
LONGEST_NUMBER = 6

Name = tuple[str, str]  # (iss, sub)


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def chunk_hash(data: bytes) -> bytes:
    return sha256(b"\0", data)


def group_hash(chunks: tuple[bytes, ...]) -> bytes:
    return sha256(b"\2", *chunks)


def list_hash(uri: str, chunks: tuple[bytes, ...]) -> bytes:
    groups = [group_hash(chunks[at:at + GROUP]) for at in range(0, len(chunks), GROUP)]
    return sha256(b"\1", sha256(uri.encode()), *groups)


@dataclass(frozen=True)
class Entry:
    """A list as an index names it."""

    uri: str
    entries: int
    hash: bytes


@dataclass(frozen=True)
class Values:
    uri: str
    bits: int
    data: bytes
    chunks: tuple[bytes, ...]

    @classmethod
    def of(cls, uri: str, bits: int, data: bytes) -> "Values":
        return cls(uri, bits, data, tuple(chunk_hash(data[at:at + CHUNK]) for at in range(0, len(data), CHUNK)))

    @property
    def size(self) -> int:
        return len(self.data) * 8 // self.bits

    @property
    def hash(self) -> bytes:
        return list_hash(self.uri, self.chunks)

    def changed(self, changes: list[tuple[int, int]]) -> "Values":
        """`changes`: (index, value)."""
        data, touched = bytearray(self.data), set()
        mask = (1 << self.bits) - 1
        for index, value in changes:
            place, shift = index * self.bits // 8, index * self.bits % 8
            data[place] = data[place] & ~(mask << shift) | value << shift
            touched.add(place // CHUNK)
        chunks = list(self.chunks)
        for number in touched:
            chunks[number] = chunk_hash(bytes(data[number * CHUNK:(number + 1) * CHUNK]))
        return replace(self, data=bytes(data), chunks=tuple(chunks))


@dataclass(frozen=True)
class Signed:
    """What index and update have in common."""

    name: Name
    exp: int
    iat: int
    ttl: Optional[int]
    kid: bytes
    key: PublicKey  # that verified it
    payload: bytes


@dataclass(frozen=True)
class Index(Signed):
    bits: int
    lists: tuple[Entry, ...]

    @property
    def hash(self) -> bytes:
        return sha256(self.payload)


@dataclass(frozen=True)
class Update(Signed):
    base: int
    state: bytes
    changes: bytes


@dataclass(frozen=True)
class State:
    name: Name
    exp: int
    iat: int
    ttl: Optional[int]
    bits: int
    lists: tuple[Values, ...]
    kid: bytes
    key: PublicKey  # that signed the index or update which gave it
    hash: bytes

    def values(self, uri: str) -> Optional[Values]:
        return next((one for one in self.lists if one.uri == uri), None)

    @property
    def uris(self) -> frozenset[str]:
        return frozenset(one.uri for one in self.lists)


def index_claims(name: Name, exp: int, iat: int, ttl: Optional[int], bits: int, lists: list[list]) -> dict[int, Any]:
    out: dict[int, Any] = {1: name[0], 2: name[1], 4: exp, 6: iat, INDEX_CLAIM: [bits, lists]}
    if ttl is not None:
        out[TTL] = ttl
    return out


def state_payload(name: Name, exp: int, iat: int, ttl: Optional[int], bits: int, lists: tuple[Values, ...]) -> bytes:
    """That of the index of a state."""
    return write(index_claims(name, exp, iat, ttl, bits, [[one.uri, one.size, one.hash] for one in lists]))


# Changes


def read_changes(data: bytes, bits: int, size: int) -> list[tuple[int, int]]:
    """Positions and values; `size` is the number of positions. Refused if the form is another."""
    out: list[tuple[int, int]] = []
    position, place = -1, 0
    while place < len(data):
        number, shift, start = 0, 0, place
        while True:
            if place == len(data) or place - start == LONGEST_NUMBER:
                raise Refused("a change that does not end", "list.form_invalid")
            byte = data[place]
            place += 1
            number |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        if byte == 0 and place - start > 1:
            raise Refused("a change that is not in its shortest form", "list.form_invalid")
        position += (number >> bits) + 1
        if position >= size:
            raise Refused("a position past the end", "list.form_invalid")
        out.append((position, number & ((1 << bits) - 1)))
    return out


def write_changes(changes: dict[int, int], bits: int) -> bytes:
    out, before = bytearray(), -1
    for position in sorted(changes):
        number = (position - before - 1) << bits | changes[position]
        before = position
        while number > 127:
            out.append(number & 127 | 128)
            number >>= 7
        out.append(number)
    return bytes(out)


# Reading


def kind(item: bytes) -> Optional[str]:
    """INDEX or UPDATE by the typ in the protected header; None for status lists and whatever else there is."""
    try:
        header = strict.protected_header(item)
    except strict.Malformed:
        return None
    typ = header.get(TYP)
    return typ.value if typ is not None and typ.value in (INDEX, UPDATE) else None


def read(data: bytes, trust: TrustList, now: int, skew: int, most_values: int = MOST_VALUES) -> Union[Index, Update]:
    """Checks 1 to 3."""
    if len(data) > LARGEST:
        raise Refused("larger than 1 MiB", "list.too_large")
    try:
        envelope = open_published(data)
        claims = envelope.claims
        name = text(claims, cwt.ISS), text(claims, cwt.SUB)
        exp, iat = seconds(claims, cwt.EXP), seconds(claims, cwt.IAT)
        need(iat < exp)
        ttl = seconds(claims, TTL) if TTL in claims else None
        need(ttl is None or ttl > 0)
        content = INDEX_CLAIM if envelope.typ == INDEX else UPDATE_CLAIM
        need(set(claims) - {TTL} == {cwt.ISS, cwt.SUB, cwt.EXP, cwt.IAT, content})
        members = _index(claims[content]) if envelope.typ == INDEX else _update(claims[content], iat)
    except Rejected as error:
        raise Refused(error.code, "list.form_invalid") from None
    except cwt.Wrong:
        raise Refused("wrong claims", "list.form_invalid") from None
    if envelope.typ == INDEX and sum(one.entries for one in members["lists"]) * members["bits"] // 8 > most_values:
        raise Refused("too many values", "list.too_large")
    issuer = trust.issuers.get(name[0])
    if issuer is None:
        raise Refused("no such issuer", "list.issuer_unknown")
    key = issuer.keys.get(envelope.kid)
    if key is None or not key.use & STATUS_USE:
        raise Refused("no such key", "list.key_unknown")
    if key.key.algorithm != envelope.algorithm:
        raise Refused("another algorithm", "list.algorithm_mismatch")
    if not key.key.verify(envelope.signature, envelope.sig_structure()):
        raise Refused("wrong signature", "list.signature_invalid")
    if key.revoked(now):
        raise Refused("key revoked", "list.key_revoked")
    if not key.spans(iat):
        raise Refused("outside the key's span", "list.key_outside_validity")
    if iat > now + skew:
        raise Refused("from the future", "list.from_future")
    kind = Index if envelope.typ == INDEX else Update
    return kind(name=name, exp=exp, iat=iat, ttl=ttl, kid=envelope.kid, key=key.key, payload=envelope.payload, **members)


def _index(item: strict.Item) -> dict[str, Any]:
    need(item.kind == "array" and len(item.value) == 2)
    bits, lists = item.value
    need(bits.is_int() and bits.value in LIST_BITS)
    need(lists.kind == "array" and 1 <= len(lists.value) <= MOST_LISTS)
    out: list[Entry] = []
    for one in lists.value:
        need(one.kind == "array" and len(one.value) == 3)
        uri, entries, digest = one.value
        need(uri.is_text(1, 255) and entries.is_uint(MOST_ENTRIES) and entries.value > 0 and digest.is_bytes(32, 32))
        need(entries.value * bits.value % 8 == 0)
        need(not out or out[-1].uri.encode() < uri.value.encode())
        out.append(Entry(uri.value, entries.value, digest.value))
    return {"bits": bits.value, "lists": tuple(out)}


def _update(item: strict.Item, iat: int) -> dict[str, Any]:
    need(item.kind == "array" and len(item.value) == 3)
    base, state, changes = item.value
    need(base.is_uint(cwt.LATEST) and base.value < iat and state.is_bytes(32, 32) and changes.kind == "bytes")
    return {"base": base.value, "state": state.value, "changes": changes.value}


# From state to state


def from_index(index: Index, lists: list[Form], before: Optional[State]) -> State:
    """Checks 4 and 5, for an index that is newer than the state reached. `lists` are those that belong to it."""
    found: list[Values] = []
    for named in index.lists:
        known = before.values(named.uri) if before else None
        if known and known.bits == index.bits and known.size == named.entries and known.hash == named.hash:
            found.append(known)
            continue
        candidates = [one for one in lists if one.uri == named.uri]
        if not candidates:
            raise Refused(f"no list {named.uri}", "list.incomplete")
        for one in candidates:
            values = _values(one, index.bits, named)
            if values is not None:
                found.append(values)
                break
        else:
            raise Refused(f"another list {named.uri}", "list.content_mismatch")
    return State(index.name, index.exp, index.iat, index.ttl, index.bits, tuple(found), index.kid, index.key, index.hash)


def _values(listed: Form, bits: int, named: Entry) -> Optional[Values]:
    length = named.entries * bits // 8
    if listed.bits != bits:
        return None
    try:
        data = values_of(listed, length)
    except Refused:
        return None
    values = Values.of(named.uri, bits, data)
    return values if len(data) == length and values.hash == named.hash else None


def apply(update: Update, state: Optional[State]) -> State:
    """Checks 6 to 11."""
    if state is None:
        raise Refused("no state", "list.base_missing")
    if update.iat < state.iat:
        raise Refused("older", "list.rolled_back")
    if update.iat == state.iat:
        if update.state != state.hash:
            raise Refused("another state of one moment", "list.conflicting")
        return state
    if update.base > state.iat:
        raise Refused("a later base", "list.base_missing")
    changes = read_changes(update.changes, state.bits, sum(one.size for one in state.lists))
    lists, start, place = [], 0, 0
    for one in state.lists:
        mine = []
        while place < len(changes) and changes[place][0] < start + one.size:
            mine.append((changes[place][0] - start, changes[place][1]))
            place += 1
        lists.append(one.changed(mine) if mine else one)
        start += one.size
    payload = state_payload(update.name, update.exp, update.iat, update.ttl, state.bits, tuple(lists))
    if sha256(payload) != update.state:
        raise Refused("another state", "list.state_mismatch")
    return State(update.name, update.exp, update.iat, update.ttl, state.bits, tuple(lists), update.kid, update.key, update.state)
