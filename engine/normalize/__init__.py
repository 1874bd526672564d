"""Normalising of what people type into customer records: one form for one value, nothing lost.

All ``normalize_*`` functions take and return ``str``, are idempotent and never raise for any
string; an empty value gives an empty value. ``*_error`` functions give ``None`` or a code that a
model turns into a sentence in the user's language.
"""

from .email import email_error, normalize_email
from .name import has_cjk, normalize_name
from .phone import PhoneResult, normalize_phone
from .search import search_patterns, search_text
from .tax_id import normalize_tax_id, tax_id_error
from .text import clean, fold, half_width
from .website import normalize_website

__all__ = [
    "PhoneResult",
    "clean",
    "email_error",
    "fold",
    "half_width",
    "has_cjk",
    "normalize_email",
    "normalize_name",
    "normalize_phone",
    "normalize_tax_id",
    "normalize_website",
    "search_patterns",
    "search_text",
    "tax_id_error",
]
