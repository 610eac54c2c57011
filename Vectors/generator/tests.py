"""The files of vectors: against their schema, and against one another, PROFILE.md, README.md and what writes them. `python -m unittest generator.tests` in Vectors."""

import json
import re
import subprocess
import sys
import unittest
from collections import Counter

import jsonschema
import segno
from segno import consts

from . import FILES as NAMES
from . import OTHERS, VECTORS, VERDICTS, codes, qr
from hufu_reference import verdict
from hufu_reference.keys import from_jwk
from vector_cases import scans, verdict_cases

SCHEMA = json.loads((VECTORS / "schema.json").read_text())
KINDS = {"keys": "keys", "cbor": "cbor", "base45": "text", "base32": "text", "cose": "cose", "qr": "qr", "loading": "loading", "request": "request", "issuing": "issuing", "hfc1": "text", "hfc2": "hfc2"}
FILES = {name: json.loads((VECTORS / f"{name}.json").read_text()) for name in NAMES}


class Files(unittest.TestCase):
    def test_schema(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)
        for name, content in FILES.items():
            kind = KINDS.get(name, "verdict")
            validator = jsonschema.Draft202012Validator({"$ref": f"#/$defs/{kind}_file", "$defs": SCHEMA["$defs"]})
            for error in validator.iter_errors(content):
                case = content["cases"][error.path[1]]["id"] if list(error.path)[:1] == ["cases"] and len(error.path) > 1 else ""
                self.fail(f"{name}: {case} {list(error.path)} {error.message[:300]}")

    def test_policies(self):
        """A policy is one by the schema, where no error is expected of it."""
        validator = jsonschema.Draft202012Validator({"$ref": "#/$defs/policy", "$defs": SCHEMA["$defs"]})
        for content, case in verdict_cases():
            value = case.get("policy", {})
            value = content["policies"][value] if isinstance(value, str) else value
            if "error" not in scans(case)[0]["expect"]:
                self.assertEqual([error.message for error in validator.iter_errors(value)], [], case["id"])

    def test_schema_refuses(self):
        validator = jsonschema.Draft202012Validator(SCHEMA)
        good = {**FILES["challenge"], "cases": FILES["challenge"]["cases"][:1]}
        validator.validate(good)
        case = good["cases"][0]
        for changed in ({**good, "more": 1}, {**good, "cases": []}, {**good, "profile": 2}, {k: v for k, v in good.items() if k != "cases"}, {**good, "cases": [{**case, "more": 1}]},
                        {**good, "cases": [{**case, "expect": {**case["expect"], "more": 1}}]}, {**good, "cases": [{**case, "expect": {**case["expect"], "code": "token.strange"}}]},
                        {**good, "cases": [{**case, "input_hex": ""}]}, {**good, "cases": [{**case, "flags": ["strange"]}]}, {**good, "cases": [{k: v for k, v in case.items() if k != "expect"}]}):
            self.assertFalse(validator.is_valid(changed))

    def test_no_other_files(self):
        self.assertEqual({path.stem for path in VECTORS.glob("*.json")}, set(NAMES + OTHERS))

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
        self.assertLess(sum(path.stat().st_size for path in VECTORS.glob("*.json")), 6_850_000)

    def test_generated_anew(self):
        done = subprocess.run([sys.executable, "-m", "generator", "--check"], cwd=VECTORS, capture_output=True, text=True, timeout=300)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_what_is_shared_is_used(self):
        for name in VERDICTS:
            content = FILES[name]
            used = {"trusts": set(), "policies": set(), "status_lists": set(), "licenses": set(), "bases": set(), "roots": set()}
            for case in content["cases"]:
                used["trusts"].add(case["trust"] if isinstance(case["trust"], str) else "")
                used["roots"].add(case.get("roots", ""))
                used["policies"].add(case["policy"] if isinstance(case.get("policy"), str) else "")
                used["status_lists"] |= {name for one in case.get("status_lists", []) for name in ([one] if isinstance(one, str) else one.get("package") or [one["list"]])}
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
            if "error" not in scans(case)[0]["expect"] and "standard" not in case["flags"]:
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

    def test_issuing_codes(self):
        """Each code of section 7, Issuing, is in the schema and in a case."""
        text = (VECTORS / "PROFILE.md").read_text().split("\n### Issuing")[1].split("\n## 8.")[0]
        profile = set(re.findall(r"^\| `((?:license|issue)\.\w+)` \|", text, re.MULTILINE))
        seen = {one["code"] for case in FILES["issuing"]["cases"] for one in case["expect"].get("warnings", [case["expect"]])}
        warned = SCHEMA["$defs"]["issuing_file"]["properties"]["cases"]["items"]["properties"]["expect"]["oneOf"][0]["properties"]["warnings"]
        schema = set(SCHEMA["$defs"]["issuing_code"]["enum"]) | set(warned["items"]["properties"]["code"]["enum"])
        self.assertEqual((profile, seen), (schema, schema))

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
        collect({name: value for name, value in SCHEMA["$defs"].items() if name not in ("jwk", "license", "picture", "policy", "trust_json")})
        for name in sorted(names - set("LMQH")):
            self.assertRegex(text, rf"`[^`\n]*\b{re.escape(name)}\b[^`\n]*`", name)


class Symbols(unittest.TestCase):
    def test_every_case(self):
        """Symbols are segno's (its padding mended), drawn anew; versions follow from the capacities that the file has."""
        capacities = FILES["qr"]["capacities"]

        def judge(case):
            text = case.get("text", "A" * case.get("length", 0))
            if "mask" in case:
                found = segno.make(text, error=case["level"], mask=case["mask"], mode="alphanumeric", boost_error=False, micro=False)
                return {"matrix": {"version": found.version, "mask": found.mask, "modules": ["".join(map(str, row)) for row in found.matrix]}}
            return {"versions": {level: next((v for v in range(1, 41) if capacities[level][v - 1] >= len(text)), None) for level in "LMQH"}}
        for case in FILES["qr"]["cases"]:
            with self.subTest(case["id"]):
                self.assertEqual(judge(case), case["expect"])

    def test_qr_capacities_are_those_of_another_encoder(self):
        for number, level in enumerate("LMQH"):
            for version in range(1, 41):
                error = {"L": consts.ERROR_LEVEL_L, "M": consts.ERROR_LEVEL_M, "Q": consts.ERROR_LEVEL_Q, "H": consts.ERROR_LEVEL_H}[level]
                self.assertEqual(consts.SYMBOL_CAPACITY[version][error] // 8, qr.data_codewords(version, level), (version, level))
        for level, most in (("L", 4296), ("M", 3391), ("Q", 2420), ("H", 1852)):  # ISO/IEC 18004 table 7
            self.assertEqual(qr.capacity(40, level), most)
        self.assertEqual([qr.capacity(1, level) for level in "LMQH"], [25, 20, 16, 10])


if __name__ == "__main__":
    unittest.main()
