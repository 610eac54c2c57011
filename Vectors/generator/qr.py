"""qr.json: ISO/IEC 18004, alphanumeric mode. The tables are written down here and shared with no encoder; the modules of a few symbols are segno's."""

from __future__ import annotations

import segno
import segno.encoder

from hufu_reference import transport

from .make import SECOND, File, credential, holder, plain

LEVELS = "LMQH"
# ISO/IEC 18004 table 1: codewords of versions 1 to 40, data and error correction together.
TOTAL = (26, 44, 70, 100, 134, 172, 196, 242, 292, 346, 404, 466, 532, 581, 655, 733, 815, 901, 991, 1085, 1156, 1258, 1364, 1474, 1588, 1706, 1828, 1921, 2051, 2185, 2323, 2465, 2611, 2761, 2876,
         3034, 3196, 3362, 3532, 3706)
# ISO/IEC 18004 table 9: error-correction codewords in each block, and the number of blocks.
CORRECTION = {
    "L": (7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30),
    "M": (10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28),
    "Q": (13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30),
    "H": (17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30),
}
BLOCKS = {
    "L": (1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25),
    "M": (1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49),
    "Q": (1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68),
    "H": (1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81),
}


def data_codewords(version: int, level: str) -> int:
    return TOTAL[version - 1] - CORRECTION[level][version - 1] * BLOCKS[level][version - 1]


def capacity(version: int, level: str) -> int:
    """Characters in one alphanumeric segment: 4 bits of mode, the count, 11 bits for two characters, 6 for one."""
    count = 9 if version < 10 else 11 if version < 27 else 13
    bits = 8 * data_codewords(version, level) - 4 - count
    return bits // 11 * 2 + (bits % 11 >= 6)


def version(length: int, level: str) -> int | None:
    return next((v for v in range(1, 41) if capacity(v, level) >= length), None)


def pad(bits, version: int, length: int) -> None:
    """ISO/IEC 18004, 7.4.10: zeros up to the end of the codeword. segno 1.6.6 adds eight of them where the stream ends there already."""
    bits.extend([0] * (-length % 8))


segno.encoder.write_padding_bits = pad


def matrix(text: str, level: str, mask: int) -> dict:
    made = segno.make(text, error=level, mask=mask, mode="alphanumeric", boost_error=False, micro=False)
    assert made.version == version(len(text), level) and made.mask == mask and made.error == level
    return {"version": made.version, "mask": mask, "modules": ["".join(str(module) for module in row) for row in made.matrix]}


def make() -> dict:
    f = File("qr", "QR symbols in alphanumeric mode, one segment. `versions`: the smallest version that holds the text at each error-correction level, null if none does. A `length` stands for "
             "that many letters A. `matrix`: the symbol at `level` with `mask`, rows from above, 1 is dark, no quiet zone; any of the eight masks is a right symbol, an encoder that chooses another is "
             "compared after asking it for this one, or by decoding.")
    f.head["capacities"] = {level: [capacity(v, level) for v in range(1, 41)] for level in LEVELS}
    f.head["data_codewords"] = {level: [data_codewords(v, level) for v in range(1, 41)] for level in LEVELS}
    spec = "ISO/IEC 18004 tables 1, 3, 7 and 9"
    lengths = sorted({capacity(v, level) + more for v in range(1, 41) for level in LEVELS for more in (0, 1)} | {1})
    for length in lengths:
        f.layer(f"length-{length}", "At or one above the capacity of a version", spec, {"versions": {level: version(length, level) for level in LEVELS}}, ("edge",), length=length)
    texts = (("request", "HF1:" + "BB8" * 10), ("plain", transport.encode(plain())), ("token", transport.encode(holder())), ("token-base32", transport.encode(holder(), "base32")),
             ("token-page", transport.encode(holder(credential(licence=SECOND, redacted=(18,)), show=[18]))), ("alphabet", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"))
    for slug, text in texts:
        f.layer(f"text-{slug}", "A text of this profile", spec, {"versions": {level: version(len(text), level) for level in LEVELS}}, text=text)
    for slug, text, level, mask in (("1-q-aligned", "HF1:BB8", "Q", 0), ("1-m", "HELLO WORLD", "M", 3), ("2-m-aligned", "HF1:%69 VD92EX0UJCLQE7W581", "M", 5), ("7-l", "HF1Z" + "MZXW6YTBOI" * 21, "L", 2)):
        f.layer(f"matrix-{slug}", "The modules of a small symbol, made by segno 1.6.6" + ("; the stream ends with a codeword, and nothing is padded to it" if "aligned" in slug else "") + ("; version 7 is the first with version information" if slug[0] == "7" else ""), "ISO/IEC 18004",
                {"matrix": matrix(text, level, mask)}, text=text, level=level, mask=mask)
    return f.content()
