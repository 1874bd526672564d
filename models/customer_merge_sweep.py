from datetime import timedelta

from odoo import api, fields, models

from .customer_merge import Group
from .customer_operation import SLICE

DAYS = 7  # in which rows may still arrive on a merged customer


class CustomerMerge(models.AbstractModel):
    """What arrives on a merged customer after the merge, from a form that was open or from
    another system, follows the rest."""

    _inherit = "customer.merge"

    @api.model
    def _cron_sweep(self):
        since = fields.Datetime.now() - timedelta(days=DAYS)
        lines = self.env["customer.operation.line"].search(
            [
                ("kind", "=", "merge"),
                ("state", "=", "done"),
                ("operation_id.done_on", ">=", since),
            ],
            order="id",
        )
        left = len(lines)
        for start in range(0, len(lines), SLICE):
            part = lines[start : start + SLICE]
            self._sweep(part)
            left -= len(part)
            if not self.env["ir.cron"]._commit_progress(len(part), remaining=left):
                return

    def _sweep(self, lines):
        """Move what arrived on the sources of ``lines``; journaled there, so that an undo
        takes it back as well."""
        groups = self._groups(lines)
        self._lock(groups)
        # a survivor may have been merged itself since
        members = {member for group in groups for member in group.sources}
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        survivors = {p.id: p.customer_merged_into_id.id for p in partners.browse(members)}
        rows = [
            (source, survivors[source], group.line)
            for group in groups
            for source in group.sources
            if survivors[source]
        ]
        columns = self._columns()
        self._set_map(rows)
        self._skip_beforehand(columns, [row[0] for row in rows])
        self._move(columns, rows)
        self._move_banks(rows)
        self.env.invalidate_all(flush=False)
        self._settle_accounting(
            [Group(line, survivor, (source,)) for source, survivor, line in rows]
        )
        self.env.invalidate_all(flush=False)
