"""The licence (PROFILE.md section 7; the second half of step 8): checks it and gives its JSON."""

from __future__ import annotations

import base64
import datetime
import re
from typing import Any, Callable, Optional

from .strict import Item
from .verdict import Rejected

FIRST_DAY, LAST_DAY = -719162, 2932896
LAST_SECOND = 253402300799
EPOCH = datetime.date(1970, 1, 1).toordinal()

FORBIDDEN = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
CAPITALS = re.compile("[A-Z]+")
FORMATS = {1: "jpeg", 2: "jpeg2000", 3: "avif", 4: "webp"}

CLASSES = {
    "CN": frozenset("A1 A2 A3 B1 B2 C1 C2 C3 C4 C5 C6 D E F M N P".split()),
    "EU": frozenset("AM A1 A2 A B1 B BE C1 C1E C CE D1 D1E D DE L M T".split()),
    "ISO": frozenset("A1 A B1 B C1 C D1 D BE C1E CE D1E DE".split()),
    "US": frozenset("A B C D M".split()),
    "US-END": frozenset("H L N O P S T X".split()),
}


class Invalid(Exception):
    pass


def need(condition: bool) -> None:
    if not condition:
        raise Invalid


def day_text(day: int) -> str:
    return datetime.date.fromordinal(EPOCH + day).isoformat()


def seconds_text(seconds: int) -> str:
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)
    return moment.isoformat(timespec="seconds") + "Z"


def _text(least: int = 1, most: int = 300) -> Callable[[Item], str]:
    def check(item: Item) -> str:
        need(item.is_text(least, most) and not FORBIDDEN.search(item.value))
        return item.value
    return check


string = _text()


def _country(item: Item) -> str:
    need(item.is_text(2, 2) and CAPITALS.fullmatch(item.value) is not None)
    return item.value


def _day(item: Item) -> str:
    need(item.is_int() and FIRST_DAY <= item.value <= LAST_DAY)
    return day_text(item.value)


def _day_or_null(item: Item) -> Optional[str]:
    return None if item.kind == "null" else _day(item)


def _birth(item: Item) -> str:
    """A date, or [year] or [year, month]."""
    if item.kind != "array":
        return _day(item)
    need(1 <= len(item.value) <= 2 and all(one.is_int() for one in item.value))
    year, *month = (one.value for one in item.value)
    need(1 <= year <= 9999 and all(1 <= one <= 12 for one in month))
    return "-".join([f"{year:04}", *(f"{one:02}" for one in month)])


def _number(least: int, most: int) -> Callable[[Item], int]:
    def check(item: Item) -> int:
        need(item.is_int() and least <= item.value <= most)
        return item.value
    return check


def _code(*codes: Any) -> Callable[[Item], Any]:
    """One of these texts or numbers."""
    def check(item: Item) -> Any:
        need(item.kind in ("int", "text") and item.value in codes)
        return item.value
    return check


def _bool(item: Item) -> bool:
    need(item.kind == "bool")
    return item.value


def _bytes(least: int, most: int) -> Callable[[Item], str]:
    def check(item: Item) -> str:
        need(item.is_bytes(least, most))
        return item.value.hex()
    return check


def _positional(item: Item, least: int, names: list[tuple[str, Callable[[Item], Any]]]) -> dict[str, Any]:
    """An array whose later members may be absent: null in between, left out at the end."""
    need(item.kind == "array" and least <= len(item.value) <= len(names))
    need(item.value[-1].kind != "null")
    out = {}
    for place, (member, (name, check)) in enumerate(zip(item.value, names)):
        if member.kind == "null" and place >= least:
            continue
        out[name] = check(member)
    return out


def _restrictions(item: Item) -> list[dict[str, str]]:
    need(item.kind == "array" and 1 <= len(item.value) <= 16)
    return [_positional(one, 1, [("code", string), ("sign", string), ("value", string)]) for one in item.value]


def _privileges(item: Item) -> list[dict[str, Any]]:
    need(item.kind == "array" and 1 <= len(item.value) <= 32)
    shape = [("scheme", _text(2, 6)), ("vehicle_category_code", _text(1, 8)), ("issue_date", _day),
             ("expiry_date", _day), ("codes", _restrictions)]
    return [_positional(one, 2, shape) for one in item.value]


def _picture(item: Item) -> dict[str, str]:
    need(item.kind == "array" and len(item.value) == 2)
    form, data = item.value
    need(form.is_int() and form.value in FORMATS and data.is_bytes(1, 1200))
    return {"format": FORMATS[form.value], "data": base64.b64encode(data.value).decode()}


def _age_over(item: Item) -> dict[str, bool]:
    need(item.kind == "map" and 1 <= len(item.value) <= 4)
    for age, answer in item.value.items():
        need(isinstance(age, int) and 1 <= age <= 99 and answer.kind == "bool")
    return {str(age): answer.value for age, answer in item.value.items()}


def _standing(item: Item) -> dict[str, str]:
    need(item.kind == "array" and len(item.value) == 2)
    codes, as_of = item.value
    need(codes.is_text(1, 8) and CAPITALS.fullmatch(codes.value) is not None)
    need(all(a < b for a, b in zip(codes.value, codes.value[1:])))
    need(as_of.is_uint(LAST_SECOND))
    return {"codes": codes.value, "as_of": seconds_text(as_of.value)}


