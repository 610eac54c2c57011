"""certificates.json: section 11, status lists that name their key by certificates (x5chain)."""

from __future__ import annotations

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from hufu_reference.authority import FOREVER, PURPOSE, Certified, common_name, p384, pinned, purposes, uris, usage
from hufu_reference.keys import N
from hufu_reference.strict import read

from .make import AUTHORITY, AUTHORITY2, DAY, FOREIGN, ISS, ISS2, ISSUER, MAIN_KEYS, NOW, ROOT, ROOT2, ROOT_ED, SIGNER, SIGNER_ED, STATUS, STRANGER, URI, File, Sealed, credential, holder, seal, trust, trust_key, write
from .status import CODES, LST, NAMES, TYP, foreign, listing
from .zlibs import stored

ANY = ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE.dotted_string
SERVER, LICENCES = "1.3.6.1.5.5.7.3.1", "1.0.18013.5.1.2"

# Three countries' roots: that of the issuer, its successor, and a foreign one.
CN = Certified.root("Root", ROOT)
CN_ED = Certified.root("Root of Ed25519", ROOT_ED)
CN_384 = Certified.root("Root of P-384", p384("vectors root"))
US = Certified.root("Foreign root", ROOT2, subject=common_name("Foreign root", "US"))
SUB = Certified.authority("CA", AUTHORITY, CN)
SUB2 = Certified.authority("Second CA", AUTHORITY2, SUB)


def signer(issuer: Certified = CN, uri: str = ISS, name: str = "Status signer", key=SIGNER, **options) -> Certified:
    return Certified.signer(name, key, issuer, uri, **options)


GOOD = signer()
BOTH = trust(*MAIN_KEYS, countries=["CN"], more=(trust(trust_key(FOREIGN, "credential", "status"), id=ISS2),))


def claims(iss: str | None = ISS, value: int = 0, iat: int = NOW - 100, **more) -> dict:
    out = {2: URI, 4: NOW + 100 * DAY, 6: iat, 65533: LST if value == 0 else {"bits": 8, "lst": stored(bytes([value] * 8))}}
    return (out if iss is None else {1: iss, **out}) | more


def chained(*chain: Certified, key=None, iss: str | None = ISS, protected: bool = False, header: dict | None = None, unprotected: dict | None = None, **more) -> bytes:
    """A list that the key of the first certificate signs."""
    key = key or {id(SIGNER_ED.private): SIGNER_ED}.get(id(chain[0].key), SIGNER)
    listed = chain[0].der if len(chain) == 1 else [one.der for one in chain]
    header = {1: key.algorithm, 16: TYP} if header is None else header
    unprotected = dict(unprotected or {})
    (header if protected else unprotected)[33] = listed
    return seal(key, header, claims(iss, **more), unprotected).encode()


