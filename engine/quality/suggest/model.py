"""What suggestions are made from, and what they are."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import phonenumbers

from ...normalize import fold, half_width

# texts of a customer, in the order in which they are looked at
CODES = ("phone", "email", "website", "vat", "company_registry", "ref", "zip")
PROSE = ("name", "company_name", "street", "street2", "city", "function")
TEXTS = (*PROSE, *CODES)
ADDRESS = ("street", "street2", "zip", "city", "state", "country")

_NOT_WORD = re.compile(r"[\W_]+")
_GROUPS = re.compile(r"\+(\d+)[ -]\(?(\d+)\)?[ -]")


@dataclass(frozen=True)
class LearntPlace:
    """Where customers with the same start of the postcode ("zip") or the same area code of the
    phone ("area") are, as far as they agree.

    ``state`` is "country-code" as in :class:`Values`; ``state`` or ``city`` is empty where they
    do not agree. The supports are how many customers have one, the shares how many this one.
    """

    source: str
    state: str = ""
    state_support: int = 0
    state_share: float = 0.0
    city: str = ""
    city_support: int = 0
    city_share: float = 0.0


@dataclass(frozen=True)
class Values:
    """Values of a customer, or of a contact person of one. Empty texts are "".

    :param is_contact: a contact person; ``company`` has the values of its company
    :param company_name: what a person without a company record says about its company
    :param state: "CN-粤": country of the state and its code; ``country``: ISO2
    :param home: ISO2 of the country whose habits hold where nothing is said
    :param twins: records that people have confirmed to be the same customer
    :param places: places that its postcode and phone lead to, those of longer keys first
    """

    name: str = ""
    is_company: bool = False
    is_contact: bool = False
    company_name: str = ""
    street: str = ""
    street2: str = ""
    zip: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    vat: str = ""
    company_registry: str = ""
    ref: str = ""
    function: str = ""
    lang: str = ""
    home: str = ""
    company: "Values | None" = None
    twins: tuple["Values", ...] = ()
    places: tuple[LearntPlace, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """New ``values`` by field, ``False`` for empty ones; ``field`` is the one to look at.

    ``reason`` is a code, ``arguments`` are the words of its sentence; "country" and "state" among
    them are codes as in :class:`Values`. ``confidence`` is the share of such suggestions that are
    expected to be right.
    """

    kind: str
    field: str
    values: Mapping[str, str | bool]
    reason: str
    confidence: float
    arguments: Mapping[str, str] = field(default_factory=dict)


def surely(share: float, support: int) -> float:
    """The lower bound (Wilson, one-sided 95 %) of a share that was seen ``support`` times; at
    most 0.99."""
    if not support:
        return 0.0
    z = 1.645
    middle = share + z * z / (2 * support)
    spread = z * math.sqrt((share * (1 - share) + z * z / (4 * support)) / support)
    return max(0.0, min(0.99, (middle - spread) / (1 + z * z / support)))


def zip_key(value: str) -> str:
    """The postcode in letters and digits, as places are learnt by it."""
    return _NOT_WORD.sub("", fold(half_width(value)))


@lru_cache(maxsize=16384)
def area_code(phone: str) -> tuple[str, str]:
    """(calling code, area code) of a number in international form with an area code, else two
    empty texts; numbers of mobiles and services have none."""
    match = _GROUPS.match(phone)
    if not match:
        return "", ""
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return "", ""
    size = phonenumbers.length_of_geographical_area_code(number)
    return match.groups() if size and size == len(match.group(2)) else ("", "")
