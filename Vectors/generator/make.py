"""What the families share: names, times, keys, builders, and the shape of a case and of a file."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Optional, Union

from hufu_reference import issue, strict, transport
from hufu_reference.issue import Issued, PrivateKey, Sealed, seal
from hufu_reference.keys import ED25519, ESP256
from hufu_reference.strict import REDACTED, Raw, Tag, write

from .codes import STEP, VERDICT
from hufu_reference.edn import edn

DAY = 86_400
LAST = (1 << 53) - 1
ISS, ISS2 = "https://dmv.example", "https://other.example"
URI = "https://dmv.example/1"
NOW = 1_798_761_630  # 2027-01-01T00:00:30Z, the start of a step
IAT = NOW - DAY
EXP = IAT + 30 * DAY
NONCE = bytes(range(16))

KEYS = {name: PrivateKey.named(algorithm, f"vectors {name}") for name, algorithm in (
    ("issuer", ESP256), ("issuer-2", ESP256), ("issuer-ed", ED25519), ("foreign", ESP256), ("status", ESP256), ("status-ed", ED25519),
    ("device", ESP256), ("device-2", ESP256), ("device-ed", ED25519), ("anchor", ESP256), ("anchor-ed", ED25519), ("stranger", ESP256),
    ("root", ESP256), ("root-2", ESP256), ("root-ed", ED25519), ("authority", ESP256), ("authority-2", ESP256), ("signer", ESP256), ("signer-ed", ED25519),
    ("certifier", ESP256), ("certifier-ed", ED25519), ("certifier-2", ESP256), ("scanner", ESP256), ("scanner-ed", ED25519), ("rogue", ESP256))}
ISSUER, ISSUER2, ISSUER_ED, FOREIGN = (KEYS[n] for n in ("issuer", "issuer-2", "issuer-ed", "foreign"))
STATUS, STATUS_ED, STRANGER = (KEYS[n] for n in ("status", "status-ed", "stranger"))
DEVICE, DEVICE2, DEVICE_ED = (KEYS[n] for n in ("device", "device-2", "device-ed"))
ANCHOR, ANCHOR_ED = KEYS["anchor"], KEYS["anchor-ed"]
ROOT, ROOT2, ROOT_ED = (KEYS[n] for n in ("root", "root-2", "root-ed"))
AUTHORITY, AUTHORITY2, SIGNER, SIGNER_ED = (KEYS[n] for n in ("authority", "authority-2", "signer", "signer-ed"))
CERTIFIER, CERTIFIER_ED, CERTIFIER2 = (KEYS[n] for n in ("certifier", "certifier-ed", "certifier-2"))
SCANNER, SCANNER_ED, ROGUE = (KEYS[n] for n in ("scanner", "scanner-ed", "rogue"))

SHORT: dict[str, Any] = {
    "document_number": "T-1", "family_name": "Li", "birth_date": "1990-02-28", "issue_date": "2022-06-18", "expiry_date": "2032-06-18",
    "issuing_country": "CN", "driving_privileges": [{"scheme": "CN", "vehicle_category_code": "C1"}]}
SECOND: dict[str, Any] = {**SHORT, "record": "x"}
FULL: dict[str, Any] = {
    "document_number": "11010519491231002X", "family_name": "买买提江阿卜杜热西提", "given_name": "Muhämmätjan", "name_national_character": "مۇھەممەتجان",
    "birth_date": "1949-12-31", "sex": 1, "nationality": "CN", "first_issue_date": "2012-06-18", "issue_date": "2022-06-18", "expiry_date": "2032-06-18",
    "issuing_country": "CN", "issuing_authority": "新疆维吾尔自治区乌鲁木齐市公安局交通警察支队", "un_distinguishing_sign": "CHN",
    "driving_privileges": [{"scheme": "CN", "vehicle_category_code": "C1", "issue_date": "2012-06-18", "expiry_date": "2032-06-18",
                            "codes": [{"code": "01.06", "sign": "=", "value": "x"}, {"code": "70", "value": "y"}, {"code": "78"}]}],
    "portrait": {"format": "avif", "data": "cGljdHVyZQ=="}, "portrait_digest": hashlib.sha256(b"picture").hexdigest(), "age_over": {"18": True, "60": False},
    "standing": {"codes": "A", "as_of": "2026-12-30T20:00:00Z"}, "resident_address": "新疆维吾尔自治区乌鲁木齐市天山区人民路100号", "administrative_number": "650100123456",
    "record": "请于2032年06月18日前九十日内申请换领新驾驶证", "points": {"total": 3, "cycle_start": "2026-06-18"}}
LICENCES: dict[str, dict] = {"short": SHORT, "second": SECOND, "full": FULL}


# Trust lists, in JSON


def trust_key(key: PrivateKey, *use: str, kid: Optional[bytes] = None, **times: str) -> dict:
    return {"kid": (kid or key.public.kid()).hex(), "jwk": key.public.jwk(), "use": list(use or ("credential",)), **times}


def trust(*keys: dict, id: str = ISS, name: str = "DMV", countries: Optional[list[str]] = None, more: tuple = ()) -> dict:
    issuer: dict[str, Any] = {"id": id, "name": name, "keys": list(keys)}
    if countries is not None:
        issuer["countries"] = countries
    return {"issuers": [issuer, *(one for other in more for one in other["issuers"])]}


MAIN_KEYS = (trust_key(ISSUER), trust_key(ISSUER2), trust_key(ISSUER_ED), trust_key(STATUS, "status"), trust_key(STATUS_ED, "status"))
TRUSTS: dict[str, dict] = {"main": trust(*MAIN_KEYS, countries=["CN"])}


# Credentials and tokens


class Salts:
    """Fixed, for vectors only: real salts are random."""

    def __init__(self, start: int = 0) -> None:
        self.count = start

    def __call__(self) -> bytes:
        self.count += 1
        return hashlib.sha256(b"vectors salt %d" % self.count).digest()[:16]


def salt(number: int) -> bytes:
    return Salts(1000 + number)()


def credential(key: PrivateKey = ISSUER, licence: dict = SHORT, iat: int = IAT, exp: int = EXP, *, device: PrivateKey = DEVICE, iss: str = ISS,
               redacted: tuple = (), change: Any = None, **options: Any) -> Issued:
    return issue.issue(key, iss, licence, iat, exp, device=device.public, salt=Salts(), redacted=redacted, check=False, change=change, **options)


def holder(made: Optional[Issued] = None, *, show: Any = (), contents: Optional[list[bytes]] = None, sealed: Optional[Sealed] = None, now: int = NOW,
           device: PrivateKey = DEVICE, **options: Any) -> bytes:
    """A token. `show` names disclosures of the credential, `contents` gives them as bytes, `sealed` replaces the credential."""
    made = made or credential()
    if sealed is None:
        sealed = made.showing(show) if contents is None else made.sealed.showing(contents)
    return issue.present(device, sealed, made.iat, made.exp, now, **options)


def plain(iat: int = NOW, exp: int = NOW + 30, licence: dict = SHORT, key: PrivateKey = ISSUER, iss: str = ISS, **options: Any) -> bytes:
    return issue.issue(key, iss, licence, iat, exp, check=False, **options).encode()


def memory_hash(made: Union[Issued, Sealed]) -> str:
    sealed = made.sealed if isinstance(made, Issued) else made
    return hashlib.sha256(write(["Signature1", sealed.protected, b"", sealed.payload])).hexdigest()


# Changes to what is signed


def claim(key: Any, value: Any):
    return lambda header, claims: claims.__setitem__(key, value)


def no_claim(key: Any):
    return lambda header, claims: claims.pop(key)


def label(key: Any, value: Any):
    return lambda header, claims: header.__setitem__(key, value)


def header_of(size: int):
    """Pads the protected header to a size, with an unknown label."""
    def change(header: dict, claims: dict) -> None:
        header[99] = bytes(1000)
        header[99] = bytes(1000 + size - len(write(header)))
        assert len(write(header)) == size
    return change


def no_label(key: Any):
    return lambda header, claims: header.pop(key)


def entry(key: Any, value: Any):
    return lambda header, claims: claims[-65537].__setitem__(key, value)


def no_entry(key: Any):
    return lambda header, claims: claims[-65537].pop(key)


def both(*changes: Any):
    def change(header: dict, claims: dict) -> None:
        for one in changes:
            one(header, claims)
    return change


# Expectations (PROFILE.md sections 14 and 15)


def expected(code: str, licence: Any = "short", withheld: bool = False, offset: Optional[int] = 0, status: Optional[str] = None,
             standing: Optional[str] = None, notices: tuple = ("status.unchecked",), early: bool = False, answer_age: Optional[int] = None) -> dict:
    """The whole answer, from what the author says of the case: which of it is given depends on how far the code lets the verifier come."""
    verdict = VERDICT[code]
    out: dict[str, Any] = {"verdict": verdict, "code": code}
    if early:
        return out
    if verdict == "valid":
        out["notices"] = list(notices)
    step = STEP[code] if verdict == "rejected" else 15
    if step > 8:
        out |= {"license": licence, "withheld": withheld}
    if step > 10 and offset is not None and code != "clock.untrusted":
        out["clock_offset"] = offset
    if answer_age is not None and step > 11:
        out["answer_age"] = answer_age
    if status is not None and step >= 12:
        out["status"] = status
    if standing is not None and (step > 13 or code in ("license.ended", "license.suspended")):
        out["standing"] = standing
    return out


def live(now: int, iat: int, exp: int) -> int:
    """The clock offset of section 15."""
    return iat - now if now < iat else 0 if now < exp else exp - 1 - now


# Files


class Text(bytes):
    """What the scanner read, as bytes that need not be UTF-8."""


class File:
    def __init__(self, name: str, description: str):
        self.name = name
        self.head: dict[str, Any] = {"description": description, "profile": 1}
        self.bases: dict[str, str] = {}
        self.trusts: dict[str, dict] = {}
        self.lists: dict[str, str] = {}
        self.roots: dict[str, dict] = {}
        self.licences: dict[str, dict] = {}
        self.policies: dict[str, Any] = {}
        self.cases: list[dict] = []

    def listed(self, name: str, data: bytes) -> str:
        assert self.lists.get(name, data.hex()) == data.hex(), name
        self.lists[name] = data.hex()
        return name

    def rooted(self, value: dict) -> str:
        """The name of a set of roots, which it gets when it is first used."""
        for name, known in self.roots.items():
            if known == value:
                return name
        name = f"roots-{len(self.roots) + 1}" if self.roots else "main"
        self.roots[name] = value
        return name

    def policy(self, name: str, value: Any) -> str:
        self.policies[name] = value
        return name

    def base(self, name: str, payload: bytes) -> str:
        self.bases[name] = payload.hex()
        return name

    def identifier(self, slug: str) -> str:
        return f"{self.name}-{slug}".replace("_", "-")

    @staticmethod
    def spec(value: Union[int, str]) -> str:
        if isinstance(value, int):
            return f"PROFILE 14, step {value}"
        return value if value.startswith(("RFC", "ISO", "FIPS", "draft")) else f"PROFILE {value}"

    @staticmethod
    def scanned(value: Any) -> dict:
        if isinstance(value, dict):
            return {"derive": value}
        if isinstance(value, str):
            return {"input": value}
        if isinstance(value, Text):
            return {"input_hex": value.hex()}
        return {"input": transport.encode(value)}

    def _licence(self, outcome: dict) -> dict:
        name = outcome.get("license")
        if isinstance(name, str):
            self.licences[name] = LICENCES[name]
        return outcome

    def case(self, slug: str, comment: str, spec: Union[int, str], scanned: Any, code: str = "ok", *, flags: tuple = (), now: int = NOW,
             policy: Union[None, str, dict] = None, trust: Union[str, dict] = "main", lists: tuple = (), state: Optional[dict] = None,
             challenge: Optional[bytes] = None, intermediates: bool = False, roots: Optional[str] = None, challenges: Optional[list] = None,
             moment: Optional[int] = None, **outcome: Any) -> None:
        """`code` may be "error": the case's own configuration is refused."""
        case = self._case(slug, comment, spec, flags, policy, trust, lists, state)
        if roots is not None:
            case["roots"] = roots
        if challenges is not None:
            case["challenges"] = challenges
        case["now"] = now
        if moment is not None:
            case["moment"] = moment
        if challenge is not None:
            case["challenge"] = challenge.hex()
        case |= self.scanned(scanned)
        case["expect"] = {"error": True} if code == "error" else self._licence(expected(code, **outcome))
        if intermediates:
            case["intermediates"] = layers(scanned)
        self.cases.append(case)

    def sequence(self, slug: str, comment: str, spec: Union[int, str], scans: list[tuple], *, flags: tuple = (), policy: Any = None,
                 trust: Union[str, dict] = "main", lists: tuple = (), state: Optional[dict] = None, challenges: Optional[list] = None) -> None:
        """Each scan: (now, scanned, code, outcome); outcome may have the challenge or the moment too."""
        case = self._case(slug, comment, spec, flags, policy, trust, lists, state)
        if challenges is not None:
            case["challenges"] = challenges
        case["scans"] = []
        for now, scanned, code, outcome in scans:
            one: dict[str, Any] = {"now": now}
            outcome = dict(outcome)
            if "challenge" in outcome:
                one["challenge"] = outcome.pop("challenge").hex()
            if "moment" in outcome:
                one["moment"] = outcome.pop("moment")
            case["scans"].append(one | self.scanned(scanned) | {"expect": self._licence(expected(code, **outcome))})
        self.cases.append(case)

    def _case(self, slug: str, comment: str, spec: Any, flags: tuple, policy: Any, trust: Any, lists: tuple, state: Any) -> dict:
        case: dict[str, Any] = {"id": self.identifier(slug), "comment": comment, "spec": self.spec(spec), "flags": list(flags)}
        if policy is not None:
            if isinstance(policy, str) and policy not in self.policies:
                self.policies[policy] = POLICIES[policy]
            case["policy"] = policy
        if isinstance(trust, str):
            self.trusts[trust] = TRUSTS[trust]
        case["trust"] = trust
        if lists:
            case["status_lists"] = [one if isinstance(one, (str, dict)) else {"list": one[0], "at": one[1]} for one in lists]
        if state is not None:
            case["state"] = state
        return case

    def layer(self, slug: str, comment: str, spec: str, expect: dict, flags: tuple = (), **given: Any) -> None:
        self.cases.append({"id": self.identifier(slug), "comment": comment, "spec": self.spec(spec), "flags": list(flags), **given, "expect": expect})

    def content(self) -> dict:
        out = dict(self.head)
        for name, shared in (("policies", self.policies), ("trusts", self.trusts), ("roots", self.roots), ("status_lists", self.lists), ("licenses", self.licences),
                             ("bases", self.bases)):
            if shared:
                out[name] = shared
        return out | {"cases": self.cases}


