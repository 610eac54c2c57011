"""Each mistake that a verifier of signatures can make is noticed by a case of cose.json. The mathematics are those of Vectors/generator."""

import base64
import sys
import unittest
from typing import Callable, NamedTuple, Optional

from vector_cases import FILES, VECTORS

sys.path.append(str(VECTORS))

from generator import edwards, weierstrass  # noqa: E402
from generator.edwards import L, Q  # noqa: E402
from generator.weierstrass import B, N, P  # noqa: E402


def number(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "="), "big")


class Ecdsa(NamedTuple):
    """A case: r, s, and u1 G and u2 Q by their residues modulo n."""

    r: int
    s: int
    one: Optional[weierstrass.Point]
    other: Optional[weierstrass.Point]

    @property
    def point(self) -> Optional[weierstrass.Point]:
        return weierstrass.add(self.one, self.other)

    def is_in_range(self) -> bool:
        return 0 < self.r < N and 0 < self.s < N

    def has_x(self, test: Callable[[int], bool]) -> bool:
        return self.point is not None and test(self.point[0])


class EdDSA(NamedTuple):
    """A case: R, S, and SB - kA."""

    r: bytes
    s: int
    point: edwards.Point


def cases(curve: str) -> list[tuple[dict, bytes, bytes]]:
    return [(case, bytes.fromhex(case["message"]), bytes.fromhex(case["signature"])) for case in FILES["cose"]["cases"]
            if case["kind"] == "signature" and case["key"]["crv"] == curve and len(case["signature"]) == 128]


def decoded(r: bytes) -> Optional[edwards.Point]:
    """Leniently: y may be q or more, and the sign of x = 0 is ignored."""
    bits = int.from_bytes(r, "little")
    y = (bits & (1 << 255) - 1) % Q
    return edwards.decode(edwards.little(y | bits >> 255 << 255)) if edwards.is_on_curve(y) else None


def same(one: Optional[edwards.Point], other: Optional[edwards.Point]) -> bool:
    return one is not None and other is not None and ((one[0] - other[0]) % Q, one[1]) == (0, other[1])


ECDSA: dict[str, Callable[[Ecdsa], bool]] = {
    "right": lambda it: it.is_in_range() and it.has_x(lambda x: x % N == it.r),
    "r and s are taken modulo n": lambda it: it.has_x(lambda x: x % N == it.r % N),
    "r is not compared with n": lambda it: 0 < it.s < N and it.has_x(lambda x: x % N == it.r % N),
    "s is not compared with n": lambda it: 0 < it.r < N and it.has_x(lambda x: x % N == it.r),
    "x is not taken modulo n": lambda it: it.is_in_range() and it.has_x(lambda x: x == it.r),
    "high s is refused": lambda it: it.is_in_range() and it.s <= N // 2 and it.has_x(lambda x: x % N == it.r),
    "the sum of a point with itself is wrong": lambda it: it.is_in_range() and it.one != it.other and it.has_x(lambda x: x % N == it.r),
    "the point at infinity is taken for any": lambda it: it.is_in_range() and (it.point is None or it.point[0] % N == it.r),
}
EDDSA: dict[str, Callable[[EdDSA], bool]] = {
    "right": lambda it: it.s < L and edwards.encode(it.point) == it.r,
    "S is not compared with L": lambda it: edwards.encode(it.point) == it.r,
    "only the highest bits of S are looked at": lambda it: it.s < 1 << 253 and edwards.encode(it.point) == it.r,
    "the equation has the cofactor": lambda it: it.s < L and (r := decoded(it.r)) is not None and same(edwards.times(8, it.point), edwards.times(8, r)),
    "R is compared as a point": lambda it: it.s < L and same(it.point, decoded(it.r)),
    "the sign of R is ignored": lambda it: it.s < L and edwards.encode(it.point)[:31] == it.r[:31] and (edwards.encode(it.point)[31] ^ it.r[31]) & 0x7F == 0,
    "R of small order is refused": lambda it: it.s < L and edwards.encode(it.point) == it.r and edwards.times(8, it.point) != edwards.NEUTRAL,
}


