"""Texts of cells: not taken for formulas by spreadsheets, and how wide they are."""

import re
import unicodedata

from .table import NUMBERS, Column

# What a spreadsheet may take for the start of a formula, in full width too.
_FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WIDTHS = {"date": 12, "datetime": 18, "integer": 10, "percent": 10, "boolean": 8, "text": 28}
_WIDTH = 15  # of the others
_WIDEST_LABEL = 40
_FILTER = 3  # characters that the button of a filter takes


def like_formula(text: str) -> bool:
    """Whether a spreadsheet that reads or edits this text could take it for a formula."""
    return _FORMULA.match(text) is not None


def encodable(text: str) -> str:
    """The text without halves of characters, which no file can hold."""
    return _SURROGATE.sub("\ufffd", text) if _SURROGATE.search(text) else text


def cut(text: str, size: int, mark: str) -> str:
    """The text in at most ``size`` units of UTF-16, as Excel counts; a mark ends a cut one."""
    if len(text) <= size // 2 or _units(text) <= size:
        return text
    raw = text.encode("utf-16-le")[: 2 * (size - _units(mark))]
    return raw.decode("utf-16-le", errors="ignore") + mark


def _units(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)


def width(text: str) -> int:
    """The columns that the text takes where a Chinese character takes two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def column_width(column: Column) -> int:
    """The width of a column in characters: its own, or one that suits its label and kind."""
    if column.width:
        return column.width
    label = min(width(column.label) + _FILTER, _WIDEST_LABEL)
    return max(_WIDTHS.get(column.kind, _WIDTH), label)


def is_number(column: Column) -> bool:
    """Whether its values are written to the right."""
    return column.kind in NUMBERS
