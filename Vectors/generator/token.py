"""token.json: the text, and the token around a right credential."""

from __future__ import annotations

import base64
import re

from hufu_reference import transport
from hufu_reference.issue import Sealed
from hufu_reference.keys import N, edwards as edwards_point
from hufu_reference.strict import read

from . import edwards
from .cbor import BROKEN
from .cose import BAD_POINTS
from .make import (DEVICE, DEVICE2, DEVICE_ED, EXP, IAT, ISS, ISSUER, LAST, NOW, REDACTED, SECOND, SHORT, File, Raw, Tag, Text, both, claim, credential, holder, label, live,
                   no_claim, no_label, plain, seal, write)


class ScalarDevice:
    """A device whose key and signature are computed by hand."""

    algorithm = -19

    def __init__(self, key: bytes, signer):
        self.public = edwards_point(key)
        self.sign = signer


def parts(payload: bytes) -> list[bytes]:
    protected, _, body, signature = read(payload).value[1].value
    return [protected.value, body.value, signature.value]


def texts(f: File) -> None:
    good = transport.encode(holder())
    wedge = "HF1Z" + base64.b32encode(holder()).rstrip(b"=").decode()
    for slug, text, why in (
            ("plain", good, "As encoded"), ("base32", wedge, "The form for scanners that are keyboards"), ("aim-q1", "]Q1" + good, "The identifier of a QR symbol"),
            ("aim-q0", "]Q0" + good, "The first identifier"), ("aim-q6", "]Q6" + good, "The last identifier"), ("cr", good + "\r", "CR"), ("lf", good + "\n", "LF"),
            ("crlf", good + "\r\n", "CR LF"), ("aim-crlf", "]Q1" + good + "\r\n", "Both"), ("base32-aim-lf", "]Q3" + wedge + "\n", "Both, around Base32"),
            ("suffix-tab", good + "\t", "A tab, as scanners add that fill in forms"), ("suffix-tab-crlf", good + "\t\r\n", "A tab and a line end"), ("suffix-lf-lf", good + "\n\n", "Two newlines"), ("suffix-cr-cr", good + "\r\r", "Two carriage returns"),
            ("suffix-lf-cr", good + "\n\r", "LF CR"), ("suffix-crlf-twice", good + "\r\n\r\n", "Two line ends"), ("suffix-many", good + "\t\r\n" * 2000, "As many as there are: 6,000"), ("prefix-cr", "\r" + good, "A carriage return before the code"),
            ("prefix-lf", "\n" + good, "A newline before the code"), ("prefix-tab-crlf", "\t\r\n" + good, "A tab and a line end before the code"), ("prefix-many", "\r\n" * 3000 + good, "As many as there are: 6,000"), ("prefix-aim", "\r\n]Q1" + good + "\t", "All three: before the identifier, the identifier, and behind the code"),
            ("base32-tabs", "\t" + wedge + "\t", "Around Base32")):
        f.case(f"text-ok-{slug}", f"The text of a code: {why}", 2, text)
    for slug, text, why in (
            ("nothing", "", "No text"), ("lf", "\n", "Only a line end"), ("crlf", "\r\n", "Only a line end"), ("aim", "]Q1", "Only an identifier"), ("aim-cr", "]Q1\r", "An identifier and a line end"),
            ("prefix", "HF1:", "Only the prefix"), ("prefix-base32", "HF1Z", "Only the prefix"), ("prefix-all", "]Q1HF1:\r\n", "Everything but a payload"), ("stripped", "\r\n\t\r\n", "Only what is stripped"), ("lf-lf", "\n\n", "Two line ends"), ("stripped-aim", "\t]Q1\t", "An identifier in what is stripped"), ("stripped-prefix", "HF1:\t", "The prefix, and what is stripped")):
        f.case(f"text-empty-{slug}", why, 2, text, "payload.empty")
    for slug, text, why in (
            ("4297", "HF1:" + "0" * 4293, "One character more than a symbol holds"), ("4297-aim", "]Q1HF1:" + "0" * 4293 + "\n", "The same inside an identifier and a line end"),
            ("4297-foreign", "x" * 4297, "Before the prefix is looked at"), ("4297-space", "x" * 4296 + " ", "A space is not stripped"), ("4297-stripped", "\r\n]Q1HF1:" + "0" * 4293 + "\t\n", "The same inside all that is stripped"), ("10000", "HF1:" + "0" * 9996, "Far more")):
        f.case(f"text-large-{slug}", why, 2, text, "payload.too_large", flags=("edge",))
    f.case("text-large-bytes", "4,297 bytes are too many, even if they are 4,296 characters", 2, "x" * 4295 + "é", "payload.too_large", flags=("edge",))
    for slug, text, code, why in (
            ("4296", "HF1:" + "0" * 4292, "payload.text_invalid", "The longest text, whose length is 2 modulo 3 after the prefix, is read; its bytes are no CBOR"),
            ("4296-foreign", "x" * 4296, "payload.prefix_unknown", "The longest text goes on to the prefix"),
            ("4296-aim-crlf", "]Q1" + "x" * 4296 + "\r\n", "payload.prefix_unknown", "What is stripped does not count"),
            ("4296-stripped", "\t\t]Q1" + "x" * 4296 + "\n\n", "payload.prefix_unknown", "What is stripped does not count, however much it is")):
        f.case(f"text-edge-{slug}", why, 2, text, "cbor.invalid" if slug == "4296" else code, flags=("edge",))
    for slug, text in (("0", "HF0:"), ("2", "HF2:BB8"), ("2-base32", "HF2ZMY"), ("9", "HF9:" + good[4:]), ("aim", "]Q1HF2:"), ("2-lower", "HF2:abc")):
        f.case(f"text-version-{slug}", "Another version digit", 2, text, "payload.version_unsupported")
    for slug, text, why in (
            ("hf1", "HF1", "No colon"), ("hf", "HF", "Nothing more"), ("h", "H", "Nothing more"), ("lower", good.lower(), "Lower case, as a keyboard with caps lock would give"),
            ("lower-prefix", "hf1:" + good[4:], "Only the prefix in lower case"), ("z-lower", "HF1z" + wedge[4:], "Only the Z in lower case"), ("semicolon", "HF1;" + good[4:], "What a foreign keyboard layout makes of the colon"),
            ("oe", "HF1Ö" + good[4:], "What another keyboard layout makes of the colon"), ("y", "HF1Y" + wedge[4:], "What a German keyboard makes of Z"), ("ten", "HF10:BB8", "Two digits"), ("arabic", "HF٢:BB8", "A digit that is not ASCII"),
            ("letter", "HFA:BB8", "A letter as the version"), ("other", "HC1:" + good[4:], "Another format"), ("challenge", "HFC1:000102030405060708090A0B0C0D0E0F", "A challenge is no licence"), ("json", "{\"a\":1}", "Something else"), ("url", "https://example.com/", "A link: it is not followed"),
            ("space", " " + good, "A leading space is not stripped"), ("bom", "\ufeff" + good, "A leading byte order mark is not stripped"), ("vt", "\v" + good, "A leading vertical tab is not stripped"), ("stx", "\x02" + good, "A leading STX is not stripped"), ("label", "QR-Code:" + good, "The label of a decoder is not stripped"),
            ("label-lf", "\nQR-Code:" + good + "\n", "Nor between line ends"), ("aim-then-cr", "]Q1\r" + good, "A carriage return between the identifier and the code"), ("cr-space", "\r " + good, "A space behind a carriage return"), ("stripped-middle", "HF\t1:" + good[4:], "A tab in the prefix"),
            ("aim-q7", "]Q7" + good, "No identifier of a QR symbol"), ("aim-lower", "]q1" + good, "An identifier in lower case"), ("aim-twice", "]Q1]Q1" + good, "Stripped once"),
            ("aim-d2", "]d2" + good, "The identifier of another symbology"), ("aim-cut", "]Q", "An identifier that is cut off"), ("aim-after-space", " ]Q1" + good, "Not at the start"),
            ("nul", "\0" + good, "A leading NUL"), ("first-letter", "X" + good[1:], "Another first letter"), ("second-letter", "HX" + good[2:], "Another second letter")):
        f.case(f"text-prefix-{slug}", why, 2, text, "payload.prefix_unknown")
    f.case("text-prefix-bytes", "Bytes that are not UTF-8", 2, Text(b"\xff\xfe"), "payload.prefix_unknown")
    f.case("text-bytes", "Bytes that are not UTF-8 after the prefix", 2, Text(b"HF1:\xff"), "payload.text_invalid")
    f.case("text-latin", "A Latin-1 letter after the prefix", 2, Text(good.encode() + b"\xe9"), "payload.text_invalid")
    assert len(good) % 3 == 1 or len(good[4:]) % 3 in (0, 2)
    for slug, text, why in (
            ("tab-middle", good[:40] + "\t" + good[40:], "A tab inside the code"), ("lf-middle", good[:40] + "\n" + good[40:], "A newline inside the code: two scans, or a text that was wrapped"), ("vt", good + "\v", "A vertical tab is not stripped"), ("etx", good + "\x03", "An ETX is not stripped"),
            ("nel", good + "\u0085", "A next-line character is not stripped"), ("cr-space", good + "\r ", "Behind a space nothing is stripped"), ("twice", good + "\r\n" + good, "Two scans as one text"), ("nul", good + "\0", "A NUL is not stripped"), ("lower", good[:4] + good[4:].lower(), "Lower case after the prefix"), ("ggw", "HF1:GGW", "A group above 65,535"),
            ("colons", "HF1::::", "The largest group"), ("pair", "HF1:::", "A final pair above 255"), ("length", "HF1:0", "A length of 1 modulo 3"), ("length-4", "HF1:0000", "A length of 1 modulo 3"), ("foreign", "HF1:" + "é", "A character outside the alphabet"),
            ("space-middle", good[:40] + "\u00a0" + good[40:], "A no-break space"), ("b32-padding", "HF1ZMY======", "Base32 with padding"), ("b32-bits", "HF1ZMZ", "Trailing bits"), ("b32-length", "HF1ZAAA", "An impossible length"), ("b32-digit", "HF1ZM1", "A digit that Base32 does not have"),
            ("b32-lower", wedge[:4] + wedge[4:].lower(), "Base32 in lower case"), ("b32-space", wedge[:40] + " " + wedge[40:], "A space in Base32"), ("forms-mixed", "HF1Z" + good[4:], "Base45 under the prefix of Base32"),
            ("aim-end", good + "]Q1", "An identifier at the end")):
        f.case(f"text-invalid-{slug}", why, 2, text, "payload.text_invalid")
    percent_decoded(f)
    # A trailing space is a digit: of these two texts of a whole number of groups, the space makes a length of 1 modulo 3, or a last pair that is too large.
    whole, rest = (next(t for t in (transport.encode(holder(cti=b"x" * n)) for n in range(1, 4)) if len(t) % 3 == remainder) for remainder in (1, 0))
    f.case("text-space-1", "A trailing space after whole groups is one character too many", 2, whole + " ", "payload.text_invalid")
    f.case("text-space-2", "A trailing space that completes a last group is its third digit, 36 x 2,025: too large", 2, rest + " ", "payload.text_invalid")
    f.case("text-not-cbor", "Right Base45 of a break code", 3, b"\xff", "cbor.invalid")


