"""The algorithm: every code at least once, what is accepted beside it, and the order of the steps."""

import hashlib
import unittest
from dataclasses import replace

from fixtures import (DEVICE, DEVICE_ED, EXP, IAT, ISS, ISSUER, ISSUER_ED, LICENCE, NOW, OTHER, STATUS_ONLY, URI, issued, judge,
                      licence, plain, present, store, trusted, trusted_key, with_policy)
from hufu_reference import issue, transport
from hufu_reference.issue import Sealed, seal
from hufu_reference.keys import ED25519, N
from hufu_reference.policy import COUNTER, GATE, ROADSIDE, Policy
from hufu_reference.store import Replay
from hufu_reference.strict import REDACTED, Raw, Tag, read, write
from hufu_reference.trust import Refused, TrustList
from hufu_reference.verdict import CODES, INDETERMINATE

DAY = 86_400
seen_codes: set[str] = set()


class Case(unittest.TestCase):
    def code(self, expected, payload, **options):
        verdict = judge(payload, **options)
        self.assertEqual(verdict.code, expected)
        seen_codes.add(verdict.code)
        if expected == "ok":
            self.assertEqual(verdict.verdict, "valid")
        else:
            self.assertEqual(verdict.verdict, "indeterminate" if expected in INDETERMINATE else "rejected")
            self.assertEqual(verdict.notices, [])
        self.assertEqual(verdict.license is None, verdict.withheld is None)
        return verdict

    def signed(self, expected, change, **options):
        """A credential whose header or claims were changed before it was signed, in a right token."""
        made = issued(change=change)
        return self.code(expected, present(made), **options)

    def token(self, expected, change, **options):
        return self.code(expected, present(change=change), **options)


def claim(key, value):
    return lambda header, claims: claims.__setitem__(key, value)


def no_claim(key):
    return lambda header, claims: claims.pop(key)


def label(key, value):
    return lambda header, claims: header.__setitem__(key, value)


def no_label(key):
    return lambda header, claims: header.pop(key)


def entry(key, value):
    return lambda header, claims: claims[-65537].__setitem__(key, value)


class Valid(Case):
    def test_kinds_and_algorithms(self):
        for issuer in (ISSUER, ISSUER_ED):
            for device in (DEVICE, DEVICE_ED):
                for compressed in (True, False):
                    made = issued(issuer, device=device, compressed=compressed)
                    for name in ("base45", "base32"):
                        verdict = self.code("ok", present(made, [18], device=device), transport_name=name)
                        self.assertEqual((verdict.kind, verdict.withheld, verdict.clock_offset), ("holder", False, 0))
                        self.assertEqual(verdict.license, LICENCE)
            self.assertEqual(self.code("ok", plain(key=issuer)).kind, "issuer")
        static = self.code("ok", plain(NOW, NOW + 365 * DAY), policy=COUNTER)
        self.assertEqual((static.kind, static.clock_offset), ("static", None))

    def test_redaction_of_everything_that_may_be(self):
        which = ("sub", 1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 14, 15, 16, 18)
        made = issued(redacted=which, decoys=3)
        verdict = self.code("ok", present(made))
        self.assertTrue(verdict.withheld)
        self.assertEqual(set(verdict.license), {"issue_date", "expiry_date", "issuing_country", "standing"})
        verdict = self.code("ok", present(made, list(made.disclosures)))
        self.assertEqual(verdict.license, LICENCE)
        self.assertTrue(verdict.withheld)  # decoys cannot be told from entries

    def test_high_s(self):
        made = issued()
        s = int.from_bytes(made.sealed.signature[32:], "big")
        twin = replace(made.sealed, signature=made.sealed.signature[:32] + (N - s).to_bytes(32, "big"))
        self.code("ok", present(made, sealed=twin))

    def test_license_of_a_refused_one(self):
        verdict = self.code("license.ended", present(issued(licence=licence(standing={"codes": "E", "as_of": "2026-12-30T20:00:00Z"}))))
        self.assertEqual(verdict.license["document_number"], LICENCE["document_number"])
        self.assertEqual(verdict.standing, "ended")


class Step1(Case):
    def floor(self, value):
        made = store()
        made.clock_floor = value
        return made

    def test_clock(self):
        self.code("ok", present(), stored=self.floor(NOW + 30))
        verdict = self.code("clock.untrusted", present(), stored=self.floor(NOW + 31))
        self.assertIsNone(verdict.clock_offset)
        self.assertIsNotNone(verdict.license)
        old = present(now=NOW)
        self.code("clock.untrusted", old, now=NOW - 10**6, stored=self.floor(NOW))
        self.code("clock.untrusted", old, now=0, stored=self.floor(NOW))
        self.code("token.lifetime_exceeded", present(change=claim(4, NOW + 121)), now=0, stored=self.floor(NOW))
        self.code("payload.empty", "", now=0, stored=self.floor(NOW))

    def test_trust_expired(self):
        signed = dict(name="list", iat=NOW - 1000, exp=NOW - 30)
        keys_of = [trusted_key(ISSUER)]
        self.code("trust.expired", present(), stored=store(trusted(*keys_of, **signed)))
        self.code("ok", present(), stored=store(trusted(*keys_of, **{**signed, "exp": NOW - 29})))
        self.code("trust.expired", present(), stored=store(trusted(trusted_key(OTHER), **signed)))
        self.code("trust.expired", present(issued(change=claim(1, "https://elsewhere"))), stored=store(trusted(*keys_of, **signed)))
        wrong = present(issued(), change=claim(4, NOW + 121))
        self.code("token.lifetime_exceeded", wrong, stored=store(trusted(*keys_of, **signed)))


