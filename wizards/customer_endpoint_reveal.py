from odoo import fields, models


class CustomerEndpointReveal(models.TransientModel):
    """Shows a new secret once. It is never saved."""

    _name = "customer.endpoint.reveal"
    _description = "New Secret"

    secret = fields.Char(store=False, readonly=True)
