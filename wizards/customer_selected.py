from odoo import api, fields, models
from odoo.fields import Command


class CustomerSelected(models.AbstractModel):
    """A wizard on the customers that are selected in a list."""

    _name = "customer.selected"
    _description = "Selected Customers"

    partner_ids = fields.Many2many("res.partner", string="Customers")
    partner_count = fields.Integer(compute="_compute_partner_count")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        context = self.env.context
        if context.get("active_model") == "res.partner" and "partner_ids" in fields:
            partners = self.env["res.partner"].browse(context.get("active_ids"))
            values["partner_ids"] = [Command.set(partners.filtered("customer_is_customer").ids)]
        return values

    @api.depends("partner_ids")
    def _compute_partner_count(self):
        for wizard in self:
            wizard.partner_count = len(wizard.partner_ids)