class Step2(Case):
    def test_text(self):
        good = transport.encode(present())
        for text in (good, "]Q1" + good, good + "\r", good + "\n", good + "\r\n", "]Q6" + good + "\r\n", good + "\n\n", good + "\n\r",
                     good + "\t", "\t\r\n" + good, "\n]Q1" + good + "\t\t"):
            self.code("ok", text)
        for text in ("", "\n", "\r\n", "]Q1", "]Q0\n", "HF1:", "HF1Z", "]Q3HF1:\r\n", "\n\n", "\t"):
            self.code("payload.empty", text)
        for text in ("HF0:", "HF2:ABC", "HF9Z", "HF2ZMY"):
            self.code("payload.version_unsupported", text)
        for text in ("HF1", "HF", "hf1:" + good[4:], "HF1;", "HF10:", "HF٢:", " " + good, "\v" + good, "]Q1\n" + good, "]Q7" + good,
                     "]Q1]Q1" + good, "]q1" + good, "HC1:"):
            self.code("payload.prefix_unknown", text)
        for text in (good + "\v", good + "\0", good + "\n ", good.lower()[:4].upper() + good[4:].lower(), "HF1:GGW", "HF1::::", "HF1:A",
                     "HF1:" + "é", "HF1ZMZ", "HF1ZMY======", "HF1Z1"):
            self.code("payload.text_invalid", text)
        self.assertNotEqual(judge(good + " ").code, "ok")

    def test_too_large(self):
        self.code("payload.too_large", "x" * 4297)
        self.code("payload.prefix_unknown", "x" * 4296)
        self.code("payload.prefix_unknown", "]Q1" + "x" * 4296 + "\r\n")
        self.code("payload.too_large", "é" * 2149)


class Step3(Case):
    def test_item(self):
        data = present()
        for end in range(len(data)):
            verdict = judge(data[:end]) if end else judge("HF1:")
            self.assertIn(verdict.code, ("cbor.invalid", "payload.empty"))
        self.code("cbor.invalid", data + b"\0")
        self.code("cbor.invalid", b"\xff")

    def test_structure(self):
        sealed = issued().sealed
        parts = [sealed.protected, {}, sealed.payload, sealed.signature]
        for wrong in (parts, Tag(98, parts), Tag(61, Tag(18, parts)), Tag(18, {}), Tag(18, parts[:3]), Tag(18, parts + [0]),
                      Tag(18, [{}, *parts[1:]]), Tag(18, [parts[0], b"", *parts[2:]]), Tag(18, [*parts[:2], None, parts[3]]),
                      Tag(18, [*parts[:3], sealed.signature[:63]]), Tag(18, [*parts[:3], sealed.signature + b"\0"]),
                      Tag(18, [b"", *parts[1:]]), Tag(18, [write([]), *parts[1:]]), Tag(18, [*parts[:2], write([]), parts[3]])):
            self.code("cose.structure_invalid", write(wrong))
        for wrong in (Tag(18, [b"\xa1", *parts[1:]]), Tag(18, [*parts[:2], b"", parts[3]]),
                      Tag(18, [parts[0], {REDACTED: 0}, *parts[2:]]), Tag(18, [*parts[:2], parts[2] + b"\0", parts[3]])):
            self.code("cbor.invalid", write(wrong))

    def test_redacted_key_only_in_293(self):
        self.code("cbor.invalid", plain(change=entry(REDACTED, [bytes(32)])))
        self.token("cbor.invalid", claim(REDACTED, [bytes(32)]))
        self.token("cbor.invalid", label(REDACTED, 0))
        self.signed("cbor.invalid", label(REDACTED, 0))

    def test_header_of_a_credential(self):
        for change in (no_label(1), label(1, "ES256"), no_label(4), label(4, b""), label(4, bytes(65)), label(4, "kid"),
                       no_label(16), label(16, "293"), label(16, -1), label(16, 292), label(16, 294), label(13, Tag(18, [])), label(15, {}),
                       label(17, [b""]), label(170, "sha"), label(2, []), label(2, 1), label(2, [b"1"]), label(2, [99]),
                       label(2, [None]), label(2, [1, 170]), label(2, [17])):
            self.signed("cose.header_invalid", change)
        self.signed("cose.header_invalid", lambda header, claims: header.clear())

    def test_header_of_a_plain_cwt(self):
        for change in (label(170, -16), label(13, Tag(18, [])), no_label(4), no_label(1), label(15, {}), label(16, 62)):
            self.code("cose.header_invalid", plain(change=change))
        wrong = replace(issue.issue(ISSUER, ISS, LICENCE, NOW, NOW + 30).sealed, unprotected={17: [b""]})
        self.code("cose.header_invalid", wrong.encode())

    def test_header_of_a_token(self):
        for change in (label(4, b"kid"), no_label(13), label(13, 0), label(13, Tag(98, [])), label(170, -16), label(16, 293),
                       label(16, 61), label(15, {})):
            self.token("cose.header_invalid", change)

    def test_unprotected(self):
        made = issued()
        for unprotected in ({1: -9}, {4: b"kid"}, {2: [1]}, {99: 0}, {"x": 0}, {17: []}, {17: [1]}, {17: b""}):
            self.code("cose.header_invalid", present(made, sealed=replace(made.sealed, unprotected=unprotected)))

    def test_crit_and_other_labels(self):
        self.signed("ok", label(2, [1, 2, 4, 16]))
        self.signed("ok", label(99, {"anything": Tag(1, 1)}))
        self.signed("ok", label("x", 0))
        self.token("ok", label(2, [13]))
        self.signed("cose.critical_unknown", lambda h, c: h.update({2: [99], 99: 0}))
        self.signed("cose.critical_unknown", lambda h, c: h.update({2: ["x", 1], "x": 0}))
        self.token("cose.critical_unknown", lambda h, c: h.update({2: [5], 5: 0}))

    def test_algorithms(self):
        for algorithm in (0, 5, -6, -10, -35, -36, -37, 1 << 63):
            self.signed("cose.algorithm_unsupported", label(1, algorithm))
            self.token("cose.algorithm_unsupported", label(1, algorithm))
        self.signed("ok", label(1, -7))
        self.token("ok", label(1, -7))
        self.signed("issuer.algorithm_mismatch", label(1, -8))
        self.token("token.algorithm_mismatch", label(1, -8))
        self.signed("ok", label(170, -16))
        self.signed("cose.algorithm_unsupported", label(170, -44))


