"""Every case of every vector file, against this reference; and the files against their schema, the grammar, and one another."""

import hashlib
import json
import re
import subprocess
import sys
import unittest
from collections import Counter
from pathlib import Path

import jsonschema
import segno

import generate
from hufu_reference import cose, keys, policy, request, strict, transport, verdict
from hufu_reference.adapter import answer
from hufu_reference.issue import disclosure_hash
from hufu_reference.keys import BadPoint, from_jwk
from hufu_reference.store import Store
from hufu_reference.strict import REDACTED, Malformed, read, write
from hufu_reference.trust import Refused
from hufu_reference.verdict import Rejected
from test_cddl import matches, stood_in
from vectors import codes, qr, run
from vectors.edn import edn

VECTORS = generate.VECTORS
SCHEMA = json.loads((VECTORS / "schema.json").read_text())
KINDS = {"keys": "keys", "cbor": "cbor", "base45": "text", "base32": "text", "cose": "cose", "qr": "qr", "loading": "loading", "request": "request"}
FILES = {name: json.loads((VECTORS / f"{name}.json").read_text()) for name in generate.FILES}


def scans(case):
    return case.get("scans", [case])


def verdict_cases():
    for name in generate.VERDICTS:
        for case in FILES[name]["cases"]:
            yield FILES[name], case


class Files(unittest.TestCase):
    def test_schema(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)
        for name, content in FILES.items():
            kind = KINDS.get(name, "verdict")
            validator = jsonschema.Draft202012Validator({"$ref": f"#/$defs/{kind}_file", "$defs": SCHEMA["$defs"]})
            for error in validator.iter_errors(content):
                case = content["cases"][error.path[1]]["id"] if list(error.path)[:1] == ["cases"] and len(error.path) > 1 else ""
                self.fail(f"{name}: {case} {list(error.path)} {error.message[:300]}")

    def test_schema_refuses(self):
        validator = jsonschema.Draft202012Validator(SCHEMA)
        good = {**FILES["challenge"], "cases": FILES["challenge"]["cases"][:1]}
        validator.validate(good)
        case = good["cases"][0]
        for changed in ({**good, "more": 1}, {**good, "cases": []}, {**good, "profile": 2}, {k: v for k, v in good.items() if k != "cases"}, {**good, "cases": [{**case, "more": 1}]},
                        {**good, "cases": [{**case, "expect": {**case["expect"], "more": 1}}]}, {**good, "cases": [{**case, "expect": {**case["expect"], "code": "token.strange"}}]},
                        {**good, "cases": [{**case, "input_hex": ""}]}, {**good, "cases": [{**case, "flags": ["strange"]}]}, {**good, "cases": [{k: v for k, v in case.items() if k != "expect"}]}):
            self.assertFalse(validator.is_valid(changed))

    def test_policy_schema(self):
        """Every policy of the vectors is one by its schema, and what this implementation refuses is none by it."""
        validator = jsonschema.Draft202012Validator(json.loads((VECTORS / "policy.schema.json").read_text()))
        policies = [one for content in FILES.values() for one in content.get("policies", {}).values()]
        self.assertGreater(len(policies), 3)
        for one in policies:
            self.assertEqual([error.message for error in validator.iter_errors(one)], [])
        for wrong in ({"more": 1}, {"skew": -1}, {"skew": 1 << 53}, {"kinds": ["card"]}, {"status": None}, {"required_entries": ["name"]},
                      {"standing_classes": {"good": "A"}}, {"standing_classes": {"valid": "a"}}, {"replay": 1}, {"challenge": True}, {"utc_offset": 86401}):
            self.assertFalse(validator.is_valid(wrong), wrong)
            with self.assertRaises(ValueError):
                policy.from_json(wrong)

    def test_no_other_files(self):
        self.assertEqual({path.stem for path in VECTORS.glob("*.json")}, set(generate.FILES + generate.OTHERS))

    def test_every_file_has_cases_with_an_id_of_their_own(self):
        seen = Counter(case["id"] for content in FILES.values() for case in content.get("cases", []))
        self.assertEqual([one for one, count in seen.items() if count > 1], [])
        lower = Counter(one.lower() for one in seen)
        self.assertEqual([one for one, count in lower.items() if count > 1], [])
        for name, content in FILES.items():
            self.assertGreater(len(content.get("cases", content.get("keys", []))), 0, name)
            for case in content.get("cases", []):
                self.assertTrue(case["id"].startswith(name + "-"), case["id"])
                self.assertTrue(case["comment"] and case["spec"], case["id"])
        self.assertGreater(len(seen), 900)

    def test_size(self):
        self.assertLess(sum(path.stat().st_size for path in VECTORS.glob("*.json")), 4_000_000)

    def test_generated_anew(self):
        done = subprocess.run([sys.executable, "generate.py", "--check"], cwd=Path(__file__).parent, capture_output=True, text=True, timeout=300)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_what_is_shared_is_used(self):
        for name in generate.VERDICTS:
            content = FILES[name]
            used = {"trusts": set(), "policies": set(), "status_lists": set(), "licenses": set(), "bases": set()}
            for case in content["cases"]:
                used["trusts"].add(case["trust"] if isinstance(case["trust"], str) else "")
                used["policies"].add(case["policy"] if isinstance(case.get("policy"), str) else "")
                used["status_lists"] |= {one if isinstance(one, str) else one["list"] for one in case.get("status_lists", [])}
                for one in scans(case):
                    used["licenses"].add(one["expect"]["license"] if isinstance(one["expect"].get("license"), str) else "")
                    used["bases"].add(one.get("derive", {}).get("base", ""))
            for what, names in used.items():
                self.assertEqual(names - {""}, set(content.get(what, {})), f"{name}: {what}")

    def test_keys(self):
        known = {entry["jwk"]["x"] for entry in FILES["keys"]["keys"]}
        for entry in FILES["keys"]["keys"]:
            key = from_jwk({name: value for name, value in entry["jwk"].items() if name != "d"})
            self.assertEqual((key.thumbprint().hex(), key.algorithm), (entry["thumbprint"], entry["alg"]))
        for content, case in verdict_cases():
            trust = content["trusts"][case["trust"]] if isinstance(case["trust"], str) else case["trust"]
            if "error" not in scans(case)[0]["expect"]:
                for issuer in trust.get("issuers", []):
                    self.assertLessEqual({key["jwk"]["x"] for key in issuer["keys"]}, known, case["id"])


