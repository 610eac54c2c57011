"""Trust lists, status lists, loading, bundles, key requests."""

import copy
import unittest
import zlib

from fixtures import (ANCHOR, DEVICE, DEVICE_ED, ISS, ISSUER, ISSUER_ED, NOW, OTHER, STATUS_ONLY, URI, judge, present, store)
from hufu_reference import issue, request, rules, trust
from hufu_reference.issue import signed_trust_list, status_list, trust_entry, trust_key
from hufu_reference.status import inflate
from hufu_reference.store import Store
from hufu_reference.strict import Tag, write
from hufu_reference.trust import Refused
from hufu_reference.verdict import Rejected

NAME = "scanners"
SMALL_ORDER = {1: 1, -1: 6, -2: b"\x01" + bytes(31)}


def json_list():
    return {"issuers": [{"id": ISS, "name": "车管所", "countries": ["CN"], "keys": [
        {"kid": ISSUER.public.kid().hex(), "jwk": ISSUER.public.jwk(), "use": ["credential"], "not_before": "2026-01-01T08:00:00+08:00",
         "not_after": "2028-01-01T00:00:00Z"},
        {"kid": STATUS_ONLY.public.kid().hex(), "jwk": STATUS_ONLY.public.jwk(), "use": ["status"]}]}]}


def entries():
    return [trust_entry(ISS, "车管所", [trust_key(ISSUER.public, 1), trust_key(STATUS_ONLY.public, 2)], ["CN"])]


def signed(iat=NOW - 100, exp=NOW + 10_000, listed=None, anchor=ANCHOR, change=None, name=NAME):
    return signed_trust_list(anchor, "https://trust.example", name, listed or entries(), iat, exp, change)


class JSONForm(unittest.TestCase):
    def test_read(self):
        loaded = trust.from_json(json_list())
        key = loaded.issuers[ISS].keys[ISSUER.public.kid()]
        self.assertEqual((key.use, key.not_before, key.not_after, key.revoked_at), (1, 1767225600, 1830297600, None))
        self.assertFalse(loaded.signed)
        self.assertEqual(judge(present(), stored=store(loaded)).code, "ok")
        self.assertEqual(trust.from_json({"issuers": []}).issuers, {})

    def test_refused(self):
        def changed(path, value):
            whole = copy.deepcopy(json_list())
            target = whole
            for step in path[:-1]:
                target = target[step]
            if value is KeyError:
                del target[path[-1]]
            else:
                target[path[-1]] = value
            with self.assertRaises(Refused, msg=f"{path} {value}"):
                trust.from_json(whole)
        issuer = ["issuers", 0]
        key = issuer + ["keys", 0]
        for path, value in (
            (["more"], 1), (["issuers"], {}), (issuer + ["more"], 1), (key + ["more"], 1), (issuer + ["id"], ""), (issuer + ["id"], "x" * 256),
            (issuer + ["name"], KeyError), (issuer + ["countries"], []), (issuer + ["countries"], ["cn"]), (issuer + ["countries"], None),
            (issuer + ["keys"], []), (key + ["kid"], ""), (key + ["kid"], "0"), (key + ["kid"], "00" * 65), (key + ["use"], []),
            (key + ["use"], ["sign"]), (key + ["use"], ["credential", "credential"]), (key + ["not_before"], "2026-01-01"),
            (key + ["not_before"], 0), (key + ["revoked_at"], "2026-13-01T00:00:00Z"),
            (key + ["not_before"], "2026-01-01T00:00:00.0Z"), (key + ["not_after"], "1969-12-31T23:59:59Z"), (key + ["not_before"], "1970-01-01T00:00:00+00:01"),
            (key + ["revoked_at"], "9999-12-31T23:59:59-00:01"), (key + ["jwk"], {}),
            (key + ["jwk", "x"], "A" * 43), (key + ["jwk", "y"], KeyError), (key + ["jwk", "crv"], "P-384"), (key + ["jwk", "d"], "x"),
            (key + ["kid"], STATUS_ONLY.public.kid().hex()),
        ):
            changed(path, value)
        twice = json_list()
        twice["issuers"] *= 2
        with self.assertRaises(Refused):
            trust.from_json(twice)


