from odoo import fields, models


class CustomerSyncWizard(models.TransientModel):
    """Sends customers of an endpoint now: all, those changed since a date, or those that failed
    since then."""

    _name = "customer.sync.wizard"
    _description = "Send Customers Now"

    endpoint_id = fields.Many2one("customer.endpoint", required=True, ondelete="cascade")
    scope = fields.Selection(
        [
            ("all", "All customers"),
            ("since", "Those changed since"),
            ("failed", "Those that failed since"),
        ],
        string="Which",
        required=True,
        default="all",
    )
    since = fields.Datetime()

    def action_send(self):
        since = self.since if self.scope != "all" else None
        if self.scope == "failed":
            told = self.endpoint_id.action_replay_failed(since)
        else:
            told = self.endpoint_id.action_sync_all(since)
        told["params"]["next"] = {"type": "ir.actions.act_window_close"}
        return told
