"""Certificates of status lists: paths up to pinned roots, and CRLs (PROFILE.md section 11)."""

from __future__ import annotations

import base64
import ipaddress
from typing import Iterable, Optional, Union
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, SignatureAlgorithmOID

from .keys import BadPoint, PublicKey, from_jwk
from .trust import Refused

_HASHES = (hashes.SHA256, hashes.SHA384, hashes.SHA512)
_CURVES = (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1)
_CRITICAL = (x509.BasicConstraints, x509.KeyUsage, x509.ExtendedKeyUsage, x509.SubjectAlternativeName, x509.NameConstraints)
_CONSTRAINED = (x509.UniformResourceIdentifier, x509.DNSName, x509.IPAddress)
_LEAST_RSA = 2048


def need(condition: bool, reason: str) -> None:
    if not condition:
        raise Refused(reason)


class Certificate:
    """A certificate whose extensions have been read, each at most once."""

    def __init__(self, data: bytes):
        try:
            self.whole = x509.load_der_x509_certificate(data)
            need(self.whole.public_bytes(Encoding.DER) == data, "not DER")
            self.extensions = {type(one.value): one for one in self.whole.extensions}
            self.unknown = [one for one in self.whole.extensions if isinstance(one.value, x509.UnrecognizedExtension)]
            self.key = self.whole.public_key()
            self.issuer, self.subject = self.whole.issuer.public_bytes(), self.whole.subject.public_bytes()
            self.consistent = _algorithms_agree(data)
            self.is_version_3 = self.whole.version is x509.Version.v3
            self.serial = self.whole.serial_number
            # The first and the last second.
            self.span = int(self.whole.not_valid_before_utc.timestamp()), int(self.whole.not_valid_after_utc.timestamp())
        except Refused:
            raise
        except Exception as error:  # what the library raises for damaged bytes has many types
            raise Refused(f"certificate: {error}") from None

    def value(self, kind: type):
        return self.extensions[kind].value if kind in self.extensions else None

    def critical(self, kind: type) -> bool:
        return kind in self.extensions and self.extensions[kind].critical

    @property
    def is_authority(self) -> bool:
        basic = self.value(x509.BasicConstraints)
        return basic is not None and basic.ca

    @property
    def usage(self) -> Optional[x509.KeyUsage]:
        return self.value(x509.KeyUsage)

    @property
    def names(self) -> list[x509.GeneralName]:
        return list(self.value(x509.SubjectAlternativeName) or [])

    def valid_at(self, time: int) -> bool:
        first, last = self.span
        return first <= time <= last

    def uri(self) -> str:
        """The only URI name."""
        uris = [one.value for one in self.names if isinstance(one, x509.UniformResourceIdentifier)]
        need(len(uris) == 1, "not exactly one URI name")
        return uris[0]

    def public_key(self) -> PublicKey:
        """The key that signs a list."""
        try:
            if isinstance(self.key, ed25519.Ed25519PublicKey):
                jwk = {"kty": "OKP", "crv": "Ed25519", "x": _b64(self.key.public_bytes_raw())}
            else:
                need(isinstance(self.key, ec.EllipticCurvePublicKey) and isinstance(self.key.curve, ec.SECP256R1), "another kind of key")
                numbers = self.key.public_numbers()
                jwk = {"kty": "EC", "crv": "P-256", "x": _b64(numbers.x.to_bytes(32, "big")), "y": _b64(numbers.y.to_bytes(32, "big"))}
            return from_jwk(jwk)
        except (ValueError, BadPoint) as error:
            raise Refused(f"key: {error}") from None

    def has_signed(self, signed: Union[x509.Certificate, x509.CertificateRevocationList]) -> bool:
        content = signed.tbs_certificate_bytes if isinstance(signed, x509.Certificate) else signed.tbs_certlist_bytes
        try:
            scheme, algorithm = signed.signature_algorithm_oid, signed.signature_hash_algorithm
            if isinstance(self.key, ed25519.Ed25519PublicKey):
                need(scheme == SignatureAlgorithmOID.ED25519, "another scheme")
                self.key.verify(signed.signature, content)
            elif isinstance(self.key, ec.EllipticCurvePublicKey):
                need(scheme in _ECDSA and isinstance(self.key.curve, _CURVES) and isinstance(algorithm, _HASHES), "another scheme")
                self.key.verify(signed.signature, content, ec.ECDSA(algorithm))
            else:
                need(scheme in _RSA and isinstance(self.key, rsa.RSAPublicKey) and self.key.key_size >= _LEAST_RSA, "another scheme")
                self.key.verify(signed.signature, content, padding.PKCS1v15(), algorithm)
        except (InvalidSignature, UnsupportedAlgorithm, Refused):
            return False
        return True

    # The rules for each certificate

    def check_profile(self, last: bool) -> None:
        need(self.is_version_3, "not of version 3")
        need(self.consistent, "two names of the algorithm")
        need(len(self.whole.issuer.rdns) > 0, "no issuer")
        alternative = x509.SubjectAlternativeName
        need(len(self.whole.subject.rdns) > 0 or self.critical(alternative), "no subject")
        need(alternative not in self.extensions or len(self.names) > 0, "an empty alternative name")
        need(not self.critical(x509.AuthorityKeyIdentifier) and not self.critical(x509.SubjectKeyIdentifier), "a critical key identifier")
        authority = self.value(x509.AuthorityKeyIdentifier)
        need(last or authority is not None and authority.key_identifier is not None, "no authority key identifier")
        need(not self.is_authority or x509.SubjectKeyIdentifier in self.extensions, "no subject key identifier")
        need(self.is_authority or not (self.usage and self.usage.key_cert_sign), "keyCertSign, and no CA")
        need(not any(one.critical and not isinstance(one.value, _CRITICAL) for one in self.extensions.values()), "a critical extension")
        need(not any(one.critical for one in self.unknown), "a critical extension")

    def check_authority(self) -> None:
        need(self.is_authority and self.critical(x509.BasicConstraints), "no CA")
        need(self.usage is not None and self.usage.key_cert_sign, "no keyCertSign")

    def check_issuer(self, issuer: "Certificate") -> None:
        """This certificate is the issuer's."""
        need(self.issuer == issuer.subject, "another issuer's name")
        authority, subject = self.value(x509.AuthorityKeyIdentifier), issuer.value(x509.SubjectKeyIdentifier)
        if authority is not None:
            need(authority.key_identifier is None or subject is None or authority.key_identifier == subject.digest, "another issuer's key")
            need(authority.authority_cert_serial_number in (None, issuer.serial), "another issuer's serial number")
            names = [one.value.public_bytes() for one in authority.authority_cert_issuer or [] if isinstance(one, x509.DirectoryName)]
            need(all(name == issuer.issuer for name in names), "another issuer's issuer")
        need(issuer.has_signed(self.whole), "wrong signature")

    def check_constraints(self, below: list["Certificate"]) -> None:
        """`below`: the certificates before this one in the path."""
        others = [one for one in below[1:] if one.issuer != one.subject]
        length = self.value(x509.BasicConstraints).path_length
        need(length is None or len(others) <= length, "the path is too long")
        constraints = self.value(x509.NameConstraints)
        if constraints is None:
            return
        permitted, excluded = constraints.permitted_subtrees or [], constraints.excluded_subtrees or []
        need(all(isinstance(one, _CONSTRAINED) for one in [*permitted, *excluded]), "name constraints of another kind")
        for name in (name for one in below for name in one.names):
            kind = [one.value for one in permitted if type(one) is type(name)]
            need(not kind or any(_is_within(name, one) for one in kind), "a name that is not permitted")
            need(not any(_is_within(name, one.value) for one in excluded if type(one) is type(name)), "a name that is excluded")


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


