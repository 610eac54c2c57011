"""Tests of the installed package; `make test-wheel` runs them with each Python."""

from __future__ import annotations

import ctypes
import gc
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import threading
import unittest
from contextlib import redirect_stdout
from datetime import datetime, timedelta, timezone
from io import StringIO
from pathlib import Path
from typing import Any, Callable

import hufu
from hufu import adapter
from hufu._library import LIBRARY

NOW = 1_795_420_800
VECTORS = Path(os.environ["HUFU_VECTORS"])


class Fixture(unittest.TestCase):
    """An issuer, a phone, and a scanner."""

    def setUp(self) -> None:
        self.key, self.phone = hufu.Key.generate(), hufu.Key.generate("Ed25519")
        self.issuer = hufu.Issuer("https://i.example", self.key)
        self.license = hufu.sample_license(7, NOW)
        self.trust = self.issuer.trust_list("Issuer")
        self.verifier = hufu.Verifier(self.trust, utc_offset=timedelta(0))

    def token(self, at: int = NOW, **options: Any) -> hufu.Code:
        credential = self.issuer.issue(self.license, self.phone, at=at - 60)
        return hufu.Holder(credential, self.phone).present(at=at, **options)

    def fails(self, code: str, call: Any, *arguments: Any, **options: Any) -> hufu.HufuError:
        with self.assertRaises(hufu.HufuError) as context:
            call(*arguments, **options)
        self.assertEqual(context.exception.code, code)
        return context.exception

    def interrupted(self, call: Callable[[], Any], handler: Callable[[], Any]) -> Any:
        """The result of a call in the middle of which, at every line and instruction, a handler runs as one of a signal may."""
        count = 0

        def trace(frame: Any, event: str, _: object) -> Any:
            nonlocal count
            frame.f_trace_opcodes = True
            count += 1
            handler()
            return trace
        before = sys.gettrace()
        sys.settrace(trace)
        try:
            return call()
        finally:
            sys.settrace(before)
            self.assertGreater(count, 10)


