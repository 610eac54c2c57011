"""The texts of payloads that the conformance vectors give as bytes."""

from __future__ import annotations

_BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def base45(payload: bytes) -> str:
    """Base45 (RFC 9285)."""
    text = ""
    for start in range(0, len(payload), 2):
        pair = payload[start:start + 2]
        number = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            number, digit = divmod(number, 45)
            text += _BASE45[digit]
    return text


def base32(payload: bytes) -> str:
    """Base32 (RFC 4648) without padding."""
    bits = "".join(f"{byte:08b}" for byte in payload)
    bits += "0" * (-len(bits) % 5)
    return "".join(_BASE32[int(bits[start:start + 5], 2)] for start in range(0, len(bits), 5))
