from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

SPANS = {
    "week": relativedelta(weeks=1),
    "fortnight": relativedelta(weeks=2),
    "month": relativedelta(months=1),
    "quarter": relativedelta(months=3),
}


class CustomerFollowupSnooze(models.TransientModel):
    """Contact customers later, and say why."""

    _name = "customer.followup.snooze"
    _inherit = "customer.selected"
    _description = "Contact Later"

    partner_ids = fields.Many2many(required=True)
    span = fields.Selection(
        [
            ("week", "In a week"),
            ("fortnight", "In two weeks"),
            ("month", "In a month"),
            ("quarter", "In three months"),
            ("day", "On a certain day"),
        ],
        string="When",
        required=True,
        default="week",
    )
    until = fields.Date(
        string="Date",
        compute="_compute_until",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    reason = fields.Char(required=True)

    @api.depends("span")
    def _compute_until(self):
        today = fields.Date.context_today(self)
        for snooze in self:
            if snooze.span in SPANS:
                snooze.until = today + SPANS[snooze.span]
            elif not snooze.until:
                snooze.until = today

    def action_snooze(self):
        self.ensure_one()
        if self.until <= fields.Date.context_today(self):
            raise UserError(self.env._("Please choose a day in the future."))
        if not self.partner_ids:
            raise UserError(self.env._("None of the selected contacts is a customer."))
        self.partner_ids.write(
            {
                "customer_followup_snooze": self.until,
                "customer_followup_snooze_reason": self.reason,
            }
        )
        # what was planned by hand stays; what was asked for is taken back
        self.env["customer.followup"]._refresh(self.partner_ids.ids)
        body = self.env._(
            "To be contacted on %(date)s at the earliest: %(reason)s",
            date=format_date(self.env, self.until),
            reason=self.reason,
        )
        self.partner_ids._message_log_batch(bodies=dict.fromkeys(self.partner_ids.ids, body))
        return {"type": "ir.actions.act_window_close"}
