import base64
import io
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from odoo import Command, fields

from . import report_reading as reading
from . import spreadsheet
from .report_case import ReportCase

YEAR = {"period": "dates", "date_from": "2024-01-01", "date_to": "2024-12-31"}
HOSTILE = '=HYPERLINK("https://evil.example","click")'
LONG = "深圳市鑫隆实业有限公司 International Trading and Consulting " * 4
# name, region, country, order lines (home currency, foreign currency) of a customer
CUSTOMERS = (
    ("Alpha & <b>Sons</b>", "华东", "base.cn", (100.25, 1_234_567.5), (400.0,)),
    ("苏州贝塔科技有限公司", "华东", "base.cn", (20.0,), (10.1,)),
    (HOSTILE, "华东", "base.de", (7.77,), ()),
    (LONG.strip(), "华北", "base.cn", (), (99.99, 1.0)),
    ("-Minus GmbH", "华北", "base.de", (-15.0,), ()),
    ("Nowhere Ltd", None, None, (3.0,), (2.0,)),
)


class TestReportGolden(ReportCase):
    """Templates that ship with the addon, in all four outputs: the same rows and totals, which
    are those of an SQL statement that knows nothing of the addon's code."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.foreign = cls.env["res.currency"].create(
            {
                "name": "CMG",
                "symbol": "₲m",
                "position": "after",
                "rate_ids": [
                    Command.create({"name": "2020-01-01", "rate": 4.0, "company_id": False})
                ],
            }
        )
        cls.pricelist = cls.env["product.pricelist"].create(
            {"name": "Foreign", "currency_id": cls.foreign.id, "company_id": False}
        )
        cls.user.tz = "UTC"
        cls.tag = cls.make_tag("Golden")
        regions = {name: cls.make_category(cls.region, name) for name in ("华东", "华北")}
        cls.customers = cls.Partner
        for at, (name, region, country, home, foreign) in enumerate(CUSTOMERS):
            customer = cls.make_customer(
                name,
                category_id=cls.link(cls.tag),
                country_id=country and cls.env.ref(country).id,
                customer_category_ids=cls.link(regions[region]) if region else False,
                customer_priority=str(at % 3),
                phone=f"+86 755 {at:04}",
                email=f"golden{at}@golden.example",
            )
            cls.customers += customer
            cls.order_all(customer, home, foreign, at)

    @classmethod
    def order_all(cls, customer, home, foreign, at, **values):
        """Orders of amounts in both currencies, each on a day of its own."""
        for number, amount in enumerate(home):
            cls.make_order(customer, amount, day=f"2024-0{number + 1}-1{at} 12:00:00", **values)
        for number, amount in enumerate(foreign):
            cls.make_order(
                customer,
                amount,
                day=f"2024-0{number + 5}-2{at} 12:00:00",
                pricelist_id=cls.pricelist.id,
                **values,
            )

    # -- what the database says ----------------------------------------------------------------

    def statement(self, groups, columns, order, joins="", where="TRUE", company=None):
        """The rows of customers, each group followed by its subtotal, the total last: (how many
        columns are added up over, groups, id, number of customers, cells).

        :param groups, columns: SQL of the columns that make groups, and of the others
        """
        self.env.flush_all()
        by = [*groups, "c.id"]
        sets = ", ".join(f"({', '.join(by[:size])})" for size in range(len(by), -1, -1))
        sorts = "".join(f"GROUPING({group}), {group}, " for group in groups)
        self.env.cr.execute(
            f"""
            WITH figure AS (
                SELECT b.commercial_partner_id AS id, count(DISTINCT o.id) AS orders,
                       sum(l.price_subtotal / o.currency_rate) AS revenue,
                       sum(l.price_subtotal / o.currency_rate - l.product_uom_qty
                           * (p.standard_price ->> o.company_id::text)::numeric) AS margin,
                       max(o.date_order)::date AS day
                  FROM sale_order o
                  JOIN sale_order_line l ON l.order_id = o.id
                  JOIN product_product p ON p.id = l.product_id
                  JOIN res_partner b ON b.id = o.partner_id
                 WHERE o.state = 'sale' AND o.company_id = %(company)s
                   AND o.date_order >= '2024-01-01' AND o.date_order < '2025-01-01'
              GROUP BY b.commercial_partner_id
            )
            SELECT {" + ".join(f"GROUPING({one})" for one in by)}, {", ".join(by)},
                   count(DISTINCT c.id), {", ".join(columns)}
              FROM res_partner c JOIN figure f ON f.id = c.id {joins}
             WHERE c.id = ANY(%(ids)s) AND {where}
          GROUP BY GROUPING SETS ({sets})
          ORDER BY {sorts} GROUPING(c.id), {order}
            """,
            {"company": (company or self.env.company).id, "ids": self.customers.ids},
        )
        return self.env.cr.fetchall()

    def arranged(self, found, depth, label, total):
        """What the report is to have for them, with a heading above each group.

        :param label: a function of the level and the value of a group
        """
        sizes = {line[: depth + 1]: line[depth + 2] for line in found if line[0]}
        rows, opened = [], ()
        for over, *line in found:
            groups, (name, *figures) = tuple(line[:depth]), line[depth + 2 :]
            level = depth + 1 - over
            if not over:
                for at in range(depth):
                    if groups[: at + 1] != opened[: at + 1]:
                        blank = (None,) * (depth - at - 1)
                        size = sizes[(depth - at, *groups[: at + 1], *blank)]
                        head = f"{label(at, groups[at])} ({size})"
                        rows.append(("group", head, *(None for _figure in figures)))
                opened = groups
                rows.append(("data", name, *figures))
            elif level:
                rows.append(("subtotal", label(level - 1, groups[level - 1]), *figures))
            else:
                rows.append(("total", total, *figures))
        return rows

    # -- the outputs ---------------------------------------------------------------------------

    def assertSame(self, rows, expected):
        self.assertEqual([row[0] for row in rows], [row[0] for row in expected])
        for row, one in zip(rows, expected, strict=True):
            self.assertEqual(len(row), len(one))
            for value, known in zip(row, one, strict=True):
                if isinstance(value, float):
                    self.assertIsNotNone(known, (row, one))
                    self.assertAlmostEqual(value, float(known), delta=0.00501, msg=(row, one))
                else:
                    self.assertEqual(value, known, (row, one))

    def check_all(self, template, expected, user=None, **values):
        """All four outputs hold these rows; returns the report on the screen."""
        run = self.run_of(template, user, tag_ids=self.link(self.tag), **YEAR, **values)
        report, _rows = self.built(run)
        kinds = [
            [
                column.kind if kind == "data" else column.total_kind if at else "text"
                for at, column in enumerate(report.columns)
            ]
            for kind, *_cells in expected
        ]
        cells = [row[1:] for row in expected]
        run.action_generate()
        screen = run.customer_report_rows()
        self.assertEqual([row["kind"] for row in screen["rows"]], [row[0] for row in expected])
        shown = [row["cells"] for row in screen["rows"]]
        report = replace(report, title=screen["title"])
        lang = self.env["res.lang"]._get_data(code=report.lang)
        with self.subTest(output="screen"):
            self.assertSame(reading.screen_rows(shown, kinds, lang), cells)
        count = sum(row[0] == "data" for row in expected)
        for form in ("csv", "xlsx", "pdf"):
            made = run.copy({"format": form, "company_ids": self.link(*run.company_ids)})
            made.action_generate()
            self.assertEqual((made.state, made.row_count), ("done", count))
            with self.subTest(output=form):
                content = base64.b64decode(made.file)
                getattr(self, f"check_{form}")(content, report, cells, kinds, shown)
        return run

    def check_csv(self, content, _report, cells, kinds, _shown):
        self.assertSame(reading.csv_rows(content, kinds), cells)
        self.assertNotIn(b"\n" + HOSTILE[:4].encode(), content)

    def check_xlsx(self, content, report, cells, _kinds, _shown):
        (sheet, *_others) = spreadsheet.cells(io.BytesIO(content)).values()
        self.assertEqual(list(sheet[0]), [column.label for column in report.columns])
        self.assertSame(reading.xlsx_rows(sheet), cells)
        if not spreadsheet.has_libreoffice():
            self.skipTest(
                "LibreOffice is not installed (Debian: apt-get install libreoffice-calc-nogui)"
            )
        with tempfile.TemporaryDirectory() as folder:
            (sheet, *_others) = spreadsheet.recalculated(content, Path(folder)).values()
        self.assertSame(reading.xlsx_rows(sheet), cells)

    def check_pdf(self, content, report, _cells, _kinds, shown):
        """The cells of all pages one after the other are those of the screen, nothing else."""
        labels = [column.label for column in report.columns]
        text = reading.pdf_table(content, labels, report.title)
        self.assertEqual(text, reading.squeezed("".join(map("".join, shown))))

    # -- the templates -------------------------------------------------------------------------

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
