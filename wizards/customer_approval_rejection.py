from odoo import fields, models


class CustomerApprovalRejection(models.TransientModel):
    """Reject customers, with the reason that whoever entered them reads."""

    _name = "customer.approval.rejection"
    _description = "Reject Customers"

    partner_ids = fields.Many2many(
        "res.partner", "customer_approval_rejection_rel", string="Customers", required=True
    )
    reason = fields.Char(required=True)

    def action_reject(self):
        """
        :raise AccessError: the user's role does not approve customers
        """
        self.ensure_one()
        self.partner_ids._customer_reject(self.reason)
        return {"type": "ir.actions.act_window_close"}
