"""What a verifier keeps: lists, their marks, the clock floor, the replay memory (PROFILE.md sections 12 and 14)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, Optional

from . import status as status_list
from . import strict, trust as trust_list
from .certificates import Roots
from .keys import PublicKey
from .status import StatusList
from .trust import STATUS_USE, Refused, TrustList

LARGEST_FILE = 16 << 20
MOST_LISTS = 4096  # in a bundle


@dataclass
class Marks:
    """The newest iat, and the hash of the Sig_structure, per list."""

    seen: dict[Any, tuple[int, bytes]] = field(default_factory=dict)

    def check(self, key: Any, iat: int, message: bytes) -> None:
        digest = hashlib.sha256(message).digest()
        if key in self.seen:
            newest, known = self.seen[key]
            if iat < newest:
                raise Refused("rollback")
            if iat == newest and digest != known:
                raise Refused("another list of the same time")
        self.seen[key] = (iat, digest)


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
        issuer = self.trust.issuers.get(listed.iss)
        key = issuer.keys.get(listed.kid) if issuer else None
        return (key is not None and key.key == listed.key and bool(key.use & STATUS_USE) and key.spans(listed.iat)
                and not key.revoked(now))

    def load_status(self, data: bytes, now: int) -> None:
        self._size(data)
        loaded = status_list.from_token(data, self.trust, now, self.skew, self.roots)
        self.marks.check(("status", loaded.iss, loaded.uri), loaded.iat, loaded.message)
        self.lists[loaded.iss, loaded.uri] = loaded
        self.raise_floor(min(loaded.iat, now))

    def load_bundle(self, data: bytes, anchors: list[PublicKey], name: str, now: int) -> list[Refused]:
        """A trust list, then status lists. Returns what was refused of the latter."""
        try:
            items = list(strict.split(data))
        except strict.Malformed as error:
            raise Refused(str(error)) from None
        if not items:
            raise Refused("an empty bundle")
        if len(items) > 1 + MOST_LISTS:
            raise Refused("too many status lists in a bundle")
        if not all(item[0] == 0xD2 and len(item) <= LARGEST_FILE for item in items):
            raise Refused("an item of a bundle that is no list")
        self.load_trust(items[0], anchors, name, now)
        refused = []
        for item in items[1:]:
            try:
                self.load_status(item, now)
            except Refused as error:
                refused.append(error)
        return refused

    @staticmethod
    def _size(data: bytes) -> None:
        if len(data) > LARGEST_FILE:
            raise Refused("larger than 16 MiB")
