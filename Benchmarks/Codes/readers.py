"""The two readers that the codes are read with, and the command that draws them."""

import subprocess
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


READERS = {"zbar": zbar, "ZXing": zxing}
