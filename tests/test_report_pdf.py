import base64
from unittest.mock import patch

from odoo.exceptions import UserError

from ..engine.report import Chart, Column, Report, Row
from ..reports import customer_report_pdf as pdf_module
from ..reports.shown import Shown
from . import report_sample as sample
from .common import CustomerCase
from .report_reading import pdf_pages, pdf_words, squeezed

CUT = 500  # characters: longer texts don't fit on a page


class TestReportPdf(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Pdf = cls.env["customer.report.pdf"]
        cls.env["res.lang"]._activate_lang("zh_CN")

    def pages(self, report, rows, *options):
        """The text of each page."""
        return pdf_pages(self.Pdf._pdf(report, iter(rows)), *options)

    def long_report(self, count, **values):
        columns = (Column("客户"), Column("Number", "integer", total="sum"), Column("Remark"))
        rows = [Row("data", 0, (f"深圳 {at}", at, "why " * (at % 40))) for at in range(count)]
        rows.append(Row("total", 0, ("Total", sum(range(count)), None)))
        return Report("Long", columns, **values), rows

    def test_same_cells_as_in_the_other_files(self):
        """Row by row in the same order, in the formats of the language."""
        report, rows = sample.report(), sample.rows()
        text = squeezed("".join(self.pages(report, rows, "-raw")))
        shown = Shown(self.env, report.lang, report.words)
        at = text.index("CustomerOrdersRevenue")
        for row in rows:
            label, *cells = (squeezed(value) for value in shown.row(row, report.columns))
            at = text.index(label, at) + len(label)
            for value in cells:
                value = value[:CUT]
                found = text.find(value, at)
                self.assertTrue(at <= found < at + 60, (label, value))
                at = found + len(value) if len(value) < CUT else text.index("[cut]", found)

    def test_header_row_and_number_on_each_page(self):
        report, rows = self.long_report(150)
        pages = self.pages(report, rows)
        self.assertGreater(len(pages), 3)
        for number, page in enumerate(pages, 1):
            self.assertIn("客户", page)
            self.assertIn("Remark", page)
            self.assertIn(f"{number}/{len(pages)}", page.replace(" ", ""))
        text = "\n".join(pages)
        for at in range(150):
            self.assertEqual(text.count(f"深圳 {at}\n"), 1, at)
        self.assertIn("11,175", pages[-1])

    def test_rows_end_above_the_foot(self):
        """A picture that is loaded late must not push the rows down."""
        logo = base64.b64decode(self.env.company.logo)
        report, rows = self.long_report(90, logo=logo, conditions=(("Period", "All"),))
        pages = pdf_words(self.Pdf._pdf(report, iter(rows)))
        self.assertGreater(len(pages), 1)
        for words in pages:
            foot = min(top for word, top, _low in words if word == "/")
            lowest = max(low for word, _top, low in words if word in ("why", "深圳"))
            self.assertLess(lowest, foot)

    def test_formats_of_the_language(self):
        report = sample.report(lang="zh_CN", title="客户清单")
        text = "".join(self.pages(report, sample.rows(), "-raw"))
        self.assertIn("客户清单", text)
        self.assertIn("2024/01/02", text)
        self.env["res.lang"]._activate_lang("de_DE")
        german = Shown(self.env, "de_DE", report.words)
        money = Column("m", "money", currency="€", before=False)
        self.assertEqual(german.value(-1234.5, money, "money"), "-1.234,50\N{NO-BREAK SPACE}€")
        rate = Column("r", "percent", digits=1)
        self.assertEqual(german.value(0.125, rate, "percent"), "12,5\N{NO-BREAK SPACE}%")

    def test_conditions_chart_and_letterhead(self):
        report = sample.report(header="Only for us", landscape=True, paper="letter")
        (first, *_rest) = self.pages(report, sample.rows())
        for text in ("Only for us", "2024-01-01 to 2025-12-31", "=VIP, 重要", "Revenue by region"):
            self.assertIn(text, first)
        self.assertIn("Made by: Mitchell", first)

    def test_each_kind_of_chart(self):
        for kind in ("bar", "line", "pie"):
            for points in ((), (("A", 0.0),), (("A", 1.0),), (("<b>", -1.0), ("B", 2.0))):
                chart = Chart(kind, "Drawn", "Region", "Revenue", points)
                html = self.Pdf._html(sample.report(chart=chart), [])
                self.assertEqual("<svg" in html, bool(points))
                self.assertNotIn("<b>B", html)
                self.assertNotIn("nan", html.partition("<svg")[2].partition("</svg>")[0])

    def test_markup_in_values_is_text(self):
        columns = (Column("<script>alert(1)</script>"),)
        rows = [Row("data", 0, ("</td><script>alert(2)</script>",))]
        html = self.Pdf._html(Report("</title><script>", columns), rows)
        self.assertEqual(html.count("<script>"), 1)  # that which makes the pages

    def test_nothing_from_the_network(self):
        """Odoo's own addresses would need a session, others a network."""
        html = self.Pdf._html(sample.report(logo=b"\x89PNG\r\n\x1a\n"), sample.rows())
        for word in ("src=", "href="):
            for value in html.split(word)[1:]:
                self.assertTrue(value.startswith('"data:'), value[:40])

    def test_no_rows(self):
        report = Report("Nothing", (Column("Name"), Column("N", "integer", total="sum")))
        (page,) = self.pages(report, [])
        self.assertIn("Name", page)
        self.assertIn("1/1", page.replace(" ", ""))

    def test_many_columns_stay_on_the_paper(self):
        columns = tuple(Column(f"Figure {at}", "money", currency="¥") for at in range(20))
        row = Row("data", 0, tuple(1234567.89 + at for at in range(20)))
        (page,) = self.pages(Report("Wide", columns), [row], "-raw")
        for at in range(20):
            self.assertIn(f"1,234,{567 + at}.89", page)

    def test_blocks_stay_in_one_piece(self):
        """Each on one page, with all labels; what is longer than a page goes on on the next."""
        columns = tuple(Column(f"Label {at}") for at in range(13))
        rows = [
            Row("data", 0, (f"Card {at}", *(f"{at}x{col}" for col in range(1, 13))))
            for at in range(20)
        ]
        report = Report("Cards", columns, layout="blocks")
        pages = self.pages(report, rows, "-raw")
        self.assertGreater(len(pages), 2)
        for at in range(20):
            (page,) = (page for page in pages if f"Card {at}\n" in page)
            for col in range(1, 13):
                self.assertIn(f"Label {col} {at}x{col}", page.replace("\n", " "))
        long = Row("data", 0, ("Long", *("word " * 400 for _col in range(1, 13))))
        pages = self.pages(report, [long], "-raw")
        self.assertLess(len(pages), 12)
        self.assertEqual("".join(pages).count("word"), 12 * 400)

    def test_limit_of_blocks(self):
        self.assertFalse(self.Pdf._problem(2000, "blocks"))
        self.assertIn("at most 2,000", self.Pdf._problem(2001, "blocks"))

    def test_limit(self):
        report, rows = self.long_report(5)
        with (
            patch.object(pdf_module, "MOST_ROWS", 5),
            self.assertRaisesRegex(UserError, "at most 5"),
        ):
            self.Pdf._pdf(report, iter(rows))

    def test_missing_font_is_told(self):
        report, rows = self.long_report(3, lang="zh_CN")
        with (
            patch("odoo.addons.customer_master.reports.fonts._has_font", return_value=False),
            self.assertLogs("odoo.addons.customer_master.reports.customer_report_pdf", "WARNING"),
        ):
            html = self.Pdf._html(report, rows)
        self.assertIn("fonts-noto-cjk", html)
        plain = Report("Plain", (Column("Name"),))
        with patch("odoo.addons.customer_master.reports.fonts._has_font", return_value=False):
            self.assertNotIn("fonts-noto-cjk", self.Pdf._html(plain, []))

    def test_missing_program_is_told(self):
        report, rows = self.long_report(3)
        state = "get_wkhtmltopdf_state"
        with (
            patch.object(type(self.env["ir.actions.report"]), state, return_value="install"),
            self.assertRaisesRegex(UserError, "wkhtmltopdf"),
        ):
            self.Pdf._pdf(report, rows)
