import base64
from datetime import datetime
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..models import customer_report_schedule
from .report_case import ReportCase


@tagged("post_install", "-at_install", "customer_master")
class TestReportSchedule(ReportCase):
    """Reports by mail: when, of which companies, and what became of the mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tag = cls.make_tag("Scheduled")
        cls.customer = cls.make_customer("Scheduled Ltd", category_id=cls.link(cls.tag))
        cls.template = cls.make_template("name", {"measure": "revenue", "total": "sum"})
        cls.reader = cls.make_user("sales", email="reader@report.example")
        cls.reader.group_ids += cls.env.ref("sales_team.group_sale_salesman_all_leads")

    def schedule(self, *users, **values):
        return self.env["customer.report.schedule"].create(
            {
                "name": "Regular",
                "template_id": self.template.id,
                "format": "csv",
                "tag_ids": self.link(self.tag),
                "recipient_ids": self.link(*(users or self.reader)),
                **values,
            }
        )

    def sent(self, schedule):
        """The reports that were made of it."""
        schedule.action_send()
        with self.enter_registry_test_mode():
            self.env.ref("customer_master.ir_cron_report").method_direct_trigger()
        self.env.invalidate_all()
        return schedule.run_ids

    def text(self, run):
        return base64.b64decode(run.file).decode("utf-8-sig")

    def mails(self, user):
        return self.env["mail.mail"].search([("recipient_ids", "in", user.partner_id.ids)])

    # -- when ----------------------------------------------------------------------------------

    def next_runs(self, schedule, *moments):
        """When it is next after each of the moments."""
        found = []
        for moment in moments:
            with patch.object(fields.Datetime, "now", return_value=datetime(*moment)):
                schedule._set_next_run()
            self.env.flush_all()
            found.append(schedule.next_run)
        return found

    def test_monthly_on_the_last_day(self):
        self.env.user.tz = "Asia/Shanghai"
        schedule = self.schedule(interval_type="months", next_run="2027-01-30 16:30:00")
        self.assertEqual(  # the 31st in Shanghai, and the last of February
            self.next_runs(schedule, (2027, 1, 30, 17), (2027, 2, 28, 1), (2027, 3, 31, 1)),
            [
                datetime(2027, 2, 27, 16, 30),
                datetime(2027, 3, 30, 16, 30),
                datetime(2027, 4, 29, 16, 30),
            ],
        )

    def test_another_start_counts_anew(self):
        schedule = self.schedule(interval_type="months", next_run="2027-01-31 08:00:00")
        self.next_runs(schedule, (2027, 2, 1))
        schedule.next_run = "2027-03-05 09:00:00"
        self.assertEqual(self.next_runs(schedule, (2027, 3, 6)), [datetime(2027, 4, 5, 9)])
        schedule.interval_type = "weeks"
        self.assertEqual(self.next_runs(schedule, (2027, 4, 6)), [datetime(2027, 4, 12, 9)])

    def test_the_hour_stays_in_summer(self):
        self.env.user.tz = "Europe/Berlin"
        schedule = self.schedule(next_run="2027-03-22 07:00:00")
        self.assertEqual(self.next_runs(schedule, (2027, 3, 23)), [datetime(2027, 3, 29, 6)])

    # -- companies -----------------------------------------------------------------------------

    def test_companies(self):
        abroad, elsewhere = self.env["res.company"].create([{"name": "Abroad"}, {"name": "No"}])
        self.reader.company_ids += abroad
        self.make_order(self.customer, 10)
        self.make_order(self.customer, 5, company_id=abroad.id)
        home = self.reader.company_id
        for companies, revenue in (
            (abroad.browse(), "15.00"),
            (home, "10.00"),
            (abroad + elsewhere, "5.00"),
        ):
            with self.subTest(companies=companies.mapped("name")):
                run = self.sent(self.schedule(company_ids=self.link(*companies)))
                self.assertIn(f"Scheduled Ltd,{revenue}", self.text(run))
        run = self.sent(self.schedule(company_ids=self.link(elsewhere)))
        self.assertEqual((run.state, run.file), ("failed", False))
        self.assertIn("none of the companies", run.schedule_id.result)

    # -- mails ---------------------------------------------------------------------------------

    def test_without_a_mail_address(self):
        silent = self.make_user("sales", login="cm_silent", email=False)
        schedule = self.schedule(silent, self.reader)
        runs = {run.user_id: run for run in self.sent(schedule)}
        self.assertFalse(self.mails(silent))
        self.assertIn("Scheduled Ltd", self.text(runs[silent]))
        self.assertEqual(runs[silent].state, "done")
        self.assertIn(f"{silent.name}: No mail was sent", schedule.result)
        self.assertIn(f"{self.reader.name}: Done", schedule.result)
        self.assertEqual(len(self.mails(self.reader)), 1)

    def test_without_the_template_of_mails(self):
        self.env.ref("customer_master.customer_report_mail").unlink()
        run = self.sent(self.schedule())
        self.assertIn("template was deleted", run.problem)
        self.assertIn("Scheduled Ltd", self.text(run))

    def test_a_large_file_stays_in_my_reports(self):
        with patch.object(customer_report_schedule, "LARGEST", 3):
            run = self.sent(self.schedule())
        mail = self.mails(self.reader)
        self.assertEqual((len(mail), len(mail.attachment_ids)), (1, 0))
        self.assertIn(f"/odoo/customer-reports/{run.id}", mail.body_html)
        self.assertIn("Scheduled Ltd", self.text(run))
