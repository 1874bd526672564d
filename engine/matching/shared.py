"""Whether two records have more in common than their names: what an automatic decision asks for."""

from .contact import FREE_MAIL
from .values import FIELDS, PART, split_packed

_PLACES = {name: FIELDS.index(name) for name in ("phones", "email", "domain", "tax_id", "street")}


def share_contact(left: str, right: str) -> bool:
    """Do two packed records share a phone, a mailbox, a website, a tax id or a street with its
    number?"""
    a, b = split_packed(left), split_packed(right)
    for name, at in _PLACES.items():
        if name == "phones":
            if set(filter(None, a[at].split(PART))) & set(b[at].split(PART)):
                return True
        elif a[at] and a[at] == b[at] and not (name == "domain" and a[at] in FREE_MAIL):
            return True
    return False
