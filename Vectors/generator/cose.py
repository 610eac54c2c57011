"""cose.json: section 4 below the headers. Thumbprints, points, signatures, and the hashes of sections 6, from the standards."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from hufu_reference.keys import N, P
from hufu_reference.strict import write

from . import borders, edwards
from .edwards import little
from .make import DEVICE_ED, ISSUER, File


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def ec(x: str, y: str) -> dict:
    return {"kty": "EC", "crv": "P-256", "x": _b64(bytes.fromhex(x)), "y": _b64(bytes.fromhex(y))}


def okp(x: str) -> dict:
    return {"kty": "OKP", "crv": "Ed25519", "x": _b64(bytes.fromhex(x))}


# RFC 8392 appendix A.3: a signed CWT, and the key of A.2.3.
RFC8392_KEY = ec("143329cce7868e416927599cf65a34f3ce2ffda55a7eca69ed8919a394d42f0f", "60f7f1a780d8a783bfb7a2dd6b2796e8128dbbcef9d3d168db9529971a36e7b9")
RFC8392_PROTECTED = "a10126"
RFC8392_PAYLOAD = ("a70175636f61703a2f2f61732e6578616d706c652e636f6d02656572696b77037818636f61703a2f2f6c696768742e6578616d706c652e636f6d"
                   "041a5612aeb0051a5610d9f0061a5610d9f007420b71")
RFC8392_SIGNATURE = ("5427c1ff28d23fbad1f29c4c7c6a555e601d6fa29f9179bc3d7438bacaca5acd08c8d4d4f96131680c429a01f85951ec"
                     "ee743a52b9b63632c57209120e1c9e30")
# RFC 9679 section 6: the key and its thumbprint.
RFC9679_KEY = ("65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d", "1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c")
RFC9679_THUMBPRINT = "496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec"
# RFC 8032 section 7.1, tests 1 to 3: key, message, signature.
RFC8032 = [
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
]
# RFC 6979 appendix A.2.5, SHA-256.
RFC6979_KEY = ec("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6", "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299")
RFC6979 = [
    ("sample", "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716", "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"),
    ("test", "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367", "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"),
]
# SEC 2 / FIPS 186: the base point of P-256.
G = ("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296", "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")
ORDER_8 = ("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")


# A COSE_Key is of the right shape in all of these; whether it is a good point is the question. Also used inside tokens.
BAD_POINTS = [
    ("p256-zero", {1: 2, -1: 1, -2: bytes(32), -3: bytes(32)}, "(0, 0) is not on the curve"),
    ("p256-off", {1: 2, -1: 1, -2: bytes.fromhex(G[0]), -3: bytes.fromhex(G[1][:-1] + "4")}, "The base point with one bit of y changed"),
    ("p256-swapped", {1: 2, -1: 1, -2: bytes.fromhex(G[1]), -3: bytes.fromhex(G[0])}, "The coordinates of the base point swapped"),
    ("p256-x-p", {1: 2, -1: 1, -2: P.to_bytes(32, "big"), -3: True}, "x is p, which is 0 modulo p, and x = 0 is on the curve"),
    ("p256-x-max", {1: 2, -1: 1, -2: b"\xff" * 32, -3: True}, "x is above p"),
    ("p256-y-max", {1: 2, -1: 1, -2: bytes.fromhex(G[0]), -3: b"\xff" * 32}, "y is above p"),
    ("p256-no-y", {1: 2, -1: 1, -2: (1).to_bytes(32, "big"), -3: True}, "There is no point with x = 1 (checked by Euler's criterion)"),
    ("ed-neutral", {1: 1, -1: 6, -2: little(1)}, "The neutral element: order 1"),
    ("ed-order-2", {1: 1, -1: 6, -2: little(edwards.Q - 1)}, "(0, -1): order 2"),
    ("ed-order-4", {1: 1, -1: 6, -2: bytes(32)}, "y = 0: order 4"),
    ("ed-order-4-sign", {1: 1, -1: 6, -2: bytes(31) + b"\x80"}, "y = 0 with the sign bit: order 4"),
    ("ed-order-8", {1: 1, -1: 6, -2: bytes.fromhex(ORDER_8[0])}, "A point of order 8"),
    ("ed-order-8-sign", {1: 1, -1: 6, -2: bytes.fromhex(ORDER_8[0][:-2] + "85")}, "Its negative"),
    ("ed-order-8-other", {1: 1, -1: 6, -2: bytes.fromhex(ORDER_8[1])}, "Another point of order 8"),
    ("ed-y-q", {1: 1, -1: 6, -2: little(edwards.Q)}, "y = q: not canonical"),
    ("ed-y-q-1", {1: 1, -1: 6, -2: little(edwards.Q + 1)}, "y = q + 1: not canonical"),
    ("ed-y-q-3", {1: 1, -1: 6, -2: little(edwards.Q + 3)}, "y = q + 3, which would be a point of large order: not canonical"),
    ("ed-y-max", {1: 1, -1: 6, -2: b"\xff" * 32}, "y above q, all bits set"),
    ("ed-x-0-sign", {1: 1, -1: 6, -2: little(1 | 1 << 255)}, "x = 0 with the sign bit: not canonical"),
    ("ed-x-0-sign-2", {1: 1, -1: 6, -2: little(edwards.Q - 1 | 1 << 255)}, "x = 0 with the sign bit, order 2"),
    ("ed-off", {1: 1, -1: 6, -2: little(2)}, "No point of the curve has y = 2"),
    ("ed-off-7", {1: 1, -1: 6, -2: little(7)}, "No point of the curve has y = 7"),
]


def p256_without_point() -> None:
    """The claim about x = 1 above."""
    b = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
    assert pow(1 - 3 + b, (P - 1) // 2, P) == P - 1
    assert pow(b, (P - 1) // 2, P) == 1  # and about x = 0


def make() -> dict:
    p256_without_point()
    f = File("cose", "Section 4 below the headers, and the hash of section 6. `kind`: `signature` (is `signature` one over `message` under `key`), `point` (is the "
             "COSE_Key in `input_hex` a good point), `key_shape` (has it the right members at all), `thumbprint` (of `key`), `sig_structure` (of `protected` and "
             "`payload`), `disclosure_hash` (of the disclosure whose content is "
             "`input_hex`), `sign1` (does `input_hex` pass step 3 as a scannable code).")

    def signature(slug, valid, key, message, signed, comment, spec="4", **more):
        f.layer(slug, comment, spec, {"valid": valid}, kind="signature", key=key, message=message, signature=signed, **more)

    def shape(slug, members, valid, comment):
        f.layer(slug, comment, "4", {"valid": valid}, kind="key_shape", input_hex=write(members).hex())

    # The standards
    structure = "846a5369676e617475726531" + "43" + RFC8392_PROTECTED + "40" + "5850" + RFC8392_PAYLOAD
    f.layer("rfc8392-structure", "What is signed of the example of the standard", "RFC 8392 appendix A.3", {"valid": True, "bytes": structure}, ("standard",),
            kind="sig_structure", protected=RFC8392_PROTECTED, payload=RFC8392_PAYLOAD)
    signature("rfc8392", True, RFC8392_KEY, structure, RFC8392_SIGNATURE, "The signature of the example of the standard; its header is not the profile's, the "
              "mathematics are", "RFC 8392 appendix A.3", flags=("standard",))
    f.layer("rfc8392-alg", "The whole example: untouched, but refused for its missing headers", "RFC 8392 appendix A.3",
            {"valid": False}, ("standard",), kind="sign1", input_hex="d28443" + RFC8392_PROTECTED + "a104524173796d6d657472696345434453413235365850" + RFC8392_PAYLOAD
            + "5840" + RFC8392_SIGNATURE)
    for name, key in (("uncompressed", {1: 2, -1: 1, -2: bytes.fromhex(RFC9679_KEY[0]), -3: bytes.fromhex(RFC9679_KEY[1])}),
                      ("compressed", {1: 2, -1: 1, -2: bytes.fromhex(RFC9679_KEY[0]), -3: False})):
        f.layer(f"rfc9679-{name}", "The thumbprint of the standard; always over the uncompressed form", "RFC 9679 section 6",
                {"valid": True, "bytes": RFC9679_THUMBPRINT}, ("standard",), kind="thumbprint", input_hex=write(key).hex())
    for number, (key, message, signed) in enumerate(RFC8032, 1):
        signature(f"rfc8032-{number}", True, okp(key), message, signed, "An example of the standard", "RFC 8032 section 7.1", flags=("standard",))
        s = int.from_bytes(bytes.fromhex(signed[64:]), "little") + edwards.L
        signature(f"rfc8032-{number}-s-plus-l", False, okp(key), message, signed[:64] + little(s).hex(), "S + L: the same modulo L, but not below it", "RFC 8032 section 5.1.7",
                  flags=("malleable",))
        signature(f"rfc8032-{number}-other", False, okp(key), message + "00", signed, "Another message")
    for text, r, s in RFC6979:
        message = text.encode().hex()
        twin = (N - int(s, 16)).to_bytes(32, "big").hex()
        signature(f"rfc6979-{text}", True, RFC6979_KEY, message, r + s, "An example of the standard", "RFC 6979 appendix A.2.5", flags=("standard",))
        signature(f"rfc6979-{text}-twin", True, RFC6979_KEY, message, r + twin, "(r, n - s) is accepted: secure elements emit either", flags=("malleable",))
        signature(f"rfc6979-{text}-other", False, RFC6979_KEY, message + "00", r + s, "Another message")
        for what, changed in (("r-0", "00" * 32 + s), ("s-0", r + "00" * 32), ("both-0", "00" * 64), ("r-n", f"{N:064x}" + s), ("s-n", r + f"{N:064x}"),
                              ("r-max", "ff" * 32 + s), ("s-max", r + "ff" * 32), ("swapped", s + r)):
            signature(f"rfc6979-{text}-{what}", False, RFC6979_KEY, message, changed, "r and s must be in 1 to n - 1, and right", flags=("edge",))
    f.layer("sd-cwt-hash", "The first disclosure of the draft, and its hash: over the byte string, head included", "draft-ietf-spice-sd-cwt",
            {"valid": True, "bytes": "af375dc3fba1d082448642c00be7b2f7bb05c9d8fb61cfc230ddfdfb4616a693"}, ("standard",), kind="disclosure_hash",
            input_hex="8350bae611067bb823486797da1ebbb52f836b414243442d3132333435361901f5")

    # Ed25519 at its borders
    message = b"hufu"
    def mixed(wanted: bool) -> str:
        """A signature for which the equation without the cofactor holds, or does not, however k is reduced."""
        return next(signed for signed, k in (edwards.sign(message, nonce=nonce) for nonce in range(1000)) if edwards.holds(k) is wanted).hex()

    signature("ed-mixed", False, okp(edwards.MIXED.hex()), message.hex(), mixed(False), "A key of order 8L (a good point) and a signature that only the equation with the "
              "cofactor accepts: SB differs from R + kA, 8SB is 8R + 8kA", flags=("malleable",))
    signature("ed-mixed-valid", True, okp(edwards.MIXED.hex()), message.hex(), mixed(True), "The same key and a signature whose k is 0 modulo 8, reduced modulo L or not: SB is R + kA, so it is "
              "right")
    signature("ed-neutral-r", True, okp(edwards.PURE.hex()), message.hex(), edwards.sign_neutral(message, little(1)).hex(), "R may be the neutral element: nothing is asked of R "
              "but that the encodings agree")
    for slug, r, why in (("q-1", little(edwards.Q + 1), "y = q + 1"), ("sign", little(1 | 1 << 255), "x = 0 with the sign bit")):
        signature(f"ed-neutral-r-{slug}", False, okp(edwards.PURE.hex()), message.hex(), edwards.sign_neutral(message, r).hex(),
                  f"R is the neutral element, not canonically encoded ({why}): compared as bytes it differs", flags=("malleable",))
    signature("ed-zero", False, okp(DEVICE_ED.public.x.hex()), message.hex(), "00" * 64, "All zero")
    signature("ed-key-for-p256", False, okp(DEVICE_ED.public.x.hex()), message.hex(), ISSUER.sign(message).hex(), "A signature of another kind of key")

    # Points
    for slug, members, why in BAD_POINTS:
        f.layer(f"point-{slug}", why, "4", {"valid": False}, ("edge",), kind="point", input_hex=write(members).hex())
        shape(f"shape-{slug}", members, True, "The shape is right; the point is judged later")
    x, y = (bytes.fromhex(one) for one in G)
    negative = (P - int.from_bytes(y, "big")).to_bytes(32, "big")
    for slug, members, why in (
            ("p256-g", {1: 2, -1: 1, -2: x, -3: y}, "The base point"), ("p256-g-odd", {1: 2, -1: 1, -2: x, -3: True}, "The base point, compressed: its y is odd"),
            ("p256-minus-g", {1: 2, -1: 1, -2: x, -3: negative}, "Its negative"), ("p256-g-even", {1: 2, -1: 1, -2: x, -3: False}, "Its negative, compressed"),
            ("p256-x-0", {1: 2, -1: 1, -2: bytes(32), -3: False}, "x = 0 is on the curve"), ("ed-b", {1: 1, -1: 6, -2: edwards.encode(edwards.BASE)}, "The base point"),
            ("ed-rfc8032", {1: 1, -1: 6, -2: bytes.fromhex(RFC8032[0][0])}, "A key of the standard"),
            ("ed-mixed", {1: 1, -1: 6, -2: edwards.MIXED}, "A point of order 8L: its order does not divide 8")):
        f.layer(f"point-{slug}", why, "4", {"valid": True}, kind="point", input_hex=write(members).hex())
    good = {1: 2, -1: 1, -2: x, -3: y}
    ed = {1: 1, -1: 6, -2: DEVICE_ED.public.x}
    for slug, members, why in (
            ("kid", {**good, 2: b"kid"}, "A kid inside the key"), ("alg", {**good, 3: -9}, "An alg inside the key"), ("ops", {**good, 4: [2]}, "key_ops inside the key"),
            ("private", {**good, -4: bytes(32)}, "A private member"), ("text", {**good, "x": 0}, "A text member"), ("no-y", {1: 2, -1: 1, -2: x}, "No y"),
            ("x-31", {**good, -2: x[1:]}, "x of 31 bytes"), ("x-33", {**good, -2: b"\0" + x}, "x of 33 bytes"), ("y-31", {**good, -3: y[1:]}, "y of 31 bytes"),
            ("y-33", {**good, -3: b"\0" + y}, "y of 33 bytes"), ("y-int", {**good, -3: 1}, "y as an integer"), ("y-null", {**good, -3: None}, "y null"),
            ("kty-text", {**good, 1: "EC2"}, "kty as text"), ("crv-text", {**good, -1: "P-256"}, "crv as text"), ("crv-p384", {**good, -1: 2}, "P-384"),
            ("kty-okp", {**good, 1: 1}, "An OKP key with the curve of an EC2 key"), ("crv-ed", {**good, -1: 6}, "An EC2 key with the curve of an OKP key"),
            ("crv-x25519", {**ed, -1: 4}, "X25519"), ("crv-ed448", {**ed, -1: 7}, "Ed448"), ("ed-y", {**ed, -3: True}, "An Ed25519 key with a y"),
            ("ed-31", {**ed, -2: ed[-2][1:]}, "31 bytes"), ("ed-33", {**ed, -2: ed[-2] + b"\0"}, "33 bytes"), ("ed-private", {**ed, -4: bytes(32)}, "A private member"),
            ("symmetric", {1: 4, -1: bytes(32)}, "A symmetric key"), ("empty", {}, "Nothing"), ("array", [1, 2], "Not a map")):
        shape(f"shape-{slug}", members, False, why)
    shape("shape-p256", good, True, "P-256, uncompressed")
    shape("shape-ed", ed, True, "Ed25519")

    # At the borders of numbers, and with keys that are made for a signature; without those that stand above
    signatures = {(one["key"]["x"], one["message"], one["signature"]) for one in f.cases if one["kind"] == "signature"}
    points = {one["input_hex"] for one in f.cases if one["kind"] == "point"}
    made = [(*case[:2], ec(*(f"{one:064x}" for one in case[2])), case[3].hex(), f"{case[4]:064x}{case[5]:064x}", case[6], "FIPS 186-5 section 6.4.2") for case in borders.ecdsa()]
    made += [(*case[:2], okp(case[2].hex()), case[3].hex(), case[4].hex(), case[5], "RFC 8032 section 5.1.7") for case in borders.eddsa()]
    for slug, valid, key, message, signed, why, spec in made:
        if (key["x"], message, signed) not in signatures:
            signatures.add((key["x"], message, signed))
            signature(slug, valid, key, message, signed, why, spec, flags=("edge",))
    _, _, key, message, signed, *_ = made[0]
    r, s = (bytes.fromhex(signed)[at:at + 32] for at in (0, 32))
    short = next(one for one in made if one[4].startswith("00" * 31))
    for slug, given, changed, why in (
            ("63", short, short[4][2:], "63 bytes: without the first one, which is zero"), ("65", made[0], r.hex() + "00" + s.hex(), "65 bytes: a zero byte before s"),
            ("65-end", made[0], signed + "00", "65 bytes: a zero byte at the end"), ("32", made[0], r.hex(), "r alone"), ("0", made[0], "", "Nothing"),
            ("der", made[0], encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big")).hex(), "The ASN.1 form of other protocols")):
        signature(f"p256-length-{slug}", False, given[2], given[3], changed, f"A signature has 64 bytes. {why}", "RFC 9053 section 2.1", flags=("edge",))
    plain = next(one for one in made if one[0] == "ed-plain")
    for slug, changed, why in (("63", plain[4][:-2], "63 bytes: without the last one"), ("65", plain[4] + "00", "65 bytes: a zero byte at the end"), ("0", "", "Nothing")):
        signature(f"ed-length-{slug}", False, plain[2], plain[3], changed, f"A signature has 64 bytes. {why}", "RFC 8032 section 5.1.7", flags=("edge",))
    for slug, valid, members, why in (*borders.p256_points(), *borders.ed_points()):
        if (item := write(members).hex()) not in points:
            points.add(item)
            f.layer(f"point-{slug}", why, "4", {"valid": valid}, ("edge",), kind="point", input_hex=item)
    return f.content()
