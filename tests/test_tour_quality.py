from .test_quality_rules import QualityCase
from .tour_case import TourCase


class TestTourQuality(QualityCase, TourCase):
    def test_rule(self):
        self.make_customer("Quality Tour Ltd")
        administrator = self.make_user("administrator")
        self.tour(
            "quality_rule",
            administrator,
            "/odoo/action-customer_master.customer_quality_rule_action",
        )
        rule = self.Rule.search([("name", "=", "Code of companies")])
        self.assertEqual((rule.field_id.name, rule.strictness), ("ref", "block"))

    def test_entry(self):
        self.make_rule("zip", type="format", format="postcode")
        self.tour("quality_entry", self.make_user("sales"))

    def test_issues(self):
        self.make_rule("ref", kind="company")
        self.Issue.search([]).unlink()
        customer = self.make_customer("Quality Tour Ltd")
        self.tour("quality_issues", self.make_user("steward"), "/odoo/customer-quality")
        self.assertEqual(self.Issue.search([("partner_id", "=", customer.id)]).state, "ignored")
