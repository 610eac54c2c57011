"""Published vectors of the standards underneath."""

import base64
import io
import random
import unittest

import cbor2

from hufu_reference import keys, strict, transport
from hufu_reference.keys import BadPoint
from hufu_reference.strict import Malformed, Pairs, Tag, read, write

# RFC 8949 appendix A: those that are in core deterministic encoding and within the profile's data model.
ACCEPTED = """00 01 0a 17 1818 1819 1864 1903e8 1a000f4240 1b000000e8d4a51000 1bffffffffffffffff 3bffffffffffffffff 20 29
3863 3903e7 f4 f5 f6 c074323031332d30332d32315432303a30343a30305a c11a514b67b0 d74401020304 d818456449455446
d82076687474703a2f2f7777772e6578616d706c652e636f6d 40 4401020304 60 6161 6449455446 62225c 62c3bc 63e6b0b4
64f0908591 80 83010203 8301820203820405 98190102030405060708090a0b0c0d0e0f101112131415161718181819 a0 a201020304
a26161016162820203 826161a161626163 a56161614161626142616361436164614461656145 c249010000000000000000
c349010000000000000000""".split()

# The rest of it: floats, undefined, simple values, indefinite lengths.
REFUSED = """f90000 f98000 f93c00 fb3ff199999999999a f93e00 f97bff fa47c35000 fa7f7fffff fb7e37e43c8800759c f90001 f90400
f9c400 fbc010666666666666 f97c00 f97e00 f9fc00 fa7f800000 fa7fc00000 faff800000 fb7ff0000000000000 fb7ff8000000000000
fbfff0000000000000 f7 f0 f8ff c1fb41d452d9e8200000 5f42010243030405ff 7f657374726561646d696e67ff 9fff
9f018202039f0405ffff 9f01820203820405ff 83018202039f0405ff 83019f0203ff820405
9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff bf61610161629f0203ffff 826161bf61626163ff
bf6346756ef563416d7421ff""".split()


class CBOR(unittest.TestCase):
    def refused(self, data: str, **options):
        with self.assertRaises(Malformed, msg=data):
            read(bytes.fromhex(data), **options)

    def test_appendix_a(self):
        self.assertEqual(len(ACCEPTED) + len(REFUSED), 81)
        for one in ACCEPTED:
            data = bytes.fromhex(one)
            item = read(data)
            self.assertEqual(item.raw, data)
            self.assertEqual(write(item.plain()), data)
        for one in REFUSED:
            self.refused(one)

    def test_agrees_with_cbor2(self):
        random_source = random.Random(1)

        def make(depth):
            kind = random_source.randrange(9 if depth < 5 else 6)
            if kind == 0:
                return random_source.choice([0, 23, 24, 255, 256, 65535, 65536, 2**32 - 1, 2**32, 2**64 - 1])
            if kind == 1:
                return -1 - random_source.getrandbits(random_source.choice([3, 8, 16, 32, 64]))
            if kind == 2:
                return random_source.randbytes(random_source.randrange(40))
            if kind == 3:
                return "虎符é"[:random_source.randrange(5)] * random_source.randrange(20)
            if kind in (4, 5):
                return random_source.choice([True, False, None])
            if kind == 6:
                return [make(depth + 1) for _ in range(random_source.randrange(6))]
            return {random_source.choice([i, f"key {i}", -i - 1]): make(depth + 1)
                    for i in range(random_source.randrange(30))}

        for _ in range(500):
            value = make(0)
            data = write(value)
            self.assertEqual(read(data).plain(), value)
            self.assertEqual(cbor2.loads(data), value)

    def test_what_is_accepted_cbor2_reads_the_same(self):
        random_source = random.Random(2)
        accepted = 0
        for _ in range(20_000):
            data = random_source.randbytes(random_source.randrange(1, 8))
            try:
                item = read(data)
            except Malformed:
                continue
            if b"\xc0" <= data[:1] < b"\xe0" or item.kind in ("array", "map", "tag"):
                continue  # cbor2 gives tags a meaning
            accepted += 1
            stream = io.BytesIO(data)
            self.assertEqual(cbor2.CBORDecoder(stream).decode(), item.plain())
            self.assertEqual(stream.read(), b"")
        self.assertGreater(accepted, 500)

    def test_heads(self):
        for one in ("1800", "1817", "190000", "1900ff", "1a00000000", "1a0000ffff", "1b0000000000000000",
                    "1b00000000ffffffff", "3817", "5800", "590001" + "00", "7801" + "61", "9800", "980101", "b800",
                    "d81201", "d9001201", "1c", "1d", "1e", "1f", "3f", "5c", "ff", "df", "f800", "f814", "f8f4", "f818"):
            self.refused(one)
        for argument in (0, 23, 24, 255, 256, 65535, 65536, 2**32 - 1, 2**32, 2**64 - 1):
            self.assertEqual(read(write(argument)).value, argument)
            self.assertEqual(read(write(-1 - argument)).value, -1 - argument)

    def test_lengths(self):
        for major in (2, 3, 4, 5):
            for length in (2**63, 2**64 - 1, 2**32, 1):
                self.refused(strict.head(major, length).hex())
        read(write([0] * 256))
        self.refused(write([0] * 257).hex())
        read(write({i: 0 for i in range(256)}))
        self.refused(write({i: 0 for i in range(257)}).hex())
        read(write([0] * 257), container=strict.FILE_CONTAINER)

    def test_truncation(self):
        data = write({1: "x", 2: [1, b"y", {"z": None}], 300: Tag(18, [1])})
        for end in range(len(data)):
            self.refused(data[:end].hex())
        self.refused(data.hex() + "00")

    def test_depth(self):
        def nested(count, inner):
            return ("81" * count) + inner
        read(bytes.fromhex(nested(16, "00")))
        self.refused(nested(17, "00"))
        read(bytes.fromhex(nested(16, "80")))
        read(bytes.fromhex(nested(16, "a0")))
        self.refused(nested(17, "80"))
        read(bytes.fromhex("c1" * 16 + "00"))
        self.refused("c1" * 17 + "00")
        read(bytes.fromhex("a100" * 16 + "00"))
        self.refused("a100" * 17 + "00")

    def test_maps(self):
        self.refused(write(Pairs((1, 0), (1, 0))).hex())
        self.refused(write(Pairs((2, 0), (1, 0))).hex())
        self.refused(write(Pairs((-1, 0), (24, 0))).hex())  # bytewise, not the shorter first
        read(write(Pairs((24, 0), (-1, 0))))
        self.refused(write(Pairs((b"", 0))).hex())
        for key in ("40", "80", "a0", "f4", "f6", "c100", "f93c00"):
            self.refused("a1" + key + "00")
        read(write({"k" * 255: 0}))
        self.refused(write({"k" * 256: 0}).hex())
        read(write({"é" * 127: 0}))
        self.refused(write({"é" * 128: 0}).hex())

    def test_redacted_key(self):
        read(bytes.fromhex("a1f83b80"), redaction=True)
        self.refused("a1f83b80")
        self.refused("f83b", redaction=True)
        self.refused("81f83b", redaction=True)
        self.refused("a1f83c80", redaction=True)
        self.refused("a2f83b80f83b80", redaction=True)
        self.refused("a2f83b800000", redaction=True)

    def test_utf8(self):
        for one in ("61ff", "61c3", "62c080", "63eda080", "63edbfbf", "64f4908080", "63e08080", "6180"):
            self.refused(one)
        read(bytes.fromhex("63efbfbf"))
        read(bytes.fromhex("6100"))

    def test_sequence(self):
        data = write([1]) + write("two")
        self.assertEqual(list(strict.split(data)), [write([1]), write("two")])


