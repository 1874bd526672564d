from odoo import fields, models


class CustomerSystemSecretShown(models.TransientModel):
    """Shows a new secret; nothing is stored."""

    _name = "customer.system.secret.shown"
    _description = "New Secret"

    value = fields.Char(string="Secret", readonly=True, store=False)
