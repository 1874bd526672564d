"""Values that must fit each other."""

import re
from typing import TYPE_CHECKING

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from ..normalize import fold, half_width, normalize_phone, normalize_tax_id
from ..normalize.hanzi import to_simplified

if TYPE_CHECKING:
    from .checks import Subject

NAMES = ("state_country", "phone_country", "zip_city")
# Endings of Chinese places that are written or not: city, district, county, prefecture.
_PLACE_ENDING = re.compile(r"(?<=..)(?:市|区|县|地区|自治州|盟)$")
# Territories that share a numbering plan or a tax id with the country they belong to, or whose
# people have numbers of the neighbour as a matter of course.
_NEIGHBOURS = {"HK": {"CN"}, "MO": {"CN", "HK"}, "GG": {"GB"}, "JE": {"GB"}, "IM": {"GB"}}


def broken(name: str, subject: "Subject") -> str | None:
    """The field to look at where the values of ``subject`` don't fit, else ``None``."""
    return _CHECKS[name](subject)


def uscc_error(value: str) -> str | None:
    """``None`` for a valid unified social credit code (GB 32100-2015), else "uscc"."""
    try:
        uscc.validate(normalize_tax_id(value))
    except (ValidationError, ValueError):
        return "uscc"
    return None


def same_place(one: str, other: str) -> bool:
    """Whether two names of cities say the same; the ending 市 and the like don't count."""
    first, second = _place(one), _place(other)
    return first == second or bool(first and second) and (first in second or second in first)


def _place(text: str) -> str:
    return _PLACE_ENDING.sub("", to_simplified(fold(half_width(text))).strip())


def _state_country(subject: "Subject") -> str | None:
    state, own = subject.state_country, subject.country
    return "state" if state and own and state != own else None


def _phone_country(subject: "Subject") -> str | None:
    phone, own = subject.values.get("phone"), subject.country
    if not phone or not own:
        return None
    region = normalize_phone(str(phone), own).region
    fits = not region or region == own or region in _NEIGHBOURS.get(own, ())
    return None if fits else "phone"


def _zip_city(subject: "Subject") -> str | None:
    city = subject.values.get("city")
    if not city or not subject.cities:
        return None
    return None if any(same_place(str(city), known) for known in subject.cities) else "city"


_CHECKS = {
    "state_country": _state_country,
    "phone_country": _phone_country,
    "zip_city": _zip_city,
}