def _points(item: Item) -> dict[str, Any]:
    return _positional(item, 1, [("total", _number(0, 255)), ("cycle_start", _day)])


ENTRIES: dict[int, tuple[str, Callable[[Item], Any]]] = {
    1: ("family_name", string),
    2: ("given_name", string),
    3: ("name_national_character", string),
    4: ("birth_date", _birth),
    5: ("sex", _code(0, 1, 2, 9)),
    6: ("nationality", _country),
    7: ("first_issue_date", _day),
    8: ("issue_date", _day),
    9: ("expiry_date", _day_or_null),
    10: ("issuing_country", _country),
    11: ("issuing_authority", string),
    12: ("un_distinguishing_sign", _text(1, 3)),
    13: ("driving_privileges", _privileges),
    14: ("portrait", _picture),
    15: ("portrait_digest", _bytes(32, 32)),
    16: ("age_over", _age_over),
    17: ("standing", _standing),
    19: ("birth_place", string),
    20: ("issuing_jurisdiction", _text(4, 6)),
    21: ("height", _number(1, 300)),
    22: ("eye_colour", _code("black", "blue", "brown", "dichromatic", "grey", "green", "hazel", "maroon", "pink", "unknown")),
    23: ("name_suffix", string),
    24: ("weight", _number(1, 500)),
    25: ("weight_range", _number(0, 9)),
    26: ("hair_colour", _code("bald", "black", "blond", "brown", "grey", "red", "auburn", "sandy", "white", "unknown")),
    27: ("race_ethnicity", _code("AI", "AP", "BK", "H", "O", "U", "W")),
    28: ("signature_usual_mark", _picture),
    29: ("portrait_capture_date", _day),
    30: ("family_name_national_character", string),
    31: ("given_name_national_character", string),
    32: ("first_name", string),
    33: ("middle_names", string),
    34: ("family_name_truncation", _code("T", "N", "U")),
    35: ("given_name_truncation", _code("T", "N", "U")),
    36: ("first_name_truncation", _code("T", "N", "U")),
    37: ("middle_names_truncation", _code("T", "N", "U")),
    38: ("aka_family_name", string),
    39: ("aka_given_name", string),
    40: ("aka_suffix", string),
    41: ("age_in_years", _number(0, 150)),
    42: ("age_birth_year", _number(1, 9999)),
    43: ("under_18_until", _day),
    44: ("under_19_until", _day),
    45: ("under_21_until", _day),
    46: ("organ_donor", _bool),
    47: ("veteran", _bool),
    48: ("dhs_compliance", _code("F", "N")),
    49: ("dhs_compliance_text", string),
    50: ("dhs_temporary_lawful_status", _bool),
    51: ("cdl_indicator", _bool),
    52: ("cdl_non_domiciled", _bool),
    53: ("edl_credential", _code(1, 2)),
    54: ("hazmat_endorsement_expiration_date", _day),
    55: ("biometric_template_face", _bytes(1, 1200)),
    56: ("biometric_template_finger", _bytes(1, 1200)),
    57: ("biometric_template_iris", _bytes(1, 1200)),
    58: ("biometric_template_signature_sign", _bytes(1, 1200)),
}
SECOND_PAGE = 18
PAGE: dict[int, tuple[str, Callable[[Item], Any]]] = {
    1: ("resident_address", string),
    2: ("administrative_number", string),
    3: ("record", string),
    4: ("points", _points),
    5: ("resident_city", string),
    6: ("resident_state", string),
    7: ("resident_county", string),
    8: ("resident_postal_code", string),
    9: ("resident_country", _country),
    10: ("document_discriminator", string),
    11: ("inventory_control_number", string),
    12: ("audit_information", string),
    13: ("card_revision_date", _day),
    14: ("host_state_information", string),
    15: ("issuing_state_information", string),
}
REQUIRED_UNLESS_REDACTED = (1, 4, 13)
REQUIRED = (8, 9, 10)
NAMES = frozenset({"document_number"} | {n for n, _ in ENTRIES.values()} | {n for n, _ in PAGE.values()})


def _fields(entries: dict, table: dict) -> dict[str, Any]:
    out = {}
    for key, item in entries.items():
        if isinstance(key, int) and key in table:
            name, check = table[key]
            out[name] = check(item)
    return out


def _license(sub: Optional[Item], entries: dict, redacted: bool, iat: int) -> dict[str, Any]:
    out: dict[str, Any] = {}
    if sub is not None:
        out["document_number"] = _text(1, 64)(sub)
    need(all(key in entries for key in REQUIRED))
    need(redacted or all(key in entries for key in REQUIRED_UNLESS_REDACTED))
    out |= _fields(entries, ENTRIES)
    if SECOND_PAGE in entries:
        page = entries[SECOND_PAGE]
        need(page.kind == "map" and len(page.value) > 0)
        need(all(isinstance(key, (int, str)) for key in page.value))
        out |= _fields(page.value, PAGE)
    if 17 in entries:
        need(entries[17].value[1].value <= iat)
    return out


def check(sub: Optional[Item], entries: dict, redacted: bool, iat: int) -> dict[str, Any]:
    """The visible licence as JSON. `redacted`: the license map has an array of hashes."""
    try:
        return _license(sub, entries, redacted, iat)
    except Invalid:
        raise Rejected("license.invalid") from None


def class_known(scheme: str, code: str) -> bool:
    return code in CLASSES.get(scheme, ())