def percent_decoded(f: File) -> None:
    """What is left of a code that an app takes for a web address, and decodes: %96 becomes a byte, %41 the letter A, which is a character of Base45."""
    digits = {character: value for value, character in enumerate(transport.BASE45)}

    def undone(text: str) -> bytes:
        return re.sub(rb"%([0-9A-F]{2})", lambda found: bytes([int(found[1], 16)]), text.encode())

    def refused_as_text(data: bytes) -> bool:
        """By the arithmetic of Base45 alone."""
        rest = data[4:].decode("latin-1")
        if len(rest) % 3 == 1 or not set(rest) <= set(digits):
            return True
        values = [sum(digits[one] * 45**place for place, one in enumerate(rest[start:start + 3])) for start in range(0, len(rest), 3)]
        return any(value > 65535 for value in values[:-1]) or values[-1] > (65535 if len(rest) % 3 == 0 else 255)
    codes = [transport.encode(plain(licence={**SHORT, "document_number": "T" * length, "family_name": f"Li {number}"})) for length in range(1, 24) for number in range(10)]
    within = rb"HF1:[0-9A-Z $%*+./:-]+"
    outside = next(text for text in codes if undone(text) != text.encode() and not re.fullmatch(within, undone(text)))
    inside = [text for text in codes if undone(text) != text.encode() and re.fullmatch(within, undone(text)) and refused_as_text(undone(text))]
    assert len(inside) > 2, len(inside)
    f.case("text-percent-outside", "A code of which an app has decoded the escapes: a byte outside the alphabet appears", 2, Text(undone(outside)), "payload.text_invalid")
    for number, text in enumerate(inside[:3]):
        f.case(f"text-percent-inside-{number}", "The same with escapes that stand for characters of the alphabet: what follows is shifted", 2, undone(text).decode(), "payload.text_invalid")