class VerifyTests(Fixture):
    def test_a_token_is_valid_for_its_time_step(self) -> None:
        token = self.token()
        self.assertEqual(token.expires, datetime.fromtimestamp(NOW + 30, timezone.utc))
        verdict = self.verifier.verify(token, at=NOW)
        self.assertTrue(verdict.valid)
        self.assertEqual((verdict.outcome, verdict.code, verdict.kind), ("valid", "ok", "holder"))
        self.assertEqual(verdict.clock_offset, timedelta(0))
        assert verdict.license is not None
        assert verdict.issuer is not None
        self.assertEqual(verdict.issuer, hufu.IssuerName("https://i.example", "Issuer", verdict.issuer.kid))
        self.assertEqual(verdict.license["family_name"], self.license["family_name"])
        self.assertTrue(verdict.withheld)
        self.assertIn("status.unchecked", verdict.notices)
        late = self.verifier.verify(token, at=datetime.fromtimestamp(NOW + 90, timezone.utc))
        self.assertEqual((late.outcome, late.code, late.valid), ("rejected", "token.expired", False))
        self.assertIn("screenshot", late.message)

    def test_what_is_no_code_is_a_verdict(self) -> None:
        for text, code in ((b"\xff\x00", "payload.prefix_unknown"), ("", "payload.empty"), ("\ud800", "payload.prefix_unknown"),
                           ("HF1:" + "A" * 100_000, "payload.too_large")):
            self.assertEqual(self.verifier.verify(text).code, code)

    def test_the_policy_is_a_preset_a_dictionary_or_text(self) -> None:
        card = self.issuer.card(self.license, at=NOW - 60)
        self.assertIsNone(card.expires)
        self.assertEqual(self.verifier.verify(card, at=NOW).code, "credential.kind_not_allowed")
        policies: list[Any] = ["counter", {"kinds": ["static"]}, '{"kinds": ["static"]}', b'{"kinds": ["static"]}']
        for policy in policies:
            verifier = hufu.Verifier(self.trust, policy=policy, utc_offset=timedelta(0))
            self.assertEqual(verifier.verify(card, at=NOW).kind, "static")
        self.verifier.set_policy({"kinds": ["static"]}, timedelta(0))
        self.assertTrue(self.verifier.verify(card, at=NOW).valid)
        error = self.fails("json.name_unknown", self.verifier.set_policy, {"kind": []})
        self.assertIn("kinds", error.advice)
        self.assertIn("line 1", error.location or "")
        self.fails("json.value_invalid", hufu.Verifier, self.trust, policy="roadsid")

    def test_a_challenge_has_one_answer(self) -> None:
        challenge = hufu.Challenge()
        self.assertRegex(challenge.text, "^HFC1:[0-9A-F]{32}$")
        token = self.token(challenge=challenge.text)
        self.assertTrue(self.verifier.verify(token, bytes.fromhex(challenge.text[5:]), NOW).valid)
        self.assertTrue(self.verifier.verify(token, challenge, NOW).valid)
        self.assertEqual(self.verifier.verify(token, challenge, NOW).code, "token.challenge_mismatch")

    def test_empty_bytes_are_not_taken_for_no_challenge(self) -> None:
        token = self.token()
        self.assertTrue(self.verifier.verify(token, None, NOW).valid)
        self.assertRaisesRegex(ValueError, "None for none; b'' was given", self.verifier.verify, token, b"", NOW)
        self.assertRaisesRegex(ValueError, "None for none; b'' was given", self.token, challenge=b"")
        self.assertRaises(hufu.HufuError, self.token, challenge="")

    def test_an_empty_policy_and_no_anchors_are_not_taken_for_the_default(self) -> None:
        self.fails("argument.empty", self.verifier.set_policy, b"")
        self.fails("argument.empty", hufu.Verifier, self.trust, policy=b"")
        self.fails("argument.null", self.verifier.load_trust, self.trust, [])

    def test_a_verdict_is_that_of_its_code_whatever_a_signal_handler_verifies_meanwhile(self) -> None:
        good, challenge = self.token(), hufu.Challenge()
        answer = self.token(challenge=challenge.text)

        def handler() -> None:
            self.assertTrue(self.verifier.verify(good, at=NOW).valid)
            self.assertEqual(self.verifier.verify("nothing", [], NOW).code, "payload.prefix_unknown")
        verdict = self.interrupted(lambda: self.verifier.verify("", at=NOW), handler)
        self.assertEqual((verdict.outcome, verdict.code, verdict.license), ("rejected", "payload.empty", None))
        verdict = self.interrupted(lambda: self.verifier.verify("", [challenge], NOW), handler)
        self.assertEqual((verdict.outcome, verdict.code, verdict.license), ("rejected", "payload.empty", None))
        self.assertTrue(self.interrupted(lambda: self.verifier.verify(answer, [challenge], NOW), handler).valid)

    def test_an_error_is_that_of_its_call_whatever_a_signal_handler_calls_meanwhile(self) -> None:
        def sign(message: bytes) -> bytes:
            raise OSError("the HSM is not there")
        outer = hufu.Key.external(self.key.public_pem, sign)
        other = hufu.Key.external(self.key.public_pem, lambda message: b"short")

        def handler() -> None:
            self.assertIsInstance(self.fails("signer.callback_failed", other.request, b"challenge").__cause__, ValueError)
        error = self.interrupted(lambda: self.fails("signer.callback_failed", outer.request, b"challenge"), handler)
        self.assertIsInstance(error.__cause__, OSError)
        error = self.interrupted(lambda: self.fails("key.format_unknown", hufu.Key.read, "nothing"), handler)
        self.assertIsNone(error.__cause__)

    def test_several_challenges_may_be_open(self) -> None:
        first, second = hufu.Challenge(), hufu.Challenge()
        token = self.token(challenge=first.text)
        self.assertEqual(self.verifier.verify(token, [], NOW).code, "token.challenge_mismatch")
        self.assertEqual(self.verifier.verify(token, [second], NOW).code, "token.challenge_mismatch")
        verdict = self.verifier.verify(token, [first, second], NOW)
        self.assertTrue(verdict.valid)
        assert verdict.answer_age is not None
        self.assertLess(verdict.answer_age, timedelta(seconds=120))
        self.assertIsNone(self.verifier.verify(self.token(), at=NOW).answer_age)
        self.assertEqual(self.verifier.verify(token, [first, second], NOW).code, "token.challenge_mismatch")

    def test_a_restored_challenge_has_the_age_of_the_callers_clock(self) -> None:
        shown = hufu.Challenge()
        token = self.token(challenge=shown.text)
        restored = hufu.Challenge.restored(shown.text, 1000.5)
        self.assertEqual(restored.text, shown.text)
        self.assertEqual(self.verifier.verify(token, restored, NOW, moment=1120).code, "token.challenge_mismatch")
        self.assertEqual(self.verifier.verify(token, restored, NOW, moment=1119.9).answer_age, timedelta(seconds=119))
        self.fails("argument.number_invalid", self.verifier.verify, token, restored, NOW)
        self.fails("argument.number_invalid", self.verifier.verify, token, [restored, shown], NOW, moment=1)
        self.fails("present.challenge_invalid", hufu.Challenge.restored, "HFC1:", 0)

    def test_a_token_is_admitted_once(self) -> None:
        memory, seen = hufu.ReplayMemory(), []

        def admit(credential: bytes, issued_at: int, expires_at: int, expiry: int, now: int) -> bool | None:
            seen.append((len(credential), issued_at, expires_at, expiry, now))
            return len(seen) == 1 or (None if len(seen) == 3 else False)

        def broken(*_: object) -> bool:
            raise OSError("no connection")
        token = self.token()
        cases = ((memory, ["ok", "replay.repeated"]),
                 (hufu.ReplayMemory.external(admit), ["ok", "replay.repeated", "replay.memory_full"]),
                 (hufu.ReplayMemory.external(broken), ["replay.memory_full"]))
        for one, codes in cases:
            verifier = hufu.Verifier(self.trust, policy={"replay": True}, utc_offset=timedelta(0), replay_memory=one)
            self.assertEqual([verifier.verify(token, at=NOW).code for _ in codes], codes)
        self.assertEqual(seen[0], (32, NOW, NOW + 30, NOW + 60, NOW))
        self.assertIs(memory.admit(b"a" * 32, 1, 2, 2, 0), True)
        self.assertIs(memory.admit(b"a" * 32, 1, 2, 2, 0), False)
        self.assertIs(hufu.ReplayMemory(0).admit(b"a" * 32, 1, 2, 2, 0), None)
        self.fails("argument.length_invalid", memory.admit, b"a", 1, 2, 2, 0)

    def test_threads_share_a_verifier(self) -> None:
        tokens = [self.token() for _ in range(8)]
        texts = [token if place % 5 else "nothing" for place, token in enumerate(tokens * 20)]
        for threads in (1, 2, 4):
            verdicts = self.verifier.verify_many(texts, threads=threads, at=NOW)
            self.assertEqual([verdict.valid for verdict in verdicts], [text != "nothing" for text in texts])
        self.assertEqual(self.verifier.verify_many([]), [])

    def test_a_call_releases_the_interpreter_lock(self) -> None:
        entered, go = threading.Event(), threading.Event()

        def sign(message: bytes) -> bytes:
            entered.set()
            self.assertTrue(go.wait(10))
            return b"0" * 64
        key = hufu.Key.external(self.key.public_pem, sign)
        thread = threading.Thread(target=lambda: self.fails("signer.signature_invalid", key.request, b"12345678"))
        thread.start()
        self.assertTrue(entered.wait(10))
        self.assertTrue(self.verifier.verify(self.token(), at=NOW).valid)
        go.set()
        thread.join(10)

    def test_rollback_state_and_lists_that_are_refused(self) -> None:
        state = json.loads(self.verifier.rollback_state)
        self.assertEqual(state["status"], [])
        self.verifier.join_rollback_state({**state, "clock_floor": NOW + 1_000})
        self.assertEqual(self.verifier.verify(self.token(), at=NOW).code, "clock.untrusted")
        self.fails("list.form_invalid", self.verifier.load_status, b"\x00")
        self.fails("trust.is_unsigned", self.verifier.load_trust, self.trust, [self.key])
        self.fails("list.form_invalid", self.verifier.load_bundle, b"\x00", [self.key])
        self.fails("trust.is_key", self.verifier.load_trust, self.key.public_pem)


