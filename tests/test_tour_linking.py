from odoo import Command

from .test_link_rule import LinkCase
from .tour_case import TourCase


class TestTourLinking(LinkCase, TourCase):
    """The screens of linking, in a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule.search([("active", "=", True)]).active = False
        cls.customer_of_tour = cls.make_customer("Tour Ship Ltd", ref="T-77")

    def test_suggestions(self):
        rule = self.order_rule(action="suggest", name="Tour Rule")
        order = self.order("T-77")
        order.name = "Tour Ship Ltd"
        self.run_rule(rule)
        self.tour("link_suggestions", self.steward, "/odoo/customer-link-suggestions")
        self.assertEqual(order.partner_id, self.customer_of_tour)

    def test_rule(self):
        rule = self.order_rule(active=False, name="Tour Rule")
        self.order("T-77")
        self.tour("link_rule", self.administrator, "/odoo/customer-link-rules")
        self.assertTrue(rule.active)
        self.assertTrue(self.env["customer.link.run"].search([("rule_id", "=", rule.id)]))

    def test_consistency(self):
        other = self.make_customer("Tour Other Ltd")
        product = self.env["product.product"].create({"name": "Thing"})
        order = self.order(
            "x",
            self.acme,
            partner_shipping_id=other.id,
            order_line=[Command.create({"product_id": product.id})],
        )
        self.tour("consistency", self.steward, "/odoo/customer-consistency")
        self.assertEqual(order.partner_shipping_id, self.acme)
