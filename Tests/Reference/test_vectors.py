"""Every case of every vector file, against this reference; and every case that ends valid, against the grammar."""

import hashlib
import json
import subprocess
import sys
import unittest
from pathlib import Path

import jsonschema

from hufu_reference import challenge, cose, issue, keys, license, policy, publication, request, rules, strict, transport
from hufu_reference.adapter import answer, read_roots
from hufu_reference.edn import edn
from hufu_reference.issue import disclosure_hash
from hufu_reference.keys import BadPoint, from_jwk
from hufu_reference.store import Store
from hufu_reference.strict import Malformed, read, write
from hufu_reference.trust import Refused, from_json, from_token
from hufu_reference.verdict import Rejected
from test_cddl import matches, stood_in
from vector_cases import FILES, VECTORS, differences, materialise, scans, verdict_cases

KINDS = {cose.INDEX: "index", cose.UPDATE: "update"}  # the rules of the grammar


class Policies(unittest.TestCase):
    def test_policy_schema(self):
        """Every policy of the vectors is one by its schema, and what this implementation refuses is none by it."""
        validator = jsonschema.Draft202012Validator(json.loads((VECTORS / "policy.schema.json").read_text()))
        for content, case in verdict_cases():
            one = case.get("policy", {})
            one = content["policies"][one] if isinstance(one, str) else one
            if "error" not in scans(case)[0]["expect"]:
                self.assertEqual([error.message for error in validator.iter_errors(one)], [], case["id"])
        validator.validate({"preset": "gate", "time_zone": "Asia/Shanghai"})
        self.assertFalse(validator.is_valid({"utc_offset": 0, "time_zone": "Asia/Shanghai"}))
        for wrong in ({"more": 1}, {"skew": -1}, {"skew": 1 << 53}, {"kinds": ["card"]}, {"status": None}, {"required_entries": ["name"]},
                      {"standing_classes": {"good": "A"}}, {"standing_classes": {"valid": "a"}}, {"replay": 1}, {"challenge": True}, {"utc_offset": 86401}):
            self.assertFalse(validator.is_valid(wrong), wrong)
            with self.assertRaises(ValueError):
                policy.from_json(wrong)