class IdentifiedScannerTests(Fixture):
    """An authority, the scanner that it has certified, and a holder with a list of authorities."""

    def setUp(self) -> None:
        super().setUp()
        self.authority = hufu.Authority("https://police.example", hufu.Key.generate())
        self.scanner = hufu.Key.generate("Ed25519")
        self.authorities = hufu.Verifier(self.authority.trust_list("Ministry"))
        credential = self.issuer.issue(
            self.license, self.phone, at=NOW - 60, redact=["document_number", "family_name", "driving_privileges"])
        self.holder = hufu.Holder(credential, self.phone)

    def challenge(self, ask: Any = ("document_number",), **options: Any) -> hufu.Challenge:
        certificate = self.authority.certify(
            self.scanner, "police-7", "Patrol 7", ["document_number", "family_name", "height"], at=NOW)
        return hufu.Challenge.signed(certificate, self.scanner, ask, at=NOW, **options)

    def test_the_holder_sees_who_asks_and_answers_with_what_is_asked_for(self) -> None:
        challenge = self.challenge(["document_number", "height"])
        self.assertTrue(challenge.text.startswith("HFC2:"))
        known = self.authorities.identify(challenge.text, NOW)
        self.assertEqual((known.name, known.id, known.authority), ("Patrol 7", "police-7", "Ministry"))
        self.assertEqual(known.asked, ("document_number", "height"))
        self.assertEqual(known.allowed, ("document_number", "family_name", "height"))
        self.assertEqual(len(known.nonce), 32)
        preview = self.holder.preview(known)
        self.assertEqual(preview.disclosed, ("document_number",))
        self.assertIn("birth_date", preview.shown)
        self.assertIn("birth_date", preview.marked)
        self.assertEqual(preview.absent, () if "height" in self.license else ("height",))
        code = self.holder.answer(known, NOW)
        self.assertEqual(code.expires, datetime.fromtimestamp(NOW + 30, timezone.utc))
        verdict = self.verifier.verify(code, [self.challenge(), challenge], NOW)
        self.assertTrue(verdict.valid)
        assert verdict.answer_age is not None
        self.assertLess(verdict.answer_age, timedelta(seconds=120))
        assert verdict.license is not None
        self.assertIn("document_number", verdict.license)
        self.assertNotIn("family_name", verdict.license)
        self.assertEqual(self.verifier.verify(code, challenge, NOW).code, "token.challenge_mismatch")
        self.assertTrue(self.holder.answer(known, NOW, transport="base32").startswith("HF1Z"))

    def test_a_key_that_signs_through_a_callback_makes_challenges(self) -> None:
        certificate = self.authority.certify(self.scanner, "police-7", "Patrol 7", ["height"], at=NOW)

        def sign(message: bytes) -> bytes:
            raise OSError("the secure element is not there")
        external = hufu.Key.external(self.scanner.public_pem, sign)
        error = self.fails("signer.callback_failed", hufu.Challenge.signed, certificate, external, at=NOW)
        self.assertIsInstance(error.__cause__, OSError)

    def test_refused_challenges_and_certificates(self) -> None:
        challenge = self.challenge().text
        self.fails("challenge.issuer_unknown", self.verifier.identify, challenge, NOW)
        self.fails("challenge.expired", self.authorities.identify, challenge, NOW + 400)
        self.fails("challenge.form_invalid", self.authorities.identify, challenge[:-1], NOW)
        self.fails("challenge.not_allowed", self.challenge, ["sex"])
        self.fails("challenge.lifetime_exceeded", self.challenge, valid_for=timedelta(seconds=121))
        error = self.fails("json.value_invalid", self.challenge, ["hight"])
        self.assertIn("height", error.advice)
        other = hufu.Key.generate()
        certificate = self.authority.certify(self.scanner, "police-7", "Patrol 7", ["height"], at=NOW)
        self.fails("challenge.key_mismatch", hufu.Challenge.signed, certificate, other, at=NOW)
        self.fails("challenge.content_invalid", self.authority.certify, other, "any", "Name", ["height"])
        self.fails("challenge.lifetime_exceeded", self.authority.certify, other, "id", "Name", ["height"],
                   timedelta(days=32))