class Step4(Case):
    def test_inner(self):
        inner = issue.issue(ISSUER, ISS, LICENCE, IAT, EXP).sealed
        self.code("cose.header_invalid", present(sealed=inner))
        token = read(present()).value[1].value
        nested = Sealed(token[0].value, token[2].value, token[3].value)
        self.code("cose.header_invalid", present(sealed=nested))
        made = issued()
        self.code("cose.structure_invalid", present(made, sealed=replace(made.sealed, signature=bytes(63))))
        self.code("cose.structure_invalid", present(made, sealed=replace(made.sealed, protected=b"")))
        self.code("cbor.invalid", present(made, sealed=replace(made.sealed, payload=b"")))

    def test_outer_first(self):
        made = issued()
        broken = replace(made.sealed, protected=b"")
        self.code("cbor.invalid", seal(DEVICE, {1: -9, 13: Raw(broken.encode()), 16: 294}, b"\xff").encode())

    def test_inner_depth_counts_from_the_protected_map(self):
        def value(depth):
            out = 0
            for _ in range(depth):
                out = [out]
            return out
        # protected map 0, tag 1, array 2, unprotected map 3: a value in it has depth 4
        made = issued()
        for depth, expected in ((12, "cose.header_invalid"), (13, "cbor.invalid")):
            self.code(expected, present(made, sealed=replace(made.sealed, unprotected={99: value(depth)})))


class Step5(Case):
    def test_credential(self):
        bad_key = {1: 2, -1: 1, -2: bytes(32), -3: True}
        for change in (
            no_claim(1), claim(1, ""), claim(1, "x" * 256), claim(1, b"x"), no_claim(2), claim(2, ""), claim(2, "x" * 65), claim(2, 1),
            no_claim(4), no_claim(6), claim(4, IAT), claim(4, -1), claim(4, 1 << 53), claim(4, Tag(1, EXP)), claim(4, "x"),
            claim(6, (1 << 64) - 1), claim(6, EXP), claim(5, IAT + 1), claim(5, -1), claim(5, None),
            no_claim(8), claim(8, {}), claim(8, {1: bad_key, 2: 0}), claim(8, {3: b"kid"}), claim(8, {1: {**bad_key, 2: b""}}),
            claim(8, {1: {**bad_key, -1: 2}}), claim(8, {1: {**bad_key, 1: 1}}), claim(8, {1: {**bad_key, -2: bytes(31)}}),
            claim(8, {1: {**bad_key, -3: bytes(33)}}), claim(8, {1: {1: 1, -1: 6, -2: bytes(32), -3: True}}),
            claim(8, {1: {1: 1, -1: 6, -2: bytes(31)}}), claim(8, {1: {1: 1, -1: 6}}), claim(8, {1: {}}), claim(8, {1: []}),
            claim(3, "any"), claim(39, bytes(8)), no_claim(-65537), claim(-65537, []), claim(-65537, None),
            claim(65535, {}), claim(65535, {"status_list": {}}), claim(65535, {"status_list": {"idx": -1, "uri": "x"}}),
            claim(65535, {"status_list": {"idx": 1 << 53, "uri": "x"}}), claim(65535, {"status_list": {"idx": 0, "uri": ""}}),
            claim(65535, {"status_list": {"idx": 0, "uri": "x", REDACTED: [bytes(32)]}}), claim(65535, {"other": {"idx": 0, "uri": "x"}}),
            claim(65535, {REDACTED: [bytes(32)], "status_list": {"idx": 0, "uri": "x"}}), claim(8, {1: bad_key, REDACTED: [bytes(32)]}),
            claim(REDACTED, []), claim(REDACTED, [bytes(31)]), claim(REDACTED, {}), entry(REDACTED, []), entry(REDACTED, [0]),
        ):
            self.signed("credential.claims_invalid", change)
        self.code("credential.claims_invalid", plain(change=claim(8, {1: bad_key})))
        self.code("credential.claims_invalid", plain(change=no_claim(2)))

    def test_accepted(self):
        self.signed("ok", claim(5, IAT))
        self.signed("ok", claim(99, {"ignored": Tag(1, [None])}))
        self.signed("ok", claim("text", 0))
        self.signed("ok", claim(1, ISS))
        self.signed("ok", claim(65535, {"status_list": {"idx": 0, "uri": "x"}}), policy=with_policy(status="ignored"))
        self.signed("ok", lambda h, c: (c.pop(2), c.update({REDACTED: [bytes(32)]})))

    def test_token(self):
        for change in (no_claim(3), claim(3, ""), claim(3, "x" * 256), claim(3, ["any"]), no_claim(4), no_claim(6),
                       claim(4, NOW), claim(4, 1 << 53), claim(6, -1), claim(6, Tag(1, NOW)), claim(7, b""), claim(7, bytes(65)),
                       claim(7, "x"), claim(39, bytes(7)), claim(39, bytes(65)), claim(1, ISS), claim(2, "x"), claim(5, NOW)):
            self.token("token.claims_invalid", change)
        self.token("ok", claim(7, bytes(64)))
        self.token("ok", claim(8, "ignored"))

    def test_credential_first(self):
        self.code("credential.claims_invalid", present(issued(change=no_claim(1)), change=no_claim(3)))


