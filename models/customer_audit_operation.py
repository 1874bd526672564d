from odoo import models
from odoo.tools import SQL

from .customer_audit import SILENT


class CustomerOperation(models.Model):
    """An operation is one row of the audit for each company; its journal tells about each
    customer."""

    _inherit = "customer.operation"

    def _work(self, lines):
        return super(CustomerOperation, SILENT.on(self))._work(SILENT.on(lines))

    def _finish(self):
        result = super()._finish()
        Audit = self.env["customer.audit"]
        if Audit._on():
            extent = self._audit_extent()
            states = dict(self._fields["state"]._description_selection(self.env))
            # the name may tell of customers, or how many there are, of another company
            name = self.name if len(extent) == 1 else self._kind_label()
            rows = [
                {
                    "operation_id": self.id,
                    "count": count,
                    "company_id": company,
                    "description": f"{name}: {states[self.state]}",
                }
                for company, count in extent
            ]
            # in the background it is the scheduler that finishes it
            Audit._note("operation", rows, self.undone_by_id or self.user_id)
        return result

    def _audit_extent(self):
        """How many customers were changed, as [(id of their company or None, count)]."""
        extent = self.env.execute_query(
            SQL(
                """SELECT p.company_id, count(*)
                     FROM customer_operation_line l
                LEFT JOIN customer_operation_line_source_rel s ON s.line_id = l.id
                     JOIN res_partner p ON p.id = l.partner_id OR p.id = s.partner_id
                    WHERE l.operation_id = %s AND l.state IN ('done', 'undone')
                 GROUP BY 1 ORDER BY 1""",
                self.id,
            )
        )
        return extent or [(company, 0) for company in self.company_ids.ids or (None,)]