class IssueTests(Fixture):
    def test_a_device_proves_that_it_holds_its_key(self) -> None:
        request = self.phone.request(b"challenge")
        device = hufu.Issuer.key_of_request(request, b"challenge")
        self.assertEqual(device.public_pem, self.phone.public_pem)
        self.fails("request.challenge_mismatch", hufu.Issuer.key_of_request, request, b"challengf")
        self.fails("key.public_instead_of_private", device.request, b"challenge")

    def test_what_is_withheld_is_disclosed_by_name_or_preset(self) -> None:
        credential = self.issuer.issue(self.license, self.phone, at=NOW - 60, redact=["family_name", "height"], decoys=2,
                                       valid_for=timedelta(days=2))
        holder = hufu.Holder(credential, self.phone)

        def shown(**options: Any) -> set[str]:
            return set(self.verifier.verify(holder.present(at=NOW, **options), at=NOW).license or {})
        self.assertNotIn("family_name", shown())
        self.assertIn("family_name", shown(disclose=["family_name"]))
        self.assertIn("family_name", shown(preset="all"))
        self.assertTrue(holder.present(at=NOW, transport="base32").startswith("HF1Z"))
        error = self.fails("json.value_invalid", holder.present, disclose=["familyname"])
        self.assertIn("family_name", error.advice)
        self.fails("present.key_mismatch", hufu.Holder, credential, self.key)

    def test_warnings_and_errors_of_licences(self) -> None:
        old = {**self.license, "birth_date": "1801-01-01", "age_over": {}}
        old.pop("age_over")
        credential = self.issuer.issue(old, self.phone, at=NOW)
        self.assertTrue(credential.warnings)
        self.assertLessEqual({"code", "message", "advice"}, set(credential.warnings[0]))
        with self.assertRaises(hufu.HufuError):
            self.issuer.issue(old, self.phone, at=NOW, strict=True)
        misspelt = {name.replace("given_name", "gven_name"): value for name, value in self.license.items()}
        error = self.fails("json.name_unknown", self.issuer.issue, misspelt, self.phone)
        self.assertIn("given_name", error.advice)
        self.assertEqual(str(error), f"{error.code}: {error.message} ({error.location}). {error.advice}")

    def test_codes_of_the_issuers_server(self) -> None:
        codes = self.issuer.mint(self.license, at=NOW, count=3, period=timedelta(seconds=60))
        self.assertEqual([code.expires for code in codes],
                         [datetime.fromtimestamp(NOW + 60 * step, timezone.utc) for step in (1, 2, 3)])
        self.assertEqual(self.verifier.verify(codes[1], at=NOW + 70).kind, "issuer")

    def test_keys(self) -> None:
        again = hufu.Key.read(self.key.private_pem)
        self.assertEqual(again.public_pem, self.key.public_pem)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "key.pem"
            path.write_text(self.key.public_pem)
            self.assertEqual(hufu.Key.read(path).public_pem, self.key.public_pem)
            self.assertRaises(OSError, hufu.Key.read, Path(folder) / "none.pem")
        self.fails("key.format_unknown", hufu.Key.read, "nothing")
        self.assertRaises(ValueError, hufu.Key.generate, "RSA")

    def test_an_exception_of_a_callback_is_the_cause(self) -> None:
        def sign(message: bytes) -> bytes:
            raise OSError("the HSM is not there")
        key = hufu.Key.external(self.key.public_pem, sign)
        issuer = hufu.Issuer("https://i.example", key)
        error = self.fails("signer.callback_failed", issuer.issue, self.license, self.phone)
        self.assertIsInstance(error.__cause__, OSError)
        short = hufu.Key.external(self.key.public_pem, lambda message: b"short")
        self.assertIsInstance(self.fails("signer.callback_failed", short.request, b"challenge").__cause__, ValueError)

    def test_times(self) -> None:
        self.assertRaises(ValueError, self.verifier.verify, "", at=datetime(2026, 1, 1))
        self.assertEqual(self.verifier.verify("", at=2**80).code, "payload.empty")


