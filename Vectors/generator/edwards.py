"""Ed25519 by the formulas of RFC 8032, slowly: for signatures and keys that no signing library would make."""

from __future__ import annotations

import hashlib

Q = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, Q) % Q
Point = tuple[int, int]
BASE: Point = (15112221349535400772501151409588531511454012693041857206046113283949847762202, 4 * pow(5, -1, Q) % Q)
NEUTRAL: Point = (0, 1)


def add(a: Point, b: Point) -> Point:
    (x1, y1), (x2, y2) = a, b
    t = D * x1 * x2 * y1 * y2 % Q
    return (x1 * y2 + x2 * y1) * pow(1 + t, -1, Q) % Q, (y1 * y2 + x1 * x2) * pow(1 - t, -1, Q) % Q


def times(scalar: int, point: Point) -> Point:
    out = NEUTRAL
    while scalar:
        if scalar & 1:
            out = add(out, point)
        point = add(point, point)
        scalar >>= 1
    return out


def encode(point: Point) -> bytes:
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def decode(data: bytes) -> Point:
    number = int.from_bytes(data, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x2 = (y * y - 1) * pow(D * y * y + 1, -1, Q) % Q
    x = pow(x2, (Q + 3) // 8, Q)
    if (x * x - x2) % Q:
        x = x * pow(2, (Q - 1) // 4, Q) % Q
    assert (x * x - x2) % Q == 0
    return (x if x & 1 == sign else Q - x), y


def little(number: int) -> bytes:
    return number.to_bytes(32, "little")


def is_on_curve(y: int) -> bool:
    """Euler's criterion for x^2 = (y^2 - 1) / (d y^2 + 1)."""
    x2 = (y * y - 1) * pow(D * y * y + 1, -1, Q) % Q
    return x2 == 0 or pow(x2, (Q - 1) // 2, Q) == 1


# A point of order 8, and the key of a secret scalar with that point added: of full order 8L, on the curve, canonical, and so a good point.
TORSION = decode(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"))
SCALAR = int.from_bytes(hashlib.sha512(b"hufu vectors mixed order").digest(), "little") % L
PURE = encode(times(SCALAR, BASE))
MIXED = encode(add(times(SCALAR, BASE), TORSION))


def hashed(r: bytes, key: bytes, message: bytes) -> int:
    return int.from_bytes(hashlib.sha512(r + key + message).digest(), "little")


def holds(k: int) -> bool | None:
    """Whether SB = R + kA holds for a signature of SCALAR under MIXED: the point of order 8 in A has to vanish.

    RFC 8032 lets an implementation reduce k modulo L or not. L is odd, so on a point of order 8 that makes a difference: None if the two disagree.
    """
    plain, reduced = k % 8 == 0, k % L % 8 == 0
    return plain if plain == reduced else None


def sign(message: bytes, key: bytes = MIXED, nonce: int = 0) -> tuple[bytes, int]:
    """By the secret scalar, under whatever key is named. Returns the signature and the hash k. 8SB = 8R + 8kA always holds."""
    secret = int.from_bytes(hashlib.sha512(b"nonce %d" % nonce + message).digest(), "little") % L
    r = encode(times(secret, BASE))
    k = hashed(r, key, message)
    return r + ((secret + k * SCALAR) % L).to_bytes(32, "little"), k


def sign_with(scalar: int, message: bytes, nonce: int) -> bytes:
    """By this secret scalar, with this nonce."""
    r, key = encode(times(nonce, BASE)), encode(times(scalar, BASE))
    return r + little((nonce + hashed(r, key, message) * scalar) % L)


def verify(key: bytes, message: bytes, signature: bytes) -> bool:
    """RFC 8032 section 5.1.7 without the cofactor, comparing the encoding of R, as PROFILE.md section 4 has it.

    The case must not depend on whether k is reduced modulo L.
    """
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= L:
        return False
    (x, y), k = decode(key), hashed(r, key, message)
    answers = {encode(add(times(s, BASE), times(number, (-x % Q, y)))) == r for number in (k, k % L)}
    assert len(answers) == 1
    return answers.pop()


def sign_neutral(message: bytes, r: bytes, key: bytes = PURE) -> bytes:
    """R is the neutral element, in whatever encoding: S = k a, without a nonce."""
    return r + (hashed(r, key, message) * SCALAR % L).to_bytes(32, "little")