class Verdicts(unittest.TestCase):
    def test_every_case(self):
        for content, case in verdict_cases():
            with self.subTest(case["id"]):
                line = materialise(content, case)
                self.assertEqual(differences(content, case, answer(json.dumps(line))), [], case["comment"])

    def test_one_process(self):
        """The same through the process, in order, for one file."""
        content = FILES["replay"]
        lines = [json.dumps(materialise(content, case)) for case in content["cases"]]
        done = subprocess.run([sys.executable, "-m", "hufu_reference.adapter"], input="\n".join(lines) + "\n", capture_output=True, text=True, cwd=Path(__file__).parent, timeout=120, check=True)
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(len(answers), len(lines))
        for case, got in zip(content["cases"], answers):
            self.assertEqual(differences(content, case, got), [], case["id"])

    def test_differences_are_seen(self):
        content = FILES["challenge"]
        for case in (content["cases"][0], content["cases"][-1]):
            right = answer(json.dumps(materialise(content, case)))
            self.assertEqual(differences(content, case, right), [])
            inner = right["results"][0] if "scans" in case else right
            for name, value in (("code", "token.expired"), ("verdict", "rejected"), ("notices", []), ("license", {}), ("withheld", True), ("clock_offset", 1), ("status", "valid"), ("standing", "valid"), ("error", "x")):
                kept = dict(inner)
                inner[name] = value
                self.assertNotEqual(differences(content, case, right), [], name)
                inner.clear()
                inner.update(kept)
            self.assertNotEqual(differences(content, case, {**right, "id": "another"}), [])

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
            texts = materialise(content, case)
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
                if "package" in one:
                    for item, code in zip(map(bytes.fromhex, one["package"]), one["codes"]):
                        if code is None:
                            self.signed(KINDS.get(publication.kind(item), "status"), item, case["id"])
                elif one.get("result") == "loaded":
                    refused = one.get("refused_lists", [])
                    items = list(strict.split(bytes.fromhex(one.get("bundle") or one.get("trust") or one.get("status"))))
                    for place, item in enumerate(items):
                        if place - 1 not in refused:
                            self.signed(KINDS.get(publication.kind(item), "status" if place or "status" in one else "trust"), item, case["id"])
        for case in FILES["request"]["cases"]:
            if case["expect"]["valid"]:
                self.signed("request", bytes.fromhex(case["input_hex"]), case["id"])
        for case in FILES["hfc2"]["cases"]:
            if case["expect"]["valid"]:
                data = transport.read_signed_challenge(case["text"].encode())
                self.signed("challenge", data, case["id"])
                self.signed("verifier", cose.open_challenge(data)[1].kcwt.raw, case["id"])
        self.assertGreater(len(self.done), 200)

    def signed(self, kind, data, identifier):
        protected, _, payload, _ = read(data, container=strict.FILE_CONTAINER, lenient=kind == "status").value[1].value
        self.good("status-envelope" if kind == "status" else "plain-envelope", data, identifier)
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
                item = read(bytes.fromhex(case["input_hex"]), container=strict.FILE_CONTAINER if context in ("file", "status") else strict.CODE_CONTAINER, redaction=context == "credential", lenient=context == "status")
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
            except request.RequestRefused as refused:
                return {"valid": False, "code": str(refused)}
        self.each("request", judge)

    def test_challenges(self):
        def judge(case):
            try:
                return {"valid": True, "bytes": transport.read_challenge(case["text"].encode()).hex()}
            except ValueError:
                return {"valid": False}
        self.each("hfc1", judge)

    def test_signed_challenges(self):
        """The text of the first case is the example that fits QR version 16 at level M, which has room for 656 characters."""
        content = FILES["hfc2"]

        def judge(case):
            value = content["trusts"][case["trust"]] if isinstance(case["trust"], str) else case["trust"]
            trust = from_token(bytes.fromhex(value["token"]), [from_jwk(jwk) for jwk in value["anchors"]], value["name"], value["at"], 30) if "token" in value else from_json(value)
            try:
                asked = challenge.read(case["text"].encode(), trust, case["now"])
            except challenge.ChallengeRefused as refused:
                return {"valid": False, "code": str(refused)}
            more = challenge.preview(bytes.fromhex(content["credentials"][case["credential"]]), asked) if "credential" in case else {}
            return {"valid": True, **asked.json(), **more}
        self.each("hfc2", judge)
        self.assertLessEqual(len(content["cases"][0]["text"]), 656)

    def test_issuing(self):
        def judge(case):
            sub, entries = issue.license_map(case["license"])
            read_back = read(write({-1: sub, **entries})).value
            self.assertEqual(license.check(read_back.pop(-1), read_back, False, case["iat"] + 1), case["license"])
            try:
                warnings = rules.check(case["license"], case["iat"], case.get("allow_unknown_classes", False))
            except rules.Refusal as refusal:
                return {"valid": False, "code": refusal.finding.code, "path": refusal.finding.path}
            by_path = sorted(case["expect"].get("warnings", []), key=lambda one: one["path"])
            got = sorted(({"code": one.code, "path": one.path} for one in warnings), key=lambda one: one["path"])
            return {"valid": True, "warnings": case["expect"]["warnings"] if got == by_path else got}
        self.each("issuing", judge)

    def test_loading(self):
        content = FILES["loading"]
        anchors = [from_jwk(jwk) for jwk in content["anchors"]]

        def judge(case):
            store = Store(content["skew"], read_roots(content["roots"][case["roots"]]) if "roots" in case else None)
            for one in case["loads"]:
                if "restart" in one:
                    store = restarted(store)
                    continue
                if "package" in one:
                    found = store.load_package([bytes.fromhex(item) for item in one["package"]], one["at"])
                    self.assertEqual([refused and refused.code for refused in found], one["codes"])
                    continue
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
            out = {"issuers": sorted(store.trust.issuers), "clock_floor": store.clock_floor,
                   "status_lists": [{"iss": iss, "uri": uri, "iat": one.iat} for (iss, uri), one in sorted(store.lists.items())]}
            if store.states:
                out["publications"] = [{"iss": iss, "sub": sub, "iat": one.iat, "state": one.hash.hex()} for (iss, sub), one in sorted(store.states.items())]
            if "values" in case["expect"]:
                out["values"] = [value(store, one) for one in case["expect"]["values"]]
            return out

        def restarted(store):
            new = Store(store.skew)
            new.marks, new.published, new.clock_floor = store.marks, store.published, store.clock_floor
            return new

        def value(store, asked):
            found = store.look_up(asked["iss"], asked["uri"], asked["index"])
            return {**asked, "value": found and found.value, "iat": found and found.iat}
        self.each("loading", judge)

    def bundle(self, store, data, anchors, name, at, refused):
        found = store.load_bundle(data, anchors, name, at)
        self.assertEqual([place for place, one in enumerate(found) if one], refused)


if __name__ == "__main__":
    unittest.main()
