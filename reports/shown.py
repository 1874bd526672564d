"""Values of a report as people read them, in the formats of their language."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite

from odoo.tools.misc import (
    babel_locale_parse,
    format_date,
    format_datetime,
    formatLang,
    get_lang,
)

from ..engine.report import Column, Report, Row, Words


def percent(env, share: float, digits: int = 0) -> str:
    """A share as the language of ``env`` writes it: 12.5%, 12,5 %, %12,5."""
    pattern = babel_locale_parse(get_lang(env).code).percent_formats[None]
    return pattern.prefix[0] + formatLang(env, 100 * share, digits=digits) + pattern.suffix[0]


class Shown:
    """The texts of a report's cells, on paper and on the screen, and what heads its groups.

    :param lang: of the report
    :param words: of the report
    """

    def __init__(self, env, lang: str, words: Words):
        self._env = env(context={**env.context, "lang": lang})
        self._lang = lang
        self._words = words

    def row(self, row: Row, columns: Sequence[Column]) -> list[str]:
        """The text of each cell."""
        data = row.kind == "data"
        return [
            self.value(value, column, column.kind if data else column.total_kind)
            for value, column in zip(row.cells, columns, strict=True)
        ]

    def figures(self, report: Report) -> Callable[[float], str]:
        """What tells the values of the report's chart."""
        named = (one for one in report.columns if one.label == report.chart.value_column)
        column = next(named, report.columns[0])
        return lambda value: self.value(value, column, column.total_kind)

    def value(self, value, column: Column, kind: str) -> str:
        """A value of a column, shown as this kind."""
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return self._words.yes if value else self._words.no
        if isinstance(value, int | float | Decimal):
            return self._number(value, column, kind) if isfinite(value) else ""
        if isinstance(value, datetime):
            # Already in the time zone of the reader.
            return format_datetime(self._env, value, tz="UTC", lang_code=self._lang)
        if isinstance(value, date):
            return format_date(self._env, value, lang_code=self._lang)
        return str(value)

    def _number(self, value, column: Column, kind: str) -> str:
        if kind == "integer":
            return formatLang(self._env, value, digits=0)
        if kind == "percent":
            return percent(self._env, value, column.digits)
        amount = formatLang(self._env, value, digits=column.digits)
        if kind != "money" or not column.currency:
            return amount
        both = (column.currency, amount) if column.before else (amount, column.currency)
        return "\N{NO-BREAK SPACE}".join(both)
