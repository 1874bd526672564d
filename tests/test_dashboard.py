from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .sale_case import SaleCase

YEAR = {"period": "dates", "date_from": "2024-01-01", "date_to": "2024-12-31"}


@tagged("post_install", "-at_install", "customer_master")
class TestDashboard(SaleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["sale.order"].search([("state", "=", "sale")]).action_cancel()
        cls.user_all = cls.make_user("sales", login="cm_all")
        cls.user_all.group_ids += cls.env.ref("sales_team.group_sale_salesman_all_leads")
        cls.other = cls.make_customer("Other", customer_priority="2")

    def dashboard(self, user=None, **context):
        self.env.flush_all()
        user = user or self.user_all
        return self.env["customer.dashboard"].with_user(user).with_context(tz="UTC", **context)

    def data(self, user=None, **chosen):
        return self.dashboard(user).get_data(**{**YEAR, **chosen})

    def sales(self, **options):
        return self.data(**options)["sales"]

    def records(self, figure, user=None, **chosen):
        """The records that a figure opens."""
        user = user or self.user_all
        if "customers" in figure:
            found = self.dashboard(user).get_customers(*figure["customers"], **{**YEAR, **chosen})
            return self.Partner.with_user(user).browse(found)
        model = self.env[figure["model"]].with_user(user).with_context(tz="UTC")
        return model.search(figure["domain"])

    def moved(self, sales, figure):
        return {row["customers"][1][:7]: row["value"] for row in sales[figure] if row["value"]}

    # -- figures ---------------------------------------------------------------------------

    def test_each_figure_is_the_number_of_its_records(self):
        self.order(datetime(2024, 1, 5, 12), 3)
        self.order(datetime(2024, 6, 5, 12), 1, self.other)
        self.order(datetime(2023, 2, 5, 12), 1, self.make_customer("Lost Ltd"))
        data = self.data()
        sales, customers = data["sales"], data["customers"]
        counts = [
            customers["total"],
            *customers["categories"],
            *customers["regions"],
            *customers["priorities"],
            *data["follow_up"],
            *sales["new"],
            *sales["lost"],
            *sales["classes"],
            sales["tiles"][1],
        ]
        for figure in counts:
            with self.subTest(figure=figure["label"]):
                self.assertEqual(len(self.records(figure)), figure["value"])
        for figure in [sales["tiles"][0], *sales["top"], *sum(sales["trend"].values(), [])]:
            with self.subTest(figure=figure["label"]):
                revenue = sum(self.records(figure).mapped("revenue"))
                self.assertAlmostEqual(revenue, figure["value"], 2)

    def test_revenue_equals_an_independent_statement(self):
        for month, quantity in ((1, 3), (2, 5), (12, 7)):
            self.order(datetime(2024, month, 5, 12), quantity, self.contact)
            self.order(datetime(2023, month, 6, 12), quantity + 1, self.other)
        self.order(datetime(2024, 3, 1, 12), 9, confirm=False)
        sales = self.sales()
        self.env.cr.execute(
            """SELECT extract(year FROM o.date_order)::int, extract(month FROM o.date_order)::int,
                      sum(l.price_unit * l.product_uom_qty)::float
                 FROM sale_order_line l JOIN sale_order o ON o.id = l.order_id
                WHERE o.state = 'sale' AND o.company_id = %s GROUP BY 1, 2""",
            [self.company.id],
        )
        expected = {(year, month): total for year, month, total in self.env.cr.fetchall()}
        for name, year in (("before", 2023), ("now", 2024)):
            values = [row["value"] for row in sales["trend"][name]]
            self.assertEqual(values, [expected.get((year, n), 0) for n in range(1, 13)])
        revenue = sales["tiles"][0]
        self.assertEqual(revenue["value"], 150.0)
        self.assertAlmostEqual(revenue["change"], (150 / 180 - 1) * 100)
        self.assertEqual([(t["label"], t["value"]) for t in sales["top"]], [("Buyer", 150.0)])

    def test_new_and_lost(self):
        self.order(datetime(2023, 1, 31, 12), 1)
        self.order(datetime(2023, 2, 1, 12), 1, self.other)
        self.order(datetime(2024, 3, 31, 12), 1, self.other)
        late = self.make_customer("Late")
        self.order(datetime(2024, 5, 1, 12), 1, late)
        self.order(datetime(2024, 11, 1, 12), 1, late)
        sales = self.sales()
        self.assertEqual(self.moved(sales, "new"), {"2024-05": 1})
        # a year without an order is over on the first of February, and on the first of March
        self.assertEqual(self.moved(sales, "lost"), {"2024-02": 1, "2024-03": 1})
        sales = self.sales(lost_months=3)
        self.assertEqual(self.moved(sales, "lost"), {"2024-07": 1, "2024-09": 1})
        found = self.dashboard().get_customers("lost", "2024-09-01", lost_months=3, **YEAR)
        self.assertEqual(found, late.ids)

    def test_a_month_begins_where_the_user_is(self):
        self.order(datetime(2024, 1, 31, 20), 1)
        dashboard = self.dashboard().with_context(tz="Asia/Shanghai")
        sales = dashboard.get_data(**YEAR)["sales"]
        months = [row["value"] for row in sales["trend"]["now"]]
        self.assertEqual(months[:2], [0.0, 10.0])
        self.assertEqual(self.moved(sales, "new"), {"2024-02": 1})

    def test_classes(self):
        self.order(datetime(2024, 1, 5, 12), 9)
        self.order(datetime(2024, 1, 5, 12), 1, self.other)
        sales = self.sales()
        self.assertEqual([row["value"] for row in sales["classes"]], [1, 1, 0])
        self.assertEqual(self.records(sales["classes"][0]), self.buyer)
        half = next(row for row in sales["curve"] if row["customers"] == ["top", 50])
        self.assertEqual((half["value"], self.records(half)), (90.0, self.buyer))

    def test_a_dimension_with_several_for_one_customer(self):
        one, two = (self.make_category(self.need, name) for name in ("One Need", "Two Needs"))
        before = self.data(dimension_id=self.need.id)["customers"]["categories"]
        self.other.customer_category_ids += one + two
        customers = self.data(dimension_id=self.need.id)["customers"]
        found = {row["label"]: row for row in customers["categories"]}
        self.assertEqual((found["One Need"]["value"], found["Two Needs"]["value"]), (1, 1))
        without = found["Not classified"]
        self.assertEqual(len(self.records(without)), without["value"])
        self.assertEqual(without["value"], before[-1]["value"] - 1)

    def test_small_categories_are_put_together(self):
        for number in range(14):
            category = self.make_category(self.size, f"Size {number}")
            self.make_customer(f"Customer {number}", customer_size_id=category.id)
        rows = self.data(dimension_id=self.size.id)["customers"]["categories"]
        others = next(row for row in rows if row["label"] == "Others")
        self.assertLessEqual(len(rows), 13)
        self.assertEqual(len(self.records(others)), others["value"])

    def test_nothing_bought(self):
        sales = self.sales()
        self.assertEqual((sales["top"], sales["curve"], sales["classes"]), ([], [], []))
        self.assertIsNone(sales["tiles"][0]["change"])

    # -- rights ----------------------------------------------------------------------------

    def test_without_rights_to_sales(self):
        self.order(datetime(2024, 1, 5, 12), 3)
        data = self.data(self.user_viewer)
        self.assertIs(data["sales"], False)
        self.assertEqual(data["choices"]["sources"], [])
        self.assertGreater(data["customers"]["total"]["value"], 0)
        self.assertEqual([tile["name"] for tile in data["follow_up"]], ["overdue"])
        self.assertEqual(self.dashboard(self.user_viewer).get_customers("bought", **YEAR), [])

    def test_only_orders_that_one_may_read(self):
        self.order(datetime(2024, 1, 5, 12), 1, user_id=self.user_sales.id)
        self.order(datetime(2024, 1, 5, 12), 2, self.other, user_id=self.user_steward.id)
        self.user_sales.group_ids += self.env.ref("sales_team.group_sale_salesman")
        sales = self.sales(user=self.user_sales)
        self.assertEqual(sales["tiles"][0]["value"], 10.0)
        self.assertEqual([row["label"] for row in sales["top"]], ["Buyer"])
        self.assertEqual(self.moved(sales, "new"), {"2024-01": 1})
        self.assertEqual(self.sales()["tiles"][0]["value"], 30.0)

    def test_invoices_by_the_rights_of_invoicing(self):
        invoice = self.order(datetime(2024, 1, 5, 12), 4)._create_invoices()
        invoice.invoice_date = "2024-02-10"
        invoice.action_post()
        clerk = self.make_user("finance", login="cm_clerk")
        clerk.group_ids += self.env.ref("account.group_account_invoice")
        data = self.data(clerk)
        self.assertEqual(data["filters"]["source"], data["choices"]["sources"][0])
        sales = self.data(clerk, source="invoice")["sales"]
        self.assertEqual([row["value"] for row in sales["trend"]["now"]][:3], [0.0, 40.0, 0.0])
        self.assertEqual(self.moved(sales, "new"), {"2024-02": 1})

    def test_invoices_are_those_of_the_analysis(self):
        """Of the customer that they were written to, at the day where the user is."""
        self.user_all.group_ids += self.env.ref("account.group_account_invoice")
        self.invoice("2024-01-31", 1, self.contact)
        self.contact.parent_id = self.other
        nobodys = self.env["account.move"].create(
            {
                "move_type": "out_receipt",
                "invoice_date": "2024-03-31",
                "invoice_line_ids": [
                    Command.create({"product_id": self.bolt.id, "price_unit": 2.0})
                ],
            }
        )
        nobodys.action_post()
        for zone in ("UTC", "Pacific/Kiritimati", "Etc/GMT+12"):
            with self.subTest(zone=zone):
                dashboard = self.dashboard().with_context(tz=zone)
                sales = dashboard.get_data(source="invoice", **YEAR)["sales"]
                months = [row["value"] for row in sales["trend"]["now"]]
                self.assertEqual(months[:4], [10.0, 0.0, 2.0, 0.0])
                self.assertEqual([row["label"] for row in sales["top"]], ["Buyer"])
                Analysis = self.Analysis.with_user(self.user_all).with_context(tz=zone)
                for figure in [sales["tiles"][0], *sales["top"], *sales["trend"]["now"]]:
                    lines = Analysis.search(figure["domain"])
                    self.assertEqual(sum(lines.mapped("revenue")), figure["value"])

    def test_customers_that_one_may_not_see_have_no_name_here(self):
        self.order(datetime(2024, 1, 5, 12), 1, user_id=self.user_steward.id)
        self.order(datetime(2024, 1, 5, 12), 2, self.other, user_id=self.user_steward.id)
        self.other.customer_access = "users"
        sales = self.sales()
        self.assertEqual(sales["tiles"][0]["value"], 30.0)
        self.assertEqual([row["label"] for row in sales["top"]], ["Buyer"])
        self.assertEqual(self.moved(sales, "new"), {"2024-01": 1})

    def test_issues_and_duplicates_are_for_stewards(self):
        names = [tile["name"] for tile in self.data(self.user_steward)["follow_up"]]
        self.assertEqual(names, ["overdue", "issues", "duplicates"])

    def test_overdue_activities(self):
        self.other.activity_schedule("mail.mail_activity_data_todo", date_deadline="2024-01-01")
        [overdue] = self.data()["follow_up"]
        self.assertIn(self.other, self.records(overdue))

    def test_others_may_not_read_it_at_all(self):
        stranger = self.make_user(None, login="cm_stranger")
        for method, arguments in (("get_data", []), ("get_customers", ["bought"])):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(self.dashboard(stranger), method)(*arguments)

    # -- companies -------------------------------------------------------------------------

    def test_companies(self):
        abroad = self.env["res.company"].create({"name": "Abroad", "currency_id": self.foreign.id})
        (self.env.user + self.user_all).company_ids += abroad
        theirs = self.make_customer("Theirs", company_id=abroad.id)
        self.order(datetime(2024, 1, 5, 12), 1)
        self.order(datetime(2024, 1, 5, 12), 4, theirs, company_id=abroad.id)
        both = {"allowed_company_ids": [self.company.id, abroad.id]}

        def revenue(chosen=None, **context):
            found = self.dashboard(**context).get_data(company_id=chosen, **YEAR)
            return found["sales"]["tiles"][0]["value"], found["sales"]["currency_id"]

        currency = self.company.currency_id.id
        # 40 of the foreign currency are 10 of the company's
        self.assertEqual(revenue(**both), (20.0, currency))
        self.assertEqual(revenue(abroad.id, **both), (10.0, currency))
        self.assertEqual(revenue(self.company.id, **both), (10.0, currency))
        self.assertEqual(revenue(allowed_company_ids=self.company.ids), (10.0, currency))
        total = self.dashboard(**both).get_data(company_id=self.company.id)["customers"]["total"]
        self.assertNotIn(theirs, self.Partner.search(total["domain"]))
        with self.assertRaises(UserError):
            revenue(abroad.id, allowed_company_ids=self.company.ids)

    # -- bad input -------------------------------------------------------------------------

    def test_bad_input(self):
        for chosen in (
            {"period": "forever"},
            {"period": "dates", "date_from": "2024-02-01", "date_to": "2024-01-01"},
            {"period": "dates", "date_from": "0001-01-01"},
            {"period": "dates", "date_from": "tomorrow"},
            {"lost_months": 7},
            {"source": "secret"},
            {"company_id": 0x7FFFFFFF},
        ):
            with self.subTest(chosen=chosen), self.assertRaises(UserError):
                self.dashboard().get_data(**chosen)
        for figure in ("secret", "class", "top"):
            with self.subTest(figure=figure), mute_logger("odoo.http"):
                try:
                    found = self.dashboard().get_customers(figure, "nothing", **YEAR)
                except UserError:
                    found = []
                self.assertEqual(found, [])

    def test_a_period_without_an_end(self):
        self.order(datetime(2024, 1, 5, 12), 3)
        sales = self.sales(date_from="1900-01-01", date_to="2999-12-31")
        self.assertEqual(sales["tiles"][0]["value"], 30.0)
