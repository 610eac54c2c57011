"""base32.json: RFC 4648 section 6, without padding."""

from __future__ import annotations

from .make import File

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"  # RFC 4648 table 3


def make() -> dict:
    f = File("base32", "Section 2: the text after `HF1Z`. A valid text is also what the bytes are encoded to.")

    def good(slug, text, data, comment, spec="RFC 4648 section 6", **more):
        f.layer(slug, comment, spec, {"valid": True, "bytes": data.hex()}, text=text, **more)

    def bad(slug, text, comment, spec="2", **more):
        f.layer(slug, comment, spec, {"valid": False}, text=text, **more)

    for data, text in ((b"", ""), (b"f", "MY"), (b"fo", "MZXQ"), (b"foo", "MZXW6"), (b"foob", "MZXW6YQ"), (b"fooba", "MZXW6YTB"), (b"foobar", "MZXW6YTBOI")):
        good(f"rfc-{data.decode() or 'empty'}", text, data, "An example of the standard, its padding left out", "RFC 4648 section 10", flags=("standard",))
    for text in ("MY======", "MZXQ====", "MZXW6===", "MZXW6YQ=", "MZXW6YTBOI======"):
        bad(f"padded-{text.rstrip('=').lower()}", text, "Padding is refused")
    bad("padding-only", "========", "Padding alone is refused")
    for length in (1, 3, 6, 9, 11, 14):
        bad(f"length-{length}", "A" * length, "A length of 1, 3 or 6 modulo 8", flags=("edge",))
    for length in (2, 4, 5, 7, 8):
        good(f"length-{length}", "A" * length, bytes(length * 5 // 8), "A possible length", flags=("edge",))
    for text in ("MZ", "M7", "MZXR", "MZX7", "MZXW7", "MZXW6YR", "AB", "AAAB", "AAAAB", "AAAAAAB"):
        bad(f"bits-{text.lower()}", text, "The bits after the last byte are not zero", flags=("edge",))
    good("ff", "74", b"\xff", "All bits of one byte", flags=("edge",))
    good("ff-5", "77777777", b"\xff" * 5, "All bits of five bytes", flags=("edge",))
    for slug, character in (("lower", "a"), ("0", "0"), ("1", "1"), ("8", "8"), ("9", "9"), ("space", " "), ("equals", "="), ("minus", "-"), ("plus", "+"), ("lf", "\n"),
                            ("nul", "\0"), ("e-acute", "É"), ("full-width", "Ａ")):
        bad(f"foreign-{slug}", "AAAAAAA" + character if len(character.encode()) == 1 else "AAAAAA" + character, "A character outside the alphabet")
    bad("lower-all", "my", "Lower case is not folded")
    for value, letter in enumerate(ALPHABET):
        good(f"digit-{value}", "AAAAAAA" + letter, bytes([0, 0, 0, 0, value]), f"Character {value} of the alphabet")
    return f.content()
