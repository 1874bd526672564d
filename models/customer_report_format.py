import base64
from datetime import datetime

from odoo import api, fields, models
from odoo.tools import format_datetime

from ..engine.report import Column, Report, Words
from ..reports.shown import Shown

MOMENTS = ("date", "datetime")
FIGURES = ("integer", "number", "money", "percent")


class CustomerReportFormat(models.AbstractModel):
    """How the values of a report are shown, in the language of the user."""

    _name = "customer.report.format"
    _description = "Formats of Reports"

    @api.model
    def _kind(self, form, kind) -> str | None:
        """What the cells of a column are; ``None`` where they can't have the format."""
        if not form:
            return kind
        if form in ("integer", "number", "percent"):
            return form if kind in FIGURES else None
        if kind not in MOMENTS:
            return None
        return "date" if form == "date" else "text"

    @api.model
    def _cells(self, column, values):
        """The values of a column as its cells."""
        form = column.definition.format
        if column.path and column.path.names == ("id",) and column.definition.total == "count":
            return [1 for _value in values]  # the rows are counted, their numbers tell nothing
        if not form or form in ("number", "percent"):
            return list(values)
        make = {
            "integer": round,
            "date": lambda day: day.date() if isinstance(day, datetime) else day,
            "month": lambda day: f"{day:%Y-%m}",
            "quarter": lambda day: f"{day.year} Q{(day.month + 2) // 3}",
            "year": lambda day: str(day.year),
        }[form]
        return [None if value is None else make(value) for value in values]

    @api.model
    def _labelling(self):
        """A function of (column, value) that tells what heads a group."""
        shown = Shown(self.env, self.env.lang or "en_US", self._words())

        def label(column, value) -> str:
            if value is None:
                return self.env._("%s: none", column.label)
            if isinstance(value, str):
                return value
            text = shown.value(value, self._column(column), column.kind)
            return f"{column.label}: {text}" if isinstance(value, bool) else text

        return label

    @api.model
    def _column(self, shown, total="") -> Column:
        """How the values of a column of a plan are shown."""
        definition, currency = shown.definition, self.env.company.currency_id
        money = shown.kind == "money"
        return Column(
            label=shown.label,
            kind=shown.kind,
            width=definition.width,
            digits=currency.decimal_places if money else definition.digits,
            currency=currency.symbol if money else "",
            before=currency.position == "before",
            total=total,
        )

    @api.model
    def _report(self, definition, columns, conditions, chart) -> Report:
        company, user = self.env.company, self.env.user
        lang = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        logo = definition.logo and company.sudo().logo
        return Report(
            title=definition.title or self.env._("Report"),
            columns=columns,
            conditions=conditions,
            paper=definition.paper,
            layout=definition.layout,
            landscape=definition.landscape,
            header=definition.header,
            logo=base64.b64decode(logo) if logo else None,
            company=company.name,
            made_on=format_datetime(self.env, fields.Datetime.now()),
            made_by=user.name,
            chart=chart,
            lang=lang.code or "en_US",
            date_format=lang.date_format or "%Y-%m-%d",
            time_format=lang.time_format or "%H:%M:%S",
            words=self._words(),
        )

    @api.model
    def _words(self) -> Words:
        return Words(
            yes=self.env._("Yes"),
            no=self.env._("No"),
            report=self.env._("Report"),
            conditions=self.env._("Conditions"),
            chart=self.env._("Chart"),
            company=self.env._("Company"),
            made_on=self.env._("Made on"),
            made_by=self.env._("Made by"),
            cut=self.env._("[cut]"),
        )
