"""Other libraries, from text to verdict: comparable claims, one signature.

Each function takes "ES256" or "EdDSA" and gives two calls: the whole verification, and the library's signature check alone.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable

import cbor2
import claim169
import cwt
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from pycose.algorithms import EdDSA, Es256
from pycose.headers import KID, Algorithm
from pycose.keys import EC2Key, OKPKey
from pycose.messages import CoseMessage, Sign1Message

Work = Callable[[], object]

NOW = int(time.time())
CLAIMS = {
    1: "https://dmv.example", 2: "650599199003070014", 4: NOW + 86_400, 6: NOW - 3_600,
    -65537: {1: "阿不都热合曼买买提江", 4: 7370, 8: 18737, 9: 22389, 10: "CN",
             11: "新疆维吾尔自治区哈密市公安局交通警察支队", 13: [["CN", "C1"], ["CN", "D"]]},
}
ENCODING, FORMAT = serialization.Encoding, serialization.PublicFormat


def private_key(algorithm: str):
    return ec.generate_private_key(ec.SECP256R1()) if algorithm == "ES256" else ed25519.Ed25519PrivateKey.generate()


def with_cwt(algorithm: str) -> tuple[Work, Work]:
    private = private_key(algorithm)
    public = private.public_key()
    pem = private.private_bytes(ENCODING.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    signer = cwt.COSEKey.from_pem(pem, kid="k")
    verifier = cwt.COSEKey.from_pem(public.public_bytes(ENCODING.PEM, FORMAT.SubjectPublicKeyInfo), kid="k")
    text = base64.b64encode(cwt.encode(CLAIMS, signer))
    # It has OpenSSL check signatures.
    parameters = [ec.ECDSA(hashes.SHA256())] if algorithm == "ES256" else []
    message = b"\x5a" * 500
    signature = private.sign(message, *parameters)
    return (lambda: cwt.decode(base64.b64decode(text), verifier),
            lambda: public.verify(signature, message, *parameters))


def with_pycose(algorithm: str) -> tuple[Work, Work]:
    key = EC2Key.generate_key(crv="P_256") if algorithm == "ES256" else OKPKey.generate_key(crv="ED25519")
    header = {Algorithm: Es256 if algorithm == "ES256" else EdDSA, KID: b"k"}
    message = Sign1Message(phdr=header, payload=cbor2.dumps(CLAIMS))
    message.key = key
    text = base64.b64encode(message.encode())

    def opened() -> Sign1Message:
        decoded = CoseMessage.decode(base64.b64decode(text))
        decoded.key = key
        return decoded

    def whole() -> None:
        decoded = opened()
        cbor2.loads(decoded.payload)
        assert decoded.verify_signature()

    return whole, opened().verify_signature


def with_claim169(algorithm: str) -> tuple[Work, Work | None]:
    private = private_key(algorithm)
    data = claim169.Claim169Input(id="650599199003070014", full_name="阿不都热合曼买买提江")
    data.date_of_birth = "1990-03-07"
    data.address = "新疆维吾尔自治区哈密市公安局交通警察支队"
    meta = claim169.CwtMetaInput(issuer="https://dmv.example", expires_at=NOW + 86_400)
    if algorithm == "ES256":
        secret = private.private_numbers().private_value.to_bytes(32, "big")
        text = claim169.encode(data, meta, sign_with_ecdsa_p256=secret)
        key = {"verify_with_ecdsa_p256": private.public_key().public_bytes(ENCODING.X962, FORMAT.UncompressedPoint)}
    else:
        text = claim169.encode(data, meta, sign_with_ed25519=private.private_bytes_raw())
        key = {"verify_with_ed25519": private.public_key().public_bytes_raw()}
    return lambda: claim169.decode(text, **key), lambda: claim169.decode(text, allow_unverified=True)


def with_hufu(algorithm: str) -> tuple[Work, Work]:
    """This library through its Python package: the code of an issuer, which has one signature."""
    # Here, because the targets of `make bench` do not need the wheel.
    import hufu

    key = hufu.Key.generate("ESP256" if algorithm == "ES256" else "Ed25519")
    issuer = hufu.Issuer("https://dmv.example", key)
    token = issuer.mint(hufu.sample_license(0, NOW), at=NOW)[0]
    verifier = hufu.Verifier(issuer.trust_list())
    assert verifier.verify(token, at=NOW).valid
    # The other call is OpenSSL's check of a signature, as for cwt.
    return (lambda: verifier.verify(token, at=NOW), with_cwt(algorithm)[1])


PEERS = {"hufu": with_hufu, "claim169": with_claim169, "cwt": with_cwt, "pycose": with_pycose}
