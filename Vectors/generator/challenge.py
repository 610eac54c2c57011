"""challenge.json: section 8 and step 11, cnonce."""

from __future__ import annotations

from .make import EXP, IAT, NONCE, NOW, File, claim, credential, holder, plain


def make() -> dict:
    f = File("challenge", "Step 11: the challenge that a verifier shows, and cnonce.")
    required = {"challenge": "required"}
    other = bytes(range(1, 17))
    for slug, nonce, expected, policy, code, why in (
            ("right", NONCE, NONCE, None, "ok", "The right answer"), ("right-required", NONCE, NONCE, required, "ok", "The right answer, required"),
            ("missing", None, NONCE, None, "token.challenge_mismatch", "No answer"), ("missing-required", None, NONCE, required, "token.challenge_mismatch", "No answer, required"),
            ("another", other, NONCE, None, "token.challenge_mismatch", "The answer to another challenge"), ("another-required", other, NONCE, required, "token.challenge_mismatch", "The answer to another challenge, required"),
            ("unasked", NONCE, None, None, "token.challenge_mismatch", "An answer where nothing was asked"), ("not-given", NONCE, None, required, "token.challenge_mismatch", "The policy requires a challenge and the call has none: whatever the token has"),
            ("not-given-missing", None, None, required, "token.challenge_mismatch", "The same without an answer"), ("none", None, None, None, "ok", "No challenge, no answer"),
            ("prefix", NONCE[:8], NONCE, None, "token.challenge_mismatch", "The first half of the challenge"), ("longer", NONCE + b"\0", NONCE, None, "token.challenge_mismatch", "The challenge and a byte"),
            ("last-bit", NONCE[:15] + bytes([NONCE[15] ^ 1]), NONCE, None, "token.challenge_mismatch", "The last bit differs"), ("first-bit", bytes([NONCE[0] ^ 128]) + NONCE[1:], NONCE, None, "token.challenge_mismatch", "The first bit differs"),
            ("8", NONCE[:8], NONCE[:8], None, "ok", "The shortest cnonce"), ("64", bytes(64), bytes(64), None, "ok", "The longest cnonce"),
            ("zeros", bytes(16), bytes(16), None, "ok", "A challenge of zeros is a challenge"), ("zeros-missing", None, bytes(16), None, "token.challenge_mismatch", "And no answer is not zeros")):
        f.case(slug, why, 11, holder(challenge=nonce), code, challenge=expected, policy=policy)
    for slug, value, why in (("7", bytes(7), "cnonce of 7 bytes"), ("65", bytes(65), "cnonce of 65 bytes"), ("empty", b"", "An empty cnonce"), ("text", "x" * 16, "cnonce as text"), ("null", None, "cnonce null"), ("array", [NONCE], "cnonce in an array"),
                             ("hex", NONCE.hex(), "cnonce in hexadecimal text")):
        f.case(f"short-{slug}" if slug == "7" else f"wrong-{slug}", f"{why}; judged before the challenge is", 5, holder(change=claim(39, value)), "token.claims_invalid", challenge=value if slug in ("7", "65") else NONCE, flags=("edge",))
    f.case("short-unasked", "Too short, and nothing was asked", 5, holder(change=claim(39, bytes(7))), "token.claims_invalid")
    for slug, payload, policy, challenge, offset in (("issuer", plain(), required, NONCE, 0), ("issuer-not-given", plain(), required, None, 0), ("issuer-expected", plain(), None, NONCE, 0),
                                                     ("static", plain(IAT, EXP), {**required, "kinds": ["holder", "issuer", "static"]}, NONCE, None),
                                                     ("static-expected", plain(IAT, EXP), {"kinds": ["holder", "issuer", "static"]}, NONCE, None)):
        f.case(f"kind-{slug}", "Only a token can answer", 11, payload, "credential.kind_not_allowed", policy=policy, challenge=challenge, offset=offset)
    f.case("credential", "cnonce in the credential", 5, holder(credential(change=claim(39, NONCE)), challenge=NONCE), "credential.claims_invalid", challenge=NONCE)
    f.case("late", "The right answer, too late: the challenge does not keep a token alive", 11, holder(challenge=NONCE), "token.expired", challenge=NONCE, now=NOW + 60, offset=-31)
    f.case("audience", "The right answer for another audience: the audience is looked at first", 11, holder(challenge=NONCE, audience="police"), "token.audience_mismatch", challenge=NONCE)
    f.sequence("scans", "A challenge is used once; the second scan is given another", 11, [
        (NOW, holder(challenge=NONCE), "ok", {"challenge": NONCE}), (NOW + 1, holder(challenge=NONCE), "token.challenge_mismatch", {"challenge": other}),
        (NOW + 2, holder(challenge=other), "ok", {"challenge": other}), (NOW + 3, holder(challenge=other), "token.challenge_mismatch", {})])
    return f.content()
