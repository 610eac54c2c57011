"""Publications for `loading` and `updates`: tables of a few values, and the objects that lead from one to the next."""

from __future__ import annotations

from typing import Any

from hufu_reference import publication
from hufu_reference.cose import INDEX, UPDATE
from hufu_reference.issue import seal
from hufu_reference.keys import N
from hufu_reference.strict import FILE_CONTAINER, Pairs, read

from .make import ISS, ISS2, NOW, STATUS, STATUS_ED, STRANGER, URI, Tag, claim, issue, label, no_claim, no_label, write
from .zlibs import pack, stored

PUB = (ISS, "https://dmv.example/lists")
URI_B = URI + "b"
EXP = NOW + 10_000
T0, T1, T2, T3 = (NOW - age for age in (90, 80, 70, 60))
Tables = dict[str, list[int]]


def with_value(tables: Tables, position: int, value: int) -> Tables:
    out = {uri: list(values) for uri, values in tables.items()}
    for uri in sorted(out):
        if position < len(out[uri]):
            out[uri][position] = value
            return out
        position -= len(out[uri])
    raise IndexError(position)


ZERO: Tables = {URI: [0] * 8, URI_B: [0] * 8}
ONE = with_value(ZERO, 3, 1)  # position 3 is index 3 of the first list
TWO = with_value(ONE, 12, 2)  # position 12 is index 4 of the second
BACK = with_value(TWO, 3, 0)


def listed(tables: Tables = ZERO, *, bits: int = 2, iat: int = T0, key=STATUS, iss: str = ISS, **options: Any) -> list[bytes]:
    return [issue.status_list(key, iss, uri, [], iat, EXP, bits=bits, lst=stored(pack(values, bits)), **options) for uri, values in tables.items()]


def index(tables: Tables = ZERO, iat: int = T0, *, key=STATUS, name=PUB, exp: int = EXP, **options: Any) -> bytes:
    return issue.index(key, name, tables, iat, exp, **options)


def update(base: int = T0, tables: Tables = ONE, changed: Any = (3,), iat: int = T1, *, key=STATUS, name=PUB, exp: int = EXP, **options: Any) -> bytes:
    return issue.update(key, name, base, tables, changed, iat, exp, **options)


def state(tables: Tables, iat: int, *, name=PUB, exp: int = EXP, ttl: int | None = None, bits: int = 2) -> dict:
    """In force, as `expect` has it."""
    lists = tuple(publication.Values.of(uri, bits, pack(tables[uri], bits)) for uri in sorted(tables, key=str.encode))
    payload = publication.state_payload(name, exp, iat, ttl, bits, lists)
    return {"iss": name[0], "sub": name[1], "iat": iat, "state": publication.sha256(payload).hex()}


def twin(data: bytes) -> bytes:
    """The same with n - s in place of s."""
    protected, _, body, signature = (item.value for item in read(data, container=FILE_CONTAINER).value[1].value)
    return write(Tag(18, [protected, {}, body, signature[:32] + (N - int.from_bytes(signature[32:], "big")).to_bytes(32, "big")]))


def content(place: int, value: Any):
    """A change of a member of the index or of the update."""
    def change(header: dict, claims: dict) -> None:
        claims[next(key for key in (-65539, -65540) if key in claims)][place] = value
    return change


def resealed(data: bytes, change: Any, key=STATUS, unprotected: Any = None, raw_claims: bytes | None = None) -> bytes:
    protected, _, body, _ = (item.value for item in read(data, container=FILE_CONTAINER).value[1].value)
    header, claims = read(protected).plain(), read(body, container=FILE_CONTAINER).plain()
    change(header, claims)
    return seal(key, header, claims if raw_claims is None else raw_claims, unprotected).encode()


def nothing(header: dict, claims: dict) -> None:
    pass


def more(key: Any, value: Any):
    return lambda header, claims: claims.__setitem__(key, value)


