"""disclosure.json: section 6 and the first half of step 8."""

from __future__ import annotations

import hashlib

from hufu_reference.issue import Sealed, decoy, disclosure, disclosure_hash
from hufu_reference.strict import read

from .make import FULL, IAT, REDACTED, SECOND, SHORT, File, both, credential, entry, holder, no_claim, no_entry, plain, salt, write

WITHHELD = {"withheld": True, "notices": ("status.unchecked", "license.withheld_entries")}
NAMED = {**SHORT, "given_name": "x"}


def make() -> dict:
    f = File("disclosure", "Section 6 and step 8: what is redacted, what is shown. Hashes stand in the signed claims; disclosures in the unprotected header of the credential, "
             "and so under the device's signature.")

    def without(licence, *names):
        return {name: value for name, value in licence.items() if name not in names}

    def hidden(contents, where=-65537, more=()):
        """A credential that has the hashes of these contents, and of `more`."""
        def change(header, claims):
            target = claims if where is None else claims[where]
            target[REDACTED] = [disclosure_hash(one) for one in contents] + list(more)
        return change

    def shown(slug, comment, code, contents, change=None, spec=8, **more):
        """`change` alters the credential; `contents` are presented."""
        f.case(slug, comment, spec, holder(credential(change=change), contents=contents), code, **more)

    # Presentations of one credential
    made = credential(licence=FULL, redacted=("sub", 1, 2, 13, 18), decoys=1)
    names = {"sub": ("document_number",), 1: ("family_name",), 2: ("given_name",), 13: ("driving_privileges",), 18: ("resident_address", "administrative_number", "record", "points")}
    for slug, show in (("none", []), ("sub", ["sub"]), ("name", [1]), ("two", [1, 13]), ("page", [18]), ("all", ["sub", 1, 2, 13, 18]), ("all-reversed", [18, 13, 2, 1, "sub"])):
        gone = [name for key, listed in names.items() if key not in show for name in listed]
        f.case(f"show-{slug}", f"Presented: {', '.join(map(str, show)) or 'nothing'}; a decoy remains, so something always counts as withheld", 8, holder(made, show=show), licence=without(FULL, *gone),
               standing="valid", intermediates=slug in ("none", "two"), **WITHHELD)
    page = credential(licence=SECOND, redacted=(18,))
    f.case("page-none", "Only the second page is redacted, and it is not shown", 8, holder(page), **WITHHELD)
    f.case("page-all", "Everything redacted is shown: nothing is withheld", 8, holder(page, show=[18]), licence="second")
    nested = credential(licence=FULL, redacted=(13, 15, 16))
    f.case("nested", "Entries of the license map with structure of their own", 8, holder(nested, show=[13, 16, 15]), licence="full", standing="valid")
    everything = credential(licence=FULL, redacted=("sub", 1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 14, 15, 16, 18))
    f.case("least", "Everything that may be redacted is, and nothing is shown", 8, holder(everything), licence={name: FULL[name] for name in ("issue_date", "expiry_date", "issuing_country", "standing")}, standing="valid", **WITHHELD)
    f.case("age-only", "Only the answer to one question", 8, holder(everything, show=[16]), licence={name: FULL[name] for name in ("issue_date", "expiry_date", "issuing_country", "standing", "age_over")}, standing="valid", **WITHHELD)
    decoys = credential(decoys=3)
    f.case("decoys-only", "Only decoys: nobody can tell, so something counts as withheld", 8, holder(decoys), **WITHHELD)
    empty = decoy(salt(1))
    shown("decoy-shown", "A decoy that is shown: allowed, and it adds nothing", "ok", [empty], hidden([empty]))
    shown("decoy-claims", "A decoy of the claims map", "ok", [empty], hidden([empty], None))
    shown("both-maps", "A hash in each map, both shown", "ok", [disclosure("x", 2, salt(1)), disclosure(1, 77, salt(2))],
          both(hidden([disclosure("x", 2, salt(1))]), hidden([disclosure(1, 77, salt(2))], None)), licence=NAMED)

    # The content of a disclosure
    s = salt(1)
    for slug, value, key, licence, why in (
            ("given-name", "x", 2, NAMED, "An entry of section 7"), ("unknown", {"any": [None]}, 77, "short", "An unknown entry is ignored"), ("text-key", "x", "x", "short", "A text key"),
            ("text-key-255", "x", "k" * 255, "short", "The longest text key"), ("empty-key", "x", "", "short", "The empty text as a key"), ("negative-key", "x", -5, "short", "A negative key"), ("key-0", "x", 0, "short", "The key 0"),
            ("inner-59", {REDACTED: 0}, 99, "short", "simple(59) in an ignored value"), ("null", None, 99, "short", "null as an ignored value")):
        content = disclosure(value, key, s)
        shown(f"content-{slug}", why, "ok", [content], hidden([content]), licence=licence, flags=("edge",) if "255" in slug else ())
    unknown = disclosure("x", 77, s)
    shown("claims-unknown", "An unknown claim", "ok", [unknown], hidden([unknown], None))
    text_claim = disclosure("x", "x", s)
    shown("claims-text", "A claim with a text key", "ok", [text_claim], hidden([text_claim], None))
    for slug, content, why in (
            ("empty", b"", "Nothing in the byte string"), ("break", b"\xff", "No CBOR"), ("trailing", disclosure("x", 2, s) + b"\0", "A byte after the content"), ("map", write({}), "A map"), ("array-0", write([]), "An empty array"),
            ("array-2", write([s, "x"]), "Two elements: the form for arrays of SD-JWT"), ("array-4", write([s, "x", 2, 0]), "Four elements"), ("salt-15", write([s[1:], "x", 2]), "A salt of 15 bytes"), ("salt-17", write([s + b"\0", "x", 2]), "A salt of 17 bytes"),
            ("salt-0", write([b"", "x", 2]), "An empty salt"), ("salt-text", write(["x" * 16, "x", 2]), "A salt in text"), ("decoy-15", write([s[1:]]), "A decoy with a salt of 15 bytes"), ("decoy-text", write(["x" * 16]), "A decoy whose salt is text"),
            ("key-bytes", write([s, "x", b"2"]), "A byte string as a key"), ("key-bool", write([s, "x", True]), "A boolean as a key"), ("key-null", write([s, "x", None]), "null as a key"), ("key-array", write([s, "x", [2]]), "An array as a key"),
            ("key-256", write([s, "x", "k" * 256]), "A key of 256 bytes"), ("order", write([s, 2, b"x"]), "Value and key swapped, the value in bytes"), ("nested-bstr", write(write([s, "x", 2])), "The content in a byte string twice"),
            ("not-shortest", b"\x83\x50" + s + b"\x18\x01\x02", "A value that is not in its shortest head"), ("indefinite", b"\x9f\x50" + s + b"\x61x\x02\xff", "An array of indefinite length"), ("float", b"\x83\x50" + s + bytes.fromhex("f93c00") + b"\x02", "A float as the value"),
            ("key-59", b"\x83\x50" + s + b"\x61x\xf8\x3b", "simple(59) as the key"), ("value-59", b"\x83\x50" + s + b"\xf8\x3b\x02", "simple(59) as the value"), ("utf8", b"\x83\x50" + s + b"\x63\xed\xa0\x80\x02", "A surrogate in the value"),
            ("tagged", b"\xc1" + disclosure("x", 2, s), "A tagged array"), ("cut", disclosure("x", 2, s)[:-1], "Cut short"), ("deep", write([s, _deep(16), 99]), "A value that is too deep")):
        shown(f"content-{slug}", f"A content that is wrong, though its hash is signed: {why}", "credential.disclosure_invalid", [content], hidden([content]))
    deepest = disclosure(_deep(15), 99, s)
    shown("content-depth", "A disclosure starts at depth 0 again", "ok", [deepest], hidden([deepest]), flags=("edge",))

    # The hash
    good = disclosure("x", 2, s)
    right, inner = disclosure_hash(good), hashlib.sha256(good).digest()
    shown("hash-inner", "The hash of the inner bytes instead of the byte string", "credential.disclosure_invalid", [good], lambda h, c: c[-65537].update({REDACTED: [inner]}))
    shown("hash-both", "The right hash beside the inner one", "ok", [good], lambda h, c: c[-65537].update({REDACTED: [inner, right]}), licence=NAMED, **WITHHELD)
    shown("hash-without", "A hash without a disclosure", "ok", [], hidden([good]), **WITHHELD)
    shown("without-hash", "A disclosure without a hash", "credential.disclosure_invalid", [good], hidden([disclosure("y", 2, s)]))
    shown("without-hashes", "A disclosure where nothing is redacted", "credential.disclosure_invalid", [good])
    shown("decoy-without-hash", "A decoy without a hash", "credential.disclosure_invalid", [empty])
    shown("value-changed", "Another value under the same salt", "credential.disclosure_invalid", [disclosure("y", 2, s)], hidden([good]))
    shown("salt-changed", "Another salt", "credential.disclosure_invalid", [disclosure("x", 2, salt(2))], hidden([good]))
    shown("key-changed", "Another key", "credential.disclosure_invalid", [disclosure("x", 3, s)], hidden([good]))
    shown("one-wrong", "One of two without a hash", "credential.disclosure_invalid", [good, disclosure("y", 3, s)], hidden([good]))
    shown("repeated", "The same disclosure twice", "credential.disclosure_invalid", [good, good], hidden([good]))
    shown("repeated-decoy", "The same decoy twice", "credential.disclosure_invalid", [empty, empty], hidden([empty]))
    shown("hash-twice", "A hash that occurs twice, with its disclosure", "credential.disclosure_invalid", [good], hidden([good, good]))
    shown("hash-twice-unused", "A hash that occurs twice, unused", "ok", [], hidden([good, good]), **WITHHELD)
    shown("hash-twice-other", "A hash that occurs twice, beside a disclosure of another", "ok", [disclosure("x", 2, salt(2))], hidden([good, good, disclosure("x", 2, salt(2))]), licence=NAMED, **WITHHELD)
    shown("hash-in-both", "A hash that occurs in both maps, with its disclosure", "credential.disclosure_invalid", [good], both(hidden([good]), hidden([good], None)))
    shown("hash-in-both-unused", "A hash that occurs in both maps, unused", "ok", [], both(hidden([good]), hidden([good], None)), **WITHHELD)
    first, second = disclosure("x", 2, salt(1)), disclosure("y", 2, salt(2))
    shown("key-twice", "Two disclosures of one key", "credential.disclosure_invalid", [first, second], hidden([first, second]))
    shown("key-twice-one", "Two hashes of one key, one shown", "ok", [second], hidden([first, second]), licence={**SHORT, "given_name": "y"}, **WITHHELD)
    claims_two = disclosure("T-2", 2, salt(3))
    shown("key-in-both-maps", "Key 2 is sub in the claims and given_name in the licence: two maps, two keys", "ok", [claims_two, first], both(no_claim(2), hidden([first]), hidden([claims_two], None)),
          licence={**NAMED, "document_number": "T-2"})
    opened = disclosure("Li", 1, s)
    shown("open-already", "An entry that is open already", "credential.disclosure_invalid", [opened], hidden([opened]))
    opened = disclosure("T-1", 2, s)
    shown("open-already-sub", "A sub that is open already", "credential.disclosure_invalid", [opened], hidden([opened], None))
    shown("other-map", "The hash of an entry in the claims map: there it is a claim, and ignored", "ok", [disclosure("x", 77, s)], hidden([disclosure("x", 77, s)], None))

    # Never redacted
    for key, name in ((8, "issue_date"), (9, "expiry_date"), (10, "issuing_country"), (17, "standing")):
        value = {8: 19161, 9: 22814, 10: "CN", 17: ["A", IAT]}[key]
        content = disclosure(value, key, s)
        if key == 17:
            shown(f"never-{name}", f"{name} disclosed: it may not be redacted", "credential.disclosure_invalid", [content], hidden([content]))
        else:
            shown(f"never-{name}", f"{name} disclosed, and not open: it may not be redacted", "credential.disclosure_invalid", [content], both(no_entry(key), hidden([content])))
            shown(f"never-{name}-withheld", f"{name} redacted and not shown: the licence has none", "license.invalid", [], both(no_entry(key), hidden([content])))
        shown(f"never-{name}-hash", f"{name} open, and its hash there as well, unused: a hash tells nothing", "ok", [], both(entry(key, value), hidden([content])), standing="valid" if key == 17 else None,
              licence={**SHORT, "standing": {"codes": "A", "as_of": "2026-12-31T00:00:30Z"}} if key == 17 else "short", **WITHHELD)
    for key, value in ((1, "https://dmv.example"), (3, "any"), (4, 1), (5, IAT), (6, 1), (8, {}), (39, bytes(16)), (65535, {}), (-65537, {})):
        content = disclosure(value, key, s)
        shown(f"never-claim-{key}", f"The claim {key} disclosed: it may not be redacted", "credential.disclosure_invalid", [content], hidden([content], None))
        if key in (3, 5, 39, 65535):
            shown(f"never-claim-{key}-withheld", f"A hash that might be that of claim {key}, unused", "ok", [], hidden([content], None), **WITHHELD)
    shown("iss-redacted", "iss redacted: the credential has no iss", "credential.claims_invalid", [], both(no_claim(1), hidden([disclosure("https://dmv.example", 1, s)], None)), spec=5)

    # sub
    def without_sub(value):
        content = disclosure(value, 2, s)
        return content, both(no_claim(2), hidden([content], None))
    for value, good_ in (("T-2", True), ("x" * 64, True), ("王" * 21, True), ("", False), ("x" * 65, False), ("王" * 22, False), (1, False), (None, False), (b"T", False), ("a\u202eb", False), ("a\0", False)):
        content, change = without_sub(value)
        slug = hashlib.sha256(write(value)).hexdigest()[:6]
        if good_:
            shown(f"sub-{slug}", "A disclosed sub", "ok", [content], change, licence={**SHORT, "document_number": value})
        else:
            shown(f"sub-{slug}", "A disclosed sub of the wrong type, length or code points", "license.invalid", [content], change)
            shown(f"sub-{slug}-withheld", "The same, not shown", "ok", [], change, licence=without(SHORT, "document_number"), **WITHHELD)
    # required*
    for key, name in ((1, "family_name"), (4, "birth_date"), (13, "driving_privileges")):
        shown(f"required-{name}", f"{name} may be missing while the license map has hashes, whatever they are of", "ok", [], both(no_entry(key), hidden([disclosure("x", 77, s)])), licence=without(SHORT, name), **WITHHELD)
        shown(f"required-{name}-disclosed", f"{name} is missing, and every hash is matched: it may be missing all the same", "ok", [good], both(no_entry(key), hidden([good])), licence=without(NAMED, name))
        shown(f"required-{name}-claims", f"{name} may not be missing when only the claims map has hashes", "license.invalid", [], both(no_entry(key), hidden([unknown], None)))
        shown(f"required-{name}-none", f"{name} may not be missing without hashes", "license.invalid", [], no_entry(key))
    shown("required-sub-license", "sub may not be missing when only the license map has hashes", "credential.claims_invalid", [], both(no_claim(2), hidden([good])), spec=5)
    # inside values
    for slug, key, value in (("age-over", 16, {REDACTED: True}), ("age-over-array", 16, {18: True, REDACTED: [bytes(32)]}), ("page", 18, {1: "x", REDACTED: [bytes(32)]}), ("page-only", 18, {REDACTED: [bytes(32)]}), ("name", 1, {REDACTED: [bytes(32)]})):
        shown(f"inside-{slug}", "Hashes inside the value of an entry: not allowed", "license.invalid", [], entry(key, value))
    shown("inside-disclosed", "The same in a value that is disclosed", "license.invalid", [disclosure({1: "x", REDACTED: [bytes(32)]}, 18, s)], hidden([disclosure({1: "x", REDACTED: [bytes(32)]}, 18, s)]))
    shown("inside-ignored", "Hashes inside an entry that is ignored", "ok", [], entry(99, {REDACTED: [bytes(32)]}))
    shown("inside-page-ignored", "Hashes inside an ignored member of the second page", "ok", [], entry(18, {99: {REDACTED: [bytes(32)]}}))
    for key, value, why in ((1, "", "an empty name"), (4, "1990-02-28", "a birth date as text"), (13, [], "no privileges"), (18, {}, "an empty second page"), (14, [9, b"x"], "an unknown picture format")):
        content = disclosure(value, key, s)
        shown(f"invalid-{key}", f"Disclosed: {why}", "license.invalid", [content], both(lambda h, c, key=key: c[-65537].pop(key, None), hidden([content])))
        shown(f"invalid-{key}-withheld", "The same, not shown: nobody can know", "ok", [], both(lambda h, c, key=key: c[-65537].pop(key, None), hidden([content])),
              licence=without(SHORT, {1: "family_name", 4: "birth_date", 13: "driving_privileges"}.get(key, "")), **WITHHELD)
    # required by the policy
    withheld = credential(licence=SECOND, redacted=("sub", 13, 18))
    for slug, show, required, code in (
            ("record", [], ["record"], "license.withheld"), ("record-shown", [18], ["record"], "ok"), ("points", [18], ["record", "points"], "license.withheld"), ("sub", [], ["sub"], "license.withheld"), ("sub-shown", ["sub"], ["sub"], "ok"),
            ("document-number", [], ["document_number"], "license.withheld"), ("document-number-shown", ["sub"], ["document_number"], "ok"), ("privileges", ["sub"], ["sub", "driving_privileges"], "license.withheld"),
            ("never-there", ["sub", 13, 18], ["portrait"], "license.withheld"), ("open", [], ["family_name", "issue_date", "expiry_date", "issuing_country"], "ok")):
        gone = [name for key, name in (("sub", "document_number"), (13, "driving_privileges"), (18, "record")) if key not in show]
        f.case(f"policy-{slug}", "An entry that the policy requires", 13, holder(withheld, show=show), code, policy={"required_entries": required}, licence=without(SECOND, *gone), withheld=bool(gone),
               notices=("status.unchecked", "license.withheld_entries") if gone else ("status.unchecked",))
    f.case("policy-roadside", "The roadside's policy, everything that it wants", 13, holder(withheld, show=["sub", 13]), policy="roadside", licence=SHORT, **WITHHELD)
    f.case("policy-roadside-not", "The roadside's policy, without the classes", 13, holder(withheld, show=["sub"]), "license.withheld", policy="roadside", licence=without(SHORT, "driving_privileges"), withheld=True)
    f.case("policy-null", "An expiry_date of null is there", 13, holder(credential(licence={**SHORT, "expiry_date": None})), policy={"required_entries": ["expiry_date"]}, licence={**SHORT, "expiry_date": None})
    f.case("plain-sd-claims", "A plain CWT has no disclosures", 3, _plain_with(good), "cose.header_invalid")
    return f.content()


def _deep(depth):
    out = 0
    for _ in range(depth):
        out = [out]
    return out


def _plain_with(content: bytes) -> bytes:
    protected, _, body, signature = (item.value for item in read(plain()).value[1].value)
    return Sealed(protected, body, signature, {17: [content]}).encode()