class Codes(unittest.TestCase):
    def test_one_table(self):
        self.assertEqual(tuple(codes.CODES), verdict.CODES)
        self.assertEqual({code for code in codes.CODES if codes.VERDICT[code] == "indeterminate"}, set(verdict.INDETERMINATE))
        self.assertEqual(codes.NOTICES, verdict.NOTICES)
        self.assertEqual(SCHEMA["$defs"]["code"]["enum"], ["ok"] + codes.CODES)
        self.assertEqual(SCHEMA["$defs"]["notices"]["items"]["enum"], list(codes.NOTICES))
        names = json.loads((VECTORS / "verdict.schema.json").read_text())["properties"]
        self.assertEqual(names["code"]["enum"], ["ok"] + codes.CODES)
        self.assertEqual(names["notices"]["items"]["enum"], list(codes.NOTICES))

    def test_profile(self):
        """The steps and verdicts are those of section 14's tables."""
        text = (VECTORS / "PROFILE.md").read_text().split("\n## 14.")[1].split("\n## 15.")[0]
        for code in codes.CODES:
            places = [int(step) for step in re.findall(r"### Step (\d+)", text)]
            sections = dict(zip(places, re.split(r"### Step \d+", text)[1:]))
            self.assertIn(f"`{code}`", sections[codes.STEP[code]], code)
            dagger = any(re.search(rf"`{re.escape(code)}` †", section) for section in sections.values())
            self.assertEqual(dagger, codes.VERDICT[code] == "indeterminate", code)

    def test_every_code_and_notice_is_in_a_case(self):
        seen, notices = set(), set()
        for _, case in verdict_cases():
            for one in scans(case):
                seen.add(one["expect"].get("code"))
                notices |= set(one["expect"].get("notices", []))
        self.assertEqual(seen - {None}, {"ok"} | set(codes.CODES))
        self.assertEqual(notices, set(codes.NOTICES))

    def test_each_field_is_known_to_the_readme(self):
        text = (VECTORS / "README.md").read_text()
        names = set()

        def collect(value):
            if isinstance(value, dict):
                names.update(value.get("properties", {}))
                for one in value.values():
                    collect(one)
            elif isinstance(value, list):
                for one in value:
                    collect(one)
        collect({name: value for name, value in SCHEMA["$defs"].items() if name not in ("jwk", "license", "policy", "trust_json")})
        for name in sorted(names - set("LMQH")):
            self.assertRegex(text, rf"`[^`\n]*\b{re.escape(name)}\b[^`\n]*`", name)


