"""rotation.json: section 8, time steps."""

from __future__ import annotations

from .make import DEVICE_ED, EXP, IAT, NOW, SHORT, File, both, claim, credential, holder, live
from .token import notices

# RFC 6238 appendix B, with steps of 30 s: the time, and the step that it is in.
RFC6238 = [(59, 0x1), (1111111109, 0x23523EC), (1111111111, 0x23523ED), (1234567890, 0x273EF07), (2000000000, 0x3F940AA), (20000000000, 0x27BC86AA)]


def judged(now: int, iat: int, exp: int, skew: int = 30) -> str:
    return "token.not_yet_valid" if now < iat - skew else "token.expired" if now >= exp + skew else "ok"


def make() -> dict:
    f = File("rotation", "Section 8: the token of the step that is k steps away, for each usual period, scanned at three moments of a step; and what a device must not do.")
    for period in (15, 30, 60):
        start = 1_798_761_600  # a multiple of each period
        for name, within in (("first", 0), ("middle", period // 2), ("last", period - 1)):
            now = start + within
            for k in range(-4, 5):
                iat, exp = start + k * period, start + (k + 1) * period
                offset = live(now, iat, exp)
                f.case(f"p{period}-{name}-{k:+d}", f"Period {period} s, {k:+d} steps, scanned {within} s into the step", 11, holder(now=start + k * period, period=period), judged(now, iat, exp),
                       now=now, offset=offset, notices=notices(offset), flags=("edge",))
    for t, step in RFC6238:
        licence = {**SHORT, "issue_date": "1960-01-01", "expiry_date": None}
        iat = step * 30
        made = credential(iat=max(iat - 1000, 0), exp=iat + 10 * 86400, licence=licence)
        f.case(f"rfc6238-{t}", "The token of a time of the standard: its iat is 30 times the step that the standard gives", "RFC 6238 appendix B", holder(made, now=iat), now=t,
               licence=licence, flags=("standard",))
        f.case(f"rfc6238-{t}-expired", "The same token, when its step and the skew are over", "RFC 6238 appendix B", holder(made, now=iat), "token.expired", now=iat + 60,
               licence=licence, offset=-31, flags=("standard",))
    for slug, policy, life in (("default", None, 120), ("60", {"longest_token_life": 60}, 60), ("30", {"longest_token_life": 30}, 30), ("15", {"longest_token_life": 15}, 15)):
        f.case(f"life-{slug}", "As long as the policy allows", 11, holder(change=claim(4, NOW + life)), policy=policy, flags=("edge",))
        f.case(f"life-{slug}-over", "One second too long", 11, holder(change=claim(4, NOW + life + 1)), "token.lifetime_exceeded", policy=policy, flags=("edge",))
    f.case("life-period-over", "A period of 60 s where 30 s are allowed", 11, holder(now=1_798_761_600, period=60), "token.lifetime_exceeded", now=1_798_761_601, policy={"longest_token_life": 30})
    late = credential(iat=NOW + 12, exp=EXP)
    f.case("clip-start", "iat is not before the credential's: the first step is shorter", "8", holder(late, now=NOW + 13), now=NOW + 13)
    f.case("clip-start-not", "A device that does not shorten the first step", 11, holder(late, now=NOW + 13, change=claim(6, NOW)), "token.outside_credential", now=NOW + 13)
    ending = credential(exp=NOW + 12)
    end = ("status.unchecked", "credential.ending")
    f.case("clip-end", "exp is not after the credential's: the last step is shorter", "8", holder(ending, now=NOW + 5), now=NOW + 5, notices=end)
    f.case("clip-end-not", "A device that does not shorten the last step", 11, holder(ending, now=NOW + 5, change=claim(4, NOW + 30)), "token.outside_credential", now=NOW + 5)
    f.case("clip-end-skew", "The shortened token within the skew after its end", "8", holder(ending, now=NOW + 5), now=NOW + 20, offset=-9, notices=end)
    f.case("clip-second", "A last step of one second", "8", holder(credential(exp=NOW + 1)), notices=end, flags=("edge",))
    f.case("clip-beyond", "A token that a device makes after the end of its credential: its times contradict each other", 5, holder(ending, change=both(claim(6, NOW + 12), claim(4, NOW + 12))),
           "token.claims_invalid", now=NOW + 12)
    f.case("outlives", "A token that outlives its credential by one second", 11, holder(ending, change=claim(4, NOW + 13)), "token.outside_credential", flags=("edge",), notices=end)
    f.case("not-aligned", "A token whose times are no multiple of a period: the verifier does not know the period", "8", holder(change=both(claim(6, NOW + 7), claim(4, NOW + 22))), now=NOW + 10)
    f.case("one-second", "A token that lives one second", "8", holder(change=claim(4, NOW + 1)))
    f.case("ed", "An Ed25519 device", "8", holder(credential(device=DEVICE_ED), device=DEVICE_ED, period=15))
    f.case("ahead-of-credential", "A device whose clock is behind its credential", 11, holder(change=both(claim(6, IAT - 30), claim(4, IAT))), "token.outside_credential", offset=live(NOW, IAT - 30, IAT))
    for code, now in (("ok", NOW + 29), ("ok", NOW + 59), ("token.expired", NOW + 60), ("token.expired", NOW + 3600)):
        offset = live(now, NOW, NOW + 30)
        f.case(f"screenshot-{now - NOW}", "A screenshot, some time later", 11, holder(), code, now=now, offset=offset, notices=notices(offset))
    return f.content()
