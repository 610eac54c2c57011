"""Signatures and points at the borders of P-256 and Ed25519, made with plain integers from the definitions.

Each signature is judged here by the equation of its standard, and later by two libraries, that of the Python implementation (OpenSSL) and that of the
library (BoringSSL).
"""

from __future__ import annotations

import hashlib
from typing import Iterator

from . import edwards, weierstrass
from .weierstrass import BASE, N, P

# slug, whether it is valid, key (x, y), message, r, s, why
ECDSA = tuple[str, bool, weierstrass.Point, bytes, int, int, str]
# slug, whether it is valid, key, message, signature, why
EdDSA = tuple[str, bool, bytes, bytes, bytes, str]

MESSAGE = b"hufu"
SECRET = int.from_bytes(hashlib.sha256(b"hufu vectors ecdsa").digest(), "big") % N
NONCE = int.from_bytes(hashlib.sha256(b"hufu vectors nonce").digest(), "big") % N


def ecdsa() -> Iterator[ECDSA]:
    for case in _ecdsa():
        slug, valid, key, message, r, s, _ = case
        assert weierstrass.holds(key, message, r, s) is valid, slug
        yield case


def _ecdsa() -> Iterator[ECDSA]:
    e = weierstrass.hashed(MESSAGE)
    key = weierstrass.times(SECRET, BASE)
    r, s = weierstrass.sign(SECRET, MESSAGE, NONCE)
    yield "p256-plain", True, key, MESSAGE, r, s, "The signature whose values the next ones change"
    borders = [("0", 0), ("1", 1), ("n-1", N - 1), ("n", N), ("n+1", N + 1), ("p", P), ("max", 2**256 - 1)]
    for name, value in borders:
        yield f"p256-r-{name}", False, key, MESSAGE, value, s, f"r is {name}, s is that of a signature"
        yield f"p256-s-{name}", False, key, MESSAGE, r, value, f"s is {name}, r is that of a signature"
        for other, second in borders:
            yield f"p256-r-{name}-s-{other}", False, key, MESSAGE, value, second, f"r is {name}, s is {other}"
    yield "p256-minus-r", False, key, MESSAGE, N - r, s, "n - r: only s has a twin"
    yield "p256-minus-both", False, key, MESSAGE, N - r, N - s, "n - r and n - s"

    # With a key that is made for it, any s and any point R has a signature.
    point = weierstrass.times(NONCE, BASE)
    for name, value, why in (("1", 1, "the least one"), ("2", 2, "next to it"), ("half", (N - 1) // 2, "the largest low s"), ("half+1", (N + 1) // 2, "the least high s"),
                             ("n-2", N - 2, "next to the largest one"), ("n-1", N - 1, "the largest one")):
        made = weierstrass.key_for(MESSAGE, point, value)
        yield f"p256-valid-s-{name}", True, made, MESSAGE, r, value, f"s is {name}, {why}; the key is made for it"
        if value + N < 2**256:
            yield f"p256-valid-s-{name}-plus-n", False, made, MESSAGE, r, value + N, "The same s plus n: the same modulo n, but not below it"
    for name, start, step, why in (("least", 1, 1, "the least x of any point"), ("below-n", N - 1, -1, "the largest x below n"), ("above-n", N + 1, 1, "the least x above n"),
                                   ("below-p", P - 1, -1, "the largest x of any point")):
        at = weierstrass.next_on_curve(start, step)
        made, value = weierstrass.key_for(MESSAGE, at, NONCE), at[0] % N
        yield f"p256-valid-x-{name}", True, made, MESSAGE, value, NONCE, f"The x of R is {why}; r is x modulo n"
        if at[0] >= N:
            yield f"p256-valid-x-{name}-whole", False, made, MESSAGE, at[0], NONCE, "r is x itself, which is not below n"
        elif value + N < 2**256:
            yield f"p256-valid-x-{name}-plus-n", False, made, MESSAGE, value + N, NONCE, "r + n: the same modulo n, but not below it"

    # u1 = e / s and u2 = r / s at their borders.
    for name, value, why in (("u1-1", e, "u1 is 1"), ("u1-n-1", -e, "u1 is n - 1"), ("u2-1", r, "u2 is 1, and s is r"), ("u2-n-1", -r, "u2 is n - 1"), ("u1-2", e * pow(2, -1, N), "u1 is 2"),
                             ("u2-2", r * pow(2, -1, N), "u2 is 2")):
        yield f"p256-{name}", True, weierstrass.key_for(MESSAGE, point, value % N), MESSAGE, r, value % N, f"{why}, in u1 G + u2 Q"
    yield "p256-u-equal", True, weierstrass.key_for(b"", (at := weierstrass.times(3, BASE)), 1), b"", at[0] % N, 1, "R is 3 G, and s is 1"
    doubled = e * pow(r, -1, N) % N
    yield "p256-doubling", True, weierstrass.times(doubled, BASE), MESSAGE, r, 2 * e * pow(NONCE, -1, N) % N, "u1 G and u2 Q are the same point: an addition formula without doubling fails"
    yield "p256-infinity", False, weierstrass.times(N - doubled, BASE), MESSAGE, r, s, "u1 G and u2 Q are opposite points: R is the point at infinity, which has no x"
    for name, secret in (("g", 1), ("minus-g", N - 1), ("2g", 2), ("half-g", pow(2, -1, N))):
        value = weierstrass.sign(secret, MESSAGE, NONCE)
        yield f"p256-key-{name}", True, weierstrass.times(secret, BASE), MESSAGE, *value, f"The key has the secret scalar {secret if secret < 3 else 'n - 1' if secret == N - 1 else '1/2'}"
    for name, nonce in (("1", 1), ("n-1", N - 1), ("2", 2)):
        yield f"p256-nonce-{name}", True, key, MESSAGE, *weierstrass.sign(SECRET, MESSAGE, nonce), f"R is {'G' if nonce == 1 else 'minus G' if nonce == N - 1 else '2 G'}"

    # Numbers with zero bits at their ends: r, s and coordinates always have 32 bytes, and e all its bits.
    yield from _zeros(point, r)
    for name, test in (("e-zeros", lambda number: number >> 240 == 0), ("e-ones", lambda number: number >> 240 == 0xFFFF), ("e-even", lambda number: number & 0xFFFF == 0)):
        message = next(text for text in (b"hufu %d" % number for number in range(10**7)) if test(weierstrass.hashed(text)))
        yield f"p256-{name}", True, key, message, *weierstrass.sign(SECRET, message, NONCE), {
            "e-zeros": "The hash begins with two zero bytes", "e-ones": "The hash begins with two bytes of ones", "e-even": "The hash ends with two zero bytes"}[name]


def _zeros(point: weierstrass.Point, r: int) -> Iterator[ECDSA]:
    wanted = {
        "x-short": (lambda key: key[0] >> 248 == 0, "The x of the key begins with a zero byte"), "y-short": (lambda key: key[1] >> 248 == 0, "The y of the key begins with a zero byte"),
        "x-ones": (lambda key: key[0] >> 240 == 0xFFFF, "The x of the key begins with two bytes of ones"), "y-ones": (lambda key: key[1] >> 240 == 0xFFFF, "The y of the key begins with two bytes of ones"),
        "x-even": (lambda key: key[0] & 0xFFF == 0, "The x of the key ends with twelve zero bits"), "y-even": (lambda key: key[1] & 0xFFF == 0, "The y of the key ends with twelve zero bits")}
    for key, s in weierstrass.keys_for(MESSAGE, point):
        for slug, (test, why) in list(wanted.items()):
            if test(key):
                yield f"p256-key-{slug}", True, key, MESSAGE, r, s, why
                del wanted[slug]
        if not wanted:
            return


def p256_points() -> Iterator[tuple[str, bool, dict, str]]:
    """Slug, whether it is a good point, the COSE_Key, why."""
    def full(x: int, y: int) -> dict:
        return {1: 2, -1: 1, -2: x.to_bytes(32, "big"), -3: y.to_bytes(32, "big")}

    def compressed(x: int, odd: bool) -> dict:
        return {1: 2, -1: 1, -2: x.to_bytes(32, "big"), -3: odd}

    for slug, x, why in (("x-0", 0, "x is 0"), ("x-least", weierstrass.next_on_curve(1, 1)[0], "The least x but 0"), ("x-n-below", weierstrass.next_on_curve(N - 1, -1)[0], "The largest x below n"),
                         ("x-n-above", weierstrass.next_on_curve(N, 1)[0], "The least x from n on"), ("x-greatest", weierstrass.next_on_curve(P - 1, -1)[0], "The largest x")):
        even = weierstrass.lift(x)
        assert even is not None
        odd = weierstrass.minus(even)
        for name, (_, y) in (("even", even), ("odd", odd)):
            yield f"p256-{slug}-{name}", True, full(x, y), why
            yield f"p256-{slug}-{name}-compressed", True, compressed(x, y % 2 == 1), f"{why}, compressed"
            if y + P < 2**256:
                yield f"p256-{slug}-{name}-y-plus-p", False, full(x, y + P), f"{why}, y + p: the same modulo p, but not below it"
        if x + P < 2**256:
            yield f"p256-{slug}-plus-p", False, full(x + P, even[1]), f"{why}, plus p: the same modulo p, but not below it"
            yield f"p256-{slug}-plus-p-compressed", False, compressed(x + P, True), f"{why}, plus p, compressed"
        yield f"p256-{slug}-off", False, full(x, even[1] ^ 1), f"{why}, with one bit of y changed"
    for number, x in enumerate(weierstrass.roots(1), 1):
        for name, y in (("1", 1), ("p-1", P - 1)):
            yield f"p256-y-{name}-{number}", True, full(x, y), f"y is {name}"
            yield f"p256-y-{name}-{number}-compressed", True, compressed(x, y == 1), f"y is {name}, compressed"
        yield f"p256-y-1-{number}-plus-p", False, full(x, 1 + P), "y is 1 + p: the same modulo p, but not below it"
    # No point of the curve has order 2: its order is a prime.
    assert weierstrass.roots(0) == []
    yield "p256-y-0", False, full(1, 0), "y is 0, which no point has"
    missing = next(x for x in range(N, P) if weierstrass.lift(x) is None)
    for name, odd in (("even", False), ("odd", True)):
        yield f"p256-missing-{name}", False, compressed(missing, odd), "No point has this x, compressed"
    # Points of y^2 = x^3 - 3x + b for another b, on which addition formulas work as on the curve.
    for number in range(1, 4):
        x = weierstrass.next_on_curve(number * 1000, 1)[0]
        yield f"p256-other-b-{number}", False, full(x, (weierstrass.lift(x)[1] + number) % P), "A point of a curve with another b, to which a secret could leak: not on this curve"


ORDER_8 = (edwards.TORSION, edwards.times(3, edwards.TORSION), edwards.times(5, edwards.TORSION), edwards.times(7, edwards.TORSION))
SMALL = [("1", edwards.NEUTRAL), ("2", edwards.times(4, edwards.TORSION)), ("4", edwards.times(2, edwards.TORSION)), ("4-other", edwards.times(6, edwards.TORSION)),
         *((f"8-{number}", one) for number, one in enumerate(ORDER_8, 1))]


def eddsa() -> Iterator[EdDSA]:
    for case in _eddsa():
        slug, valid, key, message, signature, _ = case
        assert edwards.verify(key, message, signature) is valid, slug
        yield case


def _eddsa() -> Iterator[EdDSA]:
    L, Q = edwards.L, edwards.Q
    plain, _ = edwards.sign(MESSAGE, edwards.PURE)
    r, s = plain[:32], int.from_bytes(plain[32:], "little")
    yield "ed-plain", True, edwards.PURE, MESSAGE, plain, "The signature whose values the next ones change"
    for name, value in (("0", 0), ("1", 1), ("l-1", L - 1), ("l", L), ("l+1", L + 1), ("2l", 2 * L), ("max", 2**256 - 1), ("2-252", 2**252), ("2-253", 2**253), ("2-255", 2**255)):
        yield f"ed-s-{name}", False, edwards.PURE, MESSAGE, r + edwards.little(value), f"S is {name}"
    for count in range(1, 16):
        if s + count * L < 2**256:
            yield f"ed-s-plus-{count}l", False, edwards.PURE, MESSAGE, r + edwards.little(s + count * L), f"S + {count} L: the same modulo L, but not below it"
    for bit in (253, 254, 255):
        yield f"ed-s-bit-{bit}", False, edwards.PURE, MESSAGE, r + edwards.little(s | 1 << bit), f"Bit {bit} of S is set: some implementations ignored it"
    yield "ed-minus-s", False, edwards.PURE, MESSAGE, r + edwards.little(L - s), "L - S: Ed25519 signatures have no twin"
    yield "ed-minus-r", False, edwards.PURE, MESSAGE, r[:31] + bytes([r[31] ^ 0x80]) + plain[32:], "The sign of R changed"

    # R of small order, with S = k a: the equation with the cofactor holds for each, the one without only for the neutral element.
    for name, point in SMALL:
        for encoding, slug in _encodings(point):
            valid = name == "1" and slug == ""
            yield (f"ed-small-r-{name}{slug}", valid, edwards.PURE, MESSAGE, edwards.sign_neutral(MESSAGE, encoding),
                   f"R has order {name[0]}{', in an encoding that is not canonical' if slug else ''}, and S is k a: 8SB is 8R + 8kA")
    # R and A with a part of small order.
    for name, point in SMALL[1:]:
        mixed = edwards.encode(edwards.add(edwards.times(SCALAR_R, edwards.BASE), point))
        k = edwards.hashed(mixed, edwards.PURE, MESSAGE)
        yield f"ed-mixed-r-{name}", False, edwards.PURE, MESSAGE, mixed + edwards.little((SCALAR_R + k * edwards.SCALAR) % L), f"R has a part of order {name[0]}: 8SB is 8R + 8kA, but SB is not R + kA"
    for part in range(8):
        # The part of A is times k, and that of R cancels it: SB is R + kA.
        small = edwards.times(part, edwards.TORSION)
        found = _cancelled(small)
        yield f"ed-both-mixed-{part}", True, edwards.MIXED, *found, f"A has a part of order 8, and R {'none' if part == 0 else 'one'} that cancels it: SB is R + kA"
        if part:
            yield f"ed-small-r-cancelled-{part}", True, edwards.MIXED, *_cancelled(small, neutral=True), "R is of small order, and cancels the part of order 8 in kA: SB is R + kA, nothing more is asked of R"
    off = next(y for y in range(2, 100) if not edwards.is_on_curve(y))
    yield "ed-r-off", False, edwards.PURE, MESSAGE, edwards.little(off) + plain[32:], "R is no point of the curve"
    for y in range(19):
        yield f"ed-r-q+{y}", False, edwards.PURE, MESSAGE, edwards.little(Q + y) + plain[32:], "y of R is not below q"
    yield "ed-r-max", False, edwards.PURE, MESSAGE, b"\xff" * 32 + plain[32:], "R has all bits set"
    for name, scalar in (("1", 1), ("l-1", L - 1), ("2", 2)):
        key = edwards.encode(edwards.times(scalar, edwards.BASE))
        yield f"ed-key-{name}", True, key, MESSAGE, edwards.sign_with(scalar, MESSAGE, SCALAR_R), f"The secret scalar is {name}"
    for name, nonce in (("1", 1), ("l-1", L - 1)):
        yield f"ed-nonce-{name}", True, edwards.PURE, MESSAGE, edwards.sign_with(edwards.SCALAR, MESSAGE, nonce), f"R is {name} B"


SCALAR_R = int.from_bytes(hashlib.sha512(b"hufu vectors r").digest(), "little") % edwards.L


def _encodings(point: edwards.Point) -> Iterator[tuple[bytes, str]]:
    """The encodings of a point: y + q where it fits into 255 bits, and the sign of x = 0."""
    x, y = point
    yield edwards.encode(point), ""
    if y + edwards.Q < 2**255:
        yield edwards.little(y + edwards.Q | (x & 1) << 255), "-y+q"
    if x == 0:
        yield edwards.little(y | 1 << 255), "-sign"
        if y + edwards.Q < 2**255:
            yield edwards.little(y + edwards.Q | 1 << 255), "-y+q-sign"


def _cancelled(small: edwards.Point, neutral: bool = False) -> tuple[bytes, bytes]:
    """A message, and a signature with R = r B + `small` under MIXED, where k times the part of order 8 is minus `small`, also if k is reduced modulo L."""
    secret = 0 if neutral else SCALAR_R
    r = edwards.encode(edwards.add(edwards.times(secret, edwards.BASE), small))
    for number in range(10_000):
        message = b"hufu %d" % number
        k = edwards.hashed(r, edwards.MIXED, message)
        if k % 8 == k % edwards.L % 8 and edwards.add(edwards.times(k % 8, edwards.TORSION), small) == edwards.NEUTRAL:
            return message, r + edwards.little((secret + k * edwards.SCALAR) % edwards.L)
    raise AssertionError("no message")


def ed_points() -> Iterator[tuple[str, bool, dict, str]]:
    for name, point in SMALL:
        for encoding, slug in _encodings(point):
            yield f"ed-small-{name}{slug}", False, {1: 1, -1: 6, -2: encoding}, f"A point of order {name[0]}{', not canonical' if slug else ''}"
    for y in range(19):
        for sign in (0, 1):
            yield f"ed-q+{y}-{sign}", False, {1: 1, -1: 6, -2: edwards.little(edwards.Q + y | sign << 255)}, f"y is q + {y}: not canonical, whether a point has this y modulo q or not"
    for name, point in SMALL[1:]:
        mixed = edwards.add(edwards.times(edwards.SCALAR, edwards.BASE), point)
        yield f"ed-mixed-{name}", True, {1: 1, -1: 6, -2: edwards.encode(mixed)}, f"A point with a part of order {name[0]}: its order does not divide 8"
    for y in (*range(2, 20), *range(edwards.Q - 20, edwards.Q - 1)):
        for sign in (0, 1):
            valid = edwards.is_on_curve(y)
            yield (f"ed-y-{y if y < 100 else f'q-{edwards.Q - y}'}-{sign}", valid, {1: 1, -1: 6, -2: edwards.little(y | sign << 255)},
                   "A y near 0 or q that a point has" if valid else "A y near 0 or q that no point has")
