from odoo import api, models
from odoo.exceptions import UserError

from ..engine.report import is_number
from ..reports.shown import Shown

PREVIEW = 20  # rows of a preview
SAMPLE = 2000  # records of which those are the first


class CustomerReportPreview(models.AbstractModel):
    """A report on the screen: the same rows as in a file, as texts."""

    _name = "customer.report.preview"
    _description = "Reports on the Screen"

    @api.model
    def _screen(self, report, rows, most) -> dict:
        """What the web client shows of a report: at most so many data rows, and the total."""
        texts = Shown(self.env, report.lang, report.words)
        shown, count, cut = [], 0, 0
        for row in rows:
            # the rows of a heading are below it
            beyond = count + (row.kind in ("data", "group")) > most
            count += row.kind == "data"
            if beyond and row.kind != "total":
                cut = most
                continue
            shown.append(
                {"kind": row.kind, "level": row.level, "cells": texts.row(row, report.columns)}
            )
        return {
            "title": report.title,
            "columns": [
                {"label": column.label, "number": is_number(column)} for column in report.columns
            ],
            "conditions": report.conditions,
            "rows": shown,
            "cut": cut,
            "chart": report.chart and self._chart(report, texts),
        }

    @api.model
    def _chart(self, report, texts):
        chart, figure = report.chart, texts.figures(report)
        kinds = {one.label: one.total_kind for one in report.columns}
        return {
            "kind": chart.kind,
            "title": chart.title,
            "percent": kinds.get(chart.value_column) == "percent",
            "points": [(label, value, figure(value)) for label, value in chart.points],
        }


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
