"""Public keys: shapes, points (with plain integers), thumbprints, JWK, signatures (PROFILE.md section 4)."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Any, Optional

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from .strict import Item, write

ESP256, ED25519 = -9, -19
ES256, EDDSA = -7, -8
KIND = {ESP256: ESP256, ES256: ESP256, ED25519: ED25519, EDDSA: ED25519}  # by alg, the kind of key that it goes with

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

Q = 2**255 - 19
D = -121665 * pow(121666, -1, Q) % Q
L = 2**252 + 27742317777372353535851937790883648493


class BadPoint(Exception):
    """Off the curve, small-order or not canonical."""


@dataclass(frozen=True)
class PublicKey:
    """A good point."""

    algorithm: int
    x: bytes
    y: bytes = b""

    def verify(self, signature: bytes, message: bytes) -> bool:
        if len(signature) != 64:
            return False
        try:
            if self.algorithm == ESP256:
                r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
                if not (0 < r < N and 0 < s < N):
                    return False
                point = ec.EllipticCurvePublicNumbers(
                    int.from_bytes(self.x, "big"), int.from_bytes(self.y, "big"), ec.SECP256R1())
                point.public_key().verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
            else:
                if int.from_bytes(signature[32:], "little") >= L:
                    return False
                ed25519.Ed25519PublicKey.from_public_bytes(self.x).verify(signature, message)
            return True
        except InvalidSignature:
            return False

    def members(self, compressed: bool = False) -> dict[int, Any]:
        if self.algorithm == ED25519:
            return {1: 1, -1: 6, -2: self.x}
        return {1: 2, -1: 1, -2: self.x, -3: bool(self.y[-1] & 1) if compressed else self.y}

    def thumbprint(self) -> bytes:
        """RFC 9679, SHA-256."""
        return hashlib.sha256(write(self.members())).digest()

    def kid(self) -> bytes:
        return self.thumbprint()[:8]

    def jwk(self) -> dict[str, str]:
        if self.algorithm == ED25519:
            return {"kty": "OKP", "crv": "Ed25519", "x": _b64(self.x)}
        return {"kty": "EC", "crv": "P-256", "x": _b64(self.x), "y": _b64(self.y)}


def p256(x: bytes, y: bytes | bool) -> PublicKey:
    px = int.from_bytes(x, "big")
    if px >= P:
        raise BadPoint("x is not below p")
    square = (px * px * px - 3 * px + B) % P
    if isinstance(y, bool):
        root = pow(square, (P + 1) // 4, P)
        if root * root % P != square:
            raise BadPoint("no such point")
        py = root if root & 1 == y else P - root
        if py >= P or py & 1 != y:
            raise BadPoint("no such point")
    else:
        py = int.from_bytes(y, "big")
        if py >= P or py * py % P != square:
            raise BadPoint("not on the curve")
    return PublicKey(ESP256, x, py.to_bytes(32, "big"))


def _edwards_x(y: int, sign: int) -> int:
    """RFC 8032 section 5.1.3."""
    u, v = (y * y - 1) % Q, (D * y * y + 1) % Q
    x2 = u * pow(v, -1, Q) % Q
    x = pow(x2, (Q + 3) // 8, Q)
    if (x * x - x2) % Q:
        x = x * pow(2, (Q - 1) // 4, Q) % Q
    if (x * x - x2) % Q:
        raise BadPoint("not on the curve")
    if x == 0 and sign:
        raise BadPoint("not canonical")
    return x if x & 1 == sign else Q - x


def _edwards_add(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    (x1, y1), (x2, y2) = a, b
    t = D * x1 * x2 * y1 * y2 % Q
    x3 = (x1 * y2 + x2 * y1) * pow(1 + t, -1, Q) % Q
    y3 = (y1 * y2 + x1 * x2) * pow(1 - t, -1, Q) % Q
    return x3, y3


def edwards(x: bytes) -> PublicKey:
    number = int.from_bytes(x, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    if y >= Q:
        raise BadPoint("not canonical")
    point = (_edwards_x(y, sign), y)
    for _ in range(3):
        point = _edwards_add(point, point)
    if point == (0, 1):
        raise BadPoint("small order")
    return PublicKey(ED25519, x)


@dataclass(frozen=True)
class KeyShape:
    """A COSE_Key whose members are right, and whose point has not been looked at."""

    algorithm: int
    x: bytes
    y: bytes | bool = b""

    def point(self) -> PublicKey:
        return edwards(self.x) if self.algorithm == ED25519 else p256(self.x, self.y)


def cose_key(item: Item, device: bool = False) -> Optional[KeyShape]:
    """The shape of a COSE_Key, or None. The key of a device may also have kid and alg, which are ignored."""
    if item.kind != "map":
        return None
    members = dict(item.value)
    kid, alg = (members.pop(label, None) if device else None for label in (2, 3))
    if kid is not None and not kid.is_bytes(1, 64):
        return None
    if any(key not in members or not members[key].is_int() for key in (1, -1)):
        return None
    kind = (members[1].value, members[-1].value)
    goes_with = {(2, 1): ESP256, (1, 6): ED25519}.get(kind)
    if alg is not None and (not alg.is_int() or KIND.get(alg.value) != goes_with):
        return None
    if kind == (2, 1) and set(members) == {1, -1, -2, -3}:
        x, y = members[-2], members[-3]
        if x.is_bytes(32, 32) and (y.kind == "bool" or y.is_bytes(32, 32)):
            return KeyShape(ESP256, x.value, y.value)
    if kind == (1, 6) and set(members) == {1, -1, -2}:
        x = members[-2]
        if x.is_bytes(32, 32):
            return KeyShape(ED25519, x.value)
    return None


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unb64(text: Any) -> bytes:
    if not isinstance(text, str) or len(text) != 43:
        raise ValueError("not 32 bytes of base64url")
    data = base64.b64decode(text + "=", altchars=b"-_", validate=True)
    if _b64(data) != text:
        raise ValueError("not canonical base64url")
    return data


def from_jwk(jwk: Any) -> PublicKey:
    """ValueError or BadPoint when it is not a public key of this profile."""
    if not isinstance(jwk, dict) or "d" in jwk:
        raise ValueError("not a public JWK")
    kind = (jwk.get("kty"), jwk.get("crv"))
    if kind == ("EC", "P-256"):
        return p256(_unb64(jwk.get("x")), _unb64(jwk.get("y")))
    if kind == ("OKP", "Ed25519"):
        return edwards(_unb64(jwk.get("x")))
    raise ValueError("neither P-256 nor Ed25519")
