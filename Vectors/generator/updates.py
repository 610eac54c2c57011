"""updates.json: section 17 and step 12, verdicts by what is read from publications."""

from __future__ import annotations

from .make import NOW, URI, File, credential, holder
from .publication import PUB, T0, T1, T2, URI_B, ZERO, index, listed, update, with_value


def make() -> dict:
    f = File("updates", "Section 17 and step 12: packages of an index, its lists and updates, and what step 12 reads from them.")
    package = [index(), *listed()]

    def judged(slug, comment, code, packages, at=3, uri=URI, value=0, notices=None, **more):
        """`packages`: lists of items, or (items, loaded at)."""
        loads = []
        for number, one in enumerate(packages):
            items, when = one if isinstance(one, tuple) else (one, None)
            names = [f.listed(f"{slug}-{number + 1}-{place + 1}", item) for place, item in enumerate(items)]
            loads.append({"package": names} if when is None else {"package": names, "at": when})
        status = None if value is None else {0: "valid", 1: "revoked", 2: "suspended", 3: "attention"}[value]
        notices = (("status.attention",) if value == 3 else ()) if notices is None else notices
        f.case(slug, comment, more.pop("spec", "17"), holder(credential(status=(uri, at))), code, lists=tuple(loads), status=status, notices=notices, **more)

    judged("ok", "A state in force", "ok", [package])
    judged("revoked", "Revoked by an update", "status.revoked", [package, [update()]], value=1)
    judged("revoked-package", "The same in one package", "status.revoked", [[*package, update()]], value=1)
    judged("neighbour", "The entry beside it", "ok", [[*package, update()]], at=4)
    judged("other-list", "The same index of the other list", "ok", [[*package, update()]], uri=URI_B)
    judged("reinstated", "Revoked, and then valid again", "ok", [[*package, update(), update(T1, ZERO, (3,), T2)]])
    judged("suspended", "Suspended by an update", "status.suspended", [[*package, update(tables=with_value(ZERO, 3, 2))]], value=2)
    judged("attention", "Attention by an update", "ok", [[*package, update(tables=with_value(ZERO, 3, 3))]], value=3)
    judged("second-list", "A value of the second list", "status.revoked", [[*package, update(tables=with_value(ZERO, 11, 1), changed=(11,))]], uri=URI_B, value=1)
    judged("refused", "An update that is refused changes nothing", "ok", [package, [update(state=bytes(32))]])
    judged("not-in-force", "An index without its lists is no state", "status.unavailable", [[index()]], value=None)
    judged("future", "An index that was refused at its time of loading, and loaded later", "ok", [([index(iat=NOW - 10), *listed()], NOW - 41), ([index(iat=NOW - 10), *listed()], NOW - 40)])
    judged("not-named", "A URI that the index does not name", "status.unavailable", [package], uri=URI + "c", value=None)
    judged("past-end", "An index past the end", "status.index_out_of_range", [package], at=8, value=None)
    judged("last", "The last index", "ok", [package], at=7, flags=("edge",))
    judged("other-issuer", "A state of another issuer is not read", "status.unavailable", [[index(name=("https://other.example", PUB[1])), *listed()]], value=None, uri=URI + "x")
    for slug, why, options, code in (
            ("expired", "An expired state", dict(exp=NOW - 30), "status.expired"), ("exp-edge", "One that expires with the skew", dict(exp=NOW - 29), "ok"),
            ("stale", "A state that is older than its ttl", dict(ttl=60), "status.stale"), ("ttl-edge", "One that is as old as ttl and skew allow", dict(ttl=61), "ok")):
        judged(slug, why, code, [[index(**options), *listed()]], flags=("edge",))
    judged("fresh", "An update without changes makes a stale state fresh", "ok", [[index(ttl=60), *listed(), update(tables=ZERO, changed=(), iat=NOW, ttl=60)]])
    judged("expired-revoked", "Revoked in an expired state", "status.revoked", [[index(with_value(ZERO, 3, 1), exp=NOW - 30), *listed(with_value(ZERO, 3, 1))]], value=1)
    judged("oldest", "The policy's oldest status counts for a state too", "status.stale", [package], policy={"oldest_status": 60})
    judged("oldest-edge", "And is met by a newer one", "ok", [[*package, update(tables=ZERO, changed=(), iat=NOW - 89)]], policy={"oldest_status": 60}, flags=("edge",))
    one, two = (listed({URI: [2] * 8}, iat=at)[0] for at in (T0, T1))
    judged("single-equal", "A single list of the same moment: the state is read", "ok", [package, [one]])
    judged("single-newer", "A newer one is read", "status.suspended", [package, [two]], value=2)
    judged("single-older", "An older one is not", "ok", [[one], [index(ZERO, T1), *listed()]])
    return f.content()
