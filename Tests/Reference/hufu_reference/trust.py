"""Trust lists in both forms (PROFILE.md section 10)."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any, Optional

from . import claims as cwt
from .claims import need, seconds, text
from .cose import open_trust_list
from .keys import BadPoint, PublicKey, cose_key, from_jwk
from .license import LAST_SECOND
from .strict import Item
from .verdict import Rejected

ENTRIES = -65538
CREDENTIAL_USE, STATUS_USE, VERIFIER_USE = 1, 2, 4
USES = {"credential": CREDENTIAL_USE, "status": STATUS_USE, "verifier": VERIFIER_USE}
_COUNTRY = re.compile("[A-Z]{2}")
_DIGEST = re.compile("[0-9A-Fa-f]{64}")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)([Zz]|[+-]\d\d:\d\d)", re.ASCII)


class Refused(Exception):
    """The list is not loaded. `code` is that of PROFILE.md section 17, where the profile has one."""

    def __init__(self, message: str, code: Optional[str] = None):
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class TrustedKey:
    kid: bytes
    key: PublicKey
    use: int
    not_before: Optional[int] = None
    not_after: Optional[int] = None
    revoked_at: Optional[int] = None

    def spans(self, iat: int) -> bool:
        return ((self.not_before is None or self.not_before <= iat)
                and (self.not_after is None or iat < self.not_after))

    def revoked(self, now: int) -> bool:
        return self.revoked_at is not None and now >= self.revoked_at


@dataclass(frozen=True)
class TrustedIssuer:
    id: str
    name: str
    countries: Optional[frozenset[str]]
    keys: dict[bytes, TrustedKey]


@dataclass(frozen=True)
class TrustList:
    issuers: dict[str, TrustedIssuer]
    name: Optional[str] = None
    iat: Optional[int] = None
    exp: Optional[int] = None  # of a signed list
    message: bytes = b""  # the Sig_structure of a signed list

    def status_issuer(self, iss: Optional[str], kid: bytes) -> Optional[str]:
        """Whose a status list is (section 11)."""
        if iss is not None:
            return iss
        signers = {(issuer.id, key.kid): key.key for issuer in self.issuers.values() for key in issuer.keys.values() if key.use & STATUS_USE}
        named = [(owner, key) for (owner, its_kid), key in signers.items() if its_kid == kid]
        if len(named) != 1:
            return None
        owner, point = named[0]
        shared = any(other != owner and key == point for (other, _), key in signers.items())
        return None if shared else owner

    @property
    def signed(self) -> bool:
        return self.exp is not None


def _collect(issuers: list[tuple[str, str, Optional[list[str]], list[TrustedKey]]]) -> dict[str, TrustedIssuer]:
    out: dict[str, TrustedIssuer] = {}
    for id, name, countries, keys in issuers:
        if id in out:
            raise Refused("an issuer occurs twice")
        by_kid: dict[bytes, TrustedKey] = {}
        for key in keys:
            if key.kid in by_kid:
                raise Refused("two keys of one issuer with one kid")
            by_kid[key.kid] = key
        out[id] = TrustedIssuer(id, name, None if countries is None else frozenset(countries), by_kid)
    return out


# JSON


def _object(value: Any, required: set[str], optional: set[str] = frozenset()) -> dict:
    if not isinstance(value, dict) or not required <= set(value) <= required | optional:
        raise Refused("wrong or missing names")
    return value


def _short(value: Any, most: int) -> str:
    if not isinstance(value, str) or not 1 <= len(value.encode()) <= most:
        raise Refused("wrong text")
    return value


def parse_time(value: Any) -> int:
    """RFC 3339, without a fraction, to seconds."""
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise Refused("not an RFC 3339 time")
    date, clock, zone = match.groups()
    try:
        moment = datetime.datetime.fromisoformat(f"{date}T{clock}{'+00:00' if zone in 'Zz' else zone}")
    except ValueError:
        raise Refused("not an RFC 3339 time") from None
    return (moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(seconds=1)


def _json_key(value: Any) -> TrustedKey:
    _object(value, {"kid", "jwk", "use"}, {"not_before", "not_after", "revoked_at"})
    if not isinstance(value["kid"], str) or not re.fullmatch("(?:[0-9A-Fa-f]{2}){1,64}", value["kid"]):
        raise Refused("kid is not hexadecimal")
    uses = value["use"]
    if (not isinstance(uses, list) or not uses or any(not isinstance(use, str) or use not in USES for use in uses)
            or len(set(uses)) != len(uses)):
        raise Refused("wrong use")
    use = sum(USES[one] for one in uses)
    try:
        key = from_jwk(value["jwk"])
    except (ValueError, BadPoint) as error:
        raise Refused(f"key: {error}") from None
    times = {name: parse_time(value[name]) for name in ("not_before", "not_after", "revoked_at") if name in value}
    if not all(0 <= time <= LAST_SECOND for time in times.values()):
        raise Refused("a time outside 1970 to 9999")
    return TrustedKey(bytes.fromhex(value["kid"]), key, use, **times)


def from_json(value: Any) -> TrustList:
    _object(value, {"issuers"})
    if not isinstance(value["issuers"], list):
        raise Refused("issuers is not an array")
    issuers = []
    for one in value["issuers"]:
        _object(one, {"id", "name", "keys"}, {"countries", "root_sha256"})
        if "root_sha256" in one and not (isinstance(one["root_sha256"], str) and _DIGEST.fullmatch(one["root_sha256"])):
            raise Refused("root_sha256 is no digest")
        countries = one.get("countries") if "countries" in one else None
        if "countries" in one and (not isinstance(countries, list) or not countries or not all(
                isinstance(country, str) and _COUNTRY.fullmatch(country) for country in countries)):
            raise Refused("wrong countries")
        if not isinstance(one["keys"], list) or not one["keys"]:
            raise Refused("no keys")
        issuers.append((_short(one["id"], 255), _short(one["name"], 300), countries,
                        [_json_key(key) for key in one["keys"]]))
    return TrustList(_collect(issuers))


# CBOR


def _array(item: Item) -> list[Item]:
    need(item.kind == "array" and len(item.value) > 0)
    return item.value


def _members(item: Item, required: set[int], optional: set[int]) -> dict:
    need(item.kind == "map" and required <= set(item.value) <= required | optional)
    return item.value


def _cbor_key(item: Item) -> TrustedKey:
    members = _members(item, {1, 2, 3}, {4, 5, 6})
    need(members[1].is_bytes(1, 64))
    need(members[3].is_int() and members[3].value in range(1, 8))
    shape = cose_key(members[2])
    need(shape is not None)
    try:
        key = shape.point()
    except BadPoint as error:
        raise Refused(f"key: {error}") from None
    times = [seconds(members, label) if label in members else None for label in (4, 5, 6)]
    need(all(time is None or time <= LAST_SECOND for time in times))
    return TrustedKey(members[1].value, key, members[3].value, *times)


def _cbor_issuer(item: Item) -> tuple[str, str, Optional[list[str]], list[TrustedKey]]:
    members = _members(item, {1, 2, 4}, {3})
    countries = None
    if 3 in members:
        need(all(one.is_text(2, 2) and _COUNTRY.fullmatch(one.value) for one in _array(members[3])))
        countries = [one.value for one in members[3].value]
    return (text(members, 1), text(members, 2, 300), countries, [_cbor_key(key) for key in _array(members[4])])


def from_token(data: bytes, anchors: list[PublicKey], name: str, now: int, skew: int) -> TrustList:
    """A signed list. Rollback is the store's affair."""
    try:
        envelope = open_trust_list(data)
        anchor = next((key for key in anchors if key.kid() == envelope.kid), None)
        if anchor is None or anchor.algorithm != envelope.algorithm:
            raise Refused("no such anchor")
        if not anchor.verify(envelope.signature, envelope.sig_structure()):
            raise Refused("wrong signature")
        claims = envelope.claims
        text(claims, cwt.ISS)
        need(text(claims, cwt.SUB) == name)
        exp, iat = seconds(claims, cwt.EXP), seconds(claims, cwt.IAT)
        need(iat < exp)
        need(ENTRIES in claims)
        issuers = [_cbor_issuer(one) for one in _array(claims[ENTRIES])]
    except Rejected as error:
        raise Refused(error.code) from None
    except cwt.Wrong:
        raise Refused("wrong claims") from None
    if iat > now + skew:
        raise Refused("from the future")
    return TrustList(_collect(issuers), name, iat, exp, envelope.sig_structure())
