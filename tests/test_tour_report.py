from .report_case import ReportCase
from .tour_case import CHINESE, TourCase


class TestTourReport(ReportCase, TourCase):
    """A template is changed with its preview, and a report made of it."""

    def test_report(self):
        self.walk()

    def walk(self, **options):
        steward = self.make_user("steward", lang=self.lang)
        steward.group_ids |= self.env.ref("sales_team.group_sale_salesman_all_leads")
        tag = self.make_tag("Tour Report")
        customer = self.make_customer("Tour Report Ltd", category_id=self.link(tag))
        template = self.make_template("name", name="Tour Report", tag_ids=self.link(tag))
        self.tour(
            "report", steward, url=f"/odoo/customer-report-templates/{template.id}", **options
        )
        made, again = self.Run.search([("user_id", "=", steward.id)], order="id")
        self.assertEqual((made.state, made.row_count), ("done", 1))
        self.assertEqual((again.state, again.tag_ids), ("draft", tag))
        self.assertEqual(template.column_ids.mapped("measure"), [False, "revenue"])
        self.assertEqual(customer.name, "Tour Report Ltd")


class TestTourReportChinese(TestTourReport):
    lang = CHINESE
    allow_inherited_tests_method = True