class SignedForm(unittest.TestCase):
    def load(self, data, **options):
        made = Store(30)
        made.load_trust(data, options.get("anchors", [OTHER.public, ANCHOR.public]), options.get("name", NAME), options.get("now", NOW))
        return made

    def refused(self, data, **options):
        with self.assertRaises(Refused):
            self.load(data, **options)

    def test_read(self):
        made = self.load(signed())
        self.assertEqual(made.clock_floor, NOW - 100)
        self.assertEqual(judge(present(), stored=made).code, "ok")
        both = trust_entry("x", "y", [trust_key(ISSUER_ED.public, 3, not_before=1, not_after=2, revoked_at=3), trust_key(OTHER.public, 3)])
        compressed = {**trust_key(OTHER.public), 2: OTHER.public.members(True)}
        made = self.load(signed(listed=[both, trust_entry("z", "y", [compressed])]))
        key = made.trust.issuers["x"].keys[ISSUER_ED.public.kid()]
        self.assertEqual((key.not_before, key.not_after, key.revoked_at), (1, 2, 3))
        self.assertEqual(made.trust.issuers["z"].keys[OTHER.public.kid()].key, OTHER.public)

    def test_last_second_of_a_key(self):
        key = trust_key(ISSUER.public, 1, None, 0, 253402300799, 253402300799)
        self.load(signed(listed=[trust_entry(ISS, "x", [key])]))
        times = {"not_before": "1970-01-01T00:00:00Z", "not_after": "9999-12-31T23:59:59Z", "revoked_at": "9999-12-31T23:59:59Z"}
        whole = json_list()
        whole["issuers"][0]["keys"][0].update(times)
        loaded = trust.from_json(whole).issuers[ISS].keys[ISSUER.public.kid()]
        self.assertEqual((loaded.not_before, loaded.not_after, loaded.revoked_at), (0, 253402300799, 253402300799))

    def test_an_expired_list_is_loaded(self):
        made = self.load(signed(exp=NOW - 30))
        self.assertEqual(judge(present(), stored=made).code, "trust.expired")

    def test_refused(self):
        self.refused(signed(), anchors=[OTHER.public])
        self.refused(signed(), name="another")
        self.refused(signed(anchor=OTHER), anchors=[ANCHOR.public])
        self.refused(signed(iat=NOW + 31))
        self.load(signed(iat=NOW + 30))
        self.refused(signed() + b"\0")
        self.refused(signed()[:-1] + b"\0")
        self.refused(signed(exp=NOW - 100))
        key = trust_key(ISSUER.public)
        for listed in ([], [{}], [trust_entry(ISS, "x", [])], [trust_entry(ISS, "", [key])], [trust_entry(ISS, "x", [key], [])],
                       [trust_entry(ISS, "x", [key, key])], entries() * 2, [{**trust_entry(ISS, "x", [key]), 5: 0}],
                       [trust_entry(ISS, "x", [{**key, 3: 0}])], [trust_entry(ISS, "x", [{**key, 3: 8}])], [trust_entry(ISS, "x", [{**key, 7: 0}])],
                       [trust_entry(ISS, "x", [{**key, 1: b""}])], [trust_entry(ISS, "x", [{**key, 2: SMALL_ORDER}])],
                       [trust_entry(ISS, "x", [{**key, 4: -1}])],
                       [trust_entry(ISS, "x", [{**key, 4: 253402300800}])], [trust_entry(ISS, "x", [{**key, 5: 253402300800}])],
                       [trust_entry(ISS, "x", [{**key, 6: 253402300800}])], [trust_entry(ISS, "x", [key], ["CHN"])]):
            self.refused(signed(change=lambda h, c: c.update({-65538: listed})))
        for change in (lambda h, c: h.update({16: "application/statuslist+cwt"}), lambda h, c: h.update({16: 61}), lambda h, c: h.pop(4),
                       lambda h, c: h.update({4: b"x"}), lambda h, c: h.update({15: {}}), lambda h, c: h.update({2: [99], 99: 0}),
                       lambda h, c: c.pop(1), lambda h, c: c.pop(2), lambda h, c: c.pop(4), lambda h, c: c.pop(-65538)):
            self.refused(signed(change=change))

    def test_rollback(self):
        made = self.load(signed())
        first = made.trust
        with self.assertRaises(Refused):
            made.load_trust(signed(iat=NOW - 101), [ANCHOR.public], NAME, NOW)
        with self.assertRaises(Refused):
            made.load_trust(signed(exp=NOW + 1), [ANCHOR.public], NAME, NOW)
        self.assertIs(made.trust, first)
        self.assertEqual(made.clock_floor, NOW - 100)
        made.load_trust(signed(iat=NOW), [ANCHOR.public], NAME, NOW)
        self.assertEqual(made.clock_floor, NOW)


