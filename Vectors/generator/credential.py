"""credential.json: the envelope, header and claims of the credential, its signature, its time, its kind."""

from __future__ import annotations

from dataclasses import replace

from hufu_reference.issue import Sealed
from hufu_reference.keys import N
from hufu_reference.strict import Pairs, read

from . import drafts, flips
from .cbor import BROKEN
from .make import (DAY, DEVICE, DEVICE2, DEVICE_ED, EXP, FULL, IAT, ISSUER, ISSUER_ED, LAST, NOW, REDACTED, SECOND, SHORT, URI, File, Raw, Tag, both, claim,
                   credential, entry, holder, label, no_claim, no_label, plain, seal, write)

STATIC = {"kinds": ["static"]}


def nested(depth: int):
    out = 0
    for _ in range(depth):
        out = [out]
    return out


def make() -> dict:
    f = File("credential", "Sections 4 and 5 and steps 3 to 7 and 10: the credential, and the plain CWT. Unless it is the token itself that is missing, the token around "
             "a credential is right.")

    def signed(slug, comment, spec, code, change, **more):
        """Changed before it was signed; in a right token."""
        f.case(slug, comment, spec, holder(credential(change=change)), code, **more)

    # What is right
    for issuer, key in (("p256", ISSUER), ("ed", ISSUER_ED)):
        for name, device in (("p256", DEVICE), ("ed", DEVICE_ED)):
            for form, compressed in (("compressed", True), ("uncompressed", False)):
                if name == "ed" and not compressed:
                    continue
                made = credential(key, device=device, compressed=compressed)
                f.case(f"ok-{issuer}-{name}-{form}", f"Issuer {issuer}, device {name}, its key {form}", "4, 5", holder(made, device=device), intermediates=form == "compressed")
        f.case(f"ok-issuer-{issuer}", "A plain CWT with a short life: kind issuer", "1", plain(key=key), intermediates=True)
        f.case(f"ok-static-{issuer}", "A plain CWT with a long life: kind static. It has no clock offset", "1", plain(IAT, EXP, key=key), policy=STATIC, offset=None,
               intermediates=True)
    made = credential(licence=FULL, redacted=("sub", 1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 14, 15, 16, 18), decoys=2)
    f.case("ok-full", "Every field there is, everything redacted that may be, and all of it disclosed; the two decoys remain", "5 to 7", holder(made, show=list(made.disclosures)),
           licence="full", withheld=True, standing="valid", notices=("status.unchecked", "license.withheld_entries"), intermediates=True)
    f.case("ok-full-plain", "Every field there is, in a plain CWT", "7", plain(licence=FULL), licence="full", standing="valid", intermediates=True)
    high = credential()
    twin = replace(high.sealed, signature=high.sealed.signature[:32] + (N - int.from_bytes(high.sealed.signature[32:], "big")).to_bytes(32, "big"))
    f.case("ok-twin", "The issuer's signature with n - s in place of s: accepted, as one of the two is high", "4", holder(high, sealed=twin), flags=("malleable",))

    # Step 3: the item and the structure
    sealed = credential().sealed
    parts = [sealed.protected, {}, sealed.payload, sealed.signature]
    for slug, item, why in (
            ("untagged", parts, "No tag"), ("tag-98", Tag(98, parts), "The tag of COSE_Sign"), ("tag-17", Tag(17, parts), "The tag of COSE_Mac0"),
            ("tag-61-outside", Tag(61, Tag(18, parts)), "The CWT tag outside"), ("tag-18-twice", Tag(18, Tag(18, parts)), "Tag 18 twice"),
            ("tag-55799", Tag(55799, Tag(18, parts)), "The self-described CBOR tag outside"), ("map", Tag(18, {}), "Tag 18 around a map"),
            ("three", Tag(18, parts[:3]), "Three elements"), ("five", Tag(18, parts + [0]), "Five elements"), ("null", None, "null"), ("int", 0, "An integer"),
            ("protected-map", Tag(18, [{}, *parts[1:]]), "A protected header that is not in a byte string"),
            ("protected-text", Tag(18, ["x", *parts[1:]]), "A protected header in a text"),
            ("protected-empty", Tag(18, [b"", *parts[1:]]), "An empty protected header"),
            ("protected-array", Tag(18, [write([]), *parts[1:]]), "A protected header that holds an array"),
            ("protected-int", Tag(18, [write(1), *parts[1:]]), "A protected header that holds an integer"),
            ("unprotected-bstr", Tag(18, [parts[0], b"\xa0", *parts[2:]]), "An unprotected header in a byte string"),
            ("unprotected-array", Tag(18, [parts[0], [], *parts[2:]]), "An unprotected header that is an array"),
            ("payload-null", Tag(18, [*parts[:2], None, parts[3]]), "A detached payload"), ("payload-text", Tag(18, [*parts[:2], "x", parts[3]]), "A payload in a text"),
            ("payload-map", Tag(18, [*parts[:2], {}, parts[3]]), "A payload that is not in a byte string"),
            ("payload-array", Tag(18, [*parts[:2], write([]), parts[3]]), "A payload that holds an array"),
            ("payload-int", Tag(18, [*parts[:2], write(0), parts[3]]), "A payload that holds an integer"),
            ("signature-63", Tag(18, [*parts[:3], sealed.signature[:63]]), "A signature of 63 bytes"),
            ("signature-65", Tag(18, [*parts[:3], sealed.signature + b"\0"]), "A signature of 65 bytes"),
            ("signature-0", Tag(18, [*parts[:3], b""]), "An empty signature"), ("signature-null", Tag(18, [*parts[:3], None]), "No signature"),
            ("signature-der", Tag(18, [*parts[:3], bytes.fromhex("3044") + bytes(68)]), "A signature as long as a DER one")):
        f.case(f"structure-{slug}", why, 3, write(item), "cose.structure_invalid")
        if isinstance(item, Tag) and item.number == 18 and isinstance(item.content, list):
            f.case(f"structure-inner-{slug}", why + ", inside a token", 4, holder(credential(), sealed=_raw(write(item))), "cose.structure_invalid")
    for slug, item, why in (("untagged", parts, "kcwt without a tag"), ("tag-98", Tag(98, parts), "kcwt with another tag"), ("bstr", write(Tag(18, parts)), "kcwt in a byte string"),
                            ("tag-61", Tag(61, Tag(18, parts)), "kcwt with the CWT tag outside")):
        f.case(f"kcwt-{slug}", why, 3, holder(sealed=_raw(write(item))), "cose.header_invalid")
    for slug, item, why in (
            ("protected-broken", Tag(18, [b"\xa1", *parts[1:]]), "A protected header that ends early"),
            ("protected-trailing", Tag(18, [parts[0] + b"\0", *parts[1:]]), "A byte after the protected header"),
            ("payload-empty", Tag(18, [*parts[:2], b"", parts[3]]), "An empty payload is no CBOR"),
            ("payload-trailing", Tag(18, [*parts[:2], parts[2] + b"\0", parts[3]]), "A byte after the payload"),
            ("unprotected-59", Tag(18, [parts[0], {REDACTED: 0}, *parts[2:]]), "simple(59) as an unprotected label")):
        f.case(f"cbor-{slug}", why, 3, write(item), "cbor.invalid")
        f.case(f"cbor-inner-{slug}", why + ", inside a token", 4, holder(sealed=_raw(write(item))), "cbor.invalid")
    data = holder()
    f.case("cbor-trailing", "A byte after the item", 3, data + b"\0", "cbor.invalid")
    f.case("cbor-two", "Two items", 3, data + data, "cbor.invalid")
    for slug, raw, why in BROKEN:
        item = bytes.fromhex(raw)
        signed(f"cbor-claim-{slug}", f"In a claim that is ignored: {why}", 4, "cbor.invalid", claim(99, Raw(item)))
        if len(item) < 20 and slug.split("-")[0] in ("int", "bytes", "array", "map", "float", "undefined", "keys", "utf8", "length", "redacted"):
            signed(f"cbor-label-{slug}", f"In a label that is ignored: {why}", 4, "cbor.invalid", label(99, Raw(item)))
            f.case(f"cbor-plain-{slug}", f"In an entry that is ignored, of a plain CWT: {why}", 3, plain(change=entry(99, Raw(item))), "cbor.invalid")
    signed("cbor-59-protected", "simple(59) as a protected label", 4, "cbor.invalid", label(REDACTED, 0))
    f.case("cbor-59-plain", "simple(59) in a plain CWT", 3, plain(change=entry(REDACTED, [bytes(32)])), "cbor.invalid")
    f.case("cbor-59-plain-claims", "simple(59) in the claims of a plain CWT", 3, plain(change=claim(REDACTED, [bytes(32)])), "cbor.invalid")
    signed("cbor-59-ignored", "simple(59) as a key in an ignored entry: allowed, and ignored", 6, "ok", entry(99, {REDACTED: 0}))
    signed("cbor-duplicate-claim", "A claim twice", 4, "cbor.invalid", claim(99, Raw(write(Pairs((1, 0), (1, 0))))))
    for depth, code in ((15, "ok"), (16, "cbor.invalid")):
        signed(f"depth-claim-{depth}", f"{depth} arrays in a claim, which stands at depth 1", "3", code, claim(99, nested(depth)), flags=("edge",))
    for depth, code in ((14, "ok"), (15, "cbor.invalid")):
        signed(f"depth-entry-{depth}", f"{depth} arrays in an entry, which stands at depth 2", "3", code, entry(99, nested(depth)), flags=("edge",))
    for depth, code in ((12, "cose.header_invalid"), (13, "cbor.invalid")):
        f.case(f"depth-kcwt-{depth}", f"{depth} arrays in the unprotected header of kcwt, which stands at depth 4 of the token's protected map", "3",
               holder(sealed=replace(sealed, unprotected={99: nested(depth)})), code, flags=("edge",))
    signed("array-256", "The longest array, in a claim that is ignored", "3", "ok", claim(99, [0] * 256), flags=("edge",))

    # Step 3d: the header
    for slug, change, why in (
            ("alg-none", no_label(1), "No alg"), ("alg-text", label(1, "ESP256"), "alg as text"), ("alg-null", label(1, None), "alg null"), ("kid-none", no_label(4), "No kid"),
            ("kid-empty", label(4, b""), "An empty kid"), ("kid-65", label(4, bytes(65)), "A kid of 65 bytes"), ("kid-text", label(4, "kid"), "kid as text"),
            ("typ-none", no_label(16), "No typ"), ("typ-text", label(16, "application/sd-cwt"), "typ as text"), ("typ-negative", label(16, -1), "A negative typ"),
            ("typ-292", label(16, 292), "Another typ"), ("typ-tagged", label(16, Tag(1, 293)), "A tagged typ"), ("kcwt", label(13, Tag(18, [])), "kcwt in a credential"),
            ("cwt-claims", label(15, {}), "CWT claims in the header"), ("sd-claims-protected", label(17, [b"\x81\x40"]), "sd_claims in the protected header"),
            ("sd-alg-text", label(170, "SHA-256"), "sd_alg as text"), ("crit-empty", label(2, []), "An empty crit"), ("crit-int", label(2, 1), "crit that is no array"),
            ("crit-bytes", label(2, [b"1"]), "crit with a byte string"), ("crit-null", label(2, [None]), "crit with null"), ("crit-absent", label(2, [99]), "crit that names an absent label"),
            ("crit-absent-known", label(2, [170]), "crit that names a known label, but an absent one"), ("crit-17", label(2, [17]), "crit that names an unprotected label"),
            ("crit-tagged", label(2, Tag(1, [1])), "A tagged crit"), ("crit-repeated", label(2, [1, 1]), "A label twice in crit"),
            ("crit-repeated-apart", label(2, [1, 4, 16, 1]), "A label twice in crit, with others in between"), ("crit-repeated-unknown", both(label(2, ["x", "x"]), label("x", 0)), "A label that is not understood, twice")):
        signed(f"header-{slug}", why, 4, "cose.header_invalid", change)
    signed("header-typ-294", "A credential that says it is a token, inside a token", 4, "cose.header_invalid", label(16, 294))
    signed("header-empty", "A protected header without labels goes on to fail for them", 4, "cose.header_invalid", lambda h, c: h.clear())
    for slug, change, why in (("sd-alg", label(170, -16), "sd_alg"), ("kcwt", label(13, Tag(18, [])), "kcwt"), ("cwt-claims", label(15, {}), "CWT claims"),
                              ("typ-62", label(16, 62), "another typ"), ("kid-none", no_label(4), "no kid"), ("alg-none", no_label(1), "no alg")):
        f.case(f"header-plain-{slug}", f"A plain CWT with {why}", 3, plain(change=change), "cose.header_invalid")
    bare = _sealed_plain()
    for slug, unprotected, why in (("sd-claims", {17: [b"\x81\x40"]}, "sd_claims"), ("alg", {1: -9}, "alg"), ("other", {99: 0}, "an unknown label")):
        f.case(f"unprotected-plain-{slug}", f"A plain CWT with {why} in the unprotected header", 3, replace(bare, unprotected=unprotected).encode(), "cose.header_invalid")
    for slug, unprotected, why in (
            ("alg-both", {1: -9}, "alg in both headers"), ("kid", {4: ISSUER.public.kid()}, "kid in both headers"), ("crit", {2: [1]}, "crit unprotected"),
            ("typ", {16: 293}, "typ unprotected as well"), ("sd-alg", {170: -16}, "sd_alg unprotected"), ("kcwt", {13: 0}, "kcwt unprotected"), ("other", {99: 0}, "An unknown label"),
            ("text", {"x": 0}, "A text label"), ("sd-claims-empty", {17: []}, "Empty sd_claims"), ("sd-claims-int", {17: [1]}, "sd_claims with an integer"),
            ("sd-claims-bytes", {17: b"\x80"}, "sd_claims that is no array"), ("sd-claims-array", {17: [[bytes(16)]]}, "A disclosure that is not in a byte string"),
            ("sd-claims-and", {17: [b"\x80"], 99: 0}, "Another label beside sd_claims")):
        f.case(f"unprotected-{slug}", why, 4, holder(sealed=replace(sealed, unprotected=unprotected)), "cose.header_invalid")
    signed("alg-unprotected", "alg only in the unprotected header", 4, "cose.header_invalid", no_label(1))
    sneaked = seal(ISSUER, {4: ISSUER.public.kid(), 16: 293}, credential().claims, {1: -9})
    f.case("alg-unprotected-only", "alg moved to the unprotected header", 4, holder(sealed=sneaked), "cose.header_invalid")
    sneaked = seal(ISSUER, {1: -9, 16: 293}, credential().claims, {4: ISSUER.public.kid()})
    f.case("kid-unprotected-only", "kid moved to the unprotected header", 4, holder(sealed=sneaked), "cose.header_invalid")
    signed("crit-ok", "Everything that crit may name", 4, "ok", both(label(2, [1, 2, 4, 16, 170]), label(170, -16)))
    signed("label-ignored", "An unknown protected label that is not critical", 4, "ok", both(label(99, {"anything": Tag(1, 1)}), label("x", None), label(5, b""), label(3, 0)))
    signed("kid-64", "The longest kid; it is not the trust list's", 6, "issuer.key_unknown", label(4, bytes(64)), flags=("edge",))
    signed("sd-alg-ok", "sd_alg SHA-256, said aloud", 4, "ok", label(170, -16))
    signed("crit-unknown", "crit names a label that is present but not understood", 4, "cose.critical_unknown", both(label(2, [99]), label(99, 0)))
    signed("crit-unknown-text", "The same with a text, beside one that is understood", 4, "cose.critical_unknown", both(label(2, [1, "x"]), label("x", 0)))
    signed("crit-3", "Content type is a registered label, but not understood here", 4, "cose.critical_unknown", both(label(2, [3]), label(3, 0)))
    for slug, alg, why in (("none", 0, "a reserved value, \"none\" elsewhere"), ("hmac", 5, "HMAC 256/256"), ("es384", -35, "ES384"), ("ps256", -37, "PS256"), ("esp384", -51, "ESP384"), ("ed448", -53, "Ed448"), ("minus-10", -10, "next to ESP256"), ("minus-18", -18, "next to Ed25519"), ("minus-6", -6, "next to ES256"), ("7", 7, "7, not -7"), ("8", 8, "8, not -8"),
                           ("9", 9, "9, not -9"), ("max", (1 << 64) - 1, "the largest integer"), ("min", -(1 << 64), "the smallest integer")):
        signed(f"alg-{slug}", f"alg is {why}", 4, "cose.algorithm_unsupported", label(1, alg))
        f.case(f"alg-plain-{slug}", f"alg of a plain CWT is {why}", 3, plain(change=label(1, alg)), "cose.algorithm_unsupported")
    for slug, value, why in (("members", {"idx": 5, "uri": URI, "aggregation_uri": "x", 1: [None]}, "Other members of status_list"), ("mechanisms", {"idx": 5, "uri": URI}, "Another status beside status_list")):
        status = {"status_list": value} if slug == "members" else {"status_list": value, "identifier_list": {"id": b"x", "uri": URI}, 7: Tag(1, 1)}
        f.case(f"status-ok-{slug}", f"{why} are ignored; the list is looked for", "5", holder(credential(change=claim(65535, status))), "status.unavailable")
    # The signed examples of the SD-CWT draft: their issuer signs with ES384, whose signatures have 96 bytes
    draft = "draft-ietf-spice-sd-cwt"
    for slug, data, step, why in (("sd-cwt", drafts.SD_CWT, 3, "the SD-CWT with all its disclosures"), ("kbt", drafts.SD_KBT, 4, "the SD-KBT around it"), ("decoys", drafts.SD_CWT_DECOYS, 3, "the SD-CWT with decoys")):
        f.case(f"draft-{slug}", f"An example of the draft as printed, {why}: the issuer's signature is of ES384 and has 96 bytes, where this profile has 64", draft, bytes.fromhex(data), "cose.structure_invalid", flags=("standard",))
    # What would come next: the same claims, signed with ES256
    kbt = read(bytes.fromhex(drafts.SD_KBT)).value[1].value
    inner = read(kbt[0].value).value[13].value[1].value
    header = {**read(inner[0].value).plain(), 1: -7}
    theirs = seal(ISSUER, header, inner[2].value, {17: [one.value for one in inner[1].value[17].value]})
    signed_again = seal(DEVICE, {1: -7, 13: Raw(theirs.encode()), 16: 294}, kbt[2].value)
    f.case("draft-kbt-es256", "The SD-KBT of the draft, signed again with ES256 on both layers: the credential has no license, and the token no exp", draft, signed_again.encode(), "credential.claims_invalid")
    made = credential(change=label(1, -7))
    token = {key: value for key, value in read(kbt[2].value).plain().items()}
    f.case("draft-kbt-claims", "The claims of the draft's SD-KBT in a token around a right credential: a token needs exp here", draft, seal(DEVICE, {1: -7, 13: Raw(made.sealed.encode()), 16: 294}, token).encode(), "token.claims_invalid")
    # -7 and -8: the names without a curve, which go with one curve each here
    ed = {"key": ISSUER_ED}
    for slug, alg, options in (("es256", -7, {}), ("eddsa", -8, ed)):
        f.case(f"alg-ok-{slug}", f"alg {alg} with the key that it goes with", "4", holder(credential(change=label(1, alg), **options)))
        f.case(f"alg-ok-plain-{slug}", f"alg {alg} of a plain CWT", "4", plain(change=label(1, alg), **options))
    for slug, alg, options, why in (("es256-ed", -7, ed, "-7 with an Ed25519 key"), ("eddsa-p256", -8, {}, "-8 with a P-256 key"), ("esp256-ed", -9, ed, "-9 with an Ed25519 key"), ("ed25519-p256", -19, {}, "-19 with a P-256 key")):
        f.case(f"alg-other-{slug}", f"alg {why}", 6, holder(credential(change=label(1, alg), **options)), "issuer.algorithm_mismatch", flags=("downgrade",))
        f.case(f"alg-other-plain-{slug}", f"alg of a plain CWT: {why}", 6, plain(change=label(1, alg), **options), "issuer.algorithm_mismatch", flags=("downgrade",))
    for alg, why in ((-44, "SHA-512"), (-15, "SHA-256/64"), (16, "16, not -16")):
        signed(f"sd-alg-{alg}", f"sd_alg is {why}", 4, "cose.algorithm_unsupported", label(170, alg))

    # Step 5: the claims
    x = bytes(32)
    times = (("negative", -1, "negative"), ("2-53", 1 << 53, "2^53"), ("2-64", (1 << 64) - 1, "2^64-1"), ("tag-1", Tag(1, NOW), "tagged"), ("text", "1798761630", "a text"),
             ("null", None, "null"), ("bytes", b"\0", "bytes"), ("bool", False, "a boolean"))
    for name, key in (("exp", 4), ("nbf", 5), ("iat", 6)):
        for slug, value, why in times:
            signed(f"claims-{name}-{slug}", f"{name} is {why}", 5, "credential.claims_invalid", claim(key, value))
        signed(f"claims-{name}-float", f"{name} is a float", 4, "cbor.invalid", claim(key, Raw(bytes.fromhex("fb41dacd6d27800000"))))
        if key != 5:
            signed(f"claims-{name}-none", f"No {name}", 5, "credential.claims_invalid", no_claim(key))
    cnf = {1: DEVICE.public.members(True)}
    key = cnf[1]
    for slug, more, why in (("kid", {2: b"kid"}, "A kid"), ("kid-64", {2: bytes(64)}, "The longest kid"), ("alg-es256", {3: -7}, "alg ES256"), ("alg-esp256", {3: -9}, "alg ESP256"), ("kid-alg", {2: b"k", 3: -7}, "kid and alg")):
        f.case(f"key-ok-{slug}", f"{why} in the device's key is ignored", "4", holder(credential(change=claim(8, {1: {**key, **more}}))))
    for slug, more, why in (("ed-eddsa", {3: -8}, "alg EdDSA"), ("ed-alg", {3: -19}, "alg Ed25519"), ("ed-kid", {2: b"k"}, "A kid")):
        device_key = {**DEVICE_ED.public.members(), **more}
        f.case(f"key-ok-{slug}", f"{why} in the device's Ed25519 key is ignored", "4", holder(credential(device=DEVICE_ED, change=claim(8, {1: device_key})), device=DEVICE_ED))
    f.case("key-kid-other", "A kid in the device's key that is another's: nothing is looked up by it", "4", holder(credential(change=claim(8, {1: {**key, 2: DEVICE2.public.kid()}}))))
    f.case("key-kid-other-signer", "A token that is signed with the key that this kid would name", 7, holder(credential(change=claim(8, {1: {**key, 2: DEVICE2.public.kid()}})), device=DEVICE2), "token.signature_invalid", flags=("downgrade",))
    for slug, change, why in (
            ("iss-none", no_claim(1), "No iss"), ("iss-empty", claim(1, ""), "An empty iss"), ("iss-256", claim(1, "x" * 256), "iss of 256 bytes"), ("iss-bytes", claim(1, b"x"), "iss in bytes"),
            ("iss-utf8", claim(1, "é" * 128), "iss of 128 characters and 256 bytes"), ("sub-none", no_claim(2), "No sub, and nothing redacted"), ("sub-empty", claim(2, ""), "An empty sub"),
            ("sub-65", claim(2, "x" * 65), "sub of 65 bytes"), ("sub-utf8", claim(2, "王" * 22), "sub of 22 characters and 66 bytes"), ("sub-int", claim(2, 1), "sub as an integer"),
            ("exp-iat", claim(4, IAT), "exp equal to iat"), ("exp-before", claim(4, IAT - 1), "exp before iat"), ("iat-exp", claim(6, EXP), "iat equal to exp"),
            ("nbf-after", claim(5, IAT + 1), "nbf after iat"), ("cnf-none", no_claim(8), "A 293 without cnf"), ("cnf-empty", claim(8, {}), "An empty cnf"),
            ("cnf-null", claim(8, None), "cnf null"), ("cnf-kid", claim(8, {3: b"kid"}), "cnf with a kid"), ("cnf-ckt", claim(8, {5: x}), "cnf with a thumbprint"),
            ("cnf-more", claim(8, {1: key, 3: b"kid"}), "cnf with another member"), ("cnf-59", claim(8, {1: key, REDACTED: [x]}), "cnf with something redacted"),
            ("cnf-key-kid-empty", claim(8, {1: {**key, 2: b""}}), "A device key with an empty kid"), ("cnf-key-kid-65", claim(8, {1: {**key, 2: bytes(65)}}), "A device key with a kid of 65 bytes"), ("cnf-key-kid-text", claim(8, {1: {**key, 2: "kid"}}), "A device key with a kid as text"),
            ("cnf-key-alg-ed", claim(8, {1: {**key, 3: -19}}), "A P-256 key that is said to be for Ed25519"), ("cnf-key-alg-eddsa", claim(8, {1: {**key, 3: -8}}), "A P-256 key that is said to be for EdDSA"), ("cnf-key-alg-es384", claim(8, {1: {**key, 3: -35}}), "A device key for ES384"),
            ("cnf-key-alg-text", claim(8, {1: {**key, 3: "ES256"}}), "A device key with alg as text"), ("cnf-key-ed-alg", claim(8, {1: {1: 1, -1: 6, -2: DEVICE_ED.public.x, 3: -7}}), "An Ed25519 key that is said to be for ES256"), ("cnf-key-kid-private", claim(8, {1: {**key, 2: b"kid", -4: x}}), "A device key with a kid and its private half"),
            ("cnf-key-ops", claim(8, {1: {**key, 4: [2]}}), "A device key with key_ops"), ("cnf-key-base-iv", claim(8, {1: {**key, 5: b"x"}}), "A device key with a base IV"), ("cnf-key-curve", claim(8, {1: {**key, -1: 2}}), "A device key on P-384"),
            ("cnf-key-31", claim(8, {1: {**key, -2: x[1:]}}), "A device key with x of 31 bytes"), ("cnf-key-y", claim(8, {1: {**key, -3: 1}}), "A device key whose y is an integer"),
            ("cnf-key-okp-y", claim(8, {1: {1: 1, -1: 6, -2: x, -3: True}}), "An Ed25519 key with a y"), ("cnf-key-array", claim(8, {1: []}), "A device key that is no map"),
            ("cnf-key-more-and-claim", both(claim(8, {1: {**key, -5: 0}}), claim("x", 0)), "Another member in the device key, and an ignored claim at the end: who reads four members and goes on ends with the license"),
            ("cnf-key-private", claim(8, {1: {**key, -4: x}}), "A device key with its private half"), ("aud", claim(3, "any"), "aud in a credential"),
            ("aud-null", claim(3, None), "aud in a credential, null"), ("cnonce", claim(39, bytes(8)), "cnonce in a credential"), ("license-none", no_claim(-65537), "No license"),
            ("license-array", claim(-65537, []), "license is no map"), ("license-null", claim(-65537, None), "license is null"), ("status-empty", claim(65535, {}), "An empty status"),
            ("status-null", claim(65535, None), "status is null"), ("status-list-empty", claim(65535, {"status_list": {}}), "An empty status_list"),
            ("status-idx-negative", claim(65535, {"status_list": {"idx": -1, "uri": URI}}), "A negative index"),
            ("status-idx-2-53", claim(65535, {"status_list": {"idx": 1 << 53, "uri": URI}}), "An index of 2^53"),
            ("status-idx-text", claim(65535, {"status_list": {"idx": "0", "uri": URI}}), "An index as text"),
            ("status-idx-none", claim(65535, {"status_list": {"uri": URI}}), "No index"), ("status-uri-none", claim(65535, {"status_list": {"idx": 0}}), "No uri"),
            ("status-uri-empty", claim(65535, {"status_list": {"idx": 0, "uri": ""}}), "An empty uri"), ("status-uri-256", claim(65535, {"status_list": {"idx": 0, "uri": "x" * 256}}), "A uri of 256 bytes"),
            ("status-another", claim(65535, {"identifier_list": {"id": b"x", "uri": URI}}), "A status of another kind, without status_list: it would go unchecked"), ("status-idx-name", claim(65535, {"status_list": {"index": 0, "uri": URI}}), "An index under another name"),
            ("status-list-59", claim(65535, {"status_list": {"idx": 0, "uri": URI, REDACTED: [x]}}), "Something redacted in status_list"), ("status-59", claim(65535, {"status_list": {"idx": 0, "uri": URI}, REDACTED: [x]}), "Something redacted in status"),
            ("hashes-empty", claim(REDACTED, []), "No hash in the array of hashes"), ("hashes-31", claim(REDACTED, [x[1:]]), "A hash of 31 bytes"), ("hashes-33", claim(REDACTED, [x + b"\0"]), "A hash of 33 bytes"),
            ("hashes-map", claim(REDACTED, {}), "Hashes that are no array"), ("hashes-text", claim(REDACTED, ["x" * 32]), "A hash as text"),
            ("license-hashes-empty", entry(REDACTED, []), "No hash in the licence's array of hashes"), ("license-hashes-31", entry(REDACTED, [x, x[1:]]), "A hash of 31 bytes in the licence"),
            ("license-hashes-int", entry(REDACTED, 0), "The licence's hashes are no array")):
        signed(f"claims-{slug}", why, 5, "credential.claims_invalid", change)
    for slug, change, why in (("cnf", claim(8, cnf), "cnf"), ("sub-none", no_claim(2), "no sub"), ("aud", claim(3, "any"), "aud"), ("cnonce", claim(39, bytes(8)), "cnonce"),
                              ("exp-iat", claim(4, NOW), "exp equal to iat"), ("license", no_claim(-65537), "no license")):
        f.case(f"claims-plain-{slug}", f"A plain CWT with {why}", 5, plain(change=change), "credential.claims_invalid")
    for slug, change, why in (("nbf", claim(5, IAT), "nbf equal to iat"), ("nbf-0", claim(5, 0), "nbf long before iat"), ("other", both(claim(99, [None]), claim("x", Tag(1, 1)), claim(-70000, {})), "Unknown claims"),
                              ("cti", claim(7, b"x"), "cti means nothing in a credential"), ("vct", claim(11, "x"), "vct is not used")):
        signed(f"claims-ok-{slug}", why, "5", "ok", change)
    signed("claims-ok-sub-64", "The longest sub", "5", "ok", claim(2, "x" * 64), licence={**SHORT, "document_number": "x" * 64}, flags=("edge",))
    signed("claims-ok-sub-utf8", "21 characters of 3 bytes", "5", "ok", claim(2, "王" * 21), licence={**SHORT, "document_number": "王" * 21}, flags=("edge",))
    signed("claims-ok-50-hashes", "Fifty hashes; more than some sixty do not fit into a symbol", "6", "ok", entry(REDACTED, [i.to_bytes(32, "big") for i in range(50)]), withheld=True,
           notices=("status.unchecked", "license.withheld_entries"))
    signed("claims-sub-withheld", "sub redacted: it may be missing", "5", "ok", both(no_claim(2), claim(REDACTED, [x])), withheld=True,
           licence={k: v for k, v in SHORT.items() if k != "document_number"}, notices=("status.unchecked", "license.withheld_entries"))
    signed("claims-iss-255", "The longest iss; nobody knows it", 6, "issuer.unknown", claim(1, "x" * 255), flags=("edge",))

    # Step 7: the issuer's signature
    made = credential()
    r, s = made.sealed.signature[:32], made.sealed.signature[32:]
    n = N.to_bytes(32, "big")
    for slug, changed, why in (("r-0", bytes(32) + s, "r = 0"), ("s-0", r + bytes(32), "s = 0"), ("zero", bytes(64), "r = s = 0"), ("r-n", n + s, "r = n"), ("s-n", r + n, "s = n"),
                               ("max", b"\xff" * 64, "r and s above n"), ("swapped", s + r, "r and s swapped"),
                               ("s-plus-1", r + (int.from_bytes(s, "big") + 1).to_bytes(32, "big"), "s + 1")):
        f.case(f"signature-{slug}", f"The issuer's signature with {why}", 7, holder(made, sealed=replace(made.sealed, signature=changed)), "credential.signature_invalid", flags=("edge",))
    for slug, sealed_, why in (
            ("payload", replace(made.sealed, payload=write({**made.claims, 2: "T-2"})), "Another document number under the old signature"),
            ("header", replace(made.sealed, protected=write({**made.header, 99: 0})), "Another label under the old signature"),
            ("context", seal(ISSUER, made.header, made.claims, context="Signature"), "The context of COSE_Sign in the Sig_structure"),
            ("context-mac", seal(ISSUER, made.header, made.claims, context="MAC0"), "The context of COSE_Mac0 in the Sig_structure"),
            ("other-key", seal(DEVICE2, made.header, made.claims), "Signed by somebody else under the issuer's kid"),
            ("device", seal(DEVICE, made.header, made.claims), "Signed by the holder's device under the issuer's kid")):
        f.case(f"signature-{slug}", why, 7, holder(made, sealed=sealed_), "credential.signature_invalid")
    f.case("signature-detached-structure", "The signature is over the payload alone", 7, holder(made, sealed=replace(made.sealed, signature=ISSUER.sign(made.sealed.payload))), "credential.signature_invalid")
    aad = replace(made.sealed, signature=ISSUER.sign(write(["Signature1", made.sealed.protected, b"x", made.sealed.payload])))
    f.case("signature-aad", "The signature is over other external data", 7, holder(made, sealed=aad), "credential.signature_invalid")
    for kind, seconds in (("issuer", 30), ("static", 30 * DAY)):
        for name, key in (("p256", ISSUER), ("ed", ISSUER_ED)):
            right = plain(exp=NOW + seconds, key=key)
            other = plain(exp=NOW + seconds, key=key, licence={**SHORT, "family_name": "X"})
            for slug, why, changed in (("bit", "its last bit changed", right[:-1] + bytes([right[-1] ^ 1])), ("zero", "all zero", right[:-64] + bytes(64)), ("other", "that of another licence", right[:-64] + other[-64:])):
                f.case(f"signature-{kind}-{name}-{slug}", f"The issuer's signature alone, kind {kind}: {why}", 7, changed, "credential.signature_invalid")
    ed = credential(ISSUER_ED)
    low = int.from_bytes(ed.sealed.signature[32:], "little") + 2**252 + 27742317777372353535851937790883648493
    f.case("signature-ed-s-plus-l", "Ed25519: S + L", 7, holder(ed, sealed=replace(ed.sealed, signature=ed.sealed.signature[:32] + low.to_bytes(32, "little"))), "credential.signature_invalid", flags=("malleable",))
    f.case("signature-ed-zero", "Ed25519: all zero", 7, holder(ed, sealed=replace(ed.sealed, signature=bytes(64))), "credential.signature_invalid")
    reordered = seal(ISSUER, write(made.header), made.claims)
    f.case("signature-kept", "The bytes as received are what is signed", "3", holder(made, sealed=reordered))

    # Step 7 and step 11: downgrades
    f.case("downgrade-stripped", "The credential of a photographed code, without its token", 7, made.encode(), "token.missing", flags=("downgrade",))
    f.case("downgrade-stripped-static", "The same where static codes are accepted", 7, made.encode(), "token.missing", policy="all-kinds", flags=("downgrade",))
    f.case("downgrade-no-cnf", "A 293 without cnf, without a token", 5, credential(change=no_claim(8)).encode(), "credential.claims_invalid", flags=("downgrade",))
    f.case("downgrade-cnf-in-61", "A 61 with cnf", 5, plain(change=claim(8, cnf)), "credential.claims_invalid", flags=("downgrade",))
    f.case("downgrade-61-in-token", "A token around a plain CWT", 4, holder(sealed=_sealed_plain()), "cose.header_invalid", flags=("downgrade",))
    f.case("downgrade-typ-61", "A credential that says it is a plain CWT, with cnf and hashes", 3, credential(redacted=(2,), licence={**SHORT, "given_name": "x"}, change=label(16, 61)).encode(),
           "cbor.invalid", flags=("downgrade",))
    f.case("downgrade-static-default", "A static code under the default policy", 11, plain(IAT, EXP), "credential.kind_not_allowed", offset=None, flags=("downgrade",))
    f.case("downgrade-issuer-challenge", "An issuer-rotated code where a challenge is required", 11, plain(), "credential.kind_not_allowed", policy={"challenge": "required"},
           challenge=bytes(range(16)), flags=("downgrade",))
    f.case("downgrade-issuer-expected", "An issuer-rotated code where one is expected", 11, plain(), "credential.kind_not_allowed", challenge=bytes(range(16)), flags=("downgrade",))
    f.case("downgrade-static-challenge", "A static code where a challenge is required", 11, plain(IAT, EXP), "credential.kind_not_allowed", policy={"kinds": ["static"], "challenge": "required"},
           offset=None, flags=("downgrade",))
    for kinds, payload, offset in ((["issuer", "static"], holder(), 0), (["holder", "static"], plain(), 0), (["holder", "issuer"], plain(IAT, EXP), None), ([], holder(), 0)):
        f.case(f"kind-not-{'-'.join(kinds) or 'any'}", "The kind is not among the policy's", 11, payload, "credential.kind_not_allowed", policy={"kinds": kinds}, offset=offset)
    for life, code, policy, why in ((119, "ok", None, "one second less"), (120, "ok", None, "the longest token life"), (121, "credential.kind_not_allowed", None, "one second more: static"),
                                    (121, "ok", STATIC, "one second more: static"), (120, "credential.kind_not_allowed", STATIC, "issuer, where only static is accepted")):
        f.case(f"kind-edge-{life}-{'static' if policy else 'default'}", f"A plain CWT of {life} s: {why}", 11, plain(NOW, NOW + life), code, policy=policy, offset=None if life > 120 else 0, flags=("edge",),
               **({"notices": ("status.unchecked", "credential.ending")} if code == "ok" and life > 120 else {}))
    f.case("kind-policy", "What is issuer-rotated depends on the policy", "1", plain(NOW, NOW + 61), "credential.kind_not_allowed", policy={"longest_token_life": 60}, offset=None)

    # Step 10: time
    for life, code in ((400 * DAY - 1, "ok"), (400 * DAY, "ok"), (400 * DAY + 1, "credential.lifetime_exceeded")):
        f.case(f"life-holder-{life}", "The longest life of a credential with cnf: 400 days", 10, holder(credential(exp=IAT + life)), code, flags=("edge",))
    for life, code in ((3660 * DAY - 1, "ok"), (3660 * DAY, "ok"), (3660 * DAY + 1, "credential.lifetime_exceeded")):
        f.case(f"life-static-{life}", "The longest life of a plain CWT: 3,660 days", 10, plain(IAT, IAT + life), code, policy=STATIC, offset=None, flags=("edge",))
    f.case("life-static-400", "A plain CWT may live longer than 400 days", 10, plain(IAT, IAT + 401 * DAY), policy=STATIC, offset=None)
    for skew in (0, 10, 30):
        policy = {"kinds": ["issuer", "static"], "skew": skew}
        for delta, code in ((-1, "credential.not_yet_valid"), (0, "ok"), (1, "ok")):
            now = NOW - skew + delta
            f.case(f"time-from-{skew}-{delta}", f"now is iat - skew {delta:+d}", 10, plain(NOW, NOW + 30), code, now=now, policy=policy, offset=NOW - now if NOW > now else 0, flags=("edge",),
                   **({"notices": ("clock.offset", "status.unchecked")} if NOW - now > 10 else {}))
        for delta, code in ((-1, "ok"), (0, "credential.expired"), (1, "credential.expired")):
            now = NOW + 30 + skew + delta
            offset = NOW + 29 - now
            f.case(f"time-until-{skew}-{delta}", f"now is exp + skew {delta:+d}", 10, plain(NOW, NOW + 30), code, now=now, policy=policy, offset=offset if offset < 0 else 0, flags=("edge",),
                   **({"notices": ("clock.offset", "status.unchecked")} if offset < -10 else {}))
        static = plain(IAT, EXP)
        f.case(f"time-static-from-{skew}", "The same of a static code, whose clock offset is not reported", 10, static, now=IAT - skew, policy=policy, offset=None, flags=("edge",))
        f.case(f"time-static-early-{skew}", "One second earlier", 10, static, "credential.not_yet_valid", now=IAT - skew - 1, policy=policy, flags=("edge",))
        f.case(f"time-static-until-{skew}", "The last second of a static code", 10, static, now=EXP + skew - 1, policy=policy, offset=None, flags=("edge",), notices=("status.unchecked", "credential.ending"))
        f.case(f"time-static-late-{skew}", "One second later", 10, static, "credential.expired", now=EXP + skew, policy=policy, flags=("edge",))
    far = plain(LAST - 10, LAST)
    f.case("time-last", "exp is 2^53-1: not yet valid, and no overflow", 10, far, "credential.not_yet_valid", flags=("edge",))
    f.case("time-last-skew", "exp + skew beyond 2^53", 10, holder(credential(exp=IAT + 400 * DAY)), policy={"skew": LAST}, flags=("edge",))
    f.case("time-skew-early", "iat - skew below zero", 10, plain(5, 20), "credential.expired", policy={"skew": 30}, flags=("edge",))
    f.case("time-1970", "A CWT of the first seconds of 1970, at its time; the licence is of no use then", 10, plain(0, 30, licence={**SHORT, "issue_date": "1970-01-01"}), now=0,
           licence={**SHORT, "issue_date": "1970-01-01"}, flags=("edge",))
    for left, notices in ((3 * DAY - 1, ("status.unchecked", "credential.ending")), (3 * DAY, ("status.unchecked",)), (3 * DAY + 1, ("status.unchecked",))):
        f.case(f"ending-{left}", "The notice of a credential that is about to end: less than three days", "15", holder(credential(exp=NOW + left)), notices=notices, flags=("edge",))
        f.case(f"ending-static-{left}", "The same for a static code", "15", plain(IAT, NOW + left), policy=STATIC, notices=notices, offset=None, flags=("edge",))
    f.case("ending-past", "Past exp, within the skew", "15", plain(IAT, NOW), policy=STATIC, notices=("status.unchecked", "credential.ending"), offset=None)

    f.case("form-base32", "The other form of the text", "2", f"HF1Z{_base32(holder())}")
    f.case("notice-all", "Every notice that can stand beside another, in order", "15",
           holder(credential(licence=SECOND, redacted=(18,), exp=NOW + 100, change=both(
               entry(13, [["CN", "X", None, 1]]), entry(17, ["C", IAT]))), now=NOW), now=NOW + 45, offset=-16, standing="attention",
           licence={**SHORT, "driving_privileges": [{"scheme": "CN", "vehicle_category_code": "X", "expiry_date": "1970-01-02"}], "standing": {"codes": "C", "as_of": "2026-12-31T00:00:30Z"}},
           withheld=True, notices=("standing.attention", "clock.offset", "status.unchecked", "license.class_unknown", "license.privilege_expired", "license.withheld_entries", "credential.ending"))
    flips.family(f)
    return f.content()


class _raw:
    """Bytes in the place of a credential."""

    def __init__(self, data: bytes):
        self.data = data

    def encode(self) -> bytes:
        return self.data


def _sealed_plain() -> Sealed:
    claims = {key: value for key, value in credential().claims.items() if key != 8} | {4: NOW + 30, 6: NOW}
    return seal(ISSUER, {1: -9, 4: ISSUER.public.kid(), 16: 61}, claims)


def _base32(data: bytes) -> str:
    import base64
    return base64.b32encode(data).rstrip(b"=").decode()
