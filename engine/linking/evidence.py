"""Values of records and customers in the forms in which they are compared."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..matching.contact import email_address, own_domain, phone_numbers, tax_number
from ..matching.record import COMPANY, PERSON, UNKNOWN, Record
from ..matching.values import match_values

# how sure an agreement alone makes
KINDS = {
    "external_id": 0.99,
    "tax_id": 0.97,
    "ref": 0.97,
    "email": 0.96,
    "phone": 0.9,
    "email_domain": 0.85,
    "name": 0.8,
    "street": 0.6,
    "zip": 0.2,
    "city": 0.15,
    "country": 0.05,
}
EXACT, NORMALISED, SIMILAR = "exact", "normalised", "similar"


@dataclass(frozen=True)
class Line:
    """What is compared.

    :param kind: one of ``KINDS``
    :param logic: ``EXACT``, ``NORMALISED``, or ``SIMILAR``: by the matching engine, together with
        all other lines that are
    :param sure: how sure an agreement alone makes, from 0 to 1
    :param scope: what stands before the forms of customers that are meant, where equal values
        may mean different things: IDs of several systems
    """

    kind: str
    logic: str = NORMALISED
    sure: float = 0.9
    scope: str = ""


@dataclass(frozen=True)
class Candidate:
    """A customer, or one of its contacts, that may be the one.

    :param customer: id of the customer; that of the contact itself is ``id``
    :param forms: values by kind, in the forms of :func:`forms`
    :param texts: values by kind, as typed
    :param like: how sure the matching engine is, from 0 to 1
    """

    id: int
    customer: int
    forms: dict[str, frozenset[str]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    like: float = 0.0


def forms(kind: str, texts: Iterable[str], country: str = "") -> frozenset[str]:
    """Texts of one kind in the forms in which equal ones are equal; never raises.

    Domains of free mailboxes, which thousands share, have none.

    :param country: ISO code, for numbers that are written without one
    """
    found: set[str] = set()
    for text in texts:
        found.update(_forms(kind, text, country))
    return frozenset(form for form in found if form)


def _forms(kind: str, text: str, country: str) -> Iterable[str]:
    text = text.strip()
    if not text:
        return ()
    if kind == "email":
        return (email_address(text),)
    if kind == "email_domain":
        return (own_domain("", email_address(text)) if "@" in text else own_domain(text, ""),)
    if kind == "phone":
        return phone_numbers((text,), country)
    if kind == "tax_id":
        return (tax_number(text, country).lstrip("!"),)
    if kind == "name":
        return (
            match_values(Record(name=text, kind=COMPANY)).name,
            match_values(Record(name=text, kind=PERSON)).name,
        )
    if kind in ("street", "city", "zip"):
        return (getattr(match_values(Record(**{kind: text})), kind),)
    return (text.casefold() if kind == "country" else text,)


def record_of(texts: dict[str, list[str]]) -> Record:
    """A record of the matching engine with the first text of each kind."""
    one = {kind: next(iter(own), "") for kind, own in texts.items()}
    return Record(
        name=one.get("name", ""),
        kind=UNKNOWN,
        street=one.get("street", ""),
        city=one.get("city", ""),
        zip=one.get("zip", ""),
        country=one.get("country", ""),
        phones=tuple(texts.get("phone", ())),
        email=one.get("email", "") or one.get("email_domain", ""),
        tax_id=one.get("tax_id", ""),
    )


def likeness(bits: float) -> float:
    """The score of the matching engine, which is the logarithm of the odds, from 0 to 1."""
    return 1 / (1 + 2 ** -max(min(bits, 60.0), -60.0))