class PresentationTests(Fixture):
    def test_codes_are_pictures_and_verdicts_are_tables_in_a_notebook(self) -> None:
        token = self.token()
        picture = token._repr_png_()
        self.assertEqual(picture[:8], b"\x89PNG\r\n\x1a\n")
        size = struct.unpack(">II", token.png(scale=1)[16:24])
        self.assertEqual(struct.unpack(">II", hufu.qr_png(token, scale=3)[16:24]), (3 * size[0], 3 * size[1]))
        self.assertGreater(len(hufu.qr_png(token, width_mm=40, dpi=600)), 0)
        self.assertEqual(hufu.Challenge()._repr_png_()[:4], b"\x89PNG")
        self.fails("qr.character_invalid", hufu.qr_png, "small letters")
        self.fails("json.value_invalid", hufu.qr_png, "A", width_mm=40)
        self.license["family_name"] = "<b>&"
        html = self.verifier.verify(self.token(), at=NOW)._repr_html_()
        self.assertIn("VALID ok", html)
        self.assertIn("&lt;b&gt;&amp;", html)
        self.assertNotIn("<b>", html)

    def test_handles_are_freed_with_their_objects(self) -> None:
        gc.collect()
        before = LIBRARY.hufu_live_handles()
        things: list[Any] = [hufu.Challenge() for _ in range(100)] + [hufu.Verifier(self.trust) for _ in range(10)]
        self.assertEqual(LIBRARY.hufu_live_handles(), before + 110)
        del things
        gc.collect()
        self.assertEqual(LIBRARY.hufu_live_handles(), before)

    def test_memory_stays_flat(self) -> None:
        def resident() -> int:
            return int(Path("/proc/self/statm").read_text().split()[1]) * 4
        token = self.token()
        for _ in range(500):
            self.verifier.verify(token, at=NOW)
        before = resident()
        for _ in range(2_000):
            self.verifier.verify(token, at=NOW)
            self.assertRaises(hufu.HufuError, hufu.Key.read, "nothing")
        self.assertLess(resident() - before, 2_048)

    def test_the_interpreter_ends_quietly_with_objects_alive(self) -> None:
        script = "import hufu; keep = [hufu.Verifier({'issuers': []})]; keep.append(keep)"
        done = subprocess.run([sys.executable, "-W", "error", "-c", script], stderr=subprocess.PIPE, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, b""))


