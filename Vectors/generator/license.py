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


EYES = "black blue brown dichromatic grey green hazel maroon pink unknown".split()
HAIR = "bald black blond brown grey red auburn sandy white unknown".split()
TEXT, DATE, COUNTRY, BOOL, PICTURE, TEMPLATE, TRUNCATION = "text", "date", "country", "bool", "picture", "template", ["T", "N", "U"]
# The elements from entry 19 on, and from member 5 of the second page on, as the tables of section 7 have them.
ELEMENTS = {
    19: ("birth_place", TEXT), 20: ("issuing_jurisdiction", (4, 6)), 21: ("height", range(1, 301)), 22: ("eye_colour", EYES), 23: ("name_suffix", TEXT), 24: ("weight", range(1, 501)), 25: ("weight_range", range(10)),
    26: ("hair_colour", HAIR), 27: ("race_ethnicity", ["AI", "AP", "BK", "H", "O", "U", "W"]), 28: ("signature_usual_mark", PICTURE), 29: ("portrait_capture_date", DATE), 30: ("family_name_national_character", TEXT),
    31: ("given_name_national_character", TEXT), 32: ("first_name", TEXT), 33: ("middle_names", TEXT), 34: ("family_name_truncation", TRUNCATION), 35: ("given_name_truncation", TRUNCATION), 36: ("first_name_truncation", TRUNCATION),
    37: ("middle_names_truncation", TRUNCATION), 38: ("aka_family_name", TEXT), 39: ("aka_given_name", TEXT), 40: ("aka_suffix", TEXT), 41: ("age_in_years", range(151)), 42: ("age_birth_year", range(1, 10_000)),
    43: ("under_18_until", DATE), 44: ("under_19_until", DATE), 45: ("under_21_until", DATE), 46: ("organ_donor", BOOL), 47: ("veteran", BOOL), 48: ("dhs_compliance", ["F", "N"]), 49: ("dhs_compliance_text", TEXT),
    50: ("dhs_temporary_lawful_status", BOOL), 51: ("cdl_indicator", BOOL), 52: ("cdl_non_domiciled", BOOL), 53: ("edl_credential", [1, 2]), 54: ("hazmat_endorsement_expiration_date", DATE), 55: ("biometric_template_face", TEMPLATE),
    56: ("biometric_template_finger", TEMPLATE), 57: ("biometric_template_iris", TEMPLATE), 58: ("biometric_template_signature_sign", TEMPLATE)}
PAGE = {5: ("resident_city", TEXT), 6: ("resident_state", TEXT), 7: ("resident_county", TEXT), 8: ("resident_postal_code", TEXT), 9: ("resident_country", COUNTRY), 10: ("document_discriminator", TEXT), 11: ("inventory_control_number", TEXT),
        12: ("audit_information", TEXT), 13: ("card_revision_date", DATE), 14: ("host_state_information", TEXT), 15: ("issuing_state_information", TEXT)}


def values(kind) -> tuple[list, list]:
    """Right ones, each with its JSON, and wrong ones; each with a slug."""
    picture = lambda data: base64.b64encode(data).decode()  # noqa: E731
    if kind == TEXT or isinstance(kind, tuple):
        least, most = kind if isinstance(kind, tuple) else (1, 300)
        return ([(str(least), "x" * least, "x" * least), (str(most), "x" * most, "x" * most)],
                [("short", "x" * (least - 1)), ("long", "x" * (most + 1)), ("bidi", "abc\u202e"), ("lf", "abcd\n"), ("bytes", b"abcd"), ("int", 1), ("null", None), ("array", ["abcd"]), ("tag", Tag(0, "abcd"))])
    if kind == DATE:
        return ([("first", -719162, "0001-01-01"), ("last", 2932896, "9999-12-31"), ("leap", 18321, "2020-02-29")],
                [("early", -719163), ("late", 2932897), ("partial", [1990, 5]), ("text", "2020-02-29"), ("null", None), ("tag", Tag(100, 18321))])
    if kind == COUNTRY:
        return [("zz", "ZZ", "ZZ")], [("lower", "cn"), ("3", "CHN"), ("digit", "C1"), ("null", None)]
    if kind == BOOL:
        return [("true", True, True), ("false", False, False)], [("1", 1), ("0", 0), ("text", "true"), ("null", None), ("array", [True])]
    if kind == PICTURE:
        return ([(form, [number, b"x"], {"format": form, "data": picture(b"x")}) for number, form in ((1, "jpeg"), (2, "jpeg2000"), (3, "avif"), (4, "webp"))] + [("1200", [4, bytes(1200)], {"format": "webp", "data": picture(bytes(1200))})],
                [("0", [0, b"x"]), ("5", [5, b"x"]), ("empty", [1, b""]), ("1201", [1, bytes(1201)]), ("one", [1]), ("three", [1, b"x", None]), ("bytes", b"x"), ("text", [1, "x"]), ("null", None)])
    if kind == TEMPLATE:
        return [("1", b"\0", "00"), ("1200", bytes(1200), "00" * 1200)], [("empty", b""), ("1201", bytes(1201)), ("text", "00"), ("array", [b"x"]), ("picture", [1, b"x"]), ("null", None)]
    if isinstance(kind, range):
        first, last = kind[0], kind[-1]
        return ([(str(first), first, first), (str(last), last, last)],
                [("low", first - 1), ("high", last + 1), ("largest", (1 << 64) - 1), ("smallest", -(1 << 64)), ("text", str(last)), ("bool", True), ("null", None), ("tag", Tag(1, last)), ("array", [last])])
    if isinstance(kind[0], int):
        return [(str(one), one, one) for one in kind], [("low", kind[0] - 1), ("high", kind[-1] + 1), ("text", str(kind[0])), ("bool", True), ("null", None)]
    return ([(one, one, one) for one in kind],
            [("empty", ""), ("case", kind[0].swapcase()), ("space", kind[0] + " "), ("prefix", "Q"), ("int", 1), ("bool", True), ("null", None), ("array", [kind[0]]), ("bytes", kind[0].encode())])


