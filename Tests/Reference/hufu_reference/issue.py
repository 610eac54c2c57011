"""An issuer and a holder, so that tests can make what the verifier is to judge, rightly and wrongly signed.

Everything is built from plain dictionaries: a test that needs a wrong one changes a header, a claim or an entry and signs again.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import secrets
import zlib
from dataclasses import dataclass, field, replace
from typing import Any, Callable, Iterable, Optional

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from . import cose, license, publication, rules, strict
from .keys import ED25519, ESP256, N, PublicKey
from .strict import REDACTED, Raw, Tag, write
from .trust import parse_time

Salt = Callable[[], bytes]


def random_salt() -> bytes:
    return secrets.token_bytes(16)


class PrivateKey:
    """A test key, made from 32 bytes."""

    def __init__(self, algorithm: int, seed: bytes):
        self.algorithm = algorithm
        if algorithm == ESP256:
            self.private = ec.derive_private_key(int.from_bytes(seed, "big") % (N - 1) + 1, ec.SECP256R1())
            numbers = self.private.public_key().public_numbers()
            self.public = PublicKey(ESP256, numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big"))
        else:
            self.private = ed25519.Ed25519PrivateKey.from_private_bytes(seed)
            self.public = PublicKey(ED25519, self.private.public_key().public_bytes(
                serialization.Encoding.Raw, serialization.PublicFormat.Raw))

    @classmethod
    def named(cls, algorithm: int, name: str) -> "PrivateKey":
        """The same key for the same name, every time."""
        return cls(algorithm, hashlib.sha256(f"hufu test key {algorithm} {name}".encode()).digest())

    def sign(self, message: bytes) -> bytes:
        if self.algorithm == ED25519:
            return self.private.sign(message)
        scheme = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)  # RFC 6979: the same test vectors every time
        r, s = decode_dss_signature(self.private.sign(message, scheme))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


@dataclass(frozen=True)
class Sealed:
    """A COSE_Sign1 in its parts."""

    protected: bytes
    payload: bytes
    signature: bytes
    unprotected: Any = field(default_factory=dict)

    def encode(self) -> bytes:
        return write(Tag(18, [self.protected, self.unprotected, self.payload, self.signature]))

    def showing(self, disclosures: Iterable[bytes]) -> "Sealed":
        listed = list(disclosures)
        return replace(self, unprotected={cose.SD_CLAIMS: listed} if listed else {})


def seal(key: PrivateKey, header: Any, claims: Any, unprotected: Any = None, context: str = "Signature1") -> Sealed:
    """Signs. `header` and `claims` are maps, or bytes that are taken as they are."""
    protected = header if isinstance(header, bytes) else write(header)
    payload = claims if isinstance(claims, bytes) else write(claims)
    message = write([context, protected, b"", payload])
    return Sealed(protected, payload, key.sign(message), {} if unprotected is None else unprotected)


# Licences


def day(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal() - license.EPOCH


def birth(text: str) -> Any:
    """A day; of "1990" and "1990-05" a partial date."""
    parts = text.split("-")
    return day(text) if len(parts) == 3 else [int(part) for part in parts]


def _picture(value: dict) -> list[Any]:
    return [_FORMATS[value["format"]], base64.b64decode(value["data"], validate=True)]


def _shortened(values: list[Any]) -> list[Any]:
    while values and values[-1] in (None, []):
        values.pop()
    return values


def _privilege(value: dict) -> list[Any]:
    restrictions = [_shortened([code["code"], code.get("sign"), code.get("value")]) for code in value.get("codes", [])]
    dates = [day(value[name]) if name in value else None for name in ("issue_date", "expiry_date")]
    return _shortened([value["scheme"], value["vehicle_category_code"], *dates, restrictions])


def _points(value: dict) -> list[Any]:
    return _shortened([value["total"], day(value["cycle_start"]) if "cycle_start" in value else None])


_FORMATS = {name: number for number, name in license.FORMATS.items()}
_CONVERT: dict[str, Callable[[Any], Any]] = {
    "birth_date": birth,
    **{name: day for name in ("first_issue_date", "issue_date", "portrait_capture_date", "under_18_until", "under_19_until",
                              "under_21_until", "hazmat_endorsement_expiration_date", "card_revision_date")},
    "expiry_date": lambda v: None if v is None else day(v),
    "driving_privileges": lambda v: [_privilege(one) for one in v],
    "portrait": _picture, "signature_usual_mark": _picture,
    **{name: bytes.fromhex for name in ("portrait_digest", "biometric_template_face", "biometric_template_finger", "biometric_template_iris",
                                        "biometric_template_signature_sign")},
    "age_over": lambda v: {int(age): answer for age, answer in v.items()},
    "standing": lambda v: [v["codes"], parse_time(v["as_of"])],
    "points": _points,
}
_KEYS = {name: key for key, (name, _) in license.ENTRIES.items()}
_PAGE = {name: key for key, (name, _) in license.PAGE.items()}


def license_map(value: dict[str, Any]) -> tuple[Optional[str], dict[int, Any]]:
    """From the JSON shape to (sub, license map)."""
    entries: dict[int, Any] = {}
    page: dict[int, Any] = {}
    for name, content in value.items():
        converted = _CONVERT.get(name, lambda v: v)(content)
        if name == "document_number":
            continue
        if name in _KEYS:
            entries[_KEYS[name]] = converted
        elif name in _PAGE:
            page[_PAGE[name]] = converted
        else:
            raise ValueError(f"unknown licence entry {name}")
    if page:
        entries[license.SECOND_PAGE] = page
    return value.get("document_number"), entries


# Redaction


def disclosure(value: Any, key: Any, salt: bytes) -> bytes:
    """The content of one disclosure; in sd_claims it stands in a bstr."""
    return write([salt, value, key])


def decoy(salt: bytes) -> bytes:
    return write([salt])


def disclosure_hash(content: bytes) -> bytes:
    """Over the encoded bstr, head included."""
    return hashlib.sha256(write(content)).digest()


def redact(entries: dict, keys: Iterable[Any], salt: Salt = random_salt, decoys: int = 0) -> tuple[dict, dict[Any, bytes]]:
    """Takes entries out of a map. Returns the map with its hashes, and the disclosures by key."""
    kept = dict(entries)
    disclosures = {key: disclosure(kept.pop(key), key, salt()) for key in keys if key in kept}
    contents = list(disclosures.values()) + [decoy(salt()) for _ in range(decoys)]
    if contents:
        kept[REDACTED] = sorted(map(disclosure_hash, contents))  # sorted, so that their order tells nothing
    return kept, disclosures


# What the issuer signs


@dataclass
class Issued:
    """A credential, with what is needed to show or to change it."""

    sealed: Sealed
    header: dict
    claims: dict
    disclosures: dict[Any, bytes]  # by license key, or "sub"
    iat: int
    exp: int

    def encode(self, show: Iterable[Any] = ()) -> bytes:
        return self.showing(show).encode()

    def showing(self, show: Iterable[Any] = ()) -> Sealed:
        return self.sealed.showing(self.disclosures[name] for name in show)


def issuer_header(key: PrivateKey, typ: Any, kid: Optional[bytes] = None) -> dict:
    return {cose.ALG: key.algorithm, cose.KID: kid or key.public.kid(), cose.TYP: typ}


def issue(
    key: PrivateKey, iss: str, licence: dict[str, Any], iat: int, exp: int, *,
    device: Optional[PublicKey] = None, status: Optional[tuple[str, int]] = None,
    redacted: Iterable[Any] = (license.SECOND_PAGE,), kid: Optional[bytes] = None, salt: Salt = random_salt,
    compressed: bool = True, nbf: Optional[int] = None, decoys: int = 0, check: bool = True,
    change: Optional[Callable[[dict, dict], None]] = None,
) -> Issued:
    """A credential for `device`, or a plain CWT without one.

    `redacted` has license keys and "sub". `change(header, claims)` may alter anything just before it is signed.
    """
    sub, entries = license_map(licence)
    if check:
        read = strict.read(write({-1: sub, **entries})).value
        license.check(read.pop(-1), read, False, iat)
        rules.check(licence, iat)
    claims: dict[Any, Any] = {1: iss, 4: exp, 6: iat}
    if sub is not None:
        claims[2] = sub
    if nbf is not None:
        claims[5] = nbf
    if status is not None:
        claims[65535] = {"status_list": {"idx": status[1], "uri": status[0]}}
    disclosures: dict[Any, bytes] = {}
    header = issuer_header(key, cose.CREDENTIAL if device else cose.PLAIN, kid)
    if device:
        wanted = list(redacted)
        claims, hidden = redact(claims, [2] if "sub" in wanted else [], salt)
        disclosures |= {"sub": content for content in hidden.values()}
        entries, hidden = redact(entries, [one for one in wanted if one != "sub"], salt, decoys)
        disclosures |= hidden
        claims[8] = {1: device.members(compressed)}
    claims[-65537] = entries
    if change:
        change(header, claims)
    return Issued(seal(key, header, claims), header, claims, disclosures, iat, exp)


def pack(values: list[int], bits: int) -> bytes:
    packed = bytearray((len(values) * bits + 7) // 8)
    for index, value in enumerate(values):
        packed[index * bits // 8] |= value << (index * bits % 8)
    return bytes(packed)


def status_list(
    key: PrivateKey, iss: str, uri: str, values: list[int], iat: int, exp: int, *, bits: int = 2,
    ttl: Optional[int] = None, kid: Optional[bytes] = None, lst: Optional[bytes] = None,
    change: Optional[Callable[[dict, dict], None]] = None,
) -> bytes:
    claims = {1: iss, 2: uri, 4: exp, 6: iat,
              65533: {"bits": bits, "lst": zlib.compress(pack(values, bits), 9) if lst is None else lst}}
    if ttl is not None:
        claims[65534] = ttl
    header = issuer_header(key, cose.STATUS, kid)
    if change:
        change(header, claims)
    return seal(key, header, claims).encode()


def index(key: PrivateKey, name: tuple[str, str], tables: dict[str, list[int]], iat: int, exp: int, *, bits: int = 2, ttl: Optional[int] = None,
          change: Optional[Callable[[dict, dict], None]] = None) -> bytes:
    """`tables`: the values by URI."""
    header = issuer_header(key, cose.INDEX)
    lists = [publication.Values.of(uri, bits, pack(tables[uri], bits)) for uri in sorted(tables, key=str.encode)]
    claims = strict.read(publication.state_payload(name, exp, iat, ttl, bits, tuple(lists)), container=strict.FILE_CONTAINER).plain()
    if change:
        change(header, claims)
    return seal(key, header, claims).encode()


def update(key: PrivateKey, name: tuple[str, str], base: int, tables: dict[str, list[int]], changed: Iterable[int], iat: int, exp: int, *, bits: int = 2,
           ttl: Optional[int] = None, state: Optional[bytes] = None, changes: Optional[bytes] = None, change: Optional[Callable[[dict, dict], None]] = None) -> bytes:
    """Leads to the state of `tables`; `changed` are the positions that it names."""
    header = issuer_header(key, cose.UPDATE)
    uris = sorted(tables, key=str.encode)
    row = [value for uri in uris for value in tables[uri]]
    lists = tuple(publication.Values.of(uri, bits, pack(tables[uri], bits)) for uri in uris)
    state = hashlib.sha256(publication.state_payload(name, exp, iat, ttl, bits, lists)).digest() if state is None else state
    changes = publication.write_changes({place: row[place] for place in changed}, bits) if changes is None else changes
    claims: dict[Any, Any] = {1: name[0], 2: name[1], 4: exp, 6: iat, publication.UPDATE_CLAIM: [base, state, changes]}
    if ttl is not None:
        claims[65534] = ttl
    if change:
        change(header, claims)
    return seal(key, header, claims).encode()


def trust_entry(id: str, name: str, keys: list[dict], countries: Optional[list[str]] = None) -> dict:
    out: dict[int, Any] = {1: id, 2: name, 4: keys}
    if countries is not None:
        out[3] = countries
    return out


def trust_key(key: PublicKey, use: int = 3, kid: Optional[bytes] = None, not_before: Optional[int] = None,
              not_after: Optional[int] = None, revoked_at: Optional[int] = None) -> dict:
    out: dict[int, Any] = {1: kid or key.kid(), 2: key.members(), 3: use}
    for label, value in ((4, not_before), (5, not_after), (6, revoked_at)):
        if value is not None:
            out[label] = value
    return out


def signed_trust_list(anchor: PrivateKey, iss: str, name: str, entries: list[dict], iat: int, exp: int,
                      change: Optional[Callable[[dict, dict], None]] = None) -> bytes:
    header = issuer_header(anchor, cose.TRUST)
    claims = {1: iss, 2: name, 4: exp, 6: iat, -65538: entries}
    if change:
        change(header, claims)
    return seal(anchor, header, claims).encode()


# What the device signs


def present(
    device: PrivateKey, credential: Sealed, credential_iat: int, credential_exp: int, now: int, *, period: int = 30,
    audience: str = "any", challenge: Optional[bytes] = None, cti: Optional[bytes] = None,
    change: Optional[Callable[[dict, dict], None]] = None,
) -> bytes:
    """The token of the step that `now` is in."""
    step = now // period * period
    claims: dict[Any, Any] = {3: audience, 4: min(step + period, credential_exp), 6: max(step, credential_iat)}
    if claims[6] >= claims[4]:
        raise ValueError("no time is left within the credential")
    if cti is not None:
        claims[7] = cti
    if challenge is not None:
        claims[39] = challenge
    header = {cose.ALG: device.algorithm, cose.KCWT: Raw(credential.encode()), cose.TYP: cose.TOKEN}
    if change:
        change(header, claims)
    return seal(device, header, claims).encode()


# What authorities of verifiers and scanners sign


def verifier_certificate(authority: PrivateKey, iss: str, id: str, display: str, elements: Iterable[int], key: PublicKey, iat: int, exp: int, *,
                         kid: Optional[bytes] = None, compressed: bool = True, change: Optional[Callable[[dict, dict], None]] = None) -> Sealed:
    header = issuer_header(authority, cose.VERIFIER, kid)
    claims = {1: iss, 2: id, 4: exp, 6: iat, 8: {1: key.members(compressed)}, -65541: [display, list(elements)]}
    if change:
        change(header, claims)
    return seal(authority, header, claims)


def signed_challenge(scanner: PrivateKey, certificate: Sealed, elements: Iterable[int], nonce: bytes, iat: int, exp: int, *,
                     change: Optional[Callable[[dict, dict], None]] = None) -> Sealed:
    header = {cose.ALG: scanner.algorithm, cose.KCWT: Raw(certificate.encode()), cose.TYP: cose.CHALLENGE}
    claims = {4: exp, 6: iat, 39: nonce, -65542: list(elements)}
    if change:
        change(header, claims)
    return seal(scanner, header, claims)


def answer_value(challenge: Sealed) -> bytes:
    """What the answer to a signed challenge has in cnonce."""
    return hashlib.sha256(write(["Signature1", challenge.protected, b"", challenge.payload])).digest()


def key_request(device: PrivateKey, iat: int, challenge: bytes, compressed: bool = True,
                change: Optional[Callable[[dict, dict], None]] = None) -> bytes:
    header = {cose.ALG: device.algorithm, cose.TYP: cose.REQUEST}
    claims = {6: iat, 8: {1: device.public.members(compressed)}, 39: challenge}
    if change:
        change(header, claims)
    return seal(device, header, claims).encode()