def p256(x: int, y: int) -> bool:
    return (y * y - x**3 + 3 * x - B) % P == 0


# Of a point with both coordinates, and of one y with its sign.
P256_POINTS: dict[str, Callable[[int, int], bool]] = {
    "right": lambda x, y: x < P and y < P and p256(x, y),
    "x is not compared with p": lambda x, y: y < P and p256(x, y),
    "y is not compared with p": lambda x, y: x < P and p256(x, y),
    "the equation is not looked at": lambda x, y: x < P and y < P,
    "b is not looked at": lambda x, y: x < P and y < P and x != 0,
    "x = 0 is refused": lambda x, y: 0 < x < P and y < P and p256(x, y),
}


def order(bits: int) -> Optional[int]:
    """The order of a point if it divides 8, 0 for others; None without a point."""
    point = decoded(edwards.little(bits))
    return None if point is None else next((one for one in (1, 2, 4, 8) if edwards.times(one, point) == edwards.NEUTRAL), 0)


def is_canonical(bits: int) -> bool:
    y = bits & (1 << 255) - 1
    return y < Q and not (bits >> 255 and y in (1, Q - 1))


ED_POINTS: dict[str, Callable[[int], bool]] = {
    "right": lambda bits: is_canonical(bits) and order(bits) == 0,
    "y is not compared with q": lambda bits: order(bits) == 0,
    "small orders are let through": lambda bits: is_canonical(bits) and order(bits) is not None,
    "the order 8 is let through": lambda bits: is_canonical(bits) and order(bits) in (0, 8),
    "the curve is not looked at": lambda bits: is_canonical(bits) and order(bits) in (0, None),
    "a part of small order is refused": lambda bits: is_canonical(bits) and order(bits) == 0 and edwards.times(L, decoded(edwards.little(bits))) == edwards.NEUTRAL,
}


class Borders(unittest.TestCase):
    def judge(self, verifiers: dict[str, Callable[..., bool]], given: list[tuple[bool, tuple]]) -> None:
        for mistake, verify in verifiers.items():
            with self.subTest(mistake):
                self.assertEqual(all(verify(*one) is expected for expected, one in given), mistake == "right")

    def test_ecdsa(self):
        given = []
        for case, message, signature in cases("P-256"):
            r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
            w = pow(s, -1, N) if s % N else 0
            key = (number(case["key"]["x"]), number(case["key"]["y"]))
            one, other = weierstrass.times(weierstrass.hashed(message) * w, weierstrass.BASE), weierstrass.times(r * w, key)
            given.append((case["expect"]["valid"], (Ecdsa(r, s, one, other),)))
        self.assertGreater(len(given), 100)
        self.judge(ECDSA, given)

    def test_eddsa(self):
        given = []
        for case, message, signature in cases("Ed25519"):
            key = base64.urlsafe_b64decode(case["key"]["x"] + "=")
            (x, y), k = edwards.decode(key), edwards.hashed(signature[:32], key, message)
            s = int.from_bytes(signature[32:], "little")
            point = edwards.add(edwards.times(s, edwards.BASE), edwards.times(k, (-x % Q, y)))
            given.append((case["expect"]["valid"], (EdDSA(signature[:32], s, point),)))
        self.assertGreater(len(given), 80)
        self.judge(EDDSA, given)

    def test_points(self):
        whole, single = [], []
        for case in FILES["cose"]["cases"]:
            if case["kind"] == "point":
                item = bytes.fromhex(case["input_hex"])
                # {1: 2, -1: 1, -2: 32 bytes, -3: 32 bytes} and {1: 1, -1: 6, -2: 32 bytes}, in deterministic encoding.
                if item[:2] == b"\xa4\x01" and len(item) == 75:
                    whole.append((case["expect"]["valid"], tuple(int.from_bytes(one, "big") for one in (item[8:40], item[43:]))))
                elif item[:2] == b"\xa3\x01":
                    single.append((case["expect"]["valid"], (int.from_bytes(item[8:], "little"),)))
        self.assertGreater(min(len(whole), len(single)), 25)
        self.judge(P256_POINTS, whole)
        self.judge(ED_POINTS, single)


if __name__ == "__main__":
    unittest.main()
