"""license.json: section 7, the second half of step 8, and step 13."""

from __future__ import annotations

import base64
import datetime

from .make import (DAY, FULL, IAT, NOW, SECOND, SHORT, File, Raw, Tag, both, claim, credential, entry, holder, no_entry, plain)



def day(text: str) -> int:
    """Days since 1970-01-01, proleptic Gregorian, by the count of leap years."""
    year, month, date = map(int, text.split("-"))
    leap = lambda y: y % 4 == 0 and (y % 100 != 0 or y % 400 == 0)  # noqa: E731
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400
    days += sum((31, 29 if leap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[:month - 1]) + date - 1
    return days - 719162


def seconds(text: str) -> int:
    date, clock = text[:-1].split("T")
    hours, minutes, rest = map(int, clock.split(":"))
    return day(date) * 86400 + hours * 3600 + minutes * 60 + rest


# What a text may not have, and its neighbours (section 7).
FORBIDDEN = [0x00, 0x09, 0x0A, 0x0D, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9F, 0x61C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0xFEFF,
             0xFFF9, 0xFFFA, 0xFFFB]
ALLOWED = [0x20, 0x7E, 0xA0, 0xAD, 0x61B, 0x61D, 0x200B, 0x200C, 0x200D, 0x2010, 0x2027, 0x202F, 0x2065, 0x206A, 0xE000, 0xFEFE, 0xFF00, 0xFFF8, 0xFFFC, 0xFFFD, 0xFFFF, 0x1F600, 0xE0001, 0x10FFFF]
NAMES = [("han", "欧阳娜娜"), ("han-rare", "𠮷野㐂"), ("uyghur", "ئابدۇرېھىم ئۆتكۈر"), ("tibetan", "བསྟན་འཛིན་རྒྱ་མཚོ"), ("mongolian", "ᠪᠠᠲᠤ"), ("yi", "ꆈꌠ"), ("latin", "Müller-Łukasiewicz"), ("vietnamese", "Nguyễn Thị Ánh"), ("dot", "阿卜杜拉·买买提"),
         ("decomposed", "e\u0301"), ("zwnj", "نیم\u200cفاصله")]


def make() -> dict:
    f = File("license", "Section 7 in step 8, and step 13. Most cases are plain CWTs, which are short.")

    def good(slug, key, value, name, json, comment, **more):
        """One entry, right; what it is in JSON."""
        licence = {**SHORT}
        if name is not None:
            licence[name] = json
        f.case(slug, comment, "7", plain(change=entry(key, value)), licence=licence, **more)

    def bad(slug, key, value, comment, code="license.invalid", **more):
        f.case(slug, comment, 8, plain(change=entry(key, value)), code, **more)

    # Text
    for key, name in ((1, "family_name"), (2, "given_name"), (3, "name_national_character"), (11, "issuing_authority")):
        for slug, value in (("1", "a"), ("300", "x" * 300), ("300-utf8", "王" * 100)):
            good(f"{name}-{slug}", key, value, name, value, f"{name} at its limit", flags=("edge",))
        for slug, value, why in (("empty", "", "empty"), ("301", "x" * 301, "of 301 bytes"), ("302-utf8", "王" * 100 + "é", "of 101 characters and 302 bytes"), ("bytes", b"a", "in bytes"), ("int", 1, "an integer"), ("null", None, "null"), ("array", ["a"], "an array"),
                                 ("tag", Tag(0, "a"), "tagged"), ("nul", "a\0", "with NUL"), ("bidi", "a\u202eb", "with a bidi override")):
            bad(f"{name}-{slug}", key, value, f"{name} {why}", flags=("edge",) if slug.startswith("30") else ())
    for slug, value in NAMES:
        good(f"name-{slug}", 1, value, "family_name", value, "A name as people have them; the verifier does not demand NFC")
    for point in FORBIDDEN:
        bad(f"point-{point:04x}", 1, "a" + chr(point), f"U+{point:04X} is forbidden")
    for point in ALLOWED:
        good(f"point-{point:04x}", 1, "a" + chr(point), "family_name", "a" + chr(point), f"U+{point:04X} is allowed")
    bad("point-surrogate", 1, Raw(bytes.fromhex("64") + b"a\xed\xa0\x80"), "An unpaired surrogate is no UTF-8", "cbor.invalid")
    good("sign-1", 12, "D", "un_distinguishing_sign", "D", "The shortest sign")
    good("sign-3", 12, "CHN", "un_distinguishing_sign", "CHN", "The longest sign", flags=("edge",))
    for slug, value in (("empty", ""), ("4", "ABCD"), ("4-bytes", "éé"), ("lf", "D\n"), ("int", 1), ("null", None)):
        bad(f"sign-{slug}", 12, value, "un_distinguishing_sign has 1 to 3 bytes of text", flags=("edge",))
    sub = plain(change=claim(2, "a\u202eb"))
    f.case("sub-bidi", "The document number with a bidi override", 8, sub, "license.invalid")
    f.case("sub-nul", "The document number with NUL", 8, plain(change=claim(2, "a\0")), "license.invalid")

    # Dates
    for key, name in ((4, "birth_date"), (7, "first_issue_date")):
        for text in ("0001-01-01", "1900-02-28", "1900-03-01", "1969-12-31", "1970-01-01", "2000-02-29", "2024-02-29", "2100-02-28", "2100-03-01", "9999-12-31"):
            good(f"{name}-{text}", key, day(text), name, text, "A date of the proleptic Gregorian calendar; 1900 and 2100 are no leap years", flags=("edge",))
        for slug, value, why in (("early", -719163, "before 0001-01-01"), ("late", 2932897, "after 9999-12-31"), ("null", None, "null"), ("text", "1990-01-01", "a text"), ("tag", Tag(100, 7000), "with the tag of dates"), ("min", -(1 << 64), "the smallest integer"),
                                 ("max", (1 << 64) - 1, "the largest integer"), ("bool", True, "a boolean")):
            bad(f"{name}-{slug}", key, value, f"{name} {why}", flags=("edge",))
    for slug, value in (("null", None), ("early", -719163), ("late", 2932897), ("text", "2022-06-18")):
        bad(f"issue_date-{slug}", 8, value, "issue_date is a date, and never null")
    for slug, value in (("early", -719163), ("late", 2932897), ("text", "2032-06-18"), ("false", False), ("array", [])):
        bad(f"expiry_date-{slug}", 9, value, "expiry_date is a date or null")
    good("expiry_date-null", 9, None, "expiry_date", None, "长期: without end")
    good("expiry_date-last", 9, 2932896, "expiry_date", "9999-12-31", "The last date", flags=("edge",))
    good("issue_date-first", 8, -719162, "issue_date", "0001-01-01", "The first date", flags=("edge",))
    f.case("dates-order", "The order of dates is no matter of the verifier", "7", plain(change=both(entry(4, day("2020-01-01")), entry(7, day("1980-01-01")))), licence={**SHORT, "birth_date": "2020-01-01", "first_issue_date": "1980-01-01"})

    # Small ones
    for value in (0, 1, 2, 9):
        good(f"sex-{value}", 5, value, "sex", value, "A code of ISO/IEC 5218")
    for slug, value in (("3", 3), ("8", 8), ("10", 10), ("negative", -1), ("bool", True), ("text", "1"), ("null", None)):
        bad(f"sex-{slug}", 5, value, "sex is 0, 1, 2 or 9")
    good("nationality", 6, "ZZ", "nationality", "ZZ", "Two capital letters; whether there is such a country is no matter of the verifier")
    for key, name in ((6, "nationality"), (10, "issuing_country")):
        for slug, value in (("lower", "cn"), ("mixed", "Cn"), ("1", "C"), ("3", "CHN"), ("digit", "C1"), ("wide", "Ｃ"), ("e-acute", "É"), ("empty", ""), ("lf", "C\n"), ("int", 156), ("null", None)):
            bad(f"{name}-{slug}", key, value, f"{name} is two capital letters of ASCII")
    picture = lambda data: base64.b64encode(data).decode()  # noqa: E731
    for number, form in ((1, "jpeg"), (2, "jpeg2000"), (3, "avif"), (4, "webp")):
        good(f"portrait-{form}", 14, [number, b"x"], "portrait", {"format": form, "data": picture(b"x")}, "A picture; what it shows is not looked at")
    good("portrait-1200", 14, [1, bytes(1200)], "portrait", {"format": "jpeg", "data": picture(bytes(1200))}, "The largest picture", flags=("edge",))
    for slug, value in (("0", [0, b"x"]), ("5", [5, b"x"]), ("empty", [1, b""]), ("1201", [1, bytes(1201)]), ("one", [1]), ("three", [1, b"x", None]), ("bytes", b"x"), ("map", {1: b"x"}), ("text", [1, "x"]), ("format-text", ["jpeg", b"x"])):
        bad(f"portrait-{slug}", 14, value, "portrait is [format 1 to 4, 1 to 1,200 bytes], exactly", flags=("edge",))
    good("digest", 15, bytes(range(32)), "portrait_digest", bytes(range(32)).hex(), "A digest")
    for slug, value in (("31", bytes(31)), ("33", bytes(33)), ("text", "x" * 32), ("null", None)):
        bad(f"digest-{slug}", 15, value, "portrait_digest has 32 bytes", flags=("edge",))
    for slug, value in (("1", {1: True}), ("99", {99: False}), ("four", {16: True, 18: True, 21: False, 60: False})):
        good(f"age-{slug}", 16, value, "age_over", {str(k): v for k, v in value.items()}, "age_over has 1 to 4 ages from 1 to 99", flags=("edge",))
    for slug, value in (("empty", {}), ("0", {0: True}), ("100", {100: True}), ("int", {18: 1}), ("null", {18: None}), ("text", {"18": True}), ("negative", {-1: True}), ("five", {1: True, 2: True, 3: True, 4: True, 5: True}), ("array", [18]), ("2-64", {(1 << 64) - 1: True})):
        bad(f"age-{slug}", 16, value, "age_over has 1 to 4 ages from 1 to 99, each with a boolean", flags=("edge",))

    # Standing, its shape
    def with_standing(slug, codes, as_of, text, comment, standing="valid", code="ok", notices=("status.unchecked",), **more):
        f.case(slug, comment, more.pop("spec", "7"), plain(change=entry(17, [codes, as_of])), code, licence={**SHORT, "standing": {"codes": codes, "as_of": text}}, standing=standing, notices=notices, **more)

    attention = ("standing.attention", "status.unchecked")
    with_standing("standing-iat", "A", NOW, "2027-01-01T00:00:30Z", "as_of equal to iat", flags=("edge",))
    with_standing("standing-0", "A", 0, "1970-01-01T00:00:00Z", "as_of 0", flags=("edge",))
    with_standing("standing-2024", "A", seconds("2024-02-29T23:59:59Z"), "2024-02-29T23:59:59Z", "as_of on the last second of a 29 February")
    with_standing("standing-8", "ACHINPTX", 1, "1970-01-01T00:00:01Z", "Eight letters, one of them unknown", standing="unknown", code="license.standing_unknown", flags=("edge",))
    with_standing("standing-7", "ACHINPT", 1, "1970-01-01T00:00:01Z", "Seven letters", standing="attention", notices=attention)
    for slug, value in (("empty", ["", 0]), ("twice", ["AA", 0]), ("unsorted", ["BA", 0]), ("lower", ["a", 0]), ("digit", ["A1", 0]), ("wide", ["Ａ", 0]), ("9", ["ABCDEFGHI", 0]), ("space", ["A ", 0]), ("negative", ["A", -1]), ("one", ["A"]), ("null", ["A", None]), ("int", [1, 0]),
                        ("three", ["A", 0, None]), ("text", "A"), ("tag", ["A", Tag(1, 0)]), ("map", {1: "A"})):
        bad(f"standing-{slug}", 17, value, "standing is [1 to 8 ascending capital letters, as_of], exactly", flags=("edge",))
    bad("standing-future", 17, ["A", NOW + 1], "as_of one second after iat", flags=("edge",))
    last = 253402300799
    f.case("standing-9999", "The last as_of, in a CWT of that time", 10, plain(last + 10, last + 20, change=entry(17, ["A", last])), "credential.not_yet_valid", licence={**SHORT, "standing": {"codes": "A", "as_of": "9999-12-31T23:59:59Z"}}, flags=("edge",))
    f.case("standing-10000", "One second later: it has no form in RFC 3339", 8, plain(last + 10, last + 20, change=entry(17, ["A", last + 1])), "license.invalid", flags=("edge",))

    # Privileges
    d, date = day("2020-02-29"), "2020-02-29"
    def privilege(**more):
        return {"scheme": "CN", "vehicle_category_code": "C1", **more}
    expired = ("status.unchecked", "license.privilege_expired")
    unknown = ("status.unchecked", "license.class_unknown")
    for slug, value, json, notices, why in (
            ("class", ["CN", "C1"], privilege(), None, "Only scheme and code"), ("from", ["CN", "C1", d], privilege(issue_date=date), None, "A first date"), ("until", ["CN", "C1", None, 30000], privilege(expiry_date="2052-02-20"), None, "Only a last date"),
            ("both", ["CN", "C1", d, 30000], privilege(issue_date=date, expiry_date="2052-02-20"), None, "Both dates"), ("code", ["CN", "C1", None, None, [["01"]]], privilege(codes=[{"code": "01"}]), None, "A restriction"),
            ("sign", ["CN", "C1", None, None, [["01", "="]]], privilege(codes=[{"code": "01", "sign": "="}]), None, "A restriction with a sign"), ("value", ["CN", "C1", None, None, [["01", None, "x"]]], privilege(codes=[{"code": "01", "value": "x"}]), None, "A restriction with a value"),
            ("all", ["CN", "C1", d, 30000, [["01", "<", "y"]]], privilege(issue_date=date, expiry_date="2052-02-20", codes=[{"code": "01", "sign": "<", "value": "y"}]), None, "Everything"),
            ("c6", ["CN", "C6"], {"scheme": "CN", "vehicle_category_code": "C6"}, None, "C6, the class for trailers of 2022"), ("c7", ["CN", "C7"], {"scheme": "CN", "vehicle_category_code": "C7"}, unknown, "No class of the table"),
            ("c1-lower", ["CN", "c1"], {"scheme": "CN", "vehicle_category_code": "c1"}, unknown, "Classes are compared exactly"), ("eu-a1", ["EU", "A1"], {"scheme": "EU", "vehicle_category_code": "A1"}, None, "A1 of the EU is another one than A1 of China"),
            ("eu-c6", ["EU", "C6"], {"scheme": "EU", "vehicle_category_code": "C6"}, unknown, "C6 is none of the EU's"), ("eu-d1e", ["EU", "D1E"], {"scheme": "EU", "vehicle_category_code": "D1E"}, None, "A class of the EU"), ("iso-de", ["ISO", "DE"], {"scheme": "ISO", "vehicle_category_code": "DE"}, None, "A class of ISO/IEC 18013"),
            ("iso-am", ["ISO", "AM"], {"scheme": "ISO", "vehicle_category_code": "AM"}, unknown, "AM is none of ISO's"), ("us-m", ["US", "M"], {"scheme": "US", "vehicle_category_code": "M"}, None, "A class of the US"), ("scheme", ["CN-65", "C1"], {"scheme": "CN-65", "vehicle_category_code": "C1"}, unknown, "An unknown scheme"),
            ("longest", ["ABCDEF", "ABCDEFGH"], {"scheme": "ABCDEF", "vehicle_category_code": "ABCDEFGH"}, unknown, "The longest scheme and code"), ("restriction-300", ["CN", "C1", None, None, [["x" * 300]]], privilege(codes=[{"code": "x" * 300}]), None, "The longest text in a restriction"),
            ("ended-long-ago", ["CN", "C1", None, d], privilege(expiry_date=date), expired, "A class that has ended: a notice, no rejection")):
        good(f"privilege-{slug}", 13, [value], "driving_privileges", [json], why, **({"notices": notices} if notices else {}), flags=("edge",) if slug in ("longest", "restriction-300") else ())
    for scheme, codes in (("CN", "A1 A2 A3 B1 B2 C1 C2 C3 C4 C5 C6 D E F M N P"), ("EU", "AM A1 A2 A B1 B BE C1 C1E C CE D1 D1E D DE L M T"), ("ISO", "A1 A B1 B C1 C D1 D BE C1E CE D1E DE"), ("US", "A B C D M")):
        good(f"privilege-table-{scheme}", 13, [[scheme, code] for code in codes.split()], "driving_privileges", [{"scheme": scheme, "vehicle_category_code": code} for code in codes.split()], f"Every class of {scheme}: none is unknown")
    good("privilege-32", 13, [["EU", "B"]] * 32, "driving_privileges", [{"scheme": "EU", "vehicle_category_code": "B"}] * 32, "The most privileges", flags=("edge",))
    good("privilege-16", 13, [["CN", "C1", None, None, [["x"]] * 16]], "driving_privileges", [privilege(codes=[{"code": "x"}] * 16)], "The most restrictions", flags=("edge",))
    good("privilege-both-notices", 13, [["CN", "C7"], ["CN", "C1", None, d], ["CN", "C8", None, d]], "driving_privileges",
         [{"scheme": "CN", "vehicle_category_code": "C7"}, privilege(expiry_date=date), {"scheme": "CN", "vehicle_category_code": "C8", "expiry_date": date}], "Each notice at most once", notices=("status.unchecked", "license.class_unknown", "license.privilege_expired"))
    for slug, value, why in (
            ("none", [], "No privileges"), ("33", [["EU", "B"]] * 33, "33 privileges"), ("empty", [[]], "An empty privilege"), ("scheme-only", [["CN"]], "No code"), ("null-end-3", [["CN", "C1", None]], "Ends in null"), ("null-end-4", [["CN", "C1", d, None]], "Ends in null"),
            ("null-end-5", [["CN", "C1", d, d, None]], "Ends in null"), ("restrictions-empty", [["CN", "C1", d, d, []]], "An empty array of restrictions"), ("six", [["CN", "C1", d, d, [["1"]], 0]], "Six members"), ("scheme-1", [["C", "C1"]], "A scheme of one byte"), ("scheme-7", [["ABCDEFG", "C1"]], "A scheme of seven bytes"),
            ("scheme-utf8", [["éé" * 2, "C1"]], "A scheme of four characters and eight bytes"), ("code-0", [["CN", ""]], "An empty code"), ("code-9", [["CN", "ABCDEFGHI"]], "A code of nine bytes"), ("scheme-null", [[None, "C1"]], "A scheme of null"), ("code-null", [["CN", None]], "A code of null"), ("code-int", [["CN", 1]], "A code as an integer"),
            ("code-bidi", [["CN", "C\u200e"]], "A forbidden code point in a code"), ("scheme-lf", [["CN\n", "C1"]], "A forbidden code point in a scheme"), ("date-late", [["CN", "C1", 2932897]], "A date after 9999"), ("date-text", [["CN", "C1", "2020-02-29"]], "A date as text"), ("date-tag", [["CN", "C1", Tag(100, d)]], "A tagged date"), ("text", "C1", "A text"), ("map", {1: "C1"}, "A map"), ("flat", ["CN", "C1"], "Not in an array of privileges"),
            ("restriction-empty", [["CN", "C1", None, None, [[]]]], "An empty restriction"), ("restriction-null", [["CN", "C1", None, None, [["x", None]]]], "A restriction that ends in null"), ("restriction-null-3", [["CN", "C1", None, None, [["x", "=", None]]]], "A restriction that ends in null"),
            ("restriction-code-null", [["CN", "C1", None, None, [[None, "=", "x"]]]], "A restriction without a code"), ("restriction-sign-empty", [["CN", "C1", None, None, [["x", "", "y"]]]], "An empty sign"), ("restriction-301", [["CN", "C1", None, None, [["x" * 301]]]], "A restriction of 301 bytes"), ("restriction-17", [["CN", "C1", None, None, [["x"]] * 17]], "17 restrictions"),
            ("restriction-four", [["CN", "C1", None, None, [["x", "=", "y", "z"]]]], "Four members in a restriction"), ("restriction-text", [["CN", "C1", None, None, ["x"]]], "A restriction that is no array"), ("restriction-nul", [["CN", "C1", None, None, [["x", "=", "\0"]]]], "A forbidden code point in a value"), ("restrictions-map", [["CN", "C1", None, None, {}]], "Restrictions that are no array"), ("second-wrong", [["CN", "C1"], ["CN"]], "The second of two is wrong")):
        bad(f"privilege-bad-{slug}", 13, value, why, flags=("edge",))

    # The second page
    for slug, value, json in (("address", {1: "x"}, {"resident_address": "x"}), ("address-300", {1: "x" * 300}, {"resident_address": "x" * 300}), ("number", {2: "650100123456"}, {"administrative_number": "650100123456"}), ("record", {3: "y"}, {"record": "y"}), ("points-0", {4: [0]}, {"points": {"total": 0}}),
                              ("points-255", {4: [255, d]}, {"points": {"total": 255, "cycle_start": date}}), ("unknown", {99: 0}, {}), ("unknown-text", {"x": Tag(1, 1)}, {}), ("unknown-beside", {1: "x", 5: None}, {"resident_address": "x"})):
        f.case(f"page-{slug}", "The second page is flat in JSON; unknown members are ignored", "7", plain(change=entry(18, value)), licence={**SHORT, **json}, flags=("edge",) if "5" in slug else ())
    for slug, value in (("empty", {}), ("array", []), ("null", None), ("text", "x"), ("address-empty", {1: ""}), ("address-301", {1: "x" * 301}), ("number-int", {2: 1}), ("record-lf", {3: "a\n"}), ("points-empty", {4: []}), ("points-256", {4: [256]}), ("points-negative", {4: [-1]}), ("points-null", {4: [None]}),
                        ("points-null-end", {4: [1, None]}), ("points-null-first", {4: [None, d]}), ("points-three", {4: [1, d, 0]}), ("points-int", {4: 3}), ("points-date", {4: [1, 2932897]})):
        bad(f"page-bad-{slug}", 18, value, "A second page that is wrong", flags=("edge",))

    # Presence, and what is ignored
    for key, name in ((1, "family_name"), (4, "birth_date"), (8, "issue_date"), (9, "expiry_date"), (10, "issuing_country"), (13, "driving_privileges")):
        f.case(f"missing-{name}", f"No {name}", 8, plain(change=no_entry(key)), "license.invalid")
        if key in (8, 9, 10):
            f.case(f"missing-{name}-redacted", f"No {name}, while something is redacted", 8, holder(credential(licence=SECOND, redacted=(18,), change=no_entry(key))), "license.invalid")
    for slug, key, value in (("0", 0, "ignored"), ("19", 19, "a\0b"), ("negative", -1, None), ("text", "text", [None]), ("large", (1 << 64) - 1, Tag(1, 1)), ("bidi", 99, "\u202e"), ("empty", "", b"")):
        good(f"ignored-{slug}", key, value, None, None, "An unknown entry is ignored, with all that is in it")
    f.case("empty", "An empty license map", 8, plain(change=claim(-65537, {})), "license.invalid")
    f.case("full", "Everything", "7", plain(licence=FULL), licence="full", standing="valid")

    # Step 13: days
    midnight = 1_798_761_600  # 2027-01-01T00:00:00Z
    assert day("2027-01-01") * DAY == midnight
    def days(slug, comment, now, code, offset=0, issue="2022-06-18", expiry="2032-06-18", **more):
        licence = {**SHORT, "issue_date": issue, "expiry_date": expiry}
        f.case(f"day-{slug}", comment, 13, plain(now, now + 30, licence=licence), code, now=now, policy={"utc_offset": offset} if offset else None, licence=licence, flags=("edge",), **more)
    for zone, offset in (("utc", 0), ("utc+8", 8 * 3600), ("utc-5", -5 * 3600)):
        turn = midnight - offset
        for delta, code in ((-1, "ok"), (0, "license.expired"), (1, "license.expired")):
            days(f"expiry-{zone}-{delta}", f"The licence ends with 2026-12-31 in {zone}: its midnight {delta:+d} s", turn + delta, code, offset, expiry="2026-12-31")
        for delta, code in ((-1, "license.not_yet_valid"), (0, "ok"), (1, "ok")):
            days(f"issue-{zone}-{delta}", f"The licence begins with 2027-01-01 in {zone}: its midnight {delta:+d} s", turn + delta, code, offset, issue="2027-01-01")
    days("one", "A licence of one day, on it", midnight, "ok", issue="2027-01-01", expiry="2027-01-01")
    days("skew", "Days have no skew", midnight + 10, "license.expired", expiry="2026-12-31")
    leap = seconds("2028-02-29T23:59:59Z")
    days("leap", "A licence that ends on 29 February, on it", leap, "ok", expiry="2028-02-29")
    days("leap-over", "The day after", leap + 1, "license.expired", expiry="2028-02-29")
    days("leap-not", "2100 has no 29 February: 28 February is followed by 1 March", seconds("2100-03-01T00:00:00Z"), "license.expired", expiry="2100-02-28")
    days("endless", "长期: without end, long from now", seconds("2200-01-01T00:00:00Z"), "ok", expiry=None)
    for delta, notices in ((-1, ("status.unchecked",)), (0, expired)):
        licence = {**SHORT, "driving_privileges": [privilege(expiry_date="2026-12-31")]}
        f.case(f"privilege-day-{delta}", f"A class that ends with 2026-12-31: midnight {delta:+d} s", "15", plain(midnight + delta, midnight + 30, licence=licence), now=midnight + delta, licence=licence, notices=notices, flags=("edge",))
        f.case(f"privilege-day-8-{delta}", "The same in UTC+8", "15", plain(midnight + delta - 28800, midnight - 28770, licence=licence), now=midnight + delta - 28800, policy={"utc_offset": 28800}, licence=licence, notices=notices, flags=("edge",))

    # Step 13: standing
    classes = {**{c: "valid" for c in "ANPT"}, **{c: "attention" for c in "CHI"}, **{c: "suspended" for c in "BDJKLMSU"}, **{c: "ended" for c in "EFGR"}}
    code_of = {"valid": "ok", "attention": "ok", "suspended": "license.suspended", "ended": "license.ended", "unknown": "license.standing_unknown"}
    as_of, text = IAT, "2026-12-31T00:00:30Z"
    for letters in [chr(c) for c in range(65, 91)] + ["BDJ", "AC", "AB", "BE", "BX", "CX", "AX", "EX", "BEX", "ANPT", "CHI", "EFGR", "ABCDEFGH"]:
        found = {classes.get(letter, "unknown") for letter in letters}
        worst = next(one for one in ("ended", "suspended", "unknown", "attention", "valid") if one in found)
        with_standing(f"standing-letter-{letters}", letters, as_of, text, f"{letters}: {worst}", standing=worst, code=code_of[worst], notices=attention if worst == "attention" else ("status.unchecked",), spec=13)
    for slug, table, letters, worst in (("moved", {"valid": "E", "ended": "A"}, "A", "ended"), ("moved-2", {"valid": "E", "ended": "A"}, "E", "valid"), ("empty", {}, "A", "unknown"), ("replaced", {"valid": "A"}, "B", "unknown"), ("attention", {"attention": "A"}, "A", "attention")):
        with_standing(f"standing-classes-{slug}", letters, as_of, text, "The policy's table replaces the whole of section 7's", standing=worst, code=code_of[worst], notices=attention if worst == "attention" else ("status.unchecked",), policy={"standing_classes": table}, spec=13)
    for age in (0, 3600, 259200):
        for skew in (0, 30):
            for delta, code in ((-1, "ok"), (0, "license.standing_stale"), (1, "license.standing_stale")):
                moment = NOW - age - skew - delta
                shown = datetime.datetime.fromtimestamp(moment, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
                if moment > NOW:
                    continue  # as_of may not be after iat
                with_standing(f"standing-age-{age}-{skew}-{delta}", "A", moment, shown, f"now is as_of + {age} + skew {skew} {delta:+d}", code=code, policy={"standing_age": age, "skew": skew}, flags=("edge",), spec=13)
    with_standing("standing-age-off", "A", 0, "1970-01-01T00:00:00Z", "Without an age nothing is too old", spec=13)
    with_standing("standing-age-large", "A", 1, "1970-01-01T00:00:01Z", "An age of 2^53-1, without overflow", policy={"standing_age": (1 << 53) - 1}, flags=("edge",), spec=13)
    with_standing("standing-stale-ended", "E", 1, "1970-01-01T00:00:01Z", "Ended, however old", standing="ended", code="license.ended", policy={"standing_age": 0}, spec=13)
    f.case("standing-age-none", "Without a standing its age is not asked", 13, plain(), policy={"standing_age": 0})
    f.case("roadside", "The roadside's policy and a fresh standing", 13, plain(licence=FULL), policy="roadside", licence="full", standing="valid")
    f.case("counter", "The counter's policy and a static code", 13, plain(IAT, IAT + 30 * DAY, licence=FULL), policy="counter", licence="full", standing="valid", offset=None)
    return f.content()
