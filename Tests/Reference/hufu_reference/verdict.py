"""Codes, and what a verification ends with (PROFILE.md sections 14 and 15)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Optional

INDETERMINATE = frozenset({
    "clock.untrusted", "trust.expired", "status.unavailable", "status.expired", "status.stale", "status.unknown",
    "license.standing_unknown", "license.standing_stale", "replay.memory_full",
})

# In the order of the algorithm.
CODES = (
    "clock.untrusted", "trust.expired",
    "payload.empty", "payload.too_large", "payload.version_unsupported", "payload.prefix_unknown", "payload.text_invalid",
    "cbor.invalid", "cose.structure_invalid", "cose.header_invalid", "cose.critical_unknown", "cose.algorithm_unsupported",
    "credential.claims_invalid", "token.claims_invalid",
    "issuer.unknown", "issuer.key_unknown", "issuer.algorithm_mismatch",
    "credential.signature_invalid", "token.missing", "token.key_invalid", "token.algorithm_mismatch",
    "token.signature_invalid",
    "credential.disclosure_invalid", "license.invalid",
    "issuer.key_revoked", "issuer.key_outside_validity", "issuer.out_of_scope",
    "credential.lifetime_exceeded", "credential.not_yet_valid", "credential.expired",
    "credential.kind_not_allowed", "token.audience_mismatch", "token.challenge_mismatch", "token.lifetime_exceeded",
    "token.outside_credential", "token.not_yet_valid", "token.expired",
    "status.unavailable", "status.revoked", "status.expired", "status.stale", "status.index_out_of_range",
    "status.suspended", "status.unknown",
    "license.withheld", "license.not_yet_valid", "license.expired", "license.ended", "license.suspended",
    "license.standing_unknown", "license.standing_stale",
    "replay.repeated", "replay.memory_full",
)

NOTICES = (
    "status.attention", "standing.attention", "clock.offset", "status.unchecked", "license.class_unknown",
    "license.privilege_expired", "license.withheld_entries", "credential.ending",
)


class Rejected(Exception):
    """The first check that failed; its code is the verdict."""

    def __init__(self, code: str):
        assert code in CODES and code not in INDETERMINATE, code
        super().__init__(code)
        self.code = code


class Undecided(Exception):
    """Ends the verification early with what is indeterminate so far (step 6 under an expired trust list)."""


@dataclass
class Verdict:
    verdict: str
    code: str
    notices: list[str] = field(default_factory=list)
    kind: Optional[str] = None
    clock_offset: Optional[int] = None
    answer_age: Optional[int] = None
    license: Optional[dict[str, Any]] = None
    withheld: Optional[bool] = None
    status: Optional[str] = None
    standing: Optional[str] = None

    def json(self) -> dict[str, Any]:
        out: dict[str, Any] = {"verdict": self.verdict, "code": self.code, "notices": self.notices}
        for name in ("clock_offset", "answer_age", "license", "withheld", "status", "standing"):
            value = getattr(self, name)
            if value is not None:
                out[name] = value
        return out
