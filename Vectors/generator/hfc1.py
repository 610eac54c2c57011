"""hfc1.json: section 8, the text of a challenge as a device reads it."""

from __future__ import annotations

from .make import NONCE, File


def make() -> dict:
    f = File("hfc1", "Section 8: the text in the code that a verifier shows as its challenge. A device strips what section 2 lets a decoder strip, and refuses any other text.")
    text = "HFC1:000102030405060708090A0B0C0D0E0F"

    def good(slug: str, given: str, comment: str, data: bytes = NONCE, **more) -> None:
        f.layer(slug, comment, "8", {"valid": True, "bytes": data.hex()}, text=given, **more)

    def bad(slug: str, given: str, comment: str, **more) -> None:
        f.layer(slug, comment, "8", {"valid": False}, text=given, **more)

    good("ok", text, "As it is shown")
    good("zeros", "HFC1:" + "0" * 32, "A challenge of zeros", bytes(16))
    good("ones", "HFC1:" + "F" * 32, "A challenge of ones", b"\xff" * 16)
    for slug, before, after in (("cr", "", "\r"), ("lf", "", "\n"), ("crlf", "", "\r\n"), ("tab", "", "\t"), ("many", "\t\r\n", "\r\n\r\n\t"), ("aim-q0", "]Q0", ""), ("aim-q1", "]Q1", ""), ("aim-q6", "]Q6", ""), ("aim-all", "\r\n]Q1", "\t\r\n")):
        good(f"strip-{slug}", before + text + after, "What a decoder strips")
    for slug, given, why in (
            ("empty", "", "No text"), ("stripped", "\r\n", "Only what is stripped"), ("prefix", "HFC1:", "Only the prefix"), ("prefix-cut", "HFC1", "No colon"), ("prefix-lower", "hfc1:" + text[5:], "The prefix in lower case"), ("version", "HFC2:" + text[5:], "Another version"), ("licence", "HF1:BB8", "A licence's code"), ("licence-digits", "HF1:" + text[5:], "The prefix of a licence"),
            ("lower", text.lower(), "All in lower case"), ("digits-lower", "HFC1:" + text[5:].lower(), "Digits in lower case"), ("digits-mixed", text[:-1] + "f", "One digit in lower case"), ("short", text[:-2], "15 bytes"), ("long", text + "00", "17 bytes"), ("odd", text[:-1], "31 digits"), ("odd-long", text + "0", "33 digits"), ("8", "HFC1:0001020304050607", "8 bytes"), ("32", text + text[5:], "32 bytes"),
            ("letter", text[:-1] + "G", "A letter that is no digit"), ("space", text + " ", "A space at the end is not stripped"), ("space-first", " " + text, "Nor one at the start"), ("space-inside", "HFC1: " + text[5:], "Nor one behind the prefix"), ("groups", "HFC1:00010203 04050607 08090A0B 0C0D0E0F", "Digits in groups"), ("nul", text + "\0", "A NUL at the end"),
            ("wide", "HFC1:" + "\uff10" * 32, "Full-width digits"), ("arabic", "HFC1:" + "\u0660" * 32, "Other digits"), ("sign", "HFC1:+" + text[6:], "A sign"), ("hex-prefix", "HFC1:0X" + text[7:], "0X in front of the digits"), ("aim-q7", "]Q7" + text, "No identifier of a QR symbol"), ("aim-twice", "]Q1]Q1" + text, "Two identifiers"), ("aim-cr", "]Q1\r" + text, "A carriage return behind the identifier"), ("label", "QR-Code:" + text, "A label"), ("bom", "\ufeff" + text, "A byte order mark"),
            ("twice", text + "\r\n" + text, "Two scans as one text"), ("url", "https://example.com/" + text, "A link")):
        bad(slug, given, why)
    return f.content()
