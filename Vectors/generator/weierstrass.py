"""ECDSA over P-256 by the formulas of FIPS 186-5 and SEC 1, slowly: for signatures and keys that no signing library would make."""

from __future__ import annotations

import hashlib
from typing import Iterator

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
Point = tuple[int, int]
BASE: Point = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296, 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)


def add(a: Point | None, b: Point | None) -> Point | None:
    """None is the point at infinity."""
    if a is None or b is None:
        return a or b
    (x1, y1), (x2, y2) = a, b
    if x1 == x2 and (y1 + y2) % P == 0:
        return None
    slope = (3 * x1 * x1 - 3) * pow(2 * y1, -1, P) if a == b else (y2 - y1) * pow(x2 - x1, -1, P)
    x3 = (slope * slope - x1 - x2) % P
    return x3, (slope * (x1 - x3) - y1) % P


def times(scalar: int, point: Point | None) -> Point | None:
    out = None
    for bit in bin(scalar % N)[2:]:
        out = add(out, out)
        if bit == "1":
            out = add(out, point)
    return out


def minus(point: Point) -> Point:
    return point[0], -point[1] % P


def lift(x: int) -> Point | None:
    """The point with this x and an even y, if there is one."""
    square = (x**3 - 3 * x + B) % P
    y = pow(square, (P + 1) // 4, P)
    return (x, y if y % 2 == 0 else P - y) if y * y % P == square else None


def next_on_curve(x: int, step: int) -> Point:
    while (point := lift(x)) is None:
        x += step
    return point


def hashed(message: bytes) -> int:
    """e: n has as many bits as the hash, so all of it."""
    return int.from_bytes(hashlib.sha256(message).digest(), "big")


def holds(key: Point, message: bytes, r: int, s: int) -> bool:
    """FIPS 186-5 section 6.4.2."""
    if not (0 < r < N and 0 < s < N):
        return False
    w = pow(s, -1, N)
    point = add(times(hashed(message) * w % N, BASE), times(r * w % N, key))
    return point is not None and point[0] % N == r


def key_for(message: bytes, point: Point, s: int) -> Point:
    """The key under which (x mod n, s) is a signature whose R is `point`: (sR - eG) / r (SEC 1 section 4.1.6)."""
    inverse = pow(point[0] % N, -1, N)
    key = add(times(s * inverse, point), times(-hashed(message) * inverse, BASE))
    assert key is not None
    return key


def keys_for(message: bytes, point: Point) -> Iterator[tuple[Point, int]]:
    """Keys and values of s under which (x mod n, s) is a signature whose R is `point`."""
    step, s = times(pow(point[0] % N, -1, N), point), 1
    key = key_for(message, point, s)
    while True:
        yield key, s
        key, s = add(key, step), s + 1


def sign(secret: int, message: bytes, nonce: int) -> tuple[int, int]:
    r = times(nonce, BASE)[0] % N
    return r, pow(nonce, -1, N) * (hashed(message) + r * secret) % N


def roots(y: int) -> list[int]:
    """Each x with x^3 - 3x + B = y^2: of the cubic, the factor that divides X^P - X, by Cantor and Zassenhaus."""
    cubic = [(B - y * y) % P, P - 3, 0, 1]

    def reduce(a: list[int], modulus: list[int]) -> list[int]:
        a = [one % P for one in a]
        inverse = pow(modulus[-1], -1, P)
        while len(a) >= len(modulus):
            factor, shift = a[-1] * inverse % P, len(a) - len(modulus)
            for place, one in enumerate(modulus):
                a[place + shift] = (a[place + shift] - factor * one) % P
            a.pop()
        while a and a[-1] == 0:
            a.pop()
        return a

    def multiply(a: list[int], b: list[int], modulus: list[int]) -> list[int]:
        out = [0] * max(len(a) + len(b) - 1, 0)
        for i, one in enumerate(a):
            for j, other in enumerate(b):
                out[i + j] += one * other
        return reduce(out, modulus)

    def power(base: list[int], exponent: int, modulus: list[int]) -> list[int]:
        out = [1]
        for bit in bin(exponent)[2:]:
            out = multiply(out, out, modulus)
            if bit == "1":
                out = multiply(out, base, modulus)
        return out

    def divisor(a: list[int], b: list[int]) -> list[int]:
        while b:
            a, b = b, reduce(a, b)
        return a

    def minus_one_power(a: list[int], power: int) -> list[int]:
        a = a + [0] * (power + 1 - len(a))
        a[power] = (a[power] - 1) % P
        return reduce(a, cubic)

    def solve(a: list[int], shift: int) -> list[int]:
        if len(a) == 2:
            return [-a[0] * pow(a[1], -1, P) % P]
        part = divisor(a, minus_one_power(power([shift, 1], (P - 1) // 2, a), 0))
        if len(part) in (1, len(a)):
            return solve(a, shift + 1)
        return solve(part, shift + 1) + solve(quotient(a, part), shift + 1)

    def quotient(a: list[int], b: list[int]) -> list[int]:
        a, out = list(a), []
        inverse = pow(b[-1], -1, P)
        while len(a) >= len(b):
            factor = a[-1] * inverse % P
            out.append(factor)
            for place in range(len(b)):
                a[len(a) - len(b) + place] = (a[len(a) - len(b) + place] - factor * b[place]) % P
            a.pop()
        return out[::-1]

    linear = divisor(cubic, minus_one_power(power([0, 1], P, cubic), 1))
    return sorted(solve(linear, 1)) if len(linear) > 1 else []
