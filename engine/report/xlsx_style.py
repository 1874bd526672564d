"""How the cells of an Excel file look."""

from dataclasses import dataclass

from .table import Report, Row
from .text import is_number
from .xlsx_names import number_format


@dataclass(frozen=True)
class Style:
    """The looks of a cell of numbers and dates, of text, and of text that looks like a formula, as
    attributes of its XML; whether a blank one has a look.
    """

    plain: str
    text: str
    quoted: str
    blanks: bool


class Styles:
    """The styles of all rows of a report, one for each column."""

    _SHADES = ("#D9E1F2", "#E4EAF6", "#EFF3FA")  # of subtotals, the outer darker

    def __init__(self, book, report: Report):
        self._book = book
        self._report = report
        self.header = [
            self._style(
                "",
                bold=True,
                bg_color="#1F3864",
                font_color="#FFFFFF",
                text_wrap=True,
                valign="top",
                align="right" if is_number(column) else "left",
            )
            for column in report.columns
        ]
        self.data = self._row(total=False)
        self._group = self._row(total=True, bold=True)
        self._subtotal = [self._row(True, bold=True, bg_color=shade) for shade in self._SHADES]
        self._total = self._row(True, bold=True, top=1, bg_color="#BDC9E3")
        self.plain = self._style("")
        self.bold = self._style("", bold=True, valign="top")
        self.wrapped = self._style("", text_wrap=True, valign="top")

    def labelled(self, row: Row) -> list[Style]:
        """The styles of a heading, subtotal or total."""
        if row.kind == "group":
            return self._group
        return self._total if row.kind == "total" else self._subtotal[row.level - 1]

    def of(self, label: str) -> Style:
        """The style of the data cells of a column, told by its label."""
        for column, style in zip(self._report.columns, self.data, strict=True):
            if column.label == label:
                return style
        return self.plain

    def _row(self, total: bool, **look) -> list[Style]:
        return [
            self._style(
                number_format(column, column.total_kind if total else column.kind, self._report),
                **look,
            )
            for column in self._report.columns
        ]

    def _style(self, numbers: str, **look) -> Style:
        return Style(
            plain=self._look({**look, "num_format": numbers} if numbers else look),
            text=self._look(look),
            quoted=self._look({**look, "quote_prefix": True}),
            blanks=bool(look),
        )

    def _look(self, look: dict) -> str:
        # the number is what xlsxwriter itself would write in constant memory
        return f' s="{self._book.add_format(look)._get_xf_index()}"' if look else ""
