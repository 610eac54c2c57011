"""The verification algorithm (PROFILE.md section 14): fourteen steps, in order, one code."""

from __future__ import annotations

import hashlib
from typing import Optional

from . import claims as cwt
from . import license as licence
from . import transport
from .challenge import Challenges, Shown
from .cose import CREDENTIAL, Envelope, open_scannable
from .disclosure import disclose
from .keys import BadPoint
from .policy import Policy
from .status import VALUES
from .store import Store
from .trust import CREDENTIAL_USE
from .verdict import NOTICES, Rejected, Undecided, Verdict

DAY = 86400
LONGEST = {"holder": 400 * DAY, "issuer": 3660 * DAY, "static": 3660 * DAY}
ENDING = 3 * DAY
OFFSET = 10


class Verification:
    """One call. `now` is read once, by the caller."""

    def __init__(self, store: Store, policy: Policy, now: int, challenge: Optional[bytes] = None,
                 shown: Optional[Challenges] = None, moment: Optional[int] = None):
        self.store, self.policy, self.now, self.challenge = store, policy, now, challenge
        self.shown, self.moment = shown, now if moment is None else moment
        self.answered: Optional[Shown] = None
        self.skew = policy.skew
        self.undecided: list[str] = []
        self.notices: set[str] = set()
        self.clock_trusted = True
        self.result = Verdict("valid", "ok")

    def run(self, text: bytes) -> Verdict:
        try:
            self.steps(text)
        except Rejected as rejection:
            return self.end("rejected", rejection.code)
        except Undecided:
            pass
        if self.answered is not None:
            self.answered.used = True
        if self.undecided:
            return self.end("indeterminate", self.undecided[0])
        self.result.notices = [notice for notice in NOTICES if notice in self.notices]
        return self.result

    def end(self, verdict: str, code: str) -> Verdict:
        self.result.verdict, self.result.code = verdict, code
        return self.result

    def steps(self, text: bytes) -> None:
        self.configuration()
        payload = transport.decode(text)
        inner, outer = open_scannable(payload)
        self.credential = cwt.credential(inner)
        self.token = cwt.token(outer) if outer else None
        self.issuer()
        self.signatures(inner, outer)
        self.disclosures()
        self.issuer_scope()
        self.kind = self.result.kind = self.classify(outer)
        self.credential_time()
        self.liveness()
        self.status()
        self.license_state()
        self.advice()
        self.replay()

    # Helpers

    def refuse(self, condition: bool, code: str) -> None:
        if condition:
            raise Rejected(code)

    def doubt(self, condition: bool, code: str) -> None:
        if condition and code not in self.undecided:
            self.undecided.append(code)

    def before(self, start: int) -> bool:
        return self.clock_trusted and self.now < start - self.skew

    def after(self, end: int) -> bool:
        return self.clock_trusted and self.now >= end + self.skew

    # Steps

    def configuration(self) -> None:
        floor = self.store.clock_floor
        if floor is not None and self.now < floor - self.skew:
            self.doubt(True, "clock.untrusted")
            self.clock_trusted = False
        self.doubt(self.store.trust.signed and self.after(self.store.trust.exp or 0), "trust.expired")

    def issuer(self) -> None:
        trusted = self.store.trust.issuers.get(self.credential.iss)
        if trusted is None:
            raise self.not_known("issuer.unknown")
        key = trusted.keys.get(self.credential.envelope.kid)
        if key is None or not key.use & CREDENTIAL_USE:
            raise self.not_known("issuer.key_unknown")
        self.refuse(key.key.algorithm != self.credential.envelope.algorithm, "issuer.algorithm_mismatch")
        self.trusted, self.key = trusted, key

    def not_known(self, code: str) -> Exception:
        return Undecided() if "trust.expired" in self.undecided else Rejected(code)

    def signatures(self, inner: Envelope, outer: Optional[Envelope]) -> None:
        self.refuse(not self.key.key.verify(inner.signature, inner.sig_structure()), "credential.signature_invalid")
        self.refuse(inner.typ == CREDENTIAL and outer is None, "token.missing")
        if outer is None:
            return
        try:
            device = self.credential.cnf.point()
        except BadPoint:
            raise Rejected("token.key_invalid") from None
        self.refuse(device.algorithm != outer.algorithm, "token.algorithm_mismatch")
        self.refuse(not device.verify(outer.signature, outer.sig_structure()), "token.signature_invalid")

    def disclosures(self) -> None:
        visible, entries, withheld = disclose(self.credential)
        self.license = licence.check(
            visible.get(cwt.SUB), entries, bool(self.credential.license_hashes), self.credential.iat)
        self.entries, self.withheld = entries, withheld
        self.result.license, self.result.withheld = self.license, withheld

    def issuer_scope(self) -> None:
        self.refuse(self.clock_trusted and self.key.revoked(self.now), "issuer.key_revoked")
        self.refuse(not self.key.spans(self.credential.iat), "issuer.key_outside_validity")
        countries = self.trusted.countries
        self.refuse(countries is not None and self.license["issuing_country"] not in countries, "issuer.out_of_scope")

    def classify(self, outer: Optional[Envelope]) -> str:
        if outer is not None:
            return "holder"
        short = self.credential.exp - self.credential.iat <= self.policy.longest_token_life
        return "issuer" if short else "static"

    def credential_time(self) -> None:
        life = self.credential.exp - self.credential.iat
        self.refuse(life > LONGEST[self.kind], "credential.lifetime_exceeded")
        self.refuse(self.before(self.credential.iat), "credential.not_yet_valid")
        self.refuse(self.after(self.credential.exp), "credential.expired")

    def liveness(self) -> None:
        self.live = self.token or self.credential
        self.result.clock_offset = self.clock_offset()
        challenged = self.policy.challenge == "required" or self.challenge is not None or self.shown is not None
        self.refuse(self.kind not in self.policy.kinds, "credential.kind_not_allowed")
        self.refuse(challenged and self.token is None, "credential.kind_not_allowed")
        if self.token is None:
            return
        token = self.token
        if self.shown is not None:
            answered = self.shown.answered(token.cnonce, self.now if self.clock_trusted else None, self.moment, self.policy.challenge_age)
            if answered is None:
                raise Rejected("token.challenge_mismatch")
            audiences = self.policy.audiences if answered.verifier is None else (answered.verifier,)
            self.refuse(token.aud not in audiences, "token.audience_mismatch")
        else:
            self.refuse(token.aud not in self.policy.audiences, "token.audience_mismatch")
            asked_for_nothing = self.policy.challenge == "required" and self.challenge is None
            self.refuse(asked_for_nothing or token.cnonce != self.challenge, "token.challenge_mismatch")
        self.refuse(token.exp - token.iat > self.policy.longest_token_life, "token.lifetime_exceeded")
        self.refuse(token.iat < self.credential.iat or token.exp > self.credential.exp, "token.outside_credential")
        self.refuse(self.before(token.iat), "token.not_yet_valid")
        self.refuse(self.after(token.exp), "token.expired")
        if self.shown is not None:
            self.answered, self.result.answer_age = answered, self.moment - answered.moment

    def clock_offset(self) -> Optional[int]:
        if not self.clock_trusted or self.kind == "static":
            return None
        if self.now < self.live.iat:
            offset = self.live.iat - self.now
        elif self.now >= self.live.exp:
            offset = self.live.exp - 1 - self.now
        else:
            offset = 0
        if abs(offset) > OFFSET:
            self.notices.add("clock.offset")
        return offset

    def status(self) -> None:
        policy, reference = self.policy, self.credential.status
        if policy.status == "ignored" or (policy.status == "when_named" and reference is None):
            self.notices.add("status.unchecked")
            return
        found = self.store.look_up(self.credential.iss, reference[1], reference[0]) if reference else None
        if found is None:
            self.doubt(True, "status.unavailable")
            return
        value = found.value
        if value is not None:
            self.result.status = VALUES.get(value, "unknown")
        self.refuse(value == 1, "status.revoked")
        self.doubt(found.exp is not None and self.after(found.exp), "status.expired")
        oldest = policy.oldest_status if policy.oldest_status is not None else found.ttl
        self.doubt(oldest is not None and self.after(found.iat + oldest), "status.stale")
        self.doubt(oldest is None and found.exp is None, "status.stale")
        self.refuse(value is None, "status.index_out_of_range")
        self.refuse(value == 2, "status.suspended")
        self.doubt(value not in (0, 3), "status.unknown")
        if value == 3:
            self.notices.add("status.attention")

    def license_state(self) -> None:
        self.refuse(not self.policy.required_names() <= set(self.license), "license.withheld")
        self.day = (self.now + self.policy.utc_offset) // DAY
        issued, expires = self.entries[8].value, self.entries[9].value
        self.refuse(self.clock_trusted and self.day < issued, "license.not_yet_valid")
        self.refuse(self.clock_trusted and expires is not None and self.day > expires, "license.expired")
        if 17 not in self.entries:
            return
        codes, as_of = (item.value for item in self.entries[17].value)
        standing = self.result.standing = self.policy.standing(codes)
        self.refuse(standing == "ended", "license.ended")
        self.refuse(standing == "suspended", "license.suspended")
        self.doubt(standing == "unknown", "license.standing_unknown")
        age = self.policy.standing_age
        self.doubt(age is not None and self.after(as_of + age), "license.standing_stale")
        if standing == "attention":
            self.notices.add("standing.attention")

    def advice(self) -> None:
        """Notices that no step has given."""
        for privilege in self.entries[13].value if 13 in self.entries else ():
            scheme, code, *rest = (item.value for item in privilege.value)
            if not licence.class_known(scheme, code):
                self.notices.add("license.class_unknown")
            if len(rest) > 1 and rest[1] is not None and rest[1] < self.day:
                self.notices.add("license.privilege_expired")
        if self.withheld:
            self.notices.add("license.withheld_entries")
        if self.kind != "issuer" and self.credential.exp - self.now < ENDING:
            self.notices.add("credential.ending")

    def replay(self) -> None:
        if not self.policy.replay or self.undecided or self.kind == "static":
            return
        memory = self.store.replay
        memory.drop_dead(self.now)
        digest = hashlib.sha256(self.credential.envelope.sig_structure()).digest()
        key = (digest, self.live.iat)
        self.refuse(key in memory.entries, "replay.repeated")
        if memory.may_be_forgotten(self.live.exp) or len(memory.entries) >= memory.capacity:
            self.doubt(True, "replay.memory_full")
            return
        memory.entries[key] = self.live.exp, self.live.exp + self.skew


def verify(text: bytes, store: Store, policy: Policy, now: int, challenge: Optional[bytes] = None,
           shown: Optional[Challenges] = None, moment: Optional[int] = None) -> Verdict:
    """`moment` is the time by the clock by which challenges were shown."""
    return Verification(store, policy, now, challenge, shown, moment).run(text)