_ECDSA = (SignatureAlgorithmOID.ECDSA_WITH_SHA256, SignatureAlgorithmOID.ECDSA_WITH_SHA384, SignatureAlgorithmOID.ECDSA_WITH_SHA512)
_RSA = (SignatureAlgorithmOID.RSA_WITH_SHA256, SignatureAlgorithmOID.RSA_WITH_SHA384, SignatureAlgorithmOID.RSA_WITH_SHA512)


def _element(data: bytes, at: int) -> tuple[int, int, int]:
    """A DER element: its tag, where its content begins, and where it ends."""
    length, start = data[at + 1], at + 2
    if length >= 0x80:
        size = length & 0x7F
        length, start = int.from_bytes(data[start:start + size], "big"), start + size
    return data[at], start, start + length


def _algorithms_agree(data: bytes) -> bool:
    """Whether the certificate and its content name one algorithm (RFC 5280 section 4.1.1.2)."""
    _, content, _ = _element(data, 0)
    _, inner, end = _element(data, content)
    outer = data[end:_element(data, end)[2]]
    tag, _, after = _element(data, inner)
    if tag == 0xA0:  # the version
        inner = after
    inner = _element(data, inner)[2]  # the serial number
    return data[inner:_element(data, inner)[2]] == outer


def _is_within(name: x509.GeneralName, constraint) -> bool:
    """RFC 5280 section 4.2.1.10."""
    if isinstance(name, x509.IPAddress):
        return isinstance(name.value, (ipaddress.IPv4Address, ipaddress.IPv6Address)) and name.value in constraint
    constraint = constraint.lower()
    if isinstance(name, x509.DNSName):
        dns = name.value.lower()
        return not constraint or dns == constraint or dns.endswith("." + constraint)
    try:
        host = (urlsplit(name.value).hostname or "").lower()
    except ValueError:
        return False
    return host != constraint and host.endswith(constraint) if constraint.startswith(".") else host == constraint


