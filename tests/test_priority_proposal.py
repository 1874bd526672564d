from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .value_case import ValueCase


@tagged("post_install", "-at_install", "customer_master")
class TestPriorityProposal(ValueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tag = cls.make_tag("Important", customer_importance=85)
        cls.other = cls.make_customer("Other", user_id=cls.user_sales.id)

    def propose(self, mode="confirm", partners=None):
        partners = partners or self.buyer
        self.env["ir.config_parameter"].set_param("customer_master.priority_mode", mode)
        self.Partner._customer_refresh_priority(partners.ids)
        return partners.mapped("customer_priority_proposed")

    def test_importance_of_tags_and_categories(self):
        self.assertEqual(self.propose(), ["0"])
        self.buyer.category_id = self.tag
        self.assertEqual(self.propose(), ["2"])
        self.east.importance = 10
        self.assertEqual(self.propose(), ["3"])
        self.east.importance = -85
        self.assertEqual(self.propose(), ["0"])

    def test_strategic(self):
        self.buyer.customer_strategic = True
        self.assertEqual(self.propose(), ["3"])

    def test_value(self):
        self.env["customer.value"].create(
            [
                {
                    "partner_id": self.buyer.id,
                    "company_id": company.id,
                    "r": 5,
                    "f": 5,
                    "m": 5,
                    "score": score,
                    "segment": "champions",
                }
                for company, score in (
                    (self.company, 20),
                    (self.env["res.company"].create({"name": "Second"}), 90),
                )
            ]
        )
        self.assertEqual(self.propose(), ["2"], "the company where it is worth most")

    def test_to_confirm(self):
        self.buyer.category_id = self.tag
        self.propose()
        self.assertEqual(self.buyer.customer_priority, "0")
        self.assertTrue(self.buyer.customer_priority_differs)
        domain = [("customer_priority_differs", "=", True), ("id", "=", self.buyer.id)]
        self.assertEqual(self.Partner.search(domain), self.buyer)
        self.buyer.with_user(self.user_sales).action_customer_accept_priority()
        self.assertEqual(self.buyer.customer_priority, "2")
        self.assertFalse(self.buyer.customer_priority_manual)
        self.assertFalse(self.Partner.search(domain))

    def test_automatic(self):
        self.buyer.category_id = self.tag
        self.propose("automatic")
        self.assertEqual(self.buyer.customer_priority, "2")
        self.buyer.category_id = False
        self.propose("automatic")
        self.assertEqual(self.buyer.customer_priority, "0")

    def test_automatic_where_the_proposal_was_known_before(self):
        self.buyer.category_id = self.tag
        self.propose("confirm")
        self.propose("automatic")
        self.assertEqual(self.buyer.customer_priority, "2")

    def test_manual_wins(self):
        self.buyer.category_id = self.tag
        self.buyer.with_user(self.user_sales).customer_priority = "1"
        self.assertTrue(self.buyer.customer_priority_manual)
        self.propose("automatic")
        self.assertEqual(self.buyer.customer_priority, "1")
        self.assertTrue(self.buyer.customer_priority_differs)
        self.buyer.customer_priority_manual = False
        self.propose("automatic")
        self.assertEqual(self.buyer.customer_priority, "2")

    def test_manual_from_the_start(self):
        self.assertTrue(self.make_customer(customer_priority="2").customer_priority_manual)
        self.assertFalse(self.make_customer(customer_priority="0").customer_priority_manual)
        with Form(self.other) as form:
            form.customer_priority = "3"
        self.assertTrue(self.other.customer_priority_manual)

    def test_off(self):
        self.buyer.category_id = self.tag
        self.propose()
        self.assertEqual(self.propose("off"), [False])
        self.assertFalse(self.buyer.customer_priority_differs)

    def test_many_are_an_operation(self):
        both = self.buyer + self.other
        both.category_id = self.tag
        self.other.customer_strategic = True
        self.propose(partners=both)
        both.with_user(self.user_sales).action_customer_accept_priority()
        self.assertEqual(both.mapped("customer_priority"), ["2", "3"])
        operation = self.env["customer.operation"].search([], limit=1)
        self.assertEqual((operation.kind, operation.customer_count), ("classification", 2))
        operation.action_undo()
        self.env.invalidate_all()
        self.assertEqual(both.mapped("customer_priority"), ["0", "0"])

    def test_nothing_to_accept(self):
        with self.assertRaises(UserError):
            self.buyer.action_customer_accept_priority()

    def test_who_may_accept(self):
        self.set_setting(customer_guard=True)
        self.buyer.category_id = self.tag
        self.propose()
        with self.assertRaises(AccessError):
            self.buyer.with_user(self.user_viewer).action_customer_accept_priority()
        self.buyer.user_id = self.user_steward
        with self.assertRaises(AccessError):
            self.buyer.with_user(self.user_sales).action_customer_accept_priority()

    def test_word_in_the_context_is_no_proof(self):
        said = self.buyer.with_context(customer_priority_proposal=True)
        said.customer_priority = "1"
        self.assertTrue(self.buyer.customer_priority_manual)

    def test_settings(self):
        for values in (
            {"customer_stage_at_risk": 400},
            {"customer_value_months": 0},
            {"customer_value_recency": -1},
            {
                "customer_value_recency": 0,
                "customer_value_frequency": 0,
                "customer_value_monetary": 0,
            },
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.set_setting(**values)
        self.set_setting(customer_priority_raised=70, customer_stage_contact=False)
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.customer_priority_raised, 70)
        self.assertFalse(settings.customer_stage_contact)
        self.assertEqual(settings.customer_priority_high, 80)
