"""From a text to a PNG of four pixels per module: this library beside three others, on the same tokens at level M.

All draw in turns, and each figure is the median of the rounds, so that a busy machine slows all alike. Every library
writes alphanumeric mode at the level asked for, and what each has drawn is read back before it is measured.
"""

import io
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import qrcode
import segno
import zxingcpp
from PIL import Image
from qrcode.util import MODE_ALPHA_NUM, QRData

from readers import zxing

HERE = Path(__file__).resolve().parent
ROUNDS = 9


class Hufu:
    """The Swift library in its own process, which keeps the time itself."""

    def __init__(self):
        bench = HERE.parent / ".build/release/bench"
        self.process = subprocess.Popen([bench, "draw"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def seconds(self, text, count):
        self.process.stdin.write(f"{count} {text}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline().split()[0]) / 1e9 / count


class Peer:
    def __init__(self, draw):
        self.draw = draw

    def seconds(self, text, count):
        start = time.perf_counter()
        for _ in range(count):
            self.draw(text)
        return (time.perf_counter() - start) / count


def by_segno(text):
    output = io.BytesIO()
    code = segno.make_qr(text, error="m", mode="alphanumeric", boost_error=False)
    code.save(output, kind="png", scale=4, border=4)
    return output.getvalue()


def by_qrcode(text):
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=4, border=4)
    code.add_data(QRData(text, mode=MODE_ALPHA_NUM), optimize=0)
    output = io.BytesIO()
    code.make_image().save(output, "PNG")
    return output.getvalue()


def zxing_picture(text):
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return code.to_image(scale=4, add_quiet_zones=True)


def by_zxing(text):
    """Its writer ends at the pixels; Pillow makes the PNG of them, as fast as it can."""
    output = io.BytesIO()
    Image.fromarray(np.asarray(zxing_picture(text))).convert("1").save(output, "PNG", compress_level=1)
    return output.getvalue()


PEERS = {
    "segno": (Peer(by_segno), 3, 20),
    "qrcode": (Peer(by_qrcode), 3, 20),
    "zxing-cpp": (Peer(by_zxing), 30, 2),
    "zxing-cpp, pixels only": (Peer(zxing_picture), 30, None),
}


def main():
    tokens = json.loads((HERE / "tokens.json").read_text())
    for draw in (by_segno, by_qrcode, by_zxing):
        for text in tokens.values():
            picture = np.asarray(Image.open(io.BytesIO(draw(text))).convert("L"))
            assert text in zxing(picture), f"{draw.__name__} drew something else"
    hufu = Hufu()
    ratios = {name: [] for name in PEERS}
    times = {name: [] for name in ["hufu", *PEERS]}
    for _ in range(ROUNDS):
        for text in tokens.values():
            own = hufu.seconds(text, 100)
            times["hufu"].append(own)
            for name, (peer, count, _) in PEERS.items():
                seconds = peer.seconds(text, count)
                times[name].append(seconds)
                ratios[name].append(seconds / own)
    for name, values in times.items():
        print(f"{name}: {statistics.median(values) * 1e3:.2f} ms a picture")
    kept = True
    for name, (_, _, limit) in PEERS.items():
        ratio = statistics.median(ratios[name])
        if limit is None:
            print(f"{name} / hufu: {ratio:.1f}")
            continue
        print(f"bar: {name} / hufu, text to PNG: {ratio:.1f} (at least {limit})")
        kept = kept and ratio >= limit
    sys.exit(0 if kept else 1)


main()
