"""loading.json: sections 12 and 17, what a sequence of lists leaves behind. Not for adapters: it is about the memory of a verifier, not about a verdict."""

from __future__ import annotations

from typing import Any

from hufu_reference.authority import pinned
from hufu_reference.issue import Sealed, trust_entry
from hufu_reference.issue import trust_key as cbor_key
from hufu_reference.keys import N
from hufu_reference.strict import Pairs, read

from . import publication
from .certificates import CN, chained, signer
from .make import ANCHOR, DAY, FOREIGN, ISS, ISS2, ISSUER, NOW, STATUS, STATUS_ED, STRANGER, URI, File, Raw, Tag, issue, write
from .status import foreign, listing

NAME = "scanners"


def signed(iat: int = NOW - 100, exp: int = NOW + 10_000, name: str = NAME, anchor=ANCHOR, issuers: tuple = (ISS,), status=STATUS.public, use: int = 2, also: tuple = (), **key) -> bytes:
    """`status`, `use` and `key` are the issuers' key for status lists; without a key, None. `also`: further keys for status lists."""
    keys = [] if status is None else [cbor_key(status, use, **key)]
    keys += [cbor_key(one, 2) for one in also]
    entries = [trust_entry(one, "DMV", [cbor_key(ISSUER.public if one == ISS else FOREIGN.public, 1), *keys]) for one in issuers]
    return issue.signed_trust_list(anchor, "https://trust.example", name, entries, iat, exp)


def read_iat(data: bytes) -> int:
    return read(read(data).value[1].value[2].value).value[6].value


