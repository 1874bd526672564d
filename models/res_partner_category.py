from odoo import api, fields, models

ICONS = [
    ("fa-star", "Star"),
    ("fa-diamond", "Diamond"),
    ("fa-line-chart", "Growing"),
    ("fa-exclamation-triangle", "Warning"),
    ("fa-ban", "No Entry"),
    ("fa-shield", "Shield"),
    ("fa-heart", "Heart"),
    ("fa-clock-o", "Clock"),
    ("fa-globe", "Globe"),
    ("fa-handshake-o", "Partner"),
]


class ResPartnerCategory(models.Model):
    """Core's contact tag, with what makes it an identifier that everybody sees."""

    _name = "res.partner.category"
    _inherit = ["res.partner.category", "customer.assignment.mixin"]

    customer_code = fields.Char(string="Code", copy=False)
    customer_is_identifier = fields.Boolean(
        string="Identifier",
        help="Shown as a badge beside the customer's name wherever the customer is chosen or "
        "listed.",
    )
    customer_icon = fields.Selection(ICONS, string="Icon")

    _customer_code_unique = models.UniqueIndex(
        "(customer_code) WHERE customer_code <> ''", "Another tag has this code already."
    )

    @api.model
    def _customer_rule_fields(self):
        return super()._customer_rule_fields() | {"name"}
