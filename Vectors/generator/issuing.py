"""issuing.json: section 7, "Issuing": what an issuer refuses, and what it warns of."""

from __future__ import annotations

import base64
import datetime
import hashlib
from typing import Any, Optional

from .make import File

IAT = 1_796_083_200  # 2026-12-01T00:00:00Z
assert datetime.datetime.fromtimestamp(IAT, datetime.timezone.utc).isoformat() == "2026-12-01T00:00:00+00:00"

CLASS = {"scheme": "EU", "vehicle_category_code": "B", "issue_date": "2012-06-18", "expiry_date": "2032-06-17"}
EU: dict[str, Any] = {
    "document_number": "ZZ-9990-1171", "family_name": "Muster", "given_name": "Erika", "birth_date": "1990-02-28", "issue_date": "2022-06-18", "expiry_date": "2032-06-17",
    "issuing_country": "DE", "driving_privileges": [CLASS]}
# 650599 is assigned to no place. The check digits are those of ISO 7064 MOD 11-2, worked out below.
CN: dict[str, Any] = {
    "document_number": "650599199003070014", "family_name": "阿不都热合曼", "birth_date": "1990-03-07", "sex": 1, "nationality": "CN", "issue_date": "2021-04-20", "expiry_date": "2031-04-20",
    "issuing_country": "CN", "driving_privileges": [{"scheme": "CN", "vehicle_category_code": "C1"}]}
US: dict[str, Any] = {**EU, "document_number": "Z9990042", "issuing_country": "US", "issuing_jurisdiction": "US-CA", "driving_privileges": [{"scheme": "US", "vehicle_category_code": "C"}]}