def wrong_forms(made: bytes) -> list[tuple[str, str, bytes]]:
    """What index and update share: slug, what is wrong, the object."""
    out = []

    def form(slug: str, why: str, change: Any, **options: Any) -> None:
        out.append((slug, why, resealed(made, change, **options)))
    for key, name in ((1, "iss"), (2, "sub"), (4, "exp"), (6, "iat")):
        form(f"no-{name}", f"without {name}", no_claim(key))
    form("iss-empty", "with an empty iss", claim(1, ""))
    form("sub-empty", "with an empty sub", claim(2, ""))
    form("sub-256", "with a sub of 256 bytes", claim(2, "x" * 256))
    form("sub-bytes", "with a sub that is no text", claim(2, b"x"))
    form("exp-iat", "with an exp that is not after iat", lambda h, c: c.__setitem__(4, c[6]))
    form("exp-tag", "with a tag on exp", claim(4, Tag(1, EXP)))
    form("iat-large", "with an iat of 2^53", lambda h, c: c.update({4: (1 << 53) + 1, 6: 1 << 53}))
    form("ttl-0", "with a ttl of 0", claim(65534, 0))
    form("ttl-text", "with a ttl that is text", claim(65534, "60"))
    form("nbf", "with a further claim", claim(5, T0))
    form("claim-text", "with a further claim named by text", claim("x", 0))
    form("status-list", "with the values of a list", claim(65533, {"bits": 2, "lst": b""}))
    for number in (13, 15, 17, 170):
        form(f"label-{number}", f"with the label {number}", label(number, -16 if number == 170 else 0))
    form("alg-7", "with alg -7", label(1, -7))
    form("alg-none", "without alg", no_label(1))
    form("kid-none", "without kid", no_label(4))
    form("kid-empty", "with an empty kid", label(4, b""))
    form("crit-unknown", "with a crit that is not known", lambda h, c: h.update({2: [99], 99: 0}))
    form("unprotected", "with an unprotected label", nothing, unprotected={99: 0})
    form("typ-other", "with the typ of a trust list", label(16, "application/hufu-trust+cwt"))
    body = read(made, container=FILE_CONTAINER).value[1].value[2].value
    claims = read(body, container=FILE_CONTAINER).plain()
    out.append(("unsorted", "with claims in another order", resealed(made, nothing, raw_claims=write(Pairs(*reversed(list(claims.items())))))))
    out.append(("head", "with a head that is longer than needed", resealed(made, nothing, raw_claims=b"\xb8" + bytes([body[0] & 31]) + body[1:])))
    out.append(("after", "with a byte after it", made + b"\0"))
    return out


INDEX_FORMS = [
    ("bits-3", "3 bits", content(0, 3)), ("bits-0", "0 bits", content(0, 0)), ("bits-text", "bits as text", content(0, "2")),
    ("no-lists", "no lists", content(1, [])), ("lists-map", "a map in place of the lists", content(1, {})),
    ("unordered", "its lists in another order", content(1, [[URI_B, 8, bytes(32)], [URI, 8, bytes(32)]])),
    ("repeated", "a list twice", content(1, [[URI, 8, bytes(32)], [URI, 8, bytes(32)]])),
    ("uri-empty", "an empty URI", content(1, [["", 8, bytes(32)]])), ("uri-256", "a URI of 256 bytes", content(1, [["x" * 256, 8, bytes(32)]])),
    ("entries-0", "a list of 0 entries", content(1, [[URI, 0, bytes(32)]])), ("entries-large", "a list of 2^20 + 4 entries", content(1, [[URI, (1 << 20) + 4, bytes(32)]])),
    ("entries-part", "7 entries of 2 bits: no whole bytes", content(1, [[URI, 7, bytes(32)]])),
    ("hash-31", "a hash of 31 bytes", content(1, [[URI, 8, bytes(31)]])), ("list-long", "a further member of a list", content(1, [[URI, 8, bytes(32), 0]])),
    ("list-short", "a list without its hash", content(1, [[URI, 8]])), ("long", "a further member", lambda h, c: c[-65539].append(0)),
    ("short", "bits alone", lambda h, c: c[-65539].pop()), ("none", "no index in it", no_claim(-65539)), ("update", "an update in it too", more(-65540, [T0 - 1, bytes(32), b""])),
]
UPDATE_FORMS = [
    ("base-iat", "a base that is its iat", content(0, T1)), ("base-later", "a base after its iat", content(0, T1 + 1)), ("base-negative", "a negative base", content(0, -1)),
    ("base-text", "a base that is text", content(0, "0")), ("state-31", "a state of 31 bytes", content(1, bytes(31))), ("state-33", "a state of 33 bytes", content(1, bytes(33))),
    ("changes-text", "changes that are text", content(2, "x")), ("changes-array", "changes that are an array", content(2, [])),
    ("long", "a further member", lambda h, c: c[-65540].append(0)), ("short", "no changes", lambda h, c: c[-65540].pop()), ("none", "no update in it", no_claim(-65540)),
    ("index", "an index in it too", more(-65539, [2, [[URI, 8, bytes(32)]]])),
]


