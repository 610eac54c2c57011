"""cbor.json: section 3. What is right and what it means is RFC 8949's (appendices A and F, section 3); the profile narrows it."""

from __future__ import annotations

from hufu_reference.strict import head

from .make import File

# RFC 8949 appendix A, what is in core deterministic encoding and in the profile's data model; with its diagnostic notation.
APPENDIX_A = [
    ("00", "0"), ("01", "1"), ("0a", "10"), ("17", "23"), ("1818", "24"), ("1819", "25"), ("1864", "100"), ("1903e8", "1000"), ("1a000f4240", "1000000"),
    ("1b000000e8d4a51000", "1000000000000"), ("1bffffffffffffffff", "18446744073709551615"), ("3bffffffffffffffff", "-18446744073709551616"), ("20", "-1"),
    ("29", "-10"), ("3863", "-100"), ("3903e7", "-1000"), ("f4", "false"), ("f5", "true"), ("f6", "null"),
    ("c074323031332d30332d32315432303a30343a30305a", '0("2013-03-21T20:04:00Z")'), ("c11a514b67b0", "1(1363896240)"), ("d74401020304", "23(h'01020304')"),
    ("d818456449455446", "24(h'6449455446')"), ("d82076687474703a2f2f7777772e6578616d706c652e636f6d", '32("http://www.example.com")'),
    ("40", "h''"), ("4401020304", "h'01020304'"), ("60", '""'), ("6161", '"a"'), ("6449455446", '"IETF"'), ("62225c", '"\\"\\\\"'), ("62c3bc", '"ü"'),
    ("63e6b0b4", '"水"'), ("64f0908591", '"𐅑"'), ("80", "[]"), ("83010203", "[1, 2, 3]"), ("8301820203820405", "[1, [2, 3], [4, 5]]"),
    ("98190102030405060708090a0b0c0d0e0f101112131415161718181819", "[" + ", ".join(map(str, range(1, 26))) + "]"), ("a0", "{}"),
    ("a201020304", "{1: 2, 3: 4}"), ("a26161016162820203", '{"a": 1, "b": [2, 3]}'), ("826161a161626163", '["a", {"b": "c"}]'),
    ("a56161614161626142616361436164614461656145", '{"a": "A", "b": "B", "c": "C", "d": "D", "e": "E"}'),
    ("c249010000000000000000", "2(h'010000000000000000')"), ("c349010000000000000000", "3(h'010000000000000000')"),
]
# The rest of it.
APPENDIX_A_REFUSED = [
    ("a float", "f90000 f98000 f93c00 fb3ff199999999999a f93e00 f97bff fa47c35000 fa7f7fffff fb7e37e43c8800759c f90001 f90400 f9c400 fbc010666666666666 "
                "c1fb41d452d9e8200000"),
    ("an infinity or NaN", "f97c00 f97e00 f9fc00 fa7f800000 fa7fc00000 faff800000 fb7ff0000000000000 fb7ff8000000000000 fbfff0000000000000"),
    ("undefined or another simple value", "f7 f0 f8ff"),
    ("an indefinite length", "5f42010243030405ff 7f657374726561646d696e67ff 9fff 9f018202039f0405ffff 9f01820203820405ff 83018202039f0405ff 83019f0203ff820405 "
     "9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff bf61610161629f0203ffff 826161bf61626163ff bf6346756ef563416d7421ff"),
]
# RFC 8949 appendix F.1, kinds of what is not well-formed.
APPENDIX_F = [
    ("the end of the input in a head", "18 19 1a 1b 1901 1a0102 1b01020304050607 38 58 78 98 9a01ff00 b8 d8 f8 f900 fa0000 fb000000"),
    ("a definite string with too little data", "41 61 5affffffff00 5bffffffffffffffff010203 7affffffff00 7b7fffffffffffffff010203"),
    ("a definite array or map that is not closed", "81 818181818181818181 8200 a1 a20102 a100 a2000000"),
    ("a tag that is not followed by an item", "c0"),
    ("an indefinite string without an end", "5f4100 7f6100"),
    ("an indefinite array or map without an end", "9f 9f0102 bf bf01020102 819f 9f8000 9f9f9f9f9fffffffff 9f819f819f9fffffff"),
    ("a reserved additional information", "1c 1d 1e 3c 3d 3e 5c 5d 5e 7c 7d 7e 9c 9d 9e bc bd be dc dd de fc fd fe"),
    ("a reserved two-byte encoding of a simple value", "f800 f801 f818 f81f"),
    ("an indefinite string whose chunk is of another kind", "5f00ff 5f21ff 5f6100ff 5f80ff 5fa0ff 5fc000ff 5fe0ff 7f4100ff"),
    ("an indefinite string whose chunk is indefinite", "5f5f4100ffff 7f7f6100ffff"),
    ("a break where no indefinite item is open", "ff 81ff 8200ff a1ff a1ff00 a100ff a20000ff 9f81ff 9f829f819f9fffffffff"),
    ("a break where a value has to stand", "bf00ff bf000000ff"),
    ("an indefinite length of a kind that has none", "1f 3f df"),
]
# Broken once, for use inside other things too: (slug, hex of the item, why).
BROKEN = [
    ("int-1-short", "1817", "23 in a one-byte argument: not the shortest head"),
    ("int-1-zero", "1800", "0 in a one-byte argument: not the shortest head"),
    ("int-2-short", "1900ff", "255 in a two-byte argument: not the shortest head"),
    ("int-4-short", "1a0000ffff", "65,535 in a four-byte argument: not the shortest head"),
    ("int-8-short", "1b00000000ffffffff", "4,294,967,295 in an eight-byte argument: not the shortest head"),
    ("negative-1-short", "3817", "-24 in a one-byte argument: not the shortest head"),
    ("negative-8-short", "3b0000000000000000", "-1 in an eight-byte argument: not the shortest head"),
    ("bytes-1-short", "5800", "the length of a byte string is not in its shortest head"),
    ("bytes-2-short", "59000141", "the length of a byte string is not in its shortest head"),
    ("text-1-short", "780161", "the length of a text is not in its shortest head"),
    ("text-4-short", "7a0000000161", "the length of a text is not in its shortest head"),
    ("array-1-short", "980101", "the length of an array is not in its shortest head"),
    ("array-8-short", "9b000000000000000101", "the length of an array is not in its shortest head"),
    ("map-1-short", "b8010102", "the length of a map is not in its shortest head"),
    ("tag-1-short", "d81201", "the number of a tag is not in its shortest head"),
    ("tag-2-short", "d9001201", "the number of a tag is not in its shortest head"),
    ("bytes-indefinite", "5f4100ff", "a byte string of indefinite length"),
    ("text-indefinite", "7f6161ff", "a text of indefinite length"),
    ("array-indefinite", "9f01ff", "an array of indefinite length"),
    ("map-indefinite", "bf0102ff", "a map of indefinite length"),
    ("key-twice", "a201000101", "a map key twice"),
    ("keys-unsorted", "a202000100", "map keys out of order"),
    ("keys-short-first", "a22000181800", "-1 before 24: shorter keys first is the order of RFC 7049, not bytewise"),
    ("keys-text-first", "a26161000100", "a text key before an integer"),
    ("key-bytes", "a1410000", "a byte string as a map key"),
    ("key-array", "a18000", "an array as a map key"),
    ("key-map", "a1a000", "a map as a map key"),
    ("key-bool", "a1f500", "a boolean as a map key"),
    ("key-null", "a1f600", "null as a map key"),
    ("key-tag", "a1c10000", "a tagged integer as a map key"),
    ("key-256", "a1790100" + "61" * 256 + "00", "a text of 256 bytes as a map key"),
    ("float-16", "f93c00", "a half-precision float, even of an integral value"),
    ("float-32", "fa3f800000", "a single-precision float"),
    ("float-64", "fb3ff0000000000000", "a double-precision float"),
    ("nan", "f97e00", "NaN"),
    ("infinity", "f97c00", "infinity"),
    ("undefined", "f7", "undefined"),
    ("simple-16", "f0", "an unassigned simple value in one byte"),
    ("simple-19", "f3", "simple(19), next to false"),
    ("simple-32", "f820", "a simple value in two bytes"),
    ("simple-false-long", "f814", "false in two bytes: not well-formed"),
    ("redacted-value", "f83b", "simple(59) as a value"),
    ("redacted-element", "81f83b", "simple(59) as an element of an array"),
    ("simple-58-key", "a1f83a00", "simple(58) as a map key"),
    ("reserved-28", "1c", "additional information 28 is reserved"),
    ("reserved-30", "5e", "additional information 30 is reserved"),
    ("break", "ff", "a break code alone"),
    ("length-2-63", "5b8000000000000000", "a byte string of 2^63 bytes"),
    ("length-2-64", "5bffffffffffffffff", "a byte string of 2^64-1 bytes"),
    ("text-2-63", "7b8000000000000000", "a text of 2^63 bytes"),
    ("text-2-64", "7bffffffffffffffff", "a text of 2^64-1 bytes"),
    ("array-2-63", "9b8000000000000000", "an array of 2^63 elements"),
    ("array-2-64", "9bffffffffffffffff", "an array of 2^64-1 elements"),
    ("map-2-63", "bb8000000000000000", "a map of 2^63 pairs; twice that is 0 in 64 bits"),
    ("map-2-64", "bbffffffffffffffff", "a map of 2^64-1 pairs"),
    ("utf8-overlong", "62c0af", "an overlong slash"),
    ("utf8-overlong-nul", "62c080", "an overlong NUL"),
    ("utf8-overlong-3", "63e08080", "an overlong form of three bytes"),
    ("utf8-overlong-4", "64f0808080", "an overlong form of four bytes"),
    ("utf8-surrogate", "63eda080", "an unpaired high surrogate"),
    ("utf8-surrogate-low", "63edbfbf", "an unpaired low surrogate"),
    ("utf8-surrogate-pair", "66eda081edb080", "a pair of surrogates, each encoded on its own"),
    ("utf8-beyond", "64f4908080", "a code point above U+10FFFF"),
    ("utf8-ff", "61ff", "a byte that UTF-8 does not have"),
    ("utf8-continuation", "6180", "a continuation byte alone"),
    ("utf8-cut", "61c3", "a sequence that the end of the text cuts off"),
    ("array-257", "990101" + "00" * 257, "an array of 257 elements"),
]
MAP_257 = head(5, 257).hex() + "".join(head(0, number).hex() + "00" for number in range(257))
MAP_256 = head(5, 256).hex() + "".join(head(0, number).hex() + "00" for number in range(256))