class DocumentationTests(unittest.TestCase):
    def test_the_first_result_of_the_readme_takes_five_lines(self) -> None:
        readme = Path(os.environ["HUFU_README"]).parent / "Sources/HufuPython/README.md"
        example = re.findall(r"```python\n(.*?)```", readme.read_text("utf-8"), flags=re.S)[0]
        self.assertEqual(len(example.splitlines()), 5)
        output = StringIO()
        with redirect_stdout(output):
            exec(compile(example, "README.md", "exec"), {})
        self.assertEqual(output.getvalue(), "VALID  ok: The licence is genuine, current and presented now.\n")

    def test_the_example_in_python_of_the_projects_readme_verifies_a_code(self) -> None:
        example = self.readme_example("hufu.Verifier(")
        issuer, phone = hufu.Issuer("https://i.example", hufu.Key.generate()), hufu.Key.generate()
        token = hufu.Holder(issuer.issue(hufu.sample_license(), phone), phone).present()
        # A scanner without the status list that a credential names cannot decide.
        listed = hufu.Holder(issuer.issue(hufu.sample_license(), phone, status="https://i.example/1#1"), phone).present()
        called: list[str] = []
        names = {
            "show": lambda license: called.append("show"), "refuse": lambda message, advice: called.append("refuse"),
            "ask": lambda advice: called.append("ask"),
        }
        for scanned in (token, token[:-4], listed):
            exec(compile(example, "README.md", "exec"),
                 {"file": json.dumps(issuer.trust_list()), "scanned_text": scanned, **names})
        self.assertEqual(called, ["show", "refuse", "ask"])

    def test_the_examples_of_issuer_and_holder_in_the_projects_readme_make_a_code_and_its_picture(self) -> None:
        key, phone = hufu.Key.generate(), hufu.Key.generate()
        names: dict[str, Any] = {}
        before = os.getcwd()
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            try:
                Path("issuer.pem").write_text(key.private_pem)
                Path("phone.pem").write_text(phone.private_pem)
                Path("phone.pub").write_text(phone.public_pem)
                Path("license.json").write_text(json.dumps(hufu.sample_license()), "utf-8")
                for call in ("hufu.Issuer(", "hufu.Holder("):
                    exec(compile(self.readme_example(call), "README.md", "exec"), names)
                self.assertTrue(Path("code.png").read_bytes().startswith(b"\x89PNG"))
            finally:
                os.chdir(before)
        verifier = hufu.Verifier(trust=hufu.Issuer("https://dl.example", key).trust_list())
        self.assertTrue(verifier.verify(names["code"]).valid)

    def readme_example(self, call: str) -> str:
        """The example of the project's README with this call."""
        text = Path(os.environ["HUFU_README"]).read_text("utf-8")
        examples: list[str] = [part for part in re.findall(r"```python\n(.*?)```", text, flags=re.S) if call in part]
        self.assertEqual(len(examples), 1, call)
        return examples[0]

    def test_every_public_name_has_a_docstring(self) -> None:
        for name in hufu.__all__:
            if name != "__version__":
                thing = getattr(hufu, name)
                self.assertTrue(thing.__doc__, name)
                for member, value in vars(thing).items() if isinstance(thing, type) else ():
                    is_call = callable(value) or isinstance(value, (property, classmethod, staticmethod))
                    if is_call and not member.startswith("_"):
                        self.assertTrue(getattr(thing, member).__doc__, f"{name}.{member}")

    def test_the_package_states_its_types(self) -> None:
        self.assertTrue((Path(hufu.__file__).parent / "py.typed").exists())
        self.assertEqual(ctypes.sizeof(ctypes.c_void_p), 8)


