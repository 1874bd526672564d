"""Names of sheets and number formats of an Excel file."""

import re

from .table import Column, Report
from .text import encodable

_NAME = 31  # characters of a sheet's name
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff]")
_RESERVED = {"history"}
_STRFTIME = {
    "%d": "dd",
    "%m": "mm",
    "%Y": "yyyy",
    "%y": "yy",
    "%b": "mmm",
    "%B": "mmmm",
    "%a": "ddd",
    "%A": "dddd",
    "%H": "hh",
    "%I": "hh",
    "%M": "mm",
    "%S": "ss",
    "%p": "AM/PM",
    "%-d": "d",
    "%-m": "m",
}


def sheet_name(wanted: str, taken: set[str], fallback: str) -> str:
    """A valid name for a sheet, unlike those ``taken`` (lower case), to which it is added."""
    name = _clean(wanted)
    if not name or name.lower() in _RESERVED:
        name = _clean(fallback) or "Sheet"
    number, shown = 1, _short(name, _NAME)
    while shown.lower() in taken:
        number += 1
        shown = _short(name, _NAME - len(f" ({number})")) + f" ({number})"
    taken.add(shown.lower())
    return shown


def _clean(name: str) -> str:
    return " ".join(_FORBIDDEN.sub(" ", encodable(name)).split()).strip(" '")


def _short(name: str, size: int) -> str:
    """In the units of UTF-16 that Excel counts."""
    raw = name.encode("utf-16-le")[: 2 * size]
    return raw.decode("utf-16-le", errors="ignore").rstrip(" '")


def quoted(name: str) -> str:
    """The name of a sheet as formulas write it."""
    return "'" + name.replace("'", "''") + "'"


def number_format(column: Column, kind: str, report: Report) -> str:
    """The number format of a column's values, "" where they need none."""
    point = "." + "0" * column.digits if column.digits else ""
    if kind == "integer":
        return "#,##0"
    if kind == "percent":
        return f"0{point}%"
    if kind == "number":
        return f"#,##0{point}"
    if kind == "money":
        return _money(column, f"#,##0{point}")
    if kind == "date":
        return date_format(report.date_format)
    if kind == "datetime":
        return f"{date_format(report.date_format)} {date_format(report.time_format)}"
    return ""


def _money(column: Column, amount: str) -> str:
    if not column.currency:
        return amount
    # A quote has no escape inside quotes.
    symbol = '"' + column.currency.replace('"', "") + '"'
    if column.before:
        return f"{symbol} {amount};-{symbol} {amount}"
    return f"{amount} {symbol}"


def date_format(pattern: str) -> str:
    """A format of dates or times of ``strftime`` as Excel's; what Excel can't say is left out."""
    parts = []
    for part in re.findall(r"%-?.|[^%]+", pattern):
        if part.startswith("%"):
            parts.append(_STRFTIME.get(part, ""))
        else:
            words = part.replace('"', "")
            parts.append("".join(char if char in " -/.:," else f"\\{char}" for char in words))
    return "".join(parts).strip() or "yyyy-mm-dd"


def column_name(col: int) -> str:
    """The letters of a column, from 0."""
    name = ""
    col += 1
    while col:
        col, letter = divmod(col - 1, 26)
        name = chr(65 + letter) + name
    return name
