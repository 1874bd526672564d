from odoo import models
from odoo.tools import SQL

from .customer_audit import SILENT


class CustomerOperation(models.Model):
    """An operation is one row of the audit; its journal tells about each customer."""

    _inherit = "customer.operation"

    def _work(self, lines):
        return super(CustomerOperation, SILENT.on(self))._work(SILENT.on(lines))

    def _finish(self):
        result = super()._finish()
        Audit = self.env["customer.audit"]
        if Audit._on():
            count, company = self._audit_extent()
            states = dict(self._fields["state"]._description_selection(self.env))
            row = {
                "operation_id": self.id,
                "count": count,
                "company_id": company,
                "description": f"{self.name}: {states[self.state]}",
            }
            # in the background it is the scheduler that finishes it
            Audit._note("operation", [row], self.undone_by_id or self.user_id)
        return result

    def _audit_extent(self):
        """How many customers were changed, and the company whose users see that."""
        count, companies, shared = self.env.execute_query(
            SQL(
                """SELECT count(*), array_agg(DISTINCT p.company_id)
                          FILTER (WHERE p.company_id IS NOT NULL), bool_or(p.company_id IS NULL)
                     FROM customer_operation_line l
                LEFT JOIN customer_operation_line_source_rel s ON s.line_id = l.id
                     JOIN res_partner p ON p.id = l.partner_id OR p.id = s.partner_id
                    WHERE l.operation_id = %s AND l.state IN ('done', 'undone')""",
                self.id,
            )
        )[0]
        if not companies:
            return count, None
        return count, self.env.company.id if shared or len(companies) > 1 else companies[0]