def signatures(f: File) -> None:
    made = credential()
    for name, device in (("p256", DEVICE), ("ed", DEVICE_ED)):
        mine = credential(device=device)
        protected, body, signature = parts(holder(mine, device=device))
        for slug, changed, why in (("zero", bytes(64), "All zero"), ("first", bytes([signature[0] ^ 1]) + signature[1:], "A bit of its first half changed"), ("last", signature[:63] + bytes([signature[63] ^ 1]), "A bit of its second half changed"),
                                   ("r-0", bytes(32) + signature[32:], "r or R all zero"), ("s-0", signature[:32] + bytes(32), "s or S zero"), ("max", b"\xff" * 64, "All ones"), ("swapped", signature[32:] + signature[:32], "Its halves swapped")):
            f.case(f"signature-{name}-{slug}", f"The token's signature: {why}", 7, Sealed(protected, body, changed).encode(), "token.signature_invalid", flags=("edge",))
    protected, body, signature = parts(holder(made))
    n = N.to_bytes(32, "big")
    f.case("signature-r-n", "r = n", 7, Sealed(protected, body, n + signature[32:]).encode(), "token.signature_invalid", flags=("edge",))
    f.case("signature-s-n", "s = n", 7, Sealed(protected, body, signature[:32] + n).encode(), "token.signature_invalid", flags=("edge",))
    twin = signature[:32] + (N - int.from_bytes(signature[32:], "big")).to_bytes(32, "big")
    f.case("signature-twin", "(r, n - s): accepted", "4", Sealed(protected, body, twin).encode(), flags=("malleable",))
    f.case("signature-payload", "Another payload under the old signature", 7, Sealed(protected, write({3: "any", 4: NOW + 31, 6: NOW}), signature).encode(), "token.signature_invalid")
    f.case("signature-context", "Another context in the Sig_structure", 7, seal(DEVICE, protected, body, context="Signature").encode(), "token.signature_invalid")
    aad = DEVICE.sign(write(["Signature1", protected, b"x", body]))
    f.case("signature-aad", "Other external data in the Sig_structure", 7, Sealed(protected, body, aad).encode(), "token.signature_invalid")
    f.case("signature-issuer", "Signed by the issuer instead of the device", 7, holder(made, device=ISSUER), "token.signature_invalid")
    f.case("signature-other-device", "Signed by another device", 7, holder(made, device=DEVICE2), "token.signature_invalid", flags=("downgrade",))
    other = parts(holder(credential(licence={**SHORT, "document_number": "T-2"})))
    f.case("signature-other-credential", "A token of credential A around credential B, both of one device", 7, Sealed(other[0], body, signature).encode(), "token.signature_invalid", flags=("downgrade",))
    theirs = credential(device=DEVICE2)
    f.case("signature-stolen-credential", "A stolen credential in a token of the thief's own device", 7, holder(theirs, device=DEVICE), "token.signature_invalid", flags=("downgrade",))
    f.case("algorithm-ed", "The token's alg is Ed25519, the key in cnf P-256", 7, holder(made, device=DEVICE_ED), "token.algorithm_mismatch")
    f.case("algorithm-p256", "The token's alg is ESP256, the key in cnf Ed25519", 7, holder(credential(device=DEVICE_ED), device=DEVICE), "token.algorithm_mismatch")
    f.case("algorithm-header", "Only the header says Ed25519", 7, holder(made, change=label(1, -19)), "token.algorithm_mismatch")
    shown = credential(licence=SECOND, redacted=(18,))
    protected, body, signature = parts(holder(shown))
    stripped = parts(holder(shown, show=[18]))
    f.case("signature-disclosure-added", "A disclosure added after the device signed: the whole credential is in the signed header", 7, Sealed(stripped[0], body, signature).encode(), "token.signature_invalid")
    protected, body, signature = stripped
    f.case("signature-disclosure-removed", "A disclosure taken out after the device signed", 7, Sealed(parts(holder(shown))[0], body, signature).encode(), "token.signature_invalid")

    for slug, key, why in BAD_POINTS:
        signer = DEVICE if key[1] == 2 else DEVICE_ED
        f.case(f"key-{slug}", f"The key in cnf: {why}", 7, holder(credential(change=claim(8, {1: key})), device=signer), "token.key_invalid", flags=("edge",))
    # Keys and signatures that need more than a library
    found = {}
    for nonce in range(1000):
        device = ScalarDevice(edwards.MIXED, lambda message, nonce=nonce: edwards.sign(message, nonce=nonce)[0])
        payload = holder(credential(device=device), device=device)
        protected, body, signature = parts(payload)
        found.setdefault(edwards.holds(edwards.hashed(signature[:32], edwards.MIXED, write(["Signature1", protected, b"", body]))), payload)
        if True in found and False in found:
            break
    f.case("ed-mixed", "A device key of order 8L is a good point; this signature is accepted only by the equation with the cofactor", 7, found[False], "token.signature_invalid", flags=("malleable",))
    f.case("ed-mixed-valid", "The same, where k is 0 modulo 8, reduced modulo L or not, so that the equation without the cofactor holds", 7, found[True])
    for slug, r, code in (("", (1).to_bytes(32, "little"), "ok"), ("-long", (edwards.Q + 1).to_bytes(32, "little"), "token.signature_invalid"),
                          ("-sign", (1 | 1 << 255).to_bytes(32, "little"), "token.signature_invalid")):
        device = ScalarDevice(edwards.PURE, lambda message, r=r: edwards.sign_neutral(message, r))
        f.case(f"ed-neutral-r{slug}", "R is the neutral element" + (", not canonically encoded: it differs as bytes" if slug else ": nothing forbids it"), 7,
               holder(credential(device=device), device=device), code, flags=("malleable",))
    low = credential(device=DEVICE_ED)
    protected, body, signature = parts(holder(low, device=DEVICE_ED))
    s = int.from_bytes(signature[32:], "little") + edwards.L
    f.case("ed-s-plus-l", "S + L", 7, Sealed(protected, body, signature[:32] + s.to_bytes(32, "little")).encode(), "token.signature_invalid", flags=("malleable",))


