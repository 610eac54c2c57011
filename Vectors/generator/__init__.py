"""The conformance vectors: one module per file of Vectors/. Each has `make()`, which returns the content of its file.

Expectations are stated here by hand, case by case or family by family, from PROFILE.md and the standards; no module of this package runs the
verifier. What signs and encodes is the reference implementation's.
"""

import sys
from pathlib import Path

VECTORS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(VECTORS.parent / "Tests" / "Reference"))

LAYERS = ("cbor", "base45", "base32", "cose", "qr", "loading", "request", "issuing", "hfc1", "hfc2")
VERDICTS = ("credential", "disclosure", "token", "rotation", "trust", "status", "updates", "certificates", "license", "replay", "challenge", "answers", "policy", "precedence")
FILES = ("keys",) + LAYERS + VERDICTS
# Written by hand.
OTHERS = ("codes", "schema", "verdict.schema", "policy.schema")