class Verdicts(unittest.TestCase):
    def test_every_case(self):
        for content, case in verdict_cases():
            with self.subTest(case["id"]):
                line = run.materialise(content, case)
                self.assertEqual(run.differences(content, case, answer(json.dumps(line))), [], case["comment"])

    def test_one_process(self):
        """The same through the process, in order, for one file."""
        content = FILES["replay"]
        lines = [json.dumps(run.materialise(content, case)) for case in content["cases"]]
        done = subprocess.run([sys.executable, "-m", "hufu_reference.adapter"], input="\n".join(lines) + "\n", capture_output=True, text=True, cwd=Path(__file__).parent, timeout=120, check=True)
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(len(answers), len(lines))
        for case, got in zip(content["cases"], answers):
            self.assertEqual(run.differences(content, case, got), [], case["id"])

    def test_differences_are_seen(self):
        content = FILES["challenge"]
        for case in (content["cases"][0], content["cases"][-1]):
            right = answer(json.dumps(run.materialise(content, case)))
            self.assertEqual(run.differences(content, case, right), [])
            inner = right["results"][0] if "scans" in case else right
            for name, value in (("code", "token.expired"), ("verdict", "rejected"), ("notices", []), ("license", {}), ("withheld", True), ("clock_offset", 1), ("status", "valid"), ("standing", "valid"), ("error", "x")):
                kept = dict(inner)
                inner[name] = value
                self.assertNotEqual(run.differences(content, case, right), [], name)
                inner.clear()
                inner.update(kept)
            self.assertNotEqual(run.differences(content, case, {**right, "id": "another"}), [])

    def test_families_are_whole(self):
        content = FILES["credential"]
        size = len(content["bases"]["token"]) // 2
        derived = [case["derive"] for case in content["cases"] if "derive" in case]
        self.assertEqual([one["truncate"] for one in derived if "truncate" in one], list(range(1, size)))
        self.assertEqual([one["flip"][0] for one in derived if "flip" in one], list(range(size)))

    def test_intermediates(self):
        count = 0
        for content, case in verdict_cases():
            if "intermediates" not in case:
                continue
            count += 1
            found = case["intermediates"]
            self.assertEqual(transport.decode(case["input"].encode()).hex(), found["cbor"])
            parts = [found["credential"]] + ([found["token"]] if "token" in found else [])
            for part in parts:
                protected, payload = bytes.fromhex(part["protected"]), bytes.fromhex(part["payload"])
                self.assertEqual(part["sig_structure"], write(["Signature1", protected, b"", payload]).hex())
                self.assertIn(part["signature"], found["cbor"])
            self.assertEqual(found["replay_hash"], hashlib.sha256(bytes.fromhex(found["credential"]["sig_structure"])).hexdigest())
            for one in found.get("disclosures", []):
                self.assertEqual(hashlib.sha256(bytes.fromhex(one["bstr"])).hexdigest(), one["sha256"])
                self.assertIn(one["sha256"], found["credential"]["payload"])
        self.assertGreater(count, 9)