class RevocationList:
    """A CRL. Its signature is checked with the CA that it is of."""

    def __init__(self, data: bytes):
        try:
            self.whole = x509.load_der_x509_crl(data)
            self.issuer = self.whole.issuer.public_bytes()
            extensions = list(self.whole.extensions)
            entries = list(self.whole)
            self.partial = any(one.critical for one in extensions) or any(one.critical for entry in entries for one in entry.extensions)
            keys = [one.value.key_identifier for one in extensions if isinstance(one.value, x509.AuthorityKeyIdentifier)]
            self.key = keys[0] if keys else None
            self.serials = {entry.serial_number for entry in entries}
            self.this_update = int(self.whole.last_update_utc.timestamp())
            next_update = self.whole.next_update_utc
        except Exception as error:  # see above
            raise Refused(f"CRL: {error}") from None
        need(next_update is not None, "CRL without nextUpdate")
        self.next_update = int(next_update.timestamp())

    def is_of(self, authority: Certificate) -> bool:
        subject = authority.value(x509.SubjectKeyIdentifier)
        same_key = self.key is None or subject is None or self.key == subject.digest
        return self.issuer == authority.subject and same_key and authority.has_signed(self.whole)


class Roots:
    """Pinned roots, the purpose of signing status lists, and CRLs."""

    def __init__(self, purpose: str):
        try:
            self.purpose = x509.ObjectIdentifier(purpose)
        except ValueError:
            raise Refused("purpose is no object identifier") from None
        need(self.purpose != ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE, "any purpose is none")
        self.pinned: dict[str, list[Certificate]] = {}
        self.crls: list[RevocationList] = []

    def pin(self, data: bytes, issuers: Iterable[str]) -> None:
        root = Certificate(data)
        need(root.subject == root.issuer and root.has_signed(root.whole), "a root that its key has not signed")
        for issuer in issuers:
            self.pinned.setdefault(issuer, []).append(root)

    def add_crl(self, data: bytes) -> None:
        self.crls.append(RevocationList(data))

    def signer(self, chain: tuple[bytes, ...], iat: int, now: int) -> tuple[str, PublicKey]:
        """The issuer whose lists the first certificate signs, and its key."""
        certificates = [Certificate(one) for one in chain]
        signer = certificates[0]
        issuer = signer.uri()
        roots = self.pinned.get(issuer, [])
        need(any(self._is_path(certificates, root, now) for root in roots), "no path to a root that is pinned for this issuer")
        need(not signer.is_authority, "the signer is a CA")
        need(signer.usage is None or signer.usage.digital_signature, "no digitalSignature")
        purposes = signer.value(x509.ExtendedKeyUsage)
        need(purposes is not None and self.purpose in purposes, "not for status lists")
        need(signer.valid_at(iat), "not valid when the list was signed")
        return issuer, signer.public_key()

    def _is_path(self, certificates: list[Certificate], root: Certificate, now: int) -> bool:
        if certificates[0].whole == root.whole:
            return False
        path = certificates if certificates[-1].whole == root.whole else [*certificates, root]
        try:
            for place, one in enumerate(path):
                need(one.valid_at(now), "not valid now")
                one.check_profile(last=place == len(path) - 1)
                if place:
                    one.check_authority()
                    one.check_constraints(path[:place])
            for one, issuer in zip(path, path[1:]):
                one.check_issuer(issuer)
            if self.crls:
                for one, issuer in zip(path, path[1:] + path[-1:]):
                    self._check_revocation(one, issuer, now)
        except Refused:
            return False
        return True

    def _check_revocation(self, certificate: Certificate, issuer: Certificate, now: int) -> None:
        lists = [one for one in self.crls if one.is_of(issuer)]
        need(bool(lists), "no CRL")
        newest = max(lists, key=lambda one: one.this_update)
        need(issuer.usage is not None and issuer.usage.crl_sign, "no cRLSign")
        need(not newest.partial, "a CRL of a part")
        need(newest.this_update <= now <= newest.next_update, "the CRL is over, or not valid yet")
        need(certificate.serial not in newest.serials, "revoked")
