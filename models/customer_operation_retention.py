from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

KEEP = "customer_master.operation_days"
DEFAULT_DAYS = 365
DRAFT_DAYS = 7


class CustomerOperation(models.Model):
    """Journals are kept for a limited time; the operations stay listed."""

    _inherit = "customer.operation"

    @api.model
    def _cron_forget(self):
        """Delete the journals of old operations, and previews that nobody came back to."""
        now = fields.Datetime.now()
        days = int(self.env["ir.config_parameter"].sudo().get_param(KEEP, DEFAULT_DAYS))
        if days > 0:
            self.search(
                [("done_on", "<", now - timedelta(days=days)), ("forgotten", "=", False)]
            )._forget_journal()
        self.search(
            [("state", "=", "draft"), ("create_date", "<", now - timedelta(days=DRAFT_DAYS))]
        ).unlink()

    def _forget_journal(self):
        for table in ("cell", "value", "skip"):
            self.env.cr.execute(
                SQL(
                    """DELETE FROM %s WHERE line IN (
                           SELECT id FROM customer_operation_line WHERE operation_id = ANY(%s))""",
                    SQL.identifier(f"customer_operation_{table}"),
                    list(self.ids),
                )
            )
        self.forgotten = True