def make() -> dict:
    f = File("certificates", "Section 11, Certificates: status lists whose key is that of a certificate (x5chain). `roots` is the configuration of a verifier that supports them. A list that is refused is not there: `status.unavailable`. "
             "The certificates are made of the keys in keys.json; those of a P-384 root and of a P-384 signer are not there.")
    main = pinned((CN, [ISS]))

    def judged(slug, comment, code, lists, roots=main, value=None, spec="11, Certificates", **more):
        names = []
        for number, one in enumerate(lists):
            data, at = one if isinstance(one, tuple) else (one, None)
            name = f.listed(slug if len(lists) == 1 else f"{slug}-{number + 1}", data)
            names.append(name if at is None else (name, at))
        status = None if value is None else NAMES.get(value, "unknown")
        more.setdefault("notices", ())
        f.case(slug, comment, spec, holder(credential(status=(URI, 5))), code, lists=tuple(names), status=status, roots=f.rooted(roots), **more)

    def good(slug, comment, data, roots=main, value=0, **more):
        judged(slug, comment, CODES[value], [data], roots, value, **more)

    def bad(slug, comment, data, roots=main, **more):
        judged(slug, comment, "status.unavailable", [data], roots, **more)

    # What is accepted
    good("ok", "One certificate under a root that is pinned for the issuer", chained(GOOD))
    good("ok-revoked", "The list is read: revoked", chained(GOOD, value=1), value=1)
    good("ok-protected", "x5chain in the protected header", chained(GOOD, protected=True))
    good("ok-no-iss", "No iss: the URI name of the certificate says whose list it is", chained(GOOD, iss=None))
    good("ok-typ-279-alg-7", "With typ 279 and alg -7", chained(GOOD, header={1: -7, 16: 279}))
    good("ok-ed25519", "A signer with Ed25519", chained(signer(key=SIGNER_ED)))
    good("ok-root-ed25519", "A root with Ed25519", chained(signer(CN_ED)), pinned((CN_ED, [ISS])))
    good("ok-root-p384", "A root with P-384", chained(signer(CN_384)), pinned((CN_384, [ISS])))
    good("ok-three", "A CA between", chained(signer(SUB), SUB))
    third = Certified.authority("Third CA", STRANGER, SUB2)
    good("ok-four", "The most certificates: four, and the root", chained(signer(third), third, SUB2, SUB), flags=("edge",))
    good("ok-root-there", "The root at the end of x5chain", chained(GOOD, CN))
    good("ok-two-roots", "Of two roots of the issuer the second", chained(signer(US)), pinned((CN, [ISS]), (US, [ISS])))
    good("ok-two-issuers", "A root that is pinned for two issuers", chained(GOOD), pinned((CN, [ISS2, ISS])))
    good("ok-usages", "Several purposes, critical", chained(signer(purposes=(purposes(SERVER, PURPOSE), True))))
    good("ok-no-key-usage", "A signer without a key usage", chained(signer(usage=None)))
    good("ok-names", "Other names beside the URI name", chained(signer(names=(x509.SubjectAlternativeName([x509.DNSName("dmv.example"), x509.UniformResourceIdentifier(ISS), x509.RFC822Name("a@dmv.example")]), False))))
    good("ok-extension", "An extension that is not critical, and not known", chained(signer(other=(_unknown(10), False))))
    good("ok-no-subject", "An empty subject with a critical alternative name", chained(signer(subject=x509.Name([]), names=(uris(ISS), True))))
    good("ok-labels", "Other unprotected labels are ignored", chained(GOOD, unprotected={3: "text/plain", 99: [None]}))

    # Whose list
    two = pinned((CN, [ISS, ISS2]))
    downgrade = ("downgrade",)
    bad("other-iss", "The right root, and the iss of another issuer for whom it is pinned too: its list cannot be replaced", chained(GOOD, iss=ISS2), two, trust=BOTH, flags=downgrade)
    bad("other-uri", "iss of the issuer, and a certificate of another issuer under the same root", chained(signer(uri=ISS2)), two, trust=BOTH, flags=downgrade)
    bad("other-uri-no-iss", "The same without iss: it is the other issuer's list", chained(signer(uri=ISS2), iss=None), two, trust=BOTH, flags=downgrade)
    bad("root-of-other-issuer", "The root is pinned for another issuer only", chained(GOOD), pinned((CN, [ISS2])), flags=downgrade)
    foreign_roots = pinned((CN, [ISS]), (US, [ISS2]))
    bad("other-country", "A certificate that names the issuer, and leads to another country's root, which is pinned for that country's issuer", chained(signer(US)), foreign_roots, trust=BOTH, flags=downgrade)
    bad("other-country-root-there", "The same, with that root at the end", chained(signer(US), US), foreign_roots, trust=BOTH, flags=downgrade)
    bad("no-roots", "No root is pinned", chained(GOOD), pinned(), flags=downgrade)
    bad("root-unknown", "A root that is not pinned", chained(signer(US)), flags=downgrade)
    imposter = Certified.root("Root", STRANGER)
    bad("root-imposter", "A root with the name of the pinned one and another key", chained(signer(imposter)), flags=downgrade)
    bad("root-imposter-there", "The same, with that root at the end", chained(signer(imposter), imposter), flags=downgrade)
    bad("issuer-unknown", "A root is pinned for an issuer that the trust list does not have", chained(signer(uri=ISS2), iss=ISS2), two)
    for slug, names, why in (("none", None, "No alternative name"), ("dns", x509.SubjectAlternativeName([x509.DNSName("dmv.example")]), "No URI name"), ("two", uris(ISS, ISS2), "Two URI names"), ("twice", uris(ISS, ISS), "The same URI name twice"),
                             ("case", uris(ISS.upper()), "The URI name in capital letters"), ("slash", uris(ISS + "/"), "A slash after it")):
        bad(f"name-{slug}", f"{why}: names are compared byte for byte", chained(signer(names=None if names is None else (names, False)), iss=None), two, trust=BOTH)

    # The signer
    for slug, oids, why in (("any", (ANY,), "anyExtendedKeyUsage"), ("any-and-others", (ANY, SERVER), "anyExtendedKeyUsage and another"), ("server", (SERVER,), "Another purpose"), ("licences", (LICENCES,), "The purpose of signing licences")):
        bad(f"usage-{slug}", f"{why} is not that of status lists", chained(signer(purposes=(purposes(*oids), False))), flags=downgrade)
    bad("usage-none", "No extended key usage", chained(signer(purposes=None)), flags=downgrade)
    bad("key-usage", "A key usage without digitalSignature", chained(signer(usage=(usage("key_encipherment"), True))))
    bad("key-usage-sign", "A key usage with keyCertSign in a certificate of no CA", chained(signer(usage=(usage("digital_signature", "key_cert_sign"), True))))
    authority = Certified.signer("CA that signs lists", SIGNER, CN, ISS, basic=(x509.BasicConstraints(True, None), True), usage=(usage("digital_signature", "key_cert_sign"), True))
    bad("signer-is-ca", "The signer is a CA", chained(authority), flags=downgrade)
    own_root = Certified.root("Root that signs lists", SIGNER, usage=(usage("digital_signature", "key_cert_sign"), True), purposes=(purposes(PURPOSE), False), names=(uris(ISS), False))
    bad("signer-is-root", "The pinned root itself signs", chained(own_root), pinned((own_root, [ISS])), flags=downgrade)
    bad("key-other", "Signed by another key than that of the certificate", chained(GOOD, key=STRANGER), flags=downgrade)
    bad("key-listed", "Signed by the key for status lists that the trust list has", chained(GOOD, key=STATUS), flags=downgrade)
    bad("key-of-ca", "Signed by the key of the CA", chained(signer(SUB), SUB, key=AUTHORITY), flags=downgrade)
    bad("key-p384", "A signer with P-384", chained(signer(key=p384("vectors signer")), key=SIGNER))
    bad("alg-es256-ed", "alg -7 with a certificate of Ed25519", chained(signer(key=SIGNER_ED), header={1: -7, 16: TYP}), flags=downgrade)
    bad("alg-eddsa-p256", "alg -8 with a certificate of P-256", chained(GOOD, header={1: -8, 16: TYP}), flags=downgrade)

    # Exactly one of kid and x5chain
    kid = STATUS.public.kid()
    for slug, header, unprotected in (("unprotected", {}, {4: kid}), ("protected", {4: kid}, {})):
        bad(f"kid-{slug}", "A kid beside x5chain", chained(GOOD, header={1: -9, 16: TYP, **header}, unprotected=unprotected), flags=downgrade)
        bad(f"kid-{slug}-signs", "A kid beside x5chain, and its key has signed", chained(GOOD, key=STATUS, header={1: -9, 16: TYP, **header}, unprotected=unprotected), flags=downgrade)
    bad("twice", "x5chain in both headers", chained(GOOD, header={1: -9, 16: TYP, 33: GOOD.der}), flags=downgrade)
    for label, name in ((32, "x5bag"), (34, "x5t"), (35, "x5u")):
        bad(f"{name}-protected", f"{name} beside x5chain, protected", chained(GOOD, header={1: -9, 16: TYP, label: "https://dmv.example/chain"}))
        bad(f"{name}-unprotected", f"{name} beside x5chain, unprotected", chained(GOOD, unprotected={label: "https://dmv.example/chain"}))
        bad(f"{name}-alone", f"{name} in place of x5chain: nothing is found by it", seal(SIGNER, {1: -9, 16: TYP, label: GOOD.der}, claims(), {}).encode())
    bad("crit", "crit that names x5chain", chained(GOOD, protected=True, header={1: -9, 2: [33], 16: TYP}))

    # The form
    for slug, value, why in (("array-one", [GOOD.der], "An array of one certificate"), ("array-none", [], "An empty array"), ("empty", b"", "An empty certificate"), ("empty-second", [GOOD.der, b""], "An empty second certificate"), ("text", "x", "A text"), ("nested", [[GOOD.der]], "An array in an array"),
                             ("five", [GOOD.der] + [CN.der] * 4, "Five certificates"), ("rubbish", b"\x30", "No certificate"), ("rubbish-second", [GOOD.der, b"0"], "No certificate behind a good one"), ("cut", GOOD.der[:-1], "A certificate cut short"), ("trailing", GOOD.der + b"\0", "A byte behind the certificate")):
        bad(f"form-{slug}", why, seal(SIGNER, {1: -9, 16: TYP}, claims(), {33: value}).encode())
    fifth = Certified.authority("Fourth CA", ISSUER, third)
    bad("form-five-path", "A path of five certificates", chained(signer(fifth), fifth, third, SUB2, SUB), flags=("edge",))
    padding = 16_384 - len(write({33: signer(other=(_unknown(15_000), False)).der})) + 15_000
    for size, judge in ((padding, good), (padding + 1, bad)):
        made = chained(signer(other=(_unknown(size), False)))
        header = len(read(made, container=1 << 20).value[1].value[1].raw)
        judge(f"size-{header}", f"An unprotected header of {header} bytes", made, flags=("edge",))

    # Times
    iat = NOW - 100
    for slug, span, ok, why in (
            ("from-iat", (iat, iat + DAY), True, "Valid from the list's iat on"), ("from-iat-1", (iat + 1, iat + DAY), False, "Valid from the second after the list's iat on"), ("until-now", (iat - DAY, NOW), True, "Now is its last second"),
            ("until-now-1", (iat - DAY, NOW - 1), False, "It was over a second ago"), ("over", (iat - 2 * DAY, iat - DAY), False, "It was over before the list was signed"), ("future", (NOW + 1, NOW + DAY), False, "It is not valid yet")):
        (good if ok else bad)(f"time-{slug}", f"The signer's certificate: {why}", chained(signer(span=span)), flags=("edge",))
    bad("time-newer-list", "The list is newer than the clock, within the skew, and signed after its certificate was over", chained(signer(span=(iat, NOW)), iat=NOW + 1), flags=("edge",))
    good("time-newer-list-edge", "The list is newer than the clock, within the skew, and its certificate's last second is then", chained(signer(span=(iat, NOW + 1)), iat=NOW + 1), flags=("edge",))
    judged("time-at-loading", "The certificate was over after the list was loaded", "ok", [(chained(signer(span=(iat, NOW - 1))), NOW - 1)], value=0)
    over = (FOREVER[0], NOW - 1)
    bad("time-ca", "The certificate of the CA is over", chained(signer(old := Certified.authority("CA", AUTHORITY, CN, span=over)), old))
    bad("time-ca-future", "The certificate of the CA is not valid yet", chained(signer(new := Certified.authority("CA", AUTHORITY, CN, span=(NOW + 1, FOREVER[1]))), new))
    bad("time-root", "The root is over", chained(signer(old_root := Certified.root("Root", ROOT, span=over))), pinned((old_root, [ISS])))

    # The path
    bad("path-order", "The CAs in another order", chained(signer(SUB2), SUB, SUB2))
    bad("path-missing", "The CA between is missing", chained(signer(SUB)))
    bad("path-extra", "A certificate that is not of the path behind the signer's", chained(GOOD, SUB))
    bad("path-extra-root", "A foreign root behind the signer's certificate", chained(GOOD, US))
    bad("path-root-twice", "The root twice", chained(GOOD, CN, CN))
    bad("path-signature", "The signer's certificate with another signature", chained(Certified(_flipped(GOOD.der), GOOD.key, GOOD.subject, GOOD.serial)), flags=downgrade)
    bad("path-ca-signature", "The CA's certificate with another signature", chained(signer(SUB), Certified(_flipped(SUB.der), SUB.key, SUB.subject, SUB.serial)), flags=downgrade)
    bad("path-self-signed", "A certificate that names the root as its issuer and is signed by its own key", chained(_self_made()), flags=downgrade)
    for slug, options, why in (("no-ca", {"basic": (x509.BasicConstraints(False, None), True), "usage": (usage("digital_signature"), True)}, "The CA between is no CA"), ("no-constraints", {"basic": None, "usage": (usage("digital_signature"), True)}, "The CA between has no basic constraints"),
                               ("not-critical", {"basic": (x509.BasicConstraints(True, None), False)}, "Basic constraints of a CA that are not critical"), ("no-key-usage", {"usage": None}, "A CA without a key usage"), ("no-cert-sign", {"usage": (usage("crl_sign"), True)}, "A CA without keyCertSign"),
                               ("no-subject-id", {"subject_id": None}, "A CA without a subject key identifier"), ("no-issuer-id", {"issuer_id": None}, "A CA without an authority key identifier")):
        made = Certified.authority("CA", AUTHORITY, CN, **options)
        bad(f"ca-{slug}", why, chained(signer(made), made), flags=downgrade)
    zero = Certified.authority("CA of signers", AUTHORITY, CN, basic=(x509.BasicConstraints(True, 0), True))
    good("length-0", "A path length of 0, and no CA below", chained(signer(zero), zero), flags=("edge",))
    below = Certified.authority("Second CA", AUTHORITY2, zero)
    bad("length-0-over", "A path length of 0, and a CA below", chained(signer(below), below, zero), flags=("edge", "downgrade"))
    short_root = Certified.root("Root", ROOT, basic=(x509.BasicConstraints(True, 0), True))
    bad("length-root", "The root's own path length of 0, and a CA below", chained(signer(made := Certified.authority("CA", AUTHORITY, short_root)), made), pinned((short_root, [ISS])), flags=("edge",))
    uri = x509.UniformResourceIdentifier
    for slug, permitted, excluded, ok, why in (
            ("permitted", [uri("dmv.example")], None, True, "URI names of this host only"), ("permitted-other", [uri("other.example")], None, False, "URI names of another host only"), ("permitted-domain", [uri(".example")], None, True, "URI names below a domain only"),
            ("permitted-domain-itself", [uri(".dmv.example")], None, False, "URI names below the host only"), ("permitted-of-two", [uri("other.example"), uri("dmv.example")], None, True, "URI names of two hosts only"), ("permitted-suffix", [uri("example")], None, False, "URI names of the host `example` only"), ("excluded", None, [uri("dmv.example")], False, "No URI names of this host"),
            ("excluded-other", None, [uri("other.example")], True, "No URI names of another host"), ("dns", [x509.DNSName("other.example")], None, True, "DNS names of another host only: there is none"), ("email", [x509.RFC822Name("dmv.example")], None, False, "A constraint on another kind of names"),
            ("directory", [x509.DirectoryName(common_name("x"))], None, False, "A constraint on subjects")):
        made = Certified.authority("CA", AUTHORITY, CN, constraints=(x509.NameConstraints(permitted, excluded), True))
        (good if ok else bad)(f"constraint-{slug}", f"Name constraints of the CA: {why}", chained(signer(made), made))
    made = Certified.authority("CA", AUTHORITY, CN, constraints=(x509.NameConstraints([uri("other.example")], None), False))
    bad("constraint-not-critical", "Name constraints count though they are not critical", chained(signer(made), made))
    made = Certified.root("Root", ROOT, constraints=(x509.NameConstraints([uri("other.example")], None), True))
    bad("constraint-root", "Name constraints of the root", chained(signer(made)), pinned((made, [ISS])))
    bad("extension-critical", "A critical extension of the signer's certificate that is not known", chained(signer(other=(_unknown(10), True))))
    made = Certified.authority("CA", AUTHORITY, CN, other=(_unknown(10), True))
    bad("extension-critical-ca", "A critical extension of the CA's certificate that is not known", chained(signer(made), made))
    bad("issuer-id-none", "A signer without an authority key identifier", chained(signer(issuer_id=None)))
    bad("issuer-id-other", "A signer with the authority key identifier of another CA", chained(signer(issuer_id=(x509.AuthorityKeyIdentifier(bytes(20), None, None), False))))
    bad("issuer-id-serial", "A signer whose authority key identifier has another serial number", chained(signer(issuer_id=(_identifier(CN.serial + 1), False))))
    good("issuer-id-serial-ok", "A signer whose authority key identifier has issuer and serial number too", chained(signer(issuer_id=(_identifier(CN.serial), False))))
    bad("issuer-id-critical", "A critical authority key identifier", chained(signer(issuer_id=(x509.AuthorityKeyIdentifier.from_issuer_public_key(ROOT.private.public_key()), True))))
    bad("subject-none", "An empty subject, and an alternative name that is not critical", chained(signer(subject=x509.Name([]))))
    bad("algorithm-names", "A certificate that names two algorithms", chained(GOOD.with_other_algorithm(CN)))

    # Revocation
    three = chained(signer(SUB), SUB)
    leaf = signer(SUB)
    all_crls = (CN.crl(), SUB.crl())

    def revoked(slug, comment, crls, ok=False, data=three, spec="11, Revocation", **more):
        (good if ok else bad)(f"crl-{slug}", comment, data, pinned((CN, [ISS]), crls=crls), spec=spec, **more)
    revoked("ok", "A CRL of each CA, and nothing is revoked", all_crls, True)
    revoked("other", "Another certificate is revoked", (CN.crl([GOOD]), SUB.crl([SUB2])), True)
    revoked("signer", "The signer's certificate is revoked", (CN.crl(), SUB.crl([leaf])), flags=downgrade)
    revoked("ca", "The CA's certificate is revoked", (CN.crl([SUB]), SUB.crl()), flags=downgrade)
    revoked("root", "The root is revoked", (CN.crl([CN]), SUB.crl()), flags=downgrade)
    revoked("missing", "No CRL of the CA", (CN.crl(),), flags=downgrade)
    revoked("missing-root", "No CRL of the root", (SUB.crl(),), flags=downgrade)
    revoked("unrelated", "Only a CRL of a CA that is not of the path", (US.crl(),), flags=downgrade)
    revoked("last-second", "Now is nextUpdate", (CN.crl(span=(iat, NOW)), SUB.crl()), True, flags=("edge",))
    revoked("over", "The CRL was over a second ago", (CN.crl(span=(iat, NOW - 1)), SUB.crl()), flags=("edge", "downgrade"))
    revoked("first-second", "Now is thisUpdate", (CN.crl(span=(NOW, NOW + DAY)), SUB.crl()), True, flags=("edge",))
    revoked("future", "thisUpdate is in a second", (CN.crl(span=(NOW + 1, NOW + DAY)), SUB.crl()), flags=("edge",))
    revoked("signature", "A CRL that a stranger has signed", (CN.crl(key=STRANGER.private), SUB.crl()), flags=downgrade)
    revoked("newest", "The newest of two counts: it revokes the signer", (SUB.crl([leaf], span=(iat + 1, NOW + DAY)), SUB.crl(), CN.crl()), flags=downgrade)
    revoked("newest-ok", "The newest of two counts, though the older one revokes the signer", (SUB.crl([leaf], span=(iat, NOW + DAY)), SUB.crl(span=(iat + 1, NOW + DAY)), CN.crl()), True)
    revoked("newest-over", "The newest of two counts, and it is over", (SUB.crl(span=(iat + 1, NOW - 1)), SUB.crl(), CN.crl()), flags=downgrade)
    part = x509.IssuingDistributionPoint(full_name=[uri("https://dmv.example/crl")], relative_name=None, only_contains_user_certs=False, only_contains_ca_certs=False, only_some_reasons=None, indirect_crl=False, only_contains_attribute_certs=False)
    revoked("part", "A CRL with a critical extension lists a part only", (CN.crl(), SUB.crl(part=(part, True))), flags=downgrade)
    revoked("entry", "An entry with a critical extension", (CN.crl(), SUB.crl([SUB2], entries=[(x509.CertificateIssuer([x509.DirectoryName(CN.subject)]), True)])), flags=downgrade)
    revoked("reason", "An entry with a reason revokes, whatever it is", (CN.crl(), SUB.crl([leaf], entries=[(x509.CRLReason(x509.ReasonFlags.certificate_hold), False)])), flags=downgrade)
    silent = Certified.root("Root", ROOT, usage=(usage("key_cert_sign"), True))
    bad("crl-no-crl-sign", "The CA's key usage has no cRLSign", chained(signer(silent)), pinned((silent, [ISS]), crls=(silent.crl(),)), spec="11, Revocation")

    # Beside lists with a kid
    judged("marks", "A list with x5chain and one with a kid have one mark: the older one is refused", "status.revoked", [listing([1] * 8, iat=NOW - 50), chained(GOOD)], value=1, spec="12", flags=downgrade)
    judged("marks-reversed", "The same in the other order", "status.revoked", [chained(GOOD, value=1, iat=NOW - 50), listing()], value=1, spec="12", flags=downgrade)
    judged("twin", "The ECDSA twin of a list, and other certificates that lead to the same key: it is the same list", "status.revoked", [chained(GOOD, value=1), _twin(chained(GOOD, value=1), signer(name="Renewed"))], value=1, spec="12", flags=("malleable",))
    judged("kid-list", "A list with a kid is read as ever", "ok", [foreign()], value=0)

    # The configuration
    f.case("root-not-self-signed", "A root that its own key has not signed", "11, Path", holder(), "error", roots=f.rooted(pinned((SUB, [ISS]))))
    f.case("root-signature", "A root with another signature", "11, Path", holder(), "error", roots=f.rooted(pinned((Certified(_flipped(CN.der), CN.key, CN.subject, CN.serial), [ISS]))))
    named = Certified("", ROOT.private, common_name("Another"), 1)
    f.case("root-names", "A root that its own key has signed, with another issuer than its subject", "11, Path", holder(), "error", roots=f.rooted(pinned((Certified.authority("Root", ROOT, named), [ISS]))))
    f.case("root-rubbish", "A root that is no certificate", "11, Path", holder(), "error", roots=f.rooted({"purpose": PURPOSE, "roots": [{"certificate": "30", "issuers": [ISS]}]}))
    f.case("purpose-any", "anyExtendedKeyUsage as the purpose", "11, Certificates", holder(), "error", roots=f.rooted(pinned((CN, [ISS]), purpose=ANY)))
    f.case("crl-rubbish", "A CRL that is none", "11, Revocation", holder(), "error", roots=f.rooted(pinned((CN, [ISS]), crls=(b"0",))))
    return f.content()


