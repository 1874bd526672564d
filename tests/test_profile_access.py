import json

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .profile_case import ProfileCase

SALES = {"revenue", "orders", "average_order", "quotations", "last_order"}
BALANCE = {"balance", "overdue", "credit"}
CONTACT = {"last_contact", "next_contact"}


class TestProfileAccess(ProfileCase):
    """The profile tells nobody more than he could read otherwise."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls.make_user("sales", login="cm_profile_colleague")
        cls.colleague.group_ids += cls.env.ref("sales_team.group_sale_salesman")
        cls.employee = cls.make_user(login="cm_profile_employee")

    def fill(self):
        self.order(self.ago(9), 5, user_id=self.user_sales.id)
        self.order(self.ago(8), 1, user_id=self.colleague.id)
        self.invoice(100, 60, 30)
        self.pay(10, 3)

    def assert_refused(self, user, partner):
        methods = (("customer.profile", "get_profile"), ("customer.timeline", "get_page"))
        for model, method in methods:
            with self.subTest(method=method), self.assertRaises(AccessError), mute_logger("odoo"):
                getattr(self.served(model, user), method)(partner.id)

    def test_not_without_a_role(self):
        self.assert_refused(self.employee, self.buyer)
        self.assertTrue(self.buyer.with_user(self.employee).has_access("read"))

    def test_what_may_not_be_read_is_absent(self):
        self.fill()
        self.env.company.account_use_credit_limit = True
        self.buyer.credit_limit = 100
        everything = SALES | BALANCE | CONTACT
        self.assertEqual(set(self.figures()), everything)
        kinds = [kind for kind, _label in self.page()["kinds"]]
        self.assertLess({"order", "invoice", "payment"}, set(kinds))
        viewer = self.make_user("viewer", login="cm_profile_viewer")
        self.assertFalse(self.env["sale.order"].with_user(viewer).has_access("read"))
        self.assertEqual(set(self.figures(viewer)), CONTACT)
        page = self.page(viewer)
        self.assertEqual([kind for kind, _label in page["kinds"]], ["change"])
        self.assertEqual(self.page(viewer, kinds=["order", "invoice", "payment"])["rows"], [])
        viewer.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.assertGreaterEqual(set(self.figures(viewer)), SALES)

    def test_rules_of_documents(self):
        """A salesperson who reads the own orders only."""
        self.skip_beside("sales_team_security")
        self.fill()
        self.assertEqual(self.figures()["orders"]["value"], 2)
        figures = self.figures(self.colleague)
        self.assertEqual((figures["orders"]["value"], figures["revenue"]["value"]), (1, 10.0))
        page = self.page(self.colleague, kinds=["order"])
        self.assertEqual([row["amount"] for row in page["rows"]], [10.0])

    def test_own_customers_only(self):
        self.set_setting(customer_visibility="own")
        self.assert_refused(self.colleague, self.buyer)
        self.assert_refused(self.colleague, self.contact)
        self.assertEqual(self.profile(self.user_sales)["id"], self.buyer.id)
        # of a group, only the companies that are seen, and no figures of the others
        mine = self.make_customer("Mine", parent_id=self.buyer.id, user_id=self.colleague.id)
        below = self.make_customer("Below", parent_id=mine.id, user_id=self.colleague.id)
        self.colleague.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.order(self.ago(9), 5)
        self.order(self.ago(9), 2, below, user_id=self.colleague.id)
        group = self.profile(self.colleague, below)["group"]
        told = [(row["id"], row["level"]) for row in group["rows"]]
        self.assertEqual(told, [(mine.id, 0), (below.id, 1)])
        sums = {column["name"]: column["sum"] for column in group["columns"]}
        self.assertEqual((group["count"], sums["revenue"]), (2, 20.0))

    def test_restricted_customers(self):
        self.buyer.write(
            {"customer_access": "users", "customer_access_user_ids": [Command.set([])]}
        )
        self.assert_refused(self.colleague, self.buyer)
        with self.assertRaises(AccessError), mute_logger("odoo"):
            self.buyer.with_user(self.colleague).action_customer_profile()
        with self.assertRaises(AccessError), mute_logger("odoo"):
            self.buyer.with_user(self.colleague).action_customer_card()
        self.assertTrue(self.profile(self.user_sales)["header"]["restricted"])

    def test_other_companies(self):
        self.skip_beside("sales_team_security")
        other = self.env["res.company"].create({"name": "Company B"})
        self.user_all.company_ids += other
        self.order(self.ago(9), 5)
        theirs = self.order(self.ago(8), 3, company_id=other.id)
        for companies, count in ((self.env.company, 1), (self.env.company + other, 2)):
            context = {"allowed_company_ids": companies.ids}
            self.assertEqual(self.figures(**context)["orders"]["value"], count)
            profile = self.profile(**context)
            keys = [row["key"] for row in profile["timeline"]["rows"]]
            self.assertIs(f"order,{theirs.id}" in keys, count == 2)
        hidden = self.make_customer("Of B", company_id=other.id)
        self.assert_refused(self.colleague, hidden)
        self.make_customer("Sub of B", parent_id=self.buyer.id, company_id=other.id)
        self.assertNotIn("group", self.profile(self.colleague))

    def test_guarded_fields(self):
        for name in ("phone", "function", "street2"):
            field = self.env["ir.model.fields"]._get("res.partner", name)
            Guard = self.env["customer.field.guard"]
            guard = Guard.search([("field_id", "=", field.id)]) or Guard.create(
                {"field_id": field.id}
            )
            guard.kind = "personal"
        self.set_setting(customer_guard=True)
        secret = "+49 30 901820"
        for partner in self.buyer + self.contact:
            partner.write({"phone": secret, "function": "Secret", "street2": "Secret"})
        self.assertIn(secret, json.dumps(self.profile()))
        viewer = self.make_user("viewer", login="cm_profile_guarded")
        told = json.dumps(self.profile(viewer))
        self.assertNotIn(secret, told)
        self.assertNotIn("Secret", told)

    def test_the_card_is_an_export(self):
        self.assertTrue(self.profile(self.user_viewer)["header"]["can_print"])
        self.env["ir.config_parameter"].set_param("customer_master.export_guard", "True")
        self.assertFalse(self.profile(self.user_viewer)["header"]["can_print"])
        self.assertTrue(self.profile()["header"]["can_print"])
        with self.assertRaises(AccessError), mute_logger("odoo"):
            self.buyer.with_user(self.user_viewer).action_customer_card()

    def test_operations_of_others(self):
        line = {"partner_id": self.buyer.id, "state": "done"}
        operation = self.env["customer.operation"].create(
            {
                "name": "Merge of bolts",
                "kind": "merge",
                "state": "done",
                "done_on": self.now,
                "user_id": self.user_steward.id,
                "line_ids": [Command.create(line)],
            }
        )
        titles = [row["title"] for row in self.page(kinds=["merge"])["rows"]]
        self.assertEqual(titles, [operation.name])
        self.assertEqual(self.page(self.user_sales, kinds=["merge"])["rows"], [])
