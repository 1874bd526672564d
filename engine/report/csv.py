"""Writes a report as CSV: UTF-8 with a mark that Excel knows it by, commas, values for programs.

Dates are ISO, numbers have a point and no separators, percent is a share (0.125). Text that a
spreadsheet could take for a formula gets an apostrophe before it.
"""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from math import isfinite

from .table import Column, Report, Row
from .text import encodable, like_formula


def write_csv(report: Report, rows: Iterable[Row], file) -> None:
    """Write a report to a binary file. Rows are read once, and not kept."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text)
    writer.writerow([_text(column.label) for column in report.columns])
    data = [_form(column, column.kind, report) for column in report.columns]
    totals = [_form(column, column.total_kind, report) for column in report.columns]
    for row in rows:
        forms = data if row.kind == "data" else totals
        writer.writerow([form(value) for form, value in zip(forms, row.cells, strict=True)])
    text.detach()  # flushes, and leaves the file open


def _form(column: Column, kind: str, report: Report):
    """What turns a value of the column into text."""
    digits = 0 if kind == "integer" else column.digits + (2 if kind == "percent" else 0)

    def form(value) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            return _text(value)
        if isinstance(value, bool):
            return _text(report.words.yes if value else report.words.no)
        if isinstance(value, int):
            return f"{value}" if kind == "integer" else f"{value:.{digits}f}"
        if isinstance(value, float | Decimal):
            return f"{value:.{digits}f}" if isfinite(value) else ""
        if isinstance(value, datetime):
            return value.isoformat(" ", "seconds")
        if isinstance(value, date):
            return value.isoformat()
        return _text(str(value))

    return form


def _text(value: str) -> str:
    value = encodable(value)
    return "'" + value if like_formula(value) else value
