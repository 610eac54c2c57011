"""base45.json: RFC 9285."""

from __future__ import annotations

from .make import File

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"  # RFC 9285 table 1


def digits(number: int, count: int) -> str:
    """RFC 9285 section 4, by hand: the least significant digit first."""
    return "".join(ALPHABET[number // 45 ** place % 45] for place in range(count))


def make() -> dict:
    f = File("base45", "Section 2: the text after `HF1:`. A valid text is also what the bytes are encoded to.")

    def good(slug, text, data, comment, spec="RFC 9285 section 4", **more):
        f.layer(slug, comment, spec, {"valid": True, "bytes": data.hex()}, text=text, **more)

    def bad(slug, text, comment, spec="RFC 9285 section 4", **more):
        f.layer(slug, comment, spec, {"valid": False}, text=text, **more)

    for slug, data, text in (("ab", b"AB", "BB8"), ("hello", b"Hello!!", "%69 VD92EX0"), ("base-45", b"base-45", "UJCLQE7W581"), ("ietf", b"ietf!", "QED8WEX0")):
        good(f"rfc-{slug}", text, data, "An example of the standard", "RFC 9285 sections 4.3, 4.4", flags=("standard",))
    good("empty", "", b"", "Nothing encodes nothing; that a code needs something is another rule")
    good("fgw", "FGW", b"\xff\xff", "The largest pair: 65,535", flags=("edge",))
    bad("ggw", "GGW", "65,536: one above the largest pair", flags=("edge",))
    bad("colons", ":::", "91,124, the largest group of three", flags=("edge",))
    bad("colons-two", "::", "2,024, the largest final pair", flags=("edge",))
    good("u5", "U5", b"\xff", "The largest final pair: 255", flags=("edge",))
    bad("v5", "V5", "256: one above the largest final pair", flags=("edge",))
    good("00", "00", b"\0", "The smallest final pair")
    good("000", "000", b"\0\0", "The smallest group; its length is kept")
    for length in (1, 4, 7, 10, 31):
        bad(f"length-{length}", "0" * length, "A length of 1 modulo 3", flags=("edge",))
    bad("second-group-large", "000GGW", "A wrong group after a right one")
    bad("late-length", "BB80", "A right group and one character")
    for slug, character in (("lower", "b"), ("equals", "="), ("hash", "#"), ("comma", ","), ("semicolon", ";"), ("underscore", "_"), ("at", "@"), ("tab", "\t"),
                            ("lf", "\n"), ("cr", "\r"), ("nul", "\0"), ("e-acute", "é"), ("full-width", "Ａ"), ("arabic-digit", "٢"), ("kelvin", "\u212a")):
        bad(f"foreign-{slug}", "BB8" + character + "B8" if len(character.encode()) == 1 else "BB8" + character, "A character outside the alphabet")
    bad("lower-all", "bb8", "Lower case is not folded")
    good("space", "  0", (36 + 36 * 45).to_bytes(2, "big"), "A space is the digit 36, not something to strip")
    bad("space-end", "00 ", "As the third digit a space is 36 x 2,025, above 65,535")
    good("group-and-pair", "BB850", bytes([0x41, 0x42, 5]), "A final pair after a group")
    bad("space-trailing", "BB8 ", "A trailing space makes the length wrong; it is not stripped")
    bad("space-trailing-pair", "BB80 ", "As the second digit of a final pair a space is 36 x 45, above 255")
    for value, digit in enumerate(ALPHABET):
        good(f"digit-{value}", digit + "00", value.to_bytes(2, "big"), f"Character {value} of the alphabet, as the first digit")
    for number in (1, 44, 45, 2024, 2025, 2026, 255, 256, 257, 32767, 32768, 65534):
        good(f"pair-{number}", digits(number, 3), number.to_bytes(2, "big"), "A pair of bytes, by the formula of the standard", flags=("edge",))
    f.head["property"] = ("Besides the cases: for every number n from 0 to 65,535, its three digits (least significant first, base 45) decode to its two bytes and back, and "
                          "for n from 65,536 to 91,124 they are refused. The same with two digits: 0 to 255 are one byte, 256 to 2,024 are refused.")
    return f.content()
