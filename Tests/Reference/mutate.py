"""Cases for a differential test: right tokens, changed at random in every layer, mostly signed again afterwards.

    python mutate.py [--count N] [--seed N]                                 prints the cases, as JSON Lines
    python mutate.py [--count N] [--seed N] --adapter "hufu conformance --serve"    compares that adapter with this reference
    python mutate.py [--count N] [--seed N] --challenges "hufu conformance"         the same for signed challenges, as holders read them, with vectors

Everything follows from the seed. Disagreements are printed, each with its case, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import functools
import json
import random
import shlex
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any, Iterable, Iterator

from cryptography import x509

from fixtures import DEVICE, DEVICE_ED, EXP, IAT, ISS, ISSUER, ISSUER_ED, NOW, OTHER, STATUS_ONLY, URI, licence
from hufu_reference import challenge as challenges
from hufu_reference import issue, strict, transport
from hufu_reference import trust as trust_list
from hufu_reference.adapter import answer
from hufu_reference.authority import PURPOSE, TWO_YEARS, Certified, p384, pinned, purposes, uris, usage
from hufu_reference.issue import Issued, Sealed, seal
from hufu_reference.publication import write_changes
from hufu_reference.strict import REDACTED, Pairs, Raw, Tag, write

COMPARED = ("verdict", "code", "notices", "clock_offset", "answer_age", "license", "withheld", "status", "standing", "error")
NUMBERS = [0, 1, 2, 3, 9, 10, 16, 17, 23, 24, 61, 170, 255, 256, 293, 294, 65535, 719162, 2932896, 2932897, IAT, NOW, EXP, NOW - 31, NOW + 31,
           2**31, 2**32, 2**53 - 1, 2**53, 2**63 - 1, 2**63, 2**64 - 1]
TEXTS = ["", "a", "CN", "EU", "any", "police", ISS, URI, "A", "BDJ", "E", "status_list", "idx", "x" * 64, "x" * 65, "x" * 255, "x" * 256,
         "x" * 300, "x" * 301, "王" * 21, "王" * 22, "a\u202eb", "a\0", "\u200b", "\ud7ff\ue000", "e\u0301"]
ELEMENTS: dict[str, list[Any]] = {
    "birth_place": ["Kashgar", "王" * 100], "issuing_jurisdiction": ["US-CA"], "height": [1, 300], "eye_colour": ["black", "unknown"], "weight": [500],
    "weight_range": [0, 9], "signature_usual_mark": [{"format": "webp", "data": "AAAA"}], "portrait_capture_date": ["2020-02-29"],
    "given_name_truncation": ["T", "U"], "age_in_years": [0, 150], "age_birth_year": [1990], "under_21_until": ["2030-01-01"], "veteran": [True, False],
    "edl_credential": [1, 2], "biometric_template_face": ["00ff"], "resident_country": ["CN"], "resident_city": ["Kashgar"], "card_revision_date": ["2020-02-29"]}
ROOT, ROOT2, AUTHORITY, AUTHORITY2, SIGNER = (issue.PrivateKey.named(-9, f"mutation {name}") for name in ("root", "root 2", "authority", "authority 2", "signer"))
SIGNER_ED = issue.PrivateKey.named(-19, "mutation signer")
OTHER_ISS = "https://other.example"
CERTIFIER, CERTIFIER_ED, SCANNER, SCANNER_ED = (issue.PrivateKey.named(*one) for one in ((-9, "certifier"), (-19, "certifier"), (-9, "scanner"), (-19, "scanner")))
DAY = 86_400
UNKNOWN = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.32473.2"), b"\x05\x00")
SPANS = [(NOW - 100, NOW + 100), (NOW - 99, NOW + 100), (NOW - 1000, NOW), (NOW - 1000, NOW - 1), (NOW, NOW + 100), (NOW + 1, NOW + 100), (NOW - 1000, NOW - 200)]
URI_NAMES = x509.UniformResourceIdentifier
# What may be wrong with a certificate, or only unusual: extensions by the names that authority.py gives them.
FAULTS: dict[str, dict[str, Any]] = {
    "none": {}, **{f"span {number}": {"span": span} for number, span in enumerate(SPANS)},
    "no authority id": {"issuer_id": None}, "no subject id": {"subject_id": None}, "other authority id": {"issuer_id": (x509.AuthorityKeyIdentifier(bytes(20), None, None), False)},
    "critical": {"other": (UNKNOWN, True)}, "unknown": {"other": (UNKNOWN, False)}, "no usage": {"usage": None}, "no subject": {"subject": x509.Name([])}}
SIGNER_FAULTS = FAULTS | {
    "purposes": {"purposes": (purposes("1.3.6.1.5.5.7.3.1", PURPOSE), True)}, "other purpose": {"purposes": (purposes("1.3.6.1.5.5.7.3.1"), False)},
    "any purpose": {"purposes": (purposes("2.5.29.37.0"), False)}, "no purpose": {"purposes": None}, "other issuer": {"names": (uris(OTHER_ISS), False)}, "no name": {"names": None},
    "two names": {"names": (uris(ISS, OTHER_ISS), False)}, "critical name": {"names": (uris(ISS), True), "subject": x509.Name([])}, "encipherment": {"usage": (usage("key_encipherment"), True)},
    "cert sign": {"usage": (usage("digital_signature", "key_cert_sign"), False)}, "basic": {"basic": (x509.BasicConstraints(False, None), False)},
    "authority": {"basic": (x509.BasicConstraints(True, None), True), "usage": (usage("digital_signature", "key_cert_sign"), True)}}
AUTHORITY_FAULTS = FAULTS | {
    "length 0": {"basic": (x509.BasicConstraints(True, 0), True)}, "length 1": {"basic": (x509.BasicConstraints(True, 1), True)}, "not critical": {"basic": (x509.BasicConstraints(True, None), False)},
    "no authority": {"basic": (x509.BasicConstraints(False, None), True), "usage": (usage("digital_signature"), True)}, "no basic": {"basic": None}, "no cert sign": {"usage": (usage("crl_sign"), True)},
    "no crl sign": {"usage": (usage("key_cert_sign"), False)}, "permitted": {"constraints": (x509.NameConstraints([URI_NAMES("dmv.example"), URI_NAMES(".example")], None), True)},
    "other permitted": {"constraints": (x509.NameConstraints([URI_NAMES("other.example")], None), False)}, "excluded": {"constraints": (x509.NameConstraints(None, [URI_NAMES("dmv.example")]), True)},
    "email": {"constraints": (x509.NameConstraints([x509.RFC822Name("example")], None), True)}}


@functools.cache
def authority(number: int, below: int, fault: str) -> Certified:
    """The root of that number, or a CA of that depth below it with a fault."""
    if below == 0:
        return Certified.root("Root", (ROOT, ROOT2)[number], **AUTHORITY_FAULTS[fault])
    return Certified.authority(f"CA {below}", (AUTHORITY, AUTHORITY2)[below - 1], authority(number, below - 1, "none"), **AUTHORITY_FAULTS[fault])


@functools.cache
def status_signer(issuer: Certified, key: Any, fault: str) -> Certified:
    return Certified.signer("Signer", key, issuer, ISS, **SIGNER_FAULTS[fault])


@functools.cache
def revocation(issuer: Certified, span: tuple[int, int], revoked: tuple[Certified, ...], key: Any) -> bytes:
    return issuer.crl(revoked, span, key=key)


BYTES = [0, 1, 8, 15, 16, 31, 32, 33, 63, 64, 65]


class Mutator:
    def __init__(self, seed: int):
        self.r = random.Random(seed)
        self.answered: Any = None  # audience and value of the challenge that the token answers

    def chance(self, probability: float) -> bool:
        return self.r.random() < probability

    # Values

    def number(self) -> int:
        value = self.r.choice(NUMBERS) + self.r.choice((0, 0, 0, 1, -1))
        value = -1 - value if self.chance(0.25) else value
        return max(-(1 << 64), min(value, (1 << 64) - 1))

    def scalar(self) -> Any:
        kind = self.r.randrange(8)
        if kind < 3:
            return self.number()
        if kind < 5:
            return self.r.choice(TEXTS)
        if kind == 5:
            return self.r.randbytes(self.r.choice(BYTES))
        return self.r.choice([None, True, False])

    def value(self, depth: int = 0) -> Any:
        if depth > 2 or self.chance(0.7):
            return self.scalar()
        kind = self.r.randrange(5)
        if kind == 0:
            return Tag(self.r.choice([0, 1, 18, 61, 98, 100, 1 << 40]), self.value(depth + 1))
        if kind == 1:
            return {self.key(): self.value(depth + 1) for _ in range(self.r.randrange(4))}
        if kind == 2:
            out: Any = self.scalar()
            for _ in range(self.r.randrange(10, 19)):
                out = [out]
            return out
        if kind == 3:
            return [0] * self.r.choice([255, 256, 257])
        return [self.value(depth + 1) for _ in range(self.r.randrange(4))]

    def key(self) -> Any:
        return self.r.choice([self.number(), self.r.randrange(20), self.r.choice(TEXTS), 39, 65535, -65537, REDACTED])

    def raw(self) -> Raw:
        """Not deterministic, or not CBOR."""
        return Raw(bytes.fromhex(self.r.choice([
            "1817", "190001", "3800", "5800", "5f4100ff", "7f6161ff", "9fff", "bfff", "f7", "f0", "f814", "f83b", "f90000", "fb7ff0000000000000",
            "ff", "1c", "a20100" + "0100", "a20200" + "0100", "62c328", "63eda080", "9b7fffffffffffffff", "5bffffffffffffffff", "d81200", "c1", ""])))

    # Trees

    def places(self, tree: Any, path: tuple = ()) -> Iterator[tuple]:
        yield path
        if isinstance(tree, dict):
            for key in tree:
                yield from self.places(tree[key], path + (key,))
        elif isinstance(tree, list):
            for index in range(len(tree)):
                yield from self.places(tree[index], path + (index,))

    def changed(self, tree: Any) -> Any:
        """One place of a tree, changed."""
        whole = [tree]
        path = self.r.choice([p for p in self.places(tree) if p] or [()])
        target: Any = whole
        for step in (0,) + path[:-1] if path else ():
            target = target[step]
        if not path:
            return self.value()
        last = path[-1]
        kind = self.r.randrange(12)
        if kind == 0:
            del target[last]
        elif kind == 1 and isinstance(target, dict):
            target[self.key()] = self.value()
        elif kind == 1:
            target.insert(last, self.value())
        elif kind == 2 and isinstance(target, dict):
            target[self.key()] = target.pop(last)
        elif kind == 2:
            target.append(target[last])
        elif kind < 6 and isinstance(target[last], int) and not isinstance(target[last], bool):
            target[last] = min(target[last] + self.r.choice([1, -1, 2, -2, 30, -30, 31, -31, 86400, -86400, 10**9]), (1 << 64) - 1)
        elif kind < 6 and isinstance(target[last], bytes):
            target[last] = self.flipped(target[last])
        elif kind == 6:
            target[last] = self.raw()
        elif kind == 7:
            target[last] = [target[last]]
        elif kind == 8:
            target[last] = Tag(self.r.choice([0, 1, 18, 24]), target[last])
        else:
            target[last] = self.value()
        return whole[0]

    def flipped(self, data: bytes) -> bytes:
        out = bytearray(data)
        kind = self.r.randrange(4)
        if not out or kind == 0:
            out.insert(self.r.randrange(len(out) + 1), self.r.randrange(256))
        elif kind == 1:
            del out[self.r.randrange(len(out))]
        else:
            out[self.r.randrange(len(out))] ^= 1 << self.r.randrange(8)
        return bytes(out)

    def maybe(self, tree: Any, probability: float) -> Any:
        return self.changed(copied(tree)) if self.chance(probability) else tree

    # Cases

    def licence(self) -> dict:
        code = self.r.choice(["A", "A", "AN", "C", "BDJ", "E", "X", "CX"])
        changes: dict[str, Any] = {"standing": self.r.choice([None, {"codes": code, "as_of": "2026-12-30T20:00:00Z"}])}
        if self.chance(0.3):
            changes["given_name"] = "小明"
        if self.chance(0.2):
            changes["expiry_date"] = self.r.choice([None, "2026-12-31", "2027-01-01"])
        if self.chance(0.2):
            changes["driving_privileges"] = [{"scheme": "EU", "vehicle_category_code": "B", "expiry_date": "2026-12-31",
                                              "codes": [{"code": "01", "value": "x"}]}]
        if self.chance(0.1):
            changes |= {"portrait": {"format": "webp", "data": "AAAA"}, "age_over": {"18": True}, "portrait_digest": "11" * 32}
        if self.chance(0.3):
            names = self.r.sample(sorted(ELEMENTS), self.r.randrange(1, 6))
            changes |= {name: self.r.choice(ELEMENTS[name]) for name in names}
        if self.chance(0.1):
            changes["birth_date"] = self.r.choice(["1990", "1990-05", "0001", "9999-12"])
        return licence(**changes)

    def salt(self) -> bytes:
        return self.r.randbytes(16)

    def credential(self, faults: float, listed: bool) -> tuple[Issued, Sealed, issue.PrivateKey]:
        """For a device: the credential as issued, what is shown of it, and the device's key."""
        key = self.r.choice([ISSUER, ISSUER, ISSUER_ED])
        device = self.r.choice([DEVICE, DEVICE_ED])
        redacted = self.r.choice([(18,), (), ("sub", 1, 18), (2, 3, 4, 13), ("sub",)])
        status = (URI, self.r.randrange(8)) if listed or self.chance(0.5) else None
        made = issue.issue(key, ISS, self.licence(), IAT, self.r.choice([EXP, EXP, NOW + 40]), device=device.public, salt=self.salt,
                           redacted=redacted, status=status, compressed=self.chance(0.7), decoys=self.r.choice([0, 0, 1]), check=False)
        header, claims = self.maybe(made.header, faults / 2), self.maybe(made.claims, faults)
        contents = list(made.disclosures.values())
        if contents and self.chance(faults):  # a changed disclosure whose hash is signed
            old = self.r.choice(contents)
            content = write(self.changed(strict.read(old).plain())) if self.chance(0.8) else self.flipped(old)
            hashes = {issue.disclosure_hash(old): issue.disclosure_hash(content)}
            claims = rehashed(claims, hashes)
            contents[contents.index(old)] = content
        sealed = seal(key, header, claims)
        shown = [content for content in contents if self.chance(0.6)]
        if self.chance(faults / 4):
            shown = shown * 2 if self.chance(0.5) else shown + [issue.decoy(self.salt())]
        sealed = sealed.showing(shown)
        if self.chance(faults / 5):
            sealed = replace(sealed, unprotected=self.changed({17: shown}))
        if self.chance(faults / 8):
            sealed = replace(sealed, signature=self.flipped(sealed.signature))
        return made, sealed, device

    def replace_some(self, targets: Iterable[dict], chance: float) -> None:
        """Changes each of the maps at random, in place."""
        for target in targets:
            if self.chance(chance):
                result = self.changed(copied(target))
                if isinstance(result, dict):
                    target.clear()
                    target.update(result)

    def payload(self, faults: float, listed: bool) -> bytes:
        """`listed`: its status is in a list."""
        if not listed and self.chance(0.15):
            key = self.r.choice([ISSUER, ISSUER_ED])
            life = self.r.choice([30, 120, 121, 86400])
            made = issue.issue(key, ISS, self.licence(), NOW - self.r.choice([0, 20, 100]), NOW + life, check=False)
            return seal(key, self.maybe(made.header, faults / 2), self.maybe(made.claims, faults)).encode()
        made, sealed, device = self.credential(faults, listed)
        if self.chance(faults / 10):
            return sealed.encode()
        challenge = bytes(range(16)) if self.chance(0.04) else None
        audience = self.r.choice(["any"] * 24 + ["police"])
        if self.answered is not None and self.chance(0.9):
            audience, challenge = self.answered

        def change(header: dict, claims: dict) -> None:
            self.replace_some((header, claims), faults / 3)
        signer = OTHER if self.chance(faults / 20) else device
        step = self.r.choice([0, 0, 0, 0, 0, 30, -30, 60, -60])
        return issue.present(signer, sealed, made.iat, max(made.exp, NOW + 100), NOW + step, challenge=challenge, change=change, audience=audience)

    def elements(self) -> list[int]:
        return sorted(self.r.sample(range(59), self.r.choice([1, 1, 2, 5, 59])))

    def signed_challenge(self, faults: float) -> Sealed:
        """Both halves changed at random, and mostly signed again."""
        def changed(header: dict, claims: dict) -> None:
            self.replace_some((header, claims), faults / 3)
        authority, scanner = self.r.choice([CERTIFIER, CERTIFIER, CERTIFIER_ED]), self.r.choice([SCANNER, SCANNER_ED])
        iat = NOW - self.r.choice([0, 1, DAY, 30 * DAY])
        exp = iat + self.r.choice([120, DAY, 31 * DAY, 31 * DAY, 31 * DAY + 1])
        allowed = self.elements()
        made = issue.verifier_certificate(authority, ISS if self.chance(0.95) else OTHER_ISS, self.r.choice(["police-7"] * 8 + ["any", "x" * 64, "x" * 65]), self.r.choice(["Police"] * 8 + ["x" * 96, "x" * 97, "a\u202eb"]), allowed,
                                          scanner.public, iat, exp, compressed=self.chance(0.8), change=changed)
        if self.chance(faults / 8):
            made = replace(made, signature=self.flipped(made.signature) if self.chance(0.5) else OTHER.sign(made.protected))
        asked = sorted(self.r.sample(allowed, min(len(allowed), self.r.choice([0, 1, 2])))) if self.chance(0.9) else self.elements()
        start = NOW + self.r.choice([0, 0, 0, 1, -1, 300, 301])
        sealed = issue.signed_challenge(OTHER if self.chance(faults / 8) else scanner, made, asked, self.r.randbytes(16), start, start + self.r.choice([1, 60, 60, 120, 121]), change=changed)
        if self.chance(faults / 8):
            sealed = replace(sealed, unprotected=self.changed({4: b"k"}), signature=self.flipped(sealed.signature))
        return sealed

    def shown(self, now: int) -> list[dict]:
        """Challenges that a scanner has shown, of which the token answers one, mostly."""
        out = []
        for _ in range(self.r.choice([1, 1, 2, 9])):
            if self.chance(0.2):
                nonce = self.r.randbytes(16)
                text, answered = "HFC1:" + nonce.hex().upper(), ("any", nonce)
            else:
                sealed = self.signed_challenge(self.r.choice([0, 0.3]))
                text = "HFC2:" + transport.base45_encode(sealed.encode())
                try:
                    made = challenges.Challenge.of(text.encode())
                except ValueError:  # what is no challenge is compared by `compare_challenges`
                    continue
                answered = (made.certificate.id, made.value)
            out.append({"text": text, "shown": now - self.r.choice([0, 1, 14, 15, 119, 120, -1])})
            if self.answered is None or self.chance(0.3):
                self.answered = answered
        return out

    def foreign(self, key: issue.PrivateKey, listed: bytes, faults: float) -> bytes:
        """A status list as other software might write it, signed again."""
        parts = strict.read(listed).value[1].value
        header, claims = strict.read(parts[0].value).plain(), strict.read(parts[2].value, container=strict.FILE_CONTAINER).plain()
        unprotected: dict[Any, Any] = {}
        if self.chance(0.6):
            unprotected[4] = header[4]
            if self.chance(0.9):
                del header[4]
        if self.chance(0.3):
            header[1] = {-9: -7, -19: -8}[header[1]] if self.chance(0.8) else self.r.choice([-7, -8, -35])
        if self.chance(0.3):
            header[16] = self.r.choice([279, 279, 279, 278, "statuslist+cwt"])
        for claim, probability in ((1, 0.4), (4, 0.3), (65534, 0.3)):
            if self.chance(probability):
                claims.pop(claim, None)
        if self.chance(0.2):
            unprotected[self.r.choice([1, 2, 13, 15, 16, 17, 33, 99, "x"])] = self.scalar()
        header, claims, unprotected = (self.maybe(one, faults / 4) for one in (header, claims, unprotected))
        shuffled = [self.shuffled(one) if self.chance(0.3) else one for one in (header, claims, unprotected)]
        return seal(key, *shuffled).encode()

    def certified(self, listed: bytes, faults: float) -> tuple[bytes, dict]:
        """A status list whose key is named by certificates, and the roots of the verifier."""
        def fault(of: dict[str, Any]) -> str:
            return self.r.choice(sorted(of)) if self.chance(faults) else "none"

        depth, number = self.r.randrange(3), self.r.choice([0, 0, 0, 1])
        faulty = self.r.randrange(depth + 1)
        cas = [authority(number, place, fault(AUTHORITY_FAULTS) if place == faulty else "none") for place in range(depth + 1)]
        # One that stands below a faulty CA is certified by it: the CAs of authority() stand below good ones.
        for place in range(faulty + 1, depth + 1):
            cas[place] = Certified.authority(f"CA {place}", (AUTHORITY, AUTHORITY2)[place - 1], cas[place - 1])
        key = self.r.choice([SIGNER, SIGNER, SIGNER_ED])
        signer = status_signer(cas[-1], self.r.choice([SIGNER, p384("mutation")]) if self.chance(faults / 8) else key, fault(SIGNER_FAULTS))
        chain = [signer.der, *(one.der for one in reversed(cas[1:]))]
        if self.chance(0.2):
            chain.append(cas[0].der)
        if self.chance(faults / 4):
            self.r.shuffle(chain)
        if self.chance(faults / 4):
            place = self.r.randrange(len(chain))
            chain[place:place + 1] = self.r.choice([[], [chain[place]] * 2, [self.flipped(chain[place])], [authority(0, 1, "none").der, chain[place]]])
        parts = strict.read(listed).value[1].value
        header, claims = strict.read(parts[0].value).plain(), strict.read(parts[2].value, container=strict.FILE_CONTAINER).plain()
        header = {1: key.algorithm, 16: header[16]}
        if self.chance(0.3):
            del claims[1]
        elif self.chance(faults / 4):
            claims[1] = OTHER_ISS
        unprotected: dict[Any, Any] = {}
        target = header if self.chance(0.2) else unprotected
        target[33] = chain[0] if len(chain) == 1 and self.chance(0.95) else chain
        if self.chance(faults / 4):
            self.r.choice([header, unprotected])[self.r.choice([2, 4, 32, 33, 34, 35, 99])] = self.r.choice([b"x", [33], self.scalar()])
        header, claims, unprotected = (self.maybe(one, faults / 8) for one in (header, claims, unprotected))
        made = seal(STATUS_ONLY if self.chance(faults / 8) else key, header, claims, unprotected).encode()

        issuers = self.r.choice([[ISS], [ISS], [ISS, OTHER_ISS], [OTHER_ISS, ISS], [OTHER_ISS]]) if self.chance(faults) else [ISS]
        roots = [(cas[0], issuers)]
        if self.chance(0.2):
            roots.insert(self.r.randrange(2), (authority(1 - number, 0, "none"), [ISS]))
        crls = []
        if self.chance(0.3):
            for place, one in enumerate(cas):
                below = cas[place + 1] if place < depth else signer
                for _ in range(self.r.choice([1, 1, 1, 2]) if self.chance(1 - faults / 4) else 0):
                    span = self.r.choice(SPANS[:1] * 8 + SPANS) if self.chance(faults) else TWO_YEARS
                    revoked = self.r.choice([(), (), (), (below,), (one,)]) if self.chance(faults) else ()
                    crls.append(revocation(one, span, revoked, OTHER.private if self.chance(faults / 8) else None))
            # Of two with one thisUpdate either may be taken.
            crls = list({(one.issuer.public_bytes(), one.last_update_utc): whole for whole, one in ((whole, x509.load_der_x509_crl(whole)) for whole in crls)}.values())
        return made, pinned(*roots, crls=crls)

    def published(self, faults: float) -> list[dict]:
        """A publication in packages: indexes, their lists and updates in any order, missing, repeated, and with faults."""
        key, bits = self.r.choice([STATUS_ONLY, ISSUER_ED]), self.r.choice([2, 2, 4, 8])
        # 8,200 entries of 2 bits are four chunks and a short one, and of 8 bits a group and a short one.
        size, times = self.r.choice([8, 8, 8200]), [NOW - 400, NOW - 300, NOW - 200, NOW - 100]
        tables = {uri: [self.r.choice([0, 0, 0, 1, 2, 3]) for _ in range(8)] + [0] * (size - 8) for uri in (URI, URI + "/2")[:self.r.choice([1, 2])]}
        options = {"bits": bits, "ttl": self.r.choice([None, None, 60, 600])}
        exp = NOW + self.r.choice([1000, 1000, 1000, -40])

        def change(header: dict, claims: dict) -> None:
            self.replace_some((header, claims), faults / 6)

        def signed(make: Any, *content: Any, **more: Any) -> bytes:
            signer = OTHER if self.chance(faults / 10) else self.r.choice([STATUS_ONLY, ISSUER_ED]) if self.chance(0.1) else key
            name = (OTHER_ISS if self.chance(faults / 10) else ISS, "another" if self.chance(faults / 10) else "all")
            made = make(signer, name, *content, **options, **more, change=change)
            return self.flipped(made) if self.chance(faults / 8) else made

        items: list[bytes] = []
        history: list[tuple[int, set[int]]] = []
        for iat in times:
            changed = set()
            for _ in range(self.r.randrange(4) if history else 0):
                place = self.r.choice([*range(8), size - 1, size * len(tables) - 1])
                tables[(URI, URI + "/2")[place // size]][place % size] = self.r.choice([0, 1, 2, 3, 3])
                changed.add(place)
            history.append((iat, changed))
            if iat == times[0] or self.chance(0.15):
                items.append(signed(issue.index, tables, iat, exp))
                for uri, values in tables.items():
                    listed = issue.status_list(key, ISS, uri, values, iat, exp, bits=bits)
                    if self.chance(0.3):
                        listed = self.foreign(key, listed, faults / 2)
                    items.append(self.flipped(listed) if self.chance(faults / 8) else listed)
            for base, _ in history[:-1]:
                if self.chance(0.3):
                    continue
                places = set().union(*(places for at, places in history if at > base))
                more: dict[str, Any] = {}
                if places and self.chance(faults / 6):
                    places.pop()
                elif self.chance(faults / 6):
                    more["changes"] = self.flipped(write_changes({place: 1 for place in places}, bits))
                elif self.chance(faults / 10):
                    more["state"] = bytes(32)
                items.append(signed(issue.update, base, tables, places, iat, exp, **more))
        items = [item for item in items for _ in range(self.r.choice([1] * 8 + [0, 2]))]
        if self.chance(0.5):
            self.r.shuffle(items)
        ends = sorted(self.r.randrange(len(items) + 1) for _ in range(self.r.randrange(3)))
        groups = [items[start:end] for start, end in zip([0, *ends], [*ends, len(items)])]
        return [{"package": [item.hex() for item in group], "at": NOW - self.r.choice([0, 0, 0, 130, 131, 230])} for group in groups]

    def shuffled(self, tree: Any) -> Any:
        """The pairs of its maps in any order, and sometimes one of them twice."""
        if not isinstance(tree, dict):
            return tree
        pairs = [(key, self.shuffled(value)) for key, value in tree.items()]
        self.r.shuffle(pairs)
        if pairs and self.chance(0.1):
            pairs.append(self.r.choice(pairs))
        return Pairs(*pairs)

    def policy(self) -> dict:
        out: dict[str, Any] = {}
        for name, values in (("kinds", [["holder", "issuer", "static"], ["holder"]]), ("audiences", [["any", "police"], []]), ("skew", [0, 10]),
                             ("longest_token_life", [29, 60]), ("status", ["ignored", "required"]), ("oldest_status", [0, 60, 3600]),
                             ("required_entries", [["sub"], ["record"], ["document_number", "family_name"]]), ("standing_age", [0, 86400]),
                             ("replay", [True]), ("challenge", ["required"]), ("challenge_age", [0, 1, 15, 120]), ("utc_offset", [28800, -28800])):
            if self.chance(0.03):
                out[name] = self.r.choice(values)
        return out

    def trust(self) -> dict:
        def key(one: issue.PrivateKey, *use: str) -> dict:
            return {"kid": one.public.kid().hex(), "jwk": one.public.jwk(), "use": list(use)}
        keys = [key(ISSUER, "credential"), key(ISSUER_ED, "credential", "status"), key(STATUS_ONLY, "status")]
        if self.chance(0.05):
            keys[self.r.randrange(2)][self.r.choice(["not_before", "not_after", "revoked_at"])] = "2026-12-31T00:00:30Z"
        return {"issuers": [{"id": ISS, "name": "x", "countries": ["CN"] if self.chance(0.97) else ["DE"], "keys": keys}]}

    def case(self, identifier: str) -> dict:
        faults = self.r.choice([0, 0.15, 0.15, 0.5])
        # Of a list with certificates little would be seen if the code were not right otherwise.
        certified = self.chance(0.15)
        # The same holds for publications.
        published = not certified and self.chance(0.15)
        listed = certified or published
        now = NOW if published else NOW + self.r.choice([0] * 8 + [29, 30, 59, 60, -30, -31, 5])
        shown = self.shown(now) if self.chance(0.1) else None
        payload = self.payload(0 if listed else faults, listed)
        if not listed and self.chance(0.05):
            payload = self.flipped(payload)
        text = transport.encode(payload, self.r.choice(["base45", "base32"])).encode()
        if not listed and self.chance(0.05):
            text = self.flipped(text)
        if self.chance(0.1):
            text = self.r.choice([b"", b"]Q1", b"]Q9"]) + text + self.r.choice([b"", b"\r\n", b"\n\n", b" "])
        out: dict[str, Any] = {"id": identifier, "now": now, "trust": self.trust()}
        policy = {} if published else self.policy()
        if policy:
            out["policy"] = policy
        if published:
            out["status_lists"] = self.published(faults)
            if self.chance(0.3):
                single = issue.status_list(STATUS_ONLY, ISS, URI, [3] * 8, NOW - self.r.choice([50, 100, 200, 250, 500]), NOW + 1000)
                out["status_lists"].insert(self.r.randrange(len(out["status_lists"]) + 1), single.hex())
        elif certified or self.chance(0.6):
            values = [self.r.choice([0, 0, 0, 0, 1, 2, 3, 7]) for _ in range(self.r.choice([7, 8]))]
            key = self.r.choice([STATUS_ONLY, ISSUER_ED])
            single = issue.status_list(key, ISS, URI, values, NOW - 100, NOW + self.r.choice([1000, 1000, -40]),
                                       bits=self.r.choice([4, 8]), ttl=self.r.choice([None, 60, 600]))
            if certified:
                single, out["roots"] = self.certified(single, faults)
            elif self.chance(0.5):
                single = self.foreign(key, single, faults)
            out["status_lists"] = [self.flipped(single).hex() if self.chance(0.05) else single.hex()]
        if self.chance(0.05):
            out["state"] = {"clock_floor": out["now"] + self.r.choice([9, 10, 11, 30, 31])}
        if shown is not None:
            out["challenges"] = shown
        elif self.chance(0.04):
            out["challenge"] = bytes(range(16)).hex()
        try:
            out["input"] = text.decode()
        except UnicodeDecodeError:
            out["input_hex"] = text.hex()
        return out


def copied(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: copied(one) for key, one in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [copied(one) for one in tree]
    return tree


def rehashed(tree: Any, hashes: dict[bytes, bytes]) -> Any:
    if isinstance(tree, dict):
        return {key: rehashed(one, hashes) for key, one in tree.items()}
    if isinstance(tree, list):
        return [rehashed(one, hashes) for one in tree]
    return hashes.get(tree, tree) if isinstance(tree, bytes) else tree


def cases(count: int, seed: int) -> Iterator[dict]:
    """Each case has its own seed, so that it can be made again alone."""
    for number in range(count):
        yield Mutator(seed * 1_000_003 + number).case(f"mutation/{seed}/{number}")


def compare(command: str, count: int, seed: int) -> int:
    other = subprocess.Popen(shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def feed() -> None:
        for case in cases(count, seed):
            other.stdin.write(json.dumps(case) + "\n")
        other.stdin.close()

    threading.Thread(target=feed, daemon=True).start()
    codes: Counter = Counter()
    differences = 0
    for case in cases(count, seed):
        line = other.stdout.readline()
        if not line:
            print(f"the adapter ended at {case['id']}", file=sys.stderr)
            return 1
        theirs, ours = json.loads(line), answer(json.dumps(case))
        codes[ours.get("code", "error")] += 1
        names = [name for name in COMPARED if theirs.get(name) != ours.get(name)]
        if "error" in theirs and "error" in ours:  # the words are each one's own
            names = []
        if theirs.get("id") != case["id"]:
            names.append("id")
        if names:
            differences += 1
            print(json.dumps({"differs": names, "reference": ours, "adapter": theirs, "case": case}, ensure_ascii=False))
    other.wait()
    print(f"{count} cases, {differences} disagreements", file=sys.stderr)
    print(", ".join(f"{code} {n}" for code, n in codes.most_common()), file=sys.stderr)
    return 1 if differences else 0


def holders(r: random.Random) -> dict:
    """A trust list of holders."""
    keys = [{"kid": key.public.kid().hex(), "jwk": key.public.jwk(), "use": r.choice([["verifier"]] * 6 + [["credential"], ["credential", "status", "verifier"]])} for key in (CERTIFIER, CERTIFIER_ED)]
    if r.random() < 0.1:
        keys[0][r.choice(["not_before", "not_after", "revoked_at"])] = "2026-12-31T00:00:30Z"
    return {"issuers": [{"id": ISS, "name": "Ministry", "keys": keys}]}


def challenge_case(number: int, seed: int) -> dict:
    """A vector of hfc2.json: a mutated challenge, and what this reference says of it."""
    mutator = Mutator(seed * 1_000_003 + number)
    r = mutator.r
    data = mutator.signed_challenge(r.choice([0, 0.15, 0.5])).encode()
    if r.random() < 0.1:
        data = mutator.flipped(data)
    text = r.choice(["HFC2:"] * 40 + ["HFC1:", "hfc2:", "HF2:"]) + transport.base45_encode(data)
    if r.random() < 0.03:
        place = r.randrange(len(text))
        text = text[:place] + r.choice("A 0$e\t") + text[place + r.randrange(2):]
    trust, now = holders(r), NOW + r.choice([0] * 8 + [-300, -301, 300, 359, 360, 420, 421, DAY, 31 * DAY])
    try:
        expect = {"valid": True, **challenges.read(text.encode(), trust_list.from_json(trust), now).json()}
    except challenges.ChallengeRefused as refused:
        expect = {"valid": False, "code": str(refused)}
    return {"id": f"hfc2-{seed}-{number}", "comment": "mutated", "spec": "PROFILE 18", "flags": [], "now": now, "trust": trust, "text": text, "expect": expect}


def compare_challenges(command: str, count: int, seed: int) -> int:
    cases = [challenge_case(number, seed) for number in range(count)]
    passed = 0
    # A text of JSON may have half a million values, and a case has about sixty.
    for start in range(0, count, 2_000):
        passed += passed_challenges(command, cases[start:start + 2_000])
    codes = Counter(case["expect"].get("code", "ok") for case in cases)
    print(f"{count} challenges, {count - passed} disagreements\n" + ", ".join(f"{code} {n}" for code, n in codes.most_common()), file=sys.stderr)
    return 0 if passed == count else 1


def passed_challenges(command: str, cases: list[dict]) -> int:
    """How many of these vectors pass; prints the others."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "hfc2.json").write_text(json.dumps({"description": "mutated challenges", "profile": 1, "trusts": {}, "credentials": {}, "cases": cases}))
        done = subprocess.run([*shlex.split(command), folder, "--json"], capture_output=True, text=True, check=False)
    results = [json.loads(line) for line in done.stdout.splitlines()]
    by_id = {case["id"]: case for case in cases}
    for one in results:
        if one.get("result") == "failed":
            print(json.dumps({"differs": one["reason"], "case": by_id.get(one["id"], one["id"])}, ensure_ascii=False))
    return sum(one.get("result") == "passed" for one in results)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--adapter")
    parser.add_argument("--challenges")
    options = parser.parse_args()
    if options.challenges:
        sys.exit(compare_challenges(options.challenges, options.count, options.seed))
    if options.adapter:
        sys.exit(compare(options.adapter, options.count, options.seed))
    for case in cases(options.count, options.seed):
        print(json.dumps(case))


if __name__ == "__main__":
    main()
