from odoo import Command
from odoo.exceptions import UserError

from .profile_case import ProfileCase


class TestProfile(ProfileCase):
    """What the profile tells to who may see all of it."""

    def test_figures_are_those_of_their_records(self):
        self.order(self.ago(9), 5)
        self.order(self.ago(200), 3, self.contact)
        self.order(self.ago(500), 4)
        self.order(self.ago(1), 2, self.contact, confirm=False)
        self.order(self.ago(9), 50, self.make_customer("Somebody Else"))
        self.invoice(100, 60, 30)
        self.invoice(40, 5, 30, self.contact)
        figures = self.figures()
        values = {name: figure["value"] for name, figure in figures.items()}
        self.assertEqual(
            values,
            {
                "revenue": 80.0,
                "orders": 2,
                "average_order": 40.0,
                "quotations": 1,
                "last_order": str(self.ago(9).date()),
                "balance": 140.0,
                "overdue": 100.0,
                "last_contact": False,
                "next_contact": False,
            },
        )
        for name, measure in (
            ("revenue", "amount_untaxed"),
            ("balance", "amount_residual"),
            ("overdue", "amount_residual"),
        ):
            figure = figures[name]
            records = self.env[figure["model"]].search(figure["domain"])
            self.assertAlmostEqual(sum(records.mapped(measure)), figure["value"], 2, name)
        for name in ("orders", "quotations"):
            figure = figures[name]
            count = self.env[figure["model"]].search_count(figure["domain"])
            self.assertEqual(count, figure["value"], name)
        last = self.env["sale.order"].browse(figures["last_order"]["id"])
        self.assertEqual(last.amount_total, 50)

    def test_the_trend_sums_up_to_the_revenue(self):
        for days, quantity in ((0, 1), (29, 2), (180, 3), (364, 4), (367, 9)):
            self.order(self.ago(days), quantity)
        revenue = self.figures()["revenue"]
        months = [row["value"] for row in revenue["trend"]]
        self.assertEqual(len(months), 12)
        self.assertAlmostEqual(sum(months), revenue["value"], 2)
        self.assertEqual((revenue["value"], months[0], revenue["note"]),
                         (100.0, 40.0, "11 % more than a year before"))  # fmt: skip

    def test_foreign_money_is_converted(self):
        pricelist = self.env["product.pricelist"].create(
            {"name": "Foreign", "currency_id": self.foreign.id}
        )
        self.order(self.ago(9), 8, pricelist_id=pricelist.id)
        self.assertAlmostEqual(self.figures()["revenue"]["value"], 20.0, 2)

    def test_archived_contacts_count(self):
        self.order(self.ago(9), 5, self.contact)
        self.contact.active = False
        figures = self.figures()
        self.assertEqual(figures["orders"]["value"], 1)
        self.assertEqual(self.env["sale.order"].search_count(figures["orders"]["domain"]), 1)

    def test_credit_is_there_where_a_limit_is_given(self):
        self.invoice(150, 5)
        self.assertNotIn("credit", self.figures())
        self.env.company.account_use_credit_limit = True
        self.buyer.credit_limit = 100
        credit = self.figures()["credit"]
        self.assertEqual((credit["value"], credit["level"]), (150.0, "danger"))

    def test_contacts_before_and_after(self):
        self.env["customer.interaction"].create({"partner_id": self.buyer.id, "date": self.ago(3)})
        figures = self.figures()
        self.assertEqual(figures["last_contact"]["value"], str(self.ago(3).date()))
        self.assertTrue(self.profile(self.user_sales)["header"]["can_log"])
        self.assertFalse(self.profile(self.user_viewer)["header"]["can_log"])

    def test_stage_and_segment_stand_beside_the_name(self):
        self.buyer.customer_stage = "at_risk"
        marks = {mark["name"]: mark["value"] for mark in self.profile()["header"]["marks"]}
        self.assertEqual(marks["customer_stage"], "At risk")

    def test_header(self):
        tag = self.make_tag("Watched", customer_is_identifier=True)
        plain = self.make_tag("Plain")
        self.buyer.write(
            {
                "category_id": [Command.set((tag + plain).ids)],
                "customer_priority": "2",
                "phone": "+86 755 8698 3001",
                "street": "1 Test Road",
                "city": "Shenzhen",
            }
        )
        header = self.profile()["header"]
        self.assertEqual([badge["name"] for badge in header["badges"]], ["Watched"])
        self.assertEqual([one["name"] for one in header["tags"]], ["Plain"])
        self.assertEqual([one["name"] for one in header["categories"]], ["East Testland"])
        self.assertEqual((header["priority"]["key"], header["priority"]["value"]), ("2", "High"))
        self.assertEqual(header["user"]["id"], self.user_sales.id)
        self.assertEqual(header["completeness"], self.buyer.customer_completeness)
        facts = {fact["name"]: fact["value"] for fact in header["facts"]}
        self.assertEqual(facts["phone"], self.buyer.phone)
        self.assertEqual(facts["contact_address"], "1 Test Road, Shenzhen")

    def test_a_contact_has_the_profile_of_its_company(self):
        profile = self.profile(partner=self.contact)
        self.assertEqual(profile["id"], self.buyer.id)
        action = self.contact.with_user(self.user_viewer).action_customer_profile()
        self.assertEqual((action["tag"], action["context"]["active_id"]),
                         ("customer_profile", self.buyer.id))  # fmt: skip

    def test_contacts_have_roles(self):
        self.contact.function = "Buyer of bolts"
        self.Partner.create({"parent_id": self.buyer.id, "type": "delivery", "city": "Wuxi"})
        self.Partner.create(
            {"name": "Cashier", "parent_id": self.buyer.id, "type": "invoice", "function": "Pays"}
        )
        self.Partner.create({"name": "Gone", "parent_id": self.buyer.id, "active": False})
        contacts = self.profile()["contacts"]
        self.assertEqual(contacts["count"], 3)
        told = {row["name"]: (row["role"], row["kind"]) for row in contacts["rows"]}
        self.assertEqual(
            told,
            {
                "Ann": ("Buyer of bolts", ""),
                "Cashier": ("Pays", "Invoice"),
                "Wuxi": ("Delivery", ""),
            },
        )

    def test_next_steps(self):
        order = self.order(self.ago(3))
        late = self.contact.activity_schedule(
            "mail.mail_activity_data_call", self.ago(2).date(), user_id=self.user_sales.id
        )
        today = order.activity_schedule("mail.mail_activity_data_todo", self.now.date(), "Deliver")
        self.make_customer("Else").activity_schedule("mail.mail_activity_data_todo")
        rows = self.profile()["steps"]["rows"]
        self.assertEqual([row["id"] for row in rows], (late + today).ids)
        self.assertEqual([row["on"] for row in rows], [self.contact.display_name, order.name])
        self.assertEqual([row["late"] for row in rows], [True, False])

    def test_group_with_its_sum(self):
        self.assertNotIn("group", self.profile())
        top = self.make_customer("Top")
        self.buyer.parent_id = top
        below = self.make_customer("Below", parent_id=self.buyer.id)
        self.order(self.ago(9), 5)
        self.order(self.ago(9), 1, self.contact)
        self.order(self.ago(9), 2, below)
        self.order(self.ago(500), 7, below)
        self.invoice(30, 5, partner=top)
        for partner in (top, self.buyer, below):
            group = self.profile(partner=partner)["group"]
            rows = [(r["name"], r["level"], r["revenue"], r["balance"]) for r in group["rows"]]
            self.assertEqual(
                rows,
                [("Top", 0, 0, 30.0), ("Buyer", 1, 60.0, 0), ("Below", 2, 20.0, 0)],
            )
            sums = {column["name"]: column["sum"] for column in group["columns"]}
            self.assertEqual(sums, {"revenue": 80.0, "orders": 3, "balance": 30.0})
            current = [row["id"] for row in group["rows"] if row["current"]]
            self.assertEqual(current, partner.ids)

    def test_other_systems_and_files(self):
        profile = self.profile()
        self.assertNotIn("systems", profile)
        self.assertEqual(profile["files"]["count"], 0)
        system = self.env["customer.system"].create({"name": "Shop", "code": "shop"})
        self.env["customer.external.id"].create(
            {"system_id": system.id, "external_id": "K-1", "partner_id": self.buyer.id}
        )
        self.env["ir.attachment"].create(
            {"name": "c.txt", "raw": b"x", "res_model": "res.partner", "res_id": self.contact.id}
        )
        profile = self.profile()
        rows = [(row["system"], row["external_id"]) for row in profile["systems"]["rows"]]
        self.assertEqual(rows, [("Shop", "K-1")])
        self.assertEqual([file["name"] for file in profile["files"]["rows"]], ["c.txt"])

    def test_who_is_no_customer_is_told(self):
        gone = self.make_customer("Gone")
        gone_id = gone.id
        gone.unlink()
        for wrong in (gone_id, 0, "1", None, [self.buyer.id]):
            with self.subTest(wrong=wrong), self.assertRaises(UserError):
                self.served("customer.profile").get_profile(wrong)

    def test_card(self):
        action = self.contact.with_user(self.user_viewer).action_customer_card()
        self.assertEqual(action["type"], "ir.actions.act_url")
        run = self.env["customer.report.run"].search([], limit=1)
        self.assertEqual((run.user_id, run.format, run.row_count), (self.user_viewer, "pdf", 1))
        self.env.ref("customer_master.customer_report_template_card").unlink()
        self.assertFalse(self.profile()["header"]["can_print"])
        with self.assertRaises(UserError):
            self.buyer.with_user(self.user_viewer).action_customer_card()

    def test_queries_do_not_grow_with_documents(self):
        def fill(count, partner):
            for number in range(count):
                self.order(self.ago(3 * number), 1, partner)
                self.order(self.ago(3 * number), 1, partner, confirm=False)
                self.invoice(10, number, partner=partner)
                self.write_message("A note", number, partner)
                partner.activity_schedule("mail.mail_activity_data_call")
                contact = self.Partner.create({"name": f"C{number}", "parent_id": partner.id})
                self.write_message("Hello", number, contact)
                self.make_customer(f"Sub {number}", parent_id=partner.id)

        fill(2, self.buyer)
        few = self.count_queries(self.buyer)
        many = self.make_customer("Many", user_id=self.user_sales.id)
        fill(40, many)
        self.assertEqual(self.count_queries(many), few)
        self.assertLess(few, 90)

    def count_queries(self, partner):
        self.profile(partner=partner)  # what is kept in memory
        served = self.served("customer.profile")
        before = self.env.cr.sql_log_count
        served.get_profile(partner.id)
        return self.env.cr.sql_log_count - before
