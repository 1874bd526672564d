from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .customer_timeline import Source

INVOICES = ("out_invoice", "out_refund", "out_receipt")
LEVELS = {"paid": "success", "in_payment": "success", "not_paid": "warning", "partial": "warning"}
SAID = ("draft", "sale")  # states of orders that their title says


def _noon(column):
    """The moment of a day: noon, so that it is the same day in every zone of time."""
    return lambda table: SQL("%s.%s + interval '12 hours'", table, SQL.identifier(column))


class CustomerTimeline(models.AbstractModel):
    """Orders, invoices and payments."""

    _inherit = "customer.timeline"

    @api.model
    def _source_order(self, customer):
        if not self._may_read("sale.order"):
            return None
        query = self._select(
            "sale.order",
            self._of(customer),
            lambda table: SQL("%s.date_order", table),
            SQL("'order'"),
        )
        return Source(("order",), query)

    @api.model
    def _rows_order(self, ids):
        orders = self.env["sale.order"].browse(ids)
        orders.fetch(["name", "state", "amount_total", "currency_id", "user_id"])
        states = self._labels(orders, "state")
        return {
            order.id: self._row(
                self.env._("Order %s", order.name)
                if order.state == "sale"
                else self.env._("Quotation %s", order.name),
                order,
                amount=order.amount_total,
                currency_id=order.currency_id.id,
                state=order.state not in SAID and states[order.state],
                user=order.user_id.sudo().name,
            )
            for order in orders
        }

    @api.model
    def _invoice_domain(self, customer):
        domain = self._of(customer) & Domain("move_type", "in", INVOICES)
        return domain & Domain("state", "=", "posted")

    @api.model
    def _source_invoice(self, customer):
        if not self._may_read("account.move"):
            return None
        query = self._select(
            "account.move", self._invoice_domain(customer), _noon("invoice_date"), SQL("'invoice'")
        )
        return Source(("invoice",), query)

    @api.model
    def _rows_invoice(self, ids):
        moves = self.env["account.move"].browse(ids)
        moves.fetch(
            ["name", "move_type", "payment_state", "amount_total", "currency_id", "invoice_user_id"]
        )
        states = self._labels(moves, "payment_state")
        return {
            move.id: self._row(
                self.env._("Credit note %s", move.name)
                if move.move_type == "out_refund"
                else self.env._("Invoice %s", move.name),
                move,
                amount=-move.amount_total if move.move_type == "out_refund" else move.amount_total,
                currency_id=move.currency_id.id,
                state=states.get(move.payment_state),
                level=LEVELS.get(move.payment_state),
                user=move.invoice_user_id.sudo().name,
                day=True,
            )
            for move in moves
        }

    @api.model
    def _source_payment(self, customer):
        if not self._may_read("account.payment"):
            return None
        domain = self._of(customer) & Domain("state", "in", ("in_process", "paid"))
        query = self._select("account.payment", domain, _noon("date"), SQL("'payment'"))
        return Source(("payment",), query)

    @api.model
    def _rows_payment(self, ids):
        payments = self.env["account.payment"].browse(ids)
        payments.fetch(["name", "state", "payment_type", "amount", "currency_id", "memo"])
        states = self._labels(payments, "state")
        return {
            payment.id: self._row(
                self.env._("Payment %s", payment.name or "")
                if payment.payment_type == "inbound"
                else self.env._("Payment to the customer %s", payment.name or ""),
                payment,
                text=payment.memo,
                amount=payment.amount if payment.payment_type == "inbound" else -payment.amount,
                currency_id=payment.currency_id.id,
                state=states.get(payment.state),
                level="success" if payment.state == "paid" else None,
                day=True,
            )
            for payment in payments
        }

    @api.model
    def _labels(self, records, name) -> dict[str, str]:
        return dict(records._fields[name]._description_selection(self.env))


class AccountPayment(models.Model):
    _inherit = "account.payment"

    # core has none on the customer, whose payments would be looked for among all
    _customer_partner_idx = models.Index("(partner_id)")