class Status(unittest.TestCase):
    def made(self):
        return store(trust.from_json(json_list()))

    def list(self, iat=NOW - 10, values=(0, 1), **options):
        return status_list(STATUS_ONLY, ISS, URI, list(values), iat, NOW + 1000, **options)

    def test_marks(self):
        made = self.made()
        made.load_status(self.list(bits=8), NOW)
        same = self.list(NOW - 10)
        for data in (self.list(NOW - 11), same):
            with self.assertRaises(Refused):
                made.load_status(data, NOW)
        newer = self.list(NOW, [1])
        made.load_status(newer, NOW)
        made.load_status(newer, NOW)
        self.assertEqual(made.lists[ISS, URI].value(0), 1)

    def test_bits(self):
        for bits in (1, 2, 4, 8):
            values = [(7 * i + 1) % (1 << bits) for i in range(50)]
            made = self.made()
            made.load_status(self.list(values=values, bits=bits), NOW)
            self.assertEqual([made.lists[ISS, URI].value(i) for i in range(50)], values)
            self.assertIsNone(made.lists[ISS, URI].value(-(-50 * bits // 8) * 8 // bits))

    def test_inflating(self):
        data = zlib.compress(bytes(1000))
        self.assertEqual(inflate(data, 1000), bytes(1000))
        for wrong in (data[:-1], data + b"\0", data[:-1] + b"\0", b"", b"x", zlib.compress(bytes(1001)), zlib.compress(bytes(50_000_000), 9)):
            with self.assertRaises(Refused):
                inflate(wrong, 1000)
        raw = zlib.compressobj(wbits=-15)
        with self.assertRaises(Refused):
            inflate(raw.compress(b"x") + raw.flush(), 1000)
        engine = zlib.compressobj(zdict=b"dictionary")
        with self.assertRaises(Refused):
            inflate(engine.compress(b"dictionary") + engine.flush(), 1000)

    def test_largest(self):
        made = self.made()
        most = zlib.compress(bytes(1 << 17), 9)
        made.load_status(self.list(lst=most, bits=1), NOW)
        self.assertIsNone(made.lists[ISS, URI].value(1 << 20))
        self.assertEqual(made.lists[ISS, URI].value((1 << 20) - 1), 0)
        with self.assertRaises(Refused):
            made.load_status(self.list(NOW, lst=zlib.compress(bytes((1 << 17) + 1)), bits=1), NOW)

    def test_refused(self):
        for change in (lambda h, c: c[65533].pop("bits"), lambda h, c: c[65533].update({"lst": "x"}), lambda h, c: c.pop(65533),
                       lambda h, c: c.update({65534: -1}), lambda h, c: c.update({4: None}), lambda h, c: c.update({4: 0}), lambda h, c: c.pop(2),
                       lambda h, c: h.update({16: "application/hufu-trust+cwt"}), lambda h, c: h.update({1: -19})):
            with self.assertRaises(Refused):
                self.made().load_status(self.list(change=change), NOW)
        self.made().load_status(self.list(change=lambda h, c: c[65533].update({"aggregation_uri": "x"})), NOW)

    def test_bundle(self):
        made = Store()
        wrong = status_list(OTHER, ISS, URI, [0], NOW, NOW + 9)
        refused = made.load_bundle(signed() + self.list() + wrong, [ANCHOR.public], NAME, NOW)
        self.assertEqual([bool(one) for one in refused], [False, True])
        self.assertIn((ISS, URI), made.lists)
        many = write(Tag(18, []))
        self.assertEqual(len(Store().load_bundle(signed() + many * 4096, [ANCHOR.public], NAME, NOW)), 4096)
        large = write(Tag(18, bytes((16 << 20) - 6)))
        self.assertEqual(len(large), 16 << 20)
        self.assertEqual(len(Store().load_bundle(signed() + large, [ANCHOR.public], NAME, NOW)), 1)
        for data in (b"", signed()[:-1], self.list() + signed(), signed() + b"\0", b"\0" + signed(), signed() + many * 4097,
                     signed() + write(Tag(18, bytes((16 << 20) - 5)))):
            with self.assertRaises(Refused):
                Store().load_bundle(data, [ANCHOR.public], NAME, NOW)


class Request(unittest.TestCase):
    def test_request(self):
        nonce = bytes(range(16))
        for device in (DEVICE, DEVICE_ED):
            self.assertEqual(request.check(issue.key_request(device, NOW, nonce), nonce), device.public)
        for data in (issue.key_request(DEVICE, NOW, nonce[:15]), issue.key_request(DEVICE, NOW, bytes(7)), b"",
                     issue.key_request(DEVICE, NOW, nonce, change=lambda h, c: c.update({8: {1: OTHER.public.members()}})),
                     issue.key_request(DEVICE, NOW, nonce, change=lambda h, c: c.update({8: {1: DEVICE_ED.public.members()}})),
                     issue.key_request(DEVICE, NOW, nonce, change=lambda h, c: c.update({8: {1: SMALL_ORDER}})),
                     issue.key_request(DEVICE, NOW, nonce, change=lambda h, c: c.pop(6)),
                     issue.key_request(DEVICE, NOW, nonce, change=lambda h, c: h.update({4: b"x"})),
                     issue.key_request(DEVICE, NOW, nonce, change=lambda h, c: h.update({16: 294}))):
            with self.assertRaises(request.RequestRefused):
                request.check(data, nonce)


class Issuing(unittest.TestCase):
    def test_issuer_rules(self):
        self.assertTrue(rules.gb11643("11010519491231002X"))
        self.assertFalse(rules.gb11643("110105194912310021"))
        from fixtures import issued, licence
        issued(licence=licence())
        for wrong in (licence(document_number="110105194912310021"), licence(family_name="e\u0301"), licence(unknown="x")):
            with self.assertRaises(ValueError):
                issued(licence=wrong)
        for wrong in (licence(family_name="x" * 301), licence(sex=3), licence(issuing_country="cn")):
            with self.assertRaises(Rejected):
                issued(licence=wrong)

    def test_a_device_does_not_outlive_its_credential(self):
        from fixtures import issued
        with self.assertRaises(ValueError):
            present(issued(iat=NOW - 100, exp=NOW), now=NOW)


if __name__ == "__main__":
    unittest.main()
