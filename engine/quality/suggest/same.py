"""Whether two values of a field say the same."""

import re

from ...normalize import (
    clean,
    fold,
    normalize_email,
    normalize_phone,
    normalize_tax_id,
    normalize_website,
)
from ..consistency import same_place

_HOST = re.compile(r"^(?:https?://)?(?:www\.)?")


def same_value(field: str, one: str, other: str, country: str) -> bool:
    """Whether ``one`` and ``other`` are the same but for the way they are written; phones are
    read as those of ``country``."""
    if field == "phone":
        first, second = normalize_phone(one, country), normalize_phone(other, country)
        return first.e164 == second.e164 if first.valid and second.valid else one == other
    if field == "city":
        return same_place(one, other)
    normalize = _NORMALIZE.get(field, fold)
    return normalize(clean(one)) == normalize(clean(other))


def _bare(url: str) -> str:
    return _HOST.sub("", normalize_website(url).lower()).rstrip("/")


def _tax_id(value: str) -> str:
    return re.sub(r"[.-]", "", normalize_tax_id(value))


_NORMALIZE = {"email": normalize_email, "website": _bare, "vat": _tax_id}
