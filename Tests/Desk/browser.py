"""Headless Chromium at the page of a desk."""

from __future__ import annotations

import importlib.util
import json
import shutil
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import websocket
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.webelement import WebElement

import keyboards

AXE = (Path(importlib.util.find_spec("axe_core_python").submodule_search_locations[0]) / "axe.min.js").read_text()

# Without the animations of a verdict that is shown for 15 s: they end when it is cleared.
FADED_IN = """
return document.getAnimations().every(({animationName, playState}) => animationName !== "appear" || playState === "finished");
"""

# Records which tones are played, and whether text of a licence became a script.
WATCH = """
window.tones = [];
window.OscillatorNode = class extends OscillatorNode {
    constructor(context, options) { super(context, options); window.tones.push(`${options.type} ${options.frequency}`); }
};
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective));
"""

# Requests whose path begins with `failing.path` go wrong in a way. They are counted, and the late ones wait in `failing.late`.
FAILING = """
{
    const send = window.fetch;
    const broken = () => new ReadableStream({start(stream) { stream.error(new DOMException('', 'TimeoutError')); }});
    const ways = {
        'breaks off': () => new Response(broken()),
        'makes no sense': () => new Response('{}'),
        'is late': (request) => new Promise((resolve) => failing.late.push(resolve)).then(() => send(...request)),
    };
    window.failing = {path: null, way: null, count: 0, late: []};
    window.fetch = async (...request) => {
        if (failing.path === null || !request[0].startsWith(failing.path)) return send(...request);
        failing.count += 1;
        return ways[failing.way](request);
    };
}
"""


class Browser:
    """A browser of its own profile."""

    def __init__(self, *arguments: str, languages: str = "en", film: Path | None = None) -> None:
        options = Options()
        options.binary_location = shutil.which("chromium") or ""
        options.add_experimental_option("prefs", {"intl.accept_languages": languages})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        for argument in (
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", *arguments,
        ):
            options.add_argument(argument)
        if film:
            options.add_argument(f"--use-file-for-fake-video-capture={film}")
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        for script in (WATCH, FAILING):
            self.before_pages(script)

    def quit(self) -> None:
        self.driver.quit()

    def command(self, name: str, **parameters: object) -> dict:
        """A command of the Chrome DevTools Protocol."""
        return self.driver.execute_cdp_cmd(name, parameters)

    def before_pages(self, script: str) -> None:
        """Runs a script on each new page, before those of the page."""
        self.command("Page.addScriptToEvaluateOnNewDocument", source=script)

    def run(self, script: str, *arguments: object) -> object:
        return self.driver.execute_script(script, *arguments)

    def screen(self, width: int = 1280, height: int = 800, *, scheme: str = "light") -> None:
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, url: str) -> None:
        self.driver.get(url)
        self.wait(lambda: self.run("return document.documentElement.dataset.ready"), "the page to be ready")

    def wait(self, condition: Callable[[], object], what: str, seconds: float = 15) -> object:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            value = condition()
            if value:
                return value
            time.sleep(0.02)
        raise AssertionError(f"waited {seconds} s for {what}; log: {self.driver.get_log('browser')}")

    def __getitem__(self, id: str) -> WebElement:
        return self.driver.find_element("id", id)

    def text(self, id: str) -> str:
        return self.run("return document.getElementById(arguments[0]).textContent", id)

    def verdict(self, seconds: float = 15) -> tuple[str, str]:
        """Waits for a verdict: its word and its code."""
        self.wait(lambda: self["verdict"].is_displayed(), "a verdict", seconds)
        return self.text("headline"), self.text("code")

    def rows(self) -> dict[str, str]:
        return self.run(
            "return Object.fromEntries([...document.querySelectorAll('#rows .row')]"
            ".map((row) => [row.dataset.row, row.querySelector('dd').textContent]))"
        )

    def paste(self, text: str) -> None:
        """Pastes a text beside the text field."""
        self.run(
            "const data = new DataTransfer(); data.setData('text/plain', arguments[0]);"
            "document.body.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true}));",
            text,
        )

    def fail(self, path: str, way: str) -> None:
        """Answers to requests of a path go wrong from now on: one "breaks off", "makes no sense" or "is late"."""
        self.run("[failing.path, failing.way] = arguments", path, way)

    def answer(self) -> None:
        """Requests are answered again, the late ones too."""
        self.run("failing.path = null; for (const resolve of failing.late.splice(0)) resolve()")

    def clear(self) -> None:
        self["next"].click()
        self.wait(lambda: not self["verdict"].is_displayed(), "the verdict to be cleared")

    def type(self, text: str, scanner: keyboards.Layout = keyboards.US, computer: keyboards.Layout = keyboards.US) -> None:
        """Types as a scanner does: faster than one command of the driver after the other."""
        address = self.driver.capabilities["goog:chromeOptions"]["debuggerAddress"]
        with urllib.request.urlopen(f"http://{address}/json") as response:
            page = next(target for target in json.load(response) if target["type"] == "page")
        connection = websocket.create_connection(page["webSocketDebuggerUrl"], suppress_origin=True, timeout=30)
        try:
            events = keyboards.typed(text, scanner, computer)
            for number, event in enumerate(events):
                connection.send(json.dumps({"id": number, "method": "Input.dispatchKeyEvent", "params": event}))
            for _ in events:
                connection.recv()
        finally:
            connection.close()

    def violations(self) -> list[str]:
        """What axe-core finds at the present state of the page. A verdict that is still fading in has less contrast."""
        self.wait(lambda: self.run(FADED_IN), "the verdict to fade in")
        self.run(AXE)
        found = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "axe.run().then(({violations}) => done(violations), (error) => done([{id: String(error), nodes: []}]));"
        )
        return [f"{violation['id']}: {[node['html'][:120] for node in violation['nodes']]}" for violation in found]
