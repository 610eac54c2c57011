"""The readers that the codes are read with, and the command that draws them."""

import base64
import json
import re
import struct
import subprocess
import tempfile
from pathlib import Path

import cv2
import numpy as np
import zxingcpp
from pyzbar import pyzbar

ROOT = Path(__file__).resolve().parents[2]
COMMAND = ROOT / ".build/debug/hufu"


def hufu(*arguments, text=None):
    """Standard output of the built command, which has to end well."""
    given = None if text is None else text.encode()
    return subprocess.run([COMMAND, *arguments], input=given, stdout=subprocess.PIPE, check=True).stdout


def drawn(text, level):
    """The code with its quiet zone, one pixel per module; 255 is light. And its version."""
    png = hufu("render", "-", "-o", "-", "--scale", "1", "--error-correction", level, "--max-version", "40", text=text)
    modules = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
    return modules, (len(modules) - 8 - 17) // 4


def zbar(picture):
    return [found.data.decode() for found in pyzbar.decode(picture, symbols=[pyzbar.ZBarSymbol.QRCODE])]


def zxing(picture):
    return [found.text for found in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]


def png(picture):
    return cv2.imencode(".png", picture)[1].tobytes()


class Ours:
    """The picture helper of the built command, to which pictures are given as hufu scan does."""

    def __init__(self):
        self.process = None

    def __call__(self, picture):
        if self.process is None:
            pipe = subprocess.PIPE
            self.process = subprocess.Popen([COMMAND, "read-pictures"], stdin=pipe, stdout=pipe)
            assert self.process.stdout.readline() == b"hufu-pictures 1\n"
        file = png(picture)
        # No limit of time: the machine may be busy.
        self.process.stdin.write(struct.pack(">II", 0, len(file)) + file)
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        return [base64.b64decode(code["bytes"]).decode() for code in answer["codes"]]


def tool(picture):
    """The tool ZXingReader, of the ZXing that our reader uses."""
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        file.write(png(picture))
        file.flush()
        command = ["ZXingReader", "-1", "-format", "QRCode", file.name]
        output = subprocess.run(command, stdout=subprocess.PIPE, check=False).stdout.decode()
    return re.findall(r'QRCode "(.*)"', output)


READERS = {"zbar": zbar, "ZXing 3": zxing, "ZXing 1.4": tool, "hufu": Ours()}
