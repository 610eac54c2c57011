"""Transport text (PROFILE.md section 2)."""

from __future__ import annotations

import re

from .verdict import Rejected

LARGEST = 4296
LONGEST_CHALLENGE = 970
BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_DIGIT45 = {ord(c): i for i, c in enumerate(BASE45)}
_DIGIT32 = {ord(c): i for i, c in enumerate(BASE32)}


def base45_encode(data: bytes) -> str:
    out = []
    for i in range(0, len(data), 2):
        pair = data[i:i + 2]
        number = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            number, digit = divmod(number, 45)
            out.append(BASE45[digit])
    return "".join(out)


def base45_decode(text: bytes) -> bytes:
    if len(text) % 3 == 1:
        raise ValueError("impossible length")
    out = bytearray()
    for i in range(0, len(text), 3):
        group = text[i:i + 3]
        try:
            number = sum(_DIGIT45[c] * 45 ** place for place, c in enumerate(group))
        except KeyError:
            raise ValueError("foreign character") from None
        try:
            out += number.to_bytes(len(group) - 1, "big")
        except OverflowError:
            raise ValueError("group too large") from None
    return bytes(out)


def base32_encode(data: bytes) -> str:
    length = (len(data) * 8 + 4) // 5
    number = int.from_bytes(data, "big") << (length * 5 - len(data) * 8)
    return "".join(BASE32[number >> (5 * i) & 31] for i in reversed(range(length)))


def base32_decode(text: bytes) -> bytes:
    if len(text) % 8 in (1, 3, 6):
        raise ValueError("impossible length")
    number = 0
    for c in text:
        if c not in _DIGIT32:
            raise ValueError("foreign character")
        number = number << 5 | _DIGIT32[c]
    spare = len(text) * 5 % 8
    if number & ((1 << spare) - 1):
        raise ValueError("trailing bits are not zero")
    return (number >> spare).to_bytes(len(text) * 5 // 8, "big")


def read_challenge(text: bytes) -> bytes:
    """What a device reads in the code of a challenge (PROFILE.md section 8). ValueError, if it is none."""
    match = re.fullmatch(b"HFC1:([0-9A-F]{32})", strip(text))
    if not match:
        raise ValueError("no challenge")
    return bytes.fromhex(match[1].decode())


def read_signed_challenge(text: bytes) -> bytes:
    """What a device reads in the code of a signed challenge (PROFILE.md section 18). ValueError, if it is none."""
    text = strip(text)
    if len(text) > LONGEST_CHALLENGE or not text.startswith(b"HFC2:") or len(text) == 5:
        raise ValueError("no signed challenge")
    return base45_decode(text[5:])


def read_update(text: bytes) -> bytes:
    """What a scanner that takes updates by code reads (PROFILE.md section 17): the signed update. ValueError, if it is none."""
    text = strip(text)
    if len(text) > LARGEST or not text.startswith(b"HFU1:") or len(text) == 5:
        raise ValueError("no update")
    return base45_decode(text[5:])


def encode(payload: bytes, transport: str = "base45") -> str:
    if transport == "base45":
        return "HF1:" + base45_encode(payload)
    return "HF1Z" + base32_encode(payload)


ADDED = b"\t\n\r"  # what scanners put before and behind a code


def strip(text: bytes) -> bytes:
    text = text.lstrip(ADDED)
    if len(text) >= 3 and text[:2] == b"]Q" and text[2] in b"0123456":
        text = text[3:]
    return text.rstrip(ADDED)


def decode(text: bytes) -> bytes:
    """Step 2: from what the scanner read to the payload."""
    text = strip(text)
    if not text:
        raise Rejected("payload.empty")
    if len(text) > LARGEST:
        raise Rejected("payload.too_large")
    prefix, rest = text[:4], text[4:]
    if prefix not in (b"HF1:", b"HF1Z"):
        if len(prefix) == 4 and prefix[:2] == b"HF" and prefix[2] in b"0123456789" and prefix[3] in b":Z":
            raise Rejected("payload.version_unsupported")
        raise Rejected("payload.prefix_unknown")
    if not rest:
        raise Rejected("payload.empty")
    try:
        return base45_decode(rest) if prefix == b"HF1:" else base32_decode(rest)
    except ValueError:
        raise Rejected("payload.text_invalid") from None