def _unknown(size: int) -> x509.UnrecognizedExtension:
    return x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.32473.2"), b"\x04" + bytes([0x82, *(size - 4).to_bytes(2, "big")] if size > 255 else [size - 2]) + bytes(size - 4 if size > 255 else size - 2))


def _flipped(der: bytes) -> bytes:
    """Signatures stand at the end."""
    return der[:-4] + bytes([der[-4] ^ 1]) + der[-3:]


def _identifier(serial: int) -> x509.AuthorityKeyIdentifier:
    own = x509.AuthorityKeyIdentifier.from_issuer_public_key(ROOT.private.public_key())
    return x509.AuthorityKeyIdentifier(own.key_identifier, [x509.DirectoryName(CN.subject)], serial)


def _self_made() -> Certified:
    """Under the root's name, with the key of the signer itself."""
    pretended = Certified(CN.der, SIGNER.private, CN.subject, CN.serial)
    return Certified.signer("Status signer", SIGNER, pretended, ISS, issuer_id=(x509.AuthorityKeyIdentifier.from_issuer_public_key(ROOT.private.public_key()), False))


def _twin(data: bytes, certificate: Certified) -> bytes:
    protected, _, body, signature = (item.value for item in read(data, container=1 << 20).value[1].value)
    s = N - int.from_bytes(signature[32:], "big")
    return Sealed(protected, body, signature[:32] + s.to_bytes(32, "big"), {33: certificate.der}).encode()
