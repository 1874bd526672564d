"""Text as ASCII that a trigram index can search in any script, one ideograph being enough.

PostgreSQL's pg_trgm takes three letters from a pattern to use its index: a query of one or two
ideographs finds none, and where the database has the character type "C" no letter outside ASCII
counts at all. So a letter outside ASCII is written as a *unit* of capital letters: "N" and 4 for
the basic plane, "P" and 5 for the others (the code point in base 16, digits written as consonants,
last digit first because it tells most), which is 5 or 6 characters for three trigrams or more.

Why a match is never a false one (with LIKE or Python's ``in``):

- ordinary text is only [a-z0-9 ], units are only capitals: neither can match within the other;
- "N" and "P" stand only at the start of a unit and its length follows from it: a pattern that
  starts with a unit starts at a unit of the text and ends at its end.

The pattern has to be compared with LIKE. ILIKE would mix capitals with Latin text and give extra
hits (it still misses none).
"""

import unicodedata

from .text import fold

_DIGITS = "BCDFGHJKLMQRSTVX"
# Symbols before are typography (© ° →), from here on they are pictures that people put in names.
_SYMBOLS_FROM = 0x2600


def encode(text: str) -> str:
    """``text`` folded, units for letters outside ASCII, every run of punctuation and whitespace
    one space, trimmed.

    For two texts in NFC: ``encode(a) in encode(b)`` exactly when the folded ``a`` is in the folded
    ``b`` (runs of punctuation being one space in both).
    """
    return " ".join(_compose(text).translate(_SPACED).split())


def encode_joined(text: str) -> str:
    """Like :func:`encode`, but punctuation goes without leaving a space: "O'Brien" is "obrien".
    Spaces stay."""
    return " ".join(_compose(text).translate(_JOINED).split())


def _compose(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


class _Table(dict):
    """Code point -> its code, filled as characters are met (``str.translate`` asks once for
    each)."""

    def __init__(self, separator: str):
        super().__init__()
        self.separator = separator

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = written = (
            " " if char.isspace() else "".join(self._write(part) for part in fold(char))
        )
        return written

    def _write(self, char: str) -> str:
        category = unicodedata.category(char)
        if category == "Nd":
            return str(unicodedata.digit(char))
        if char.isascii():
            return char if char.isalnum() else self.separator
        code = ord(char)
        # Cn: ideographs that are younger than this Python; Co: private use, where old systems kept
        # rare surnames.
        if (
            category[0] in "LMN"
            or category in ("Cn", "Co")
            or category == "So"
            and code >= _SYMBOLS_FROM
        ):
            return _unit(code)
        return "" if category[0] == "C" else self.separator


_SPACED = _Table(" ")
_JOINED = _Table("")


def _unit(code: int) -> str:
    head, size = ("N", 4) if code < 0x10000 else ("P", 5)
    rest = code if code < 0x10000 else code - 0x10000
    return head + "".join(_DIGITS[rest >> 4 * place & 15] for place in range(size))
