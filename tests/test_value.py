from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .value_case import ValueCase


@tagged("post_install", "-at_install", "customer_master")
class TestValue(ValueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.env["res.company"].create({"name": "Second"})
        cls.customers = cls.Partner.union(*(cls.make_customer(f"C{n}") for n in range(5)))

    def setUp(self):
        super().setUp()
        # others would be ranked among ours
        self.env.cr.execute("UPDATE sale_order SET state = 'cancel'")
        self.env.invalidate_all()
        for number, customer in enumerate(self.customers):
            self.ordered(*range(1, 2 + number), partner=customer, quantity=number + 1)
        self.Value._refresh()
        self.best, self.worst = self.customers[4], self.customers[0]

    def test_ranks_within_the_company(self):
        self.assertEqual(self.customers.mapped("customer_rfm"), ["311", "322", "333", "344", "355"])
        value = self.best.customer_value_ids
        self.assertEqual((value.orders, value.revenue), (5, 250.0))
        self.assertEqual(value.last_order, self.today - timedelta(days=1))
        self.assertEqual(self.best.customer_rfm_segment, "loyal")
        self.assertEqual(self.best.customer_rfm_score, 87)

    def test_no_order_no_value(self):
        self.assertFalse(self.buyer.customer_rfm)
        self.assertFalse(self.buyer.customer_rfm_segment)
        self.assertEqual(self.buyer.customer_rfm_score, 0)

    def test_of_the_company_of_the_user(self):
        there = self.best.with_company(self.second)
        self.assertFalse(there.customer_rfm)
        domain = [("customer_rfm", "=", "355")]
        self.assertEqual(self.Partner.search(domain), self.best)
        self.assertFalse(self.Partner.with_company(self.second).search(domain))

    def test_search(self):
        these = [("id", "in", (self.customers + self.buyer).ids)]

        def found(name, operator, value):
            return self.Partner.search([*these, (name, operator, value)])

        scores = {p: p.customer_rfm_score for p in self.customers + self.buyer}
        for operator, holds in (
            (">", lambda score: score > 60),
            (">=", lambda score: score >= 60),
            ("<", lambda score: score < 60),
            ("<=", lambda score: score <= 60),
            ("=", lambda score: score == 60),
            ("!=", lambda score: score != 60),
        ):
            with self.subTest(operator=operator):
                wanted = {p for p, score in scores.items() if holds(score)}
                self.assertEqual(set(found("customer_rfm_score", operator, 60)), wanted)
        self.assertEqual(found("customer_rfm_score", "=", 0), self.buyer)
        self.assertEqual(found("customer_rfm_segment", "=", False), self.buyer)
        self.assertEqual(found("customer_rfm_segment", "!=", False), self.customers)
        self.assertEqual(found("customer_rfm", "=", False), self.buyer)
        self.assertEqual(
            found("customer_rfm_segment", "=", "loyal"),
            self.customers.filtered(lambda p: p.customer_rfm_segment == "loyal"),
        )
        self.assertFalse(found("customer_rfm", "=", "no such"))

    def test_only_changes_are_written(self):
        stamps = {value.id: value.write_date for value in self.Value.search([])}
        self.env.cr.execute("UPDATE customer_value SET write_date = '2020-01-01'")
        self.ordered(0, partner=self.worst)
        self.Value._refresh()
        self.env.invalidate_all()
        written = self.Value.search([("write_date", ">", "2020-01-02")])
        self.assertIn(self.worst, written.partner_id)
        self.assertNotIn(self.best, written.partner_id - self.best)
        self.assertEqual(set(stamps), set(self.Value.search([]).ids))

    def test_gone_orders_and_archived_customers(self):
        self.env.cr.execute(
            "UPDATE sale_order SET state = 'cancel' WHERE partner_id = %s", [self.worst.id]
        )
        self.env.invalidate_all()
        self.best.active = False
        self.Value._refresh()
        self.assertFalse(self.worst.customer_value_ids)
        self.assertFalse(self.best.customer_value_ids)
        self.assertEqual(len(self.Value.search([("partner_id", "in", self.customers.ids)])), 3)

    def test_endpoints_are_told(self):
        noted = []
        self.patch(
            type(self.env["customer.outbox"]),
            "_note",
            lambda outbox, partners, names=None: noted.append((partners.ids, names)),
        )
        self.ordered(0, partner=self.worst, quantity=100)
        self.Value._refresh()
        told = [ids for ids, names in noted if names and "customer_rfm" in names]
        self.assertIn(self.worst.id, told[-1])

    # -- rights ----------------------------------------------------------------------------

    def test_figures_are_for_who_sees_orders(self):
        values = self.Value.with_user(self.user_sales).search([("partner_id", "=", self.best.id)])
        self.assertEqual(values.score, 87)
        self.user_sales.group_ids -= self.env.ref("sales_team.group_sale_salesman_all_leads")
        own = self.Value.with_user(self.make_user("viewer", login="cm_only_viewer"))
        value = own.search([("partner_id", "=", self.best.id)])
        self.assertEqual(value.segment, "loyal")
        with self.assertRaises(AccessError):
            value.read(["revenue"])
        with self.assertRaises(AccessError):
            own.search([("orders", ">", 2)])

    def test_companies_and_own_only(self):
        self.env.cr.execute(
            "UPDATE sale_order SET company_id = %s WHERE partner_id = %s",
            [self.second.id, self.best.id],
        )
        self.Value._refresh()
        self.customers[1].user_id = self.user_steward
        self.set_setting(customer_visibility="own")
        self.env.flush_all()
        domain = [("partner_id", "in", self.customers.ids)]
        seen = self.Value.with_user(self.user_sales).search(domain).partner_id
        self.assertEqual(seen, self.customers - self.best - self.customers[1])
        self.assertFalse(self.best.with_user(self.user_sales).customer_rfm)
        self.assertFalse(self.Value.with_user(self.make_user()).has_access("read"))

    def test_merged_customers_have_one(self):
        Operation = self.env["customer.operation"]
        group = {"master": self.best.id, "members": (self.best + self.worst).ids}
        Operation.browse(Operation.customer_plan_merge([group])).action_do()
        self.env.invalidate_all()
        self.Value._refresh()
        self.assertEqual(self.best.customer_value_ids.orders, 6)
        self.assertFalse(self.worst.exists().customer_value_ids)