class Step6And7(Case):
    def test_issuer(self):
        self.signed("issuer.unknown", claim(1, "https://elsewhere"))
        self.signed("issuer.unknown", claim(1, ISS.upper()))
        self.code("issuer.unknown", present(), stored=store(TrustList({})))
        self.code("issuer.key_unknown", present(issued(OTHER)))
        self.code("issuer.key_unknown", present(issued(STATUS_ONLY)))
        self.code("credential.signature_invalid", present(issued(OTHER, kid=ISSUER.public.kid())))
        self.code("issuer.algorithm_mismatch", present(issued(ISSUER_ED, kid=ISSUER.public.kid())))
        self.signed("issuer.algorithm_mismatch", label(1, ED25519))

    def test_credential_signature(self):
        made = issued()
        for signature in (bytes(64), bytes(32) + made.sealed.signature[32:], made.sealed.signature[:32] + bytes(32),
                          made.sealed.signature[:32] + N.to_bytes(32, "big"), b"\xff" * 64):
            self.code("credential.signature_invalid", present(made, sealed=replace(made.sealed, signature=signature)))
        changed = write({**made.claims, 2: "110105194912310020"})
        self.code("credential.signature_invalid", present(made, sealed=replace(made.sealed, payload=changed)))
        self.code("credential.signature_invalid", present(made, sealed=seal(ISSUER, made.header, made.claims, context="Signature")))

    def test_token(self):
        made = issued()
        self.code("token.missing", made.encode())
        self.code("token.signature_invalid", present(made, device=OTHER))
        self.code("token.algorithm_mismatch", present(made, device=DEVICE_ED))
        for key in ({1: 2, -1: 1, -2: b"\xff" * 32, -3: True}, {1: 2, -1: 1, -2: bytes(32), -3: bytes(32)},
                    {1: 1, -1: 6, -2: bytes(32)}, {1: 1, -1: 6, -2: b"\x01" + bytes(31)}, {1: 1, -1: 6, -2: b"\xff" * 32}):
            self.signed("token.key_invalid", claim(8, {1: key}))
        token = read(present(made)).value[1].value
        other = read(issue.present(DEVICE, issued(licence=licence(sex=0)).sealed, IAT, EXP, NOW)).value[1].value
        swapped = Tag(18, [other[0].value, {}, token[2].value, token[3].value])
        self.code("token.signature_invalid", write(swapped))


class Step8(Case):
    def shown(self, expected, contents, made=None, **options):
        made = made or issued()
        return self.code(expected, present(made, sealed=made.sealed.showing(contents)), **options)

    def with_hash(self, expected, content, where=-65537, **options):
        def change(header, claims):
            target = claims if where is None else claims[where]
            target[REDACTED] = target.get(REDACTED, []) + [issue.disclosure_hash(content)]
        made = issued(change=change)
        return self.code(expected, present(made, sealed=made.sealed.showing([content])), **options)

    def test_disclosures(self):
        salt = bytes(16)
        good = issued().disclosures[18]
        self.shown("ok", [good])
        self.shown("credential.disclosure_invalid", [good, good])
        self.shown("credential.disclosure_invalid", [issue.disclosure("x", 2, salt)])
        self.shown("credential.disclosure_invalid", [issue.decoy(salt)])
        self.with_hash("ok", issue.decoy(salt))
        self.with_hash("ok", issue.disclosure("x", 2, salt))
        self.with_hash("ok", issue.disclosure({"any": None}, "unknown", salt))
        self.with_hash("ok", issue.disclosure({REDACTED: 0}, 99, salt))
        for content in (b"", b"\xff", write([]), write([salt, 1]), write([salt, 1, 2, 3]), write({}), write([bytes(15), "x", 2]),
                        write([bytes(17), "x", 2]), write(["x" * 16, "x", 2]), write([salt, "x", b"2"]), write([salt, "x", True]),
                        write([salt, "x", None]), write([salt, "x", "k" * 256]), write([salt, "x", REDACTED]),
                        write([salt, "x", 2]) + b"\0", b"\x83\x50" + salt + b"\x18\x01\x02", write([bytes(15)])):
            self.with_hash("credential.disclosure_invalid", content)

    def test_place(self):
        salt = bytes(16)
        for key in (8, 9, 10, 17, 1):  # never redacted, or open already
            self.with_hash("credential.disclosure_invalid", issue.disclosure("x", key, salt))
        for key in (1, 3, 4, 5, 6, 8, 39, 65535, -65537, 2):
            self.with_hash("credential.disclosure_invalid", issue.disclosure("x", key, salt), None)
        self.with_hash("ok", issue.disclosure("x", 77, salt), None)

    def test_hash(self):
        content = issued().disclosures[18]

        def rehash(digests):
            def change(header, claims):
                claims[-65537][REDACTED] = digests
            return issued(change=change)

        inner = hashlib.sha256(content).digest()
        right = issue.disclosure_hash(content)
        self.shown("ok", [content], rehash([right]))
        self.shown("credential.disclosure_invalid", [content], rehash([inner]))
        self.shown("credential.disclosure_invalid", [content], rehash([right, right]))
        self.shown("ok", [], rehash([right, right]))
        both = issued(change=lambda h, c: c.update({REDACTED: [right]}))
        self.shown("credential.disclosure_invalid", [content], both)

    def test_two_disclosures_of_one_key(self):
        contents = [issue.disclosure("a", 2, bytes(16)), issue.disclosure("b", 2, bytes(15) + b"1")]

        def change(header, claims):
            claims[-65537][REDACTED] = [issue.disclosure_hash(one) for one in contents]
        made = issued(change=change)
        self.shown("credential.disclosure_invalid", contents, made)
        self.shown("ok", contents[1:], made)

    def test_sub(self):
        def hidden(value):
            content = issue.disclosure(value, 2, bytes(16))

            def change(header, claims):
                del claims[2]
                claims[REDACTED] = [issue.disclosure_hash(content)]
            return issued(change=change), [content]
        made, contents = hidden("number")
        self.assertEqual(self.shown("ok", contents, made).license["document_number"], "number")
        self.assertNotIn("document_number", self.shown("ok", [], made).license)
        for wrong in ("", "x" * 65, 1, "a\u202eb"):
            made, contents = hidden(wrong)
            self.shown("license.invalid", contents, made)
            self.shown("ok", [], made)
        self.signed("license.invalid", claim(2, "a\u0000b"))

    def test_disclosures_before_licence(self):
        made = issued(change=entry(1, ""))
        self.shown("credential.disclosure_invalid", [b"\xff"], made)
        self.shown("license.invalid", [], made)


