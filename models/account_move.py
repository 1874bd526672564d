from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    customer_badges = fields.Json(related="partner_id.customer_badges")
