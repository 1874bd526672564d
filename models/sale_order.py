from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    customer_badges = fields.Json(related="partner_id.customer_badges")
