from odoo import models
from odoo.exceptions import UserError

from .customer_approval import INVOICES


class AccountMove(models.Model):
    """Invoices of customers that are not approved stay drafts, where the settings say so."""

    _inherit = "account.move"

    def _post(self, soft=True):
        Approval = self.env["customer.approval"]
        for move in self:
            if move.is_sale_document(include_receipts=True):
                if customer := Approval._waiting(move.partner_id, INVOICES):
                    raise UserError(Approval._waiting_sentence(customer))
        return super()._post(soft)
