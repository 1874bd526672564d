"""Values in the wrong field."""

import re
from collections.abc import Iterator

from ...normalize import (
    clean,
    email_error,
    half_width,
    normalize_email,
    normalize_phone,
    normalize_tax_id,
    normalize_website,
    tax_id_error,
)
from ...normalize.text import clean_identifier
from ..consistency import uscc_error
from ..postcode import postcode_error
from .model import Suggestion, Values
from .same import same_value

_URL = re.compile(r"(?:https?://|www\.)[^\s@]+\.[^\s@]{2,}", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+[^\W\d_]{2,}", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\(?\d[\d ()/.-]{5,}\d")
_SEPARATORS = " \t,;:/|-–()（）【】<>，；：、"
_LABEL = re.compile(
    r"[\s,;:/|(（，；：-]*(?:tel|phone|mobile|mob|cell|email|e-mail|mail|电话|手机|邮箱|联系电话|电邮)"
    r"[\s.:：]*$",
    re.IGNORECASE,
)
_ZIP_FIRST = re.compile(r"(\d{4,6})[ ,]*([^\d\s,][^\d]*)")
_ZIP_LAST = re.compile(r"([^\d]*[^\d\s,])[ ,]*(\d{4,6})")


def misplaced(values: Values) -> list[Suggestion]:
    """E-mail in the phone, phone or website in the e-mail, tax ID in the reference, phone or
    e-mail in the name, postcode in the city: moved to where it belongs.

    Silent where another value stands there already, and about anything that is not complete and
    valid by itself.
    """
    found: list[Suggestion] = []
    taken: set[str] = set()
    for suggestion in _all(values):
        if taken.isdisjoint(suggestion.values):
            taken.update(suggestion.values)
            found.append(suggestion)
    return found


def _all(values: Values) -> Iterator[Suggestion]:
    yield from _in_phone(values)
    yield from _in_email(values)
    yield from _in_website(values)
    yield from _in_ref(values)
    yield from _in_name(values)
    yield from _in_city(values)


def _move(values, source, target, value, reason, sure, rest=False) -> Iterator[Suggestion]:
    """``value`` to ``target`` if it is empty or says the same, and ``rest`` stays."""
    there = getattr(values, target)
    if not there:
        yield Suggestion("misplaced", source, {source: rest, target: value}, reason, sure)
    elif same_value(target, there, value, values.country or values.home):
        yield Suggestion("misplaced", source, {source: rest}, reason, sure)


def _address_of(text: str) -> str:
    """The one complete e-mail address that ``text`` is, else an empty text."""
    new = normalize_email(text)
    return new if "@" in new and email_error(new) is None and _MAIL.fullmatch(new) else ""


def _number_of(text: str, values: Values) -> str:
    """The one valid number that ``text`` is, in international form, else an empty text."""
    result = normalize_phone(text, values.country or values.home)
    return result.value if result.valid else ""


def _in_phone(values):
    address = _address_of(values.phone)
    if address:
        yield from _move(values, "phone", "email", address, "email_in_phone", 0.99)


def _in_email(values):
    text = clean_identifier(values.email)
    if not text or "@" in text:
        return
    number = _number_of(text, values)
    if number:
        yield from _move(values, "email", "phone", number, "phone_in_email", 0.98)
    elif _URL.fullmatch(text):
        url = text if "//" in text else f"http://{text}"
        url = normalize_website(url)
        yield from _move(values, "email", "website", url, "website_in_email", 0.98)


def _in_website(values):
    address = _address_of(re.sub(r"^https?://", "", clean_identifier(values.website).lower()))
    if address:
        yield from _move(values, "website", "email", address, "email_in_website", 0.98)


def _in_ref(values):
    number = normalize_tax_id(values.ref)
    if len(number) == 18 and uscc_error(number) is None:
        if values.country in ("CN", ""):
            yield from _move(values, "ref", "vat", number, "tax_id_in_ref", 0.98)
    elif (
        values.country
        and len(number) > 8
        and number[:2] == values.country
        and tax_id_error(number) is None
        and tax_id_error(number, values.country) is None
    ):
        yield from _move(values, "ref", "vat", number, "tax_id_in_ref", 0.95)


def _in_name(values):
    name = clean(values.name)
    if "@" in name:
        match = _MAIL.search(name)
        address = match and _address_of(match[0])
        if address and (rest := _rest(name, match)):
            yield from _move(values, "name", "email", address, "email_in_name", 0.98, rest)
        return
    match = _NUMBER.search(half_width(name))  # which moves no character
    if not match or len(re.sub(r"\D", "", match[0])) < 7:
        return
    number = _number_of(match[0], values)
    if number and (rest := _rest(name, match)):
        yield from _move(values, "name", "phone", number, "phone_in_name", 0.96, rest)


def _rest(name: str, match: re.Match) -> str:
    """What is left of a name, or nothing where it is no name or goes on behind the value."""
    before = name[: match.start()].rstrip("<(（").rstrip()
    after = name[match.end() :].lstrip(">)）").strip(_SEPARATORS)
    before = _LABEL.sub("", before).strip(_SEPARATORS)
    if before and after:
        return ""
    rest = before or after
    return rest if len(rest) >= 2 and not any(char.isdigit() for char in rest) else ""


def _in_city(values):
    city = clean(values.city)
    for pattern, code_at, city_at in ((_ZIP_FIRST, 1, 2), (_ZIP_LAST, 2, 1)):
        match = pattern.fullmatch(city)
        if not match or not values.country:
            continue
        code, rest = match[code_at], match[city_at].strip(" ,")
        if postcode_error(code, values.country) is None and len(rest) >= 2:
            yield from _move(values, "city", "zip", code, "zip_in_city", 0.97, rest)
