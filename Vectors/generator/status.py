"""status.json: sections 11 and 12 for status lists, and step 12."""

from __future__ import annotations

import zlib
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from hufu_reference.strict import Pairs, read

from . import drafts
from .make import (DAY, FOREIGN, IAT, ISS, ISS2, ISSUER, ISSUER2, LAST, NOW, SHORT, STATUS, STATUS_ED, STRANGER, URI, File, Raw, Tag, both, claim, credential, header_of, holder, issue, label,
                   MAIN_KEYS, live, no_claim, no_label, plain, seal, trust, trust_key, write)
from .zlibs import pack, stored, zeros

NAMES = {0: "valid", 1: "revoked", 2: "suspended", 3: "attention"}
CODES = {0: "ok", 1: "status.revoked", 2: "status.suspended", 3: "ok"}
ZEROES = stored(bytes(8))


def listing(values=(0,) * 8, *, bits=8, key=STATUS, iss=ISS, uri=URI, iat=NOW - 100, exp=NOW + 1000, lst=None, **options) -> bytes:
    return issue.status_list(key, iss, uri, [], iat, exp, bits=bits, lst=stored(pack(values, bits)) if lst is None else lst, **options)


def make() -> dict:
    f = File("status", "Sections 11 and 12 and step 12: status lists. A list that is refused is not there: `status.unavailable`.")

    def judged(slug, comment, code, lists=(), index=5, spec=12, scanned=None, value=None, notices=None, **more):
        """`value` is that of the entry, as far as step 12 has read one. `lists` are bytes, or (bytes, loaded at)."""
        names = []
        for number, one in enumerate(lists):
            data, at = one if isinstance(one, tuple) else (one, None)
            name = f.listed(slug if len(lists) == 1 else f"{slug}-{number + 1}", data)
            names.append(name if at is None else (name, at))
        if notices is None:
            notices = ("status.attention",) if value == 3 else ()
        status = None if value is None else NAMES.get(value, "unknown")
        f.case(slug, comment, spec, holder(credential(status=(URI, index))) if scanned is None else scanned, code, lists=tuple(names), status=status, notices=notices, **more)

    def refused(slug, comment, data, spec="11", **more):
        judged(slug, comment, "status.unavailable", [data], spec=spec, **more)

    # Values, bits, indices
    for bits in (1, 2, 4, 8):
        for value in range(min(1 << bits, 16)) if bits < 8 else (0, 1, 2, 3, 4, 128, 255):
            # the neighbours are 1 (revoked): an index that is off by one is seen; for the value 1 they are 0
            others = 0 if value == 1 else 1
            values = [others] * (8 // bits * 8)
            values[5] = value
            judged(f"bits-{bits}-value-{value}", f"{bits} bits, value {value}, between others", CODES.get(value, "status.unknown"), [listing(values, bits=bits)], value=value)
        length = 64 // bits
        for name, index in (("first", 0), ("second", 1), ("last", length - 1)):
            values = [1] * length
            values[index] = 0
            judged(f"bits-{bits}-{name}", f"{bits} bits, the {name} index", "ok", [listing(values, bits=bits)], index=index, value=0, flags=("edge",))
        judged(f"bits-{bits}-end", f"{bits} bits, one past the end", "status.index_out_of_range", [listing([0] * length, bits=bits)], index=length, flags=("edge",))
        if bits < 8:
            judged(f"bits-{bits}-byte", f"{bits} bits: a list is as long as its bytes, {8 // bits} entries each", "ok", [listing([0] * (8 // bits), bits=bits)], index=8 // bits - 1, value=0, flags=("edge",))
    judged("index-largest", "An index of 2^53-1", "status.index_out_of_range", [listing()], index=LAST, flags=("edge",))
    judged("index-2-20", "An index of 2^20", "status.index_out_of_range", [listing()], index=1 << 20, flags=("edge",))
    judged("list-empty", "A list of no entries", "status.index_out_of_range", [listing(())], index=0, flags=("edge",))
    # The lists of draft-ietf-oauth-status-list, section 4.1
    one, two = bytes.fromhex("78dadbb918000217015d"), bytes.fromhex("78da3be9f2130003df0207")
    for index, value in enumerate((1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1)):
        judged(f"draft-1-{index}", "The list of 1 bit of the draft", CODES[value], [listing(bits=1, lst=one)], index=index, value=value, spec="draft-ietf-oauth-status-list section 4", flags=("standard",))
    for index, value in enumerate((1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3)):
        judged(f"draft-2-{index}", "The list of 2 bits of the draft", CODES[value], [listing(bits=2, lst=two)], index=index, value=value, spec="draft-ietf-oauth-status-list section 4", flags=("standard",))
    judged("draft-1-end", "One past the end of the draft's list", "status.index_out_of_range", [listing(bits=1, lst=one)], index=16, flags=("standard",))

    # What is asked
    named, bare = holder(credential(status=(URI, 5))), holder()
    ignored, required = {"status": "ignored"}, {"status": "required"}
    unchecked = ("status.unchecked",)
    judged("when-named", "A list is named and there", "ok", [listing()], value=0)
    judged("when-named-none", "None is named", "ok", [listing()], scanned=bare, notices=unchecked)
    judged("when-named-missing", "One is named and not there", "status.unavailable", scanned=named)
    judged("required", "Required, named and there", "ok", [listing()], value=0, policy=required)
    judged("required-none", "Required, but none is named", "status.unavailable", [listing()], scanned=bare, policy=required)
    judged("required-missing", "Required, and not there", "status.unavailable", scanned=named, policy=required)
    revoked = listing([1] * 8)
    judged("ignored", "Revoked, and the policy looks away", "ok", [revoked], policy=ignored, notices=unchecked)
    judged("ignored-none", "Nothing named, nothing asked", "ok", scanned=bare, policy=ignored, notices=unchecked)
    judged("ignored-missing", "A list is named, not there and not asked", "ok", scanned=named, policy=ignored, notices=unchecked)
    judged("plain", "A plain CWT has a status too", "status.revoked", [revoked], scanned=plain(status=(URI, 5)), value=1)
    judged("static", "A printed card that is revoked", "status.revoked", [revoked], scanned=plain(IAT, IAT + 365 * DAY, status=(URI, 5)), value=1, policy="all-kinds", offset=None)
    judged("ed", "A list with an Ed25519 signature", "ok", [listing(key=STATUS_ED)], value=0)

    # The age of a list
    for skew in (0, 10, 30):
        policy = {"skew": skew}
        for delta, code in ((-1, "ok"), (0, "status.expired"), (1, "status.expired")):
            judged(f"expired-{skew}-{delta}", f"now is exp + skew {delta:+d}", code, [listing(exp=NOW - skew - delta)], value=0, policy=policy, flags=("edge",))
            judged(f"ttl-{skew}-{delta}", f"now is iat + ttl + skew {delta:+d}", code.replace("expired", "stale"), [listing(iat=NOW - 60 - skew - delta, ttl=60)], value=0, policy=policy, flags=("edge",))
            judged(f"oldest-{skew}-{delta}", f"now is iat + the policy's oldest age + skew {delta:+d}", code.replace("expired", "stale"), [listing(iat=NOW - 3600 - skew - delta)], value=0,
                   policy={**policy, "oldest_status": 3600}, flags=("edge",))
        for delta, loaded in ((-1, True), (0, True), (1, False)):
            judged(f"future-{skew}-{delta}", f"iat is now + skew {delta:+d} at loading", "ok" if loaded else "status.unavailable", [listing(iat=NOW + skew + delta)], value=0 if loaded else None, policy=policy, spec="12", flags=("edge",))
    judged("oldest-over-ttl", "The policy's age takes the place of the list's ttl: longer", "ok", [listing(ttl=10)], value=0, policy={"oldest_status": 3600})
    judged("oldest-under-ttl", "The policy's age takes the place of the list's ttl: shorter", "status.stale", [listing(ttl=3600)], value=0, policy={"oldest_status": 10})
    judged("oldest-0", "An age of 0: only the skew is left", "status.stale", [listing()], value=0, policy={"oldest_status": 0})
    judged("ttl-none", "No ttl and no age in the policy: no limit but exp", "ok", [listing(iat=NOW - 365 * DAY)], value=0)
    judged("ttl-largest", "A ttl of 2^53-1: no overflow", "ok", [listing(ttl=LAST)], value=0, flags=("edge",))
    judged("exp-largest", "exp of 2^53-1", "ok", [listing(exp=LAST)], value=0, flags=("edge",))
    judged("oldest-largest", "An age of 2^53-1: no overflow", "ok", [listing()], value=0, policy={"oldest_status": LAST}, flags=("edge",))
    judged("ten-years", "iat ten years ahead: refused, and it does not move the marks", "ok", [listing(iat=NOW + 3650 * DAY, exp=NOW + 3660 * DAY, values=[1] * 8), listing()], value=0, spec="12")
    for age, data in (("expired", dict(exp=NOW - 30)), ("stale", dict(ttl=70))):
        judged(f"{age}-revoked", f"Revoked on a list that is {age}: however old it is", "status.revoked", [listing([1] * 8, **data)], value=1)
        judged(f"{age}-suspended", f"Suspended on a list that is {age}: a rejection comes before an indeterminate", "status.suspended", [listing([2] * 8, **data)], value=2)
        judged(f"{age}-unknown", f"Unknown on a list that is {age}: the first indeterminate", f"status.{age}", [listing([9] * 8, **data)], value=9)
        judged(f"{age}-attention", f"Attention on a list that is {age}", f"status.{age}", [listing([3] * 8, **data)], value=3)
        judged(f"{age}-out-of-range", f"Past the end of a list that is {age}", "status.index_out_of_range", [listing(**data)], index=8)
    judged("expired-and-stale", "Expired and stale: the first", "status.expired", [listing(exp=NOW - 30, ttl=10)], value=0)
    judged("revoked-stale-future-day", "Revoked with a clock that is not trusted: age is skipped, revocation is not", "status.revoked", [listing([1] * 8, exp=NOW - 30)], value=1, state={"clock_floor": NOW + 31}, offset=None)
    judged("untrusted", "Age is not looked at with a clock that is not trusted", "clock.untrusted", [listing(exp=NOW - 30, ttl=10)], value=0, state={"clock_floor": NOW + 31})
    judged("unavailable-suspended-licence", "A later rejection comes before it", "license.ended", scanned=holder(credential(status=(URI, 5), change=lambda h, c: c[-65537].update({17: ["E", IAT]}))),
           licence=_standing("E"), standing="ended")
    judged("unavailable-standing", "A later indeterminate does not", "status.unavailable", scanned=holder(credential(status=(URI, 5), change=lambda h, c: c[-65537].update({17: ["X", IAT]}))), licence=_standing("X"), standing="unknown")

    # Whose list
    judged("other-uri", "A list of another uri", "status.unavailable", [listing(uri=URI + "0")])
    judged("uri-case", "The uri is compared byte for byte", "status.unavailable", [listing(uri=URI.upper())])
    both_issuers = trust(*(trust_key(k, *u) for k, u in ((ISSUER, ("credential",)), (STATUS, ("status",)))), countries=["CN"], more=(trust(trust_key(FOREIGN, "credential", "status"), id=ISS2),))
    judged("other-issuer", "Another trusted issuer's list for the same uri", "status.unavailable", [listing([1] * 8, key=FOREIGN, iss=ISS2)], trust=both_issuers)
    judged("both-issuers", "Lists of two issuers for one uri: its own is read", "ok", [listing(), listing([1] * 8, key=FOREIGN, iss=ISS2)], value=0, trust=both_issuers)
    judged("both-issuers-reversed", "The same, loaded in the other order", "ok", [listing([1] * 8, key=FOREIGN, iss=ISS2), listing()], value=0, trust=both_issuers)
    judged("other-issuer-iss", "Another issuer's key under the issuer's iss", "status.unavailable", [listing(key=FOREIGN)], trust=both_issuers)

    # Keys
    refused("key-unknown", "A key that nobody trusts", listing(key=STRANGER))
    refused("key-credential", "A key for credentials only", listing(key=ISSUER))
    refused("key-named", "Signed by another key than kid names; it is not looked for", listing(key=STATUS, kid=STATUS_ED.public.kid(), change=label(1, -9)))
    refused("key-other", "Signed by a stranger under the right kid", listing(key=STRANGER, kid=STATUS.public.kid()))
    refused("key-algorithm", "alg is not the key's", listing(change=label(1, -19)))
    refused("iss-unknown", "An issuer that nobody trusts", listing(iss=ISS2))
    use = dict(countries=["CN"])
    judged("key-both", "A key for both", "ok", [listing(key=ISSUER)], value=0, trust=trust(trust_key(ISSUER, "credential", "status"), **use))
    judged("key-two-kids", "A list by a second key of the issuer", "ok", [listing(key=ISSUER2)], value=0, trust=trust(trust_key(ISSUER), trust_key(ISSUER2, "status"), **use))
    stamp = "2026-12-31T23:58:50Z"  # NOW - 100, the list's iat
    for slug, times, loaded, why in (
            ("not-before", {"not_before": stamp}, True, "iat equal to not_before"), ("not-before-1", {"not_before": "2026-12-31T23:58:51Z"}, False, "iat one second before not_before"), ("not-after", {"not_after": stamp}, False, "iat equal to not_after"),
            ("not-after-1", {"not_after": "2026-12-31T23:58:51Z"}, True, "iat one second before not_after"), ("revoked", {"revoked_at": "2027-01-01T00:00:30Z"}, False, "Revoked at the second of loading"),
            ("revoked-1", {"revoked_at": "2027-01-01T00:00:31Z"}, True, "Revoked one second after loading"), ("revoked-iat", {"revoked_at": "2027-01-01T00:00:00Z"}, False, "Revoked after iat: counts all the same")):
        judged(f"span-{slug}", f"The key of the list: {why}", "ok" if loaded else "status.unavailable", [listing()], value=0 if loaded else None, spec="11", flags=("edge",), trust=trust(trust_key(ISSUER), trust_key(STATUS, "status", **times), **use))
    judged("span-revoked-at-loading", "Revoked after the list was loaded: what counts is the loading", "ok", [(listing(), NOW - 10)], value=0, spec="11", trust=trust(trust_key(ISSUER), trust_key(STATUS, "status", revoked_at="2027-01-01T00:00:30Z"), **use))

    # Shape
    lst = {"bits": 8, "lst": ZEROES}
    for slug, change, why in (
            ("iss-empty", claim(1, ""), "An empty iss"), ("sub-none", no_claim(2), "No sub"), ("sub-empty", claim(2, ""), "An empty sub"), ("sub-bytes", claim(2, URI.encode()), "sub in bytes"), ("iat-none", no_claim(6), "No iat"),
            ("exp-iat", claim(4, NOW - 100), "exp equal to iat"), ("exp-negative", claim(4, -1), "A negative exp"), ("exp-2-53", claim(4, 1 << 53), "exp of 2^53"), ("iat-tag", claim(6, Tag(1, NOW - 100)), "A tagged iat"), ("iat-negative", claim(6, -1), "A negative iat"), ("ttl-0", claim(65534, 0), "ttl of 0"), ("ttl-negative", claim(65534, -1), "A negative ttl"),
            ("ttl-2-53", claim(65534, 1 << 53), "ttl of 2^53"), ("ttl-text", claim(65534, "60"), "ttl as text"), ("ttl-null", claim(65534, None), "ttl null"), ("list-none", no_claim(65533), "No list"), ("list-bytes", claim(65533, ZEROES), "A list that is no map"), ("bits-none", claim(65533, {"lst": ZEROES}), "No bits"), ("lst-none", claim(65533, {"bits": 8}), "No lst"),
            ("bits-0", claim(65533, {**lst, "bits": 0}), "0 bits"), ("bits-3", claim(65533, {**lst, "bits": 3}), "3 bits"), ("bits-16", claim(65533, {**lst, "bits": 16}), "16 bits"), ("bits-text", claim(65533, {**lst, "bits": "8"}), "bits as text"), ("lst-text", claim(65533, {**lst, "lst": "x"}), "lst as text"), ("lst-array", claim(65533, {**lst, "lst": [0]}), "lst as an array"),
            ("typ-trust", label(16, "application/hufu-trust+cwt"), "typ of a trust list"), ("typ-int", label(16, 61), "typ of a plain CWT"), ("typ-short", label(16, "statuslist+cwt"), "typ without application/"), ("typ-jwt", label(16, "application/statuslist+jwt"), "typ of the other form"), ("typ-none", no_label(16), "No typ"), ("kid-none", no_label(4), "No kid"), ("kid-empty", label(4, b""), "An empty kid"), ("alg-none", no_label(1), "No alg"),
            ("alg-eddsa-p256", label(1, -8), "alg -8 with a P-256 key"), ("alg-es384", label(1, -35), "alg ES384"), ("kcwt", label(13, Tag(18, [])), "kcwt"), ("cwt-claims", label(15, {}), "CWT claims in the header"), ("sd-alg", label(170, -16), "sd_alg"), ("sd-claims", label(17, [b"\x80"]), "sd_claims"), ("crit", both(label(2, [99]), label(99, 0)), "A critical label that is not understood"), ("crit-empty", label(2, []), "An empty crit"), ("crit-repeated", label(2, [1, 4, 1]), "A label twice in crit"), ("header-16385", header_of(16_385), "A protected header of 16,385 bytes"),
            ("float", claim(99, Raw(bytes.fromhex("f93c00"))), "A float in an ignored claim"), ("59", claim(99, Raw(bytes.fromhex("a1f83b00"))), "simple(59) in an ignored claim")):
        refused(f"shape-{slug}", why, listing(lst=ZEROES, change=change))
    for slug, change, why in (("other", both(claim(99, [None]), claim("x", 0)), "Other claims are ignored"), ("members", claim(65533, {**lst, "aggregation_uri": "x"}), "Other members of the list are ignored"), ("ttl-1", claim(65534, 1 << 40), "A long ttl"), ("crit", label(2, [1, 4, 16]), "crit of what is understood"),
                              ("label", label(99, {}), "Another protected label"), ("header-16384", header_of(16_384), "The longest protected header"), ("cti", claim(7, b"x"), "cti"), ("long-array", claim(99, [0] * 1000), "An array of more than 256 elements")):
        judged(f"shape-ok-{slug}", why, "ok", [listing(lst=ZEROES, change=change)], value=0, spec="11")
    judged("shape-ok-alg-es256", "alg -7 with a P-256 key", "ok", [listing(change=label(1, -7))], value=0, spec="11")
    judged("shape-ok-alg-eddsa", "alg -8 with an Ed25519 key", "ok", [listing(key=STATUS_ED, change=label(1, -8))], value=0, spec="11")
    refused("shape-alg-es256-ed", "alg -7 with an Ed25519 key", listing(key=STATUS_ED, change=label(1, -7)), flags=("downgrade",))
    sealed = _sealed(listing())
    refused("untagged", "No tag", write([sealed[0], {}, sealed[1], sealed[2]]))
    refused("trailing", "A byte after the list", listing() + b"\0")
    refused("cut", "The list cut short", listing()[:-1])
    refused("payload", "Another payload under the old signature", write(Tag(18, [sealed[0], {}, _sealed(listing([1] * 8))[1], sealed[2]])))
    refused("empty", "No bytes", b"")
    refused("credential", "A credential in place of a list", credential().encode())

    foreign_lists(judged, refused)

    # Inflating
    data = bytes(8)
    good = stored(data)
    engine = zlib.adler32(data).to_bytes(4, "big")
    raw = b"\x01\x08\x00\xf7\xff" + data
    for slug, stream, why in (
            ("empty", b"", "No stream"), ("cut", good[:-1], "Cut short by a byte"), ("cut-half", good[:10], "Cut in the data"), ("no-checksum", good[:-4], "No checksum"), ("checksum", good[:-1] + bytes([good[-1] ^ 1]), "A wrong checksum"), ("trailing", good + b"\0", "A byte after the stream"), ("twice", good + good, "Two streams"),
            ("raw", raw, "Raw DEFLATE without zlib's header"), ("gzip", bytes.fromhex("1f8b0800000000000003") + raw + zlib.crc32(data).to_bytes(4, "little") + (8).to_bytes(4, "little"), "gzip"), ("header", b"\x78\x02" + good[2:], "A header whose check is wrong"), ("method", _header(7, 9) + good[2:], "Another method than DEFLATE"),
            ("dictionary", _header(7, 8, True) + b"\0\0\0\1" + good[2:], "A preset dictionary"), ("block", b"\x78\x01\x07" + good[3:], "A block of a reserved type"), ("length", b"\x78\x01\x01\x08\x00\xf6\xff" + data + engine, "A length that its complement contradicts"), ("not-last", b"\x78\x01\x00\x08\x00\xf7\xff" + data + engine, "No last block"), ("plain", data, "Not compressed at all")):
        refused(f"zlib-{slug}", f"A corrupt stream: {why}", listing(lst=stream))
    for level, header in (("default", b"\x78\x9c"), ("best", b"\x78\xda"), ("fast", b"\x78\x5e"), ("window", _header(1, 8))):
        judged(f"zlib-ok-{level}", "Any level, and a smaller window", "ok", [listing(lst=header + good[2:])], value=0, spec="11")
    empty = b"\x78\x01\x00\x00\x00\xff\xff" + good[2:]
    judged("zlib-ok-blocks", "An empty block before the last one", "ok", [listing(lst=empty)], value=0, spec="11")
    for bits in (1, 8):
        most = (1 << 20) * bits // 8
        if bits == 1:
            judged("zlib-largest", "2^20 entries of 1 bit, the last index", "ok", [listing(bits=1, lst=zeros(most))], index=(1 << 20) - 1, value=0, spec="11", flags=("edge",))
            judged("zlib-largest-end", "One past the end", "status.index_out_of_range", [listing(bits=1, lst=zeros(most))], index=1 << 20, spec=12, flags=("edge",))
        refused(f"zlib-over-{bits}", f"One byte more than 2^20 entries of {bits} bits", listing(bits=bits, lst=zeros(most + 1)), flags=("edge",))
    refused("zlib-bomb", "A stream that inflates to 2 MiB, sixteen times what 1-bit entries may have", listing(bits=1, lst=zeros(1 << 21)))
    refused("zlib-bomb-claimed", "The same for 2 bits", listing(bits=2, lst=zeros(1 << 21)))

    # Loading
    old, new = listing([2] * 8, iat=NOW - 200), listing([0] * 8)
    judged("newer", "A newer list takes the place of an older one", "ok", [old, new], value=0, spec="12")
    judged("rollback", "An older one is refused", "ok", [new, old], value=0, spec="12", flags=("downgrade",))
    judged("rollback-revoked", "An older list does not take back a revocation", "status.revoked", [listing([1] * 8), listing([0] * 8, iat=NOW - 101)], value=1, spec="12", flags=("downgrade",))
    judged("equal", "One with an equal iat and other bytes is refused", "ok", [new, listing([2] * 8)], value=0, spec="12")
    judged("equal-exp", "Even if only its exp differs", "ok", [new, listing([0] * 8, exp=NOW - 99)], value=0, spec="12")
    judged("equal-same", "The same bytes again are accepted", "ok", [new, new], value=0, spec="12")
    judged("refused-moves-nothing", "A list that is refused leaves the older one in place", "ok", [new, listing([2] * 8, iat=NOW - 50, key=STRANGER)], value=0, spec="12")
    judged("refused-mark", "And it moves no mark: an older one than the refused is accepted", "ok", [listing([1] * 8, iat=NOW - 50, lst=b"x"), new], value=0, spec="12")
    judged("two-uris", "Marks are kept for each uri", "ok", [listing(uri=URI + "0", iat=NOW - 10), new], value=0, spec="12")
    judged("expired-loaded", "An expired list is loaded, and takes the place of an older one", "status.expired", [listing([0] * 8, iat=NOW - 200), listing([0] * 8, exp=NOW - 60)], value=0, spec="12")
    judged("future-at", "From the future when it was loaded", "status.unavailable", [(listing(), NOW - 131)], spec="12", flags=("edge",))
    judged("future-at-edge", "Just not from the future when it was loaded", "ok", [(listing(), NOW - 130)], value=0, spec="12", flags=("edge",))
    for slug, iat, at, now, code, why in (
            ("floor", NOW + 50, NOW + 100, NOW, "clock.untrusted", "A list that was loaded with its iat in the past proves that moment to be over"), ("floor-edge", NOW + 30, NOW + 100, NOW, "ok", "Up to the skew"), ("floor-edge-1", NOW + 31, NOW + 100, NOW, "clock.untrusted", "And no further"),
            ("floor-fast", NOW + 29, NOW, NOW - 30, "ok", "A list of a publisher with a fast clock proves no more than the moment of its loading"), ("floor-fast-1", NOW + 29, NOW, NOW - 31, "clock.untrusted", "But that moment it does")):
        judged(slug, why, code, [(listing(iat=iat), at)], value=0, spec="12", now=now, scanned=holder(credential(status=(URI, 5)), now=now), offset=live(now, now // 30 * 30, now // 30 * 30 + 30), flags=("edge",))
    judged("gate-old", "The gate's policy and a list that is an hour old", "status.stale", [listing(iat=NOW - 3610)], value=0, policy="gate")
    judged("gate", "The gate's policy and a list that is younger", "ok", [listing(iat=NOW - 3609)], value=0, policy="gate", flags=("edge",))
    return f.content()


TYP = "application/statuslist+cwt"
LST = {"bits": 8, "lst": stored(bytes(8))}


def foreign(*, header=None, claims=None, unprotected=None, key=STATUS, kid=None) -> bytes:
    """A list as other software writes it: the parts as they are given, signed. By default with kid in the unprotected header and without iss."""
    header = {1: key.algorithm, 16: TYP} if header is None else header
    claims = {2: URI, 4: NOW + 1000, 6: NOW - 100, 65533: LST} if claims is None else claims
    unprotected = {4: kid or key.public.kid()} if unprotected is None else unprotected
    return seal(key, header, claims, unprotected).encode()


def certificate(key, uri: str) -> bytes:
    """A certificate that the key, an Ed25519 one, has signed for itself."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Status")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.private.public_key()).serial_number(1)
    made = made.not_valid_before(datetime(2026, 1, 1)).not_valid_after(datetime(2028, 1, 1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.UniformResourceIdentifier(uri)]), critical=False)
    return made.sign(key.private, None).public_bytes(serialization.Encoding.DER)


def long(value: int, size: int) -> bytes:
    """An unsigned integer with a head that is longer than needed."""
    return bytes([{1: 0x18, 2: 0x19, 4: 0x1A, 8: 0x1B}[size]]) + value.to_bytes(size, "big")


def foreign_lists(judged, refused) -> None:
    """Section 11: what the draft allows, and next to each the attack that it must not let in."""
    claims = {2: URI, 4: NOW + 1000, 6: NOW - 100, 65533: LST}
    kid, other_kid = STATUS.public.kid(), STATUS_ED.public.kid()

    def good(slug, comment, data, **more):
        judged(f"foreign-{slug}", comment, more.pop("code", "ok"), [data], value=0, spec=more.pop("spec", "11"), **more)

    def bad(slug, comment, data, **more):
        refused(f"foreign-{slug}", comment, data, **more)

    def raw(*parts) -> Raw:
        """Bytes as they are, all else encoded."""
        return Raw(b"".join(part if isinstance(part, bytes) else write(part) for part in parts))

    good("ok", "kid in the unprotected header, no iss", foreign())
    good("iss", "kid in the unprotected header, with iss", foreign(claims={**claims, 1: ISS}))
    good("kid-protected", "kid in the protected header, no iss", foreign(header={1: -9, 4: kid, 16: TYP}, unprotected={}))
    # typ
    good("typ-279", "typ as a Content-Format", foreign(header={1: -9, 16: 279}))
    for slug, header, unprotected, why in (("278", {16: 278}, {}, "Another Content-Format"), ("280", {16: 280}, {}, "Another Content-Format"), ("negative", {16: -280}, {}, "A negative number with the same bytes behind its head"), ("tag", {16: Tag(0, TYP)}, {}, "A tagged typ"), ("text-279", {16: "279"}, {}, "The Content-Format as text"),
                                           ("parameter", {16: TYP + ";v=1"}, {}, "A media type with a parameter"), ("upper", {16: TYP.upper()}, {}, "In capital letters"), ("unprotected", {}, {16: TYP}, "Only unprotected"), ("both", {16: TYP}, {16: TYP}, "In both headers"), ("credential", {16: 61}, {}, "typ of a plain CWT")):
        bad(f"typ-{slug}", f"typ: {why}", foreign(header={1: -9, **header}, unprotected={4: kid, **unprotected}))
    # alg
    for slug, alg, key in (("es256", -7, STATUS), ("eddsa", -8, STATUS_ED), ("ed25519", -19, STATUS_ED)):
        good(f"alg-{slug}", f"alg {alg} with the key that it goes with", foreign(header={1: alg, 16: TYP}, key=key))
    for slug, alg, key in (("es256-ed", -7, STATUS_ED), ("esp256-ed", -9, STATUS_ED), ("eddsa-p256", -8, STATUS), ("ed25519-p256", -19, STATUS)):
        bad(f"alg-{slug}", f"alg {alg} with another kind of key", foreign(header={1: alg, 16: TYP}, key=key), flags=("downgrade",))
    bad("alg-unprotected", "alg only unprotected", foreign(header={16: TYP}, unprotected={1: -9, 4: kid}), flags=("downgrade",))
    bad("alg-both", "alg in both headers", foreign(unprotected={1: -9, 4: kid}), flags=("downgrade",))
    bad("alg-none", "No alg", foreign(header={16: TYP}))
    # kid
    for slug, header, unprotected, why in (("both-equal", {4: kid}, {4: kid}, "The same in both headers"), ("both-other", {4: kid}, {4: other_kid}, "Two different ones: the right one is protected"), ("both-other-unprotected", {4: other_kid}, {4: kid}, "Two different ones: the right one is unprotected"), ("none", {}, {}, "In neither"),
                                           ("empty", {}, {4: b""}, "Empty"), ("65", {}, {4: bytes(65)}, "Of 65 bytes"), ("text", {}, {4: kid.hex()}, "As text"), ("array", {}, {4: [kid]}, "In an array"), ("other", {}, {4: other_kid}, "That of another key of the issuer: the one that has signed is not tried"), ("unknown", {}, {4: b"nobody"}, "That of no key"),
                                           ("credential", {}, {4: ISSUER.public.kid()}, "That of a key for credentials")):
        bad(f"kid-{slug}", f"kid: {why}", foreign(header={1: -9, 16: TYP, **header}, unprotected=unprotected), flags=("downgrade",) if "other" in slug else ())
    # Other labels
    good("labels", "Other unprotected labels are ignored", foreign(unprotected={4: kid, 3: "text/plain", 5: b"iv", 17: [b""], 170: -16, 99: [None], "x": Tag(1, 1)}))
    good("x5", "x5bag, x5t and x5u are ignored: nothing is fetched", foreign(unprotected={4: kid, 32: b"x", 34: [-16, bytes(32)], 35: "https://evil.example/key"}))
    for slug, label_, value in (("crit", 2, [1]), ("kcwt", 13, Tag(18, [])), ("cwt-claims", 15, {1: ISS})):
        bad(f"label-{slug}", f"{slug} in the unprotected header", foreign(unprotected={4: kid, label_: value}))
    bad("crit-unprotected-label", "crit that names a label of the unprotected header", foreign(header={1: -9, 2: [4], 16: TYP}))
    good("crit", "crit of what is understood", foreign(header={1: -9, 2: [16], 16: TYP}))
    bad("crit-x5chain", "crit that names x5chain, beside a kid", foreign(header={1: -9, 2: [33], 16: TYP, 33: b"0"}))
    for slug, header, unprotected in (("protected", {33: b"0"}, {4: kid}), ("unprotected", {}, {4: kid, 33: b"0"}), ("alone", {33: b"0"}, {}), ("alone-unprotected", {}, {33: b"0"}), ("chain", {}, {33: [b"0", b"0"]})):
        bad(f"x5chain-{slug}", "x5chain beside a kid, or one that leads to no root", foreign(header={1: -9, 16: TYP, **header}, unprotected=unprotected))
    own = certificate(STATUS_ED, ISS)
    for slug, claims_, unprotected in (("issuer", {**claims, 1: ISS}, {33: own}), ("no-issuer", claims, {33: own}), ("two", {**claims, 1: ISS}, {33: [own, own]}), ("x5u", {**claims, 1: ISS}, {33: own, 35: "https://evil.example/key"})):
        bad(f"certificate-{slug}", "A certificate that names the issuer and its own key, and leads to no root that is pinned", foreign(header={1: -19, 16: TYP}, claims=claims_, unprotected=unprotected, key=STATUS_ED), flags=("downgrade",))
    size = len(write({4: kid, 99: bytes(1000)}))
    good("header-16384", "The largest unprotected header", foreign(unprotected={4: kid, 99: bytes(1000 + 16_384 - size)}), flags=("edge",))
    bad("header-16385", "A byte more", foreign(unprotected={4: kid, 99: bytes(1000 + 16_385 - size)}), flags=("edge",))
    # CBOR: order
    good("unsorted", "Headers, claims and status_list in another order than the deterministic one", foreign(header=raw(b"\xa2", 16, TYP, 1, -9), unprotected=raw(b"\xa2", "x", 0, 4, write(kid)), claims=raw(b"\xa4", 65533, Pairs(("lst", LST["lst"]), ("bits", 8)), 6, NOW - 100, 4, NOW + 1000, 2, URI)))
    good("unsorted-ignored", "An unsorted map in an ignored claim", foreign(claims={**claims, 99: Raw(bytes.fromhex("a202000100"))}))
    # CBOR: heads
    good("heads", "Heads that are longer than needed, in every place but the first byte", b"\xd2\x98\x04" + b"".join((
        b"\x59", len(_LONG_HEADER).to_bytes(2, "big"), _LONG_HEADER, b"\xb8\x01" + long(4, 1) + b"\x58\x08" + kid, b"\x5a", len(_long_claims()).to_bytes(4, "big"), _long_claims(),
        b"\x59\x00\x40" + seal(STATUS, _LONG_HEADER, _long_claims()).signature)))
    bad("head-tag", "The tag with a longer head", b"\xd8\x12" + foreign()[1:])
    bad("indefinite-map", "The map of claims of indefinite length", foreign(claims=b"\xbf" + b"".join(write(k) + write(v) for k, v in claims.items()) + b"\xff"))
    bad("indefinite-array", "The outer array of indefinite length", b"\xd2\x9f" + foreign()[2:] + b"\xff")
    bad("indefinite-text", "A text of indefinite length in an ignored claim", foreign(claims={**claims, 99: Raw(bytes.fromhex("7f6161ff"))}))
    # CBOR: keys
    good("members-256", "A map of 256 pairs in an ignored claim", foreign(claims={**claims, 99: {n: 0 for n in range(256)}}), flags=("edge",))
    bad("members-257", "A map of 257 pairs", foreign(claims={**claims, 99: {n: 0 for n in range(257)}}), flags=("edge",))
    zero = {"bits": 8, "lst": stored(bytes([1] * 8))}
    for slug, made, why in (
            ("claims", raw(b"\xa5", 2, URI, 4, NOW + 1000, 6, NOW - 100, 65533, zero, 65533, LST), "The list twice, one behind the other"), ("claims-apart", raw(b"\xa5", 65533, zero, 2, URI, 65533, LST, 4, NOW + 1000, 6, NOW - 100), "The list twice, in unsorted order"),
            ("claims-head", raw(b"\xa5", 2, URI, 4, NOW + 1000, 6, NOW - 100, 65533, zero, long(65533, 4), LST), "The list twice, with different heads"), ("sub-head", raw(b"\xa5", 2, URI + "0", long(2, 1), URI, 4, NOW + 1000, 6, NOW - 100, 65533, LST), "sub twice: 2 and 18 02"), ("sub-head-8", raw(b"\xa5", long(2, 8), URI, 4, NOW + 1000, 6, NOW - 100, 65533, LST, 2, URI + "0"), "sub twice: 2 and 1b ... 02"),
            ("list", {**claims, 65533: raw(b"\xa3", "bits", 8, "lst", write(zero["lst"]), "lst", write(LST["lst"]))}, "lst twice in status_list"), ("list-head", {**claims, 65533: raw(b"\xa3", "lst", write(zero["lst"]), b"\x78\x03lst", write(LST["lst"]), "bits", 8)}, "lst twice in status_list, with different heads"), ("ignored", {**claims, 99: raw(b"\xa2", 2, 0, long(2, 1), 0)}, "A key twice in an ignored claim"),
            ("negative", {**claims, 99: raw(b"\xa2", -1, 0, b"\x38\x00", 0)}, "A negative key twice in an ignored claim")):
        bad(f"key-{slug}", f"A repeated key: {why}", foreign(claims=made.data if isinstance(made, Raw) else made), flags=("malleable",))
    for slug, header, unprotected, why in (("alg", raw(b"\xa3", 1, -9, 16, TYP, long(1, 1), -19), None, "alg twice, with different heads"), ("typ", raw(b"\xa3", 1, -9, 16, TYP, long(16, 1), 279), None, "typ twice, with different heads"), ("kid", None, raw(b"\xa2", 4, write(other_kid), 4, write(kid)), "kid twice"), ("kid-head", None, raw(b"\xa2", 4, write(other_kid), long(4, 1), write(kid)), "kid twice, with different heads")):
        bad(f"key-{slug}", f"A repeated label: {why}", foreign(header=None if header is None else header.data, unprotected=unprotected), flags=("malleable",))
    for count in (3, 5):
        made = foreign()
        bad(f"array-{count}", f"An array of {count} elements, with four items", made[:1] + bytes([0x80 + count]) + made[2:])
    # CBOR: what stays as it is
    for slug, value, why in (("float", Raw(bytes.fromhex("f93c00")), "A float"), ("undefined", Raw(b"\xf7"), "undefined"), ("simple", Raw(bytes.fromhex("f8ff")), "A simple value"), ("59", Raw(bytes.fromhex("a1f83b00")), "simple(59) as a key"), ("key-bytes", Raw(bytes.fromhex("a1410000")), "A byte string as a key"), ("key-256", {"x" * 256: 0}, "A key of 256 bytes"),
                             ("utf8", Raw(bytes.fromhex("61ff")), "A text that is not UTF-8"), ("deep", Raw(b"\x81" * 16 + b"\x00"), "Too deep")):
        bad(f"cbor-{slug}", f"{why} in an ignored claim", foreign(claims={**claims, 99: value}))
    good("cbor-deepest", "The deepest item in an ignored claim", foreign(claims={**claims, 99: Raw(b"\x81" * 15 + b"\x00")}), flags=("edge",))
    for name, key in (("iat", 6), ("exp", 4), ("ttl", 65534)):
        value = claims.get(key, 60)
        bad(f"{name}-bignum", f"{name} as a bignum", foreign(claims={**claims, key: Tag(2, value.to_bytes(8, "big"))}))
        bad(f"{name}-tag", f"{name} with the tag of times", foreign(claims={**claims, key: Tag(1, value)}))
    # exp
    without = {key: value for key, value in claims.items() if key != 4}
    good("exp-none-ttl", "No exp, and a ttl", foreign(claims={**without, 65534: 1000}))
    good("exp-none-policy", "No exp, no ttl, and a policy that says how old a list may be", foreign(claims=without), policy={"oldest_status": 1000})
    good("exp-none-ttl-old", "No exp, and the ttl is over", foreign(claims={**without, 65534: 60}), code="status.stale", spec=12)
    good("exp-none-ttl-policy", "The policy's age counts in place of a ttl of a minute", foreign(claims={**without, 65534: 60}), policy={"oldest_status": 1000}, spec=12)
    good("exp-none", "Neither exp nor ttl nor a policy's age: nothing says how long it is good", foreign(claims=without), code="status.stale", spec=12)
    good("exp-none-clock", "The same with an untrusted clock: the clock comes first", foreign(claims=without), code="clock.untrusted", spec=12, state={"clock_floor": NOW + 100})
    judged("foreign-exp-none-revoked", "The same, revoked: that counts, however old the list is", "status.revoked", [foreign(claims={**without, 65533: {"bits": 8, "lst": stored(bytes([1] * 8))}})], value=1)
    # iss
    two = lambda *keys: trust(*MAIN_KEYS[:3], *MAIN_KEYS[3:], countries=["CN"], more=(trust(*keys, id=ISS2),))  # noqa: E731
    shared = trust_key(STATUS, "status", kid=b"another")
    good("iss-none-two", "No iss, and a second issuer with other keys", foreign(), trust=two(trust_key(FOREIGN, "status")))
    bad("iss-none-shared", "No iss, and a second issuer has the same key under another kid", foreign(), trust=two(shared), flags=("downgrade",))
    bad("iss-none-shared-kid", "No iss, and a second issuer has another key under the same kid", foreign(), trust=two(trust_key(FOREIGN, "status", kid=kid)), flags=("downgrade",))
    bad("iss-none-shared-both", "No iss, and a second issuer has the same key under the same kid", foreign(), trust=two(trust_key(STATUS, "status")), flags=("downgrade",))
    good("iss-none-shared-use", "No iss, and a second issuer has the same key for credentials only", foreign(), trust=two(trust_key(STATUS, "credential", kid=b"another")))
    good("iss-none-kid-use", "No iss, and a second issuer has another key under the same kid for credentials only", foreign(), trust=two(trust_key(FOREIGN, "credential", kid=kid)))
    good("iss-shared", "With iss, though a second issuer has the same key", foreign(claims={**claims, 1: ISS}), trust=two(shared))
    good("iss-none-twice", "No iss, and the issuer has the key under two kids", foreign(), trust=trust(*MAIN_KEYS, shared, countries=["CN"]))
    bad("iss-none-other", "No iss, and the key is another issuer's: this one's licences are not in it", foreign(key=FOREIGN), trust=two(trust_key(FOREIGN, "status")))
    bad("iss-other", "iss of an issuer that does not have the key", foreign(claims={**claims, 1: ISS2}), trust=two(trust_key(FOREIGN, "status")), flags=("downgrade",))
    for slug, value in (("empty", ""), ("256", "x" * 256), ("null", None), ("int", 1)):
        bad(f"iss-{slug}", "iss that is there, and is no text of 1 to 255 bytes", foreign(claims={**claims, 1: value}))
    bad("tag-17", "A COSE_Mac0", write(Tag(17, [write({1: 5, 16: TYP}), {4: kid}, write(claims), bytes(32)])))
    bad("tag-61", "The tag of CWTs around it", write(Tag(61, Raw(foreign()))))

    # The draft's own example and test vectors
    authority = "https://example.com"
    at = drafts.STATUS_LIST_IAT + 100
    theirs = {"kid": drafts.STATUS_LIST_KID.hex(), "jwk": drafts.STATUS_LIST_KEY, "use": ["status"]}
    draft_trust = trust(trust_key(ISSUER), theirs, id=authority)
    for index, value in enumerate(drafts.STATUS_LIST_VALUES):
        made = credential(iss=authority, iat=at - 1000, exp=at + DAY, status=(drafts.STATUS_LIST_URI, index))
        judged(f"draft-example-{index}", f"The example of a list in CWT format, as printed: index {index}", CODES[value], [bytes.fromhex(drafts.STATUS_LIST)], spec="draft-ietf-oauth-status-list", scanned=holder(made, now=at), value=value,
               now=at, trust=draft_trust, flags=("standard",), offset=live(at, at // 30 * 30, at // 30 * 30 + 30), notices=("credential.ending",))
    for bits, printed in drafts.ENCODINGS.items():
        data = listing(change=claim(65533, Raw(bytes.fromhex(printed))))
        values = drafts.VALUES[bits]
        others = {} if bits == 8 else {1: 0, (1 << 20) - 1: 0}  # of the eight-bit list only some values are written down here
        for index, value in {**values, **others}.items():
            judged(f"draft-{bits}-bits-{index}", f"The test vector of {bits} bits, as printed: index {index}", CODES.get(value, "status.unknown"), [data], index=index, spec="draft-ietf-oauth-status-list", value=value, flags=("standard",))


_LONG_HEADER = b"\xb9\x00\x02" + long(1, 1) + b"\x39\x00\x08" + long(16, 2) + b"\x79\x00\x1a" + TYP.encode()


def _long_claims() -> bytes:
    text = URI.encode()
    return (b"\xba\x00\x00\x00\x04" + long(2, 8) + b"\x78" + bytes([len(text)]) + text + long(4, 1) + long(NOW + 1000, 8) + long(6, 2) + long(NOW - 100, 8) + long(65533, 4)
            + b"\xb8\x02" + b"\x78\x04bits" + long(8, 1) + b"\x79\x00\x03lst" + b"\x5a" + len(LST["lst"]).to_bytes(4, "big") + LST["lst"])


def _sealed(data: bytes) -> tuple[bytes, bytes, bytes]:
    protected, _, body, signature = (item.value for item in read(data).value[1].value)
    return protected, body, signature


def _header(window: int, method: int, dictionary: bool = False) -> bytes:
    """RFC 1950: the two bytes are a multiple of 31."""
    first = (window << 12 | method << 8) | dictionary << 5
    return (first + -first % 31).to_bytes(2, "big")


def _standing(letter: str) -> dict:
    return {**SHORT, "standing": {"codes": letter, "as_of": "2026-12-31T00:00:30Z"}}
