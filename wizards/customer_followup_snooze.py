from odoo import fields, models


class CustomerFollowupSnooze(models.TransientModel):
    """Contact customers later, and say why."""

    _name = "customer.followup.snooze"
    _inherit = "customer.selected"
    _description = "Contact Later"

    partner_ids = fields.Many2many(required=True)
    until = fields.Date(required=True)
    reason = fields.Char(required=True)