def make() -> dict:
    f = File("token", "Sections 2, 4 and 8 and steps 2 to 7 and 11: the text, and the token around a right credential.")
    texts(f)

    def signed(slug, comment, spec, code, change, **more):
        f.case(slug, comment, spec, holder(change=change), code, **more)

    signed("ok", "A token as it should be", "8", "ok", None, intermediates=True)
    # The header
    for slug, change, why in (
            ("kid", label(4, b"kid"), "A kid"), ("kcwt-none", no_label(13), "No credential"), ("kcwt-null", label(13, None), "kcwt null"), ("kcwt-map", label(13, {}), "kcwt a map"),
            ("sd-alg", label(170, -16), "sd_alg in a token"), ("cwt-claims", label(15, {}), "CWT claims in the header"), ("sd-claims", label(17, [b"\x81\x40"]), "sd_claims in the protected header"), ("alg-none", no_label(1), "No alg"), ("typ-none", no_label(16), "No typ"),
            ("typ-text", label(16, "application/kb+cwt"), "typ as text"), ("typ-293", label(16, 293), "typ of a credential"), ("typ-61", label(16, 61), "typ of a plain CWT"), ("typ-295", label(16, 295), "An unknown typ"),
            ("crit-empty", label(2, []), "An empty crit"), ("crit-absent", label(2, [4]), "crit that names an absent label"), ("crit-17", label(2, [17]), "crit that names sd_claims"), ("crit-repeated", label(2, [13, 13]), "A label twice in crit")):
        signed(f"header-{slug}", why, 3, "cose.header_invalid", change)
    signed("header-crit-ok", "Everything that crit may name in a token", 3, "ok", label(2, [1, 2, 13, 16]))
    signed("header-ignored", "Unknown protected labels", 3, "ok", both(label(99, [None]), label("x", 0)))
    signed("header-crit-unknown", "crit names a label that is not understood", 3, "cose.critical_unknown", both(label(2, [13, 99]), label(99, 0)))
    for slug, alg in (("reserved", 0), ("es384", -35), ("hmac", 5), ("minus-6", -6), ("minus-10", -10), ("7", 7)):
        signed(f"header-alg-{slug}", f"alg {alg}", 3, "cose.algorithm_unsupported", label(1, alg))
    by_ed = credential(device=DEVICE_ED)
    f.case("alg-ok-es256", "alg -7 with a P-256 device", "4", holder(change=label(1, -7)))
    f.case("alg-ok-eddsa", "alg -8 with an Ed25519 device", "4", holder(by_ed, device=DEVICE_ED, change=label(1, -8)))
    f.case("alg-ok-both", "alg -7 in the credential and the token", "4", holder(credential(change=label(1, -7)), change=label(1, -7)))
    for slug, alg, options, why in (("es256-ed", -7, {"made": by_ed, "device": DEVICE_ED}, "-7 with an Ed25519 device"), ("eddsa-p256", -8, {}, "-8 with a P-256 device")):
        f.case(f"alg-other-{slug}", f"alg {why}", 7, holder(change=label(1, alg), **options), "token.algorithm_mismatch", flags=("downgrade",))
    protected, body, signature = parts(holder())
    for slug, unprotected, why in (("alg", {1: -9}, "alg"), ("kcwt", {13: 0}, "kcwt"), ("sd-claims", {17: [b"\x81\x40"]}, "sd_claims"), ("other", {99: 0}, "an unknown label")):
        f.case(f"unprotected-{slug}", f"{why} in the unprotected header", 3, Sealed(protected, body, signature, unprotected).encode(), "cose.header_invalid")
    inner = read(holder()).value[1].value
    f.case("nested", "A token around a token", 4, holder(sealed=Sealed(inner[0].value, inner[2].value, inner[3].value)), "cose.header_invalid", flags=("downgrade",))
    f.case("nested-61", "A token around a plain CWT", 4, holder(sealed=_Bytes(plain())), "cose.header_invalid", flags=("downgrade",))
    f.case("payload-array", "The token's payload is an array", 3, holder_with(write([])), "cose.structure_invalid")
    f.case("payload-empty", "The token's payload is empty", 3, holder_with(b""), "cbor.invalid")
    f.case("payload-trailing", "A byte after the token's payload", 3, holder_with(write({3: "any", 4: NOW + 30, 6: NOW}) + b"\0"), "cbor.invalid")
    signed("cbor-59", "simple(59) in a token's claims", 3, "cbor.invalid", claim(REDACTED, [bytes(32)]))
    signed("cbor-59-header", "simple(59) in a token's header", 3, "cbor.invalid", label(REDACTED, 0))
    for slug, raw, why in BROKEN:
        if len(raw) <= 24:
            signed(f"cbor-claim-{slug}", f"In a claim that is ignored: {why}", 3, "cbor.invalid", claim(99, Raw(bytes.fromhex(raw))))
            signed(f"cbor-label-{slug}", f"In a label that is ignored: {why}", 3, "cbor.invalid", label(99, Raw(bytes.fromhex(raw))))

    # Step 5: the claims
    for name, key in (("exp", 4), ("iat", 6)):
        for slug, value, why in (("negative", -1, "negative"), ("2-53", 1 << 53, "2^53"), ("2-64", (1 << 64) - 1, "2^64-1"), ("tag-1", Tag(1, NOW), "tagged"), ("text", str(NOW), "a text"), ("null", None, "null"), ("bool", True, "a boolean")):
            signed(f"claims-{name}-{slug}", f"{name} is {why}", 5, "token.claims_invalid", claim(key, value))
        signed(f"claims-{name}-float", f"{name} is a float", 3, "cbor.invalid", claim(key, Raw(bytes.fromhex("fb41dacd6d27800000"))))
        signed(f"claims-{name}-none", f"No {name}", 5, "token.claims_invalid", no_claim(key))
    for slug, change, why in (
            ("aud-none", no_claim(3), "No aud"), ("aud-empty", claim(3, ""), "An empty aud"), ("aud-256", claim(3, "x" * 256), "aud of 256 bytes"), ("aud-array", claim(3, ["any"]), "aud as an array"), ("aud-null", claim(3, None), "aud null"),
            ("aud-bytes", claim(3, b"any"), "aud in bytes"), ("exp-iat", claim(4, NOW), "exp equal to iat"), ("exp-before", claim(4, NOW - 1), "exp before iat"), ("cti-empty", claim(7, b""), "An empty cti"), ("cti-65", claim(7, bytes(65)), "cti of 65 bytes"),
            ("cti-text", claim(7, "x"), "cti as text"), ("iss", claim(1, ISS), "iss in a token"), ("sub", claim(2, "T-1"), "sub in a token"), ("nbf", claim(5, NOW), "nbf in a token"), ("iss-null", claim(1, None), "iss in a token, null"), ("empty", lambda h, c: c.clear(), "No claims")):
        signed(f"claims-{slug}", why, 5, "token.claims_invalid", change)
    for slug, change, why in (("cti-1", claim(7, b"x"), "The shortest cti"), ("cti-64", claim(7, bytes(64)), "The longest cti"), ("other", both(claim(99, None), claim("x", 0), claim(8, {})), "Unknown claims")):
        signed(f"claims-ok-{slug}", why, "8", "ok", change, flags=("edge",))

    # Step 11
    long = "x" * 255
    for slug, aud, policy, code, why in (
            ("police", "police", None, "token.audience_mismatch", "For the police, shown to a verifier of the public"),
            ("police-ok", "police", {"audiences": ["any", "police"]}, "ok", "For the police, shown to the police"),
            ("any-unlisted", "any", {"audiences": ["police"]}, "token.audience_mismatch", "\"any\" counts only if it is listed"),
            ("none", "any", {"audiences": []}, "token.audience_mismatch", "No audience at all"),
            ("case", "ANY", None, "token.audience_mismatch", "Audiences are compared exactly"), ("space", "any ", None, "token.audience_mismatch", "Audiences are compared exactly"),
            ("prefix", "anyone", None, "token.audience_mismatch", "Audiences are compared exactly"), ("nfc", "caf\u00e9", {"audiences": ["cafe\u0301"]}, "token.audience_mismatch", "Byte for byte, without normalisation"),
            ("long", long, {"audiences": [long]}, "ok", "The longest audience"), ("roadside", "police", "roadside", "ok", "For the police at the roadside")):
        f.case(f"audience-{slug}", why, 11, holder(audience=aud), code, policy=policy)

    for life, code in ((119, "ok"), (120, "ok"), (121, "token.lifetime_exceeded")):
        f.case(f"life-{life}", "The longest life of a token under the default policy is 120 s", 11, holder(change=claim(4, NOW + life)), code, flags=("edge",))
    f.case("life-0", "A policy that allows no life at all", 11, holder(), "token.lifetime_exceeded", policy={"longest_token_life": 0})
    f.case("life-2-53", "exp of 2^53-1: too long a life, and no overflow", 11, holder(change=claim(4, LAST)), "token.lifetime_exceeded", flags=("edge",))
    short = credential(iat=NOW - 100, exp=NOW + 400 * 86400 - 100)
    for slug, iat, exp, code, why in (("before", NOW - 101, NOW - 1, "token.outside_credential", "iat one second before the credential's"), ("from", NOW - 100, NOW - 1, "ok", "iat equal to the credential's"),
                                      ("after", NOW - 99, NOW - 1, "ok", "iat one second after it")):
        f.case(f"outside-{slug}", why, 11, holder(short, change=both(claim(6, iat), claim(4, exp))), code, offset=live(NOW, iat, exp), flags=("edge",))
    ending = credential(exp=NOW + 10)
    for slug, exp, code, why in (("until", NOW + 10, "ok", "exp equal to the credential's"), ("inside", NOW + 9, "ok", "exp one second before it"), ("outlives", NOW + 11, "token.outside_credential", "exp one second after it")):
        f.case(f"outside-{slug}", why, 11, holder(ending, change=claim(4, exp)), code, notices=("status.unchecked", "credential.ending"), flags=("edge",))
    for skew in (0, 10, 30):
        policy = {"skew": skew}
        payload = holder()
        for delta, code in ((-1, "token.not_yet_valid"), (0, "ok"), (1, "ok")):
            now = NOW - skew + delta
            offset = live(now, NOW, NOW + 30)
            f.case(f"time-from-{skew}-{delta}", f"now is iat - skew {delta:+d}", 11, payload, code, now=now, policy=policy, offset=offset, flags=("edge",), notices=notices(offset))
        for delta, code in ((-1, "ok"), (0, "token.expired"), (1, "token.expired")):
            now = NOW + 30 + skew + delta
            offset = live(now, NOW, NOW + 30)
            f.case(f"time-until-{skew}-{delta}", f"now is exp + skew {delta:+d}", 11, payload, code, now=now, policy=policy, offset=offset, flags=("edge",), notices=notices(offset))
    for now in (NOW - 11, NOW - 10, NOW - 9, NOW - 1, NOW, NOW + 1, NOW + 29, NOW + 30, NOW + 31, NOW + 38, NOW + 39, NOW + 40):
        offset = live(now, NOW, NOW + 30)
        f.case(f"offset-{now - NOW}", f"The clock offset, and its notice above 10 s: {offset}", "15", holder(), now=now, offset=offset, notices=notices(offset), flags=("edge",))
    f.case("offset-refused", "The offset is reported with a rejection after step 10", "15", holder(audience="x"), "token.audience_mismatch", now=NOW - 5, offset=5)
    f.case("offset-credential-expired", "It is not reported when step 10 rejects", "15", holder(), "credential.expired", now=EXP + 31)
    f.case("credential-not-yet", "The credential is not yet valid, and so the token is not either", 10, holder(), "credential.not_yet_valid", now=IAT - 31, flags=("edge",))
    f.case("skew-overflow", "A skew of 2^53-1: nothing expires, and nothing overflows", 11, holder(), now=EXP + 1000, policy={"skew": LAST}, offset=NOW + 29 - EXP - 1000, notices=("clock.offset", "status.unchecked", "credential.ending"), flags=("edge",))
    return f.content()


def notices(offset: int) -> tuple:
    return ("clock.offset", "status.unchecked") if abs(offset) > 10 else ("status.unchecked",)


def holder_with(payload: bytes) -> bytes:
    """A token of any payload, rightly signed."""
    return seal(DEVICE, {1: -9, 13: Raw(credential().encode()), 16: 294}, payload).encode()


class _Bytes:
    def __init__(self, data: bytes):
        self.data = data

    def encode(self) -> bytes:
        return self.data
