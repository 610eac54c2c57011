"""Verifications per second of other libraries, from text to verdict, with ES256: comparable claims, one signature.

Prints JSON: {name: {"rate": per second, "raw": of its own signature check alone}}.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from importlib.metadata import version

import claim169
import cwt
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from pycose.algorithms import Es256
from pycose.headers import Algorithm, KID
from pycose.keys import EC2Key
from pycose.messages import CoseMessage, Sign1Message

SECONDS = 2.0
NOW = int(time.time())
CLAIMS = {
    1: "https://dmv.example", 2: "650599199003070014", 4: NOW + 86_400, 6: NOW - 3_600,
    -65537: {1: "阿不都热合曼买买提江", 4: 7370, 8: 18737, 9: 22389, 10: "CN",
             11: "新疆维吾尔自治区哈密市公安局交通警察支队", 13: [["CN", "C1"], ["CN", "D"]]},
}


def rate(work: Callable[[], object]) -> float:
    work()
    runs, start = 0, time.perf_counter()
    while time.perf_counter() - start < SECONDS:
        work()
        runs += 1
    return runs / (time.perf_counter() - start)


def openssl() -> float:
    """What cwt checks signatures with."""
    key = ec.generate_private_key(ec.SECP256R1())
    message = b"\x5a" * 500
    signature = key.sign(message, ec.ECDSA(hashes.SHA256()))
    public = key.public_key()
    return rate(lambda: public.verify(signature, message, ec.ECDSA(hashes.SHA256())))


def with_cwt() -> dict:
    private = ec.generate_private_key(ec.SECP256R1())
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    public_pem = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    signer, verifier = cwt.COSEKey.from_pem(pem, kid="k"), cwt.COSEKey.from_pem(public_pem, kid="k")
    text = base64.b64encode(cwt.encode(CLAIMS, signer))
    return {"rate": rate(lambda: cwt.decode(base64.b64decode(text), verifier)), "raw": openssl()}


def with_pycose() -> dict:
    import cbor2
    key = EC2Key.generate_key(crv="P_256")
    message = Sign1Message(phdr={Algorithm: Es256, KID: b"k"}, payload=cbor2.dumps(CLAIMS))
    message.key = key
    text = base64.b64encode(message.encode())

    def whole() -> bool:
        decoded = CoseMessage.decode(base64.b64decode(text))
        decoded.key = key
        cbor2.loads(decoded.payload)
        return decoded.verify_signature()

    opened = CoseMessage.decode(base64.b64decode(text))
    opened.key = key
    assert whole()
    return {"rate": rate(whole), "raw": rate(opened.verify_signature)}


def with_claim169() -> dict:
    private = ec.generate_private_key(ec.SECP256R1())
    secret = private.private_numbers().private_value.to_bytes(32, "big")
    point = private.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    data = claim169.Claim169Input(id="650599199003070014", full_name="阿不都热合曼买买提江")
    data.date_of_birth = "1990-03-07"
    data.address = "新疆维吾尔自治区哈密市公安局交通警察支队"
    meta = claim169.CwtMetaInput(issuer="https://dmv.example", expires_at=NOW + 86_400)
    text = claim169.encode(data, meta, sign_with_ecdsa_p256=secret)
    whole = rate(lambda: claim169.decode(text, verify_with_ecdsa_p256=point))
    # It has no call for a signature alone: what reading without checking it leaves.
    read = rate(lambda: claim169.decode(text, allow_unverified=True))
    return {"rate": whole, "raw": 1 / (1 / whole - 1 / read)}


def main() -> None:
    peers = {"claim169": with_claim169, "cwt": with_cwt, "pycose": with_pycose}
    print(json.dumps({f"{name} {version(name)}": run() for name, run in peers.items()}))


if __name__ == "__main__":
    main()
