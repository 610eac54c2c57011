#!/usr/bin/env python3
"""Sends pictures to a desk that attack its decoders. Each is refused within a bound, and others are served meanwhile."""

from __future__ import annotations

import io
import json
import random
import struct
import sys
import threading
import time
import unittest
import zlib
from http.client import HTTPConnection
from urllib.parse import urlsplit

from PIL import Image, ImageDraw

from running import Desk

# A picture that takes longer than 1 s is given up, and ZXing would take minutes for the worst. The rest is for a busy machine.
BOUND = 15


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, rows: bytes) -> bytes:
    """A PNG whose header states a size, with one bit a pixel."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def encoded(picture: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind)
    return file.getvalue()


def finder_patterns() -> bytes:
    """1,296 finder patterns (ISO/IEC 18004, 6.3.3.1), which ZXing combines for tens of seconds."""
    picture = Image.new("L", (1280, 720), 255)
    draw = ImageDraw.Draw(picture)
    for row in range(27):
        for column in range(48):
            x, y = 8 + column * 26, 8 + row * 26
            for inset, grey in ((0, 0), (3, 255), (6, 0)):
                draw.rectangle((x + inset, y + inset, x + 20 - inset, y + 20 - inset), grey)
    return encoded(picture, "PNG")


class PictureAttacks(unittest.TestCase):
    desk: Desk

    @classmethod
    def setUpClass(cls) -> None:
        cls.desk = Desk("--demo")
        cls.address = urlsplit(cls.desk.url)
        # Both helpers have started.
        both = [threading.Thread(target=cls.scan, args=(cls.sample(),)) for _ in range(2)]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.desk.stop()

    @classmethod
    def request(cls, method: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, bytes]:
        connection = HTTPConnection(str(cls.address.hostname), cls.address.port or 0, timeout=30)
        try:
            connection.request(method, path, body, {"Content-Type": kind} if kind else {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    @classmethod
    def scan(cls, picture: bytes, kind: str = "image/png") -> tuple[int, str]:
        """The status, and the code of the first verdict or of the error."""
        status, body = cls.request("POST", "/v1/scan", picture, kind)
        answer = json.loads(body)
        codes = answer.get("codes")
        return status, answer["code"] if codes is None else codes[0]["code"] if codes else ""

    @classmethod
    def sample(cls) -> bytes:
        return cls.request("GET", "/v1/samples/valid.png")[1]

    def refused(self, picture: bytes, status: int, code: str, kind: str = "image/png") -> None:
        start = time.monotonic()
        self.assertEqual(self.scan(picture, kind), (status, code))
        self.assertLess(time.monotonic() - start, BOUND)

    def tearDown(self) -> None:
        self.assertEqual(self.scan(self.sample()), (200, "ok"))

    def test_a_png_bomb_is_refused(self) -> None:
        bomb = png(32_000, 32_000, bytes(32_000 * 4_001))
        self.assertLess(len(bomb), 200_000)
        self.refused(bomb, 413, "picture.too_large")
        self.refused(png(50_000, 50_000, bytes(1 << 20)), 413, "picture.too_large")

    def test_a_jpeg_with_a_false_size_is_refused(self) -> None:
        jpeg = bytearray(encoded(Image.open(io.BytesIO(self.sample())).convert("L"), "JPEG"))
        place = jpeg.index(b"\xff\xc0") + 5
        jpeg[place : place + 4] = struct.pack(">HH", 65_500, 65_500)
        self.refused(bytes(jpeg), 413, "picture.too_large", "image/jpeg")
        jpeg[place : place + 4] = struct.pack(">HH", 4_000, 4_000)
        self.refused(bytes(jpeg), 422, "picture.invalid", "image/jpeg")

    def test_a_file_above_the_limit_is_refused_before_it_is_read(self) -> None:
        self.refused(bytes(17 << 20), 413, "http.body_too_large")

    def test_a_file_of_another_kind_is_refused(self) -> None:
        self.refused(b"GIF89a" + bytes(100), 415, "picture.format_unknown")
        self.refused(self.sample()[:200], 422, "picture.invalid")
        self.refused(self.sample(), 415, "http.type_unsupported", "image/svg+xml")

    def test_a_picture_full_of_finder_patterns_is_refused_while_others_are_served(self) -> None:
        hostile, results = finder_patterns(), []

        def attack() -> None:
            start = time.monotonic()
            results.append((self.scan(hostile), time.monotonic() - start))

        attacker = threading.Thread(target=attack)
        picture, served = self.sample(), 0
        attacker.start()
        while attacker.is_alive():
            start = time.monotonic()
            self.assertEqual(self.scan(picture), (200, "ok"))
            self.assertEqual(self.request("POST", "/v1/verify", b"HF1:GARBAGE", "text/plain")[0], 200)
            served += time.monotonic() - start < BOUND
        attacker.join()
        (answer, duration), = results
        self.assertEqual(answer, (422, "picture.timed_out"))
        print(f"finder patterns: refused after {duration:.2f} s, {served} others served", file=sys.stderr)
        self.assertLess(duration, BOUND)
        self.assertGreater(served, 1)

    def test_texts_are_verified_while_many_hostile_pictures_wait(self) -> None:
        hostile, answers = finder_patterns(), []
        attackers = [threading.Thread(target=lambda: answers.append(self.scan(hostile))) for _ in range(14)]
        for attacker in attackers:
            attacker.start()
        slowest = 0.0
        for _ in range(20):
            start = time.monotonic()
            self.assertEqual(self.request("POST", "/v1/verify", b"HF1:GARBAGE", "text/plain")[0], 200)
            slowest = max(slowest, time.monotonic() - start)
        for attacker in attackers:
            attacker.join()
        self.assertLess(slowest, BOUND)
        # Two are read and eight wait; the others are refused at once.
        self.assertLessEqual(set(answers), {(422, "picture.timed_out"), (503, "picture.busy")})
        self.assertIn((503, "picture.busy"), answers)

    def test_random_files_are_answered(self) -> None:
        choice, sample = random.Random(17), self.sample()
        for _ in range(100):
            changed = bytearray(sample)
            for _ in range(choice.randrange(1, 20)):
                changed[choice.randrange(len(changed))] = choice.randrange(256)
            status, _ = self.scan(bytes(changed[: choice.randrange(8, len(changed) + 1)]))
            self.assertIn(status, (200, 413, 415, 422))


if __name__ == "__main__":
    unittest.main()
