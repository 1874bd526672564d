"""Characters that nobody means: spaces, controls, widths, and the usual form of codes."""

import re
import unicodedata

from ...normalize import (
    clean,
    email_error,
    half_width,
    has_cjk,
    normalize_email,
    normalize_tax_id,
    normalize_website,
)
from .model import CODES, PROSE, TEXTS, Suggestion, Values

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_HAN_SPACE = re.compile(f"(?<=[{_HAN}]) (?=[{_HAN}])")
_ONLY_HAN = re.compile(f"[{_HAN} ]+")
_CHINESE = frozenset(("CN", "HK", "MO", "TW"))
_STRAY = re.compile(r"^\s+|\s+$|(?<=\s)\s+")
_WIDE = re.compile(
    "[０-９Ａ-Ｚａ-ｚ]|(?<=[０-９Ａ-Ｚａ-ｚ0-9A-Za-z])－(?=[０-９Ａ-Ｚａ-ｚ0-9A-Za-z])"
)
_NARROW_KANA = re.compile("[\uff66-\uff9f]+")


def spaces(values: Values) -> list[Suggestion]:
    """Stray spaces, control and zero-width characters, and spaces within Chinese names and cities.

    Silent about spaces between words, and where nothing would be left of a name.
    """
    found = []
    for name in TEXTS:
        old = getattr(values, name)
        new = clean(old)
        if new != old and (new or name != "name"):
            found.append(Suggestion("spaces", name, {name: new or False}, "spaces", 0.99))
        elif name in ("name", "city") and " " in new and _ONLY_HAN.fullmatch(new):
            # Japanese people do put a space between their names
            if (values.country or values.home) in _CHINESE:
                joined = _HAN_SPACE.sub("", new)
                found.append(Suggestion("spaces", name, {name: joined}, "han_spaces", 0.9))
    return found


def visible(text: str) -> str:
    """``text`` with a mark for each character that :func:`spaces` takes away, so that people see
    what is wrong."""
    marked = _STRAY.sub(lambda match: "␣" * len(match[0]), text)
    return "".join(char if clean(char) or char == " " else "▯" for char in marked)


def width(values: Values) -> list[Suggestion]:
    """Full-width letters and digits as half-width ones, half-width kana as full ones.

    Silent about punctuation in texts of words: full-width brackets belong to Chinese names.
    """
    found = []
    for name in TEXTS:
        old = getattr(values, name)
        if not old or old.isascii():
            continue
        if name in CODES or not has_cjk(old):
            new = half_width(old)
        else:
            new = _WIDE.sub(lambda match: half_width(match[0]), old)
        if name in PROSE:
            new = _NARROW_KANA.sub(lambda match: unicodedata.normalize("NFKC", match[0]), new)
        if new != old and new.strip():
            found.append(Suggestion("width", name, {name: new}, "width", 0.99))
    return found


def form(values: Values) -> list[Suggestion]:
    """E-mail addresses in lower case, websites without tracking, tax IDs without spaces.

    Silent about what is no address, and about anything that only a person can read.
    """
    found = []
    for name, normalize in _FORMS.items():
        old = getattr(values, name)
        new = normalize(old) if old else ""
        if new and new != old and (name != "email" or email_error(new) is None):
            found.append(Suggestion("form", name, {name: new}, "form", 0.99))
    return found


_FORMS = {"email": normalize_email, "website": normalize_website, "vat": normalize_tax_id}
