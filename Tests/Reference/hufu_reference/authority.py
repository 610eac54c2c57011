"""Authorities that make certificates and CRLs, rightly and wrongly, so that tests can make the lists that a verifier is to judge."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from typing import Any, Iterable, Optional

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding

from .issue import PrivateKey

PURPOSE = "1.3.6.1.4.1.32473.1"  # a number for documentation (RFC 5612): that of id-kp-oauthStatusSigning is not assigned yet
FOREVER = (1_577_836_800, 2_208_988_800)  # 2020 to 2040
TWO_YEARS = (1_767_225_600, 1_830_297_600)  # 2026 and 2027


def p384(name: str) -> ec.EllipticCurvePrivateKey:
    """The same key for the same name, every time."""
    return ec.derive_private_key(int.from_bytes(hashlib.sha384(name.encode()).digest(), "big") >> 1, ec.SECP384R1())


def usage(*names: str) -> x509.KeyUsage:
    all_names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only",
                 "decipher_only")
    return x509.KeyUsage(**{name: name in names for name in all_names})


def purposes(*oids: str) -> x509.ExtendedKeyUsage:
    return x509.ExtendedKeyUsage([x509.ObjectIdentifier(oid) for oid in oids])


def uris(*names: str) -> x509.SubjectAlternativeName:
    return x509.SubjectAlternativeName([x509.UniformResourceIdentifier(name) for name in names])


def common_name(text: str, country: Optional[str] = "CN") -> x509.Name:
    parts = [x509.NameAttribute(x509.NameOID.COUNTRY_NAME, country)] if country else []
    return x509.Name([*parts, x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def _moment(seconds: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)


def _serial(*parts: Any) -> int:
    return int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:8], "big") >> 1 | 1 << 62


def _signed(builder, key) -> Any:
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return builder.sign(key, None)
    digest = hashes.SHA384() if key.curve.key_size == 384 else hashes.SHA256()
    return builder.sign(key, digest, ecdsa_deterministic=True)


@dataclass(frozen=True)
class Certified:
    """A certificate, and the key that it certifies."""

    der: bytes
    key: Any
    subject: x509.Name
    serial: int

    @classmethod
    def make(cls, name: str, key: Any, issuer: Optional["Certified"], extensions: dict[str, Optional[tuple[Any, bool]]], span: tuple[int, int] = TWO_YEARS,
             subject: Optional[x509.Name] = None, change: Any = None) -> "Certified":
        """`extensions` by any name, each with whether it is critical; those that are None are left out. Without an issuer it signs itself."""
        private = key.private if isinstance(key, PrivateKey) else key
        subject = common_name(name) if subject is None else subject
        serial = _serial(name, span, sorted(extensions), None if issuer is None else issuer.serial)
        signer, issuer_name = (private, subject) if issuer is None else (issuer.key, issuer.subject)
        builder = x509.CertificateBuilder(issuer_name, subject, private.public_key(), serial, _moment(span[0]), _moment(span[1]))
        own = {"subject_id": (x509.SubjectKeyIdentifier.from_public_key(private.public_key()), False)}
        if issuer is not None:
            own["issuer_id"] = (x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False)
        for value in (own | extensions).values():
            if value is not None:
                builder = builder.add_extension(value[0], critical=value[1])
        if change is not None:
            builder = change(builder)
        return cls(_signed(builder, signer).public_bytes(Encoding.DER), private, subject, serial)

    @classmethod
    def root(cls, name: str, key: Any, **extensions: Any) -> "Certified":
        return cls.authority(name, key, None, **extensions)

    @classmethod
    def authority(cls, name: str, key: Any, issuer: Optional["Certified"], *, span: tuple[int, int] = FOREVER, subject: Optional[x509.Name] = None,
                  **extensions: Any) -> "Certified":
        own = {"basic": (x509.BasicConstraints(True, None), True), "usage": (usage("key_cert_sign", "crl_sign"), True)}
        return cls.make(name, key, issuer, own | extensions, span, subject)

    @classmethod
    def signer(cls, name: str, key: Any, issuer: "Certified", uri: str, *, span: tuple[int, int] = TWO_YEARS, subject: Optional[x509.Name] = None,
               **extensions: Any) -> "Certified":
        """Of status lists."""
        own = {"usage": (usage("digital_signature"), True), "purposes": (purposes(PURPOSE), False), "names": (uris(uri), False)}
        return cls.make(name, key, issuer, own | extensions, span, subject)

    def crl(self, revoked: Iterable["Certified"] = (), span: tuple[int, int] = TWO_YEARS, *, key: Any = None, entries: Iterable[x509.Extension] = (),
            **extensions: tuple[Any, bool]) -> bytes:
        """Its CRL. `entries` are extensions of each entry."""
        builder = x509.CertificateRevocationListBuilder(self.subject, _moment(span[0]), _moment(span[1]))
        for one in revoked:
            entry = x509.RevokedCertificateBuilder(one.serial, _moment(span[0]))
            for value, critical in entries:
                entry = entry.add_extension(value, critical)
            builder = builder.add_revoked_certificate(entry.build())
        own = {"issuer_id": (x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), False), "number": (x509.CRLNumber(1), False)}
        for value, critical in (own | extensions).values():
            builder = builder.add_extension(value, critical)
        return _signed(builder, self.key if key is None else key).public_bytes(Encoding.DER)

    def with_other_algorithm(self, issuer: "Certified") -> "Certified":
        """Its content names ecdsa-with-SHA384, and is signed with SHA-256, as the certificate says."""
        whole = x509.load_der_x509_certificate(self.der)
        sha256, sha384 = bytes.fromhex("06082a8648ce3d040302"), bytes.fromhex("06082a8648ce3d040303")
        content = whole.tbs_certificate_bytes
        content = content.replace(sha256, sha384, 1)
        signature = issuer.key.sign(content, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        rest = bytes.fromhex("300a") + sha256 + b"\x03" + _length(len(signature) + 1) + b"\0" + signature
        return Certified(b"\x30" + _length(len(content) + len(rest)) + content + rest, self.key, self.subject, self.serial)


def _length(size: int) -> bytes:
    if size < 0x80:
        return bytes([size])
    data = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(data)]) + data


def pinned(*roots: tuple[Certified, Iterable[str]], purpose: str = PURPOSE, crls: Iterable[bytes] = ()) -> dict:
    """The configuration of a verifier, as cases have it."""
    out: dict[str, Any] = {"purpose": purpose, "roots": [{"certificate": root.der.hex(), "issuers": list(issuers)} for root, issuers in roots]}
    listed = [one.hex() for one in crls]
    return out | {"crls": listed} if listed else out
