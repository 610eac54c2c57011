#!/usr/bin/env python3
"""Scenes at the page of `hufu desk`, in Chromium: cameras, scanners, pictures, languages, keyboard, attacks.

    make test-desk
    HUFU=.build/debug/hufu .build/desk-venv/bin/python Tests/Desk/test_page.py [Scenes.test_name ...]

Each scene starts what it needs: an issuer in a temporary folder, a desk at a free port, a browser without a window.
"""

from __future__ import annotations

import base64
import subprocess
import time
import unittest
import urllib.request
from pathlib import Path

from PIL import Image

import keyboards
from authority import DAY, LICENCE, LIST, UNLISTED, Authority, film
from browser import Browser
from running import Desk

VALID, REJECTED, INDETERMINATE = "VALID", "REJECTED", "INDETERMINATE"
VALID_ZH = "有效"
LANGUAGES = ("en", "zh-Hans")
SCHEMES = ("light", "dark")

# The code `readCode` is in the picture of the camera, which the browser reads itself.
DETECTOR = """
window.BarcodeDetector = class {
    static async getSupportedFormats() { return ['qr_code']; }
    async detect() { return window.readCode ? [{rawValue: window.readCode}] : []; }
};
"""
# Challenges are made slowly and renewed each second. `made` has what each asked for, and how many were made at the same time.
RENEWALS = """
const send = window.fetch;
window.made = {asked: [], now: 0, most: 0};
window.fetch = async (path, options) => {
    if (!path.startsWith('/v1/challenges?')) return send(path, options);
    made.asked.push(options.body ? JSON.parse(options.body).ask.sort() : []);
    made.now += 1;
    made.most = Math.max(made.most, made.now);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const answer = await (await send(path, options)).json();
    made.now -= 1;
    return new Response(JSON.stringify({...answer, renew_after: 1}), {status: 201});
};
"""


