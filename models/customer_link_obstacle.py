from odoo import api, models
from odoo.tools import SQL


class CustomerLinkObstacle(models.AbstractModel):
    """Why the customer of a document must not be changed any more; other addons add theirs."""

    _name = "customer.link.obstacle"
    _description = "What Stops a Link"

    @api.model
    def _obstacles(self, records, field) -> dict[int, str]:
        """Sentences by id of those of ``records`` that must stay as they are."""
        check = {
            "account.move": self._of_moves,
            "account.move.line": self._of_items,
            "account.payment": self._of_payments,
            "account.bank.statement.line": self._of_bank_lines,
            "sale.order": self._of_orders,
        }.get(records._name)
        return check(records.sudo()) if check else {}

    def _of_moves(self, moves):
        posted = self.env._("It is posted: set it back to draft first.")
        return {move.id: posted for move in moves if move.state == "posted"}

    def _of_items(self, items):
        posted = self.env._("It belongs to a posted entry: set that back to draft first.")
        return {item.id: posted for item in items if item.parent_state == "posted"}

    def _of_payments(self, payments):
        posted = self.env._("The payment is confirmed: set it back to draft first.")
        return {payment.id: posted for payment in payments if payment.state != "draft"}

    def _of_orders(self, orders):
        locked = self.env._("The order is locked: unlock it first.")
        canceled = self.env._("The order is canceled.")
        found = {order.id: canceled for order in orders if order.state == "cancel"}
        return found | {order.id: locked for order in orders if order.locked}

    def _of_bank_lines(self, lines):
        found = {}
        reconciled = self.env._("It is reconciled: take the reconciliation back first.")
        secured = self.env._("Its entry is secured or lies in a closed period.")
        kept = self._kept_moves(lines.move_id.ids)
        for line in lines:
            if line.is_reconciled:
                found[line.id] = reconciled
            elif line.move_id.id in kept:
                found[line.id] = secured
        return found

    def _kept_moves(self, ids):
        """Entries that are secured by a hash or lie in a closed period."""
        rows = self.env.execute_query(
            SQL(
                """SELECT a.id FROM account_move a
                    WHERE a.id = ANY(%s) AND (a.inalterable_hash IS NOT NULL OR (%s))""",
                list(ids),
                self.env["customer.merge"]._is_locked(),
            )
        )
        return {row[0] for row in rows}