class Transport(unittest.TestCase):
    def test_rfc_9285(self):
        for plain, text in ((b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0")):
            self.assertEqual(transport.base45_encode(plain), text)
            self.assertEqual(transport.base45_decode(text.encode()), plain)

    def test_base45_errors(self):
        for text in ("GGW", ":::", "::", "A", "ABCD", "ab8", "BB=", "BB\n", "É8", "U5"):
            if text == "U5":
                self.assertEqual(transport.base45_decode(b"U5"), b"\xff")
                continue
            with self.assertRaises(ValueError, msg=text):
                transport.base45_decode(text.encode())
        self.assertEqual(transport.base45_decode(b"FGW"), b"\xff\xff")
        with self.assertRaises(ValueError):
            transport.base45_decode(b"V5")

    def test_base45_all_pairs(self):
        for number in range(65536):
            data = number.to_bytes(2, "big")
            self.assertEqual(transport.base45_decode(transport.base45_encode(data).encode()), data)

    def test_rfc_4648(self):
        for plain, text in ((b"f", "MY"), (b"fo", "MZXQ"), (b"foo", "MZXW6"), (b"foob", "MZXW6YQ"),
                            (b"fooba", "MZXW6YTB"), (b"foobar", "MZXW6YTBOI")):
            self.assertEqual(transport.base32_encode(plain), text)
            self.assertEqual(transport.base32_decode(text.encode()), plain)
            self.assertEqual(base64.b32encode(plain).rstrip(b"=").decode(), text)

    def test_base32_errors(self):
        for text in ("M", "MYA", "MYAAAA", "MZ", "MY======", "my", "M1", "M8", "MZXR"):
            with self.assertRaises(ValueError, msg=text):
                transport.base32_decode(text.encode())


def unhex(text: str) -> bytes:
    return bytes.fromhex("".join(text.split()))


class Keys(unittest.TestCase):
    def test_rfc_9679_thumbprint(self):
        x = unhex("65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d")
        y = unhex("1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c")
        expected = "496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec"
        self.assertEqual(keys.p256(x, y).thumbprint().hex(), expected)
        self.assertEqual(keys.p256(x, bool(y[-1] & 1)).thumbprint().hex(), expected)

    def test_rfc_8392_signed_cwt(self):
        """Appendix A.3. Its alg is ES256 (-7), which the profile does not take; the layers below do."""
        key = keys.p256(unhex("143329cce7868e416927599cf65a34f3ce2ffda55a7eca69ed8919a394d42f0f"),
                        unhex("60f7f1a780d8a783bfb7a2dd6b2796e8128dbbcef9d3d168db9529971a36e7b9"))
        token = unhex("""d28443a10126a104524173796d6d657472696345434453413235365850a701
            75636f61703a2f2f61732e6578616d706c652e636f6d02656572696b77037818
            636f61703a2f2f6c696768742e6578616d706c652e636f6d041a5612aeb0051a
            5610d9f0061a5610d9f007420b7158405427c1ff28d23fbad1f29c4c7c6a555e
            601d6fa29f9179bc3d7438bacaca5acd08c8d4d4f96131680c429a01f85951ec
            ee743a52b9b63632c57209120e1c9e30""")
        protected, unprotected, payload, signature = read(token).value[1].value
        message = write(["Signature1", protected.value, b"", payload.value])
        self.assertTrue(key.verify(signature.value, message))
        self.assertFalse(key.verify(signature.value, message + b"\0"))
        claims = read(payload.value).plain()
        self.assertEqual((claims[1], claims[2], claims[4], claims[6], claims[7]),
                         ("coap://as.example.com", "erikw", 1444064944, 1443944944, b"\x0b\x71"))

    def test_rfc_8032(self):
        key = keys.edwards(unhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))
        signature = unhex("""e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155
            5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b""")
        self.assertTrue(key.verify(signature, b""))
        scalar = int.from_bytes(signature[32:], "little") + keys.L
        self.assertFalse(key.verify(signature[:32] + scalar.to_bytes(32, "little"), b""))

    def test_edwards_points(self):
        q = keys.Q
        small = [bytes(32), (1).to_bytes(32, "little"), (q - 1).to_bytes(32, "little"),
                 unhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
                 unhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")]
        small += [one[:31] + bytes([one[31] | 0x80]) for one in (small[0], small[3], small[4])]
        not_canonical = [(q + i).to_bytes(32, "little") for i in range(19)]
        not_canonical += [((1 << 255) | 1).to_bytes(32, "little"), ((1 << 255) | q - 1).to_bytes(32, "little")]
        off_curve = [(2).to_bytes(32, "little"), (7).to_bytes(32, "little")]
        for encoded in small + not_canonical + off_curve:
            with self.assertRaises(BadPoint, msg=encoded.hex()):
                keys.edwards(encoded)

    def test_p256_points(self):
        gx = 0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296
        gy = 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5
        x, y = gx.to_bytes(32, "big"), gy.to_bytes(32, "big")
        self.assertEqual(keys.p256(x, True), keys.p256(x, y))
        self.assertEqual(keys.p256(x, False).y, (keys.P - gy).to_bytes(32, "big"))
        absent = next(i for i in range(100) if pow(i**3 - 3 * i + keys.B, (keys.P - 1) // 2, keys.P) == keys.P - 1)
        for bad in ((keys.P.to_bytes(32, "big"), False), (x, (gy ^ 1).to_bytes(32, "big")), (bytes(32), bytes(32)),
                    (absent.to_bytes(32, "big"), True), (b"\xff" * 32, True), (x, b"\xff" * 32)):
            with self.assertRaises(BadPoint):
                keys.p256(*bad)
        root = keys.p256(bytes(32), False).y  # x = 0 is on the curve
        beyond = (int.from_bytes(root, "big") + keys.P)
        if beyond < 1 << 256:
            with self.assertRaises(BadPoint):
                keys.p256(bytes(32), beyond.to_bytes(32, "big"))

    def test_ecdsa_range(self):
        from fixtures import ISSUER
        key, message = ISSUER.public, b"tally"
        signature = ISSUER.sign(message)
        r, s = signature[:32], int.from_bytes(signature[32:], "big")
        twin = (keys.N - s).to_bytes(32, "big")
        self.assertTrue(key.verify(signature, message))
        self.assertTrue(key.verify(r + twin, message))
        for bad in (bytes(32), keys.N.to_bytes(32, "big"), b"\xff" * 32):
            self.assertFalse(key.verify(r + bad, message))
            self.assertFalse(key.verify(bad + signature[32:], message))

    def test_jwk(self):
        from fixtures import DEVICE_ED, ISSUER
        for key in (ISSUER.public, DEVICE_ED.public):
            self.assertEqual(keys.from_jwk(key.jwk()), key)
            self.assertEqual(len(key.kid()), 8)
            with self.assertRaises(ValueError):
                keys.from_jwk({**key.jwk(), "d": "x"})
            with self.assertRaises(ValueError):
                keys.from_jwk({**key.jwk(), "x": key.jwk()["x"] + "="})


if __name__ == "__main__":
    unittest.main()