def make() -> dict:
    f = File("cbor", "Section 3: one item each. `context` says where it stands: in a code (the default), in the payload of a typ 293 credential or a "
             "disclosure (`credential`), in a trust list (`file`), or in a status list (`status`), which is read more leniently (section 11).")

    def good(slug, data, edn, comment, spec="3", **more):
        f.layer(slug, comment, spec, {"valid": True, "edn": edn}, input_hex=data, **more)

    def bad(slug, data, comment, spec="3", **more):
        f.layer(slug, comment, spec, {"valid": False}, input_hex=data, **more)

    for data, edn in APPENDIX_A:
        good(f"a-{data[:24]}", data, edn, "An example of the standard that is deterministic", "RFC 8949 appendix A", flags=("standard",))
    for why, listed in APPENDIX_A_REFUSED:
        for data in listed.split():
            bad(f"a-{data[:24]}", data, f"An example of the standard that the profile does not take: {why}", "RFC 8949 appendix A", flags=("standard",))
    for why, listed in APPENDIX_F:
        for data in listed.split():
            bad(f"f-{data}", data, f"Not well-formed: {why}", "RFC 8949 appendix F", flags=("standard",))
    for slug, data, why in BROKEN:
        bad(slug, data, why[0].upper() + why[1:])

    for number in (0, 23, 24, 255, 256, 65535, 65536, 2**32 - 1, 2**32, 2**63 - 1, 2**63, 2**64 - 1):
        good(f"int-{number}", head(0, number).hex(), str(number), "The shortest head at a border of widths", flags=("edge",))
        good(f"negative-{number}", head(1, number).hex(), str(-1 - number), "The shortest head at a border of widths", flags=("edge",))
    for length in (23, 24, 255, 256):
        good(f"bytes-{length}", head(2, length).hex() + "00" * length, f"h'{'00' * length}'", "A length at a border of widths", flags=("edge",))
        good(f"text-{length}", head(3, length).hex() + "61" * length, '"' + "a" * length + '"', "A length at a border of widths", flags=("edge",))
    good("array-256", "990100" + "00" * 256, "[" + ", ".join(["0"] * 256) + "]", "The longest array of a code", flags=("edge",))
    good("array-257-file", "990101" + "00" * 257, "[" + ", ".join(["0"] * 257) + "]", "The limits of lists are wider", context="file", flags=("edge",))
    good("map-256", MAP_256, "{" + ", ".join(f"{n}: 0" for n in range(256)) + "}", "The largest map of a code", flags=("edge",))
    bad("map-257", MAP_257, "A map of 257 pairs", flags=("edge",))
    good("map-257-file", MAP_257, "{" + ", ".join(f"{n}: 0" for n in range(257)) + "}", "The limits of lists are wider", context="file", flags=("edge",))
    good("key-255", "a178ff" + "61" * 255 + "00", '{"' + "a" * 255 + '": 0}', "The longest text key", flags=("edge",))
    good("key-255-bytes", "a178ff" + "c3a9" * 127 + "61" + "00", '{"' + "é" * 127 + 'a": 0}', "The length of a key is counted in bytes", flags=("edge",))
    bad("key-256-bytes", "a1790100" + "c3a9" * 128 + "00", "128 characters, but 256 bytes as a key", flags=("edge",))
    good("keys-bytewise", "a21818002000", "{24: 0, -1: 0}", "24 (18 18) comes before -1 (20): bytewise, though it is longer")
    good("keys-int-text", "a301002000" + "616100", '{1: 0, -1: 0, "a": 0}', "Integers come before texts")
    good("keys-text-length", "a2616200" + "62616100", '{"b": 0, "aa": 0}', "The head of a text decides first: \"b\" before \"aa\"")
    bad("keys-text-alphabet", "a262616100" + "616200", "\"aa\" before \"b\": alphabetical order is not the order of encodings")
    bad("keys-text-twice", "a2616100616101", "A text key twice")

    for depth, kind, opening, inner, edn_open, edn_close, edn_inner in (
            (16, "arrays", "81", "00", "[", "]", "0"), (16, "maps", "a100", "00", "{0: ", "}", "0"), (16, "tags", "c1", "00", "1(", ")", "0"),
            (16, "arrays-empty", "81", "80", "[", "]", "[]"), (16, "arrays-map", "81", "a0", "[", "]", "{}")):
        good(f"depth-16-{kind}", opening * depth + inner, edn_open * depth + edn_inner + edn_close * depth, "The deepest item: sixteen around it", flags=("edge",))
        bad(f"depth-17-{kind}", opening * 17 + inner, "Seventeen around an item", flags=("edge",))
    bad("depth-keys", "81" * 16 + "a10000", "A key in a map counts as one deeper than the map", flags=("edge",))
    bad("depth-10000", "81" * 10000 + "00", "Ten thousand arrays: a reader must not run out of stack")

    good("redacted-key", "a1f83b80", "{simple(59): []}", "The key of hashes, where it may stand", "6", context="credential")
    good("redacted-key-nested", "81a1f83b00", "[{simple(59): 0}]", "At any depth: its meaning is judged later", "6", context="credential")
    good("redacted-key-last", "a3010061" + "6100f83b80", '{1: 0, "a": 0, simple(59): []}', "It sorts after integers and texts", "6", context="credential")
    bad("redacted-key-code", "a1f83b80", "Elsewhere it may not stand")
    bad("redacted-key-file", "a1f83b80", "Nor in a list", context="file")
    bad("redacted-key-first", "a2f83b800100", "It sorts after integers", context="credential")
    bad("redacted-key-twice", "a2f83b80f83b80", "It is a key like others: once", context="credential")
    bad("redacted-value-credential", "a101f83b", "As a value it may stand nowhere", context="credential")
    bad("redacted-tagged", "a1c1f83b00", "A tagged simple(59) is no key", context="credential")
    bad("simple-58-credential", "a1f83a80", "No other simple value may be a key", context="credential")
    bad("simple-60-credential", "a1f83c80", "No other simple value may be a key", context="credential")
    bad("empty", "", "No item at all")
    bad("trailing-zero", "0000", "A byte after the item")
    bad("trailing-item", "a0a0", "An item after the item")
    bad("trailing-break", "80ff", "A break after the item")
    good("text-nul", "6100", '"\\u0000"', "NUL is valid UTF-8; section 7 forbids it in a licence")
    good("text-nonchar", "63efbfbf", '"\uffff"', "A noncharacter is valid UTF-8")
    good("text-not-nfc", "6365cc81", '"e\u0301"', "Normalisation is no matter of CBOR")
    good("tag-large", "dbffffffffffffffff00", "18446744073709551615(0)", "Any tag is well-formed", flags=("edge",))

    # Section 11
    for slug, data, edn, why in (
            ("heads", "98021817190000", "[23, 0]", "Heads that are longer than needed"), ("heads-8", "9b00000000000000011b0000000000000000", "[0]", "Heads of eight bytes"), ("head-text", "780161", '"a"', "A text with a longer head"), ("head-bytes", "5a0000000161", "h'61'", "A byte string with a longer head"), ("head-tag", "d81200", "18(0)", "A tag with a longer head"), ("head-negative", "3800", "-1", "A negative number with a longer head"),
            ("unsorted", "a3030001000200", "{3: 0, 1: 0, 2: 0}", "Keys in another order"), ("unsorted-kinds", "a261610020" + "00", '{"a": 0, -1: 0}', "A text before an integer"), ("key-head", "a2180200" + "0100", "{2: 0, 1: 0}", "A key with a longer head"), ("key-kinds", "a2010061" + "3100", '{1: 0, "1": 0}', "The text 1 is another key than the number"), ("key-signs", "a200002000", "{0: 0, -1: 0}", "0 and -1 are two keys"),
            ("array-257", "990101" + "00" * 257, "[" + ", ".join(["0"] * 257) + "]", "More than 256 elements"), ("map-256", MAP_256, "{" + ", ".join(f"{n}: 0" for n in range(256)) + "}", "256 pairs")):
        good(f"status-{slug}", data, edn, f"In a status list: {why}", "11", context="status")
    for slug, data, why in (
            ("key-twice", "a201000100", "A key twice"), ("key-twice-apart", "a3010002000100", "A key twice, with another in between"), ("key-twice-head", "a20200" + "180200", "A key twice: 2 and 18 02"), ("key-twice-heads", "a2190002001a0000000200", "A key twice, with two longer heads"), ("key-twice-text", "a2616100" + "78016100", "A text key twice, with different heads"), ("key-twice-negative", "a22000" + "380000", "A negative key twice, with different heads"),
            ("key-twice-inner", "81a20200" + "180200", "A key twice, in an inner map"), ("map-257", MAP_257, "257 pairs"), ("indefinite-array", "9fff", "An array of indefinite length"), ("indefinite-map", "bfff", "A map of indefinite length"), ("indefinite-text", "7f6161ff", "A text of indefinite length"), ("float", "f90000", "A float"), ("undefined", "f7", "undefined"), ("simple", "f8ff", "A simple value"), ("simple-short", "f814", "false in two bytes is not well-formed"),
            ("redacted", "a1f83b80", "simple(59) as a key"), ("key-bytes", "a1410000", "A byte string as a key"), ("key-256", "a1790100" + "61" * 256 + "00", "A key of 256 bytes"), ("reserved", "1c", "A reserved head"), ("trailing", "0000", "A byte after the item"), ("long", "5b7fffffffffffffff", "A length that is larger than what is left"), ("deep", "81" * 17 + "00", "Too deep"), ("utf8", "61ff", "No UTF-8")):
        bad(f"status-{slug}", data, f"Nor in a status list: {why}", "11", context="status")

    sample = "a301617802830141" + "79a1617af619012cd28101"
    good("sample", sample, '{1: "x", 2: [1, h\'79\', {"z": null}], 300: 18([1])}', "The item of the two families below")
    size = len(sample) // 2
    for end in range(1, size):
        bad(f"truncate-{end}", sample[:2 * end], "The sample, cut short: at every byte", flags=("generated",))
    return f.content()