class Grammar(unittest.TestCase):
    """Every case that ends valid, layer by layer; pycddl's limits are in test_cddl."""

    def good(self, rule, data, identifier):
        if (rule, data) not in self.done:
            self.done.add((rule, data))
            with self.subTest(identifier):
                self.assertTrue(matches(rule, data), f"{rule}: {data.hex()}")

    def test_valid_cases(self):
        self.done = set()
        for content, case in verdict_cases():
            texts = run.materialise(content, case)
            for one, asked in zip(scans(texts), scans(case)):
                if asked["expect"].get("code") != "ok":
                    continue
                text = one["input"].encode() if "input" in one else bytes.fromhex(one["input_hex"])
                self.payload(transport.decode(text), case["id"])
        self.assertGreater(len(self.done), 900)

    def payload(self, data, identifier):
        self.good("scannable", data, identifier)
        item = read(data)
        protected, _, payload, _ = item.value[1].value
        header = read(protected.value).value
        typ = header[16].value
        if typ == 294:
            self.good("plain-envelope", data, identifier)
            self.good("token-protected", protected.value, identifier)
            self.good("token-claims", payload.value, identifier)
            self.payload(header[13].raw, identifier)
        elif typ == 61:
            self.good("plain-envelope", data, identifier)
            self.good("plain-protected", protected.value, identifier)
            self.good("plain-claims", payload.value, identifier)
        else:
            self.good("credential-envelope", data, identifier)
            self.good("credential-protected", protected.value, identifier)
            self.good("credential-claims", stood_in(read(payload.value, redaction=True).plain()), identifier)
            for one in item.value[1].value[1].value.get(17, strict.Item("array", [], b"", 0)).value:
                content = read(one.value, redaction=True).plain()
                self.good("disclosure" if len(content) == 3 else "decoy", stood_in(content), identifier)

    def test_lists_and_requests(self):
        self.done = set()
        for content, case in verdict_cases():
            trust = content["trusts"].get(case["trust"], {}) if isinstance(case["trust"], str) else case["trust"]
            if "token" in trust and scans(case)[0]["expect"].get("code") == "ok":
                self.signed("trust", bytes.fromhex(trust["token"]), case["id"])
            listed = case.get("status_lists", [])
            if len(listed) == 1 and isinstance(listed[0], str) and "status" in scans(case)[0]["expect"]:
                self.signed("status", bytes.fromhex(content["status_lists"][listed[0]]), case["id"])
        for case in FILES["loading"]["cases"]:
            for one in case["loads"]:
                if one["result"] == "loaded":
                    refused = one.get("refused_lists", [])
                    items = [item.raw for item in strict.read_sequence(bytes.fromhex(one.get("bundle") or one.get("trust") or one.get("status")))]
                    for place, item in enumerate(items):
                        if place - 1 not in refused:
                            self.signed("status" if place or "status" in one else "trust", item, case["id"])
        for case in FILES["request"]["cases"]:
            if case["expect"]["valid"]:
                self.signed("request", bytes.fromhex(case["input_hex"]), case["id"])
        self.assertGreater(len(self.done), 200)

    def signed(self, kind, data, identifier):
        protected, _, payload, _ = read(data, container=strict.FILE_CONTAINER).value[1].value
        self.good("plain-envelope", data, identifier)
        self.good(f"{kind}-protected", protected.value, identifier)
        self.good(f"{kind}-claims", payload.value, identifier)


