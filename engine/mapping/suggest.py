"""Which column of a table is which field."""

import hashlib
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass

from .headers import meaning, plain_header
from .looks import looks_like

BY_NAME, BY_VALUES = "name", "values"
# meaning: the fields for it, the first that is free; the last may be given to several columns
_FIELDS = {
    "contact_name": ("customer_contact_name",),
    "contact_function": ("customer_contact_function",),
    "contact_phone": ("customer_contact_phone", "phone"),
    "contact_email": ("customer_contact_email", "email"),
    "mobile": ("phone",),
    # Odoo's own second line of an address is called so in Chinese
    "street": ("street", "street2"),
}
_TWICE = {"phone"}  # the first column with a value counts


@dataclass(frozen=True)
class Suggestion:
    """``field`` for a column, "" where nothing is known; ``by``: what told it."""

    column: str
    field: str = ""
    by: str = ""


def signature(header: Sequence[str]) -> str:
    """Equal for tables with the same columns in any order."""
    names = "\n".join(sorted(name.strip() for name in header))
    return hashlib.sha256(names.encode()).hexdigest()


def suggest(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    known: Sequence[str],
    labels: MappingType[str, str] | None = None,
) -> list[Suggestion]:
    """One suggestion for each column.

    :param rows: some of the rows
    :param known: names of the fields that can be filled
    :param labels: further headers, in the form of ``plain_header``, and the fields they mean
    """
    names = [meaning(name, dict(labels or {})) for name in header]
    taken: set[str] = set()
    found: list[Suggestion | None] = [None] * len(header)
    contacts = not {"contact_name", "customer_contact_name"}.isdisjoint(names)
    # what is told by its name takes precedence, the plainest meaning first
    order = sorted(range(len(header)), key=lambda at: names[at] == "mobile")
    for at in order:
        if names[at]:
            field = _field(names[at], taken, known, contacts)
            found[at] = Suggestion(header[at], field, BY_NAME if field else "")
            taken.add(field)
    for at, name in enumerate(header):
        if found[at] is None:
            looks = looks_like([row[at] for row in rows])
            field = _field(looks, taken, known, contacts) if looks else ""
            found[at] = Suggestion(name, field, BY_VALUES if field else "")
            taken.add(field)
    return [one for one in found if one]


def _field(wanted: str, taken: set[str], known: Sequence[str], contacts: bool) -> str:
    choices = _FIELDS.get(wanted, (wanted,))
    if wanted == "mobile" and contacts:
        choices = ("customer_contact_phone", "phone")
    if wanted in ("contact_phone", "contact_email", "contact_function") and not contacts:
        choices = choices[1:]  # there is no person whose it could be
    for field in choices:
        if field in known and (field not in taken or field in _TWICE):
            return field
    return ""


__all__ = ["BY_NAME", "BY_VALUES", "Suggestion", "plain_header", "signature", "suggest"]