def make() -> dict:
    f = File("loading", "Sections 12 and 17: loads one after another into one verifier that is configured with the name and the anchors of this file, and a skew of 30 s. Each load is `trust`, `status`, `bundle` or `package` with the "
             "bytes, and `at`; it is `loaded` or `refused`; of a bundle that is loaded, `refused_lists` are the places (from 0) of its items after the trust list that were not. `codes` of a package has the code of each item that was refused, or null. A `restart` leaves only the marks and the clock floor. `expect` is what is left: the issuers that are "
             "trusted, the clock floor, the iat of the list of each (iss, uri), the publications in force with their iat and the hash of their state, and some values as the look-up finds them, with the iat of what was read; null where there is none.")
    f.head |= {"name": NAME, "anchors": [ANCHOR.public.jwk()], "skew": 30}

    def load(kind: str, data: Any, result: Any = "loaded", at: int = NOW, refused_lists: list | None = None) -> dict:
        """`result` of a package: the code of each item, or None."""
        if kind == "restart":
            return {kind: data}
        if kind == "package":
            return {kind: [one.hex() for one in data], "at": at, "codes": [None] * len(data) if result in (None, "loaded") else result}
        out: dict[str, Any] = {kind: data.hex(), "at": at, "result": result}
        return out if refused_lists is None else out | {"refused_lists": refused_lists}

    def case(slug: str, comment: str, loads: list[dict], issuers: tuple = (ISS,), floor: int | None = NOW - 100, lists: tuple = (), flags: tuple = (), spec: str = "12",
             publications: list = (), values: list = (), roots: dict | None = None) -> None:
        """`lists`: (iss, uri, iat)."""
        expect: dict[str, Any] = {"issuers": sorted(issuers), "clock_floor": floor, "status_lists": [{"iss": i, "uri": u, "iat": t} for i, u, t in lists]}
        expect |= {"publications": publications} if publications else {}
        expect |= {"values": values} if values else {}
        f.layer(slug, comment, spec, expect, flags, **({} if roots is None else {"roots": f.rooted(roots)}), loads=loads)

    first = signed()
    newer = signed(iat=NOW - 50, issuers=(ISS, ISS2))
    case("trust", "A trust list: its iat is the clock floor", [load("trust", first)])
    case("trust-newer", "A newer one takes its place and moves the floor", [load("trust", first), load("trust", newer)], (ISS, ISS2), NOW - 50)
    case("trust-rollback", "An older one is a rollback", [load("trust", newer), load("trust", first, "refused")], (ISS, ISS2), NOW - 50)
    case("trust-rollback-second", "Older by one second", [load("trust", first), load("trust", signed(iat=NOW - 101), "refused")])
    case("trust-equal", "One with an equal iat and other bytes", [load("trust", first), load("trust", signed(issuers=(ISS, ISS2)), "refused")])
    case("trust-same", "The same bytes again", [load("trust", first), load("trust", first)])
    case("trust-future", "A list from the future moves nothing", [load("trust", first), load("trust", signed(iat=NOW + 31), "refused")])
    case("trust-ten-years", "Nor one from ten years ahead: a right one goes on to be loaded", [load("trust", signed(iat=NOW + 3650 * DAY, exp=NOW + 3660 * DAY), "refused"), load("trust", first)])
    case("trust-edge", "iat is now + skew", [load("trust", signed(iat=NOW + 30))], floor=NOW + 30)
    case("trust-other-name", "Another list's name moves nothing", [load("trust", first), load("trust", signed(iat=NOW, name="counters"), "refused")])
    case("trust-stranger", "Nor one of a stranger", [load("trust", first), load("trust", signed(iat=NOW, anchor=STRANGER), "refused")])
    case("trust-expired", "An expired one is loaded", [load("trust", signed(exp=NOW - 60))])
    case("trust-nothing", "Nothing loaded: no issuers, no floor", [load("trust", b"", "refused")], (), None)
    case("floor-stays", "The floor never goes back: it is not the last iat, but the newest", [load("trust", newer), load("trust", first, "refused", at=NOW + 100)], (ISS, ISS2), NOW - 50)

    one, two = listing(), listing(iat=NOW - 50)
    case("status", "A status list that is as old as the trust list", [load("trust", first), load("status", one)], lists=((ISS, URI, NOW - 100),))
    case("status-without-trust", "A status list before any trust list", [load("status", one, "refused"), load("trust", first)])
    case("status-newer", "A newer one", [load("trust", first), load("status", one), load("status", two)], floor=NOW - 50, lists=((ISS, URI, NOW - 50),))
    case("status-rollback", "An older one", [load("trust", first), load("status", two), load("status", one, "refused")], floor=NOW - 50, lists=((ISS, URI, NOW - 50),))
    case("status-equal", "An equal iat and other bytes", [load("trust", first), load("status", one), load("status", listing([1] * 8), "refused")], lists=((ISS, URI, NOW - 100),))
    case("status-same", "The same bytes", [load("trust", first), load("status", one), load("status", one)], lists=((ISS, URI, NOW - 100),))
    case("status-two-uris", "Two uris, each with its own mark", [load("trust", first), load("status", two), load("status", listing(uri=URI + "0"))], floor=NOW - 50, lists=((ISS, URI, NOW - 50), (ISS, URI + "0", NOW - 100)))
    case("status-two-issuers", "Two issuers with one uri, each with its own mark", [load("trust", newer), load("status", two), load("status", listing(iss=ISS2))], (ISS, ISS2), NOW - 50, ((ISS, URI, NOW - 50), (ISS2, URI, NOW - 100)))
    case("status-expired", "An expired list is loaded", [load("trust", first), load("status", listing(exp=NOW - 60))], lists=((ISS, URI, NOW - 100),))
    case("status-revoked-key", "A key that is revoked at loading", [load("trust", signed(revoked_at=NOW)), load("status", one, "refused")])
    case("status-revoked-later", "A key that is revoked after loading: what was loaded stays", [load("trust", signed(revoked_at=NOW)), load("status", one, at=NOW - 1), load("status", two, "refused")], lists=((ISS, URI, NOW - 100),))

    # The floor
    for slug, data, at, floor, why in (
            ("newer", listing(iat=NOW - 10), NOW, NOW - 10, "A status list that is newer than the trust list moves the floor"), ("older", listing(iat=NOW - 101), NOW, NOW - 100, "One that is older does not"), ("now", listing(iat=NOW), NOW, NOW, "One of this second"),
            ("fast", listing(iat=NOW + 1), NOW, NOW, "One that is a second ahead: the floor is now"), ("fast-skew", listing(iat=NOW + 30), NOW, NOW, "One that is as far ahead as is let in: the floor is now"), ("later", listing(iat=NOW + 30), NOW + 60, NOW + 30, "The same, loaded a minute later: the floor is its iat"),
            ("expired", listing(iat=NOW - 10, exp=NOW - 5), NOW, NOW - 10, "An expired list proves its iat too")):
        case(f"floor-status-{slug}", why, [load("trust", first), load("status", data, at=at)], floor=floor, lists=((ISS, URI, read_iat(data)),), flags=("edge",))
    case("floor-status-refused", "A status list that is refused moves no floor", [load("trust", first), load("status", listing(iat=NOW - 10, key=STRANGER), "refused")])
    case("floor-status-future", "Nor does one from the future", [load("trust", first), load("status", listing(iat=NOW + 31), "refused")])
    case("floor-status-two", "The newest of two lists counts", [load("trust", first), load("status", listing(iat=NOW - 10)), load("status", listing(uri=URI + "0", iat=NOW - 20))], floor=NOW - 10, lists=((ISS, URI, NOW - 10), (ISS, URI + "0", NOW - 20)))
    case("floor-status-dropped", "The floor stays when the list is dropped", [load("trust", first), load("status", listing(iat=NOW - 10)), load("trust", signed(iat=NOW - 50, status=None))], floor=NOW - 10)
    case("floor-status-trust", "A trust list that is older than the floor is loaded all the same", [load("trust", first), load("status", listing(iat=NOW - 10)), load("trust", newer)], (ISS, ISS2), NOW - 10, ((ISS, URI, NOW - 10),))
    case("floor-status-bundle", "A status list in a bundle moves the floor", [load("bundle", first + listing(iat=NOW - 10), refused_lists=[])], floor=NOW - 10, lists=((ISS, URI, NOW - 10),))

    def twin(data: bytes, unprotected: dict | None = None) -> bytes:
        """The same with n - s in place of s, or with another unprotected header."""
        protected, _, body, signature = (item.value for item in read(data).value[1].value)
        s = N - int.from_bytes(signature[32:], "big") if unprotected is None else int.from_bytes(signature[32:], "big")
        return Sealed(protected, body, signature[:32] + s.to_bytes(32, "big"), unprotected or {}).encode()

    case("trust-twin", "The ECDSA twin of a trust list is the same list", [load("trust", first), load("trust", twin(first))], flags=("malleable",))
    case("status-twin", "The ECDSA twin of a status list is the same list", [load("trust", first), load("status", one), load("status", twin(one))], lists=((ISS, URI, NOW - 100),), flags=("malleable",))
    case("status-twin-first", "The twin first", [load("trust", first), load("status", twin(one)), load("status", one)], lists=((ISS, URI, NOW - 100),), flags=("malleable",))
    case("status-unprotected", "With another unprotected header it is the same list too", [load("trust", first), load("status", one), load("status", twin(one, {99: 0}))], lists=((ISS, URI, NOW - 100),), flags=("malleable",))
    ours = foreign()
    case("status-foreign", "A list without iss is that of the issuer whose key its kid names", [load("trust", first), load("status", ours)], lists=((ISS, URI, NOW - 100),))
    case("status-foreign-rollback", "A list with iss and one without it have one mark: the older one is refused", [load("trust", first), load("status", two), load("status", ours, "refused")], floor=NOW - 50, lists=((ISS, URI, NOW - 50),))
    case("status-foreign-equal", "One with an equal iat and another header is another list", [load("trust", first), load("status", one), load("status", ours, "refused")], lists=((ISS, URI, NOW - 100),))
    case("status-foreign-two", "Two issuers with one key under one kid: nothing says whose it is", [load("trust", newer), load("status", ours, "refused")], (ISS, ISS2), NOW - 50)
    case("dropped-foreign", "A list without iss under a newer trust list in which a second issuer has the key: it is dropped", [load("trust", first), load("status", ours), load("trust", newer)], (ISS, ISS2), NOW - 50)
    case("dropped-foreign-moved", "A list without iss under a newer trust list in which its key is another issuer's: it is dropped", [load("trust", first), load("status", ours), load("trust", signed(iat=NOW - 50, issuers=(ISS2,)))], (ISS2,), NOW - 50)
    case("kept-foreign", "A list without iss under a newer trust list that is clear about it: it stays", [load("trust", first), load("status", ours), load("trust", signed(iat=NOW - 50))], floor=NOW - 50, lists=((ISS, URI, NOW - 100),))
    # What is lenient is status lists, and nothing else
    parts = read(first).value[1].value
    header, claims = read(parts[0].value).plain(), read(parts[2].value, container=1 << 20).plain()
    backwards = lambda value: Pairs(*reversed(list(value.items())))  # noqa: E731
    for slug, made, why in (("unsorted", issue.seal(ANCHOR, write(header), write(backwards(claims))), "claims in another order"), ("header", issue.seal(ANCHOR, write(backwards(header)), write(claims)), "a header in another order"), ("kid", issue.seal(ANCHOR, write({k: v for k, v in header.items() if k != 4}), write(claims), {4: header[4]}), "kid in the unprotected header"),
                            ("alg", issue.seal(ANCHOR, write({**header, 1: -7}), write(claims)), "alg -7"), ("unprotected", issue.seal(ANCHOR, write(header), write(claims), {99: 0}), "another unprotected label"), ("exp", issue.seal(ANCHOR, write(header), write({k: v for k, v in claims.items() if k != 4})), "no exp"), ("typ-279", issue.seal(ANCHOR, write({**header, 16: 279}), write(claims)), "typ of a status list")):
        case(f"trust-strict-{slug}", f"A trust list is never read leniently: {why}", [load("trust", made.encode(), "refused")], (), None)
        case(f"bundle-strict-{slug}", f"Nor in a bundle: {why}", [load("bundle", made.encode() + one, "refused")], (), None)

    # A status list that was loaded under an older trust list (first), and a newer trust list
    mine, kid = ((ISS, URI, NOW - 100),), STATUS.public.kid()
    for slug, why, kept, later in (
            ("same", "still has its key", True, signed(iat=NOW - 50)),
            ("span-from", "still has its key, whose span begins with the list's iat", True, signed(iat=NOW - 50, not_before=NOW - 100)),
            ("span-to", "still has its key, whose span ends one second after the list's iat", True, signed(iat=NOW - 50, not_after=NOW - 99)),
            ("use-both", "has its key for credentials too", True, signed(iat=NOW - 50, use=3)),
            ("revoked-later", "has a time of revocation that is one second ahead", True, signed(iat=NOW - 50, revoked_at=NOW + 1)),
            ("no-key", "has no key for status lists any more", False, signed(iat=NOW - 50, status=None)),
            ("other-kid", "has its key under another kid", False, signed(iat=NOW - 50, kid=b"another")),
            ("other-key", "has another key under its kid: that of a thief was replaced", False, signed(iat=NOW - 50, status=STATUS_ED.public, kid=kid)),
            ("other-point", "has another key of the same kind under its kid", False, signed(iat=NOW - 50, status=STRANGER.public, kid=kid)),
            ("use", "has its key for credentials only", False, signed(iat=NOW - 50, use=1)),
            ("span-after", "has its key, whose span begins one second after the list's iat", False, signed(iat=NOW - 50, not_before=NOW - 99)),
            ("span-before", "has its key, whose span ends with the list's iat", False, signed(iat=NOW - 50, not_after=NOW - 100)),
            ("revoked", "has its key revoked", False, signed(iat=NOW - 50, revoked_at=NOW))):
        case(f"kept-{slug}" if kept else f"dropped-{slug}", f"A list under a newer trust list that {why}: it {'stays' if kept else 'is dropped'}", [load("trust", first), load("status", one), load("trust", later)],
             floor=NOW - 50, lists=mine if kept else (), flags=("edge",) if slug.startswith(("span", "revoked")) else ())
    case("dropped-issuer", "A list under a newer trust list without its issuer: it is dropped", [load("trust", first), load("status", one), load("trust", signed(iat=NOW - 50, issuers=(ISS2,)))], (ISS2,), NOW - 50)
    case("dropped-one", "Of two issuers' lists only that one is dropped whose issuer has gone", [load("trust", signed(issuers=(ISS, ISS2))), load("status", one), load("status", listing(iss=ISS2)), load("trust", signed(iat=NOW - 50, issuers=(ISS2,)))],
         (ISS2,), NOW - 50, ((ISS2, URI, NOW - 100),))
    case("dropped-refused", "A trust list that is refused drops nothing", [load("trust", first), load("status", one), load("trust", signed(iat=NOW - 101, status=None), "refused")], lists=mine)
    case("dropped-same-later", "The same trust list again, after a time of revocation in it has passed", [load("trust", signed(revoked_at=NOW)), load("status", one, at=NOW - 1), load("trust", signed(revoked_at=NOW))])
    case("dropped-again", "A list that was dropped is loaded again once its key is back", [load("trust", first), load("status", one), load("trust", signed(iat=NOW - 50, status=None)), load("trust", signed(iat=NOW - 40)), load("status", one)], floor=NOW - 40, lists=mine)
    case("dropped-mark", "The mark of a list that was dropped stays: no older one takes its place", [load("trust", first), load("status", two), load("trust", signed(iat=NOW - 50, status=None)), load("trust", signed(iat=NOW - 40)), load("status", one, "refused")], floor=NOW - 40)
    case("dropped-bundle", "The trust list of a bundle drops lists too, and its own lists are loaded under it", [load("trust", signed(issuers=(ISS, ISS2))), load("status", one), load("bundle", signed(iat=NOW - 50, issuers=(ISS2,)) + listing(iss=ISS2), refused_lists=[])],
         (ISS2,), NOW - 50, ((ISS2, URI, NOW - 100),))

    # Lists with certificates
    root, mine = pinned((CN, [ISS])), ((ISS, URI, NOW - 100),)
    certified, brief = chained(signer()), chained(signer(span=(NOW - 200, NOW + 10)))
    later = signed(iat=NOW - 50)
    case("chain", "A list with x5chain, and a root that is pinned for its issuer", [load("trust", first), load("status", certified)], lists=mine, roots=root)
    case("chain-no-roots", "A verifier without roots refuses it", [load("trust", first), load("status", certified, "refused")])
    case("chain-no-iss", "Without iss it is that of the issuer that the certificate names", [load("trust", first), load("status", chained(signer(), iss=None))], lists=mine, roots=root)
    case("chain-bundle", "In a bundle", [load("bundle", first + certified + chained(signer(uri=ISS2)), refused_lists=[1])], lists=mine, roots=root)
    case("chain-issuer-unknown", "The trust list does not have the issuer, for which a root is pinned", [load("trust", first), load("status", chained(signer(uri=ISS2), iss=None), "refused")], roots=pinned((CN, [ISS2])))
    case("chain-kept", "Under a newer trust list with its issuer: it stays", [load("trust", first), load("status", certified), load("trust", later)], floor=NOW - 50, lists=mine, roots=root)
    case("chain-kept-no-key", "Under a newer trust list in which its issuer has no key for status lists: it stays, since its key is certified", [load("trust", first), load("status", certified), load("trust", signed(iat=NOW - 50, status=None))], floor=NOW - 50, lists=mine, roots=root)
    case("chain-kept-edge", "Under a newer trust list in the last second of its certificate: it stays", [load("trust", first), load("status", brief), load("trust", later, at=NOW + 10)], floor=NOW - 50, lists=mine, flags=("edge",), roots=root)
    case("chain-dropped-over", "A second later, when its certificate is over: it is dropped", [load("trust", first), load("status", brief), load("trust", later, at=NOW + 11)], floor=NOW - 50, flags=("edge",), roots=root)
    case("chain-dropped-issuer", "Under a newer trust list without its issuer: it is dropped", [load("trust", first), load("status", certified), load("trust", signed(iat=NOW - 50, issuers=(ISS2,)))], (ISS2,), NOW - 50, roots=root)
    case("chain-dropped-crl", "Under a newer trust list when the CRL is over: it is dropped", [load("trust", first), load("status", certified), load("trust", later, at=NOW + 11)], floor=NOW - 50, flags=("edge",), roots=pinned((CN, [ISS]), crls=(CN.crl(span=(NOW - 200, NOW + 10)),)))
    case("chain-dropped-mark", "The mark of such a list stays: no older one takes its place", [load("trust", first), load("status", chained(signer(), iat=NOW - 40)), load("trust", signed(iat=NOW - 50, issuers=(ISS2,))), load("trust", signed(iat=NOW - 30)), load("status", certified, "refused")], floor=NOW - 30, roots=root)
    case("chain-mark-kid", "A list with a kid and one with x5chain have one mark", [load("trust", first), load("status", two), load("status", certified, "refused")], floor=NOW - 50, lists=((ISS, URI, NOW - 50),), roots=root)

    bundle = first + one + listing(uri=URI + "0")
    both = ((ISS, URI, NOW - 100), (ISS, URI + "0", NOW - 100))
    case("bundle", "A trust list and two status lists", [load("bundle", bundle, refused_lists=[])], lists=both)
    case("bundle-alone", "A trust list alone", [load("bundle", first, refused_lists=[])])
    case("bundle-again", "The same bundle again", [load("bundle", bundle, refused_lists=[]), load("bundle", bundle, refused_lists=[])], lists=both)
    case("bundle-refused-list", "A status list in it is refused, the rest is loaded", [load("bundle", first + listing(key=STRANGER) + listing(uri=URI + "0"), refused_lists=[0])], lists=both[1:])
    case("bundle-new-trust", "Its status lists are judged by its own trust list", [load("trust", first), load("bundle", newer + listing(iss=ISS2), refused_lists=[])], (ISS, ISS2), NOW - 50, ((ISS2, URI, NOW - 100),))
    case("bundle-rollback", "Its trust list is a rollback: nothing of it is loaded", [load("trust", newer), load("bundle", bundle, "refused")], (ISS, ISS2), NOW - 50)
    case("bundle-empty", "No bytes", [load("bundle", b"", "refused")], (), None)
    case("bundle-cut", "Cut short: nothing of it is loaded, though its trust list is whole", [load("bundle", bundle[:-1], "refused")], (), None)
    case("bundle-malformed", "Malformed after a whole trust list and a whole status list", [load("bundle", first + one + b"\xff", "refused")], (), None)
    case("bundle-not-strict", "An item that is not deterministic", [load("bundle", first + bytes.fromhex("1817"), "refused")], (), None)
    case("bundle-tag", "A further item with tag 18 that is no status list is one that is refused", [load("bundle", first + write(Tag(18, [])) + one, refused_lists=[0])], lists=both[:1])
    for slug, item, why in (("zero", write(0), "A further item that is an integer"), ("array", write([b"", {}, b"", bytes(64)]), "A further item that is a list without its tag"), ("tag-17", write(Tag(17, [])), "A further item with tag 17"), ("tag-inner", write(Tag(61, Tag(18, []))), "A further item with another tag around tag 18"),
                            ("bytes", write(one), "A further item that is a list in a byte string")):
        case(f"bundle-other-{slug}", f"{why}: nothing of the bundle is loaded", [load("bundle", first + item + one, "refused")], (), None)
    case("bundle-foreign", "A status list of other software", [load("bundle", first + ours, refused_lists=[])], lists=((ISS, URI, NOW - 100),))
    case("bundle-foreign-heads", "One with longer heads", [load("bundle", first + b"\xd2\x98\x04" + ours[2:], refused_lists=[])], lists=((ISS, URI, NOW - 100),))
    for slug, item, why in (("float", write(Tag(18, [Raw(bytes.fromhex("f93c00"))])), "A float in an item"), ("utf8", write(Tag(18, [Raw(bytes.fromhex("61ff"))])), "A text that is not UTF-8 in an item"), ("key", write(Tag(18, {0: 0})), "A map in place of the array"), ("twice", write(Tag(18, Pairs((0, 0), (0, 0)))), "A repeated key")):
        case(f"bundle-refused-{slug}", f"{why}: its end is found by its heads, and it is refused alone", [load("bundle", first + item + one, refused_lists=[0])], lists=((ISS, URI, NOW - 100),))
    for slug, item, why in (("indefinite", bytes.fromhex("d29fff"), "An item of indefinite length"), ("reserved", bytes.fromhex("d21c"), "A reserved head"), ("deep", b"\xd2" + b"\x81" * 16 + b"\x00", "An item that is too deep"), ("long", bytes.fromhex("d25affffffff"), "A length that is larger than what is left"), ("array-long", bytes.fromhex("d29affffffff"), "A count that is larger than what is left")):
        case(f"bundle-malformed-{slug}", f"{why}: nothing of the bundle is loaded", [load("bundle", first + one + item, "refused")], (), None)
    case("bundle-other-last", "The last item is another one", [load("bundle", first + one + write(0), "refused")], (), None)
    case("bundle-other-first", "The first item is another one", [load("bundle", write(0) + first + one, "refused")], (), None)
    case("bundle-zeros", "Zeros behind a trust list", [load("bundle", first + bytes(64), "refused")], (), None)
    case("bundle-4096", "The most status lists, though all of them are refused", [load("bundle", first + write(Tag(18, [])) * 4096, refused_lists=list(range(4096)))], flags=("edge",))
    case("bundle-4097", "One more", [load("bundle", first + write(Tag(18, [])) * 4097, "refused")], (), None, flags=("edge",))
    case("bundle-status-first", "A status list in front", [load("bundle", one + first, "refused")], (), None)
    case("bundle-two-trusts", "A second trust list is no status list", [load("bundle", first + newer, refused_lists=[0])])
    publication.loading(case, load, signed)
    return f.content()