class LicenceRules(Case):
    def good(self, key, *values):
        for value in values:
            with self.subTest(key=key, value=value):
                self.code("ok", plain(change=entry(key, value)))

    def bad(self, key, *values):
        for value in values:
            with self.subTest(key=key, value=value):
                self.code("license.invalid", plain(change=entry(key, value)))

    def test_text(self):
        for key in (1, 2, 3, 11):
            self.good(key, "a", "x" * 300, "王" * 100, "རྡོ་རྗེ", "ئۇيغۇر", "a\u200bb", "\ue000", "e\u0301")
            self.bad(key, "", "x" * 301, b"a", 1, None, ["a"], Tag(0, "a"))
        for point in (0, 0x1F, 0x7F, 0x9F, 0x61C, 0x200E, 0x200F, 0x2028, 0x202E, 0x2066, 0x2069, 0xFEFF, 0xFFF9, 0xFFFB):
            self.bad(1, "a" + chr(point))
        self.good(1, *("a" + chr(p) for p in (0x20, 0x7E, 0xA0, 0x61B, 0x61D, 0x200D, 0x2010, 0x2027, 0x202F, 0x2065, 0x206A, 0xFEFE,
                                              0xFFF8, 0xFFFC, 0xFFFF, 0x10FFFF)))
        self.good(12, "CHN", "D")
        self.bad(12, "", "ABCD", "\n", "é" * 2)

    def test_dates(self):
        for key in (4, 7):
            self.good(key, -719162, 2932896, 0)
            self.bad(key, -719163, 2932897, None, "2020-01-01", Tag(100, 0))
        self.bad(8, None, -719163)
        self.bad(9, -719163, 2932897, "x", False)
        verdict = self.code("ok", plain(change=entry(9, None)))
        self.assertIsNone(verdict.license["expiry_date"])
        self.assertEqual(self.code("ok", plain(change=entry(4, -719162))).license["birth_date"], "0001-01-01")
        self.assertEqual(self.code("ok", plain(change=entry(4, 11016))).license["birth_date"], "2000-02-29")

    def test_small_ones(self):
        self.good(5, 0, 1, 2, 9)
        self.bad(5, 3, 8, 10, -1, True, "1", None)
        for key in (6, 10):
            self.bad(key, "cn", "C", "CHN", "C1", "ÉÉ", 1, None)
        self.good(6, "XX")
        self.good(14, [1, b"x"], [4, bytes(1200)])
        self.bad(14, [0, b"x"], [5, b"x"], [1, b""], [1, bytes(1201)], [1], [1, b"x", None], b"x", {})
        self.good(15, bytes(32))
        self.bad(15, bytes(31), bytes(33), "x" * 32)
        self.good(16, {1: True}, {99: False}, {16: True, 18: True, 21: False, 60: False})
        self.bad(16, {}, {0: True}, {100: True}, {18: 1}, {"18": True}, {-1: True}, {1: True, 2: True, 3: True, 4: True, 5: True})
        self.good(17, ["A", NOW], ["AN", 0], ["ACHINPT", 1])
        self.bad(17, ["", 0], ["AA", 0], ["BA", 0], ["a", 0], ["A1", 0], ["ABCDEFGHI", 0], ["A", NOW + 1], ["A", -1], ["A"], ["A", None],
                 [1, 0], ["A", 0, None], "A")

    def test_as_of_has_a_rfc_3339_form(self):
        latest = 253402300799
        for as_of, expected in ((latest, "credential.not_yet_valid"), (latest + 1, "license.invalid")):
            self.code(expected, plain(latest + 10, latest + 20, change=entry(17, ["A", as_of])))

    def test_privileges(self):
        day = 20000
        self.good(13, [["CN", "C1"]], [["CN", "C1", day]], [["CN", "C1", None, day]], [["CN", "C1", day, day]],
                  [["CN", "C1", None, None, [["01"]]]], [["CN", "C1", day, day, [["01", "=", "x"], ["02", None, "x"], ["03", "<"]]]],
                  [["EU", "B"]] * 32, [["CN-65", "C1"]], [["ABCDEF", "ABCDEFGH"]], [["CN", "C1", None, None, [["x" * 300]]]],
                  [["CN", "C1", None, None, [["x"]] * 16]])
        self.bad(13, [], [["EU", "B"]] * 33, [[]], [["CN"]], [["CN", "C1", None]], [["CN", "C1", day, None]], [["CN", "C1", day, day, []]],
                 [["CN", "C1", day, day, None]], [["CN", "C1", day, day, [["1"]], 0]], [["C", "C1"]], [["ABCDEFG", "C1"]], [["CN", ""]],
                 [["CN", "ABCDEFGHI"]], [[None, "C1"]], [["CN", "C1", None, None, [["x", None]]]], [["CN", "C1", None, None, [[]]]],
                 [["CN", "C1", None, None, [["x", "", "y"]]]], [["CN", "C1", None, None, [["x", "=", None]]]],
                 [["CN", "C1", None, None, [["x" * 301]]]], [["CN", "C1", None, None, [["x"]] * 17]], [["CN", "C\u200e"]],
                 [["CN", "C1", None, None, [["x", "=", "y", "z"]]]], "C1", [["CN", "C1", 2932897]], [["CN", "C1", "x"]])

    def test_second_page(self):
        self.good(18, {1: "x"}, {2: "x" * 300}, {4: [0]}, {4: [255, 20000]}, {99: 0}, {"x": Tag(1, 1)})
        self.bad(18, {}, [], None, {1: ""}, {2: 1}, {3: "a\n"}, {4: []}, {4: [256]}, {4: [-1]}, {4: [1, None]}, {4: [None, 1]}, {4: [1, 2, 3]},
                 {4: 3})
        self.signed("license.invalid", entry(18, {1: "x", REDACTED: [bytes(32)]}))
        self.signed("license.invalid", lambda h, c: c[-65537].update({18: {REDACTED: [bytes(32)]}}))
        self.signed("ok", entry(99, {REDACTED: 0}))
        self.signed("ok", entry(18, {99: {REDACTED: 0}}))
        self.signed("license.invalid", entry(16, {REDACTED: True}))

    def test_presence(self):
        for key in (1, 4, 13, 8, 9, 10):
            self.code("license.invalid", plain(change=lambda h, c: c[-65537].pop(key)))
        for key in (1, 4, 13):
            self.signed("ok", lambda h, c: c[-65537].pop(key))  # entry 18 is redacted
        for key in (8, 9, 10):
            self.signed("license.invalid", lambda h, c: c[-65537].pop(key))
        self.good(0, "ignored", {1: b"\0"})
        self.good("text", None)
        self.good(-1, "ignored")
        self.good(1000, "\0")