def citizen(first: str) -> str:
    """17 digits and their check character, by the weights of the standard."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first, weights)) % 11]


assert citizen("65059919900307001") == "650599199003070014"
assert citizen("11010519491231002") == "11010519491231002X"  # the standard's own example

WHITE = [0x20, 0xA0, 0x1680, *range(0x2002, 0x200B), 0x202F, 0x205F, 0x3000]  # U+2000 and 2001 are not in NFC
INVISIBLE = [0xAD, 0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B, 0x200C, 0x200D, 0x2060, 0x2061, 0x2064, 0x2065, 0x206A, 0x206F, 0x2800, 0x3164, 0xFFA0, 0xFFF0, 0xFFF8, 0x1BCA0, 0x1D173, 0xE0001, 0xE0020, 0xE007F, 0xE0FFF]
SELECTORS = [0x180B, 0x180C, 0x180D, 0x180F, 0xFE00, 0xFE0E, 0xFE0F, 0xE0100, 0xE01EF]
DAMAGED = [0xFFFC, 0xFFFD, 0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x3FFFF, 0xE000, 0xF8FF, 0x40000, 0xDFFFD, 0xF0000, 0xFFFFF, 0x100000, 0x10FFFD, 0x10FFFF]


def make() -> dict:
    f = File("issuing", "Section 7, Issuing: a licence in its JSON shape, and the iat of the credential that it is to be issued in. An issuer refuses it with a code and the path of the element at fault, or issues it "
             "with warnings, in any order. Whether a licence's form is right is no matter of this file: all of them have the right form.")

    def given(licence: dict, changed: dict) -> dict:
        merged = {**licence, **changed}
        return {name: value for name, value in merged.items() if value is not None or name == "expiry_date"}

    def good(slug: str, comment: str, licence: dict = EU, warnings: tuple = (), *, iat: int = IAT, flags: tuple = (), spec: str = "7", unknown: Optional[bool] = None, **changed: Any) -> None:
        """`warnings`: (code, path). A change to None takes an element out."""
        options = {} if unknown is None else {"allow_unknown_classes": unknown}
        f.layer(slug, comment, spec, {"valid": True, "warnings": [{"code": code, "path": path} for code, path in warnings]}, flags, license=given(licence, changed), iat=iat, **options)

    def bad(slug: str, comment: str, code: str, path: str, licence: dict = EU, *, iat: int = IAT, flags: tuple = (), unknown: Optional[bool] = None, **changed: Any) -> None:
        options = {} if unknown is None else {"allow_unknown_classes": unknown}
        f.layer(slug, comment, "7", {"valid": False, "code": code, "path": path}, flags, license=given(licence, changed), iat=iat, **options)

    good("eu", "A licence as it should be")
    good("cn", "Of a resident of China", CN)
    good("us", "Of a US state", US)

    # Texts
    for slug, text, code, why in (
            ("space", " ", "blank", "One space"), ("spaces", "   ", "blank", "Spaces"), ("ideographic-space", "\u3000", "blank", "The space of Chinese texts"), ("zwsp-zwsp", "\u200b\u200b", "blank", "Two zero-width spaces"), ("filler", "\u3164", "blank", "The Hangul filler"),
            ("braille", "\u2800", "blank", "The Braille pattern without dots"), ("mixed", " \u200d\ufe0f\u00a0", "blank", "White space and what cannot be seen"), ("tags", "\U000e0041\U000e0042", "blank", "Letters that are tags"), ("leading", " Muster", "padded", "A space at the start"), ("trailing", "Muster ", "padded", "A space at the end"),
            ("trailing-nbsp", "Muster\u00a0", "padded", "A no-break space at the end"), ("leading-ideographic", "\u3000王", "padded", "An ideographic space at the start"), ("replacement", "M\ufffdller", "damaged", "U+FFFD, as a broken conversion leaves it"), ("replacements", "\ufffd\ufffd", "damaged", "Nothing but U+FFFD"),
            ("decomposed", "Mu\u0308ller", "not_normalized", "A decomposed letter"), ("kelvin", "\u212a", "not_normalized", "The sign for kelvin, which NFC makes a K"), ("compatibility", "\uf904", "not_normalized", "A compatibility ideograph, which NFC makes another"),
            ("quad", "a\u2000b", "not_normalized", "A space that NFC makes another")):
        bad(f"text-{slug}", f"family_name: {why}", f"license.text_{code}", "family_name", family_name=text)
    for point in WHITE:
        bad(f"text-white-{point:04x}", f"U+{point:04X} alone is white space", "license.text_blank", "family_name", family_name=chr(point))
        good(f"text-white-inside-{point:04x}", f"U+{point:04X} may stand inside a text", family_name=f"a{chr(point)}b")
    for point in INVISIBLE:
        bad(f"text-invisible-{point:04x}", f"U+{point:04X} inside Latin letters", "license.text_invisible", "family_name", family_name=f"a{chr(point)}b")
    for point in DAMAGED:
        bad(f"text-damaged-{point:04x}", f"U+{point:04X} inside a text", "license.text_damaged", "family_name", family_name=f"a{chr(point)}b", flags=("edge",))
    for point in SELECTORS:
        good(f"text-selector-{point:04x}", f"The variation selector U+{point:04X} behind an ideograph", family_name=f"葛{chr(point)}城")
        bad(f"text-selector-first-{point:04x}", f"U+{point:04X} at the start", "license.text_invisible", "family_name", family_name=f"{chr(point)}城")
    for slug, text, why in (("space", "葛 \ufe00", "behind a space"), ("twice", "葛\ufe00\ufe00", "behind another")):
        bad(f"text-selector-{slug}", f"A variation selector {why}", "license.text_invisible", "family_name", family_name=text)
    for slug, text, why in (
            ("persian", "نیم\u200cفاصله", "ZWNJ in Persian"), ("malayalam", "അവന്\u200d", "ZWJ at the end of a word of Malayalam, as it was written before it had letters for that"), ("sinhala", "ශ්\u200dරී", "ZWJ in Sinhala"), ("bengali", "র\u200d্যাব", "ZWJ in Bengali"), ("devanagari", "क्\u200dष", "ZWJ in Devanagari"),
            ("khmer", "ភ្នំ\u200bពេញ", "A zero-width space in Khmer"), ("mongolian", "ᠬᠠᠷ\u180eᠠ", "A vowel separator in Mongolian"), ("mongolian-selector", "ᠳ\u180bᠠ", "A variation selector in Mongolian"), ("uyghur", "ئابدۇرېھىم ئۆتكۈر", "Uyghur"), ("tibetan", "བསྟན་འཛིན་རྒྱ་མཚོ", "Tibetan"), ("han-rare", "𠮷野㐂", "Rare ideographs"),
            ("han-3", "\U00031350", "An ideograph of plane 3"), ("dot", "阿卜杜拉·买买提", "An interpunct"), ("apostrophe", "O’Neil-D'Arc", "Apostrophes and a hyphen"), ("vietnamese", "Nguyễn Thị Ánh", "Vietnamese"), ("emoji", "☎\ufe0f", "A sign with a selector"), ("one", "王", "One character"), ("wide", "ＡＢ", "Full-width letters"), ("arabic-form", "\ufefb", "An Arabic presentation form")):
        good(f"text-ok-{slug}", f"A name as people have them: {why}", family_name=text)
    for slug, text, why in (
            ("zwj-latin", "a\u200db", "ZWJ in Latin"), ("zwnj-han", "王\u200c王", "ZWNJ between ideographs"), ("zwnj-first", "\u200cنیم", "ZWNJ at the start of Persian"), ("zwnj-space", "نیم \u200cفاصله", "ZWNJ behind a space"), ("zwnj-twice", "نیم\u200c\u200cفاصله", "ZWNJ behind another"), ("zwsp-end", "ភ្នំ\u200b", "A zero-width space at the end of Khmer"),
            ("zwsp-latin", "ភ្នំa\u200bb", "A zero-width space in the Latin part"), ("zwsp-space", "ភ្នំ\u200b ពេញ", "A zero-width space before a space"), ("vowel-end", "ᠬᠠᠷ\u180e", "A vowel separator at the end"), ("word-joiner", "نیم\u2060فاصله", "A word joiner in Persian")):
        bad(f"text-joiner-{slug}", f"Where it joins nothing: {why}", "license.text_invisible", "family_name", family_name=text)
    blank = "license.text_blank"
    texts = ("document_number", "given_name", "name_national_character", "issuing_authority", "un_distinguishing_sign", "birth_place", "name_suffix", "family_name_national_character", "given_name_national_character", "first_name", "middle_names", "aka_family_name", "aka_given_name", "aka_suffix",
             "dhs_compliance_text", "resident_address", "administrative_number", "record", "resident_city", "resident_state", "resident_county", "resident_postal_code", "document_discriminator", "inventory_control_number", "audit_information", "host_state_information", "issuing_state_information")
    for name in texts:
        bad(f"blank-{name}", f"{name} of spaces", blank, name, **{name: "  "})
    bad("blank-jurisdiction", "issuing_jurisdiction of spaces", blank, "issuing_jurisdiction", US, issuing_jurisdiction="    ")
    for slug, privilege, part in (("scheme", {**CLASS, "scheme": "  "}, "scheme"), ("code", {**CLASS, "vehicle_category_code": " "}, "vehicle_category_code"), ("restriction", {**CLASS, "codes": [{"code": " "}]}, "codes[0].code"),
                                  ("sign", {**CLASS, "codes": [{"code": "70", "sign": " "}]}, "codes[0].sign"), ("value", {**CLASS, "codes": [{"code": "01"}, {"code": "70", "value": "\u200b"}]}, "codes[1].value")):
        bad(f"blank-{slug}", f"{part} of a class that shows nothing", blank, f"driving_privileges[1].{part}", driving_privileges=[{"scheme": "EU", "vehicle_category_code": "AM"}, privilege], unknown=True)

    # Numbers of China
    number = CN["document_number"]
    for slug, text, code, why in (
            ("17", number[:17], "value_invalid", "17 digits, as a spreadsheet leaves them that has lost the last"), ("19", number + "0", "value_invalid", "19 characters"), ("15", "650599900307001", "value_invalid", "A number of the first generation"), ("spaced", "650599 19900307 0014", "value_invalid", "Spaces inside"), ("float", "6.50599E+17", "value_invalid", "As a spreadsheet writes it"),
            ("zeros", "650599199003070000", "check_digit", "The last digits lost to a spreadsheet"), ("x-lower", "11010519491231002x", "value_invalid", "A small x"), ("x-middle", "6505991990030700X4", "value_invalid", "X before the end"), ("wide", "６５０５９９１９９００３０７００１４", "value_invalid", "Full-width digits"), ("arabic", "٦٥٠٥٩٩١٩٩٠٠٣٠٧٠٠١٤", "value_invalid", "Other digits than ASCII's"),
            ("digit", number[:17] + "5", "check_digit", "Another check digit"), ("swapped", "650599199003070104", "check_digit", "Two digits swapped"), ("digit-x", number[:17] + "X", "check_digit", "X where it is not due")):
        bad(f"number-{slug}", f"The number of a resident of China: {why}", f"license.{code}", "document_number", CN, document_number=text)
    good("number-x", "A number that ends in X", CN, document_number="11010519491231002X", birth_date="1949-12-31", sex=2)
    good("number-foreigner", "The number of a foreigner in China is that of another document", CN, document_number="E12345678", nationality="DE")
    good("number-no-nationality", "Without a nationality nothing is known of the number", CN, document_number="E12345678", nationality=None)
    good("number-hong-kong", "Nor is it of a resident of Hong Kong", CN, document_number="H12345678", nationality="HK")
    good("number-abroad", "A Chinese citizen's licence of another country has its number", nationality="CN")
    for slug, text, why in (("11", "65050012345", "11 digits"), ("13", "6505001234567", "13 digits"), ("letter", "65050012345A", "A letter"), ("float", "6.505E+11", "As a spreadsheet writes it")):
        bad(f"file-number-{slug}", f"The file number of a Chinese licence: {why}", "license.value_invalid", "administrative_number", CN, administrative_number=text)
    good("file-number", "The file number of a Chinese licence", CN, administrative_number="650500123456")
    good("file-number-other", "The administrative number of another country has any form", administrative_number="4D/17 A")
    contradiction = "license.contradiction"
    for slug, birth, why in (("day", "1990-03-08", "Another day"), ("month", "1990-04-07", "Another month"), ("year", "1991-03-07", "Another year"), ("partial-year", "1991", "Only the year is known, and it is another"), ("partial-month", "1990-04", "Year and month are known, and the month is another"), ("swapped", "1990-07-03", "Day and month swapped")):
        bad(f"number-birth-{slug}", f"The birth date and the number of a resident of China: {why}", contradiction, "birth_date", CN, birth_date=birth)
    for slug, birth in (("partial-year", "1990"), ("partial-month", "1990-03")):
        good(f"number-birth-ok-{slug}", "What is known of the birth date is that of the number", CN, birth_date=birth)
    bad("number-birth-impossible", "A number whose birth date does not exist", contradiction, "birth_date", CN, document_number=citizen("65059919900230001"), birth_date="1990-03-02")
    bad("number-sex-odd", "An odd number is a man's", contradiction, "sex", CN, sex=2)
    bad("number-sex-even", "An even number is a woman's", contradiction, "sex", CN, document_number=citizen("65059919900307002"))
    good("number-sex-woman", "An even number and a woman", CN, document_number=citizen("65059919900307002"), sex=2)
    for value in (0, 9):
        good(f"number-sex-{value}", "A sex that is not stated contradicts nothing", CN, sex=value)
    good("number-sex-none", "No sex at all", CN, sex=None)
    good("number-sex-abroad", "Numbers of other countries say nothing of sex", document_number="650599199003070014", nationality="CN", sex=2)

    # Jurisdictions
    for slug, text, why in (("short", "US-", "Nothing behind the hyphen"), ("long", "US-CALI", "Four letters"), ("lower", "us-ca", "Lower case"), ("space", "US CA", "No hyphen"), ("digit", "U1-CA", "A digit in the country"), ("name", "Texas", "A name")):
        if 4 <= len(text) <= 6:
            bad(f"jurisdiction-{slug}", f"{why}: no code of ISO 3166-2", "license.value_invalid", "issuing_jurisdiction", US, issuing_jurisdiction=text)
    for slug, text, country in (("two", "CN-65", "CN"), ("one", "CA-A", "CA"), ("three", "GB-ENG", "GB")):
        good(f"jurisdiction-ok-{slug}", "A code of ISO 3166-2", US, issuing_jurisdiction=text, issuing_country=country)
    bad("jurisdiction-other", "A jurisdiction of another country", contradiction, "issuing_jurisdiction", US, issuing_jurisdiction="CA-ON")

    # Ages. iat is 2026-12-01T00:00:00Z, so that the local day is 30 November, 1 or 2 December.
    for slug, birth, age, answer, right, why in (
            ("child", "2015-12-05", 18, True, False, "A child of ten"), ("adult", "1990-02-28", 18, True, True, "An adult"), ("adult-false", "1990-02-28", 18, False, False, "An adult who is said to be none"), ("old", "1990-02-28", 65, True, False, "65 at 36"), ("old-false", "1990-02-28", 65, False, True, "Not 65 at 36"),
            ("today", "2008-12-01", 18, True, True, "18 today"), ("today-false", "2008-12-01", 18, False, True, "18 today, and not yet where it is still yesterday"), ("tomorrow", "2008-12-02", 18, True, True, "18 tomorrow, and already where it is tomorrow"), ("tomorrow-false", "2008-12-02", 18, False, True, "18 tomorrow"),
            ("after-tomorrow", "2008-12-03", 18, True, False, "18 the day after tomorrow"), ("yesterday-false", "2008-11-30", 18, False, False, "18 yesterday"), ("before-yesterday-false", "2008-11-29", 18, False, False, "18 the day before"),
            ("partial-year", "2008", 18, True, True, "Born in the year that makes 18 possible"), ("partial-year-false", "2008", 18, False, True, "And not certain"), ("partial-year-young", "2009", 18, True, False, "Born too late in any case"), ("partial-year-old", "2007", 18, False, False, "Born early enough in any case"),
            ("partial-month", "2008-12", 18, True, True, "Born in a month that has just begun"), ("partial-month-false", "2008-12", 18, False, True, "And not certain"), ("partial-month-young", "2009-01", 18, True, False, "Born in the next month"),
            ("partial-month-old", "2008-11", 18, False, False, "Born on its last day at the latest: 18 where it is still yesterday")):
        licence = {**EU, "birth_date": birth, "issue_date": "2026-06-18", "driving_privileges": [{"scheme": "EU", "vehicle_category_code": "B"}]}
        if right:
            good(f"age-{slug}", f"age_over.{age} {str(answer).lower()}: {why}", licence, age_over={str(age): answer}, flags=("edge",))
        else:
            bad(f"age-{slug}", f"age_over.{age} {str(answer).lower()}: {why}", contradiction, f"age_over.{age}", licence, age_over={str(age): answer}, flags=("edge",))
    young = {**EU, "issue_date": "2026-06-18", "driving_privileges": [{"scheme": "EU", "vehicle_category_code": "B"}]}
    good("age-evening", "The last second of the day before iat's", young, birth_date="2008-12-01", age_over={"18": True}, iat=IAT - 1, flags=("edge",))
    bad("age-evening-late", "One day more", contradiction, "age_over.18", young, birth_date="2008-12-02", age_over={"18": True}, iat=IAT - 1, flags=("edge",))
    leap = {**EU, "birth_date": "2008-02-29", "issue_date": "2025-06-18", "driving_privileges": [{"scheme": "EU", "vehicle_category_code": "B"}]}
    seconds = lambda text: int(datetime.datetime.fromisoformat(text + "T12:00:00+00:00").timestamp())  # noqa: E731
    for slug, on, answer, right in (("26", "2026-02-26", True, False), ("27", "2026-02-27", True, False), ("28", "2026-02-28", True, True), ("28-false", "2026-02-28", False, True), ("1-false", "2026-03-01", False, True), ("2-false", "2026-03-02", False, False)):
        if right:
            good(f"age-leap-{slug}", f"Born on 29 February 2008, on {on}", leap, age_over={"18": answer}, iat=seconds(on), flags=("edge",))
        else:
            bad(f"age-leap-{slug}", f"Born on 29 February 2008, on {on}", contradiction, "age_over.18", leap, age_over={"18": answer}, iat=seconds(on), flags=("edge",))
    bad("age-second", "The second of two ages is wrong", contradiction, "age_over.65", age_over={"18": True, "65": True})
    bad("age-order", "Reached, while a lower one is not", contradiction, "age_over.19", young, birth_date="2008-12", age_over={"18": False, "19": True})
    eve = IAT + 30 * 86_400  # 2026-12-31: born in 2008, one is 17 to 19, by the local day
    good("age-order-first", "Of one who is 17 to 19 years old: not yet 18", young, birth_date="2008", age_over={"18": False}, iat=eve, flags=("edge",))
    good("age-order-second", "Of one who is 17 to 19 years old: already 19", young, birth_date="2008", age_over={"19": True}, iat=eve, flags=("edge",))
    bad("age-order-possible", "But not both", contradiction, "age_over.19", young, birth_date="2008", age_over={"18": False, "19": True}, iat=eve, flags=("edge",))
    good("age-all", "Four ages", age_over={"16": True, "18": True, "36": True, "37": False})
    for slug, birth, age, right in (("36", "1990-02-28", 36, True), ("35", "1990-02-28", 35, False), ("37", "1990-02-28", 37, False), ("today-least", "1990-12-01", 35, True), ("today-greatest", "1990-12-01", 36, True), ("today-37", "1990-12-01", 37, False), ("partial-least", "1990", 35, True), ("partial-greatest", "1990", 36, True), ("partial-34", "1990", 34, False),
                                    ("partial-37", "1990", 37, False), ("0", "2026-05-01", 0, True)):
        licence = {**EU, "birth_date": birth} if slug != "0" else {**young, "birth_date": birth}
        if right:
            good(f"years-{slug}", "age_in_years that is possible", licence, age_in_years=age, flags=("edge",))
        else:
            bad(f"years-{slug}", "age_in_years that is not", contradiction, "age_in_years", licence, age_in_years=age, flags=("edge",))
    for slug, birth, year, right in (("right", "1990-02-28", 1990, True), ("before", "1990-02-28", 1989, False), ("after", "1990-02-28", 1991, False), ("partial", "1990", 1990, True), ("partial-other", "1990-12", 1991, False)):
        if right:
            good(f"birth-year-{slug}", "age_birth_year is the year of birth_date", birth_date=birth, age_birth_year=year)
        else:
            bad(f"birth-year-{slug}", "age_birth_year is another year than birth_date's", contradiction, "age_birth_year", birth_date=birth, age_birth_year=year)
    youth = {**young, "birth_date": "2008-05-12"}
    for years, birthday in ((18, "2026-05-12"), (19, "2027-05-12"), (21, "2029-05-12")):
        name = f"under_{years}_until"
        good(f"under-{years}", f"{name} is that birthday", youth, **{name: birthday})
        good(f"under-{years}-eve", f"{name} is the day before, the last one", youth, **{name: birthday[:8] + "11"}, flags=("edge",))
        bad(f"under-{years}-early", f"{name} is two days before", contradiction, name, youth, **{name: birthday[:8] + "10"}, flags=("edge",))
        bad(f"under-{years}-late", f"{name} is the day after", contradiction, name, youth, **{name: birthday[:8] + "13"}, flags=("edge",))
    good("under-21-leap", "Of one who was born on 29 February: 1 March", leap, under_21_until="2029-03-01", flags=("edge",))
    good("under-21-leap-28", "Or 28 February", leap, under_21_until="2029-02-28", flags=("edge",))
    bad("under-21-leap-27", "But not 27 February", contradiction, "under_21_until", leap, under_21_until="2029-02-27", flags=("edge",))
    good("under-21-partial-first", "Of one who was born in May: the first day of May", young, birth_date="2008-05", under_21_until="2029-05-01")
    good("under-21-partial-last", "Or the last", young, birth_date="2008-05", under_21_until="2029-05-31")
    bad("under-21-partial-late", "But not 1 June", contradiction, "under_21_until", young, birth_date="2008-05", under_21_until="2029-06-01")

    # Classes
    unknown = "license.class_unknown"
    for slug, privilege, part in (("code", {"scheme": "EU", "vehicle_category_code": "B96"}, "vehicle_category_code"), ("florida", {"scheme": "US", "vehicle_category_code": "E"}, "vehicle_category_code"), ("case", {"scheme": "EU", "vehicle_category_code": "b"}, "vehicle_category_code"),
                                  ("scheme", {"scheme": "US-FL", "vehicle_category_code": "E"}, "scheme"), ("scheme-case", {"scheme": "eu", "vehicle_category_code": "B"}, "scheme"), ("other-scheme", {"scheme": "EU", "vehicle_category_code": "C6"}, "vehicle_category_code")):
        bad(f"class-{slug}", "A class that is not in the table", unknown, f"driving_privileges[1].{part}", driving_privileges=[CLASS, privilege])
        bad(f"class-{slug}-forbidden", "The same, expressly not allowed", unknown, f"driving_privileges[1].{part}", driving_privileges=[CLASS, privilege], unknown=False)
        good(f"class-{slug}-allowed", "The same, allowed", driving_privileges=[CLASS, privilege], unknown=True)
    good("class-endorsement", "Endorsements of a US licence", US, driving_privileges=[{"scheme": "US", "vehicle_category_code": "A"}, {"scheme": "US-END", "vehicle_category_code": "H", "expiry_date": "2027-05-01"}, {"scheme": "US-END", "vehicle_category_code": "T"}])
    repeated = "license.repeated"
    bad("repeated-class", "A class twice", repeated, "driving_privileges[1]", driving_privileges=[CLASS, CLASS])
    bad("repeated-class-apart", "With another in between, and other dates", repeated, "driving_privileges[2]", driving_privileges=[CLASS, {"scheme": "EU", "vehicle_category_code": "AM"}, {"scheme": "EU", "vehicle_category_code": "B"}])
    bad("repeated-class-unknown", "An unknown class twice", repeated, "driving_privileges[1]", driving_privileges=[{"scheme": "US-FL", "vehicle_category_code": "E"}] * 2, unknown=True)
    good("repeated-schemes", "One code under two schemes is two classes", driving_privileges=[{"scheme": "EU", "vehicle_category_code": "A1"}, {"scheme": "CN", "vehicle_category_code": "A1"}])
    bad("repeated-restriction", "A restriction twice", repeated, "driving_privileges[0].codes[2]", driving_privileges=[{**CLASS, "codes": [{"code": "01.06"}, {"code": "70", "value": "a"}, {"code": "01.06"}]}])
    good("repeated-restriction-values", "One code with two values, with and without a sign", driving_privileges=[{**CLASS, "codes": [{"code": "70", "value": "a"}, {"code": "70", "value": "b"}, {"code": "70"}, {"code": "70", "sign": "<", "value": "a"}]}])
    good("repeated-restriction-classes", "One restriction of two classes", driving_privileges=[{**CLASS, "codes": [{"code": "01.06"}]}, {"scheme": "EU", "vehicle_category_code": "AM", "codes": [{"code": "01.06"}]}])

    # Order of dates
    order = "license.date_order"
    for slug, path, changed, why in (
            ("first-birth", "first_issue_date", {"first_issue_date": "1990-02-28"}, "First issued on the day of birth"), ("first-before-birth", "first_issue_date", {"first_issue_date": "1980-01-01"}, "First issued before the birth"), ("issue-birth", "issue_date", {"birth_date": "2022-06-18", "driving_privileges": [{"scheme": "EU", "vehicle_category_code": "B"}]}, "Issued on the day of birth"),
            ("issue-first", "issue_date", {"first_issue_date": "2022-06-19"}, "Issued before it was first issued"), ("expiry", "expiry_date", {"expiry_date": "2022-06-17"}, "Ends the day before it begins"), ("portrait", "portrait_capture_date", {"portrait_capture_date": "1990-02-28"}, "A portrait of the day of birth"),
            ("class", "driving_privileges[0].expiry_date", {"driving_privileges": [{**CLASS, "expiry_date": "2012-06-17"}]}, "A class that ends the day before it begins"), ("class-birth", "driving_privileges[0].issue_date", {"driving_privileges": [{**CLASS, "issue_date": "1990-02-28"}]}, "A class of the day of birth"),
            ("partial-year", "first_issue_date", {"birth_date": "1990", "first_issue_date": "1990-01-01"}, "First issued on the first day that is possible as birth date"), ("partial-month", "first_issue_date", {"birth_date": "1990-05", "first_issue_date": "1990-04-30"}, "First issued before the month of birth")):
        bad(f"order-{slug}", why, order, path, **changed, flags=("edge",))
    for slug, changed, why in (
            ("first", {"first_issue_date": "1990-03-01"}, "First issued the day after the birth, however early"), ("same", {"first_issue_date": "2022-06-18"}, "First issued and issued on one day"), ("one-day", {"issue_date": "2026-12-01", "expiry_date": "2026-12-01"}, "A licence of one day"), ("endless", {"expiry_date": None}, "Without end"),
            ("class-one-day", {"driving_privileges": [{**CLASS, "expiry_date": "2012-06-18"}]}, "A class of one day"), ("class-until", {"driving_privileges": [{"scheme": "EU", "vehicle_category_code": "B", "expiry_date": "2012-06-18"}]}, "A class that only ends"), ("partial-year", {"birth_date": "1990", "first_issue_date": "1990-01-02"}, "First issued on the second day that is possible as birth date"),
            ("class-later", {"driving_privileges": [{**CLASS, "expiry_date": "2042-06-18"}]}, "A class that ends after the licence")):
        good(f"order-ok-{slug}", why, **changed, flags=("edge",))

    # Standing and portrait
    good("standing", "A standing of the moment of issuing", CN, standing={"codes": "A", "as_of": "2026-12-01T00:00:00Z"}, flags=("edge",))
    bad("standing-later", "A standing of one second later", "license.standing_invalid", "standing.as_of", CN, standing={"codes": "A", "as_of": "2026-12-01T00:00:01Z"}, flags=("edge",))
    webp = "UklGRhIAAABXRUJQVlA4TAYAAAAvQWxvAGs="
    digest = hashlib.sha256(base64.b64decode(webp)).hexdigest()
    good("digest", "A portrait and its digest", portrait={"format": "webp", "data": webp}, portrait_digest=digest)
    good("digest-alone", "A digest of a portrait that is elsewhere", portrait_digest="00" * 32)
    bad("digest-other", "A portrait and the digest of another", "issue.portrait_digest_mismatch", "portrait_digest", portrait={"format": "webp", "data": webp}, portrait_digest="00" * 32)

    # Warnings
    implausible = "license.implausible_date"
    for slug, path, changed, why in (
            ("expired", "expiry_date", {"expiry_date": "2026-11-29"}, "Ended the day before yesterday"), ("expired-long", "expiry_date", {"expiry_date": "2023-01-01"}, "Ended years ago"), ("old", "birth_date", {"birth_date": "1899-12-31"}, "Born before 1900"), ("1800", "birth_date", {"birth_date": "1800-01-01"}, "Born in 1800"), ("old-partial", "birth_date", {"birth_date": "1899"}, "Born in 1899"),
            ("first", "first_issue_date", {"first_issue_date": "2026-12-03", "issue_date": "2026-12-03"}, "First issued the day after tomorrow"), ("portrait", "portrait_capture_date", {"portrait_capture_date": "2026-12-03"}, "A portrait of the day after tomorrow"), ("revision", "card_revision_date", {"card_revision_date": "2026-12-03"}, "A card design of the day after tomorrow"),
            ("points", "points.cycle_start", {"points": {"total": 0, "cycle_start": "2026-12-03"}}, "A cycle of points that begins the day after tomorrow")):
        good(f"warning-{slug}", why, EU, ((implausible, path),), **changed, flags=("edge",))
    good("warning-future", "Born the day after tomorrow; the licence begins later still", EU, ((implausible, "birth_date"),), birth_date="2026-12-03", issue_date="2026-12-04", driving_privileges=[{"scheme": "EU", "vehicle_category_code": "B"}], flags=("edge",))
    good("warning-future-partial", "Born next year", EU, ((implausible, "birth_date"),), birth_date="2027", issue_date="2028-01-01", driving_privileges=[{"scheme": "EU", "vehicle_category_code": "B"}])
    for slug, changed, why in (
            ("expired", {"expiry_date": "2026-11-30"}, "Ended yesterday in UTC, and perhaps not locally"), ("old", {"birth_date": "1900-01-01"}, "Born on the first day of 1900"), ("old-partial", {"birth_date": "1900"}, "Born in 1900"), ("tomorrow", {"first_issue_date": "2026-12-02", "issue_date": "2026-12-02"}, "First issued tomorrow in UTC, and perhaps today locally"),
            ("later", {"issue_date": "2027-06-01"}, "A licence that begins later"), ("class", {"driving_privileges": [{**CLASS, "expiry_date": "2020-01-01"}]}, "A class that has ended: scanners say so"), ("portrait", {"portrait_capture_date": "2026-12-02"}, "A portrait of tomorrow in UTC")):
        good(f"warning-none-{slug}", why, EU, **changed, flags=("edge",))
    for slug, name, country in (("zz", "nationality", "ZZ"), ("uk", "nationality", "UK"), ("eu", "nationality", "EU"), ("yu", "nationality", "YU"), ("issuing", "issuing_country", "AA"), ("resident", "resident_country", "XX")):
        good(f"warning-country-{slug}", f"{country} is not assigned by ISO 3166-1", EU, (("license.country_unassigned", name),), **{name: country})
    for country in ("CN", "DE", "US", "GB", "HK", "SS", "XK", "BQ"):
        good(f"warning-country-none-{country}", f"{country} is assigned, or in general use", nationality=country)
    good("warning-several", "Three warnings", EU, ((implausible, "birth_date"), (implausible, "expiry_date"), ("license.country_unassigned", "nationality")), birth_date="1850-01-01", expiry_date="2023-01-01", nationality="QQ")
    return f.content()
