"""policy.json: section 13, how a policy is read. What each setting does is in the other files."""

from __future__ import annotations

from .make import ALL_KINDS, EXP, FULL, IAT, NOW, File, claim, holder, plain

NFC, NFD = "caf\u00e9", "cafe\u0301"


def make() -> dict:
    f = File("policy", "Section 13: how a policy is read. One that is none is an error of the case; all else is read as it stands.")
    token = holder()

    def error(slug, comment, value, name=None):
        """A value that is no object goes by its name, as a text in its place would be one."""
        policy = value
        if not isinstance(value, dict):
            policy = f.policy(name or slug, value)
        f.case(f"error-{slug}", comment, "13", token, "error", policy=policy)

    # What is no policy, and is none by default either
    for slug, value in (("null", None), ("zero", 0), ("one", 1), ("text-empty", ""), ("text", "gate"), ("array", []), ("array-object", [{}]), ("false", False), ("true", True)):
        error(slug, "A policy that is no object", value)
    for slug, value, why in (
            ("name", {"more": 1}, "An unknown name"), ("name-case", {"Skew": 30}, "A name in another case"), ("name-empty", {"": 0}, "An empty name"), ("preset", {"preset": "police"}, "An unknown preset"), ("preset-case", {"preset": "Gate"}, "A preset in another case"),
            ("preset-null", {"preset": None}, "A preset of null"), ("preset-list", {"preset": ["gate"]}, "A preset in an array"), ("time-zone", {"time_zone": "Asia/Shanghai"}, "A time zone, which only a program that has the database can read"),
            ("skew-negative", {"skew": -1}, "A negative skew"), ("skew-2-53", {"skew": 1 << 53}, "A skew of 2^53"), ("skew-text", {"skew": "30"}, "A skew as text"), ("skew-bool", {"skew": True}, "A skew of true"), ("skew-null", {"skew": None}, "A skew of null"), ("skew-fraction", {"skew": 0.5}, "A skew with a fraction"),
            ("life-negative", {"longest_token_life": -1}, "A negative life"), ("life-null", {"longest_token_life": None}, "A life of null"), ("kinds-text", {"kinds": "holder"}, "Kinds that are no array"), ("kinds-unknown", {"kinds": ["holder", "card"]}, "An unknown kind"), ("kinds-null", {"kinds": None}, "Kinds of null"),
            ("status", {"status": "optional"}, "An unknown rule for status lists"), ("status-false", {"status": False}, "A rule of false"), ("oldest-negative", {"oldest_status": -1}, "A negative age"), ("oldest-text", {"oldest_status": "1h"}, "An age with a unit"), ("required-unknown", {"required_entries": ["name"]}, "An element that does not exist"),
            ("required-text", {"required_entries": "sub"}, "Elements that are no array"), ("standing-negative", {"standing_age": -1}, "A negative age"), ("classes-name", {"standing_classes": {"unknown": "X"}}, "A class that letters cannot be put into"), ("classes-lower", {"standing_classes": {"valid": "a"}}, "A letter in lower case"),
            ("classes-twice", {"standing_classes": {"valid": "A", "ended": "A"}}, "A letter in two classes"), ("classes-twice-one", {"standing_classes": {"valid": "AA"}}, "A letter twice in one class"), ("classes-list", {"standing_classes": {"valid": ["A"]}}, "Letters in an array"), ("classes-null", {"standing_classes": None}, "Classes of null"),
            ("replay-number", {"replay": 1}, "replay of 1"), ("replay-null", {"replay": None}, "replay of null"), ("challenge-true", {"challenge": True}, "challenge of true"), ("challenge-unknown", {"challenge": "optional"}, "An unknown rule for challenges"), ("challenge-age-negative", {"challenge_age": -1}, "A negative challenge age"), ("challenge-age-null", {"challenge_age": None}, "A challenge age of null: it has a limit"), ("challenge-age-text", {"challenge_age": "15"}, "A challenge age as text"), ("challenge-age-fraction", {"challenge_age": 0.5}, "A challenge age with a fraction"), ("offset-late", {"utc_offset": 86_401}, "An offset of more than a day"),
            ("offset-early", {"utc_offset": -86_401}, "An offset of more than a day, behind"), ("offset-text", {"utc_offset": "+08:00"}, "An offset as text"), ("offset-null", {"utc_offset": None}, "An offset of null"),
            ("audience-empty", {"audiences": [""]}, "An empty audience"), ("audience-256", {"audiences": ["x" * 256]}, "An audience of 256 bytes"), ("audience-256-utf8", {"audiences": ["é" * 128]}, "An audience of 128 characters and 256 bytes"), ("audience-second", {"audiences": ["any", ""]}, "The second audience is empty"),
            ("audience-null", {"audiences": [None]}, "An audience of null"), ("audience-text", {"audiences": "any"}, "Audiences that are no array")):
        error(slug, why, value)

    # What is one
    f.case("empty", "A policy without settings is the default", "13", token, policy={})
    f.case("null-ages", "Ages of null: no limit", "13", token, policy={"oldest_status": None, "standing_age": None})
    for slug, value, code, why in (
            ("kinds-empty", {"kinds": []}, "credential.kind_not_allowed", "No kind is accepted"), ("audiences-empty", {"audiences": []}, "token.audience_mismatch", "No audience is accepted"), ("required-empty", {"required_entries": []}, "ok", "Nothing is required"),
            ("challenge-age-0", {"challenge_age": 0}, "ok", "A challenge age of 0, where there is no challenge"), ("challenge-age-last", {"challenge_age": (1 << 53) - 1}, "ok", "The largest challenge age"), ("limits", {"skew": (1 << 53) - 1, "longest_token_life": (1 << 53) - 1, "oldest_status": (1 << 53) - 1, "standing_age": (1 << 53) - 1, "utc_offset": 86_400}, "ok", "The largest numbers"), ("zeros", {"skew": 0, "oldest_status": 0, "standing_age": 0, "utc_offset": -86_400}, "ok", "The smallest numbers"),
            ("life-0", {"longest_token_life": 0}, "token.lifetime_exceeded", "A life of 0 is a life, and no default"), ("repeated", {"kinds": ["holder", "holder"], "audiences": ["any", "any"], "required_entries": ["sub", "sub", "document_number"]}, "ok", "Names that stand twice")):
        f.case(slug, why, "13", token, code, policy=value, flags=("edge",))

    # Audiences are bytes
    for slug, audiences, audience, code, why in (
            ("255", ["x" * 255], "x" * 255, "ok", "The longest audience"), ("255-utf8", ["é" * 127 + "x"], "é" * 127 + "x", "ok", "The longest audience, of 128 characters"),
            ("nfc", [NFC], NFC, "ok", "A composed character"), ("nfd", [NFD], NFD, "ok", "A decomposed one"), ("nfc-nfd", [NFC], NFD, "token.audience_mismatch", "Canonical equivalence is no equality"), ("nfd-nfc", [NFD], NFC, "token.audience_mismatch", "Nor the other way round"),
            ("both-first", [NFC, NFD], NFC, "ok", "Two audiences that are canonically equivalent are two: the first"), ("both-second", [NFC, NFD], NFD, "ok", "And the second"), ("kelvin", ["\u212a"], "K", "token.audience_mismatch", "The sign for kelvin is no K"), ("case", ["Police"], "police", "token.audience_mismatch", "Case matters"),
            ("any", ["police"], "any", "token.audience_mismatch", "any is accepted only if it is listed")):
        f.case(f"audience-{slug}", why, 11, holder(audience=audience), code, policy={"audiences": audiences}, flags=("edge",) if slug.startswith("255") else ())

    # Presets, alone and changed
    static, static_full = plain(IAT, EXP), plain(IAT, EXP, licence=FULL)
    full = {"licence": "full", "standing": "valid", "offset": None}
    for slug, policy, scanned, code, outcome, why in (
            ("default", {"preset": "default"}, token, "ok", {}, "The default"), ("default-static", {"preset": "default"}, static, "credential.kind_not_allowed", {"offset": None}, "The default does not accept cards"),
            ("roadside-static", {"preset": "roadside"}, static_full, "ok", full, "The roadside accepts cards"), ("roadside-police", {"preset": "roadside"}, holder(audience="police"), "ok", {}, "The roadside is also the police"),
            ("counter-police", {"preset": "counter"}, holder(audience="police"), "token.audience_mismatch", {}, "A counter is not"), ("counter-static", {"preset": "counter"}, static_full, "ok", full, "A counter accepts cards"),
            ("gate-status", {"preset": "gate"}, token, "status.unavailable", {}, "A gate requires a status list"), ("gate-life", {"preset": "gate"}, holder(change=claim(4, NOW + 61)), "token.lifetime_exceeded", {}, "A gate accepts tokens of 60 s at most"),
            ("gate-skew-10", {"preset": "gate"}, holder(now=NOW + 30), "token.not_yet_valid", {"offset": 30}, "The skew of a gate is 10 s"),
            ("gate-changed", {"preset": "gate", "status": "when_named"}, token, "ok", {}, "One setting of a preset changed"), ("gate-changed-static", {"preset": "gate", "kinds": ALL_KINDS, "status": "ignored"}, static, "ok", {"offset": None}, "Two of them"),
            ("roadside-audiences", {"preset": "roadside", "audiences": ["police"]}, token, "token.audience_mismatch", {}, "What is given replaces what the preset has"), ("last", {"longest_token_life": 120, "preset": "gate"}, holder(change=claim(4, NOW + 61)), "status.unavailable", {}, "Where the preset stands does not matter")):
        f.case(f"preset-{slug}", why, "13", scanned, code, policy=policy, **outcome)
    return f.content()
