"""request.json: section 9, what an issuer checks before it issues. Not for adapters: it is no verdict."""

from __future__ import annotations

from hufu_reference import issue
from hufu_reference.issue import Sealed
from hufu_reference.keys import N
from hufu_reference.strict import Pairs, read

from .cose import BAD_POINTS
from .make import DEVICE, DEVICE2, DEVICE_ED, NONCE, NOW, File, Raw, Tag, both, claim, label, no_claim, no_label, write


def make() -> dict:
    f = File("request", "Section 9: the key request of a device, and the challenge that the issuer gave out. `key`: the thumbprint of the device's key, if the request is right.")

    def case(slug, comment, data, fault=None, device=DEVICE, challenge=NONCE, flags=()):
        """`fault`: the code without "request."; None, where the request is right."""
        expect = {"valid": True, "key": device.public.thumbprint().hex()} if fault is None else {"valid": False, "code": f"request.{fault}"}
        f.layer(slug, comment, "9", expect, flags, input_hex=data.hex(), challenge=challenge.hex())

    def made(change=None, device=DEVICE, challenge=NONCE, compressed=True) -> bytes:
        return issue.key_request(device, NOW, challenge, compressed, change)

    case("ok", "A P-256 device", made())
    case("ok-uncompressed", "Its key uncompressed", made(compressed=False))
    case("ok-ed", "An Ed25519 device", made(device=DEVICE_ED), device=DEVICE_ED)
    case("ok-other", "Other claims are ignored", made(both(claim(99, None), claim(1, "x"), claim("x", 0))))
    case("ok-label", "Another protected label is ignored", made(label(99, [None])))
    case("ok-crit", "crit of what is understood", made(label(2, [1, 16])))
    case("ok-8", "The shortest challenge", made(challenge=NONCE[:8]), challenge=NONCE[:8], flags=("edge",))
    case("ok-64", "The longest challenge", made(challenge=bytes(64)), challenge=bytes(64), flags=("edge",))
    case("ok-key-kid-alg", "kid and alg in the key are ignored", made(claim(8, {1: {**DEVICE.public.members(), 2: b"k", 3: -7}})))
    case("ok-iat-0", "iat is for the record only", made(claim(6, 0)))
    protected, _, body, signature = (item.value for item in read(made()).value[1].value)
    case("ok-twin", "The twin of the signature", Sealed(protected, body, signature[:32] + (N - int.from_bytes(signature[32:], "big")).to_bytes(32, "big")).encode(), flags=("malleable",))
    for slug, change, why in (
            ("kid", label(4, b"x"), "A kid"), ("kcwt", label(13, Tag(18, [])), "kcwt"), ("cwt-claims", label(15, {}), "CWT claims"), ("sd-claims", label(17, [b"\x80"]), "sd_claims"), ("sd-alg", label(170, -16), "sd_alg"), ("typ-294", label(16, 294), "typ of a token"), ("typ-text", label(16, "application/hufu-request"), "Another typ"), ("typ-none", no_label(16), "No typ"), ("alg-none", no_label(1), "No alg"),
            ("alg-es256", label(1, -7), "alg ES256"), ("crit", both(label(2, [99]), label(99, 0)), "A critical label that is not understood"), ("crit-empty", label(2, []), "An empty crit"), ("crit-repeated", label(2, [1, 1]), "A label twice in crit"), ("iat-none", no_claim(6), "No iat"), ("iat-negative", claim(6, -1), "A negative iat"), ("iat-2-53", claim(6, 1 << 53), "iat of 2^53"), ("iat-tag", claim(6, Tag(1, NOW)), "A tagged iat"), ("cnf-none", no_claim(8), "No cnf"), ("cnf-empty", claim(8, {}), "An empty cnf"),
            ("cnf-more", claim(8, {1: DEVICE.public.members(), 3: b"k"}), "Another member of cnf"), ("cnf-key-kid", claim(8, {1: {**DEVICE.public.members(), 2: b""}}), "An empty kid in the key"), ("cnf-key-alg", claim(8, {1: {**DEVICE.public.members(), 3: -19}}), "A P-256 key that is said to be for Ed25519"), ("cnf-key-private", claim(8, {1: {**DEVICE.public.members(), -4: bytes(32)}}), "A key with its private half"), ("alg-eddsa", label(1, -8), "alg EdDSA"), ("cnf-other", claim(8, {1: DEVICE2.public.members()}), "Somebody else's key"), ("cnf-ed", claim(8, {1: DEVICE_ED.public.members()}), "A key of another algorithm"), ("cnonce-none", no_claim(39), "No cnonce"), ("cnonce-text", claim(39, "x" * 16), "cnonce as text"), ("cnonce-7", claim(39, bytes(7)), "A cnonce of 7 bytes"),
            ("cnonce-65", claim(39, bytes(65)), "A cnonce of 65 bytes"), ("cnonce-other", claim(39, bytes(16)), "Another challenge"), ("cnonce-prefix", claim(39, NONCE[:8]), "The first half of the challenge"), ("float", claim(99, Raw(bytes.fromhex("f93c00"))), "A float in an ignored claim"), ("59", claim(99, Raw(bytes.fromhex("a1f83b00"))), "simple(59) in an ignored claim"), ("alg-ed", label(1, -19), "alg is not the key's")):
        case(slug, why, made(change), {"cnf-other": "signature_invalid", "cnf-ed": "algorithm_mismatch", "alg-ed": "algorithm_mismatch", "cnonce-other": "challenge_mismatch", "cnonce-prefix": "challenge_mismatch"}.get(slug, "form_invalid"))
    for slug, key, why in BAD_POINTS:
        case(f"point-{slug}", f"A key that is no good point: {why}", made(claim(8, {1: key}), DEVICE if key[1] == 2 else DEVICE_ED), "key_invalid")
    case("signature-other", "Signed by another device", issue.seal(DEVICE2, {1: -9, 16: "application/hufu-request+cwt"}, {6: NOW, 8: {1: DEVICE.public.members()}, 39: NONCE}).encode(), "signature_invalid")
    case("signature-zero", "All zero", Sealed(protected, body, bytes(64)).encode(), "signature_invalid")
    case("signature-63", "63 bytes", Sealed(protected, body, signature[:63]).encode(), "form_invalid")
    case("context", "Another context in the Sig_structure", issue.seal(DEVICE, protected, body, context="Signature").encode(), "signature_invalid")
    case("unprotected", "Something in the unprotected header", Sealed(protected, body, signature, {99: 0}).encode(), "form_invalid")
    case("untagged", "No tag", write([protected, {}, body, signature]), "form_invalid")
    case("trailing", "A byte after it", made() + b"\0", "form_invalid")
    case("other-challenge", "The answer to a challenge that was not given out", made(challenge=bytes(16)), "challenge_mismatch")
    case("challenge-longer", "The challenge and a byte", made(challenge=NONCE + b"\0"), "challenge_mismatch")
    case("challenge-last-bit", "The last bit of the challenge differs", made(challenge=NONCE[:15] + bytes([NONCE[15] ^ 1])), "challenge_mismatch")
    bad_key = {1: 2, -1: 1, -2: b"\xff" * 32, -3: True}
    # One fault hides the next: the order of section 9
    case("order-form-key", "A wrong form and a key that is no good point: the form first", made(both(claim(8, {1: bad_key}), no_claim(6))), "form_invalid")
    case("order-key-algorithm", "A key that is no good point and an alg that does not go with it: the key first", made(both(claim(8, {1: bad_key}), label(1, -19))), "key_invalid")
    case("order-algorithm-signature", "An alg that does not go with the key, and a wrong signature: alg first", issue.seal(DEVICE2, {1: -19, 16: "application/hufu-request+cwt"}, {6: NOW, 8: {1: DEVICE.public.members()}, 39: NONCE}).encode(), "algorithm_mismatch")
    case("order-signature-challenge", "A wrong signature and another challenge: the signature first", issue.seal(DEVICE2, {1: -9, 16: "application/hufu-request+cwt"}, {6: NOW, 8: {1: DEVICE.public.members()}, 39: bytes(16)}).encode(), "signature_invalid")
    case("unsorted", "Claims in another order: a request is never read leniently", issue.seal(DEVICE, {1: -9, 16: "application/hufu-request+cwt"}, Pairs((8, {1: DEVICE.public.members()}), (6, NOW), (39, NONCE))).encode(), "form_invalid")
    case("kid-unprotected", "A kid in the unprotected header", Sealed(protected, body, signature, {4: b"x"}).encode(), "form_invalid")
    case("typ-279", "typ of a status list", made(label(16, 279)), "form_invalid")
    case("empty", "No bytes", b"", "form_invalid")
    return f.content()
