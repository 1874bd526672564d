import base64
from datetime import date, datetime

from odoo import api, fields, models
from odoo.tools import format_datetime

from ..engine.report import Report, Words

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
    def _label(self, column, value) -> str:
        """What heads a group."""
        if value is None:
            return self.env._("%s: none", column.label)
        if isinstance(value, bool):
            answer = self.env._("Yes") if value else self.env._("No")
            return f"{column.label}: {answer}"
        if isinstance(value, datetime):
            return format_datetime(self.env, value, tz="UTC")
        if isinstance(value, date):
            return fields.Date.to_string(value)
        if column.kind == "percent":
            return f"{value:.0%}"
        return str(value)

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
            words=Words(
                yes=self.env._("Yes"),
                no=self.env._("No"),
                report=self.env._("Report"),
                conditions=self.env._("Conditions"),
                chart=self.env._("Chart"),
                company=self.env._("Company"),
                made_on=self.env._("Made on"),
                made_by=self.env._("Made by"),
                cut=self.env._("[cut]"),
            ),
        )
