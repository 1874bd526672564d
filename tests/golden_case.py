import base64
import io
import tempfile
from dataclasses import replace
from pathlib import Path

from odoo import Command

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


class GoldenCase(ReportCase):
    """Customers with orders in two currencies, and what holds a template that ships with the addon
    in all four outputs against an SQL statement that knows nothing of the addon's code."""

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
        with tempfile.TemporaryDirectory() as folder:
            (sheet, *_others) = spreadsheet.recalculated(content, Path(folder)).values()
        self.assertSame(reading.xlsx_rows(sheet), cells)

    def check_pdf(self, content, report, _cells, _kinds, shown):
        """The cells of all pages one after the other are those of the screen, nothing else."""
        labels = [column.label for column in report.columns]
        if report.layout == "blocks":
            text = reading.squeezed("".join(reading.pdf_pages(content, "-raw")))
            for heading, *values in shown:
                pairs = map("".join, zip(labels[1:], values, strict=True))
                self.assertIn(reading.squeezed("".join([heading, *pairs])), text)
            return
        text = reading.pdf_table(content, labels, report.title)
        self.assertEqual(text, reading.squeezed("".join(map("".join, shown))))
