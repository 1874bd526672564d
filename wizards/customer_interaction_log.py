from odoo import fields, models

from ..models.customer_interaction import KINDS


class CustomerInteractionLog(models.TransientModel):
    """Log a call or visit, and plan the next step."""

    _name = "customer.interaction.log"
    _description = "Log a Contact"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    kind = fields.Selection(KINDS, string="How", required=True, default="call")
