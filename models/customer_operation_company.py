from odoo import api, models
from odoo.tools import SQL


class CustomerOperation(models.Model):
    """Operations are seen by users of all companies whose customers they change."""

    _inherit = "customer.operation"

    def _note_companies(self):
        """Note of which companies the customers of the lines are; a deleted one that is made
        anew counts too."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT coalesce(p.company_id, (l.values->'row'->>'company_id')::int)
                     FROM customer_operation_line l
                LEFT JOIN customer_operation_line_source_rel s ON s.line_id = l.id
                LEFT JOIN res_partner p ON p.id = l.partner_id OR p.id = s.partner_id
                    WHERE l.operation_id = %s""",
                self.id,
            )
        )
        ids = [row[0] for row in rows if row[0]]
        self.company_ids = self.env["res.company"].browse(ids).exists()

    def _kind_label(self):
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    @api.depends_context("uid", "allowed_company_ids", "lang")
    @api.depends("name", "kind")
    def _compute_display_name(self):
        """Where it is told of an operation that the user does not see, its name, which may be
        that of a customer, is not."""
        seen = self.sudo(False)._filtered_access("read")
        for operation in self:
            known = operation.sudo(False) in seen
            operation.display_name = operation.name if known else operation._kind_label()