ALL_KINDS = ["holder", "issuer", "static"]
POLICIES: dict[str, dict] = {
    "all-kinds": {"kinds": ALL_KINDS},
    "ignored": {"status": "ignored"},
    "replay": {"replay": True},
    "roadside": {"kinds": ALL_KINDS, "audiences": ["any", "police"], "required_entries": ["sub", "family_name", "driving_privileges"], "standing_age": 259200},
    "gate": {"skew": 10, "longest_token_life": 60, "status": "required", "oldest_status": 3600, "replay": True},
    "counter": {"kinds": ALL_KINDS, "required_entries": ["sub", "family_name"], "standing_age": 259200},
}


# Intermediates


def _signed(item: strict.Item, redaction: bool) -> dict:
    protected, unprotected, payload, signature = item.value[1].value
    return {"protected": protected.value.hex(), "protected_edn": edn(strict.read(protected.value)), "unprotected_edn": edn(unprotected),
            "payload": payload.value.hex(), "payload_edn": edn(strict.read(payload.value, redaction=redaction)),
            "sig_structure": write(["Signature1", protected.value, b"", payload.value]).hex(), "signature": signature.value.hex()}


def layers(payload: bytes) -> dict:
    """For an implementer in search of a mistake: each layer of a right code."""
    out: dict[str, Any] = {"cbor": payload.hex()}
    item = strict.read(payload)
    labels = strict.read(item.value[1].value[0].value).value
    if 13 in labels:
        out["token"] = _signed(item, False)
        item = labels[13]
        out["token"]["protected_edn"] = out["token"]["protected_edn"].replace(edn(item), "/ the credential /")
    out["credential"] = _signed(item, True)
    unprotected = item.value[1].value[1].value
    if 17 in unprotected:
        out["disclosures"] = [{"edn": edn(strict.read(one.value, redaction=True)), "bstr": one.raw.hex(), "sha256": hashlib.sha256(one.raw).hexdigest()}
                              for one in unprotected[17].value]
    out["replay_hash"] = hashlib.sha256(bytes.fromhex(out["credential"]["sig_structure"])).hexdigest()
    return out


# Writing


def dumps(content: dict) -> str:
    """One line per case, and per shared thing."""
    def line(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)
    parts = []
    for name, value in content.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            inner = ",\n".join("    " + line(one) for one in value)
            parts.append(f"  {line(name)}: [\n{inner}\n  ]")
        elif isinstance(value, dict) and value:
            inner = ",\n".join(f"    {line(key)}: {line(one)}" for key, one in value.items())
            parts.append(f"  {line(name)}: {{\n{inner}\n  }}")
        else:
            parts.append(f"  {line(name)}: {line(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"
