"""keys.json: every key that signs something in the vectors, private members included."""

from __future__ import annotations

import base64
from cryptography.hazmat.primitives import serialization

from hufu_reference.issue import PrivateKey
from hufu_reference.keys import ED25519
from hufu_reference.keys import edwards as point

from . import edwards
from .make import KEYS

PURPOSE = {
    "issuer": "the issuer, for credentials", "issuer-2": "a second key of the issuer, for credentials", "issuer-ed": "the issuer's Ed25519 key, for credentials",
    "foreign": "another issuer", "status": "the issuer, for status lists only", "status-ed": "the issuer's Ed25519 key, for status lists only",
    "device": "the holder's device", "device-2": "another device", "device-ed": "a device with an Ed25519 key", "anchor": "signs trust lists",
    "anchor-ed": "signs trust lists, Ed25519", "stranger": "trusted by nobody",
    "root": "the issuer's root certificate", "root-2": "another country's root certificate", "root-ed": "a root certificate with Ed25519", "authority": "a CA below the root", "authority-2": "a CA below that CA",
    "signer": "the issuer, for status lists with certificates", "signer-ed": "the same with Ed25519",
    "certifier": "the authority that certifies scanners", "certifier-ed": "its Ed25519 key", "certifier-2": "another authority that certifies scanners",
    "scanner": "a scanner of the police", "scanner-ed": "the same with Ed25519", "rogue": "a scanner that pretends to be another",
}


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def private(key: PrivateKey) -> str:
    if key.algorithm == ED25519:
        return _b64(key.private.private_bytes(serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()))
    return _b64(key.private.private_numbers().private_value.to_bytes(32, "big"))


def by_hand() -> list[dict]:
    """Keys of a scalar rather than of a seed."""
    out = []
    for name, public, purpose in (("scalar", edwards.PURE, "a device that signs by its scalar"), ("mixed-order", edwards.MIXED, "the same scalar's point with a point of order 8 added: no library makes such a key")):
        key = point(public)
        out.append({"name": name, "test": True, "purpose": purpose, "alg": key.algorithm, "kid": key.kid().hex(), "thumbprint": key.thumbprint().hex(), "jwk": key.jwk(),
                    "scalar": edwards.SCALAR.to_bytes(32, "little").hex()})
    return out


def make() -> dict:
    return {
        "description": "TEST KEYS. Their private halves are public: whoever trusts one of them trusts everybody.", "profile": 1,
        "keys": [{"name": name, "test": True, "purpose": PURPOSE[name], "alg": key.algorithm, "kid": key.public.kid().hex(),
                  "thumbprint": key.public.thumbprint().hex(), "jwk": {**key.public.jwk(), "d": private(key)}} for name, key in KEYS.items()] + by_hand(),
    }
