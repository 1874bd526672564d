"""Phone numbers in international form."""

import re
from collections.abc import Iterator

from ...normalize import half_width, normalize_phone
from .domain import country_of_domains
from .model import Suggestion, Values

_HAN = re.compile("[\u4e00-\u9fff]")
_WITH_HAN = frozenset("CN HK JP KR MO MY SG TW".split())
# such a number is one of Canada or America as well
_CHINESE_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_BRACKETS = re.compile(r"^[(\[] *\+ *(\d{1,3}) *[)\]]")  # which is no number to the parser
_PUNCTUATION = re.compile(r"[\s()-]")


def phone(values: Values) -> list[Suggestion]:
    """The number in international form: by its own prefix, else by the country of the customer,
    of its company, of its state, of its e-mail and website, or one's own.

    Silent about what is not exactly one valid number; where the customer has a country of its own,
    no other is tried.
    """
    if not values.phone:
        return []
    typed = _BRACKETS.sub(r"+\1 ", half_width(values.phone).strip())
    # what has a prefix is the same by any country; by this one it may have been read before
    own = normalize_phone(typed, values.country or values.home)
    if own.valid and typed.startswith(("+", "00")):
        return _written(values, own.value, "phone_prefix", 0.99, own.region)
    for country, confidence in _countries(values, typed):
        result = normalize_phone(typed, country)
        if result.valid:
            # numbers of Canada read as American ones are written the same
            sure = confidence if result.region == country else min(confidence, 0.97)
            return _written(values, result.value, "phone_country", sure, country)
        if country == values.country:
            break
    return []


def _written(values, new, reason, confidence, country) -> list[Suggestion]:
    if new == values.phone:
        return []
    return [Suggestion("phone", "phone", {"phone": new}, reason, confidence, {"country": country})]


def _countries(values: Values, typed: str) -> Iterator[tuple[str, float]]:
    if values.country:
        yield values.country, 0.99
        return
    if values.company and values.company.country:
        yield values.company.country, 0.97
        return
    if values.state:
        yield values.state.partition("-")[0], 0.98
        return
    domain = country_of_domains(values)
    if domain:
        yield domain, 0.9
    han = _HAN.search(f"{values.name}{values.city}{values.street}")
    if han and _CHINESE_MOBILE.fullmatch(_PUNCTUATION.sub("", typed)):
        yield "CN", 0.95
    if values.home and (not han or values.home in _WITH_HAN):
        yield values.home, 0.9
