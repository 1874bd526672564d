from datetime import timedelta

from odoo import Command, fields

from .golden_case import CUSTOMERS, GoldenCase


class TestReportGolden(GoldenCase):
    """Templates that ship with the addon, in all four outputs: the same rows and totals, which
    are those of an SQL statement that knows nothing of the addon's code."""

    def sales_by_region(self, lang, company=None):
        """The shipped template, with the day of the last order as a column more."""
        template = self.env.ref("customer_master.customer_report_template_sales_region").copy()
        last = {"measure": "last_order", "format": "date", "total": "max", "sequence": 9}
        template.column_ids = [Command.create(last)]
        found = self.statement(
            ["g.name ->> 'en_US'", f"coalesce(co.name ->> '{lang}', co.name ->> 'en_US')"],
            ["max(c.name)", "sum(f.orders)", "sum(f.revenue)", "sum(f.margin)", "max(f.day)"],
            "sum(f.revenue) DESC",
            joins="""LEFT JOIN customer_category g ON g.id = c.customer_region_id
                     LEFT JOIN res_country co ON co.id = c.country_id""",
            company=company,
        )
        return template, found

    def test_sales_by_region(self):
        """Groups in groups with subtotals, orders in two currencies, days, all kinds of names."""
        template, found = self.sales_by_region("en_US")
        blank = ("Region: none", "Country: none")
        expected = self.arranged(found, 2, lambda at, value: value or blank[at], "Total")
        names = [row[1] for row in expected if row[0] == "data"]
        self.assertCountEqual(names, self.customers.mapped("name"))
        self.check_all(template, expected)

    def test_in_chinese_and_another_currency(self):
        theirs = self.env["res.company"].create(
            {"name": "金标 Abroad", "currency_id": self.foreign.id}
        )
        self.user.write({"company_ids": self.link(theirs), "lang": "zh_CN"})
        self.product.with_company(theirs).standard_price = 8.0
        self.pricelist.currency_id = self.env.company.currency_id
        for at, (customer, row) in enumerate(zip(self.customers, CUSTOMERS, strict=True)):
            self.order_all(customer, row[3], row[4], at, company_id=theirs.id)
        template, found = self.sales_by_region("zh_CN", theirs)
        blank = ("地区：无", "国家/地区：无")
        expected = self.arranged(found, 2, lambda at, value: value or blank[at], "合计")
        user = self.user.with_context(allowed_company_ids=theirs.ids)
        run = self.check_all(template, expected, user, company_ids=self.link(theirs))
        self.assertEqual(run.customer_report_rows()["title"], "按地区统计销售")
        self.assertIn("₲m", run.customer_report_rows()["rows"][-1]["cells"][2])

    def test_priority_list(self):
        """The most important come first; averages are over customers, not over groups."""
        template = self.env.ref("customer_master.customer_report_template_vip").copy()
        for customer, days in zip(self.customers, (0, 3, 40, 400), strict=False):
            customer.message_post(body="Shall we call?", message_type="comment")
            day = fields.Datetime.now() - timedelta(days=days)
            self.env["customer.interaction"].create({"partner_id": customer.id, "date": day})
        self.customers[1].user_id = self.user
        found = self.statement(
            ["-c.customer_priority::int"],
            ["max(c.name)", "max(p.name)", "max(c.phone)", "max(c.email)", "sum(f.revenue)",
             "sum(f.orders)", "max(f.day)", "avg(current_date - m.day)"],
            "sum(f.revenue) DESC",
            joins="""LEFT JOIN res_users u ON u.id = c.user_id
                     LEFT JOIN res_partner p ON p.id = u.partner_id
                     LEFT JOIN (SELECT partner_id, max(date)::date AS day
                                  FROM customer_interaction
                              GROUP BY partner_id) m ON m.partner_id = c.id""",
            where="c.customer_priority >= '1'",
        )  # fmt: skip
        names = {-2: "High", -1: "Raised"}
        expected = self.arranged(found, 1, lambda _at, value: names[value], "Total")
        # what is not added up is blank below the rows
        expected = [
            row if row[0] == "data" else (*row[:2], None, None, None, *row[5:7], None, row[8])
            for row in expected
        ]
        self.check_all(template, expected, priority="1")