class Layers(unittest.TestCase):
    def each(self, name, judge):
        """`judge` answers a case as its `expect` should be."""
        for case in FILES[name]["cases"]:
            with self.subTest(case["id"]):
                self.assertEqual(judge(case), case["expect"])

    def test_cbor(self):
        def judge(case):
            context = case.get("context", "code")
            try:
                item = read(bytes.fromhex(case["input_hex"]), container=strict.FILE_CONTAINER if context == "file" else strict.CODE_CONTAINER, redaction=context == "credential")
            except Malformed:
                return {"valid": False}
            self.assertEqual(item.raw.hex(), case["input_hex"])
            return {"valid": True, "edn": edn(item)}
        self.each("cbor", judge)

    def test_texts(self):
        for name, decode, encode in (("base45", transport.base45_decode, transport.base45_encode), ("base32", transport.base32_decode, transport.base32_encode)):
            def judge(case, decode=decode, encode=encode):
                try:
                    data = decode(case["text"].encode())
                except ValueError:
                    return {"valid": False}
                self.assertEqual(encode(data), case["text"])
                return {"valid": True, "bytes": data.hex()}
            self.each(name, judge)

    def test_cose(self):
        def judge(case):
            data, kind = bytes.fromhex(case.get("input_hex", "")), case["kind"]
            if kind == "signature":
                return {"valid": from_jwk(case["key"]).verify(bytes.fromhex(case["signature"]), bytes.fromhex(case["message"]))}
            if kind == "key_shape":
                return {"valid": keys.cose_key(read(data)) is not None}
            if kind == "point":
                try:
                    return {"valid": keys.cose_key(read(data)).point() is not None}
                except BadPoint:
                    return {"valid": False}
            if kind == "sign1":
                try:
                    return {"valid": bool(cose.open_scannable(data))}
                except Rejected:
                    return {"valid": False}
            if kind == "thumbprint":
                return {"valid": True, "bytes": keys.cose_key(read(data)).point().thumbprint().hex()}
            if kind == "disclosure_hash":
                return {"valid": True, "bytes": disclosure_hash(data).hex()}
            self.assertEqual(kind, "sig_structure")
            return {"valid": True, "bytes": write(["Signature1", bytes.fromhex(case["protected"]), b"", bytes.fromhex(case["payload"])]).hex()}
        self.each("cose", judge)

    def test_requests(self):
        def judge(case):
            try:
                return {"valid": True, "key": request.check(bytes.fromhex(case["input_hex"]), bytes.fromhex(case["challenge"])).thumbprint().hex()}
            except request.RequestRefused:
                return {"valid": False}
        self.each("request", judge)

    def test_loading(self):
        content = FILES["loading"]
        anchors = [from_jwk(jwk) for jwk in content["anchors"]]

        def judge(case):
            store = Store(content["skew"])
            for one in case["loads"]:
                kind = next(name for name in ("trust", "status", "bundle") if name in one)
                data, at = bytes.fromhex(one[kind]), one["at"]
                try:
                    if kind == "trust":
                        store.load_trust(data, anchors, content["name"], at)
                    elif kind == "status":
                        store.load_status(data, at)
                    else:
                        self.bundle(store, data, anchors, content["name"], at, one.get("refused_lists"))
                    self.assertEqual(one["result"], "loaded")
                except Refused:
                    self.assertEqual(one["result"], "refused")
            return {"issuers": sorted(store.trust.issuers), "clock_floor": store.clock_floor,
                    "status_lists": [{"iss": iss, "uri": uri, "iat": one.iat} for (iss, uri), one in sorted(store.lists.items())]}
        self.each("loading", judge)

    def bundle(self, store, data, anchors, name, at, refused):
        items = [item.raw for item in strict.read_sequence(data)] if refused is not None else []
        count = len(store.load_bundle(data, anchors, name, at))
        self.assertEqual(count, len(refused))
        # which of them: those that a verifier with the same trust list refuses
        for place, item in enumerate(items[1:]):
            other = Store(store.skew)
            other.trust = store.trust
            try:
                other.load_status(item, at)
                self.assertNotIn(place, refused)
            except Refused:
                self.assertIn(place, refused)

    def test_qr(self):
        capacities = FILES["qr"]["capacities"]

        def judge(case):
            text = case.get("text", "A" * case.get("length", 0))
            if "mask" in case:
                found = segno.make(text, error=case["level"], mask=case["mask"], mode="alphanumeric", boost_error=False, micro=False)
                return {"matrix": {"version": found.version, "mask": found.mask, "modules": ["".join(map(str, row)) for row in found.matrix]}}
            return {"versions": {level: next((v for v in range(1, 41) if capacities[level][v - 1] >= len(text)), None) for level in "LMQH"}}
        self.each("qr", judge)

    def test_qr_capacities_are_those_of_another_encoder(self):
        from segno import consts, encoder
        for number, level in enumerate("LMQH"):
            for version in range(1, 41):
                error = {"L": consts.ERROR_LEVEL_L, "M": consts.ERROR_LEVEL_M, "Q": consts.ERROR_LEVEL_Q, "H": consts.ERROR_LEVEL_H}[level]
                self.assertEqual(consts.SYMBOL_CAPACITY[version][error] // 8, qr.data_codewords(version, level), (version, level))
        self.assertTrue(encoder)
        for level, most in (("L", 4296), ("M", 3391), ("Q", 2420), ("H", 1852)):  # ISO/IEC 18004 table 7
            self.assertEqual(qr.capacity(40, level), most)
        self.assertEqual([qr.capacity(1, level) for level in "LMQH"], [25, 20, 16, 10])


if __name__ == "__main__":
    unittest.main()
