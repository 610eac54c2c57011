"""Digital driver's licences as rotating signed QR codes: issue, show and verify them offline.

>>> import hufu
>>> phone = hufu.Key.generate()
>>> issuer = hufu.Issuer("https://dl.example", hufu.Key.generate())
>>> token = hufu.Holder(issuer.issue(hufu.sample_license(), phone), phone).present()
>>> hufu.Verifier(trust=issuer.trust_list()).verify(token).valid
True

Errors are :class:`HufuError`, with ``code``, ``message`` and ``advice``. Arguments that are JSON are dictionaries, text, or
files as a :class:`pathlib.Path`. Times are aware datetimes or seconds since 1970; the default is now. Any number of threads may
use one object, and calls release the interpreter lock.
"""

from __future__ import annotations

from ._challenges import AnswerPreview, Authority, Challenge, IdentifiedChallenge
from ._codes import Code, Credential, qr_png
from ._conformance import Conformance, conformance
from ._errors import HufuError
from ._issuing import Holder, Issuer, sample_license
from ._keys import Key
from ._library import __version__
from ._verdict import IssuerName, Verdict
from ._verifying import ReplayMemory, Verifier

__all__ = [
    "AnswerPreview", "Authority", "Challenge", "Code", "Conformance", "Credential", "Holder", "HufuError",
    "IdentifiedChallenge", "Issuer", "IssuerName", "Key", "ReplayMemory", "Verdict", "Verifier", "__version__",
    "conformance", "qr_png", "sample_license",
]
