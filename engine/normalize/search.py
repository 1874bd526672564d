"""Search text: one column with one trigram index answers a partial search by name in any script,
pinyin, code or phone.

``search_text`` is stored when a customer is written, ``search_patterns`` turns what a user types
into LIKE patterns on it.
"""

import re
from collections.abc import Iterable

from .pinyin import pinyin_lines
from .text import ascii_dashes, fold, half_width
from .trigram import encode, encode_joined

MAX_LENGTH = 2000
_MAX_NAME = 1200  # so that one endless name leaves room for codes and phones
_MAX_WORDS = 20
_MIN_JOINED = 4  # a joined variant of fewer letters ("S.A." as "sa") would find everything
_PHONE = re.compile(r"[+(\d][\d\s+().-]*", re.ASCII)
_PHONE_PART = re.compile(r"\d[\d\s().·-]*", re.ASCII)
_TRUNK = re.compile(r"\(\s*0\s*\)")  # +44 (0)20 ...: the zero is not dialled from abroad
_EXTENSION = re.compile(r"(?:ext|x|#|转|轉|分机|分機).*", re.IGNORECASE)
_NOT_DIGITS = re.compile(r"[^0-9]+")


def search_text(names: Iterable[str], codes: Iterable[str] = (), phones: Iterable[str] = ()) -> str:
    """What to store for a record: lines of ASCII text, at most ``MAX_LENGTH`` characters, equal
    lines once.

    Each name (see ``trigram.encode``; once more with inner punctuation joined), its pinyin and
    initials where it is Chinese, each code with and without punctuation, the digits of each phone
    number. Names should be stored in NFC (``normalize_name``). Lines are apart by a line feed,
    which no pattern has, so that a match never runs over two. Lines over the bound are left out.
    """
    lines = []
    pinyin = []
    for name in names:
        if not name:
            continue
        lines.append(encode(name)[:_MAX_NAME])
        if not name.isalpha():
            lines.append(encode_joined(name)[:_MAX_NAME])
        if not name.isascii():
            pinyin.extend(pinyin_lines(fold(name)))
    lines.extend(pinyin)
    for code in codes:
        if code:
            lines.append(encode(code))
            lines.append(encode_joined(code).replace(" ", ""))
    for phone in phones:
        if phone:
            lines.extend(_phone_lines(phone))
    kept = []
    room = MAX_LENGTH
    for line in dict.fromkeys(lines):
        if line and len(line) <= room:
            kept.append(line)
            room -= len(line) + 1
    return "\n".join(kept)


def search_patterns(query: str) -> list[list[str]]:
    """For each word of ``query`` the alternatives of which one must match: LIKE patterns without
    the outer "%".

    Words are divided by whitespace; "%" within one stands for anything. A word or a whole query
    that looks like a phone number (four digits or more) is also looked for by its digits alone,
    without leading zeros, as one word. Patterns have no "_" and no backslash, and are to be used
    with LIKE, not ILIKE (see ``trigram``). Nothing to search for: an empty list.

    Every text that starts and ends with a letter or digit and is part of a stored name is found.
    """
    if not query:
        return []
    query = ascii_dashes(half_width(query))
    if _is_phone(query):
        words = [query]
    else:
        words = query.split()
    patterns = []
    for word in words:
        alternatives = _alternatives(word)
        if alternatives and alternatives not in patterns:
            patterns.append(alternatives)
    return patterns[:_MAX_WORDS]


def _alternatives(word: str) -> list[str]:
    found = [_pattern(word, encode)]
    if _is_phone(word):
        digits = _digits(word)
        found.extend((digits, digits.lstrip("0")))
    else:
        joined = _pattern(word, encode_joined)
        if len(joined) >= _MIN_JOINED:
            found.append(joined)
        if "ü" in word or "Ü" in word:
            found.append(
                _pattern(word.replace("ü", "v").replace("Ü", "v"), encode)
            )  # lü as pinyin has it
    return [pattern for pattern in dict.fromkeys(found) if pattern]


def _pattern(word: str, write) -> str:
    # A word can hold whitespace only as a whole query that is a phone number: its parts, in their
    # order.
    parts = (write(part) for part in word.replace("%", " % ").split())
    return "%".join(part for part in parts if part)


def _is_phone(text: str) -> bool:
    text = text.strip()
    return _PHONE.fullmatch(text) is not None and len(_NOT_DIGITS.sub("", text)) >= 4


def _digits(text: str) -> str:
    return _NOT_DIGITS.sub("", _TRUNK.sub("", text))


def _phone_lines(phone: str) -> list[str]:
    """Digits of each number in a field, international ones without "00"; an extension is no part
    of the number."""
    lines = []
    text = _TRUNK.sub("", ascii_dashes(half_width(phone)))
    for match in _PHONE_PART.finditer(_EXTENSION.sub("", text)):
        digits = _NOT_DIGITS.sub("", match.group())
        lines.append(digits[2:] if digits.startswith("00") else digits)
    return [line for line in lines if len(line) >= 3]