class Step9And10(Case):
    def span(self, expected, credential=None, **span):
        self.code(expected, present(credential), stored=store(trusted(trusted_key(ISSUER, **span), countries={"CN"})))

    def test_issuer_key(self):
        self.span("issuer.key_revoked", revoked_at=NOW)
        self.span("ok", revoked_at=NOW + 1)
        self.span("ok", not_before=IAT, not_after=IAT + 1)
        self.span("issuer.key_outside_validity", not_before=IAT + 1)
        self.span("issuer.key_outside_validity", not_after=IAT)
        self.span("issuer.key_revoked", revoked_at=NOW, not_after=IAT)

    def test_scope(self):
        self.code("issuer.out_of_scope", present(issued(change=entry(10, "DE"))))
        self.code("ok", present(issued(change=entry(10, "DE"))), stored=store(trusted(trusted_key(ISSUER))))

    def test_credential_time(self):
        for now, expected in ((IAT - 31, "credential.not_yet_valid"), (IAT - 30, "token.not_yet_valid"), (EXP + 29, "token.expired"),
                              (EXP + 30, "credential.expired")):
            self.code(expected, present(), now=now)
        limit = 400 * DAY
        self.code("ok", present(issued(exp=IAT + limit)))
        self.code("credential.lifetime_exceeded", present(issued(exp=IAT + limit + 1)))
        limit = 3660 * DAY
        self.code("ok", plain(IAT, IAT + limit), policy=COUNTER)
        self.code("credential.lifetime_exceeded", plain(IAT, IAT + limit + 1), policy=COUNTER)
        latest = (1 << 53) - 1
        self.code("credential.not_yet_valid", plain(latest - 1, latest))


class Step11(Case):
    def test_kinds(self):
        self.code("ok", plain(NOW, NOW + 120))
        self.code("credential.kind_not_allowed", plain(NOW, NOW + 121))
        self.code("ok", plain(NOW, NOW + 121), policy=with_policy(kinds=("static",)))
        self.code("credential.kind_not_allowed", plain(NOW, NOW + 61), policy=GATE)
        self.code("credential.kind_not_allowed", plain(), policy=with_policy(kinds=("holder",)))
        self.code("credential.kind_not_allowed", present(), policy=with_policy(kinds=("issuer", "static")))
        self.code("credential.kind_not_allowed", plain(), policy=with_policy(challenge="required"), challenge=bytes(16))
        self.code("credential.kind_not_allowed", plain(), challenge=bytes(16))

    def test_audience(self):
        self.code("token.audience_mismatch", present(audience="police"))
        self.code("ok", present(audience="police"), policy=with_policy(audiences=("police",)))
        self.code("token.audience_mismatch", present(), policy=with_policy(audiences=("police",)))
        self.code("token.audience_mismatch", present(), policy=with_policy(audiences=()))

    def test_challenge(self):
        nonce, required = bytes(range(16)), with_policy(challenge="required")
        self.code("ok", present(challenge=nonce), challenge=nonce)
        self.code("ok", present(challenge=nonce), challenge=nonce, policy=required)
        self.code("token.challenge_mismatch", present(challenge=nonce))
        self.code("token.challenge_mismatch", present(), challenge=nonce)
        self.code("token.challenge_mismatch", present(challenge=nonce[::-1]), challenge=nonce)
        self.code("token.challenge_mismatch", present(challenge=nonce[:8]), challenge=nonce)
        self.code("token.challenge_mismatch", present(challenge=nonce), policy=required)
        self.code("token.challenge_mismatch", present(), policy=required)

    def test_token_life(self):
        self.code("ok", present(change=claim(4, NOW + 120)))
        self.code("token.lifetime_exceeded", present(change=claim(4, NOW + 121)))

    def test_inside_the_credential(self):
        made = issued(iat=NOW - 100, exp=NOW + 5000, licence=licence(standing=None))
        self.code("token.outside_credential", present(made, change=lambda h, c: c.update({6: NOW - 101, 4: NOW - 1})))
        self.code("ok", present(made, change=lambda h, c: c.update({6: NOW - 100, 4: NOW - 1})))
        made = issued(iat=NOW - 100, exp=NOW + 10, licence=licence(standing=None))
        self.code("token.outside_credential", present(made, change=claim(4, NOW + 11)))
        verdict = self.code("ok", present(made))
        self.assertEqual(verdict.clock_offset, 0)

    def test_token_time(self):
        data = present()
        for now, expected, offset in ((NOW - 31, "token.not_yet_valid", 31), (NOW - 30, "ok", 30), (NOW - 1, "ok", 1), (NOW, "ok", 0),
                                      (NOW + 29, "ok", 0), (NOW + 30, "ok", -1), (NOW + 59, "ok", -30), (NOW + 60, "token.expired", -31)):
            verdict = self.code(expected, data, now=now)
            self.assertEqual(verdict.clock_offset, offset)
            if expected == "ok":
                self.assertEqual("clock.offset" in verdict.notices, abs(offset) > 10)
        for now, offset in ((NOW - 10, 10), (NOW + 39, -10)):
            self.assertNotIn("clock.offset", self.code("ok", data, now=now).notices)
        for now in (NOW - 11, NOW + 40):
            self.assertIn("clock.offset", self.code("ok", data, now=now).notices)

    def test_steps(self):
        for period in (15, 30, 60):
            for step in range(-4, 5):
                made = present(now=NOW + step * period, period=period, device=DEVICE)
                claims = read(read(made).value[1].value[2].value).plain()
                good = claims[6] - 30 <= NOW < claims[4] + 30
                self.assertEqual(judge(made).code, "ok" if good else "token.not_yet_valid" if step > 0 else "token.expired")

    def test_offset_survives_a_refusal(self):
        self.assertEqual(judge(present(audience="x"), now=NOW - 5).clock_offset, 5)
        self.assertIsNone(judge(present(), now=EXP + 31).clock_offset)
        self.assertEqual(judge(plain(), now=NOW + 35).clock_offset, -6)


