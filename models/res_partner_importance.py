from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    customer_strategic = fields.Boolean(
        string="Strategic Customer",
        tracking=True,
        copy=False,
        help="The highest priority is proposed whatever it orders.",
    )


class CustomerCategory(models.Model):
    _inherit = "customer.category"

    importance = fields.Integer(
        aggregator=None,
        help="Points added to the value score of customers of this category when a priority is "
        "proposed. The score is 0 to 100.",
    )


class ResPartnerCategory(models.Model):
    _inherit = "res.partner.category"

    customer_importance = fields.Integer(
        string="Importance",
        aggregator=None,
        help="Points added to the value score of customers with this tag when a priority is "
        "proposed. The score is 0 to 100.",
    )
