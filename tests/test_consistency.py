from odoo import Command
from odoo.exceptions import AccessError, UserError

from ..models import customer_operation
from .common import ROLES, CustomerCase


class TestConsistency(CustomerCase):
    """Documents whose customers disagree, and how they are mended."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Issue = cls.env["customer.consistency.issue"]
        cls.steward = cls.make_user("steward")
        cls.steward.group_ids += cls.env.ref("sales_team.group_sale_salesman_all_leads")
        cls.steward.group_ids += cls.env.ref("account.group_account_invoice")
        cls.one, cls.two = cls.make_customer("One Ltd"), cls.make_customer("Two Ltd")
        cls.product = cls.env["product.product"].create(
            {"name": "Thing", "invoice_policy": "order", "taxes_id": False}
        )

    def order(self, partner=None, **values):
        line = Command.create({"product_id": self.product.id, "price_unit": 10})
        return self.env["sale.order"].create(
            {"partner_id": (partner or self.one).id, "order_line": [line], **values}
        )

    def invoice(self, partner=None, **values):
        line = Command.create({"product_id": self.product.id, "price_unit": 10})
        return self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or self.one).id,
                "invoice_line_ids": [line],
                **values,
            }
        )

    def found(self, record):
        self.Issue.with_user(self.steward).action_refresh()
        return self.Issue.search(
            [("res_model", "=", record._name), ("res_id", "in", record.ids)], order="kind, id"
        )

    def fix(self, issues):
        action = issues.with_user(self.steward).action_fix()
        self.env.invalidate_all()
        return self.env["customer.operation"].browse(action["res_id"])

    def test_nothing_disagrees(self):
        order, invoice = self.order(), self.invoice()
        self.assertFalse(self.found(order) | self.found(invoice))

    def test_delivery_mended_and_undone(self):
        branch = self.make_contact("Branch", parent_id=self.one.id, type="delivery")
        order = self.order(partner_shipping_id=self.two.id)
        issue = self.found(order)
        self.assertRecordValues(
            issue,
            [
                {
                    "kind": "order_delivery",
                    "name": order.name,
                    "partner_id": self.two.id,
                    "expected_id": branch.id,
                    "way": "replace",
                    "company_id": order.company_id.id,
                }
            ],
        )
        operation = self.fix(issue)
        self.assertEqual(order.partner_shipping_id, branch)
        self.assertEqual((operation.kind, operation.state), ("link", "done"))
        self.assertFalse(self.found(order))
        operation.with_user(self.steward).action_undo()
        self.env.invalidate_all()
        self.assertEqual(order.partner_shipping_id, self.two)
        self.assertTrue(self.found(order))

    def test_invoice_address_of_a_locked_order(self):
        order = self.order(partner_invoice_id=self.two.id)
        order.action_confirm()
        order.action_lock()
        issue = self.found(order)
        self.assertEqual((issue.kind, issue.way), ("order_invoice", "locked"))
        with self.assertRaisesRegex(UserError, "None of these can be mended"):
            self.fix(issue)

    def test_locked_after_it_was_found(self):
        order = self.order(partner_invoice_id=self.two.id)
        issue = self.found(order)
        order.action_confirm()
        order.action_lock()
        operation = self.fix(issue)
        self.assertEqual(operation.state, "failed")
        self.assertIn("locked", operation.line_ids.reason)
        self.assertEqual(order.partner_invoice_id, self.two)
        self.assertTrue(issue.exists())

    def test_invoice_of_another_customer(self):
        order = self.order()
        order.action_confirm()
        invoice = order._create_invoices()
        self.assertFalse(self.found(invoice))
        invoice.partner_id = self.two
        issue = self.found(invoice).filtered(lambda i: i.kind == "order_invoiced")
        self.assertEqual((issue.partner_id, issue.expected_id), (self.two, self.one))
        self.fix(issue)
        self.assertEqual(invoice.partner_id, self.one)
        self.assertEqual(invoice.line_ids.partner_id, self.one)

    def test_posted_invoice_is_left(self):
        invoice = self.invoice(partner_shipping_id=self.two.id)
        invoice.action_post()
        issue = self.found(invoice)
        self.assertEqual((issue.kind, issue.way), ("invoice_delivery", "posted"))

    def test_payment_for_another(self):
        invoice = self.invoice()
        invoice.action_post()
        receivable = invoice.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        journal = self.env["account.journal"].search([("type", "=", "general")], limit=1)
        account = receivable.account_id.id
        other = self.env["account.account"].search([("account_type", "=", "income")], limit=1)
        entry = self.env["account.move"].create(
            {
                "journal_id": journal.id,
                "line_ids": [
                    Command.create(
                        {"account_id": account, "partner_id": self.two.id, "credit": 10}
                    ),
                    Command.create({"account_id": other.id, "debit": 10}),
                ],
            }
        )
        entry.action_post()
        (receivable | entry.line_ids.filtered("credit")).reconcile()
        issue = self.found(entry)
        self.assertEqual((issue.kind, issue.way), ("payment", "reconciled"))
        self.assertEqual((issue.partner_id, issue.expected_id), (self.two, self.one))

    def test_merged_customer_still_used(self):
        order = self.order()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET customer_merged_into_id = %s, active = false WHERE id = %s",
            [self.two.id, self.one.id],
        )
        self.env.invalidate_all()
        issues = self.found(order)
        self.assertEqual(set(issues.mapped("kind")), {"merged"})
        self.assertEqual(
            set(issues.mapped("field_name")),
            {"partner_id", "partner_invoice_id", "partner_shipping_id"},
        )
        self.fix(issues)
        self.assertEqual(
            order.partner_id | order.partner_invoice_id | order.partner_shipping_id, self.two
        )

    def test_archived_customer_taken_back(self):
        orders = self.order() | self.order()
        self.one.active = False
        issues = self.found(orders)
        self.assertEqual(issues.mapped("kind"), ["archived"] * 2)
        operation = self.fix(issues)
        self.assertTrue(self.one.active)
        self.assertEqual(len(operation.line_ids), 1)
        self.assertFalse(issues.exists())
        operation.with_user(self.steward).action_undo()
        self.env.invalidate_all()
        self.assertFalse(self.one.active)

    def test_many_are_mended_in_the_background(self):
        orders = self.order(partner_shipping_id=self.two.id)
        orders |= self.order(partner_shipping_id=self.two.id)
        issues = self.found(orders)
        self.patch(customer_operation, "SLICE", 1)
        operation = self.fix(issues)
        self.assertEqual(operation.state, "running")
        self.assertTrue(issues.exists())
        with self.enter_registry_test_mode():
            self.env.ref("customer_master.ir_cron_operation").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(operation.state, "done")
        self.assertFalse(issues.exists())

    def test_document_deleted_meanwhile(self):
        gone, left = (
            self.order(partner_shipping_id=self.two.id),
            self.order(partner_shipping_id=self.two.id),
        )
        issues = self.found(gone | left)
        gone.unlink()
        self.fix(issues)
        self.assertEqual(left.partner_shipping_id, self.one)
        self.assertFalse(issues.exists())

    def test_ignored_until_it_changes(self):
        order = self.order(partner_shipping_id=self.two.id)
        issue = self.found(order)
        issue.with_user(self.steward).action_ignore()
        self.assertEqual(self.found(order).state, "ignored")
        order.partner_shipping_id = self.make_customer("Three Ltd")
        self.assertEqual(self.found(order).state, "open")

    def test_who_may(self):
        issue = self.found(self.order(partner_shipping_id=self.two.id))
        for role in (*ROLES, None):
            user = self.make_user(role, login=f"cm_consistency_{role}")
            with self.subTest(role=role), self.assertRaises(AccessError):
                issue.with_user(user).write({"state": "ignored"})
            if role in ("steward", "administrator"):
                continue
            for name in ("action_fix", "action_ignore", "action_reopen", "action_open_record",
                         "action_refresh"):  # fmt: skip
                with self.subTest(role=role, name=name), self.assertRaises(AccessError):
                    getattr(issue.with_user(user), name)()
        self.assertEqual(issue.state, "open")

    def test_without_rights_on_the_document(self):
        order = self.order(partner_shipping_id=self.two.id)
        issue = self.found(order)
        poor = self.make_user("steward", login="cm_poor_steward")
        action = issue.with_user(poor).action_fix()
        operation = self.env["customer.operation"].browse(action["res_id"])
        self.assertIn("may not change this record", operation.line_ids.reason)
        self.assertEqual(order.partner_shipping_id, self.two)

    def test_other_company(self):
        order = self.order(partner_shipping_id=self.two.id)
        issue = self.found(order)
        issue.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        self.assertFalse(self.Issue.with_user(self.steward).search([("id", "=", issue.id)]))
