"""Text that looks the same is the same: invisible characters, widths, whitespace, letter folding.

Facts: Unicode Standard Annex 15 (normal forms), Unicode Character Database (categories), UTR 20
(characters that have no place in stored text). The full-width forms are U+FF01-FF5E, at a fixed
distance from ASCII.
"""

import re
import unicodedata

_HALF_WIDTH = {0xFF01 + i: 0x21 + i for i in range(0x5E)} | {0x3000: 0x20}

# Characters that are never seen and change only comparison or display order: zero-width space,
# word joiner and invisible operators, BOM, soft hyphen, interlinear annotation, and every
# bidirectional mark, embedding, override and isolate (pasted from spreadsheets and address books
# in front of numbers; an override can also fake a name). Lone surrogates cannot be stored.
_INVISIBLE = (
    "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
)
_CONTROL = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
_REMOVED = re.compile(f"[{_CONTROL}{_INVISIBLE}]")
# Blank in every font, though Unicode does not call them spaces: Braille blank, Hangul fillers
# (typed to get "empty" names).
_SPACES = re.compile("[\\s\u2800\u3164\uffa0]+")
_JOINERS = re.compile("([^\u200c\u200d]?)([\u200c\u200d]+)(?=(.?))", re.DOTALL)
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63]")


def half_width(value: str) -> str:
    """Full-width ASCII forms and the ideographic space as ASCII; nothing else (this is not
    NFKC)."""
    return value if value.isascii() else value.translate(_HALF_WIDTH)


def clean(value: str) -> str:
    """``value`` in NFC without control and invisible characters, whitespace of every kind as one
    space, trimmed.

    Zero-width joiner and non-joiner stay between letters or emoji, where they carry meaning
    (Persian, Indic scripts, emoji sequences). Nothing that can be seen is changed, whatever the
    script; text that looks like HTML is only text.
    """
    if not value:
        return ""
    if value.isascii() and value.isprintable() and "  " not in value:
        return value.strip()
    value = _REMOVED.sub("", value)
    if "\u200c" in value or "\u200d" in value:
        value = _JOINERS.sub(_keep_joiner, value)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", value)).strip()


def clean_identifier(value: str) -> str:
    """``value`` half-width, cleaned and without joiners: for phone numbers, addresses and codes,
    where they mean nothing."""
    value = clean(half_width(value or ""))
    return value if value.isascii() else clean(value.replace("\u200c", "").replace("\u200d", ""))


def ascii_dashes(value: str) -> str:
    """Typographic dashes and the minus sign as "-" (numbers pasted from documents)."""
    return value if value.isascii() else _DASHES.sub("-", value)


def fold(value: str) -> str:
    """``value`` for comparison: case folded, marks of Latin, Greek and Cyrillic letters stripped,
    half-width.

    ß is ss, ø is o, æ is ae, ł is l, and so on. Other scripts keep their marks (they are letters
    there), ideographs, kana and hangul are kept. Invisible characters go. Whitespace and
    punctuation are left to the caller. Idempotent.
    """
    if not value:
        return ""
    if value.isascii() and value.isprintable():
        return value.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", value).translate(_FOLD))


def _keep_joiner(match: re.Match) -> str:
    before, joiners, after = match.groups()
    return before + joiners[0] if _joins(before) and _joins(after) else before


def _joins(char: str) -> bool:
    # L letters, M marks (with the variation selectors of emoji), So emoji, Sk skin tones; then the
    # tags that end flag emoji.
    category = unicodedata.category(char) if char else ""
    return (
        category[:1] in ("L", "M")
        or category in ("So", "Sk")
        or "\U000e0020" <= char <= "\U000e007f"
    )


class _FoldTable(dict):
    """Code point -> folded text, filled as characters are met (``str.translate`` asks once for
    each)."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_char(chr(code))
        return folded


_FOLD = _FoldTable()
# Letters that have no decomposition and that people type without the stroke or as two letters.
_LETTERS = dict(
    pair.split(":")
    for pair in (
        "æ:ae ð:d ø:o þ:th đ:d ħ:h ı:i ĸ:k ł:l ŋ:n œ:oe ŧ:t ƀ:b ƒ:f ƶ:z ǝ:e ǥ:g ȥ:z ɓ:b ɖ:d ɗ:d "
        "ə:e ɨ:i ƙ:k ƴ:y ꞌ:'"
    ).split()
)
# Latin, Greek, Cyrillic with their extensions and ligatures; elsewhere a decomposition would take
# letters apart (が, 한).
_FOLDED_BLOCKS = (
    (0x80, 0x52F),
    (0x1C80, 0x1C8F),
    (0x1D00, 0x1FFF),
    (0x2C60, 0x2C7F),
    (0xA640, 0xA69F),
    (0xA720, 0xA7FF),
    (0xAB30, 0xAB6F),
    (0xFB00, 0xFB06),
)
_MARKS = (
    (0x300, 0x36F),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
)


def _fold_char(char: str) -> str:
    char = half_width(char)
    code = ord(char)
    if _REMOVED.match(char) or char in "\u200c\u200d" or _within(code, _MARKS):
        return ""
    folded = char.casefold()
    if not _within(code, _FOLDED_BLOCKS):
        return folded
    letters = []
    for part in unicodedata.normalize("NFKD", folded):
        if not _within(ord(part), _MARKS):
            letters.append(_LETTERS.get(part, part.casefold()))
    return "".join(letters)


def _within(code: int, blocks: tuple) -> bool:
    return any(first <= code <= last for first, last in blocks)
