from odoo import fields, models


class CustomerSyncWizard(models.TransientModel):
    """Sends customers of an endpoint now: all, or those changed since a date."""

    _name = "customer.sync.wizard"
    _description = "Send Customers Now"

    endpoint_id = fields.Many2one("customer.endpoint", required=True, ondelete="cascade")
    scope = fields.Selection(
        [("all", "All customers"), ("since", "Those changed since")],
        string="Which",
        required=True,
        default="all",
    )
    since = fields.Datetime(string="Changed Since")

    def action_send(self):
        since = self.since if self.scope == "since" else None
        told = self.endpoint_id.action_sync_all(since)
        told["params"]["next"] = {"type": "ir.actions.act_window_close"}
        return told
