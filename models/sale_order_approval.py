from odoo import models

from .customer_approval import ORDERS


class SaleOrder(models.Model):
    """Orders of customers that are not approved stay quotations, where the settings say so."""

    _inherit = "sale.order"

    def _confirmation_error_message(self):
        message = super()._confirmation_error_message()
        if not message and (customer := self._customer_waiting()):
            return self.env["customer.approval"]._waiting_sentence(customer)
        return message

    def _customer_waiting(self):
        return self.env["customer.approval"]._waiting(self.partner_id, ORDERS)

    def _validate_order(self):
        # what the customer has signed is kept, and confirmed by hand after the approval
        orders = self.filtered(lambda order: not order._customer_waiting())
        return super(SaleOrder, orders)._validate_order() if orders else None


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        # so is what was paid
        ready = self.filtered(
            lambda tx: not any(order._customer_waiting() for order in tx.sale_order_ids)
        )
        return super(PaymentTransaction, ready)._check_amount_and_confirm_order()
