#!/usr/bin/env python3
"""Checks the signatures of a batch with another library than the one that made them: OpenSSL's, through `cryptography`.

    signatures.py PUBLIC-KEY < RESULTS

PUBLIC-KEY is PEM; RESULTS are the lines that `hufu issue --batch` writes. Prints the number of signatures. Exit status: 0 when each
is valid and no two are the same, 1 when not.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from hufu_reference import transport


def is_valid(key, signature: bytes, message: bytes) -> bool:
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
            key.verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
        else:
            key.verify(signature, message)
    except InvalidSignature:
        return False
    return len(signature) == 64


def main() -> int:
    key = serialization.load_pem_public_key(Path(sys.argv[1]).read_bytes())
    seen: set[bytes] = set()
    wrong = lines = 0
    for line in sys.stdin:
        lines += 1
        text = json.loads(line)["credential"].encode()
        protected, _, payload, signature = cbor2.loads(transport.decode(text)).value
        message = cbor2.dumps(["Signature1", protected, b"", payload])
        wrong += not is_valid(key, signature, message)
        seen.add(signature)
    print(f"{lines} signatures, {wrong} wrong, {lines - len(seen)} repeated")
    return 0 if wrong == 0 and len(seen) == lines > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
