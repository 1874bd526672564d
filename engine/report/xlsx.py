"""Writes a report as an Excel file, row by row in constant memory.

The rows are on the first sheet, and on further ones where a sheet is full; then come the figures of
the chart with the chart, and the conditions. Subtotals and totals are formulas over the data rows
(SUBTOTAL, which leaves out other subtotals and what a filter hides), with the figure that the
report has as their known result.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from math import isfinite

import xlsxwriter

from .table import Report, Row
from .text import column_width, cut, encodable, like_formula
from .xlsx_extra import add_chart, add_conditions, set_up_page
from .xlsx_formulas import Ranges
from .xlsx_names import sheet_name
from .xlsx_style import Styles

SHEET_ROWS = 1_048_576
CELL_UNITS = 32_767
_EXACT = 10**15  # Excel keeps 15 digits of a number
_FIRST_YEAR = 1901  # Excel's days before 1900-03-01 are not everybody's


def write_xlsx(report: Report, rows: Iterable[Row], file) -> None:
    """Write a report to a path or a binary file. Rows are read once, and not kept.

    The logo is left out: it is that of printed reports.
    """
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        book.set_properties(
            {"title": _property(report.title), "company": _property(report.company)}
        )
        _Writer(book, report).write(rows)


class _Writer:
    def __init__(self, book, report: Report):
        self._book = book
        self._report = report
        self._styles = Styles(book, report)
        self._taken: set[str] = set()
        self._put_value = {
            str: self._text,
            int: self._number,
            float: self._number,
            Decimal: self._number,
            bool: self._yes_no,
            date: self._moment,
            datetime: self._moment,
        }

    def write(self, rows: Iterable[Row]) -> None:
        report = self._report
        self._ranges = Ranges()
        self._begin_sheet()
        for row in rows:
            if self._at == SHEET_ROWS:
                self._end_sheet()
                self._begin_sheet()
            if row.kind == "data":
                self._data(row)
            else:
                self._labelled(row)
            self._forget(self._at - 1)
            self._at += 1
        self._end_sheet()
        if report.chart:
            name = sheet_name(report.words.chart, self._taken, "Chart")
            add_chart(self._book, self._book.add_worksheet(name), report, self._styles, self.put)
        name = sheet_name(report.words.conditions, self._taken, "Conditions")
        add_conditions(self._book.add_worksheet(name), report, self._styles, self.put)

    # -- sheets

    def _begin_sheet(self) -> None:
        report, styles = self._report, self._styles
        name = sheet_name(report.title, self._taken, report.words.report)
        self._sheet = self._book.add_worksheet(name)
        self._ranges.begin_sheet(name)
        set_up_page(self._sheet, report)
        for col, column in enumerate(report.columns):
            self._sheet.set_column(col, col, min(column_width(column), 255))
            self.put(self._sheet, 0, col, column.label, styles.header[col])
        self._at = 1
        self._last_listed = 0  # the last row that the filter has

    def _end_sheet(self) -> None:
        if self._last_listed:
            self._sheet.autofilter(0, 0, self._last_listed, len(self._report.columns) - 1)

    def _forget(self, row: int) -> None:
        """xlsxwriter keeps the level of each row, of those that it has written too."""
        for kept in ("set_rows", "row_info", "row_sizes"):
            getattr(self._sheet, kept, {}).pop(row, None)

    # -- rows

    def _data(self, row: Row) -> None:
        if row.level:
            self._sheet.set_row(self._at, None, None, {"level": row.level})
        sheet, at, put_value = self._sheet, self._at, self._put_value
        col = 0
        for value, style in zip(row.cells, self._styles.data, strict=True):
            if value is not None and value != "":
                put_value.get(type(value), self._other)(sheet, at, col, value, style)
            col += 1
        self._ranges.add(at)
        self._last_listed = at

    def _labelled(self, row: Row) -> None:
        """A heading, a subtotal or the total."""
        level = max(row.level - 1, 0)
        if level:
            self._sheet.set_row(self._at, None, None, {"level": level})
        if row.kind == "group":
            self._ranges.begin_group(row.level)
        styles = self._styles.labelled(row)
        figures = row.kind != "group"
        for col, (value, column) in enumerate(zip(row.cells, self._report.columns, strict=True)):
            known = self._known(value) if figures and column.total else None
            formula = known is not None and self._ranges.formula(row, col, column.total)
            if formula:
                style = styles[col].plain
                self._sheet.write_formula(self._at, col, formula, style, known)
            else:
                self.put(self._sheet, self._at, col, value, styles[col])
        if row.kind != "total":
            self._last_listed = self._at

    @staticmethod
    def _known(value) -> float | None:
        """The result of a formula as Excel keeps it; None where a formula can't give it."""
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            return float(value) if isfinite(value) else None
        if isinstance(value, date):
            if value.year < _FIRST_YEAR:
                return None
            moment = datetime(*value.timetuple()[:6]) - datetime(1899, 12, 30)
            return moment.days + moment.seconds / 86400
        return None

    # -- cells

    def put(self, sheet, row: int, col: int, value, style) -> None:
        """A value as a cell of its type; a blank one still has its style."""
        if value is None or value == "":
            sheet.write_blank(row, col, None, style.plain)
        else:
            self._put_value.get(type(value), self._other)(sheet, row, col, value, style)

    def _text(self, sheet, row, col, value, style) -> None:
        value = cut(encodable(value), CELL_UNITS, self._report.words.cut)
        form = style.quoted if like_formula(value) else style.text
        if value.startswith("<r>") and value.endswith("</r>"):
            # xlsxwriter would take it for its own markup.
            sheet.write_rich_string(row, col, value[:1], style.markup, value[1:], form)
        else:
            sheet.write_string(row, col, value, form)

    def _number(self, sheet, row, col, value, style) -> None:
        if not isfinite(value):
            sheet.write_blank(row, col, None, style.plain)
        elif type(value) is int and not -_EXACT < value < _EXACT:
            sheet.write_string(row, col, str(value), style.text)
        else:
            sheet.write_number(row, col, value, style.plain)

    def _yes_no(self, sheet, row, col, value, style) -> None:
        self._text(sheet, row, col, self._report.words.yes if value else self._report.words.no, style)

    def _moment(self, sheet, row, col, value, style) -> None:
        if value.year < _FIRST_YEAR:
            sheet.write_string(row, col, value.isoformat(), style.text)
        else:
            sheet.write_datetime(row, col, value, style.plain)

    def _other(self, sheet, row, col, value, style) -> None:
        self._text(sheet, row, col, str(value), style)


def _property(text: str) -> str:
    return cut(encodable(text), 255, "")
