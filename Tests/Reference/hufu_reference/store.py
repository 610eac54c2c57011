"""What a verifier keeps: lists, their marks, the clock floor, the replay memory (PROFILE.md sections 12 and 14)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, Optional

from . import publication
from . import status as status_list
from . import strict, trust as trust_list
from .certificates import Roots
from .cose import INDEX, UPDATE
from .keys import PublicKey
from .publication import Index, Name, State, Update
from .status import Form, StatusList, value_at
from .trust import STATUS_USE, Refused, TrustList

LARGEST_FILE = 16 << 20
MOST_ITEMS = 4096  # in a bundle, after the trust list


@dataclass
class Marks:
    """The newest iat, and the hash of the Sig_structure, per list."""

    seen: dict[Any, tuple[int, bytes]] = field(default_factory=dict)

    def check(self, key: Any, iat: int, message: bytes) -> None:
        digest = hashlib.sha256(message).digest()
        if key in self.seen:
            newest, known = self.seen[key]
            if iat < newest:
                raise Refused("rollback", "list.rolled_back")
            if iat == newest and digest != known:
                raise Refused("another list of the same time", "list.conflicting")
        self.seen[key] = (iat, digest)


@dataclass(frozen=True)
class Found:
    """What the look-up reads (section 17)."""

    value: Optional[int]  # None past the end
    iat: int
    exp: Optional[int]
    ttl: Optional[int]


class Replay:
    def __init__(self, capacity: int):
        self.capacity = capacity
        self.entries: dict[tuple[bytes, int], tuple[int, int]] = {}  # exp, and when the entry dies
        self.forgotten: Optional[int] = None  # the latest exp of what was dropped

    def drop_dead(self, now: int) -> None:
        dead = [key for key, (_, end) in self.entries.items() if end <= now]
        for exp, _ in map(self.entries.pop, dead):
            self.forgotten = exp if self.forgotten is None else max(self.forgotten, exp)

    def may_be_forgotten(self, exp: int) -> bool:
        return self.forgotten is not None and exp <= self.forgotten


class Store:
    def __init__(self, skew: int = 30, roots: Optional[Roots] = None):
        self.skew = skew
        self.roots = roots
        self.trust = TrustList({})
        self.lists: dict[tuple[str, str], StatusList] = {}
        self.states: dict[Name, State] = {}  # in force
        self.published: dict[Name, tuple[int, bytes, frozenset[str]]] = {}  # the marks: iat, hash, and the URIs
        self.most_values = publication.MOST_VALUES
        self.marks = Marks()
        self.clock_floor: Optional[int] = None
        self.replay = Replay(1 << 16)

    def raise_floor(self, iat: int) -> None:
        self.clock_floor = iat if self.clock_floor is None else max(self.clock_floor, iat)

    def load_trust(self, data: bytes, anchors: list[PublicKey], name: str, now: int) -> None:
        self._size(data)
        loaded = trust_list.from_token(data, anchors, name, now, self.skew)
        self.marks.check(("trust", name), loaded.iat, loaded.message)
        self.trust = loaded
        self.raise_floor(loaded.iat)
        self.lists = {place: one for place, one in self.lists.items() if self.vouched(one, now)}
        self.states = {name: one for name, one in self.states.items() if self.may_sign(one.name[0], one.kid, one.key, one.iat, now)}

    def may_sign(self, iss: str, kid: bytes, point: PublicKey, iat: int, now: int) -> bool:
        issuer = self.trust.issuers.get(iss)
        key = issuer.keys.get(kid) if issuer else None
        return key is not None and key.key == point and bool(key.use & STATUS_USE) and key.spans(iat) and not key.revoked(now)

    def vouched(self, listed: StatusList, now: int) -> bool:
        """Whether the trust list would let in a status list that was loaded under another."""
        if listed.chain:
            try:
                issuer, _ = self.roots.signer(listed.chain, listed.iat, now)
            except Refused:
                return False
            return issuer == listed.iss and issuer in self.trust.issuers
        if self.trust.status_issuer(listed.iss if listed.named else None, listed.kid) != listed.iss:
            return False
        return self.may_sign(listed.iss, listed.kid, listed.key, listed.iat, now)

    def load_status(self, data: bytes, now: int) -> None:
        self._size(data)
        self._load_form(status_list.form(data), now)

    def _load_form(self, listed: Form, now: int) -> None:
        loaded = status_list.from_form(listed, self.trust, now, self.skew, self.roots)
        for (iss, _), (iat, _, uris) in self.published.items():
            if iss == loaded.iss and loaded.uri in uris and loaded.iat < iat:
                raise Refused("older than a publication", "list.rolled_back")
        self.marks.check(("status", loaded.iss, loaded.uri), loaded.iat, loaded.message)
        self.lists[loaded.iss, loaded.uri] = loaded
        self.raise_floor(min(loaded.iat, now))

    def find(self, iss: str, uri: str) -> Optional[Any]:
        """The list, or the state with its values, from which the status is read (section 17, look-up)."""
        single, mark = self.lists.get((iss, uri)), self.marks.seen.get(("status", iss, uri))
        states = [one for one in self.states.values()
                  if one.name[0] == iss and uri in one.uris and (mark is None or mark[0] <= one.iat)]
        best = min(states, key=lambda one: (-one.iat, one.name[1].encode()), default=None)
        return best if best and (single is None or best.iat >= single.iat) else single

    def look_up(self, iss: str, uri: str, index: int) -> Optional[Found]:
        found = self.find(iss, uri)
        if isinstance(found, State):
            return Found(value_at(found.values(uri).data, found.bits, index), found.iat, found.exp, found.ttl)
        return Found(found.value(index), found.iat, found.exp, found.ttl) if found else None

    def load_package(self, items: list[bytes], now: int) -> list[Optional[Refused]]:
        """Indexes, updates and status lists in any order (section 17). Returns what each item was refused with, or None."""
        results: list[Optional[Refused]] = [None] * len(items)
        signed: dict[int, Any] = {}
        lists: dict[int, Form] = {}
        for place, item in enumerate(items):
            try:
                if publication.kind(item) in (INDEX, UPDATE):
                    signed[place] = publication.read(item, self.trust, now, self.skew, self.most_values)
                else:
                    self._size(item)
                    lists[place] = status_list.form(item)
            except Refused as refused:
                results[place] = refused
        indexes = {place: one for place, one in signed.items() if isinstance(one, Index)}
        members = {place for place, one in lists.items() for index in indexes.values() if self.belongs(one, index)}
        for name in dict.fromkeys(one.name for one in signed.values()):
            self._load_publication(name, {place: one for place, one in signed.items() if one.name == name},
                                   [lists[place] for place in sorted(members)], results, now)
        for place, one in lists.items():
            if place not in members:
                try:
                    self._load_form(one, now)
                except Refused as refused:
                    results[place] = refused
        return results

    @staticmethod
    def belongs(listed: Form, index: Index) -> bool:
        return listed.named in (None, index.name[0]) and any(one.uri == listed.uri for one in index.lists)

    def _load_publication(self, name: Name, signed: dict[int, Any], lists: list[Form], results: list[Optional[Refused]], now: int) -> None:
        in_force = reached = self.states.get(name)
        last, found = None, False
        for place, index in sorted(((p, one) for p, one in signed.items() if isinstance(one, Index)), key=lambda one: -one[1].iat):
            try:
                if reached and index.iat == reached.iat and index.hash != reached.hash:
                    raise Refused("another state of one moment", "list.conflicting")
                if found:
                    continue  # passed over
                if reached and index.iat < reached.iat:
                    raise Refused("older", "list.rolled_back")
                if not reached or index.iat > reached.iat:
                    reached, last = publication.from_index(index, [one for one in lists if self.belongs(one, index)], in_force), place
                found = True
            except Refused as refused:
                results[place] = refused
        for place, update in sorted(((p, one) for p, one in signed.items() if isinstance(one, Update)), key=lambda one: (one[1].iat, one[1].base)):
            try:
                after = publication.apply(update, reached)
                if after is not reached:
                    reached, last = after, place
            except Refused as refused:
                results[place] = refused
        if reached is None or reached is in_force:
            return
        mark = self.published.get(name)
        if mark and reached.iat < mark[0]:
            results[last] = Refused("older than the mark", "list.rolled_back")
        elif mark and reached.iat == mark[0] and reached.hash != mark[1]:
            results[last] = Refused("another state of one moment", "list.conflicting")
        else:
            self.states[name] = reached
            self.published[name] = reached.iat, reached.hash, reached.uris
            self.raise_floor(min(reached.iat, now))

    def load_bundle(self, data: bytes, anchors: list[PublicKey], name: str, now: int) -> list[Optional[Refused]]:
        """A trust list, then a package. Returns what each item of the package was refused with, or None."""
        try:
            items = list(strict.split(data))
        except strict.Malformed as error:
            raise Refused(str(error)) from None
        if not items:
            raise Refused("an empty bundle")
        if len(items) > 1 + MOST_ITEMS:
            raise Refused("too many items in a bundle")
        if not all(item[0] == 0xD2 and len(item) <= LARGEST_FILE for item in items):
            raise Refused("an item of a bundle that is no list")
        self.load_trust(items[0], anchors, name, now)
        return self.load_package(items[1:], now)

    @staticmethod
    def _size(data: bytes) -> None:
        if len(data) > LARGEST_FILE:
            raise Refused("larger than 16 MiB", "list.too_large")
