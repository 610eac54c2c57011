"""A licence, keys, a trust list and a clock that the tests share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Optional

from hufu_reference import issue, transport
from hufu_reference.issue import Issued, PrivateKey, Sealed
from hufu_reference.keys import ED25519, ESP256
from hufu_reference.policy import Policy
from hufu_reference.store import Store
from hufu_reference.trust import TrustedIssuer, TrustedKey, TrustList
from hufu_reference.verdict import Verdict
from hufu_reference.verify import verify

ISS = "https://dmv.example.cn"
URI = "https://dmv.example.cn/status/1"
NOW = 1_798_761_630  # 2027-01-01T00:00:30Z, the start of a step
IAT = NOW - 86_400
EXP = IAT + 30 * 86_400

ISSUER = PrivateKey.named(ESP256, "issuer")
ISSUER_ED = PrivateKey.named(ED25519, "issuer")
STATUS_ONLY = PrivateKey.named(ESP256, "status")
OTHER = PrivateKey.named(ESP256, "other")
DEVICE = PrivateKey.named(ESP256, "device")
DEVICE_ED = PrivateKey.named(ED25519, "device")
ANCHOR = PrivateKey.named(ESP256, "anchor")

LICENCE: dict[str, Any] = {
    "document_number": "11010519491231002X",
    "family_name": "买买提江阿卜杜热西提",
    "birth_date": "1949-12-31",
    "sex": 2,
    "nationality": "CN",
    "first_issue_date": "2012-06-18",
    "issue_date": "2022-06-18",
    "expiry_date": "2032-06-18",
    "issuing_country": "CN",
    "issuing_authority": "新疆维吾尔自治区乌鲁木齐市公安局交通警察支队",
    "driving_privileges": [{"scheme": "CN", "vehicle_category_code": "C1"}],
    "standing": {"codes": "A", "as_of": "2026-12-30T20:00:00Z"},
    "resident_address": "新疆维吾尔自治区乌鲁木齐市天山区人民路100号3单元502室",
    "administrative_number": "650100123456",
    "record": "请于2032年06月18日前九十日内申请换领新驾驶证",
    "points": {"total": 3, "cycle_start": "2026-06-18"},
}
assert len(LICENCE["family_name"]) == 10


class Salts:
    """The same salts every time, for tests only."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> bytes:
        self.count += 1
        return self.count.to_bytes(16, "big")


def trusted(*keys: TrustedKey, countries: Optional[set[str]] = None, **signed: Any) -> TrustList:
    by_kid = {key.kid: key for key in keys}
    return TrustList({ISS: TrustedIssuer(ISS, "车管所", frozenset(countries) if countries else None, by_kid)}, **signed)


def trusted_key(key: PrivateKey, use: int = 1, **span: Any) -> TrustedKey:
    return TrustedKey(key.public.kid(), key.public, use, **span)


TRUST = trusted(trusted_key(ISSUER), trusted_key(ISSUER_ED), trusted_key(STATUS_ONLY, 2), countries={"CN"})


def store(trust: TrustList = TRUST, skew: int = 30) -> Store:
    made = Store(skew)
    made.trust = trust
    return made


def licence(**changed: Any) -> dict[str, Any]:
    """The sample, with changes; None (but for expiry_date) takes an entry out."""
    merged = {**LICENCE, **changed}
    return {name: value for name, value in merged.items() if value is not None or name == "expiry_date"}


def issued(key: PrivateKey = ISSUER, licence: dict = LICENCE, iat: int = IAT, exp: int = EXP, *,
           device: PrivateKey = DEVICE, **options: Any) -> Issued:
    return issue.issue(key, ISS, licence, iat, exp, device=device.public, salt=Salts(), **options)


def plain(iat: int = NOW, exp: int = NOW + 30, licence: dict = LICENCE, key: PrivateKey = ISSUER, **options: Any) -> bytes:
    return issue.issue(key, ISS, licence, iat, exp, **options).encode()


def present(credential: Issued | None = None, show: Any = (), now: int = NOW, *, device: PrivateKey = DEVICE,
            sealed: Optional[Sealed] = None, **options: Any) -> bytes:
    made = credential or issued()
    return issue.present(device, sealed or made.showing(show), made.iat, made.exp, now, **options)


def judge(payload: bytes | str, *, now: int = NOW, policy: Policy = Policy(), stored: Optional[Store] = None,
          challenge: Optional[bytes] = None, transport_name: str = "base45") -> Verdict:
    text = payload if isinstance(payload, str) else transport.encode(payload, transport_name)
    return verify(text.encode(), stored or store(), policy, now, challenge)


def with_policy(**changed: Any) -> Policy:
    return replace(Policy(), **changed)
