"""The JSON Lines protocol, as a process."""

import base64
import hashlib
import json
import subprocess
import sys
import unittest
import zlib
from pathlib import Path

from fixtures import ANCHOR, ISS, LICENCE, NOW, STATUS_ONLY, URI, issued, licence, plain, present
from hufu_reference import issue, license, transport
from hufu_reference.adapter import answer
from hufu_reference.authority import Certified, pinned
from hufu_reference.issue import PrivateKey, seal
from test_lists import NAME, json_list, signed


def case(**changed):
    return {"id": "x", "now": NOW, "trust": json_list(), "input": transport.encode(present()), **changed}


def ask(**changed):
    return answer(json.dumps(case(**changed)))


class Adapter(unittest.TestCase):
    def test_answer(self):
        got = ask(input=transport.encode(present(show=[18])))
        self.assertEqual(got, {"id": "x", "verdict": "valid", "code": "ok", "notices": ["status.unchecked"], "clock_offset": 0, "withheld": False,
                               "license": LICENCE, "standing": "valid"})

    def test_forms_of_input(self):
        text = transport.encode(present())
        self.assertEqual(ask()["code"], "ok")
        without = case()
        del without["input"]
        self.assertEqual(answer(json.dumps({**without, "input_hex": text.encode().hex()}))["code"], "ok")
        self.assertEqual(answer(json.dumps({**without, "input_hex": "ff"}))["code"], "payload.prefix_unknown")
        self.assertIn("error", answer(json.dumps(without)))
        self.assertIn("error", ask(input_hex=""))

    def test_trust_token(self):
        form = {"token": signed().hex(), "anchors": [ANCHOR.public.jwk()], "name": NAME}
        self.assertEqual(ask(trust=form)["code"], "ok")
        self.assertIn("error", ask(trust={**form, "name": "another"}))
        self.assertIn("error", ask(trust={**form, "more": 1}))
        late = {**form, "token": signed(iat=NOW + 1000, exp=NOW + 2000).hex()}
        self.assertIn("error", ask(trust=late))
        self.assertEqual(ask(trust={**late, "at": NOW + 1000})["code"], "clock.untrusted")

    def test_status_and_state(self):
        text = transport.encode(present(issued(status=(URI, 1))))
        listed = issue.status_list(STATUS_ONLY, ISS, URI, [0, 3], NOW - 100, NOW + 100).hex()
        old = issue.status_list(STATUS_ONLY, ISS, URI, [0, 0], NOW - 200, NOW + 100).hex()
        for lists, code in (([], "status.unavailable"), ([listed], "ok"), ([{"token": listed, "at": NOW - 500}], "status.unavailable"),
                            ([{"token": listed, "at": NOW - 100}], "ok"), (["00"], "status.unavailable"), ([listed, old], "ok")):
            self.assertEqual(ask(input=text, status_lists=lists)["code"], code)
        self.assertEqual(ask(input=text, status_lists=[listed, old])["status"], "attention")
        self.assertEqual(ask(state={"clock_floor": NOW + 31})["code"], "clock.untrusted")

    def test_replay(self):
        made = issued()
        digest = hashlib.sha256(write_structure(made)).hexdigest()
        policy = {"replay": True}
        text = transport.encode(present(made))
        for seen, capacity, code in (([], 1, "ok"), ([[digest, NOW, NOW + 60]], 9, "replay.repeated"), ([[digest, NOW, NOW]], 1, "ok"),
                                     ([["00" * 32, NOW, NOW + 1]], 1, "replay.memory_full")):
            self.assertEqual(ask(input=text, policy=policy, state={"replay": {"capacity": capacity, "seen": seen}})["code"], code)

    def test_scans(self):
        text = transport.encode(present())
        first, later = {"now": NOW, "input": text}, {"now": NOW + 29, "input_hex": text.encode().hex()}
        whole = {"id": "x", "trust": json_list(), "policy": {"replay": True}, "scans": [first, later, {**first, "challenge": "00" * 16}]}
        got = answer(json.dumps(whole))
        self.assertEqual(set(got), {"id", "results"})
        self.assertEqual([one["code"] for one in got["results"]], ["ok", "replay.repeated", "token.challenge_mismatch"])
        self.assertNotIn("id", got["results"][0])
        for changed in ({"scans": []}, {"scans": {}}, {"scans": [{"now": NOW}]}, {"scans": [{"input": text}]}, {"scans": [{**first, "id": "y"}]},
                        {"now": NOW}, {"input": text}, {"challenge": "00" * 16}, {"scans": [first, {**first, "policy": {}}]}):
            self.assertEqual(set(answer(json.dumps({**whole, **changed}))), {"id", "error"}, changed)

    def test_challenge_and_policy(self):
        nonce = bytes(range(16))
        text = transport.encode(present(challenge=nonce))
        self.assertEqual(ask(input=text, challenge=nonce.hex())["code"], "ok")
        self.assertEqual(ask(input=text)["code"], "token.challenge_mismatch")
        self.assertEqual(ask(policy={"audiences": ["police"]})["code"], "token.audience_mismatch")
        self.assertEqual(ask(policy={"standing_classes": {"ended": "A"}})["code"], "license.ended")

    def test_full_licence(self):
        full = licence(
            given_name="x", name_national_character="ئۇيغۇر", un_distinguishing_sign="CHN", portrait_digest=hashlib.sha256(b"picture").hexdigest(),
            portrait={"format": "avif", "data": base64.b64encode(b"picture").decode()}, age_over={"18": True, "80": False},
            driving_privileges=[{"scheme": "EU", "vehicle_category_code": "B", "expiry_date": "2030-02-28",
                                 "codes": [{"code": "01.06", "sign": "=", "value": "x"}, {"code": "70", "value": "y"}]}], points={"total": 0})
        self.assertEqual(ask(input=transport.encode(plain(licence=full)))["license"], full)
        picture = {"format": "webp", "data": base64.b64encode(b"mark").decode()}
        names = "birth_place name_suffix family_name_national_character given_name_national_character first_name middle_names aka_family_name aka_given_name aka_suffix " \
            "dhs_compliance_text resident_city resident_state resident_county resident_postal_code document_discriminator inventory_control_number audit_information " \
            "host_state_information issuing_state_information".split()
        days = "portrait_capture_date under_18_until under_19_until under_21_until hazmat_endorsement_expiration_date card_revision_date".split()
        flags = "organ_donor veteran dhs_temporary_lawful_status cdl_indicator cdl_non_domiciled".split()
        for birth in ("1949", "1949-12", "1949-12-31"):
            more = licence(
                birth_date=birth, issuing_jurisdiction="CN-XJ", height=171, weight=70, weight_range=3, eye_colour="brown", hair_colour="grey", race_ethnicity="AP",
                signature_usual_mark=picture, family_name_truncation="N", given_name_truncation="N", first_name_truncation="T", middle_names_truncation="U", age_in_years=77,
                age_birth_year=1949, dhs_compliance="F", edl_credential=1, biometric_template_face="00", biometric_template_finger="ff", biometric_template_iris="01",
                biometric_template_signature_sign="02", resident_country="CN", **dict.fromkeys(names, "x"), **dict.fromkeys(days, "2020-02-29"), **dict.fromkeys(flags, True))
            self.assertEqual(set(license.NAMES) - set(more), set(full) - set(LICENCE))
            self.assertEqual(ask(input=transport.encode(plain(licence=more, check=False)))["license"], more)
        endless = licence(expiry_date=None)
        self.assertEqual(ask(input=transport.encode(plain(licence=endless)))["license"], endless)

    def test_roots(self):
        root = Certified.root("Root", PrivateKey.named(-9, "a root"))
        key = PrivateKey.named(-9, "a signer")
        chain = Certified.signer("Signer", key, root, ISS).der
        text = transport.encode(present(issued(status=(URI, 1))))
        listed = seal(key, {1: -9, 16: "application/statuslist+cwt"}, {2: URI, 6: NOW - 100, 65533: {"bits": 8, "lst": zlib.compress(b"\0\1")}, 65534: 600}, {33: chain}).encode().hex()
        good = pinned((root, [ISS]))
        self.assertEqual(ask(input=text, status_lists=[listed], roots=good)["code"], "status.revoked")
        self.assertEqual(ask(input=text, status_lists=[listed])["code"], "status.unavailable")
        self.assertEqual(ask(input=text, status_lists=[listed], roots=pinned((root, ["x"])))["code"], "status.unavailable")
        for place in range(len(chain)):
            for change in (0x01, 0x1d):  # the second makes of a UTF8String a T61String
                damaged = chain[:place] + bytes([chain[place] ^ change]) + chain[place + 1:]
                self.assertEqual(ask(input=text, status_lists=[listed.replace(chain.hex(), damaged.hex())], roots=good)["code"], "status.unavailable")
        for wrong in (None, [], {}, {**good, "more": 1}, {**good, "purpose": 1}, {**good, "purpose": "x"}, {**good, "purpose": "2.5.29.37.0"}, {**good, "roots": {}}, {**good, "roots": [{"certificate": "30"}]},
                      {**good, "roots": [{"certificate": "30", "issuers": [ISS]}]}, {**good, "roots": [{"certificate": root.der.hex(), "issuers": [1]}]}, {**good, "roots": [{"certificate": chain.hex(), "issuers": [ISS]}]},
                      {**good, "crls": None}, {**good, "crls": ["30"]}):
            self.assertEqual(set(ask(roots=wrong)), {"id", "error"}, wrong)

    def test_errors(self):
        for changed in ({"more": 1}, {"policy": {"more": 1}}, {"policy": {"skew": "30"}}, {"policy": {"kinds": ["x"]}}, {"state": {"more": 1}},
                        {"now": 1.5}, {"now": True}, {"trust": {"issuers": [{}]}}, {"challenge": "0"}, {"status_lists": [{"token": "00"}]},
                        {"policy": {"required_entries": ["x"]}}, {"policy": {"standing_classes": {"valid": "A", "ended": "A"}}},
                        {"policy": None}, {"policy": []}, {"policy": {"time_zone": "Asia/Shanghai"}}, {"state": None}, {"state": []}, {"state": {"clock_floor": None}},
                        {"status_lists": None}, {"status_lists": 0}, {"challenge": None}):
            got = ask(**changed)
            self.assertEqual(set(got), {"id", "error"}, changed)
            self.assertEqual(got["id"], "x")
        self.assertEqual(answer("{")["id"], None)
        self.assertIn("error", answer(b"\xff\n"))
        twice = json.dumps(case(policy={"skew": 10})).replace('"skew": 10', '"skew": 10, "skew": 10')
        self.assertIn("error", answer(twice))

    def test_process(self):
        lines = [json.dumps(case(id=str(i))) for i in range(3)]
        lines.insert(1, "not JSON")
        done = subprocess.run([sys.executable, "-m", "hufu_reference.adapter"], input="\n".join(lines), capture_output=True, text=True,
                              cwd=Path(__file__).parent, timeout=60, check=True)
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([one["id"] for one in answers], ["0", None, "1", "2"])
        self.assertEqual([one.get("code") for one in answers], ["ok", None, "ok", "ok"])


def write_structure(made):
    from hufu_reference.strict import write
    return write(["Signature1", made.sealed.protected, b"", made.sealed.payload])


if __name__ == "__main__":
    unittest.main()
