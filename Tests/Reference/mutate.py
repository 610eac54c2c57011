"""Cases for a differential test: right tokens, changed at random in every layer, mostly signed again afterwards.

    python mutate.py [--count N] [--seed N]                                 prints the cases, as JSON Lines
    python mutate.py [--count N] [--seed N] --adapter "hufu conformance --serve"    compares that adapter with this reference

Everything follows from the seed. With --adapter, disagreements are printed, each with its case, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import json
import random
import shlex
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import replace
from typing import Any, Iterator

from fixtures import DEVICE, DEVICE_ED, EXP, IAT, ISS, ISSUER, ISSUER_ED, NOW, OTHER, STATUS_ONLY, URI, licence
from hufu_reference import issue, strict, transport
from hufu_reference.adapter import answer
from hufu_reference.issue import Issued, Sealed, seal
from hufu_reference.strict import REDACTED, Raw, Tag, write

COMPARED = ("verdict", "code", "notices", "clock_offset", "license", "withheld", "status", "standing", "error")
NUMBERS = [0, 1, 2, 3, 9, 10, 16, 17, 23, 24, 61, 170, 255, 256, 293, 294, 65535, 719162, 2932896, 2932897, IAT, NOW, EXP, NOW - 31, NOW + 31,
           2**31, 2**32, 2**53 - 1, 2**53, 2**63 - 1, 2**63, 2**64 - 1]
TEXTS = ["", "a", "CN", "EU", "any", "police", ISS, URI, "A", "BDJ", "E", "status_list", "idx", "x" * 64, "x" * 65, "x" * 255, "x" * 256,
         "x" * 300, "x" * 301, "王" * 21, "王" * 22, "a\u202eb", "a\0", "\u200b", "\ud7ff\ue000", "e\u0301"]
ELEMENTS: dict[str, list[Any]] = {
    "birth_place": ["Kashgar", "王" * 100], "issuing_jurisdiction": ["US-CA"], "height": [1, 300], "eye_colour": ["black", "unknown"], "weight": [500],
    "weight_range": [0, 9], "signature_usual_mark": [{"format": "webp", "data": "AAAA"}], "portrait_capture_date": ["2020-02-29"],
    "given_name_truncation": ["T", "U"], "age_in_years": [0, 150], "age_birth_year": [1990], "under_21_until": ["2030-01-01"], "veteran": [True, False],
    "edl_credential": [1, 2], "biometric_template_face": ["00ff"], "resident_country": ["CN"], "resident_city": ["Kashgar"], "card_revision_date": ["2020-02-29"]}
BYTES = [0, 1, 8, 15, 16, 31, 32, 33, 63, 64, 65]


class Mutator:
    def __init__(self, seed: int):
        self.r = random.Random(seed)

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

    def credential(self, faults: float) -> tuple[Issued, Sealed, issue.PrivateKey]:
        """For a device: the credential as issued, what is shown of it, and the device's key."""
        key = self.r.choice([ISSUER, ISSUER, ISSUER_ED])
        device = self.r.choice([DEVICE, DEVICE_ED])
        redacted = self.r.choice([(18,), (), ("sub", 1, 18), (2, 3, 4, 13), ("sub",)])
        status = (URI, self.r.randrange(8)) if self.chance(0.5) else None
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

    def payload(self, faults: float) -> bytes:
        if self.chance(0.15):
            key = self.r.choice([ISSUER, ISSUER_ED])
            life = self.r.choice([30, 120, 121, 86400])
            made = issue.issue(key, ISS, self.licence(), NOW - self.r.choice([0, 20, 100]), NOW + life, check=False)
            return seal(key, self.maybe(made.header, faults / 2), self.maybe(made.claims, faults)).encode()
        made, sealed, device = self.credential(faults)
        if self.chance(0.03):
            return sealed.encode()
        challenge = bytes(range(16)) if self.chance(0.04) else None

        def change(header: dict, claims: dict) -> None:
            for target in (header, claims):
                if self.chance(faults / 3):
                    result = self.changed(copied(target))
                    if isinstance(result, dict):
                        target.clear()
                        target.update(result)
        signer = OTHER if self.chance(faults / 20) else device
        step = self.r.choice([0, 0, 0, 0, 0, 30, -30, 60, -60])
        return issue.present(signer, sealed, made.iat, max(made.exp, NOW + 100), NOW + step, challenge=challenge, change=change,
                             audience=self.r.choice(["any"] * 24 + ["police"]))

    def policy(self) -> dict:
        out: dict[str, Any] = {}
        for name, values in (("kinds", [["holder", "issuer", "static"], ["holder"]]), ("audiences", [["any", "police"], []]), ("skew", [0, 10]),
                             ("longest_token_life", [29, 60]), ("status", ["ignored", "required"]), ("oldest_status", [0, 60, 3600]),
                             ("required_entries", [["sub"], ["record"], ["document_number", "family_name"]]), ("standing_age", [0, 86400]),
                             ("replay", [True]), ("challenge", ["required"]), ("utc_offset", [28800, -28800])):
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
        payload = self.payload(faults)
        if self.chance(0.05):
            payload = self.flipped(payload)
        text = transport.encode(payload, self.r.choice(["base45", "base32"])).encode()
        if self.chance(0.05):
            text = self.flipped(text)
        if self.chance(0.1):
            text = self.r.choice([b"", b"]Q1", b"]Q9"]) + text + self.r.choice([b"", b"\r\n", b"\n\n", b" "])
        out: dict[str, Any] = {"id": identifier, "now": NOW + self.r.choice([0] * 8 + [29, 30, 59, 60, -30, -31, 5]), "trust": self.trust()}
        policy = self.policy()
        if policy:
            out["policy"] = policy
        if self.chance(0.6):
            values = [self.r.choice([0, 0, 0, 0, 1, 2, 3, 7]) for _ in range(self.r.choice([7, 8]))]
            listed = issue.status_list(self.r.choice([STATUS_ONLY, ISSUER_ED]), ISS, URI, values, NOW - 100, NOW + self.r.choice([1000, 1000, -40]),
                                       bits=self.r.choice([4, 8]), ttl=self.r.choice([None, 60, 600]))
            out["status_lists"] = [self.flipped(listed).hex() if self.chance(0.05) else listed.hex()]
        if self.chance(0.05):
            out["state"] = {"clock_floor": out["now"] + self.r.choice([9, 10, 11, 30, 31])}
        if self.chance(0.04):
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--adapter")
    options = parser.parse_args()
    if options.adapter:
        sys.exit(compare(options.adapter, options.count, options.seed))
    for case in cases(options.count, options.seed):
        print(json.dumps(case))


if __name__ == "__main__":
    main()
