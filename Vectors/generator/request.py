"""request.json: section 9, what an issuer checks before it issues. Not for adapters: it is no verdict."""

from __future__ import annotations

from hufu_reference import issue
from hufu_reference.issue import Sealed
from hufu_reference.keys import N
from hufu_reference.strict import read

from .cose import BAD_POINTS
from .make import DEVICE, DEVICE2, DEVICE_ED, NONCE, NOW, File, Raw, Tag, both, claim, label, no_claim, no_label, write


def make() -> dict:
    f = File("request", "Section 9: the key request of a device, and the challenge that the issuer gave out. `key`: the thumbprint of the device's key, if the request is right.")

    def case(slug, comment, data, valid=True, device=DEVICE, challenge=NONCE, flags=()):
        f.layer(slug, comment, "9", {"valid": valid, **({"key": device.public.thumbprint().hex()} if valid else {})}, flags, input_hex=data.hex(), challenge=challenge.hex())

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
    case("ok-iat-0", "iat is for the record only", made(claim(6, 0)))
    protected, _, body, signature = (item.value for item in read(made()).value[1].value)
    case("ok-twin", "The twin of the signature", Sealed(protected, body, signature[:32] + (N - int.from_bytes(signature[32:], "big")).to_bytes(32, "big")).encode(), flags=("malleable",))
    for slug, change, why in (
            ("kid", label(4, b"x"), "A kid"), ("kcwt", label(13, Tag(18, [])), "kcwt"), ("cwt-claims", label(15, {}), "CWT claims"), ("sd-claims", label(17, [b"\x80"]), "sd_claims"), ("sd-alg", label(170, -16), "sd_alg"), ("typ-294", label(16, 294), "typ of a token"), ("typ-text", label(16, "application/hufu-request"), "Another typ"), ("typ-none", no_label(16), "No typ"), ("alg-none", no_label(1), "No alg"),
            ("alg-es256", label(1, -7), "alg ES256"), ("crit", both(label(2, [99]), label(99, 0)), "A critical label that is not understood"), ("crit-empty", label(2, []), "An empty crit"), ("crit-repeated", label(2, [1, 1]), "A label twice in crit"), ("iat-none", no_claim(6), "No iat"), ("iat-negative", claim(6, -1), "A negative iat"), ("iat-2-53", claim(6, 1 << 53), "iat of 2^53"), ("iat-tag", claim(6, Tag(1, NOW)), "A tagged iat"), ("cnf-none", no_claim(8), "No cnf"), ("cnf-empty", claim(8, {}), "An empty cnf"),
            ("cnf-more", claim(8, {1: DEVICE.public.members(), 3: b"k"}), "Another member of cnf"), ("cnf-kid", claim(8, {1: {**DEVICE.public.members(), 2: b"k"}}), "A kid in the key"), ("cnf-other", claim(8, {1: DEVICE2.public.members()}), "Somebody else's key"), ("cnf-ed", claim(8, {1: DEVICE_ED.public.members()}), "A key of another algorithm"), ("cnonce-none", no_claim(39), "No cnonce"), ("cnonce-text", claim(39, "x" * 16), "cnonce as text"), ("cnonce-7", claim(39, bytes(7)), "A cnonce of 7 bytes"),
            ("cnonce-65", claim(39, bytes(65)), "A cnonce of 65 bytes"), ("cnonce-other", claim(39, bytes(16)), "Another challenge"), ("cnonce-prefix", claim(39, NONCE[:8]), "The first half of the challenge"), ("float", claim(99, Raw(bytes.fromhex("f93c00"))), "A float in an ignored claim"), ("59", claim(99, Raw(bytes.fromhex("a1f83b00"))), "simple(59) in an ignored claim"), ("alg-ed", label(1, -19), "alg is not the key's")):
        case(slug, why, made(change), False)
    for slug, key, why in BAD_POINTS:
        case(f"point-{slug}", f"A key that is no good point: {why}", made(claim(8, {1: key}), DEVICE if key[1] == 2 else DEVICE_ED), False)
    case("signature-other", "Signed by another device", issue.seal(DEVICE2, {1: -9, 16: "application/hufu-request+cwt"}, {6: NOW, 8: {1: DEVICE.public.members()}, 39: NONCE}).encode(), False)
    case("signature-zero", "All zero", Sealed(protected, body, bytes(64)).encode(), False)
    case("signature-63", "63 bytes", Sealed(protected, body, signature[:63]).encode(), False)
    case("context", "Another context in the Sig_structure", issue.seal(DEVICE, protected, body, context="Signature").encode(), False)
    case("unprotected", "Something in the unprotected header", Sealed(protected, body, signature, {99: 0}).encode(), False)
    case("untagged", "No tag", write([protected, {}, body, signature]), False)
    case("trailing", "A byte after it", made() + b"\0", False)
    case("empty", "No bytes", b"", False)
    return f.content()
