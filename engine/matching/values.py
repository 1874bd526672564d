"""The values of one customer that are compared: computed when it is written, stored, compared
later.

``pack`` makes one short text of them, for one column; ``unpack`` splits it. Columns of many
records are made straight from the packed texts by :mod:`.table`.
"""

import re
from dataclasses import dataclass

from ..normalize.address import normalize_city, normalize_zip, parse_street, take_zip
from ..normalize.company_name import parse_company
from ..normalize.person_name import parse_person
from ..normalize.text import fold, half_width
from .contact import date_digits, email_address, own_domain, phone_numbers, tax_number
from .record import COMPANY, PERSON, Record

SEPARATOR = "\t"
PART = "|"
_CONTROL = re.compile(r"[\t\n\r|]+")
_COUNTRY = re.compile("[A-Z]{2}")
_MAX_NAME = 120
_MAX_TEXT = 60


@dataclass(frozen=True)
class MatchValues:
    """Normalised values; all of them texts, empty where there is none.

    :param name: company: words of the name proper; person: ``family|given|middle``
    :param mark: company: class of the legal form; person: generation
    :param place: place in a company's name; "+" in front: it says that it is a branch
    :param phones: one or two national numbers, ``|`` between
    :param street: ``number|direction|name|unit``
    :param extras: values of the extra fields, ``|`` between
    """

    kind: str = ""
    name: str = ""
    mark: str = ""
    place: str = ""
    phones: str = ""
    email: str = ""
    domain: str = ""
    tax_id: str = ""
    street: str = ""
    city: str = ""
    zip: str = ""
    country: str = ""
    birthdate: str = ""
    extras: str = ""

    def pack(self) -> str:
        """All values as one text."""
        email_domain = self.email.rpartition("@")[2]
        domain = "=" if self.domain and self.domain == email_domain else self.domain
        return SEPARATOR.join(
            (
                self.kind,
                self.name,
                self.mark,
                self.place,
                self.phones,
                self.email,
                domain,
                self.tax_id,
                self.street,
                self.city,
                self.zip,
                self.country,
                self.birthdate,
                self.extras,
            )
        ).rstrip(SEPARATOR)


FIELDS = tuple(MatchValues.__dataclass_fields__)
_COUNT = len(FIELDS)
_DOMAIN = FIELDS.index("domain")
_EMAIL = FIELDS.index("email")


def split_packed(text: str) -> list[str]:
    """The values of a packed text in the order of ``FIELDS``."""
    parts = text.split(SEPARATOR)
    parts.extend([""] * (_COUNT - len(parts)))
    if parts[_DOMAIN] == "=":
        parts[_DOMAIN] = parts[_EMAIL].rpartition("@")[2]
    return parts


def unpack(text: str) -> MatchValues:
    """The values that ``pack`` wrote."""
    return MatchValues(*split_packed(text))


def match_values(record: Record) -> MatchValues:
    """Normalise one record; never raises for any text."""
    country = record.country.strip().upper()
    if not _COUNTRY.fullmatch(country):
        country = ""
    street, city, zip_code = record.street, record.city, record.zip
    if street and not (city and zip_code):
        street, found_city, found_zip = take_zip(street)
        city, zip_code = city or found_city, zip_code or found_zip
    city = normalize_city(city)
    name, mark, place = _name(record, city)
    email = email_address(record.email) if record.email else ""
    parts = parse_street(street) if street else None
    return MatchValues(
        kind=record.kind if record.kind in (COMPANY, PERSON) else "",
        name=name,
        mark=mark,
        place=_plain(place),
        phones=PART.join(phone_numbers(record.phones, country)),
        email=_plain(email),
        domain=_plain(own_domain(record.website, email)),
        tax_id=tax_number(record.tax_id, country),
        street=PART.join(
            (parts.number[:8], parts.direction, _plain(parts.name), _plain(parts.unit))
        )
        if parts and (parts.name or parts.number)
        else "",
        city=_plain(city),
        zip=normalize_zip(zip_code)[:12] if zip_code else "",
        country=country,
        birthdate=date_digits(record.birthdate) if record.birthdate else "",
        extras=PART.join(_plain(fold(half_width(extra)).strip()) for extra in record.extras),
    )


def _name(record: Record, city: str) -> tuple[str, str, str]:
    """(name, mark, place) as ``MatchValues`` has them."""
    if record.kind == PERSON:
        person = parse_person(
            record.name or f"{record.given} {record.family}", record.given, record.family
        )
        if not person.family and not person.given:
            return "", person.generation, ""
        name = f"{person.family[:40]}{PART}{person.given[:40]}"
        name += f"{PART}{person.middle[:40]}" if person.middle else ""
        return name, person.generation, ""
    company = parse_company(record.name, city)
    place = ("+" if company.branch else "") + company.place
    return _CONTROL.sub(" ", company.core)[:_MAX_NAME], company.form, place


def _plain(text: str) -> str:
    if PART in text or not text.isprintable():
        text = _CONTROL.sub(" ", text)
    return text[:_MAX_TEXT]
