"""Cells and rows of an Excel file as its XML, written a row at a time.

xlsxwriter makes everything else of the file; a call of it for each cell would take most of the time
that a large report needs.
"""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from math import isfinite

from xlsxwriter.worksheet import Worksheet

from .table import Words
from .text import cut, encodable, like_formula
from .xlsx_names import column_name
from .xlsx_style import Style

CELL_UNITS = 32_767
_EXACT = 10**15  # Excel keeps 15 digits of a number
_FIRST_YEAR = 1901  # Excel's days before 1900-03-01 are not everybody's
_EPOCH = datetime(1899, 12, 30)
_DAY = timedelta(days=1)
# What XML has no way of writing, and what would be taken for Excel's way of writing it.
_UNWRITABLE = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff_]")


class Sheet(Worksheet):
    """A sheet in constant memory, of which each row is written whole, one after the other."""

    def write_whole(self, row: int, cells: list[str], level: int = 0) -> None:
        """A row (from 0) of ``cells``, at a level of the outline.

        Like ``_write_single_row`` of the base class, and with its attributes, so that it finds
        nothing left to write.
        """
        outline = f' outlineLevel="{level}"' if level else ""
        self.fh.write(f'<row r="{row + 1}"{outline}>{"".join(cells)}</row>')
        self.previous_row = row + 1
        self.dim_rowmin, self.dim_rowmax = 0, row
        self.dim_colmin, self.dim_colmax = 0, max(self.dim_colmax or 0, len(cells) - 1)
        self.outline_row_level = max(self.outline_row_level, level)


class Cells:
    """Makes cells of values: text stays text, whatever it looks like."""

    def __init__(self, words: Words):
        self._words = words
        self._kinds = {
            str: self._text,
            int: self._integer,
            float: self._number,
            Decimal: self._number,
            bool: self._yes_no,
            date: self._moment,
            datetime: self._moment,
        }

    def row(self, number: int, values, styles: list[Style]) -> list[str]:
        """The cells of a row (from 0); blank ones have their look too."""
        kinds, number, made = self._kinds, number + 1, []
        for value, style, name in zip(values, styles, _names(len(styles)), strict=True):
            start = f'<c r="{name}{number}"'
            if value is None or value == "":
                made.append(f"{start}{style.plain}/>" if style.blanks else "")
            else:
                made.append(start + kinds.get(type(value), self._other)(value, style))
        return made

    def formula(self, number: int, col: int, formula: str, known: float, style: Style) -> str:
        """A formula with its known result."""
        start = f'<c r="{column_name(col)}{number + 1}"{style.plain}>'
        return f"{start}<f>{_escaped(formula)}</f><v>{known!r}</v></c>"

    @staticmethod
    def known(value) -> float | None:
        """The result of a formula as Excel keeps it; None where a formula can't give it: yes and
        no are texts there."""
        if isinstance(value, bool):
            return None
        if isinstance(value, date):
            return _serial(value) if value.year >= _FIRST_YEAR else None
        if isinstance(value, int | float | Decimal) and isfinite(value):
            return float(value)
        return None

    def _text(self, value, style) -> str:
        value = cut(encodable(value), CELL_UNITS, self._words.cut)
        look = style.quoted if like_formula(value) else style.text
        space = ' xml:space="preserve"' if value[0].isspace() or value[-1].isspace() else ""
        if _SPECIAL.search(value):
            value = _escaped(value)
        return f'{look} t="inlineStr"><is><t{space}>{value}</t></is></c>'

    def _integer(self, value, style) -> str:
        if -_EXACT < value < _EXACT:
            return f"{style.plain}><v>{value}</v></c>"
        return self._text(str(value), style)

    def _number(self, value, style) -> str:
        if not isfinite(value):
            return f"{style.plain}/>"
        return f"{style.plain}><v>{float(value)!r}</v></c>"

    def _yes_no(self, value, style) -> str:
        return self._text(self._words.yes if value else self._words.no, style)

    def _moment(self, value, style) -> str:
        if value.year < _FIRST_YEAR:
            return self._text(value.isoformat(), style)
        return f"{style.plain}><v>{_serial(value)!r}</v></c>"

    def _other(self, value, style) -> str:
        return self._text(str(value), style)


@lru_cache
def _names(count: int) -> list[str]:
    """The letters of the first columns."""
    return [column_name(col) for col in range(count)]


def _serial(value: date) -> float:
    if isinstance(value, datetime):
        return (value.replace(tzinfo=None) - _EPOCH) / _DAY
    return value.toordinal() - _EPOCH.toordinal()


def _escaped(text: str) -> str:
    text = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
