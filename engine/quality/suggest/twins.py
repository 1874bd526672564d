"""What confirmed duplicates know."""

from ...normalize import clean
from .model import ADDRESS, Suggestion, Values

_FILLED = ("phone", "email", "website", "vat", "company_registry", "function")


def twins(values: Values) -> list[Suggestion]:
    """Blanks filled from records that people have confirmed to be the same customer and that are
    not merged.

    Silent where these do not agree. The address comes as a whole or not at all.
    """
    found = []
    for name in _FILLED:
        new = _agreed(values, lambda twin, name=name: clean(getattr(twin, name)))
        if new and not getattr(values, name):
            found.append(Suggestion("twins", name, {name: new}, "twins", 0.95))
    if not (values.street or values.street2 or values.zip or values.city):
        address = _agreed(values, _address)
        if address and _fits(values, dict(address)):
            new = {n: value for n, value in address if value and value != getattr(values, n)}
            found.append(Suggestion("twins", "street", new, "twins", 0.93))
    return found


def _agreed(values, value_of):
    told = {value_of(twin) for twin in values.twins} - {"", None}
    return told.pop() if len(told) == 1 else None


def _address(twin):
    address = tuple((name, clean(getattr(twin, name))) for name in ADDRESS)
    return address if dict(address)["street"] else None


def _fits(values, address):
    """Whether country and state, where they are known, are those of the address."""
    return all(getattr(values, name) in ("", address[name]) for name in ("country", "state"))
