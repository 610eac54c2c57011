"""Strict CBOR (PROFILE.md section 3): a reader that refuses whatever is not core deterministic, and a small writer.

The same reader reads status lists (section 11), whose heads may be longer and whose keys may stand in any order.

The reader keeps the position of every item, because hashes and signatures are over bytes as received. cbor2 is not used
to read: it accepts more than the profile does. The tests compare the two on what both accept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterator, Union

CODE_CONTAINER = 256
FILE_CONTAINER = 1 << 20
DEEPEST = 16
LONGEST_KEY = 255


class Malformed(Exception):
    """The bytes are not one strict CBOR item."""

    def __init__(self, message: str, offset: int):
        super().__init__(f"{message} at byte {offset}")
        self.offset = offset


class Redacted:
    """simple(59) as a map key."""

    _only = None

    def __new__(cls):
        if cls._only is None:
            cls._only = super().__new__(cls)
        return cls._only

    def __repr__(self):
        return "REDACTED"


REDACTED = Redacted()
Key = Union[int, str, Redacted]


@dataclass
class Item:
    """One item. `kind` is int, bytes, text, array, map, tag, bool or null; `raw` is its encoding, head included.

    value: int, bytes, str, bool or None; a list of Items; a dict of key -> Item; for a tag, (number, Item).
    """

    kind: str
    value: Any
    raw: bytes
    offset: int

    def is_int(self) -> bool:
        return self.kind == "int"

    def is_uint(self, most: int = (1 << 64) - 1) -> bool:
        return self.kind == "int" and 0 <= self.value <= most

    def is_text(self, least: int, most: int) -> bool:
        return self.kind == "text" and least <= len(self.value.encode()) <= most

    def is_bytes(self, least: int, most: int) -> bool:
        return self.kind == "bytes" and least <= len(self.value) <= most

    def plain(self) -> Any:
        """The tree as Python values, tags as `Tag`."""
        if self.kind == "array":
            return [item.plain() for item in self.value]
        if self.kind == "map":
            return {key: item.plain() for key, item in self.value.items()}
        if self.kind == "tag":
            return Tag(self.value[0], self.value[1].plain())
        return self.value


@dataclass(frozen=True)
class Tag:
    number: int
    content: Any


class _Reader:
    def __init__(self, data: bytes, container: int, redaction: bool, lenient: bool = False):
        self.data, self.container, self.redaction, self.lenient = data, container, redaction, lenient
        self.most_pairs = CODE_CONTAINER if lenient else container
        self.position = 0

    def left(self) -> int:
        return len(self.data) - self.position

    def take(self, count: int) -> bytes:
        if count > self.left():
            raise Malformed("the item ends early", self.position)
        piece = self.data[self.position:self.position + count]
        self.position += count
        return piece

    def head(self) -> tuple[int, int, int]:
        start = self.position
        first = self.take(1)[0]
        major, info = first >> 5, first & 31
        if info < 24:
            return major, info, info
        if info > 27:
            raise Malformed("reserved head" if info < 31 else "indefinite length or break", start)
        size = 1 << (info - 24)
        argument = int.from_bytes(self.take(size), "big")
        least = (24, 1 << 8, 1 << 16, 1 << 32)[info - 24]
        if major != 7 and argument < least and not self.lenient:
            raise Malformed("head not in its shortest form", start)
        return major, info, argument

    def text(self, length: int, start: int) -> str:
        try:
            return self.take(length).decode("utf-8", "strict")
        except UnicodeDecodeError:
            raise Malformed("invalid UTF-8", start) from None

    def item(self, depth: int) -> Item:
        start = self.position
        if depth > DEEPEST:
            raise Malformed("nested too deeply", start)
        major, info, argument = self.head()
        if major == 0:
            kind, value = "int", argument
        elif major == 1:
            kind, value = "int", -1 - argument
        elif major == 2:
            kind, value = "bytes", self.take(argument)
        elif major == 3:
            kind, value = "text", self.text(argument, start)
        elif major == 4:
            self.fits(argument, self.container, argument, start)
            kind, value = "array", [self.item(depth + 1) for _ in range(argument)]
        elif major == 5:
            self.fits(argument, self.most_pairs, 2 * argument, start)
            kind, value = "map", self.pairs(argument, depth + 1)
        elif major == 6:
            kind, value = "tag", (argument, self.item(depth + 1))
        elif info in (20, 21):
            kind, value = "bool", info == 21
        elif info == 22:
            kind, value = "null", None
        else:
            raise Malformed("float, undefined or another simple value", start)
        return Item(kind, value, self.data[start:self.position], start)

    def fits(self, count: int, most: int, least_bytes: int, start: int) -> None:
        if least_bytes > self.left():
            raise Malformed("declared length larger than what is left", start)
        if count > most:
            raise Malformed("too many elements", start)

    def pairs(self, count: int, depth: int) -> dict[Key, Item]:
        pairs: dict[Key, Item] = {}
        before = None
        for _ in range(count):
            start = self.position
            if depth > DEEPEST:
                raise Malformed("nested too deeply", start)
            key = self.key(start, depth)
            encoded = self.data[start:self.position]
            if key in pairs or not self.lenient and before is not None and encoded <= before:
                raise Malformed("map keys repeated or out of order", start)
            before = encoded
            pairs[key] = self.item(depth)
        return pairs

    def key(self, start: int, depth: int) -> Key:
        if self.redaction and self.data[start:start + 2] == b"\xf8\x3b":
            self.position += 2
            return REDACTED
        item = self.item(depth)
        if item.kind == "int":
            return item.value
        if item.kind == "text" and len(item.value.encode()) <= LONGEST_KEY:
            return item.value
        raise Malformed("map key neither an integer nor a short text", start)

    def skip(self, depth: int) -> None:
        """To the end of an item, by its heads alone."""
        start = self.position
        if depth > DEEPEST:
            raise Malformed("nested too deeply", start)
        major, _, argument = self.head()
        if major in (2, 3):
            self.take(argument)
        elif major == 4 or major == 5:
            inside = argument * (major - 3)
            self.fits(inside, inside, inside, start)
            for _ in range(inside):
                self.skip(depth + 1)
        elif major == 6:
            self.skip(depth + 1)


def read(data: bytes, *, container: int = CODE_CONTAINER, redaction: bool = False, lenient: bool = False) -> Item:
    """Reads exactly one item. `redaction` allows simple(59) as a map key; `lenient` is for status lists."""
    reader = _Reader(data, container, redaction, lenient)
    item = reader.item(0)
    if reader.left():
        raise Malformed("bytes after the item", reader.position)
    return item


def protected_header(data: bytes) -> dict[Key, Item]:
    """That of a COSE_Sign1, whose other parts are not looked at; read leniently. Malformed if there is none."""
    reader = _Reader(data, FILE_CONTAINER, False, lenient=True)
    if reader.head() != (6, 18, 18) or reader.head()[::2] != (4, 4):
        raise Malformed("no COSE_Sign1", 0)
    protected = reader.item(2)
    header = read(protected.value, container=FILE_CONTAINER, lenient=True) if protected.kind == "bytes" else protected
    if header.kind != "map":
        raise Malformed("no protected header", 0)
    return header.value


def split(data: bytes) -> Iterator[bytes]:
    """The items of a bundle (section 12), found by their heads."""
    reader = _Reader(data, FILE_CONTAINER, False, lenient=True)
    while reader.left():
        start = reader.position
        reader.skip(0)
        yield data[start:reader.position]


# Writing


def head(major: int, argument: int) -> bytes:
    if argument < 24:
        return bytes([major << 5 | argument])
    for info, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if argument < 1 << (8 * size):
            return bytes([major << 5 | info]) + argument.to_bytes(size, "big")
    raise ValueError("an argument has at most 64 bits")


@dataclass(frozen=True)
class Raw:
    """Bytes that are put in as they are: for items kept as received, and for wrong ones in tests."""

    data: bytes


class Pairs:
    """A map in exactly this order, repetitions included: for wrong ones in tests."""

    def __init__(self, *pairs: tuple[Any, Any]):
        self.pairs = pairs


def write(value: Any) -> bytes:
    """Core deterministic encoding."""
    if isinstance(value, Raw):
        return value.data
    if value is REDACTED:
        return b"\xf8\x3b"
    if value is None:
        return b"\xf6"
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, (bytes, bytearray)):
        return head(2, len(value)) + bytes(value)
    if isinstance(value, str):
        data = value.encode()
        return head(3, len(data)) + data
    if isinstance(value, (list, tuple)):
        return head(4, len(value)) + b"".join(map(write, value))
    if isinstance(value, Pairs):
        return head(5, len(value.pairs)) + b"".join(write(k) + write(v) for k, v in value.pairs)
    if isinstance(value, dict):
        pairs = sorted((write(k), write(v)) for k, v in value.items())
        return head(5, len(pairs)) + b"".join(k + v for k, v in pairs)
    if isinstance(value, Tag):
        return head(6, value.number) + write(value.content)
    raise TypeError(f"cannot encode {type(value).__name__}")
