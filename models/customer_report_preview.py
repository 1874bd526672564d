from datetime import date, datetime

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date, format_datetime, formatLang

PREVIEW = 20  # rows of a preview
SAMPLE = 2000  # records of which those are the first


class CustomerReportPreview(models.AbstractModel):
    """A report on the screen: the same rows as in a file, as texts."""

    _name = "customer.report.preview"
    _description = "Reports on the Screen"

    @api.model
    def _screen(self, report, rows, most) -> dict:
        """What the web client shows of a report: at most so many data rows, and the total."""
        shown, count, cut = [], 0, 0
        for row in rows:
            count += row.kind == "data"
            if count > most:
                if row.kind != "total":
                    cut = most
                    continue
            shown.append(
                {
                    "kind": row.kind,
                    "level": row.level,
                    "cells": [
                        self._text(column, value, row.kind)
                        for column, value in zip(report.columns, row.cells, strict=True)
                    ],
                }
            )
        numbers = ("integer", "number", "money", "percent")
        return {
            "title": report.title,
            "columns": [
                {"label": c.label, "number": c.kind in numbers or bool(c.total)}
                for c in report.columns
            ],
            "conditions": report.conditions,
            "rows": shown,
            "cut": cut,
            "chart": report.chart and self._chart(report.chart),
        }

    @api.model
    def _chart(self, chart):
        return {"kind": chart.kind, "title": chart.title, "points": chart.points}

    @api.model
    def _text(self, column, value, kind) -> str:
        if value is None:
            return ""
        shown = column.total_kind if kind in ("subtotal", "total") else column.kind
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return self.env._("Yes") if value else self.env._("No")
        if isinstance(value, datetime):
            return format_datetime(self.env, value, tz="UTC")
        if isinstance(value, date):
            return format_date(self.env, value)
        if shown == "money":
            return format_amount(self.env, value, self.env.company.currency_id)
        if shown == "percent":
            return formatLang(self.env, 100 * value, digits=column.digits) + " %"
        return formatLang(self.env, value, digits=0 if shown == "integer" else column.digits)


class CustomerReportTemplate(models.Model):
    _inherit = "customer.report.template"

    @api.model
    def customer_report_preview(self, definition, conditions) -> dict:
        """The first rows of a report that is being edited, or a sentence on what is wrong.

        :param definition: as in a file of a template
        :param conditions: as in :class:`Conditions`; both are plain values
        """
        self.browse().check_access("read")
        Builder = self.env["customer.report.builder"]
        try:
            conditions = self.env["customer.report.conditions"]._conditions_of(conditions)
            plan = Builder._plan(self._parsed(definition), conditions)
            count = Builder._count(plan)
            built = Builder._built(plan, most=SAMPLE)
            screen = self.env["customer.report.preview"]._screen(built.report, built.rows, PREVIEW)
        except UserError as error:
            return {"problem": error.args[0]}
        return {
            **screen,
            "count": count,
            "sample": SAMPLE if count > SAMPLE else 0,
            "left_out": plan.left_out,
        }
