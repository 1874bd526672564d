import json
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError

from .report_case import ReportCase


class TestReportFigures(ReportCase):
    """Figures equal an independent statement, in all companies and currencies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tag = cls.make_tag("Figures")
        cls.parent = cls.make_customer("Figure One", category_id=cls.link(cls.tag))
        cls.contact = cls.make_contact("Buyer", parent_id=cls.parent.id)
        cls.other = cls.make_customer("Figure Two", category_id=cls.link(cls.tag))
        cls.only = {"tag_ids": cls.link(cls.tag)}
        cls.ours = cls.env.company
        currency = cls.ours.currency_id
        cls.foreign = cls.env["res.currency"].create(
            {
                "name": "CMX",
                "symbol": "X",
                "rate_ids": [Command.create({"name": "2020-01-01", "rate": 4.0})],
            }
        )
        cls.pricelist = cls.env["product.pricelist"].create(
            {"name": "Foreign", "currency_id": cls.foreign.id}
        )
        cls.home = currency
        cls.columns = (
            "name",
            {"measure": "revenue", "total": "sum"},
            {"measure": "orders", "total": "sum"},
            {"measure": "margin", "total": "sum"},
            {"measure": "average_order"},
        )

    def independent(self, companies, rates=None):
        """Revenue, orders and margin by customer, from the tables alone."""
        self.env.flush_all()
        self.env.cr.execute(
            """WITH rate(company, rate) AS (SELECT * FROM jsonb_each_text(%s))
               SELECT c.name,
                      sum(l.price_subtotal / o.currency_rate * coalesce(r.rate::numeric, 1)),
                      count(DISTINCT o.id),
                      sum((l.price_subtotal / o.currency_rate
                           - l.product_uom_qty * (p.standard_price ->> o.company_id::text)::numeric)
                          * coalesce(r.rate::numeric, 1))
                 FROM res_partner c
                 JOIN res_partner b ON b.commercial_partner_id = c.id
                 JOIN sale_order o ON o.partner_id = b.id
                 JOIN sale_order_line l ON l.order_id = o.id
                 JOIN product_product p ON p.id = l.product_id
            LEFT JOIN rate r ON r.company = o.company_id::text
                WHERE o.state = 'sale' AND o.company_id = ANY(%s) AND c.id = ANY(%s)
             GROUP BY c.id ORDER BY c.name""",
            ["{}" if not rates else json.dumps(rates), companies.ids,
             (self.parent | self.other).ids],
        )  # fmt: skip
        return self.env.cr.fetchall()

    def assertSame(self, rows, expected):
        self.assertEqual([row[0] for row in rows], [row[0] for row in expected])
        for row, one in zip(rows, expected, strict=True):
            for mine, theirs in zip(row[1:4], one[1:], strict=True):
                self.assertAlmostEqual(mine, float(theirs), places=2)

    def test_totals_of_two_currencies(self):
        self.make_order(self.parent, 100)
        self.make_order(self.contact, 50)
        self.make_order(self.parent, 400, pricelist_id=self.pricelist.id)
        self.make_order(self.parent, 9999, confirmed=False)
        self.make_order(self.other, 30)
        run = self.run_of(self.make_template(*self.columns, kind="sales"), **self.only)
        rows = self.rows(run)
        self.assertSame(rows, self.independent(self.ours))
        # 400 X are 100 of ours
        self.assertAlmostEqual(rows[0][1], 250.0)
        self.assertAlmostEqual(rows[0][3], 250.0 - 3 * 4)
        total = self.rows(run, "total")[0]
        self.assertAlmostEqual(total[1], sum(float(row[1]) for row in self.independent(self.ours)))
        self.assertEqual(total[2], 4)

    def test_by_product_category(self):
        self.make_order(self.parent, 100)
        other = self.env["product.category"].create({"name": "Report Pipes"})
        pipe = self.env["product.product"].create({"name": "Pipe", "categ_id": other.id})
        order = self.make_order(self.other, 7, confirmed=False)
        order.order_line.product_id = pipe
        order.action_confirm()
        template = self.make_template(
            {"measure": "product_category", "group": "1"},
            "name",
            {"measure": "revenue", "total": "sum"},
            kind="sales_category",
        )
        run = self.run_of(template, **self.only)
        report, rows = self.built(run)
        self.assertEqual(run.expected_count, 2)
        found = [(row.cells[0], row.cells[1]) for row in rows if row.kind in ("group", "data")]
        self.assertEqual(found[0::2], [("Report Bricks (1)", None), ("Report Pipes (1)", None)])
        self.assertEqual(found[1][0], "Figure One")
        self.assertEqual(len(report.columns), 2)

    def test_without_orders_it_says_so_in_plain_words(self):
        steward = self.make_user("steward")
        template = self.make_template("name", kind="sales_category")
        seen = template.with_user(steward).customer_report_preview(
            template._definition_values(), {}
        )
        self.assertIn("which you may not see", seen["problem"])

    def test_two_companies(self):
        theirs = self.env["res.company"].create(
            {"name": "Figures Abroad", "currency_id": self.foreign.id}
        )
        self.user.company_ids |= theirs
        self.product.with_company(theirs).standard_price = 8.0
        self.make_order(self.parent, 100)
        self.make_order(self.parent, 40, company_id=theirs.id)
        template = self.make_template(*self.columns)
        user = self.user.with_context(allowed_company_ids=self.ours.ids)
        run = self.run_of(template, user, **self.only, company_ids=self.link(self.ours))
        self.assertSame(self.rows(run)[:1], self.independent(self.ours))
        both = self.run_of(template, **self.only, company_ids=self.link(self.ours, theirs))
        rate = self.foreign._get_conversion_rate(
            self.foreign, self.home, self.ours, fields.Date.today()
        )
        self.assertSame(
            self.rows(both)[:1], self.independent(self.ours | theirs, {str(theirs.id): rate})
        )
        self.assertAlmostEqual(self.rows(both)[0][1], 110.0)
        # a company that is no longer the user's is left out
        self.user.company_ids -= theirs
        self.assertAlmostEqual(self.rows(both)[0][1], 100.0)
        # with none of them it is not that of all others
        both.sudo().company_ids = theirs
        self.assertIn("no longer work", both.expected_problem)
        with self.assertRaisesRegex(UserError, "no longer work"):
            both.action_generate()
        both.sudo().company_ids = False
        self.assertAlmostEqual(self.rows(both)[0][1], 100.0)

    def test_money_field_in_the_currency_of_the_company(self):
        theirs = self.env["res.company"].create(
            {"name": "Money Abroad", "currency_id": self.foreign.id}
        )
        self.user.company_ids |= theirs
        customer = self.make_customer("Abroad", company_id=theirs.id, customer_annual_revenue=400)
        template = self.make_template("name", "customer_annual_revenue")
        run = self.run_of(
            template, partner_ids=self.link(customer), company_ids=self.link(self.ours, theirs)
        )
        self.assertAlmostEqual(self.rows(run)[0][1], 100.0)

    def test_open_balance(self):
        account = self.env["account.account"].create(
            {"name": "Report Income", "code": "CMR400", "account_type": "income"}
        )
        receivable = self.env["account.account"].create(
            {
                "name": "Report Owed",
                "code": "CMR110",
                "account_type": "asset_receivable",
                "reconcile": True,
            }
        )
        journal = self.env["account.journal"].create(
            {"name": "Report Sales", "code": "CMRS", "type": "general"}
        )
        for amount, post in ((120.0, True), (30.0, True), (7.0, False)):
            move = self.env["account.move"].create(
                {
                    "journal_id": journal.id,
                    "line_ids": [
                        Command.create(
                            {
                                "account_id": receivable.id,
                                "debit": amount,
                                "partner_id": self.parent.id,
                            }
                        ),
                        Command.create({"account_id": account.id, "credit": amount}),
                    ],
                }
            )
            if post:
                move.action_post()
        template = self.make_template("name", {"measure": "open_balance", "total": "sum"})
        run = self.run_of(template, **self.only)
        self.assertEqual(self.rows(run), [("Figure One", 150.0), ("Figure Two", 0.0)])
        self.assertEqual(self.rows(run, "total"), [("Total", 150.0)])

    def test_own_orders_only(self):
        seller = self.make_user("sales")
        seller.group_ids |= self.env.ref("sales_team.group_sale_salesman")
        self.make_order(self.parent, 100, user_id=seller.id)
        self.make_order(self.parent, 40, user_id=self.user.id)
        template = self.make_template("name", {"measure": "revenue", "total": "sum"}, kind="sales")
        self.assertEqual(
            self.rows(self.run_of(template, seller, **self.only)), [("Figure One", 100.0)]
        )
        self.assertEqual(self.rows(self.run_of(template, **self.only)), [("Figure One", 140.0)])
        # who may read no orders has no such column, and no report that is made of orders
        viewer = self.make_user("viewer")
        with self.assertRaisesRegex(AccessError, "orders, which you may not see"):
            self.built(self.run_of(template, viewer, **self.only))
        template.kind = "customer"
        report, rows = self.built(self.run_of(template, viewer, **self.only))
        self.assertEqual([column.label for column in report.columns], ["Name"])
        self.assertEqual(len(rows), 2)
        self.assertIn("Revenue", dict(report.conditions)["Left out"])

    def test_batches(self):
        """Rows of several batches, with figures, in their order."""
        customers = self.Partner.create(
            [
                {"name": f"Batch {i:03}", "is_company": True, "customer_rank": 1,
                 "category_id": self.link(self.tag)}
                for i in range(25)
            ]
        )  # fmt: skip
        self.make_order(customers[20], 5)
        template = self.make_template("name", {"measure": "revenue", "total": "sum"})
        with patch("odoo.addons.customer_master.models.customer_report_builder.BATCH", 4):
            run = self.run_of(template, **self.only)
            rows = self.rows(run)
            self.assertEqual(self.rows(run, "total"), [("Total", 5.0)])
        self.assertEqual(len(rows), 27)
        self.assertEqual(rows[20], ("Batch 020", 5.0))
