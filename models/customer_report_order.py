from collections.abc import Sequence
from typing import NamedTuple

from odoo import api, models

from ..engine.report import POINTS, SLICES, Chart
from .customer_report_source import MODELS


class Ordered(NamedTuple):
    """The rows of a report in their order.

    :param labels: of the groups of each row, outermost first
    """

    keys: Sequence
    labels: Sequence
    chart: Chart | None


class _NoLabels(Sequence):
    """An empty tuple for each of so many rows."""

    def __init__(self, size):
        self._size = size

    def __len__(self):
        return self._size

    def __getitem__(self, at):
        if at >= self._size:
            raise IndexError(at)
        return ()


class CustomerReportOrder(models.AbstractModel):
    """The order of the rows of a report. Where the database can't give it, only the values that
    it goes by are read first, so that all others are read once and need no memory."""

    _name = "customer.report.order"
    _description = "Order of Reports"

    @api.model
    def _sql_order(self, plan) -> str:
        """The order that the database gives; by the id alone where it can't."""
        Model = self.env[MODELS[plan.definition.kind]]
        if self._reads_first(plan):
            return "id"
        sorts = [f"{s.path.names[0]} {s.definition.sort} nulls last" for s in plan.sorts]
        return ", ".join([*sorts, Model._order if not sorts else "id"])

    @api.model
    def _sql_sorted(self, plan) -> bool:
        Model = self.env[MODELS[plan.definition.kind]]
        return plan.definition.kind != "sales_category" and all(
            s.path
            and len(s.path.names) == 1
            and Model._fields[s.path.names[0]].column_type
            and Model._fields[s.path.names[0]].store
            and Model._fields[s.path.names[0]].type not in ("many2one", "selection", "reference")
            for s in plan.sorts
        )

    @api.model
    def _reads_first(self, plan) -> bool:
        """Whether values of all rows must be read for their order."""
        return bool(plan.groups) or not self._sql_sorted(plan)

    @api.model
    def _ordered(self, plan, keys, batches) -> Ordered:
        """
        :param keys: of all rows
        :param batches: a function of plan, keys and columns that yields the cells of each row
        """
        if not self._reads_first(plan):
            return Ordered(keys, _NoLabels(len(keys)), None)
        grouped, sorts = plan.groups, plan.sorts
        drawn = [plan.drawn] if plan.drawn else []
        cells = list(batches(plan, keys, [*grouped, *sorts, *drawn]))
        depth = len(grouped)
        order = list(range(len(keys)))
        columns = [*grouped, *sorts]
        for at in reversed(range(len(columns))):
            choices = columns[at].path and columns[at].path.choices
            downward = columns[at].definition.sort == "desc"
            order = self._sorted(order, cells, at, downward, choices)
        label = self.env["customer.report.format"]._labelling()
        labels = [
            tuple(label(group, cells[i][at]) for at, group in enumerate(grouped)) for i in order
        ]
        chart = None
        if drawn and depth:
            values = [cells[i][-1] for i in order]
            chart = self._chart(plan, labels, values)
        return Ordered([keys[i] for i in order], labels, chart)

    @api.model
    def _sorted(self, order, cells, at, downward, choices=()):
        """``order`` by one more column, blanks last; what is equal stays as it is.

        :param choices: the values in the order that they have, instead of that of their letters
        """
        places = {choice: place for place, choice in enumerate(choices or ())}
        filled = [i for i in order if cells[i][at] is not None]
        blank = [i for i in order if cells[i][at] is None]

        def value(i):
            cell = cells[i][at]
            if places:
                return places[cell]
            # what differs in its case alone is near, but not mixed: it is a group of its own
            return (cell.casefold(), cell) if isinstance(cell, str) else cell

        return sorted(filled, key=value, reverse=downward) + blank

    @api.model
    def _chart(self, plan, labels, values) -> Chart:
        """The sums, or numbers or averages, of the outermost groups."""
        total = plan.drawn.definition.total or "sum"
        points = {}
        for groups, value in zip(labels, values, strict=True):
            if value is not None:
                points.setdefault(groups[0], []).append(value)
        figures = {
            "sum": sum,
            "count": len,
            "min": min,
            "max": max,
            "average": lambda known: sum(known) / len(known),
        }
        drawn = [(label, float(figures[total](known))) for label, known in points.items()]
        most = SLICES if plan.definition.chart == "pie" else POINTS
        if len(drawn) > most:
            drawn = self._cut(drawn, total, most)
        return Chart(
            kind=plan.definition.chart,
            title=f"{plan.drawn.label} · {plan.groups[0].label}",
            label_column=plan.groups[0].label,
            value_column=plan.drawn.label,
            points=tuple(drawn),
        )

    @api.model
    def _cut(self, points, total, most):
        """The greatest groups, in their order; of what can be added the rest as one."""
        greatest = sorted(points, key=lambda point: point[1], reverse=True)
        kept = set(greatest[: most - 1])
        drawn = [point for point in points if point in kept]
        if total in ("sum", "count"):
            rest = sum(value for _label, value in greatest[most - 1 :])
            drawn.append((self.env._("Others"), rest))
        return drawn
