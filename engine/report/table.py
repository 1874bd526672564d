"""A report as plain values, between those who fetch and add up its rows and those who write it.

What is fixed (``Report``) is apart from its rows, which come one after the other, so that a report
of any length needs no more memory than a short one.
"""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["text", "integer", "number", "money", "percent", "date", "datetime", "boolean"]
Total = Literal["", "sum", "average", "count", "min", "max"]

NUMBERS = frozenset({"integer", "number", "money", "percent"})
DEPTH = 3  # groups inside groups, at most
POINTS = 60  # of a chart, at most: more than that nobody can read
SLICES = 10  # of a pie, each in a colour of its own


@dataclass(frozen=True)
class Column:
    """A column.

    ``width`` is in characters, 0 for one that suits its label and kind. ``digits`` are those behind
    the decimal point (of percent: of the shown 12.5 %). ``currency`` is the symbol or code of
    money, ``before`` whether it stands before the amount. ``total`` is what subtotals and totals
    tell of the data rows; ``count`` counts those that have a value.
    """

    label: str
    kind: Kind = "text"
    width: int = 0
    digits: int = 2
    currency: str = ""
    before: bool = True
    total: Total = ""

    @property
    def total_kind(self) -> Kind:
        """What the cells of subtotals and totals are: an average of whole numbers is none."""
        if self.total == "count":
            return "integer"
        return "number" if self.total == "average" and self.kind == "integer" else self.kind


@dataclass(frozen=True)
class Row:
    """A row.

    ``cells`` holds a value for each column, ``None`` for a blank: str, int, float, Decimal,
    date, datetime (without a time zone, already in that of the reader), bool; percent as a share
    (0.125 is 12.5 %).

    - ``data``: ``level`` is the number of groups it is in, 0 where there are none.
    - ``group`` heads the group of ``level`` 1 to 3, ``subtotal`` ends it: the first cell is the
      label, those of columns with a total hold the figure in a subtotal and are blank in a heading.
    - ``total`` of ``level`` 0 ends the report, in the same way.

    Groups are properly nested; each heading has its subtotal.
    """

    kind: Literal["data", "group", "subtotal", "total"]
    level: int
    cells: tuple


@dataclass(frozen=True)
class Chart:
    """The figures that are drawn; ``points`` are (label, value), ``POINTS`` of them at most."""

    kind: Literal["bar", "line", "pie"]
    title: str
    label_column: str
    value_column: str
    points: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Words:
    """The words that a written report has of its own, in the language of its reader."""

    yes: str = "Yes"
    no: str = "No"
    report: str = "Report"  # names the sheet where the title can't
    conditions: str = "Conditions"
    chart: str = "Chart"
    company: str = "Company"
    made_on: str = "Made on"
    made_by: str = "Made by"
    cut: str = "[cut]"  # ends a text that was too long for a cell


@dataclass(frozen=True)
class Report:
    """A report without its rows.

    The first column labels groups and totals, and has therefore no total of its own.
    ``conditions`` are (label, text), as people read them. ``layout`` is that of paper: a table, or
    each row as a block of labels and values. ``date_format`` and ``time_format`` are
    those of the reader's language, in the words of ``strftime``.
    """

    title: str
    columns: tuple[Column, ...]
    conditions: tuple[tuple[str, str], ...] = ()
    paper: Literal["a4", "letter"] = "a4"
    layout: Literal["table", "blocks"] = "table"
    landscape: bool = False
    header: str = ""
    logo: bytes | None = None
    company: str = ""
    made_on: str = ""
    made_by: str = ""
    chart: Chart | None = None
    lang: str = "en_US"
    date_format: str = "%Y-%m-%d"
    time_format: str = "%H:%M:%S"
    words: Words = field(default_factory=Words)

    def __post_init__(self):
        if not self.columns:
            raise ValueError("a report needs at least one column")
        if self.columns[0].total:
            raise ValueError("the first column labels the totals and can't have one")
        if self.chart and len(self.chart.points) > POINTS:
            raise ValueError(f"a chart has at most {POINTS} points")
