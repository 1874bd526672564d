from odoo import fields, models

from .customer_followup import COUNTS
from .customer_followup_activity import DEFAULT_LIMIT, LIMIT


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    customer_contact_call = fields.Boolean(string="Calls")
    customer_contact_visit = fields.Boolean(string="Visits")
    customer_contact_meeting = fields.Boolean(string="Meetings")
    customer_contact_mail = fields.Boolean(string="Emails That We Send")
    customer_contact_other = fields.Boolean(string="Other Activities That Are Done")
    customer_followup_limit = fields.Integer(
        string="New Reminders a Day",
        help="At most, for one user; the most important customers first. 0: no limit.",
    )

    def _customer_switches(self):
        kinds = {f"customer_contact_{kind}": key for kind, key in COUNTS.items()}
        return super()._customer_switches() | kinds

    def _customer_numbers(self):
        return super()._customer_numbers() | {"customer_followup_limit": (LIMIT, DEFAULT_LIMIT)}

    def set_values(self):
        before = self.env["customer.followup"]._counted()
        result = super().set_values()
        if self.env["customer.followup"]._counted() != before:
            self.env["customer.followup.plan"]._changed()
        return result