def elements(f: File) -> None:
    """The elements that were defined later: each kind of value at its limits, and next to them."""
    for key, (name, kind) in ELEMENTS.items():
        right, wrong = values(kind)
        for slug, value, json in right:
            f.case(f"{name}-{slug}", f"{name} of a right value", "7", plain(change=entry(key, value)), licence={**SHORT, name: json}, flags=("edge",))
        for slug, value in wrong:
            f.case(f"{name}-bad-{slug}", f"{name} of a wrong value or kind", 8, plain(change=entry(key, value)), "license.invalid", flags=("edge",))
    for key, (name, kind) in PAGE.items():
        right, wrong = values(kind)
        for slug, value, json in right:
            f.case(f"page-{name}-{slug}", f"{name} of a right value, on the second page", "7", plain(change=entry(18, {key: value})), licence={**SHORT, name: json}, flags=("edge",))
        for slug, value in wrong:
            f.case(f"page-{name}-bad-{slug}", f"{name} of a wrong value or kind", 8, plain(change=entry(18, {key: value})), "license.invalid", flags=("edge",))
    first = {key: values(kind)[0][0] for key, (_, kind) in ELEMENTS.items()}
    page = {key: values(kind)[0][0] for key, (_, kind) in PAGE.items()}

    def everything(header, claims):
        claims[-65537] |= {key: value for key, (_, value, _) in first.items()} | {18: {key: value for key, (_, value, _) in page.items()}}
    whole = {**SHORT, **{ELEMENTS[key][0]: json for key, (_, _, json) in first.items()}, **{PAGE[key][0]: json for key, (_, _, json) in page.items()}}
    f.case("elements", "All of them in one licence", "7", plain(change=everything), licence=whole)
    for slug, key, name, value in (("birth_place", 19, "birth_place", "Kashgar"), ("template", 58, "biometric_template_signature_sign", b"\1\2"), ("page", 18, "resident_city", {5: "Kashgar"})):
        json = {"birth_place": "Kashgar", "template": "0102", "page": "Kashgar"}[slug]
        base = {**SHORT, name: json}
        made = credential(licence=base, redacted=(key,))
        withheld = {"withheld": True, "notices": ("status.unchecked", "license.withheld_entries")}
        f.case(f"elements-withheld-{slug}", f"{name}, withheld", "6", holder(made), **withheld)
        f.case(f"elements-disclosed-{slug}", f"{name}, disclosed", "6", holder(made, show=[key]), licence=base)
        f.case(f"elements-required-{slug}", f"{name}, withheld and required", 13, holder(made), "license.withheld", withheld=True, policy={"required_entries": [name]})
        f.case(f"elements-required-disclosed-{slug}", f"{name}, required and disclosed", 13, holder(made, show=[key]), policy={"required_entries": [name]}, licence=base)
        f.case(f"elements-required-absent-{slug}", f"{name}, required, where the licence has none", 13, holder(credential()), "license.withheld", policy={"required_entries": [name]})
    for slug, key in (("59", 59), ("next-page", None)):
        change = entry(key, "a\0b") if key else entry(18, {5: "Kashgar", 16: "a\0b"})
        f.case(f"elements-next-{slug}", "The first key behind those that are defined is ignored", "7", plain(change=change), licence=SHORT if key else {**SHORT, "resident_city": "Kashgar"}, flags=("edge",))

    # Birth dates of which the day, or the day and the month, are unknown
    for slug, value, json in (("year", [1990], "1990"), ("month", [1990, 5], "1990-05"), ("year-1", [1], "0001"), ("year-9999", [9999], "9999"), ("month-1", [1990, 1], "1990-01"), ("month-12", [1990, 12], "1990-12"), ("month-9999", [9999, 12], "9999-12"), ("later", [2030], "2030")):
        f.case(f"birth-{slug}", "A birth date of which less is known; no step reads it", "7", plain(change=entry(4, value)), licence={**SHORT, "birth_date": json}, flags=("edge",))
    for slug, value in (("empty", []), ("year-0", [0]), ("year-10000", [10_000]), ("year-negative", [-1]), ("year-text", ["1990"]), ("year-null", [None]), ("year-bool", [True]), ("month-0", [1990, 0]), ("month-13", [1990, 13]), ("month-null", [1990, None]), ("month-text", [1990, "05"]), ("day", [1990, 5, 7]),
                        ("day-0", [1990, 5, 0]), ("nested", [[1990]]), ("map", {1990: 5}), ("text", "1990"), ("tag", Tag(100, [1990])), ("bytes", b"1990")):
        f.case(f"birth-bad-{slug}", "Neither a date nor a partial date", 8, plain(change=entry(4, value)), "license.invalid", flags=("edge",))
    for key, name in ((7, "first_issue_date"), (8, "issue_date"), (9, "expiry_date")):
        f.case(f"{name}-partial", f"{name} is never a partial date", 8, plain(change=entry(key, [2022, 6])), "license.invalid")
    made = credential(licence={**SHORT, "birth_date": "1990-05"}, redacted=(4,))
    f.case("birth-withheld", "A partial birth date, withheld", "6", holder(made), licence={k: v for k, v in SHORT.items() if k != "birth_date"}, withheld=True, notices=("status.unchecked", "license.withheld_entries"))
    f.case("birth-disclosed", "A partial birth date, disclosed", "6", holder(made, show=[4]), licence={**SHORT, "birth_date": "1990-05"})


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
    for scheme, codes in (("CN", "A1 A2 A3 B1 B2 C1 C2 C3 C4 C5 C6 D E F M N P"), ("EU", "AM A1 A2 A B1 B BE C1 C1E C CE D1 D1E D DE L M T"), ("ISO", "A1 A B1 B C1 C D1 D BE C1E CE D1E DE"), ("US", "A B C D M"), ("US-END", "H L N O P S T X")):
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

    elements(f)

    # The second page
    for slug, value, json in (("address", {1: "x"}, {"resident_address": "x"}), ("address-300", {1: "x" * 300}, {"resident_address": "x" * 300}), ("number", {2: "650100123456"}, {"administrative_number": "650100123456"}), ("record", {3: "y"}, {"record": "y"}), ("points-0", {4: [0]}, {"points": {"total": 0}}),
                              ("points-255", {4: [255, d]}, {"points": {"total": 255, "cycle_start": date}}), ("unknown", {99: 0}, {}), ("unknown-text", {"x": Tag(1, 1)}, {}), ("unknown-1000", {1: "x", 1000: None}, {"resident_address": "x"})):
        f.case(f"page-{slug}", "The second page is flat in JSON; unknown members are ignored", "7", plain(change=entry(18, value)), licence={**SHORT, **json}, flags=("edge",) if slug == "points-255" else ())
    for slug, value in (("empty", {}), ("array", []), ("null", None), ("text", "x"), ("address-empty", {1: ""}), ("address-301", {1: "x" * 301}), ("number-int", {2: 1}), ("record-lf", {3: "a\n"}), ("points-empty", {4: []}), ("points-256", {4: [256]}), ("points-negative", {4: [-1]}), ("points-null", {4: [None]}),
                        ("points-null-end", {4: [1, None]}), ("points-null-first", {4: [None, d]}), ("points-three", {4: [1, d, 0]}), ("points-int", {4: 3}), ("points-date", {4: [1, 2932897]})):
        bad(f"page-bad-{slug}", 18, value, "A second page that is wrong", flags=("edge",))

    # Presence, and what is ignored
    for key, name in ((1, "family_name"), (4, "birth_date"), (8, "issue_date"), (9, "expiry_date"), (10, "issuing_country"), (13, "driving_privileges")):
        f.case(f"missing-{name}", f"No {name}", 8, plain(change=no_entry(key)), "license.invalid")
        if key in (8, 9, 10):
            f.case(f"missing-{name}-redacted", f"No {name}, while something is redacted", 8, holder(credential(licence=SECOND, redacted=(18,), change=no_entry(key))), "license.invalid")
    for slug, key, value in (("0", 0, "ignored"), ("1000", 1000, "a\0b"), ("negative", -1, None), ("text", "text", [None]), ("large", (1 << 64) - 1, Tag(1, 1)), ("bidi", 99, "\u202e"), ("empty", "", b"")):
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
