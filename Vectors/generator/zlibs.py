"""zlib streams (RFC 1950, 1951) that are the same on every machine, since no compressor makes them."""

from __future__ import annotations

import zlib
from typing import Iterable


def pack(values: Iterable[int], bits: int) -> bytes:
    """Section 11: the first value in the least significant bits of the first byte."""
    values = list(values)
    out = bytearray(-(-len(values) * bits // 8))
    for index, value in enumerate(values):
        out[index * bits // 8] |= value << index * bits % 8
    return bytes(out)


def stored(data: bytes) -> bytes:
    """One stored block."""
    assert len(data) < 65536
    return b"\x78\x01\x01" + len(data).to_bytes(2, "little") + (len(data) ^ 0xFFFF).to_bytes(2, "little") + data + zlib.adler32(data).to_bytes(4, "big")


def zeros(count: int) -> bytes:
    """`count` zero bytes in one block of fixed codes: a zero, and then matches of 258 and of 3 at distance 1, and single zeros."""
    bits: list[int] = [1, 1, 0]  # the last block, fixed codes

    def code(number: int, length: int) -> None:
        bits.extend(number >> place & 1 for place in reversed(range(length)))

    def match(length: int) -> None:
        if length == 258:
            code(0b11000101, 8)  # 285
        else:
            assert length == 3
            code(1, 7)  # 257
        code(0, 5)  # distance 1

    code(0b00110000, 8)  # a literal 0
    left = count - 1
    for length in (258, 3):
        while left >= length:
            match(length)
            left -= length
    for _ in range(left):
        code(0b00110000, 8)
    code(0, 7)  # the end
    bits += [0] * (-len(bits) % 8)
    body = bytes(sum(bit << place for place, bit in enumerate(bits[i:i + 8])) for i in range(0, len(bits), 8))
    # Adler-32 of zeros: a is 1, b is their number, modulo 65,521
    return b"\x78\x01" + body + ((count % 65521) << 16 | 1).to_bytes(4, "big")
