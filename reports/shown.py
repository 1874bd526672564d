"""Values of a report as people read them, in the formats of their language."""

from datetime import date, datetime
from decimal import Decimal
from math import isfinite

from odoo.tools.misc import format_date, format_datetime, formatLang

from ..engine.report import Column, Report, Row


class Shown:
    """The texts of a report's cells, for paper and for the screen."""

    def __init__(self, env, report: Report):
        self._env = env(context={**env.context, "lang": report.lang})
        self._report = report

    def row(self, row: Row) -> list[str]:
        """The text of each cell."""
        data = row.kind == "data"
        return [
            self.value(value, column, column.kind if data else column.total_kind)
            for value, column in zip(row.cells, self._report.columns, strict=True)
        ]

    def value(self, value, column: Column, kind: str) -> str:
        """A value of a column, shown as this kind."""
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return self._report.words.yes if value else self._report.words.no
        if isinstance(value, int | float | Decimal):
            return self._number(value, column, kind) if isfinite(value) else ""
        if isinstance(value, datetime):
            # Already in the time zone of the reader.
            return format_datetime(self._env, value, tz="UTC", lang_code=self._report.lang)
        if isinstance(value, date):
            return format_date(self._env, value, lang_code=self._report.lang)
        return str(value)

    def _number(self, value, column: Column, kind: str) -> str:
        if kind == "integer":
            return formatLang(self._env, value, digits=0)
        if kind == "percent":
            return formatLang(self._env, 100 * value, digits=column.digits) + "%"
        amount = formatLang(self._env, value, digits=column.digits)
        if kind != "money" or not column.currency:
            return amount
        both = (column.currency, amount) if column.before else (amount, column.currency)
        return "\N{NO-BREAK SPACE}".join(both)
