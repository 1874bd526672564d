from odoo import Command

from .test_snapshot import SnapshotCase


class TestOwnershipRestore(SnapshotCase):
    """Salespersons that a snapshot gives back are told like any other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.make_user("sales", login="cm_first")
        cls.second = cls.make_user("sales", login="cm_second")
        cls.customer = cls.make_customer("Chenghu Ltd", user_id=cls.first.id)
        cls.Ownership = cls.env["customer.ownership"]

    def history(self):
        rows = self.Ownership.search([("partner_id", "=", self.customer.id)], order="id")
        return [(row.old_user_id.login, row.new_user_id.login) for row in rows]

    def test_restored_and_undone(self):
        snapshot = self.take()
        self.customer.user_id = self.second
        self.customer.city = "Wuxi"
        operation = self.restore(self.compare(snapshot))
        self.assertEqual(self.customer.user_id, self.first)
        there, back = ("cm_first", "cm_second"), ("cm_second", "cm_first")
        self.assertEqual(self.history(), [there, back])
        row = self.Ownership.search([("partner_id", "=", self.customer.id)], limit=1)
        self.assertEqual((row.operation_id, row.changed_by_id), (operation, self.steward))
        operation.action_undo()
        self.env.invalidate_all()
        self.assertEqual(self.customer.user_id, self.second)
        self.assertEqual(self.history(), [there, back, there])

    def test_other_values_are_no_change(self):
        snapshot = self.take()
        self.customer.city = "Wuxi"
        self.restore(self.compare(snapshot))
        self.assertFalse(self.history())

    def test_bank_accounts_are_for_who_may_change_them(self):
        bank = {"acc_number": "123456", "partner_id": self.customer.id}
        bank = self.env["res.partner.bank"].create(bank)
        snapshot = self.take()
        self.customer.write({"city": "Wuxi", "bank_ids": [Command.delete(bank.id)]})
        self.set_setting(customer_guard=True)
        self.steward.group_ids += self.env.ref("base.group_partner_manager")
        operation = self.restore(self.compare(snapshot))
        self.assertIn("you may not change this field", operation.line_ids.reason)
        self.assertFalse(self.customer.bank_ids)
        self.restore(self.compare(snapshot, self.administrator))
        self.assertEqual(self.customer.bank_ids.acc_number, "123456")
