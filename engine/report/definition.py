"""What a report is to show, as people wrote it down: in a form, or in a file.

A definition is data only: nothing in it is ever run.
"""

import re
from dataclasses import dataclass

from .table import DEPTH

FORMAT = "customer_master.report"
VERSION = 1
KINDS = ("customer", "contact", "sales", "sales_category", "duplicate", "issue")
MEASURES = ("revenue", "orders", "average_order", "margin", "margin_rate", "last_order",
            "open_balance", "days_since_contact", "completeness", "product_category")  # fmt: skip
USES = ("figures", "created", "ordered", "inactive", "open")
FORMATS = ("", "integer", "number", "percent", "date", "month", "quarter", "year")
TOTALS = ("", "sum", "average", "count", "min", "max")
SORTS = ("", "asc", "desc")
PAPERS = ("a4", "letter")
LAYOUTS = ("table", "blocks")
CHARTS = ("", "bar", "line", "pie")
MOST_COLUMNS = 60
LONGEST = 500  # characters of a text in a definition
PATH = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*){0,4}", re.IGNORECASE)


class DefinitionError(ValueError):
    """A definition that can't be used.

    :param code: which rule it breaks
    :param detail: the word or the value that does
    """

    def __init__(self, code, detail=""):
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = str(detail)[:80]


@dataclass(frozen=True)
class ColumnDefinition:
    """A column: a field by its path from the record of the row, or a measure.

    ``group`` is the level of the groups that it makes, 0 for none; such a column heads its groups
    and has no cells of its own. ``chart`` says that its figures are drawn.
    """

    label: str = ""
    measure: str = ""
    path: str = ""
    format: str = ""
    digits: int = 2
    width: int = 0
    total: str = ""
    group: int = 0
    sort: str = ""
    chart: bool = False

    @property
    def source(self) -> str:
        return self.measure or self.path


@dataclass(frozen=True)
class Definition:
    """A report without its conditions."""

    kind: str
    columns: tuple[ColumnDefinition, ...]
    title: str = ""
    use: str = "figures"
    paper: str = "a4"
    layout: str = "table"
    landscape: bool = False
    header: str = ""
    logo: bool = True
    chart: str = ""

    @property
    def groups(self) -> tuple[ColumnDefinition, ...]:
        """The columns that make groups, outermost first."""
        return tuple(sorted((c for c in self.columns if c.group), key=lambda c: c.group))

    @property
    def shown(self) -> tuple[ColumnDefinition, ...]:
        """The columns that have cells."""
        return tuple(c for c in self.columns if not c.group)

    @property
    def drawn(self) -> ColumnDefinition | None:
        """The column whose figures are drawn by the outermost groups."""
        if not self.chart or not self.groups:
            return None
        return next((c for c in self.shown if c.chart), None)


def parse(values) -> Definition:
    """A definition of plain values, as they stand in a file.

    :raise DefinitionError: a word is not known or a value is of the wrong type
    """
    if not isinstance(values, dict):
        raise DefinitionError("no_definition")
    columns = values.get("columns")
    if not isinstance(columns, list | tuple) or not columns:
        raise DefinitionError("no_columns")
    if len(columns) > MOST_COLUMNS:
        raise DefinitionError("many_columns", MOST_COLUMNS)
    definition = Definition(
        kind=_word(values, "kind", KINDS),
        columns=tuple(_column(column) for column in columns),
        title=_text(values, "title"),
        use=_word(values, "use", USES, "figures"),
        paper=_word(values, "paper", PAPERS, "a4"),
        layout=_word(values, "layout", LAYOUTS, "table"),
        landscape=bool(values.get("landscape")),
        header=_text(values, "header"),
        logo=bool(values.get("logo", True)),
        chart=_word(values, "chart", CHARTS),
    )
    _check(definition)
    return definition


def _column(values) -> ColumnDefinition:
    if not isinstance(values, dict):
        raise DefinitionError("no_definition")
    column = ColumnDefinition(
        label=_text(values, "label"),
        measure=_word(values, "measure", ("", *MEASURES)),
        path=_text(values, "path"),
        format=_word(values, "format", FORMATS),
        digits=_number(values, "digits", 2, 6),
        width=_number(values, "width", 0, 100),
        total=_word(values, "total", TOTALS),
        group=_number(values, "group", 0, DEPTH),
        sort=_word(values, "sort", SORTS),
        chart=bool(values.get("chart")),
    )
    if not column.source:
        raise DefinitionError("empty_column", column.label)
    if not column.measure and not PATH.fullmatch(column.path):
        raise DefinitionError("path", column.path)
    return column


def _check(definition):
    levels = [column.group for column in definition.groups]
    if levels != list(range(1, len(levels) + 1)):
        raise DefinitionError("levels")
    if not definition.shown:
        raise DefinitionError("no_columns")
    if definition.shown[0].total:
        raise DefinitionError("first_total")
    if definition.chart and not definition.drawn:
        raise DefinitionError("chart")


def _word(values, name, known, default=""):
    value = values.get(name) or default
    if value not in known:
        raise DefinitionError("word", value)
    return value


def _text(values, name):
    value = values.get(name) or ""
    if not isinstance(value, str):
        raise DefinitionError("word", name)
    return value[:LONGEST].strip()


def _number(values, name, default, most):
    value = values.get(name)
    value = default if value is None or value == "" else value
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise DefinitionError("number", name)
    try:
        value = int(value)
    except (ValueError, OverflowError):
        raise DefinitionError("number", name) from None
    if not 0 <= value <= most:
        raise DefinitionError("number", name)
    return value
