from odoo import api, fields, models
from odoo.fields import Command

from .customer_approval import (
    APPROVERS,
    AT_ONCE,
    CATEGORIES,
    INVOICES,
    KEY_FIELDS,
    ORDERS,
    POLICY,
)


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    customer_approval = fields.Selection(
        [
            ("never", "Nobody's"),
            ("sales", "Those of everybody but data stewards"),
            ("always", "Everybody's, by somebody else"),
        ],
        string="Whose Customers Need Approval",
        default="never",
        config_parameter=POLICY,
    )
    customer_approval_at_once = fields.Boolean(
        string="Submit New Customers at Once", config_parameter=AT_ONCE
    )
    customer_approval_category_ids = fields.Many2many(
        "customer.category", "res_config_settings_approval_category_rel", string="Only These"
    )
    customer_approval_field_ids = fields.Many2many(
        "ir.model.fields",
        "res_config_settings_approval_field_rel",
        string="Key Fields",
    )
    customer_approver_ids = fields.Many2many(
        "res.users", "res_config_settings_approver_rel", string="Approvers"
    )
    customer_approval_orders = fields.Boolean(
        string="Orders Wait for Approval", config_parameter=ORDERS
    )
    customer_approval_invoices = fields.Boolean(
        string="Invoices Wait for Approval", config_parameter=INVOICES
    )

    @api.model
    def get_values(self):
        Approval = self.env["customer.approval"]
        names = list(Approval._key_fields())
        key_fields = (
            self.env["ir.model.fields"]
            .sudo()
            .search([("model", "=", "res.partner"), ("name", "in", names)])
        )
        categories = self.env["customer.category"].browse(Approval._chosen_ids(CATEGORIES)).exists()
        users = self.env["res.users"].browse(Approval._chosen_ids(APPROVERS)).exists()
        return {
            **super().get_values(),
            "customer_approval_category_ids": [Command.set(categories.ids)],
            "customer_approval_field_ids": [Command.set(key_fields.ids)],
            "customer_approver_ids": [Command.set(users.ids)],
        }

    def set_values(self):
        result = super().set_values()
        params = self.env["ir.config_parameter"].sudo()
        for key, values in (
            (CATEGORIES, self.customer_approval_category_ids.ids),
            (APPROVERS, self.customer_approver_ids.ids),
            (KEY_FIELDS, sorted(self.customer_approval_field_ids.sudo().mapped("name"))),
        ):
            # nothing would be deleted, which could not be told from what was never set
            params.set_param(key, ",".join(map(str, values)) or ",")
        return result