class Step12(Case):
    def setUp(self):
        self.made = issued(status=(URI, 5))

    def listed(self, values=(0, 0, 0, 0, 0, 0), now=NOW, iat=NOW - 100, exp=NOW + 1000, key=STATUS_ONLY, iss=ISS,
               skew=30, **options):
        made = store(skew=skew)
        try:
            made.load_status(issue.status_list(key, iss, URI, list(values), iat, exp, **options), min(now, NOW))
        except Refused:
            pass
        return made

    def status(self, expected, value, *, policy=Policy(), now=NOW, **options):
        bits = options.pop("bits", 8)
        values = (0, 0, 0, 0, 0, value)
        return self.code(expected, present(self.made, now=now), stored=self.listed(values, bits=bits, **options), policy=policy, now=now)

    def test_values(self):
        for bits in (1, 2, 4, 8):
            for value in range(1 << bits):
                expected = {0: "ok", 1: "status.revoked", 2: "status.suspended", 3: "ok"}.get(value, "status.unknown")
                verdict = self.status(expected, value, bits=bits)
                self.assertEqual("status.attention" in verdict.notices, value == 3)
                self.assertEqual(verdict.status, {0: "valid", 1: "revoked", 2: "suspended", 3: "attention"}.get(value, "unknown"))

    def test_index(self):
        self.code("status.index_out_of_range", present(self.made), stored=self.listed([0] * 5, bits=8))
        self.code("ok", present(self.made), stored=self.listed([0] * 6, bits=8))
        self.code("ok", present(self.made), stored=self.listed([0] * 5, bits=1))  # a byte holds eight

    def test_unavailable(self):
        self.assertIsNone(self.code("status.unavailable", present(self.made)).status)
        self.code("status.unavailable", present(), policy=with_policy(status="required"))
        self.assertIn("status.unchecked", self.code("ok", present()).notices)
        self.assertIn("status.unchecked", self.code("ok", present(self.made), policy=with_policy(status="ignored")).notices)
        for options in (dict(key=OTHER), dict(key=ISSUER), dict(iss="https://elsewhere"), dict(iat=NOW + 31), dict(lst=b"x"),
                        dict(bits=3), dict(ttl=0)):
            self.status("status.unavailable", 0, **options)
        self.status("ok", 0, iat=NOW + 30)

    def test_age(self):
        self.status("ok", 0, exp=NOW - 29)
        self.status("status.expired", 0, exp=NOW - 30)
        self.status("status.revoked", 1, exp=NOW - 30)
        self.status("status.suspended", 2, exp=NOW - 30)
        self.status("ok", 0, iat=NOW - 100, ttl=71)
        self.status("status.stale", 0, iat=NOW - 100, ttl=70)
        self.status("ok", 0, iat=NOW - 100, ttl=70, policy=with_policy(oldest_status=71))
        self.status("status.stale", 0, iat=NOW - 100, policy=with_policy(oldest_status=70))
        self.status("status.revoked", 1, iat=NOW - 100, policy=with_policy(oldest_status=0))
        self.status("status.suspended", 2, iat=NOW - 100, policy=with_policy(oldest_status=0))
        self.status("status.expired", 4, exp=NOW - 30)

    def test_gate(self):
        gate = self.listed(skew=10, bits=8)
        self.code("ok", present(self.made), stored=gate, policy=GATE)
        self.code("replay.repeated", present(self.made), stored=gate, policy=GATE)


class Step13(Case):
    def days(self, expected, now, offset=0, **dates):
        made = issued(iat=now - 100, exp=now + 1000, licence=licence(standing=None, **dates))
        return self.code(expected, present(made, now=now), now=now, policy=with_policy(utc_offset=offset))

    def test_days(self):
        last = 1_798_761_600 - 1  # 2026-12-31T23:59:59Z
        self.days("ok", last, expiry_date="2026-12-31")
        self.days("license.expired", last + 1, expiry_date="2026-12-31")
        self.days("license.expired", last - 8 * 3600 + 1, 8 * 3600, expiry_date="2026-12-31")
        self.days("ok", last - 8 * 3600, 8 * 3600, expiry_date="2026-12-31")
        self.days("license.not_yet_valid", last, issue_date="2027-01-01")
        self.days("ok", last + 1, issue_date="2027-01-01")
        self.days("ok", last, expiry_date=None)

    def test_withheld(self):
        self.code("license.withheld", present(), policy=with_policy(required_entries=("record",)))
        self.code("ok", present(show=[18]), policy=with_policy(required_entries=("record", "points")))
        made = issued(redacted=("sub", 13))
        self.code("license.withheld", present(made), policy=ROADSIDE)
        self.code("license.withheld", present(made, [13]), policy=ROADSIDE)
        self.code("ok", present(made, [13, "sub"]), policy=ROADSIDE)
        self.code("ok", present(made, ["sub"]), policy=with_policy(required_entries=("document_number",)))

    def standing(self, expected, codes, as_of=IAT, policy=Policy(), now=NOW):
        return self.code(expected, present(issued(change=entry(17, [codes, as_of])), now=now), policy=policy, now=now)

    def test_standing(self):
        for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
            expected = ("ok" if letter in "ANPTCHI" else "license.suspended" if letter in "BDJKLMSU" else
                        "license.ended" if letter in "EFGR" else "license.standing_unknown")
            verdict = self.standing(expected, letter)
            self.assertEqual("standing.attention" in verdict.notices, letter in "CHI")
        self.standing("license.suspended", "BDJ")
        self.standing("license.ended", "BEX")
        self.standing("license.suspended", "BX")
        self.standing("license.standing_unknown", "CX")
        self.standing("ok", "AC")

    def test_standing_age(self):
        policy = with_policy(standing_age=1000)
        self.standing("ok", "A", IAT, with_policy(standing_age=DAY))
        self.standing("license.standing_stale", "A", IAT, with_policy(standing_age=DAY - 30))
        self.standing("ok", "A", IAT, with_policy(standing_age=DAY - 29))
        self.standing("license.standing_unknown", "X", IAT, policy)
        self.code("ok", present(issued(licence=licence(standing=None))), policy=policy)