class ConformanceTests(unittest.TestCase):
    def test_vectors_pass_and_a_wrong_expectation_fails(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for path in VECTORS.glob("*.json"):
                (Path(folder) / path.name).write_text('{"cases": []}')
            for name in ("answers", "certificates", "challenge", "hfc2", "policy", "replay", "updates"):
                (Path(folder) / f"{name}.json").write_text((VECTORS / f"{name}.json").read_text("utf-8"), "utf-8")
            result = hufu.conformance(folder)
            self.assertGreater(result.passed, 560)
            self.assertEqual(result.failed, ())
            file = json.loads((VECTORS / "challenge.json").read_text("utf-8"))
            case = next(case for case in file["cases"] if "expect" in case and case["expect"].get("code") == "ok")
            case["expect"] = {"verdict": "rejected", "code": "token.expired"}
            (Path(folder) / "challenge.json").write_text(json.dumps(file), "utf-8")
            self.assertEqual([id for id, _ in hufu.conformance(folder).failed], [case["id"]])

    def test_the_adapter_answers_lines_that_are_no_cases(self) -> None:
        self.assertIn("error", adapter.answer({"id": "a", "trust": {"issuers": []}, "now": 1, "inputs": ""}))
        command = [sys.executable, "-m", "hufu.adapter"]
        done = subprocess.run(command, input=b"no json\n[]\n", stdout=subprocess.PIPE, check=True)
        self.assertEqual([json.loads(line)["id"] for line in done.stdout.splitlines()], [None, None])


if __name__ == "__main__":
    unittest.main()
