from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine.report import Report
from ..engine.report.definition import ColumnDefinition, Definition
from ..engine.report.totals import counted, table
from .customer_report_conditions import Conditions
from .customer_report_measure import KINDS
from .customer_report_path import Path
from .customer_report_source import MODELS

BATCH = 2000  # rows whose values are in memory at one time
ADDED_UP = {"sum", "average"}
NUMBERS = {"integer", "number", "money", "percent"}


class Shown(NamedTuple):
    """A column that the user may see, with where its values are from."""

    definition: ColumnDefinition
    label: str
    kind: str
    path: Path | None


@dataclass(frozen=True)
class Plan:
    """A report before its rows are read.

    :param left_out: sentences on columns that can't be shown
    """

    definition: Definition
    conditions: Conditions
    domain: Domain
    columns: tuple[Shown, ...]
    groups: tuple[Shown, ...]
    sorts: tuple[Shown, ...]
    drawn: Shown | None
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Built:
    """A report, ready to be written: its rows are read while they are taken."""

    report: Report
    rows: Iterator
    count: int
    ids: array


def _part(tick, start, end):
    """``tick`` for a part of the work, between two shares of all."""
    return tick and (lambda share: tick(start + share * (end - start)))


class CustomerReportBuilder(models.AbstractModel):
    """Makes the table of a report from its definition, as the user who is working: of what he may
    not read there is no row, and no column."""

    _name = "customer.report.builder"
    _description = "Making Reports"

    # -- planning ------------------------------------------------------------------------------

    @api.model
    def _plan(self, definition, conditions) -> Plan:
        """
        :raise UserError: nothing of the report can be shown
        """
        model = MODELS[definition.kind]
        if not self.env[model].has_access("read"):
            raise UserError(self.env._("You may not see the records of this report."))
        shown, left_out = {}, []
        for column in definition.columns:
            usable, problem = self._shown(definition.kind, column)
            if usable:
                shown[column] = usable
            else:
                left_out.append(problem)
        columns = tuple(shown[c] for c in definition.shown if c in shown)
        if not columns:
            raise UserError("\n".join(dict.fromkeys(left_out)))
        drawn = shown.get(definition.drawn)
        if drawn and drawn.kind not in NUMBERS and drawn.definition.total != "count":
            left_out.append(self.env._("“%s” is no number, so there is no chart.", drawn.label))
            drawn = None
        return Plan(
            definition=definition,
            conditions=conditions,
            domain=self.env["customer.report.source"]._domain(definition, conditions),
            columns=columns,
            groups=tuple(shown[c] for c in definition.groups if c in shown),
            sorts=tuple(shown[c] for c in definition.columns if c.sort and c in shown),
            drawn=drawn,
            left_out=tuple(dict.fromkeys(left_out)),
        )

    @api.model
    def _shown(self, kind, column):
        """What is shown of a column, or a sentence that says why it can't be."""
        path = None
        if column.measure:
            Measure = self.env["customer.report.measure"]
            if problem := Measure._problem(column.measure, kind):
                return None, problem
            own, label = KINDS[column.measure], Measure._labels()[column.measure]
        else:
            path, problem = self.env["customer.report.path"]._resolved(MODELS[kind], column.path)
            if problem:
                return None, problem
            own, label = path.kind, path.label
        shown = self.env["customer.report.format"]._kind(column.format, own)
        label = column.label or label
        if shown is None or (column.total in ADDED_UP and shown not in NUMBERS):
            return None, self.env._("“%s” can't be shown or added up in this way.", label)
        return Shown(column, label, shown, path), None

    @api.model
    def _count(self, plan) -> int:
        """The number of data rows."""
        if plan.definition.kind == "sales_category":
            return len(self._keys(plan))
        Model = self.env["customer.report.source"]._model(plan.definition)
        return Model.search_count(plan.domain)

    # -- making --------------------------------------------------------------------------------

    @api.model
    def _build(self, definition, conditions, most=None, tick=None) -> Built:
        """
        :param most: only of the first so many records, for a preview
        :param tick: called with the share that is done, from 0 to 1, now and then
        :raise UserError: it can't be made
        """
        return self._built(self._plan(definition, conditions), most, tick)

    @api.model
    def _built(self, plan, most=None, tick=None) -> Built:
        self.env.flush_all()
        order = self.env["customer.report.order"]
        # where values are read for the order first, that is half of the work
        half = 0.5 if order._reads_first(plan) else 0.0
        first = partial(self._batches, tick=_part(tick, 0, half))
        ordered = order._ordered(plan, self._keys(plan, most), first)
        column = self.env["customer.report.format"]._column
        columns = tuple(
            # the first one has the labels of the totals
            column(one, one.definition.total if at else "")
            for at, one in enumerate(plan.columns)
        )
        cells = self._batches(plan, ordered.keys, plan.columns, _part(tick, half, 1))
        rows = zip(ordered.labels, cells, strict=True)
        total = self.env._("Total") if most is None else ""
        if not any(column.total for column in columns):
            total = ""
        rows = table(rows, columns, counted(ordered.labels), total)
        report = self._report(plan, columns, ordered.chart)
        return Built(report, rows, len(ordered.keys), self._partner_ids(plan, ordered.keys))

    @api.model
    def _keys(self, plan, most=None):
        """The keys of the rows: ids, for sales by category with that of the category. In the order
        that the database can give, else in any."""
        Model = self.env["customer.report.source"]._model(plan.definition)
        if plan.definition.kind == "sales_category":
            start, end = plan.conditions.bounds(self.env)
            partners = Model._search(plan.domain)
            pairs = self.env["customer.report.sales"]._pairs(partners, start, end)
            return pairs[:most]
        order = self.env["customer.report.order"]._sql_order(plan)
        return array("q", Model._search(plan.domain, order=order, limit=most))

    @api.model
    def _partner_ids(self, plan, keys):
        if MODELS[plan.definition.kind] != "res.partner":
            return array("q")
        if plan.definition.kind == "sales_category":
            return array("q", {key[0] for key in keys})
        return keys

    @api.model
    def _batches(self, plan, keys, columns, tick=None):
        """Yield the cells of ``columns`` for each of ``keys``.

        :param tick: called with the share that is done
        """
        kind = plan.definition.kind
        Model = self.env[MODELS[kind]].with_context(active_test=False)
        Measure, Field = self.env["customer.report.measure"], self.env["customer.report.path"]
        Format = self.env["customer.report.format"]
        measures = {c.definition.measure for c in columns if c.definition.measure}
        paths = [c.path for c in columns if c.path]
        names = {path.names[0] for path in paths}
        for at in range(0, len(keys), BATCH):
            if tick:
                tick(at / len(keys))
            batch = keys[at : at + BATCH]
            ids = [key[0] for key in batch] if kind == "sales_category" else list(batch)
            records = Model.browse(dict.fromkeys(ids))
            records.fetch(names)
            figures = Measure._values(measures, kind, list(batch), plan.conditions)
            cells = []
            for column in columns:
                if column.path:
                    values = Field._values(records, column.path)
                    cells.append(Format._cells(column, map(values.get, ids)))
                else:
                    values = figures[column.definition.measure]
                    cells.append(Format._cells(column, map(values.get, batch)))
            yield from zip(*cells, strict=True)
            # what was read of so many records must not stay in memory
            self.env.invalidate_all(flush=False)

    # -- what is fixed ---------------------------------------------------------------------------

    @api.model
    def _report(self, plan, columns, chart) -> Report:
        definition, conditions = plan.definition, plan.conditions
        told = self.env["customer.report.source"]._told(definition, conditions)
        told += [(self.env._("Left out"), sentence) for sentence in plan.left_out]
        return self.env["customer.report.format"]._report(
            definition, columns=columns, conditions=tuple(told), chart=chart
        )
