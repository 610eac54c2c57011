"""What an issuer refuses, and what it warns of (PROFILE.md section 7, "Issuing"). Licences are in their JSON shape."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from base64 import b64decode
from dataclasses import dataclass
from typing import Any, Iterator, Optional

from . import license
from .trust import parse_time

COUNTRIES = frozenset(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC "
    "CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD "
    "GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH "
    "KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW "
    "MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC "
    "SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY "
    "UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW".split())

WHITE = re.compile("[\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]")
JOINING = re.compile("[\u0600-\u109f\u1700-\u1cff\ua800-\uabff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff\U0001e900-\U0001e95f]")
SELECTOR = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
DAMAGED = re.compile("[\ufffc\ufffd\ufdd0-\ufdef\ue000-\uf8ff\U00040000-\U000dffff\U000f0000-\U0010ffff]")


@dataclass(frozen=True)
class Finding:
    """A rule, and the element that it is about."""

    code: str
    path: str


class Refusal(ValueError):
    """The licence is not issued."""

    def __init__(self, code: str, path: str):
        super().__init__(f"{code} at {path}")
        self.finding = Finding(code, path)


def refuse(condition: bool, code: str, path: str) -> None:
    if condition:
        raise Refusal(code, path)


# Texts

# Texts that are codes, dates or bytes have a form of their own.
_NO_TEXTS = frozenset(name for table in (license.ENTRIES, license.PAGE) for name, _ in table.values()) - frozenset(
    "family_name given_name name_national_character issuing_authority un_distinguishing_sign driving_privileges birth_place issuing_jurisdiction "
    "name_suffix family_name_national_character given_name_national_character first_name middle_names aka_family_name aka_given_name aka_suffix "
    "dhs_compliance_text resident_address administrative_number record resident_city resident_state resident_county resident_postal_code "
    "document_discriminator inventory_control_number audit_information host_state_information issuing_state_information".split())


def texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in ("issue_date", "expiry_date"):
                yield from texts(one, f"{path}.{name}")
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from texts(one, f"{path}[{place}]")


def noncharacter(c: str) -> bool:
    return ord(c) & 0xFFFE == 0xFFFE


def hidden(text: str, place: int) -> bool:
    """An invisible character where it may not stand."""
    c = text[place]
    if not INVISIBLE.match(c):
        return False
    before, after = (text[place - 1] if place else ""), text[place + 1:place + 2]

    def joins(one: str) -> bool:
        return bool(JOINING.match(one)) and not INVISIBLE.match(one)
    if c in "\u200c\u200d":
        return not joins(before)
    if c in "\u180e\u200b":
        return not (joins(before) and joins(after))
    if SELECTOR.match(c):
        return not before or bool(WHITE.match(before) or INVISIBLE.match(before))
    return True


def check_text(text: str, path: str) -> None:
    refuse(unicodedata.normalize("NFC", text) != text, "license.text_not_normalized", path)
    refuse(all(WHITE.match(c) or INVISIBLE.match(c) for c in text), "license.text_blank", path)
    for place, c in enumerate(text):
        refuse(bool(DAMAGED.match(c)) or noncharacter(c), "license.text_damaged", path)
        refuse(hidden(text, place), "license.text_invisible", path)
    refuse(bool(WHITE.match(text[0]) or WHITE.match(text[-1])), "license.text_padded", path)


# Numbers


def gb11643(number: str) -> bool:
    """The check digit of a Chinese resident identity number (ISO 7064, MOD 11-2)."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17]


def resident(value: dict) -> bool:
    return value.get("issuing_country") == "CN" and value.get("nationality") == "CN"


def check_numbers(value: dict) -> None:
    number = value.get("document_number", "")
    if resident(value):
        refuse(not re.fullmatch("[0-9]{17}[0-9X]", number), "license.value_invalid", "document_number")
        refuse(not gb11643(number), "license.check_digit", "document_number")
        known = value["birth_date"].replace("-", "")
        refuse(not number[6:14].startswith(known), "license.contradiction", "birth_date")
        refuse(value.get("sex") == (2 if int(number[16]) % 2 else 1), "license.contradiction", "sex")
    if value.get("issuing_country") == "CN" and "administrative_number" in value:
        refuse(not re.fullmatch("[0-9]{12}", value["administrative_number"]), "license.value_invalid", "administrative_number")
    if "issuing_jurisdiction" in value:
        place = value["issuing_jurisdiction"]
        refuse(not re.fullmatch("[A-Z]{2}-[A-Z0-9]{1,3}", place), "license.value_invalid", "issuing_jurisdiction")
        refuse(place[:2] != value["issuing_country"], "license.contradiction", "issuing_jurisdiction")


# Dates: days since 1970-01-01. Years may be beyond those that a licence can have.


def leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    return (31, 29 if leap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def day(year: int, month: int, date: int) -> int:
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400
    return days + sum(month_length(year, one) for one in range(1, month)) + date + license.FIRST_DAY - 1


def parsed(text: str) -> int:
    return day(*map(int, text.split("-")))


def birth_dates(text: str) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """The earliest and the latest."""
    year, *rest = map(int, text.split("-"))
    if len(rest) == 2:
        return (year, *rest), (year, *rest)
    first, last = (rest[0], rest[0]) if rest else (1, 12)
    return (year, first, 1), (year, last, month_length(year, last))


def birthday(birth: tuple[int, int, int], years: int) -> int:
    year, month, date = birth[0] + years, birth[1], birth[2]
    if (month, date) == (2, 29) and not leap(year):
        month, date = 3, 1
    return day(year, month, date)


def age(birth: tuple[int, int, int], on: int) -> int:
    """Whole years; negative before the birth."""
    years = max(-1, (on - day(*birth)) * 400 // 146_097 - 2)  # 400 years have 146,097 days
    while birthday(birth, years + 1) <= on:
        years += 1
    return years


def check_ages(value: dict, iat: int) -> None:
    earliest, latest = birth_dates(value["birth_date"])
    today = iat // 86400
    least, greatest = age(latest, today - 1), age(earliest, today + 1)
    answers = {int(name): answer for name, answer in value.get("age_over", {}).items()}
    for years, answer in answers.items():
        younger = any(not one and other < years for other, one in answers.items())
        refuse(years > greatest or younger if answer else years <= least, "license.contradiction", f"age_over.{years}")
    if "age_in_years" in value:
        refuse(not least <= value["age_in_years"] <= greatest, "license.contradiction", "age_in_years")
    if "age_birth_year" in value:
        refuse(value["age_birth_year"] != earliest[0], "license.contradiction", "age_birth_year")
    for years in (18, 19, 21):
        name = f"under_{years}_until"
        if name in value:
            ends = parsed(value[name])
            refuse(not birthday(earliest, years) - 1 <= ends <= birthday(latest, years), "license.contradiction", name)


def check_order(value: dict) -> None:
    born = day(*birth_dates(value["birth_date"])[0])

    def after_birth(owner: dict, name: str, path: str) -> None:
        refuse(name in owner and parsed(owner[name]) <= born, "license.date_order", path)

    def in_order(owner: dict, first: str, second: str, path: str) -> None:
        if owner.get(first) is not None and owner.get(second) is not None:
            refuse(parsed(owner[second]) < parsed(owner[first]), "license.date_order", path)
    for name in ("first_issue_date", "issue_date", "portrait_capture_date"):
        after_birth(value, name, name)
    in_order(value, "first_issue_date", "issue_date", "issue_date")
    in_order(value, "issue_date", "expiry_date", "expiry_date")
    for place, one in enumerate(value["driving_privileges"]):
        after_birth(one, "issue_date", f"driving_privileges[{place}].issue_date")
        in_order(one, "issue_date", "expiry_date", f"driving_privileges[{place}].expiry_date")


# Classes


def check_classes(value: dict, unknown_classes: bool) -> None:
    seen: list[tuple] = []
    for place, one in enumerate(value["driving_privileges"]):
        path = f"driving_privileges[{place}]"
        name = (one["scheme"], one["vehicle_category_code"])
        if not unknown_classes:
            refuse(name[0] not in license.CLASSES, "license.class_unknown", f"{path}.scheme")
            refuse(not license.class_known(*name), "license.class_unknown", f"{path}.vehicle_category_code")
        refuse(name in seen, "license.repeated", path)
        seen.append(name)
        for number, code in enumerate(one.get("codes", [])):
            refuse(code in one["codes"][:number], "license.repeated", f"{path}.codes[{number}]")


# All of them


def check(value: dict[str, Any], iat: int, unknown_classes: bool = False) -> list[Finding]:
    """The warnings about a licence whose form is right. Refusal, if it is not to be issued."""
    for name, content in value.items():
        if name not in _NO_TEXTS:
            for path, text in texts(content, name):
                check_text(text, path)
    check_numbers(value)
    check_classes(value, unknown_classes)
    check_order(value)
    check_ages(value, iat)
    if "standing" in value:
        refuse(parse_time(value["standing"]["as_of"]) > iat, "license.standing_invalid", "standing.as_of")
    if "portrait" in value and "portrait_digest" in value:
        digest = hashlib.sha256(b64decode(value["portrait"]["data"])).hexdigest()
        refuse(value["portrait_digest"] != digest, "issue.portrait_digest_mismatch", "portrait_digest")
    return warnings(value, iat // 86400)


def warnings(value: dict, today: int) -> list[Finding]:
    found = []

    def warn(condition: bool, code: str, path: str) -> None:
        if condition:
            found.append(Finding(code, path))

    def date(name: str) -> Optional[int]:
        owner, _, part = name.partition(".")
        text = value.get(owner, {}).get(part) if part else value.get(owner)
        return None if text is None else parsed(text)
    earliest, latest = birth_dates(value["birth_date"])
    warn(day(*latest) < day(1900, 1, 1) or day(*earliest) > today + 1, "license.implausible_date", "birth_date")
    expiry = date("expiry_date")
    warn(expiry is not None and expiry < today - 1, "license.implausible_date", "expiry_date")
    for name in ("first_issue_date", "portrait_capture_date", "card_revision_date", "points.cycle_start"):
        past = date(name)
        warn(past is not None and past > today + 1, "license.implausible_date", name)
    for name in ("nationality", "issuing_country", "resident_country"):
        warn(name in value and value[name] not in COUNTRIES, "license.country_unassigned", name)
    return found
