"""Rules that the values of one customer must keep.

A :class:`Check` says what is judged and how; :func:`failures` names the fields that break it. A
value that is empty is judged by ``required`` alone, so that a format or a range never asks for
one. Numbers that are 0 count as empty, since a form can't tell them apart.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ..normalize import clean, email_error, fold, half_width, normalize_phone, tax_id_error
from . import consistency
from .postcode import postcode_error

TYPES = ("required", "format", "placeholder", "range", "allowed", "consistency")
FORMATS = ("email", "phone", "tax_id", "uscc", "postcode", "website", "pattern")

_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]")
_SCHEME = re.compile(r"^https?://", re.IGNORECASE)
_REPEATED = re.compile(r"(.)\1{3,}")
_LONGEST = 2000  # characters of a text that are matched against a pattern
# in runs of neighbouring keys or digits, as one types where a form asks for anything
_RUNS = ("01234567890", "09876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl")


@dataclass(frozen=True)
class Subject:
    """Values of one customer or contact person.

    :param values: by field name: text, number, date, or a tuple of ids for relations
    :param country: ISO2 of its own country, "" for none
    :param home: ISO2 of the country by which its numbers are read where it has none
    :param state_country: ISO2 of the country to which its state belongs, "" for none
    :param cities: cities that its postcode goes with, as far as that is known
    """

    values: Mapping[str, object]
    country: str = ""
    home: str = ""
    state_country: str = ""
    cities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Check:
    """One thing that is asked of the values of ``fields``.

    ``required`` asks for one of them, all others judge each of them. ``words`` are placeholders
    or allowed values; ``minimum`` and ``maximum`` are numbers or dates, ``None`` for no bound;
    ``detail`` is one of ``FORMATS`` or the name of a consistency.
    """

    type: str
    fields: tuple[str, ...]
    detail: str = ""
    pattern: str = ""
    words: frozenset[str] = frozenset()
    minimum: float | date | None = None
    maximum: float | date | None = None


def failures(check: Check, subject: Subject) -> list[tuple[str, str]]:
    """The fields of ``subject`` that break ``check``, each with the code of what is wrong.

    Codes: the check's type or detail, and for tax ids that of :func:`tax_id_error`.
    """
    values = subject.values
    if check.type == "required":
        filled = any(values.get(name) for name in check.fields)
        return [] if filled else [(check.fields[0], "required")]
    if check.type == "consistency":
        field = consistency.broken(check.detail, subject)
        return [(field, check.detail)] if field else []
    judge = _JUDGES[check.type]
    found = []
    for name in check.fields:
        value = values.get(name)
        if value and (code := judge(check, value, subject)):
            found.append((name, code))
    return found


def folded(text: str) -> str:
    """The form in which words of a list are compared: width, case and accents don't matter."""
    return fold(half_width(clean(text)))


def is_placeholder(text: str, words: frozenset[str]) -> bool:
    """Whether ``text`` was typed only because a form asked for something: one of ``words`` (in
    the form of :func:`folded`), one character over and over, or a run of keys."""
    value = folded(text)
    bare = re.sub(r"[\W_]", "", value)
    if not bare:
        return bool(value)
    if value in words or bare in words:
        return True
    if len(bare) >= 4 and _REPEATED.fullmatch(bare):
        return True
    return len(bare) >= 5 and any(bare in run for run in _RUNS)


def _format(check: Check, value: object, subject: Subject) -> str | None:
    text = str(value)
    country = subject.country or subject.home
    match check.detail:
        case "email":
            return email_error(text)
        case "phone":
            return None if normalize_phone(text, country).valid else "phone"
        case "tax_id":
            return tax_id_error(text, country)
        case "uscc":
            return consistency.uscc_error(text)
        case "postcode":
            return postcode_error(text, subject.country)
        case "website":
            host = re.split(r"[/?#:]", _SCHEME.sub("", text.strip()), maxsplit=1)[0]
            return None if _HOST.fullmatch(host) else "website"
    return None if re.fullmatch(check.pattern, text[:_LONGEST]) else "pattern"


def _placeholder(check: Check, value: object, _subject: Subject) -> str | None:
    # the country code would hide the run or the repetition of a number
    text = re.sub(r"^\+\d{1,3} ", "", str(value))
    local = text.partition("@")[0] if "@" in text else text
    return "placeholder" if is_placeholder(local, check.words) else None


def _range(check: Check, value: object, _subject: Subject) -> str | None:
    if isinstance(value, datetime):
        value = value.date()
    low, high = check.minimum, check.maximum
    outside = (low is not None and value < low) or (high is not None and value > high)
    return "range" if outside else None


def _allowed(check: Check, value: object, _subject: Subject) -> str | None:
    return None if folded(str(value)) in check.words else "allowed"


_JUDGES = {"format": _format, "placeholder": _placeholder, "range": _range, "allowed": _allowed}