def loading(case: Any, load: Any, trust: Any) -> None:
    """The cases of section 17 in loading.json. `case(slug, comment, loads, ...)`; `load(kind, content, codes)`; `trust(**options)` makes a signed trust list."""
    first = trust(also=(STATUS_ED.public,))
    package = [index(), *listed()]

    def loads(*packages: Any) -> list[dict]:
        """Each: items, or (items, codes), or a load; the trust list is in front."""
        out = [load("trust", first)]
        for one in packages:
            if isinstance(one, dict):
                out.append(one)
                continue
            items, codes = one if isinstance(one, tuple) else (one, None)
            out.append(load("package", items, codes))
        return out

    def judged(slug: str, comment: str, packages: list, states: list = (), floor: int | None = None, **more: Any) -> None:
        """`states`: (tables, iat) or what `state` gives."""
        states = [one if isinstance(one, dict) else state(*one) for one in states]
        newest = max([NOW - 100] + [min(one["iat"], NOW) for one in states])
        case(f"updates-{slug}", comment, loads(*packages), floor=newest if floor is None else floor, publications=states, spec="17", **more)

    def refused(slug: str, comment: str, item: bytes, code: str, states: Any = ((ZERO, T0),), before: Any = None, **more: Any) -> None:
        """An item that is refused after a package, and changes nothing; then a right update is loaded."""
        before = [package] if before is None else before
        judged(slug, comment, [*before, ([item], [code])], list(states), **more)

    def values(*reads: tuple) -> list[dict]:
        """(uri, index, value, iat)."""
        return [{"iss": ISS, "uri": uri, "index": at, "value": value, "iat": iat} for uri, at, value, iat in reads]

    judged("index", "An index and its lists: a state in force", [package], [(ZERO, T0)], values=values((URI, 3, 0, T0), (URI_B, 7, 0, T0), (URI_B, 8, None, T0)))
    judged("any-order", "In any order", [package[::-1]], [(ZERO, T0)])
    judged("twice", "The same package again: nothing changes, and all of it is loaded", [package, package], [(ZERO, T0)])
    one, two = update(), update(T1, TWO, (12,), T2)
    judged("one", "An update in the package", [[*package, one]], [(ONE, T1)], values=values((URI, 3, 1, T1), (URI, 2, 0, T1), (URI, 4, 0, T1)))
    judged("two", "Two updates, the later one first", [[two, one, *package]], [(TWO, T2)], values=values((URI, 3, 1, T2), (URI_B, 4, 2, T2), (URI, 4, 0, T2)))
    judged("in-force", "Updates to a state in force, one after the other", [package, [one], [two]], [(TWO, T2)], values=values((URI, 3, 1, T2), (URI_B, 4, 2, T2)))
    judged("again", "An update a second time: nothing changes, and it is loaded", [package, [one], [one]], [(ONE, T1)])
    judged("empty", "An update without changes makes everything fresh", [package, [update(tables=ZERO, changed=())]], [(ZERO, T1)], values=values((URI, 3, 0, T1)))
    judged("decoy", "An update may name positions with the value that they have", [package, [update(changed=(0, 3, 15))]], [(ONE, T1)])
    judged("exp-ttl", "exp and ttl are those of the update", [package, [update(exp=NOW + 5, ttl=60)]], [state(ONE, T1, exp=NOW + 5, ttl=60)])
    judged("expired", "An expired state comes into force", [[index(exp=NOW - 50), *listed()]], [state(ZERO, T0, exp=NOW - 50)])
    for bits in (1, 4, 8):
        tables, after = {URI: [0] * 16, URI_B: [0] * 8}, with_value({URI: [0] * 16, URI_B: [0] * 8}, 17, (1 << bits) - 1)
        judged(f"bits-{bits}", f"{bits} bits", [[index(tables, bits=bits), *listed(tables, bits=bits), update(tables=after, changed=(17,), bits=bits)]], [state(after, T1, bits=bits)], values=values((URI_B, 1, (1 << bits) - 1, T1), (URI_B, 0, 0, T1), (URI_B, 2, 0, T1)))
    judged("key-ed", "An index and an update with Ed25519", [[index(key=STATUS_ED), *listed(), update(key=STATUS_ED)]], [(ONE, T1)])
    judged("key-other", "An update by another key of the issuer", [[*package, update(key=STATUS_ED)]], [(ONE, T1)])
    judged("twin", "The ECDSA twin of an index and of an update is the same", [package, [twin(index()), *listed()], [one], [twin(one)]], [(ONE, T1)], flags=("malleable",))

    # States in between
    long = update(T0, BACK, (3, 12), T3)
    steps = [one, two]
    for count, reached in enumerate(("the base", "a state in between", "the last state before")):
        judged(f"between-{count}", f"An update with a position that was changed and changed back, from {reached}", [package, *[[step] for step in steps[:count]], [long]], [(BACK, T3)], values=values((URI, 3, 0, T3), (URI_B, 4, 2, T3)))
    ends = update(T0, BACK, (12,), T3)
    judged("ends", "An update that names the differences of its two ends alone, from the base", [package, [ends]], [(BACK, T3)])
    judged("ends-between", "The same from a state in between", [package, [one], ([ends], ["list.state_mismatch"])], [(ONE, T1)], values=values((URI, 3, 1, T1), (URI_B, 4, 0, T1)))
    judged("skips", "An update whose base is older than the state reached, in a package", [[*package, one, update(T0, TWO, (3, 12), T2)]], [(TWO, T2)])
    judged("equal-longest", "Updates that end at one moment: the one that reaches back the furthest comes first", [[*package, two, update(T0, TWO, (3, 12), T2)]], [(TWO, T2)])
    judged("gap", "An update whose base is too new is passed over in a package; the longer one is loaded", [([*package, two, long], [None, None, None, "list.base_missing", None])], [(BACK, T3)])

    # 6 to 8
    judged("base-none", "An update without a state", [([one], ["list.base_missing"])])
    refused("base-later", "A base one second after the state", update(T0 + 1), "list.base_missing", flags=("edge",))
    judged("base-before", "A base one second before the state", [package, [update(T0 - 1)]], [(ONE, T1)], flags=("edge",))
    refused("other-publication", "An update of another publication", update(name=(ISS, PUB[1] + "2")), "list.base_missing")
    refused("rolled-back", "An update to a moment before the state", update(T0 - 20, ONE, (3,), T0 - 1), "list.rolled_back")
    judged("conflicting", "Another update of the same moment", [package, [one], ([update(tables=with_value(ONE, 5, 1), changed=(3, 5))], ["list.conflicting"])], [(ONE, T1)])
    judged("conflicting-exp", "The same changes at the same moment with another exp", [package, [one], ([update(exp=EXP + 1)], ["list.conflicting"])], [(ONE, T1)])
    judged("conflicting-other-way", "Another update to the same state: it is loaded", [package, [one], [update(T0 - 5, changed=(1, 3))]], [(ONE, T1)])
    refused("index-conflicting", "Another index of the same moment", index(exp=EXP + 1), "list.conflicting")
    judged("index-conflicting-both", "Two indexes of one moment in one package", [([index(), index(ONE), *listed()], [None, "list.conflicting", None, None])], [(ZERO, T0)])
    judged("index-same", "An index of the state that updates have led to: nothing changes, and no list is needed", [package, [one], [index(ONE, T1)]], [(ONE, T1)])
    judged("index-older", "An index of the morning on a state of the noon", [package, [one], ([index(), *listed()], ["list.rolled_back", None, None])], [(ONE, T1)])
    judged("index-passed-over", "Two indexes in a package: the newer one", [[index(), index(ONE, T1), *listed(ONE)]], [(ONE, T1)])
    judged("index-second", "The newer one lacks a list: the older one", [([index({**ZERO, URI + "c": [0] * 4}, T1), *package], ["list.incomplete", None, None, None])], [(ZERO, T0)])

    # 9: changes
    for slug, why, changes in (
            ("zero", "A number with a zero at its end", b"\x8d\x00"), ("zeros", "Zero in two bytes", b"\x80\x00"), ("cut", "A number that does not end", b"\x0d\x8d"), ("seven", "A number of seven bytes", b"\xff\xff\xff\xff\xff\xff\x01"),
            ("past", "A position past the end", bytes([16 << 2])), ("past-second", "A second position past the end", bytes([15 << 2, 0])), ("large", "The largest number", b"\xff\xff\xff\xff\xff\x7f")):
        refused(f"changes-{slug}", f"{why}: nothing changes", update(changes=changes), "list.form_invalid", flags=("edge",))
    refused("changes-base-first", "Wrong changes on a base that is missing: the base comes first", update(T0 + 1, changes=b"\x80\x00"), "list.base_missing")
    last = with_value(ZERO, 15, 3)
    judged("changes-last", "The first and the last position", [package, [update(tables=with_value(last, 0, 1), changed=(0, 15))]], [(with_value(last, 0, 1), T1)], flags=("edge",))
    everything = {URI: [1, 2, 3, 0] * 2, URI_B: [3, 2, 1, 0] * 2}
    judged("changes-all", "Every position", [package, [update(tables=everything, changed=range(16))]], [(everything, T1)])

    # 10
    refused("mismatch", "An update with another state", update(state=bytes(32)), "list.state_mismatch")
    refused("mismatch-value", "A value that is not the one of its state", update(changes=b"\x0e"), "list.state_mismatch")
    refused("mismatch-position", "A position that is not the one of its state", update(changes=b"\x11"), "list.state_mismatch")
    refused("mismatch-none", "A change that is not named", update(changed=()), "list.state_mismatch")
    refused("mismatch-exp", "An exp that is not in its state", resealed(one, claim(4, EXP + 1)), "list.state_mismatch")
    refused("mismatch-ttl", "A ttl that is not in its state", resealed(one, claim(65534, 60)), "list.state_mismatch")
    refused("mismatch-iat", "An iat that is not in its state", resealed(one, claim(6, T1 + 1)), "list.state_mismatch")
    judged("mismatch-then", "After one that was refused a right one is loaded", [package, ([update(state=bytes(32)), two, one], ["list.state_mismatch", None, None])], [(TWO, T2)])

    # Chunks
    for size, changed, why in ((512, (0, 511), "One whole chunk"), (513, (511, 512), "One more entry: a second chunk of one byte"), (1300, (0, 512, 1023, 1299), "Three chunks, the last one short"),
                               (8192, (0, 8191), "One whole group"), (8193, (8191, 8192), "One more entry: a second group of one byte"), (17000, (0, 8192, 16383, 16999), "Three groups, the last one short")):
        tables = {URI: [0] * size, URI_B: [0] * 8}
        after = tables
        for position in changed:
            after = with_value(after, position, 1)
        judged(f"chunks-{size}", f"{why}: the first and last entries of chunks", [[index(tables, bits=8), *listed(tables, bits=8)], [update(tables=after, changed=changed, bits=8)]], [state(after, T1, bits=8)], flags=("edge",),
               values=values((URI, changed[-1], 1, T1), (URI, changed[0] + 1, 1 if changed[0] + 1 in changed else 0, T1), (URI_B, 0, 0, T1)))

    # 1: form
    for slug, why, made in wrong_forms(index()):
        judged(f"index-form-{slug}", f"An index {why}", [([made], ["list.form_invalid"])])
    for slug, why, change in INDEX_FORMS:
        judged(f"index-form-{slug}", f"An index with {why}", [([resealed(index(), change)], ["list.form_invalid"])])
    for slug, why, made in wrong_forms(one):
        judged(f"form-{slug}", f"An update {why}", [([made], ["list.form_invalid"])])
    for slug, why, change in UPDATE_FORMS:
        judged(f"form-{slug}", f"An update with {why}", [([resealed(one, change)], ["list.form_invalid"])])
    judged("index-typ", "An index by the typ of an update", [([resealed(index(), label(16, UPDATE))], ["list.form_invalid"])])
    refused("typ", "An update by the typ of an index", resealed(one, label(16, INDEX)), "list.form_invalid")
    refused("cut", "An update that is cut short", one[:-1], "list.form_invalid")
    refused("nothing", "No bytes", b"", "list.form_invalid")
    judged("label-more", "A further protected label", [[resealed(index(), label(99, 0)), *listed()]], [(ZERO, T0)])
    crit = resealed(index(), label(2, [1]))
    judged("crit", "A crit that names alg", [[crit, *listed()]], [(ZERO, T0)])
    wide = {f"{number:03}": 1 << 20 for number in range(513)}
    claims = lambda count: content(1, [[uri, wide[uri], bytes(32)] for uri in sorted(wide)[:count]])  # noqa: E731
    judged("values-512", "512 MiB of values: no list of them is here", [([resealed(index(bits=8), claims(512))], ["list.incomplete"])], flags=("edge",))
    judged("values-513", "513 MiB of values", [([resealed(index(bits=8), claims(513))], ["list.too_large"])], flags=("edge",))

    # 2: keys. 3: the future
    for slug, why, options, keys, code in (
            ("issuer", "another issuer, which is not trusted", dict(name=("https://nobody.example", PUB[1])), {}, "list.issuer_unknown"),
            ("key", "a stranger's key", dict(key=STRANGER), {}, "list.key_unknown"),
            ("use", "a key for credentials only", {}, dict(use=1), "list.key_unknown"),
            ("revoked", "a key that is revoked at loading", {}, dict(revoked_at=NOW), "list.key_revoked"),
            ("span-from", "a key whose span begins after it", {}, dict(not_before=T1 + 1), "list.key_outside_validity"),
            ("span-to", "a key whose span ends with it", {}, dict(not_after=T0), "list.key_outside_validity")):
        for what, made in (("index", index(**options)), ("update", update(**options))):
            expected = code if what == "index" or slug != "span-to" else code
            case(f"updates-{what}-{slug}", f"An {what} by {why}", [load("trust", trust(**keys)), load("package", [made], [expected])], publications=[], spec="17")
    refused("signature", "An update with a wrong signature", one[:-1] + bytes([one[-1] ^ 1]), "list.signature_invalid")
    refused("algorithm", "An update whose alg is not that of the key", resealed(one, label(1, -19)), "list.algorithm_mismatch")
    judged("index-signature", "An index with a wrong signature; its lists are single ones then", [([index()[:-1] + bytes([index()[-1] ^ 1]), *listed()], ["list.signature_invalid", None, None])], floor=T0, lists=((ISS, URI, T0), (ISS, URI_B, T0)))
    fast = update(iat=NOW + 30)
    judged("fast", "An update that is as far ahead as is let in: the floor is now", [package, [fast]], [(ONE, NOW + 30)], flags=("edge",))
    future = update(iat=NOW + 31)
    refused("future", "One second further", future, "list.from_future", flags=("edge",))
    judged("future-later", "The same a second later", [package, ([future], ["list.from_future"]), load("package", [future], at=NOW + 1)], [(ONE, NOW + 31)], floor=NOW + 1)
    refused("future-index", "An index from the future", index(ONE, NOW + 31), "list.from_future")
    judged("ten-years", "An index of ten years ahead moves nothing", [([index(iat=NOW + 315_360_000, exp=NOW + 315_370_000)], ["list.from_future"]), package], [(ZERO, T0)])

    # 4: lists
    def lists_of(slug: str, comment: str, items: list[bytes], code: str | None, codes: list | None = None, **more: Any) -> None:
        codes = [None] * len(items) if codes is None else codes
        judged(f"lists-{slug}", comment, [([index(), *items], [code, *codes])], [(ZERO, T0)] if code is None else [], **more)
    good, other = listed()
    lists_of("none", "No list", [], "list.incomplete")
    lists_of("one", "One of two lists", [good], "list.incomplete")
    lists_of("values", "A list with another value", [listed(ONE)[0], other], "list.content_mismatch")
    lists_of("short", "A list that is too short", [listed({URI: [0] * 4})[0], other], "list.content_mismatch")
    lists_of("long", "A list that is too long", [listed({URI: [0] * 12})[0], other], "list.content_mismatch")
    lists_of("bits", "A list with other bits and the same bytes", [listed({URI: [0] * 4}, bits=4)[0], other], "list.content_mismatch")
    lists_of("zlib", "A list whose values are no zlib stream", [issue.status_list(STATUS, ISS, URI, [], T0, EXP, lst=b"\0"), other], "list.content_mismatch")
    lists_of("uri", "The values of one list under the URI of the other", [good, good], "list.incomplete")
    lists_of("candidates", "Of two lists under one URI that one is taken which is named", [listed(ONE)[0], good, other], None)
    lists_of("issuer", "A list of another issuer under this URI", [listed({URI: [0] * 8}, iss=ISS2)[0], other], "list.incomplete", ["list.issuer_unknown", None])
    lists_of("foreign", "A list without iss", [listed({URI: [0] * 8}, change=no_claim(1))[0], other], None)
    lists_of("signature", "A list with a wrong signature: the index stands for it", [good[:-1] + bytes([good[-1] ^ 1]), other], None)
    lists_of("stranger", "A list by a stranger", [listed({URI: [0] * 8}, key=STRANGER)[0], other], None)
    lists_of("old", "A list that has expired", [issue.status_list(STATUS, ISS, URI, [], 1, 2, lst=stored(pack([0] * 8, 2))), other], None)
    lists_of("future", "A list from the future", [listed({URI: [0] * 8}, iat=NOW + 100)[0], other], None)
    lists_of("malformed", "A list that is malformed is none", [good[:-1], other], "list.incomplete", ["list.form_invalid", None])
    single = listed({URI + "c": [0] * 8})[0]
    lists_of("single", "A list that no index names is a single one", [good, other, single], None, lists=((ISS, URI + "c", T0),))
    judged("lists-entries", "An index that names 12 entries and the hash of a list of 8", [([resealed(index(), lambda h, c: c[-65539][1][0].__setitem__(1, 12)), *listed()],
           ["list.content_mismatch", None, None])])
    judged("lists-swapped", "An index that names the hash of one list under the URI of the other", [([resealed(index({URI: [0] * 8, URI_B: [1] * 8}), lambda h, c: c[-65539][1].__setitem__(slice(None), [[URI, 8, c[-65539][1][1][2]], [URI_B, 8, c[-65539][1][0][2]]])), *listed({URI: [1] * 8, URI_B: [0] * 8})],
                                             ["list.content_mismatch", None, None])])
    larger = {**ONE, URI + "c": [0] * 4}
    judged("set-larger", "An index with a further list: the others are those in force", [package, [one], [index(larger, T2), listed({URI + "c": [0] * 4})[0]]], [(larger, T2)], values=values((URI, 3, 1, T2), (URI + "c", 0, 0, T2)))
    judged("set-smaller", "An index with one list less", [package, [index({URI: [0] * 8}, T1)]], [({URI: [0] * 8}, T1)], values=values((URI_B, 0, None, None)))
    judged("set-other-hash", "A list in force with another hash does not do", [package, [one], ([index(with_value(ONE, 0, 1), T2)], ["list.incomplete"])], [(ONE, T1)])
    judged("set-bits", "Nor one with other bits", [package, ([index({URI: [0] * 4, URI_B: [0] * 4}, T1, bits=4)], ["list.incomplete"])], [(ZERO, T0)])

    # 12 and marks. `restart`: what is not stored is lost, and the trust list is loaded again
    restart = [load("restart", True), load("trust", first)]
    judged("restart", "After a restart the index of the morning and the updates up to the mark are in force again", [package, [one], [two], *restart, [*package, one, two]], [(TWO, T2)])
    judged("restart-index", "The index alone is not", [package, [one], *restart, (package, ["list.rolled_back", None, None])], floor=T1)
    judged("restart-short", "Nor with an update that does not reach the mark", [package, [one], [two], *restart, ([*package, one], [None, None, None, "list.rolled_back"])], floor=T2)
    judged("restart-beyond", "Nor must the mark be met: a state beyond it comes into force", [package, [one], *restart, [*package, long]], [(BACK, T3)])
    fork = update(tables=with_value(ZERO, 5, 1), changed=(5,))
    judged("restart-conflicting", "Another state of the mark's moment", [package, [one], *restart, ([*package, fork], [None, None, None, "list.conflicting"])], floor=T1)
    judged("restart-fork-later", "A state beyond the mark by another way comes into force: nothing shows that it is a fork", [package, [one], *restart, [*package, fork, update(T1, with_value(with_value(ZERO, 5, 1), 6, 1), (6,), T2)]], [(with_value(with_value(ZERO, 5, 1), 6, 1), T2)])
    judged("restart-refused", "A state that is refused leaves no state for the next package", [package, [one], *restart, (package, ["list.rolled_back", None, None]), ([two], ["list.base_missing"])], floor=T1)
    judged("floor", "The clock floor is the newest iat, and stays after a restart", [package, [one], *restart], floor=T1)

    # Single lists
    alone = [listed({URI: [2] * 8}, iat=at)[0] for at in (T0 - 1, T0, T1)]
    judged("single-older", "A single list that is older than the publication's mark", [package, ([alone[0]], ["list.rolled_back"])], [(ZERO, T0)])
    judged("single-equal", "One of the same moment is loaded, and the state is read", [package, [alone[1]]], [(ZERO, T0)], lists=((ISS, URI, T0),), values=values((URI, 0, 0, T0)), flags=("edge",))
    judged("single-newer", "One that is newer is loaded and read", [package, [alone[2]]], [(ZERO, T0)], floor=T1, lists=((ISS, URI, T1),), values=values((URI, 0, 2, T1), (URI_B, 0, 0, T0)))
    judged("single-then-update", "Until an update is newer still", [package, [alone[2]], [update(T0, ONE, (3,), T2)]], [(ONE, T2)], lists=((ISS, URI, T1),), values=values((URI, 0, 0, T2)))
    judged("single-before", "A single list that was there before", [[alone[1]], [index(ZERO, T1), *listed()]], [(ZERO, T1)], lists=((ISS, URI, T0),), values=values((URI, 0, 0, T1)))
    judged("single-not-named", "A list that the publication does not name has nothing to do with its mark", [package, [listed({URI + "c": [0] * 8}, iat=1)[0]]], [(ZERO, T0)], lists=((ISS, URI + "c", 1),))
    judged("single-mark", "A state is not read for a URI whose single list has a newer mark, though that list is gone", [package, [alone[2]], *restart, package], [(ZERO, T0)], floor=T1, values=values((URI, 0, None, None), (URI_B, 0, 0, T0)))
    judged("single-removed", "A URI that an index has removed is free of the mark", [package, [index({URI_B: [0] * 8}, T1)], [alone[0]]], [({URI_B: [0] * 8}, T1)], lists=((ISS, URI, T0 - 1),))

    # Two publications
    second = (ISS, "https://dmv.example/a")
    judged("second", "Two publications in one package", [[*package, index({URI + "c": [0] * 4}, name=second), listed({URI + "c": [0] * 4})[0]]], [state({URI + "c": [0] * 4}, T0, name=second), state(ZERO, T0)])
    overlap = {URI: [3] * 8}
    judged("second-newer", "A URI in two publications: the newer state is read", [package, [index(overlap, T1, name=second), *listed(overlap)]], [state(overlap, T1, name=second), state(ZERO, T0)], values=values((URI, 0, 3, T1), (URI_B, 0, 0, T0)))
    judged("second-equal", "Of equals the first sub by bytes", [package, [index(overlap, name=second), *listed(overlap)]], [state(overlap, T0, name=second), state(ZERO, T0)], values=values((URI, 0, 3, T0)))
    third = (ISS, PUB[1] + "z")
    judged("second-equal-later", "Whichever was loaded first", [[index(overlap, name=third), *listed(overlap)], package], [state(ZERO, T0), state(overlap, T0, name=third)], values=values((URI, 0, 0, T0)))

    # Newer trust lists
    for slug, why, kept, later in (
            ("same", "still has the key", True, dict()), ("span-to", "has the key with a span that ends one second after the state", True, dict(not_after=T1 + 1)),
            ("span-before", "has the key with a span that ends with the state", False, dict(not_after=T1)), ("span-from", "has the key with a span that begins with the state", True, dict(not_before=T1)), ("span-after", "has the key with a span that begins after the state", False, dict(not_before=T1 + 1)),
            ("revoked", "has the key revoked", False, dict(revoked_at=NOW)), ("revoked-later", "has the key revoked one second from now", True, dict(revoked_at=NOW + 1)), ("use", "has the key for credentials only", False, dict(use=1)), ("no-key", "has no key for status lists", False, dict(status=None)),
            ("kid", "has the key under another kid", False, dict(kid=b"another")), ("other-key", "has another key under its kid", False, dict(status=STRANGER.public, kid=STATUS.public.kid()))):
        judged(f"trust-{slug}", f"A state under a newer trust list that {why}: it {'stays' if kept else 'is dropped'}", [package, [one], load("trust", trust(iat=NOW - 50, **later))], [(ONE, T1)] if kept else [], floor=NOW - 50)
    judged("trust-issuer", "A state under a newer trust list without its issuer: it is dropped", [package, load("trust", trust(iat=NOW - 50, issuers=(ISS2,)))], issuers=(ISS2,), floor=NOW - 50)
    judged("trust-last", "The key of the last update counts: a state stays without the key of its index", [package, [update(key=STATUS_ED)], load("trust", trust(iat=NOW - 50, status=STATUS_ED.public))], [(ONE, T1)], floor=NOW - 50)
    judged("trust-last-gone", "And is dropped without that of the update", [package, [update(key=STATUS_ED)], load("trust", trust(iat=NOW - 50))], floor=NOW - 50)
    judged("trust-again", "A state that was dropped needs an index again, and its mark stays", [package, [one], load("trust", trust(iat=NOW - 50, status=None)), load("trust", trust(iat=NOW - 40)), ([two], ["list.base_missing"]), (package, ["list.rolled_back", None, None]), [*package, one]], [(ONE, T1)], floor=NOW - 40)

    # Bundles
    def bundled(slug: str, comment: str, items: list[bytes], wrong: list[int], states: list = (), **more: Any) -> None:
        case(f"updates-bundle-{slug}", comment, [load("bundle", first + b"".join(items), refused_lists=wrong)], publications=[state(*one) for one in states], spec="12", **more)
    bundled("index", "An index, its lists and an update in a bundle", [*package, one], [], [(ONE, T1)], floor=T1)
    bundled("order", "In any order", [one, *package[::-1]], [], [(ONE, T1)], floor=T1)
    bundled("single", "With a list that no index names", [single, *package], [], [(ZERO, T0)], floor=T0, lists=((ISS, URI + "c", T0),))
    bundled("refused", "An index that lacks a list, and a single list", [index(), good, single], [0], floor=T0, lists=((ISS, URI + "c", T0),))
    bundled("index-refused", "A wrong index: its lists are single ones", [index(key=STRANGER), good, other], [0], floor=T0, lists=((ISS, URI, T0), (ISS, URI_B, T0)))
    case("updates-bundle-in-force", "An update in a bundle, to a state that is in force", [load("trust", first), load("package", package), load("bundle", first + one, refused_lists=[])], publications=[state(ONE, T1)], floor=T1, spec="12")