class DeskScenes(unittest.TestCase):
    """A desk that the scenes share, and licences."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.authority = Authority()
        cls.addClassCleanup(cls.authority.close)
        cls.valid = cls.authority.issue()
        cls.revoked = cls.authority.issue(status=f"{LIST}#9")
        cls.desk = cls.authority.desk()
        cls.addClassCleanup(cls.desk.stop)


class Scenes(DeskScenes):
    """A desk and a browser that the scenes share; each begins with a new page."""

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.unlisted = cls.authority.issue(status=f"{UNLISTED}#1")
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.quit)

    def setUp(self) -> None:
        self.browser.screen()
        self.browser.open(f"{self.desk.url}?language=en")

    def tearDown(self) -> None:
        self.assertEqual(self.browser.run("return window.violations"), [], "the page breaks its own policy")

    def paste(self, code: str) -> None:
        self.browser.paste(code)


class VerdictScenes(Scenes):
    def test_a_verdict_shows_word_symbol_colour_advice_and_licence(self) -> None:
        seen = {}
        for credential, expected, word in (
            (self.valid, "ok", VALID), (self.revoked, "status.revoked", REJECTED),
            (self.unlisted, "status.unavailable", INDETERMINATE),
        ):
            self.paste(self.authority.present(credential, "--preset", "all"))
            self.assertEqual(self.browser.verdict(), (word, expected))
            seen[word] = self.browser.run(
                "const shown = [...document.querySelectorAll('.symbol g')]"
                ".filter((group) => getComputedStyle(group).display !== 'none').map((group) => group.className.baseVal);"
                "const size = (id) => parseFloat(getComputedStyle(document.getElementById(id)).fontSize);"
                "return [shown.join(), getComputedStyle(document.querySelector('.band')).backgroundColor,"
                " size('headline'), size('advice')]"
            )
            rows = self.browser.rows()
            self.assertIn("SAMPLE", rows["name"])
            self.assertEqual(rows["number"], "D-4711")
            self.assertIn("C1", rows["classes"])
            self.assertIn("2034-04-20", rows["in_force"])
            self.assertIn("points", rows)
            self.assertTrue(self.browser.text("advice"))
            self.assertIn(word, self.browser.text("announcement"))
            self.assertIn("SAMPLE", self.browser.text("announcement"))
            self.browser.clear()
        self.assertEqual(len({symbol for symbol, *_ in seen.values()}), 3)
        self.assertEqual(len({colour for _, colour, *_ in seen.values()}), 3)
        for _, _, word, advice in seen.values():
            # Letters of 5 mm and more are read from 2 m; a pixel has about 0.26 mm.
            self.assertGreaterEqual(word, 80)
            self.assertGreaterEqual(advice, 28)

    def test_each_outcome_has_a_tone_of_its_own(self) -> None:
        self.browser["main"].click()
        tones = []
        for credential in (self.valid, self.revoked, self.unlisted):
            self.browser.run("window.tones = []")
            self.paste(self.authority.present(credential))
            self.browser.verdict()
            tones.append(tuple(self.browser.run("return window.tones")))
            self.browser.clear()
        self.assertEqual(len(set(tones)), 3)
        self.assertNotIn((), tones)
        self.browser["sound"].click()
        self.browser.run("window.tones = []")
        self.paste(self.authority.present(self.valid))
        self.browser.verdict()
        self.assertEqual(self.browser.run("return window.tones"), [])

    def test_a_verdict_is_cleared_after_15_seconds_and_leaves_nothing(self) -> None:
        self.paste(self.authority.present(self.valid))
        self.browser.verdict()
        start = time.monotonic()
        self.assertRegex(self.browser.text("countdown-text"), r"1[345] s")
        self.browser.wait(lambda: not self.browser["verdict"].is_displayed(), "the verdict to be cleared", 20)
        self.assertAlmostEqual(time.monotonic() - start, 15, delta=2)
        self.assertNotIn("SAMPLE", self.browser.run("return document.documentElement.outerHTML"))
        self.assertNotIn("D-4711", self.browser.run("return document.documentElement.outerHTML"))
        stored = self.browser.run("return [localStorage.length, sessionStorage.length, document.cookie]")
        self.assertEqual(stored, [0, 0, ""])
        self.assertIn("ok", self.browser.text("scans"))
        self.assertNotIn(b"SAMPLE", urllib.request.urlopen(f"{self.desk.url}v1/scans").read())

    def test_a_kept_verdict_stays(self) -> None:
        self.paste(self.authority.present(self.valid))
        self.browser.verdict()
        self.browser["keep"].click()
        self.assertEqual(self.browser["keep"].get_attribute("aria-pressed"), "true")
        time.sleep(16)
        self.assertTrue(self.browser["verdict"].is_displayed())

    def test_a_desk_that_does_not_answer_is_indeterminate(self) -> None:
        desk = self.authority.desk()
        self.addCleanup(desk.stop)
        self.browser.open(f"{desk.url}?language=en")
        desk.stop()
        self.paste(self.authority.present(self.valid))
        self.assertEqual(self.browser.verdict(), (INDETERMINATE, "unreachable"))

    def test_a_scan_without_a_usable_answer_is_indeterminate_and_the_next_one_is_checked(self) -> None:
        for way, code in (("breaks off", "unreachable"), ("makes no sense", "page_failed")):
            self.browser.fail("/v1/verify", way)
            self.paste(self.authority.present(self.valid))
            self.assertEqual(self.browser.verdict(), (INDETERMINATE, code))
            self.browser.clear()
            self.browser.answer()
            self.paste(self.authority.present(self.valid))
            self.assertEqual(self.browser.verdict(), (VALID, "ok"))
            self.browser.clear()

    def test_a_verdict_leaves_the_screen_while_the_next_scan_is_checked(self) -> None:
        for is_kept in (False, True):
            self.paste(self.authority.present(self.valid))
            self.assertEqual(self.browser.verdict(), (VALID, "ok"))
            if is_kept:
                self.browser["keep"].click()
            self.browser.fail("/v1/verify", "is late")
            self.paste(self.authority.present(self.revoked))
            self.browser.wait(lambda: not self.browser["verdict"].is_displayed(), "the verdict to be cleared", 5)
            self.assertTrue(self.browser["busy"].is_displayed())
            self.assertIn("is checked", self.browser.text("announcement"))
            self.assertNotIn("SAMPLE", self.browser.run("return document.documentElement.outerHTML"))
            self.browser.answer()
            self.assertEqual(self.browser.verdict(), (REJECTED, "status.revoked"))
            self.assertFalse(self.browser["busy"].is_displayed())
            self.browser.clear()


class ScannerScenes(Scenes):
    def test_a_scanner_types_in_three_layouts(self) -> None:
        for layout in (keyboards.US, keyboards.GERMANY, keyboards.FRANCE):
            self.browser.type(self.authority.present(self.valid), layout, layout)
            self.assertEqual(self.browser.verdict(), (VALID, "ok"))
            self.browser.clear()

    def test_a_scanner_of_the_united_states_types_on_computers_of_other_countries(self) -> None:
        for computer in (keyboards.GERMANY, keyboards.FRANCE):
            self.browser.type(self.authority.present(self.valid), keyboards.US, computer)
            self.assertEqual(self.browser.verdict(), (VALID, "ok"))
            self.browser.clear()

    def test_a_scan_leaves_a_text_field_and_a_button_alone(self) -> None:
        self.browser["text"].send_keys("slowly")
        time.sleep(0.5)
        self.browser.type(self.authority.present(self.valid))
        self.assertEqual(self.browser.verdict(), (VALID, "ok"))
        self.browser.clear()
        self.assertEqual(self.browser["text"].get_property("value"), "slowly")
        self.browser.run("document.getElementById('challenge-toggle').focus()")
        self.browser.type(self.authority.present(self.valid, "--transport", "base45"))
        self.browser.verdict()
        self.browser.clear()
        self.assertFalse(self.browser["challenge-shown"].is_displayed())

    def test_a_person_who_types_is_not_a_scanner(self) -> None:
        self.browser["text"].click()
        for character in "HF1:AB CDEF GHIJ":
            self.browser["text"].send_keys(character)
            time.sleep(0.09)
        self.assertEqual(self.browser["text"].get_property("value"), "HF1:AB CDEF GHIJ")
        self.assertFalse(self.browser["verdict"].is_displayed())

    def test_a_scan_of_something_else_is_rejected(self) -> None:
        self.browser.type("4006381333931")
        self.assertEqual(self.browser.verdict(), (REJECTED, "payload.prefix_unknown"))


class PictureScenes(Scenes):
    def drop(self, path: Path) -> None:
        for step in ("dragEnter", "dragOver", "drop"):
            self.browser.command(
                "Input.dispatchDragEvent", type=step, x=200, y=200,
                data={"items": [], "files": [str(path)], "dragOperationsMask": 1},
            )
            if step == "dragOver":
                self.browser.wait(lambda: self.browser["drop"].is_displayed(), "the place to drop")

    def test_a_picture_is_dropped(self) -> None:
        self.drop(self.authority.picture(self.authority.present(self.valid)))
        self.assertEqual(self.browser.verdict(), (VALID, "ok"))
        self.assertFalse(self.browser["drop"].is_displayed())

    def test_a_picture_is_chosen(self) -> None:
        picture = self.authority.picture(self.authority.present(self.revoked))
        self.browser["picture-file"].send_keys(str(picture))
        self.assertEqual(self.browser.verdict(), (REJECTED, "status.revoked"))

    def test_a_picture_of_another_format_is_pasted(self) -> None:
        picture = self.authority.picture(self.authority.present(self.valid))
        self.browser.driver.execute_async_script(
            """
            const [encoded, done] = arguments;
            const image = new Image();
            image.onload = async () => {
                const canvas = new OffscreenCanvas(image.width, image.height);
                canvas.getContext('2d').drawImage(image, 0, 0);
                const data = new DataTransfer();
                data.items.add(new File([await canvas.convertToBlob({type: 'image/webp'})], 'code', {type: 'image/webp'}));
                document.body.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true}));
                done();
            };
            image.src = `data:image/png;base64,${encoded}`;
            """,
            base64.b64encode(picture.read_bytes()).decode(),
        )
        self.assertEqual(self.browser.verdict(), (VALID, "ok"))

    def test_a_picture_without_a_code_and_a_file_that_is_no_picture_have_no_verdict(self) -> None:
        empty = self.authority.folder / "empty.png"
        Image.new("L", (300, 300), 200).save(empty)
        self.drop(empty)
        self.browser.wait(lambda: "no code" in self.browser.text("picture-state"), "the message")
        self.drop(self.authority.folder / "trust.json")
        self.browser.wait(lambda: "not a picture" in self.browser.text("picture-state"), "the message")
        self.assertFalse(self.browser["verdict"].is_displayed())


class CameraScenes(DeskScenes):
    """Films of codes. The fake camera belongs to a browser, so each film has its own."""

    # The page's clock at the first frame with a light middle, and at the verdict.
    MEASURE = """
    const video = document.getElementById('video');
    const small = new OffscreenCanvas(16, 9).getContext('2d', {willReadFrequently: true});
    window.readable = null;
    window.shown = null;
    const look = () => {
        small.drawImage(video, 0, 0, 16, 9);
        const {data} = small.getImageData(6, 3, 4, 3);
        const light = data.reduce((sum, value) => sum + value, 0) / data.length;
        if (light > 120) window.readable = performance.now();
        else video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
    new MutationObserver(() => {
        if (!document.getElementById('verdict').hidden) window.shown ??= performance.now();
    }).observe(document.getElementById('verdict'), {attributes: true});
    document.getElementById('camera-start').click();
    """

    def scan(self, code: str, **options: object) -> tuple[tuple[str, str], float]:
        """The verdict of a film of a code, and the milliseconds to it from the first readable frame."""
        path = film(self.authority.picture(code), self.authority.folder / "film.y4m", **options)
        browser = Browser(film=path)
        try:
            browser.screen()
            browser.open(f"{self.desk.url}?language=en")
            browser.run(self.MEASURE)
            verdict = browser.verdict()
            return verdict, browser.run("return window.shown - window.readable")
        finally:
            browser.quit()
            path.unlink()

    def test_a_live_code_is_valid_within_half_a_second(self) -> None:
        times = []
        # A busy machine may be late once.
        for _ in range(3):
            verdict, milliseconds = self.scan(self.authority.present(self.valid))
            self.assertEqual(verdict, (VALID, "ok"))
            times.append(round(milliseconds))
            if milliseconds <= 500:
                break
        print(f"camera to verdict: {times[-1]} ms", flush=True)
        self.assertLessEqual(min(times), 500, times)

    def test_an_old_code_is_rejected(self) -> None:
        verdict, _ = self.scan(self.authority.present(self.valid, "--at", int(time.time()) - DAY))
        self.assertEqual(verdict, (REJECTED, "token.expired"))

    def test_a_revoked_licence_is_rejected(self) -> None:
        verdict, _ = self.scan(self.authority.present(self.revoked))
        self.assertEqual(verdict, (REJECTED, "status.revoked"))

    def test_a_code_at_an_angle_is_read(self) -> None:
        verdict, _ = self.scan(self.authority.present(self.valid), is_at_angle=True)
        self.assertEqual(verdict, (VALID, "ok"))

    def test_a_code_that_stays_before_the_camera_has_one_verdict(self) -> None:
        path = film(
            self.authority.picture(self.authority.present(self.valid)), self.authority.folder / "film.y4m", dark=0)
        browser = Browser(film=path)
        try:
            browser.open(f"{self.desk.url}?language=en")
            browser["camera-start"].click()
            self.assertEqual(browser.verdict()[0], VALID)
            browser.clear()
            browser.wait(lambda: "still in the picture" in browser.text("camera-state"), "the message")
            time.sleep(3)
            self.assertFalse(browser["verdict"].is_displayed())
        finally:
            browser.quit()


    def reader(self) -> Browser:
        """A browser that reads codes, with its camera on."""
        browser = Browser()
        self.addCleanup(browser.quit)
        browser.before_pages(DETECTOR)
        browser.open(f"{self.desk.url}?language=en")
        browser["camera-start"].click()
        browser.wait(lambda: browser["video"].is_displayed(), "the camera")
        return browser

    def test_a_browser_that_reads_codes_sends_their_text(self) -> None:
        browser = self.reader()
        browser.run("window.readCode = arguments[0]", self.authority.present(self.valid))
        self.assertEqual(browser.verdict(), (VALID, "ok"))

    def test_the_camera_goes_on_after_an_answer_that_is_not_usable(self) -> None:
        browser = self.reader()
        for way, message in (("breaks off", "does not answer"), ("makes no sense", "has a fault")):
            browser.fail("/v1/verify", way)
            browser.run("window.readCode = arguments[0]", self.authority.present(self.valid))
            browser.wait(lambda: message in browser.text("fault"), "the message")
            browser.run("window.readCode = arguments[0]", self.authority.present(self.revoked))
            browser.answer()
            self.assertEqual(browser.verdict(), (REJECTED, "status.revoked"))
            self.assertFalse(browser["fault"].is_displayed())
            browser.run("window.readCode = null")
            browser.clear()
            time.sleep(3)

    def test_the_camera_waits_while_another_scan_is_checked(self) -> None:
        browser = self.reader()
        browser.fail("/v1/verify", "is late")
        browser.paste(self.authority.present(self.revoked))
        browser.wait(lambda: browser["busy"].is_displayed(), "the check")
        browser.run("window.readCode = arguments[0]", self.authority.present(self.valid))
        time.sleep(1)
        self.assertEqual(browser.run("return failing.count"), 1)
        browser.answer()
        self.assertEqual(browser.verdict(), (REJECTED, "status.revoked"))


class ChallengeScenes(Scenes):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        authority = cls.authority
        for name in ("ministry", "scanner"):
            authority.hufu("key", "generate", "-o", f"{name}.pem", "--public", f"{name}.pub")
        authority.hufu(
            "trust", "certify", "scanner.pub", "--key", "ministry.pem", "--issuer", "https://police.example",
            "--id", "police-7", "--name", "Patrol 7", "--allow", "birth_date,second_page", "-o", "scanner.cwt",
        )
        authority.hufu(
            "trust", "add", "--trust", "holders.json", "--issuer", "https://police.example", "--name", "Ministry",
            "--key", "ministry.pub", "--use", "verifier",
        )
        cls.signing_desk = authority.desk("--certificate", "scanner.cwt", "--key", "scanner.pem")
        cls.addClassCleanup(cls.signing_desk.stop)

    def shown(self) -> str:
        """The challenge on the screen, as zbar reads it."""
        self.browser.wait(lambda: self.browser["challenge-shown"].is_displayed(), "the challenge")
        self.browser.run("document.getElementById('challenge-picture').scrollIntoView()")
        picture = self.authority.folder / "challenge.png"
        picture.write_bytes(self.browser["challenge-picture"].screenshot_as_png)
        return subprocess.run(
            ["zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", picture], capture_output=True, text=True,
            check=True,
        ).stdout.strip()

    def test_a_phone_answers_the_code_on_the_screen_once(self) -> None:
        self.browser["challenge-toggle"].click()
        challenge = self.shown()
        self.assertRegex(challenge, "^HFC1:[0-9A-F]{32}$")
        self.assertRegex(self.browser.text("challenge-renewal"), r"\d+ s")
        self.paste(self.authority.present(self.valid))
        self.assertEqual(self.browser.verdict(), (REJECTED, "token.challenge_mismatch"))
        self.browser.clear()
        answer = self.authority.present(self.valid, "--challenge", challenge)
        self.paste(answer)
        self.assertEqual(self.browser.verdict(), (VALID, "ok"))
        self.browser.clear()
        self.browser.wait(lambda: self.shown() != challenge, "another challenge")
        self.paste(answer)
        self.assertEqual(self.browser.verdict(), (REJECTED, "token.challenge_mismatch"))

    def test_a_challenge_can_be_enlarged_and_hidden(self) -> None:
        self.browser["challenge-toggle"].click()
        self.shown()
        small = self.browser["challenge-picture"].size["width"]
        self.browser["challenge-size"].click()
        self.assertGreater(self.browser["challenge-picture"].size["width"], 1.4 * small)
        self.browser["challenge-toggle"].click()
        self.assertFalse(self.browser["challenge-shown"].is_displayed())
        self.paste(self.authority.present(self.valid))
        self.assertEqual(self.browser.verdict(), (VALID, "ok"))

    def test_no_code_is_valid_while_a_challenge_is_to_be_shown_and_cannot_be_made(self) -> None:
        for way in ("is late", "breaks off"):
            self.browser.fail("/v1/challenges", way)
            self.browser["challenge-toggle"].click()
            if way == "breaks off":
                self.browser.wait(lambda: "does not answer" in self.browser.text("fault"), "the message")
            self.paste(self.authority.present(self.valid))
            self.assertEqual(self.browser.verdict(), (REJECTED, "token.challenge_mismatch"))
            self.browser.clear()
            self.browser.answer()
            self.paste(self.authority.present(self.valid, "--challenge", self.shown()))
            self.assertEqual(self.browser.verdict(), (VALID, "ok"))
            self.browser.clear()
            self.assertFalse(self.browser["fault"].is_displayed())
            self.browser["challenge-toggle"].click()

    def test_one_challenge_is_made_at_a_time_and_another_after_a_setting_was_changed(self) -> None:
        self.browser.open(f"{self.signing_desk.url}?language=en")
        self.browser.run(RENEWALS)
        start = time.monotonic()
        self.browser.run(
            "document.getElementById('challenge-toggle').click();"
            "for (const box of document.querySelectorAll('#challenge-elements input')) box.click();"
        )
        both = ["birth_date", "second_page"]
        self.browser.wait(lambda: self.browser.run("return made.asked.length") >= 5, "renewals")
        made = self.browser.run("return made")
        self.assertEqual(made["most"], 1)
        self.assertEqual(made["asked"][:3], [[], both, both])
        # A renewal each second, after the two challenges of the beginning.
        self.assertLessEqual(len(made["asked"]), 2 + time.monotonic() - start)
        self.browser["challenge-toggle"].click()
        count = self.browser.run("return made.asked.length")
        time.sleep(2)
        self.assertEqual(self.browser.run("return made.asked.length"), count)

    def test_a_signed_challenge_asks_for_chosen_elements(self) -> None:
        authority = self.authority
        for language, label in (("zh-Hans", "出生日期"), ("en", "Birth date")):
            self.browser.open(f"{self.signing_desk.url}?language={language}")
            self.assertIn(label, self.browser.text("challenge-elements"))
        self.browser.driver.find_element("css selector", "[value=second_page]").click()
        self.browser["challenge-toggle"].click()
        challenge = self.shown()
        self.assertRegex(challenge, "^HFC2:")
        self.paste(
            authority.present(self.valid, "--challenge", challenge, "--trust", "holders.json", "--yes"))
        self.assertEqual(self.browser.verdict(), (VALID, "ok"))
        self.assertIn("points", self.browser.rows())


class LanguageScenes(Scenes):
    def test_the_language_is_switched(self) -> None:
        self.browser.driver.find_element("link text", "简体中文").click()
        self.browser.wait(lambda: self.browser.run("return document.documentElement.lang") == "zh-Hans", "the language")
        self.browser.wait(lambda: self.browser.run("return document.documentElement.dataset.ready"), "the page")
        self.assertEqual(self.browser.text("camera-start"), "打开摄像头")
        self.assertNotRegex(self.browser.run("return document.getElementById('main').innerText"), r"[A-Za-z]{3,} [a-z]{2,}")
        self.paste(self.authority.present(self.valid))
        self.assertEqual(self.browser.verdict(), (VALID_ZH, "ok"))
        self.assertIn(VALID_ZH, self.browser.text("announcement"))
        self.assertNotRegex(self.browser.text("advice"), "[A-Za-z]")

    def test_the_browser_prefers_a_language(self) -> None:
        browser = Browser(languages="zh-CN,zh")
        try:
            browser.open(self.desk.url)
            self.assertEqual(browser.run("return document.documentElement.lang"), "zh-Hans")
        finally:
            browser.quit()

    def test_a_text_is_verified_without_scripts(self) -> None:
        browser = Browser()
        try:
            browser.command("Emulation.setScriptExecutionDisabled", value=True)
            browser.driver.get(f"{self.desk.url}?language=zh-Hans")
            for text, word in ((self.authority.present(self.valid), VALID_ZH), ("nothing", "无效")):
                browser["text"].send_keys(text)
                browser.driver.find_element("css selector", "#text-form button").click()
                browser.wait(lambda: browser.driver.find_elements("css selector", ".clearing"), "the page of the verdict")
                self.assertEqual(browser["headline"].text, word)
                if word == VALID_ZH:
                    self.assertIn("SAMPLE", browser.driver.find_element("css selector", "[data-row=name] dd").text)
                    browser.wait(lambda: not browser["headline"].is_displayed(), "the verdict to be cleared", 20)
                browser.driver.find_element("css selector", ".actions a").click()
        finally:
            browser.quit()


class KeyboardScenes(Scenes):
    def press(self, *keys: tuple[str, int]) -> None:
        """Presses keys as a person does."""
        for key, number in keys:
            time.sleep(0.1)
            text = {"Enter": "\r", " ": " "}.get(key)
            event = {"key": key, "code": {" ": "Space"}.get(key, key), "windowsVirtualKeyCode": number}
            self.browser.command("Input.dispatchKeyEvent", type="keyDown", **event, **({"text": text} if text else {}))
            self.browser.command("Input.dispatchKeyEvent", type="keyUp", **event)

    def focus(self) -> str:
        return self.browser.run("return document.activeElement.id || document.activeElement.className")

    def test_everything_is_reached_and_used_by_keys_alone(self) -> None:
        tab, enter, space, escape = ("Tab", 9), ("Enter", 13), (" ", 32), ("Escape", 27)
        reached = []
        for _ in range(30):
            self.press(tab)
            reached.append(self.focus())
            if self.browser.run("return document.activeElement === document.body"):
                break
            outline = self.browser.run(
                "const style = getComputedStyle(document.activeElement);"
                "return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2"
            )
            self.assertTrue(outline, f"no visible focus at {reached[-1]}")
        for id in ("skip", "sound", "camera-start", "picture-choose", "text", "challenge-toggle"):
            self.assertIn(id, reached)

        self.browser["text"].click()
        self.browser.driver.switch_to.active_element.send_keys("HF1:A")
        time.sleep(0.5)
        self.press(tab, enter)
        self.assertEqual(self.browser.verdict()[0], REJECTED)
        self.assertEqual(self.focus(), "next")
        self.press(tab, space)
        self.assertEqual(self.focus(), "keep")
        self.assertEqual(self.browser["keep"].get_attribute("aria-pressed"), "true")
        self.press(escape)
        self.assertFalse(self.browser["verdict"].is_displayed())
        self.assertNotEqual(self.focus(), "keep")

        self.browser.run("document.getElementById('camera-start').focus()")
        self.press(enter)
        self.browser.wait(lambda: self.browser["video"].is_displayed(), "the camera")
        self.assertEqual(self.focus(), "camera-stop")
        self.press(enter)
        self.assertEqual(self.focus(), "camera-start")

    def test_motion_is_reduced(self) -> None:
        self.browser.command(
            "Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}])
        self.paste("nothing")
        self.browser.verdict()
        names = self.browser.run(
            "return document.getAnimations().map((animation) => animation.animationName ?? animation.transitionProperty)")
        self.assertEqual(names, [])


class AccessibilityScenes(Scenes):
    def test_axe_finds_nothing_in_any_state_theme_and_language(self) -> None:
        found = []
        for language in LANGUAGES:
            self.browser.open(f"{self.desk.url}?language={language}")
            for state in ("ready", "challenge", "camera", self.valid, self.revoked, self.unlisted):
                if state == "challenge":
                    self.browser["challenge-toggle"].click()
                    self.browser.wait(lambda: self.browser["challenge-shown"].is_displayed(), "the challenge")
                elif state == "camera":
                    self.browser["challenge-toggle"].click()
                    self.browser["camera-start"].click()
                    self.browser.wait(lambda: self.browser["video"].is_displayed(), "the camera")
                elif state != "ready":
                    self.paste(self.authority.present(state))
                    self.browser.verdict()
                for scheme in SCHEMES:
                    self.browser.screen(scheme=scheme)
                    time.sleep(0.2)
                    found += [f"{state} {scheme} {language}: {violation}" for violation in self.browser.violations()]
                if self.browser["verdict"].is_displayed():
                    self.browser.clear()
        self.assertEqual(found, [])

    def test_nothing_is_cut_off_on_a_phone(self) -> None:
        for state in (None, self.valid, self.unlisted):
            self.browser.screen(390, 844)
            if state:
                self.paste(self.authority.present(state))
                self.browser.verdict()
            self.assertLessEqual(self.browser.run("return document.documentElement.scrollWidth"), 390)
            if state:
                self.browser.clear()


SCRIPT = "<script>hacked=1</script>"
PICTURE = "<img src=x onerror=hacked=1>"


class AttackScenes(unittest.TestCase):
    TEXTS = ("given_name", "name_national_character", "issuing_authority", "birth_place", "resident_address", "record")

    def test_script_in_a_licence_and_in_an_issuer_name_is_text(self) -> None:
        authority = Authority(name=SCRIPT)
        self.addCleanup(authority.close)
        licence = LICENCE | {name: PICTURE for name in self.TEXTS} | {"family_name": SCRIPT, "document_number": SCRIPT}
        licence["driving_privileges"] = [
            {"scheme": "CN", "vehicle_category_code": "C1", "codes": [{"code": SCRIPT, "sign": PICTURE, "value": SCRIPT}]}
        ]
        credential = authority.issue(licence)
        desk = authority.desk()
        self.addCleanup(desk.stop)
        browser = Browser()
        self.addCleanup(browser.quit)
        code = authority.present(credential, "--preset", "all")
        for language in LANGUAGES:
            browser.open(f"{desk.url}?language={language}")
            browser.paste(code)
            self.assertEqual(browser.verdict()[1], "ok")
            rows = browser.rows()
            self.assertIn(SCRIPT, rows["name"])
            self.assertIn(SCRIPT, rows["number"])
            self.assertIn(SCRIPT, rows["issuer"])
            for name in ("name", "authority", "birth_place", "resident_address", "record"):
                self.assertIn(PICTURE, rows[name])
            self.check(browser)
            browser.driver.get(f"{desk.url}?language={language}")
            browser.run("arguments[0].value = arguments[1]", browser["text"], code)
            browser.run("HTMLFormElement.prototype.submit.call(document.getElementById('text-form'))")
            browser.wait(lambda: browser.driver.find_elements("css selector", "main > .verdict.valid .rows"), "the page")
            self.assertIn(SCRIPT, browser.run("return document.body.textContent"))
            self.assertEqual(browser.violations(), [])
            self.check(browser)

    def check(self, browser: Browser) -> None:
        time.sleep(0.2)
        self.assertEqual(browser.run("return typeof hacked"), "undefined")
        self.assertEqual(browser.run("return document.querySelectorAll('main script, main img[src=x]').length"), 0)
        self.assertEqual(browser.run("return window.violations"), [])


class TokenScenes(unittest.TestCase):
    def test_a_desk_asks_for_its_token(self) -> None:
        authority = Authority()
        self.addCleanup(authority.close)
        token = "0123456789abcdef0123456789abcdef"
        (authority.folder / "token").write_text(token, encoding="utf-8")
        desk = authority.desk("--token-file", "token")
        self.addCleanup(desk.stop)
        browser = Browser()
        self.addCleanup(browser.quit)
        browser.driver.get(f"{desk.url}?language=en")
        for value in ("wrong", token):
            browser.wait(lambda: browser["token"].is_displayed(), "the question")
            self.assertEqual(browser.violations(), [])
            browser["token-value"].send_keys(value)
            browser.driver.find_element("css selector", "#token button").click()
            if value == "wrong":
                browser.wait(lambda: browser["token-wrong"].is_displayed(), "the message")
        browser.wait(lambda: browser.run("return document.documentElement.dataset.ready"), "the page")
        browser.type(authority.present(authority.issue()))
        self.assertEqual(browser.verdict(), (VALID, "ok"))
        self.assertNotIn(token, browser.run("return JSON.stringify({...localStorage}) + document.cookie + location.href"))


class DemoScenes(unittest.TestCase):
    def test_a_demo_shows_codes_to_scan(self) -> None:
        desk = Desk("--demo")
        self.addCleanup(desk.stop)
        browser = Browser()
        self.addCleanup(browser.quit)
        browser.screen()
        browser.open(f"{desk.url}?language=en")
        for name, word in (("valid", VALID), ("expired", REJECTED), ("revoked", REJECTED)):
            browser.driver.find_element("css selector", f"#sample-names [value={name}]").click()
            browser.wait(lambda: browser["sample-picture"].get_property("naturalWidth"), "the sample")
            time.sleep(0.5)
            browser["sample-scan"].click()
            self.assertEqual(browser.verdict()[0], word)
            browser.clear()


if __name__ == "__main__":
    unittest.main(verbosity=2)
