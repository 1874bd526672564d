from odoo.exceptions import UserError

from .test_approval import ApprovalCase


class TestApprovalGate(ApprovalCase):
    """Documents of customers that are not approved are drafted, and wait."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_approval(customer_approval_orders=True, customer_approval_invoices=True)
        cls.product = cls.env["product.product"].create({"name": "Thing", "list_price": 10})
        cls.customer = cls.make_customer("Waiting Ltd", customer_approval_state="to_approve")
        cls.person = cls.make_contact("Person", parent_id=cls.customer.id)

    def order(self, partner=None):
        return self.env["sale.order"].create(
            {
                "partner_id": (partner or self.customer).id,
                "order_line": [(0, 0, {"product_id": self.product.id})],
            }
        )

    def invoice(self, partner=None, kind="out_invoice"):
        if not self.env["account.journal"].search([("type", "=", "sale")], limit=1):
            self.env["account.chart.template"].try_loading("generic_coa", self.env.company)
        return self.env["account.move"].create(
            {
                "move_type": kind,
                "partner_id": (partner or self.customer).id,
                "invoice_date": "2026-01-01",
                "invoice_line_ids": [(0, 0, {"name": "Thing", "price_unit": 10})],
            }
        )

    def test_order(self):
        for partner in (self.customer, self.person):
            order = self.order(partner)
            with self.assertRaisesRegex(UserError, "not approved yet.*cm_steward"):
                order.action_confirm()
            self.assertEqual(order.state, "draft")
        self.call(self.steward, self.customer, "action_customer_approve")
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_sentences(self):
        order = self.order()
        self.customer.customer_approval_state = "draft"
        self.assertIn("submit it for approval first", order._confirmation_error_message())
        self.customer.write(
            {"customer_approval_state": "rejected", "customer_approval_reason": "Twice."}
        )
        self.assertIn("was rejected: Twice.", order._confirmation_error_message())

    def test_invoice(self):
        for kind in ("out_invoice", "out_receipt", "out_refund"):
            invoice = self.invoice(self.person, kind)
            with self.assertRaisesRegex(UserError, "not approved yet"):
                invoice.action_post()
            self.assertEqual(invoice.state, "draft")
        self.call(self.steward, self.customer, "action_customer_approve")
        invoice.action_post()
        self.assertEqual(invoice.state, "posted")

    def test_approved_by_policy(self):
        customer = self.make_customer("By policy")
        self.order(customer).action_confirm()
        self.invoice(customer).action_post()

    def test_contact_that_is_no_customer(self):
        """An order would make it one."""
        contact = self.make_contact("Only a contact")
        seller = self.make_user("sales", login="cm_seller")
        seller.group_ids |= self.env.ref("sales_team.group_sale_manager")
        order = self.order(contact)
        self.assertIn("not a customer yet", order.with_user(seller)._confirmation_error_message())
        contact.with_user(self.sales).web_save({"customer_is_customer": True}, {"id": {}})
        self.assertIn("is a draft", order.with_user(seller)._confirmation_error_message())
        self.order(self.make_contact("By a program")).sudo().action_confirm()

    def test_each_has_its_setting(self):
        self.set_approval(customer_approval_orders=False)
        self.order().action_confirm()
        with self.assertRaises(UserError):
            self.invoice().action_post()
        self.set_approval(customer_approval_invoices=False)
        self.invoice().action_post()

    def test_approval_switched_off(self):
        self.set_approval("never")
        self.order().action_confirm()

    def test_signed_online_stays_a_quotation(self):
        order = self.order()
        order.sudo()._validate_order()
        self.assertEqual(order.state, "draft")
        self.call(self.steward, self.customer, "action_customer_approve")
        order.sudo()._validate_order()
        self.assertEqual(order.state, "sale")

    def test_paid_online_stays_a_quotation(self):
        order = self.order()
        provider = self.env["payment.provider"].search([], limit=1)
        method = self.env["payment.method"].with_context(active_test=False).search([], limit=1)
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": self.customer.id,
                "reference": "cm-1",
                "state": "done",
                "sale_order_ids": [(6, 0, order.ids)],
            }
        )
        self.assertFalse(transaction._check_amount_and_confirm_order())
        self.assertEqual(order.state, "draft")
        self.call(self.steward, self.customer, "action_customer_approve")
        self.assertEqual(transaction._check_amount_and_confirm_order(), order)
