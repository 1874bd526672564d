"""Writes a report as an Excel file, row by row in constant memory.

The rows are on the first sheet, and on further ones where a sheet is full; then come the figures of
the chart with the chart, and the conditions. Subtotals and totals are formulas over the data rows
(SUBTOTAL, which leaves out other subtotals and what a filter hides), with the figure that the
report has as their known result.
"""

from collections.abc import Iterable

import xlsxwriter

from .table import Report, Row
from .text import column_width, cut, encodable
from .xlsx_cells import Cells, Sheet
from .xlsx_extra import add_chart, add_conditions, set_up_page
from .xlsx_formulas import Ranges
from .xlsx_names import sheet_name
from .xlsx_style import Styles

SHEET_ROWS = 1_048_576


def write_xlsx(report: Report, rows: Iterable[Row], file) -> None:
    """Write a report to a path or a binary file. Rows are read once, and not kept.

    The logo is left out: it is that of printed reports.
    """
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        book.set_properties(
            {"title": _property(report.title), "company": _property(report.company)}
        )
        _Writer(book, report).put_rows(rows)


class _Writer:
    def __init__(self, book, report: Report):
        self._book = book
        self._report = report
        self._styles = Styles(book, report)
        self._cells = Cells(report.words)
        self._taken: set[str] = set()
        self._ranges = Ranges()

    def put_rows(self, rows: Iterable[Row]) -> None:
        report = self._report
        self._begin_sheet()
        for row in rows:
            if self._at == SHEET_ROWS:
                self._end_sheet()
                self._begin_sheet()
            if row.kind == "data":
                self._data(row)
            else:
                self._labelled(row)
            self._at += 1
        self._end_sheet()
        if report.chart:
            sheet = self._add(report.words.chart, "Chart")
            add_chart(self._book, sheet, report, self._styles, self._cells)
        sheet = self._add(report.words.conditions, "Conditions")
        add_conditions(sheet, report, self._styles, self._cells)

    # -- sheets

    def _add(self, name: str, fallback: str) -> Sheet:
        return self._book.add_worksheet(sheet_name(name, self._taken, fallback), Sheet)

    def _begin_sheet(self) -> None:
        report = self._report
        self._sheet = self._add(report.title, report.words.report)
        self._ranges.begin_sheet(self._sheet.name)
        set_up_page(self._sheet, report)
        for col, column in enumerate(report.columns):
            self._sheet.set_column(col, col, min(column_width(column), 255))
        labels = [column.label for column in report.columns]
        self._sheet.write_whole(0, self._cells.row(0, labels, self._styles.header))
        self._at = 1
        self._last_listed = 0  # the last row that the filter has

    def _end_sheet(self) -> None:
        if self._last_listed:
            self._sheet.autofilter(0, 0, self._last_listed, len(self._report.columns) - 1)

    # -- rows

    def _data(self, row: Row) -> None:
        cells = self._cells.row(self._at, row.cells, self._styles.data)
        self._sheet.write_whole(self._at, cells, row.level)
        self._ranges.add(self._at)
        self._last_listed = self._at

    def _labelled(self, row: Row) -> None:
        """A heading, a subtotal or the total."""
        styles = self._styles.labelled(row)
        cells = self._cells.row(self._at, row.cells, styles)
        if row.kind == "group":
            self._ranges.begin_group(row.level)
        else:
            for col, column in enumerate(self._report.columns):
                known = self._cells.known(row.cells[col]) if column.total else None
                formula = known is not None and self._ranges.formula(row, col, column.total)
                if formula:
                    cells[col] = self._cells.formula(self._at, col, formula, known, styles[col])
        self._sheet.write_whole(self._at, cells, max(row.level - 1, 0))
        if row.kind != "total":
            self._last_listed = self._at


def _property(text: str) -> str:
    return cut(encodable(text), 255, "")
