from ast import literal_eval
from datetime import date, datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .sale_case import SaleCase


@tagged("post_install", "-at_install", "customer_master")
class TestSaleAnalysis(SaleCase):
    def test_an_order_counts_for_the_commercial_customer(self):
        self.order(datetime(2026, 1, 31, 12), 3, self.contact)
        self.order(datetime(2026, 2, 1, 12), 2)
        self.order(datetime(2026, 2, 2, 12), 5, confirm=False)
        found = self.rows(
            "partner_id", measures=["revenue:sum", "margin:sum", "quantity:sum", "__count"]
        )
        self.assertEqual(found, [(self.buyer, 50.0, 20.0, 5.0, 2)])

    def test_places_of_customer_and_product(self):
        self.order(datetime(2026, 1, 31, 12), 3)
        self.buyer.customer_stage = "at_risk"
        for name, value in (
            ("region_id", self.east),
            ("category_ids", self.east),
            ("product_category_id", self.group),
            ("user_id", self.user_sales),
            ("stage", "at_risk"),
            ("source", "order"),
        ):
            with self.subTest(name=name):
                self.assertEqual(self.rows(name), [(value, 30.0)])

    def test_dimensions_of_an_administrator(self):
        channel = self.make_dimension("channel")
        shop = self.make_category(channel, "Shop")
        self.buyer.customer_category_ids += shop
        self.order(datetime(2026, 1, 31, 12), 3)
        self.assertEqual(self.rows(channel.field_name), [(shop, 30.0)])
        label = self.Analysis.fields_get([channel.field_name])[channel.field_name]["string"]
        self.assertEqual(label, "Channel")
        name = channel.field_name
        self.buyer.customer_category_ids -= shop
        shop.unlink()
        channel.unlink()
        self.assertNotIn(name, self.Analysis._fields)

    def test_units_other_than_the_products_own(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.order(datetime(2026, 1, 31, 12), 1, line={"product_uom_id": dozen.id})
        found = self.rows(measures=["quantity:sum", "margin:sum"])
        self.assertEqual(found, [(12.0, 10.0 - 72.0)])

    def test_amounts_in_another_currency(self):
        pricelist = self.env["product.pricelist"].create(
            {"name": "Foreign", "currency_id": self.foreign.id}
        )
        order = self.order(datetime(2026, 1, 31, 12), 4, pricelist_id=pricelist.id)
        self.assertEqual(order.currency_id, self.foreign)
        self.assertEqual(self.rows(), [(10.0,)])

    def test_amounts_of_a_company_with_another_currency(self):
        abroad = self.env["res.company"].create({"name": "Abroad", "currency_id": self.foreign.id})
        self.env.user.company_ids += abroad
        self.order(datetime(2026, 1, 31, 12), 4, company_id=abroad.id)
        self.env.flush_all()
        Analysis = self.Analysis.with_context(
            allowed_company_ids=[self.company.id, abroad.id]
        ).with_user(self.env.user)
        found = Analysis._read_group(
            [("partner_id", "=", self.buyer.id)], ["company_id"], ["revenue:sum"]
        )
        self.assertEqual(found, [(abroad, 10.0)])

    def test_new_and_returning(self):
        self.order(datetime(2026, 1, 31, 12), 1)
        self.order(datetime(2026, 1, 3, 12), 2)
        self.order(datetime(2026, 3, 1, 12), 4)
        found = self.rows("novelty", "month_number")
        self.assertEqual(found, [("new", 0, 30.0), ("returning", 2, 40.0)])
        [(month, total)] = self.rows("first_month:month")
        self.assertEqual((month.year, month.month, total), (2026, 1, 70.0))

    def test_a_month_begins_where_the_user_is(self):
        self.order(datetime(2026, 1, 31, 20), 1)  # the first of February in Shanghai
        self.order(datetime(2026, 2, 15, 12), 2)
        groups = ("first_month:month", "date:month", "month_number", "novelty")
        [(first, month, *found)] = self.rows(*groups, tz="Asia/Shanghai")
        self.assertEqual((first, month.date(), *found), (date(2026, 2, 1),) * 2 + (0, "new", 30.0))
        self.assertEqual(len(self.rows(*groups, tz="UTC")), 2)

    def test_only_documents_that_one_may_read(self):
        self.order(datetime(2026, 1, 31, 12), 1, user_id=self.user_sales.id)
        self.order(datetime(2026, 1, 31, 12), 2, user_id=self.user_steward.id)
        salesman = self.env.ref("sales_team.group_sale_salesman")
        self.user_sales.group_ids += salesman
        self.assertEqual(self.rows("source", user=self.user_sales), [("order", 10.0)])
        self.user_sales.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.assertEqual(self.rows("source", user=self.user_sales), [("order", 30.0)])
        self.assertEqual(self.rows("source", user=self.user_viewer), [])

    def test_classes_are_those_of_the_overview(self):
        """Of the last 365 days, whatever else is chosen."""
        today = fields.Datetime.now().replace(hour=12)
        self.order(today - timedelta(days=400), 1_000_000)
        sizes = {"Large": 800_000, "Middle": 150_000, "Small": 50_000}
        for name, quantity in sizes.items():
            self.order(today - timedelta(days=30), quantity, self.make_customer(name))
        self.user_sales.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.assertEqual(self.rows("abc_class", user=self.user_sales), [(False, 10_000_000.0)])
        found = dict(
            self.Analysis.with_user(self.user_sales)._read_group(
                [("source", "=", "order")], ["abc_class"], ["partner_id:recordset"]
            )
        )
        dashboard = self.env["customer.dashboard"].with_user(self.user_sales)
        dashboard = dashboard.with_context(tz="UTC")
        for name in "abc":
            ids = dashboard.get_customers("class", name, source="order", period="last_365")
            self.assertEqual(set(found[name].ids), set(ids))
        self.assertIn("Large", found["a"].mapped("name"))
        self.assertNotIn("Small", found["a"].mapped("name"))

    def test_the_first_purchase_that_one_may_read(self):
        """Nobody learns from it of what others sold."""
        self.order(datetime(2026, 1, 31, 12), 1, user_id=self.user_steward.id)
        self.order(datetime(2026, 3, 31, 12), 2, user_id=self.user_sales.id)
        self.user_sales.group_ids += self.env.ref("sales_team.group_sale_salesman")
        self.assertEqual(
            self.rows("novelty", "month_number", user=self.user_sales), [("new", 0, 20.0)]
        )
        self.assertEqual(
            self.rows("novelty", "month_number"), [("new", 0, 10.0), ("returning", 2, 20.0)]
        )

    def test_others_may_not_read_it_at_all(self):
        stranger = self.make_user(None, login="cm_stranger")
        with self.assertRaises(AccessError):
            self.rows(user=stranger)

    def test_equal_to_an_independent_statement(self):
        for month, quantity in enumerate((3, 1, 7), 1):
            self.order(datetime(2026, month, 5, 12), quantity)
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT sum(l.price_subtotal) FROM sale_order_line l
                 JOIN sale_order s ON s.id = l.order_id
                WHERE s.state = 'sale' AND s.company_id = %s
                  AND s.currency_id = %s""",
            [self.company.id, self.company.currency_id.id],
        )
        [(expected,)] = self.env.cr.fetchall()
        [(total,)] = self.Analysis._read_group(
            [
                ("source", "=", "order"),
                ("company_id", "=", self.company.id),
                ("order_id.currency_id", "=", self.company.currency_id.id),
            ],
            [],
            ["revenue:sum"],
        )
        self.assertAlmostEqual(total, float(expected), 2)

    def test_row_opens_its_document(self):
        order = self.order(datetime(2026, 1, 31, 12), 1)
        self.env.flush_all()
        row = self.Analysis.search([("order_id", "=", order.id)])
        self.assertEqual(row.action_open()["res_id"], order.id)

    def test_names_of_favourites_are_in_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        action = self.env.ref("customer_master.customer_sale_analysis_action")
        Filters = self.env["ir.filters"].with_context(lang="zh_CN")
        mine = Filters.create(
            {
                "name": "Mine",
                "model_id": "customer.sale.analysis",
                "action_id": action.id,
                "user_ids": [self.env.uid],
            }
        )
        found = Filters.get_filters("customer.sale.analysis", action.id)
        names = {one["id"]: one["name"] for one in found}
        self.assertEqual(names[mine.id], "Mine")
        region = self.env.ref("customer_master.customer_sale_filter_region")
        self.assertEqual(names[region.id], "按地区")
        shipped = self.env["ir.filters"].search([("action_id", "=", action.id)]) - mine
        self.assertFalse({names[one.id] for one in shipped} & set(shipped.mapped("name")))
        # what somebody named anew is left alone
        region.name = "Regions of Ours"
        found = Filters.get_filters("customer.sale.analysis", action.id)
        self.assertIn("Regions of Ours", [one["name"] for one in found])

    def test_favourites_of_the_screen_work(self):
        self.order(datetime(2026, 1, 31, 12), 1)
        action = self.env.ref("customer_master.customer_sale_analysis_action")
        favourites = self.env["ir.filters"].search([("action_id", "=", action.id)])
        self.assertGreaterEqual(len(favourites), 7)
        for favourite in favourites:
            context = literal_eval(favourite.context)
            groups = [*context["pivot_row_groupby"], *context["pivot_column_groupby"]]
            with self.subTest(name=favourite.name):
                self.assertTrue(self.rows(*groups, domain=favourite._get_eval_domain()))
