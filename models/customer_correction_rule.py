from odoo import fields, models


class CustomerCorrectionRule(models.Model):
    """A kind of correction or completion that is suggested, or done by itself."""

    _name = "customer.correction.rule"
    _description = "Correction Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, readonly=True)
    sequence = fields.Integer(default=10)