class Step14(Case):
    def setUp(self):
        self.policy = with_policy(replay=True)

    def test_repeated(self):
        memory = store()
        first = present()
        self.code("ok", first, stored=memory, policy=self.policy)
        self.code("replay.repeated", first, stored=memory, policy=self.policy)
        self.code("replay.repeated", present(), stored=memory, policy=self.policy)  # another signature
        self.code("ok", present(now=NOW + 30), now=NOW + 30, stored=memory, policy=self.policy)
        self.code("ok", present(), stored=memory)
        self.code("ok", plain(), stored=memory, policy=self.policy)
        self.code("replay.repeated", plain(), stored=memory, policy=self.policy)
        static = with_policy(replay=True, kinds=("static",))
        for _ in range(2):
            self.code("ok", plain(IAT, EXP), stored=memory, policy=static)

    def test_full(self):
        memory = store()
        memory.replay = Replay(1)
        self.code("ok", present(), stored=memory, policy=self.policy)
        self.code("replay.memory_full", present(now=NOW + 30), now=NOW + 30, stored=memory, policy=self.policy)
        self.code("replay.repeated", present(), now=NOW + 30, stored=memory, policy=self.policy)
        self.code("ok", present(now=NOW + 60), now=NOW + 60, stored=memory, policy=self.policy)

    def test_only_what_is_valid(self):
        memory = store()
        memory.replay = Replay(1)
        self.code("token.audience_mismatch", present(audience="x"), stored=memory, policy=self.policy)
        self.code("status.unavailable", present(issued(status=(URI, 1))), stored=memory, policy=self.policy)
        self.assertEqual(memory.replay.entries, {})


class Notices(Case):
    def notices(self, payload, **options):
        return judge(payload, **options).notices

    def test_each(self):
        self.assertEqual(self.notices(present(show=[18])), ["status.unchecked"])
        self.assertEqual(self.notices(present()), ["status.unchecked", "license.withheld_entries"])
        soon = issued(exp=NOW + 3 * DAY - 1, redacted=())
        self.assertEqual(self.notices(present(soon)), ["status.unchecked", "credential.ending"])
        self.assertEqual(self.notices(present(issued(exp=NOW + 3 * DAY, redacted=()))), ["status.unchecked"])
        self.assertEqual(self.notices(plain()), ["status.unchecked"])
        self.assertEqual(self.notices(plain(IAT, NOW + 100), policy=COUNTER), ["status.unchecked", "credential.ending"])
        today = NOW // DAY
        for privilege, expected in ((["CN", "C7"], ["license.class_unknown"]), (["DE", "B"], ["license.class_unknown"]),
                                    (["CN", "C1", None, today - 1], ["license.privilege_expired"]), (["CN", "C1", None, today], []),
                                    (["US", "M"], []), (["EU", "D1E"], []), (["ISO", "D1E"], []), (["CN", "c1"], ["license.class_unknown"])):
            self.assertEqual(self.notices(plain(change=entry(13, [privilege]))), ["status.unchecked"] + expected)

    def test_order(self):
        made = issued(status=(URI, 0), exp=NOW + 100, change=lambda h, c: c[-65537].update(
            {17: ["C", IAT], 13: [["CN", "X", None, 1]]}))
        stored = store()
        stored.load_status(issue.status_list(STATUS_ONLY, ISS, URI, [3], NOW, NOW + 100), NOW)
        self.assertEqual(self.notices(present(made), now=NOW + 45, stored=stored), [
            "status.attention", "standing.attention", "clock.offset", "license.class_unknown", "license.privilege_expired",
            "license.withheld_entries", "credential.ending"])


class Precedence(Case):
    def test_first_fault_wins(self):
        """One token with a fault in every step; taking the first away each time uncovers the next."""
        far = NOW + 10**7
        faults = [
            ("issuer.unknown", lambda h, c: c.update({1: "https://elsewhere"})),
            ("license.invalid", entry(1, "")),
            ("issuer.out_of_scope", entry(10, "DE")),
            ("credential.lifetime_exceeded", claim(4, far + 10**9)),
        ]
        for start in range(len(faults) + 1):
            def change(header, claims):
                for _, fault in faults[start:]:
                    fault(header, claims)
            expected = faults[start][0] if start < len(faults) else "token.audience_mismatch"
            self.code(expected, present(issued(change=change), audience="x"))

    def test_first_doubt_but_any_rejection(self):
        made = issued(status=(URI, 0), change=entry(17, ["X", IAT]))
        self.code("status.unavailable", present(made))
        self.code("license.standing_unknown", present(made), policy=with_policy(status="ignored"))
        made = issued(status=(URI, 0), change=entry(17, ["E", IAT]))
        self.code("license.ended", present(made))

    def test_bit_flips(self):
        data = present(show=[18])
        for place in range(len(data)):
            flipped = bytearray(data)
            flipped[place] ^= 1 << place % 8
            self.assertEqual(judge(bytes(flipped)).verdict, "rejected", place)


class ZZEveryCode(unittest.TestCase):
    """Runs last in this file: nothing was left out."""

    def test_every_code(self):
        self.assertEqual(set(CODES) - seen_codes, set())


if __name__ == "__main__":
    unittest.main()
