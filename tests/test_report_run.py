import base64
import csv
import io
from datetime import timedelta
from unittest.mock import patch

import openpyxl

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..models import customer_report_run
from ..reports import customer_report_pdf
from .report_case import ReportCase
from .report_reading import pdf_pages

MAKE = "odoo.addons.customer_master.models.customer_report_make"


class TestReportRun(ReportCase):
    """Reports: made at once or in the background, kept, made again, sent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tag = cls.make_tag("Run")
        cls.customer = cls.make_customer("Run Ltd", category_id=cls.link(cls.tag))
        cls.only = {"tag_ids": cls.link(cls.tag)}
        cls.template = cls.make_template("name", {"path": "id", "total": "count"}, name="Run List")

    def csv(self, run):
        text = base64.b64decode(run.file).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text)))

    def cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("customer_master.ir_cron_report").method_direct_trigger()
        self.env.invalidate_all()

    def test_all_formats_hold_the_same(self):
        run = self.run_of(self.template, format="csv", **self.only)
        action = run.action_generate()
        self.assertEqual(action["type"], "ir.actions.act_url")
        self.assertEqual((run.state, run.row_count), ("done", 1))
        self.assertTrue(run.file_name.endswith(".csv"))
        rows = self.csv(run)
        self.assertEqual(rows[1:], [["Run Ltd", "1"], ["Total", "1"]])
        excel = run.copy({"format": "xlsx"})
        excel.action_generate()
        sheet = openpyxl.load_workbook(io.BytesIO(base64.b64decode(excel.file))).worksheets[0]
        values = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
        self.assertIn("Run Ltd", values)
        screen = run.copy({"format": "screen"})
        screen.action_generate()
        shown = screen.customer_report_rows()
        self.assertEqual([row["cells"][0] for row in shown["rows"]], ["Run Ltd", "Total"])
        self.assertEqual(shown["count"], 1)

    def test_pdf(self):
        run = self.run_of(self.template, format="pdf", **self.only)
        run.action_generate()
        self.assertTrue(base64.b64decode(run.file).startswith(b"%PDF"))

    def test_screen_shows_a_part_of_many(self):
        self.make_customer("Second Run", category_id=self.link(self.tag))
        run = self.run_of(self.template, **self.only)
        with patch(f"{MAKE}.SCREEN", 1):
            run.action_generate()
        shown = run.customer_report_rows()
        self.assertEqual((shown["cut"], shown["count"]), (1, 2))
        self.assertEqual([row["cells"] for row in shown["rows"]][-1], ["Total", "2"])

    def test_large_ones_in_the_background(self):
        run = self.run_of(self.template, format="csv", **self.only)
        cron = self.env.ref("customer_master.ir_cron_report")
        waiting = [("cron_id", "=", cron.id)]
        before = self.env["ir.cron.trigger"].search_count(waiting)
        with patch.object(customer_report_run, "INLINE", 0):
            run.action_generate()
        self.assertEqual(self.env["ir.cron.trigger"].search_count(waiting), before + 1)
        self.assertEqual((run.state, run.file_name), ("running", False))
        with (
            patch.object(type(self.env["res.users"]), "_bus_send") as told,
            patch(f"{MAKE}.EVERY", 0),
        ):
            self.cron()
        self.assertEqual((run.state, run.progress), ("done", 100))
        self.assertEqual(self.csv(run)[1][0], "Run Ltd")
        self.assertIn("Run List", str(told.call_args))

    def test_stopped_in_the_background(self):
        run = self.run_of(self.template, format="csv", **self.only)
        with patch.object(customer_report_run, "INLINE", 0):
            run.action_generate()
        ticker = type(run)._ticker

        def stopping(record):
            tick = ticker(record)
            record.action_stop()
            record.env.flush_all()
            return tick

        with patch.object(type(run), "_ticker", stopping), patch(f"{MAKE}.EVERY", 0):
            self.cron()
        self.assertNotEqual(run.state, "done")
        self.assertFalse(run.file_name)

    def test_failure_in_the_background_is_told(self):
        run = self.run_of(self.template, format="csv", **self.only)
        with patch.object(customer_report_run, "INLINE", 0):
            run.action_generate()
        run.sudo().definition = {**run.definition, "columns": [{"path": "gone"}]}
        self.cron()
        self.assertEqual(run.state, "failed")
        self.assertIn("gone", run.problem)

    def test_made_again_with_its_conditions(self):
        run = self.run_of(self.template, format="csv", **self.only)
        run.action_generate()
        again = self.Run.browse(run.action_again()["res_id"]).with_user(self.user)
        self.assertEqual((again.state, again.tag_ids), ("draft", self.tag))
        self.assertFalse(again.file_name)
        self.make_customer("New Run", category_id=self.link(self.tag))
        again.action_generate()
        self.assertEqual((run.row_count, again.row_count), (1, 2))

    def test_cleaned_after_days(self):
        old, kept, new = (self.run_of(self.template, format="csv", **self.only) for _ in range(3))
        (old | kept | new).sudo().flush_recordset()
        past = fields.Datetime.now() - timedelta(days=31)
        self.env.cr.execute(
            "UPDATE customer_report_run SET create_date = %s WHERE id = ANY(%s)",
            [past, (old | kept).ids],
        )
        self.env.invalidate_all()
        kept.kept = True
        self.set_setting(customer_report_days=0)
        self.Run._gc_runs()
        self.assertTrue(old.exists())
        self.set_setting(customer_report_days=30)
        self.Run._gc_runs()
        self.assertEqual((old | kept | new).exists(), kept | new)

    def test_dangerous_and_endless_texts(self):
        self.customer.name = '=HYPERLINK("http://evil.example","x")'
        self.customer.comment = "y" * 40_000
        template = self.make_template("name", "comment")
        for form in ("csv", "xlsx", "pdf", "screen"):
            with self.subTest(form=form):
                run = self.run_of(template, format=form, **self.only)
                run.action_generate()
                self.assertEqual(run.state, "done")
                if form == "csv":
                    self.assertTrue(self.csv(run)[1][0].startswith("'="))
                    self.assertEqual(len(self.csv(run)[1][1]), 40_000)
                elif form == "xlsx":
                    file = io.BytesIO(base64.b64decode(run.file))
                    cell = openpyxl.load_workbook(file).worksheets[0]["B2"].value
                    self.assertEqual(len(cell), 32_767)  # as many as Excel has in a cell
                    self.assertTrue(cell.endswith("[cut]"))
                elif form == "pdf":
                    text = "".join(pdf_pages(base64.b64decode(run.file)))
                    self.assertIn("[cut]", text)

    def test_bad_conditions_are_told_and_nothing_is_made(self):
        run = self.run_of(self.template, format="csv")
        run.domain = "[('nothing', '=', 1)]"
        self.assertIn("can't be used", run.expected_problem)
        with self.assertRaises(UserError):
            run.action_generate()
        self.assertEqual(run.state, "draft")

    def test_too_many_rows_for_a_pdf_are_told_before(self):
        self.make_customer("Second Run", category_id=self.link(self.tag))
        with patch.object(customer_report_pdf, "MOST_ROWS", 1):
            run = self.run_of(self.template, format="pdf", **self.only)
            self.assertIn("at most 1 rows", run.expected_problem)
            with self.assertRaisesRegex(UserError, "at most 1 rows"):
                run.action_generate()
            self.assertEqual(run.state, "draft")
            run.format = "xlsx"
            self.assertFalse(run.expected_problem)

    def test_selected_customers(self):
        sales = self.make_user("sales")
        action = (
            self.Run.with_user(sales)
            .with_context(active_model="res.partner", active_ids=self.customer.ids)
            .action_customers()
        )
        self.assertEqual(action["context"]["default_partner_ids"][0][2], self.customer.ids)
        with self.assertRaisesRegex(UserError, "None of the selected"):
            self.Run.with_context(active_ids=self.make_contact().ids).action_customers()

    # -- rights --------------------------------------------------------------------------------

    def test_what_the_user_may_not_write(self):
        viewer, sales = self.make_user("viewer"), self.make_user("sales")
        run = self.run_of(self.template, viewer, format="csv")
        for values in ({"user_id": sales.id}, {"state": "done"}, {"file": b"eA=="},
                       {"definition": {}}, {"schedule_id": 1}):  # fmt: skip
            with self.subTest(values=values), self.assertRaises(AccessError):
                run.write(values)
            with self.assertRaises(AccessError):
                self.Run.with_user(viewer).create({"template_id": self.template.id, **values})
        with self.assertRaises(AccessError):
            run.with_user(sales).read(["template_id"])
        with self.assertRaises(AccessError):
            self.Run.with_user(self.make_user()).create({"template_id": self.template.id})

    def test_guarded_fields_and_hidden_customers(self):
        self.env["ir.config_parameter"].set_param("customer_master.guard_customers", "True")
        field = self.env["ir.model.fields"]._get("res.partner", "function")
        guard = self.env["customer.field.guard"].search([("field_id", "=", field.id)])
        (guard or self.env["customer.field.guard"].create({"field_id": field.id})).kind = "personal"
        template = self.make_template("name", "function")
        self.customer.function = "Secret"
        viewer, sales = self.make_user("viewer"), self.make_user("sales")
        self.assertEqual(
            self.rows(self.run_of(template, sales, **self.only)), [("Run Ltd", "Secret")]
        )
        self.assertEqual(self.rows(self.run_of(template, viewer, **self.only)), [("Run Ltd",)])
        self.assertIn("function", self.preview(template, viewer)["left_out"][0])
        company = self.env["res.company"].create({"name": "Hidden"})
        self.customer.company_id = company
        self.assertEqual(self.rows(self.run_of(template, sales, **self.only)), [])

    def test_export_guard(self):
        self.env["ir.config_parameter"].set_param("customer_master.export_guard", "True")
        self.env["ir.config_parameter"].set_param("customer_master.export_rows", "0")
        steward, viewer = self.make_user("steward"), self.make_user("viewer")
        run = self.run_of(self.template, viewer, format="csv", **self.only)
        with self.assertRaisesRegex(AccessError, "may not export"):
            run.action_generate()
        run.format = "screen"
        run.action_generate()
        run = self.run_of(self.template, steward, format="csv", **self.only)
        self.assertTrue(run.reason_needed)
        with self.assertRaisesRegex(UserError, "reason"):
            run.action_generate()
        run.reason = "Yearly letter"
        run.action_generate()
        noted = self.env["customer.audit"].search([("kind", "=", "export")], limit=1)
        self.assertEqual((noted.reason, noted.user_id, noted.count), ("Yearly letter", steward, 1))

    # -- by mail -------------------------------------------------------------------------------

    def test_each_recipient_gets_what_he_may_read(self):
        field = self.env["ir.model.fields"]._get("res.partner", "function")
        self.env["ir.config_parameter"].set_param("customer_master.guard_customers", "True")
        guard = self.env["customer.field.guard"].search([("field_id", "=", field.id)])
        (guard or self.env["customer.field.guard"].create({"field_id": field.id})).kind = "personal"
        self.customer.function = "Secret"
        users = [
            self.make_user(role, email=f"{role}@report.example") for role in ("viewer", "sales")
        ]
        stranger = self.make_user(email="stranger@report.example")
        schedule = self.env["customer.report.schedule"].create(
            {
                "name": "Weekly",
                "template_id": self.make_template("name", "function").id,
                "format": "csv",
                "recipient_ids": self.link(*users, stranger),
                **self.only,
            }
        )
        with self.enter_registry_test_mode():
            self.env.ref("customer_master.ir_cron_report_begin").method_direct_trigger()
        self.assertGreater(schedule.next_run, fields.Datetime.now())
        self.cron()
        runs = {run.user_id: run for run in schedule.run_ids}
        self.assertEqual(
            [self.csv(runs[user])[1] for user in users], [["Run Ltd"], ["Run Ltd", "Secret"]]
        )
        self.assertEqual(runs[stranger].state, "failed")
        self.assertIn(stranger.name, schedule.result)
        mails = self.env["mail.mail"].search([("subject", "like", "Report: A Report")])
        self.assertEqual(mails.recipient_ids, users[0].partner_id | users[1].partner_id)
        self.assertEqual(len(mails.attachment_ids), 2)
        for user in users:
            mail = mails.filtered(lambda m, user=user: user.partner_id in m.recipient_ids)
            self.assertEqual(mail.attachment_ids.raw, base64.b64decode(runs[user].file))

    def test_mail_to_who_sees_own_customers_only(self):
        """A salesperson gets his customers and those of nobody, with the revenue of his orders."""
        self.set_setting(customer_visibility="own", customer_guard=True)
        sellers = [
            self.make_user("sales", login=login, email=f"{login}@own.example")
            for login in ("cm_mail_one", "cm_mail_two")
        ]
        salesman = self.env.ref("sales_team.group_sale_salesman")
        for seller in sellers:
            seller.group_ids += salesman
            customer = self.make_customer(
                f"Of {seller.login}", user_id=seller.id, category_id=self.link(self.tag)
            )
            self.make_order(customer, 10, user_id=seller.id)
            self.make_order(self.customer, 7, user_id=seller.id)
        schedule = self.env["customer.report.schedule"].create(
            {
                "name": "Weekly",
                "template_id": self.make_template(
                    "name", {"measure": "revenue", "total": "sum"}
                ).id,
                "format": "csv",
                "recipient_ids": self.link(*sellers, self.user),
                **self.only,
            }
        )
        schedule.action_send()
        self.cron()
        runs = {run.user_id: run for run in schedule.run_ids}
        for seller in sellers:
            with self.subTest(seller=seller.login):
                run = runs[seller]
                self.assertEqual(
                    self.csv(run)[1:],
                    [[f"Of {seller.login}", "10.00"], ["Run Ltd", "7.00"], ["Total", "17.00"]],
                )
                mail = self.env["mail.mail"].search(
                    [("recipient_ids", "in", seller.partner_id.ids)]
                )
                self.assertEqual(mail.recipient_ids, seller.partner_id)
                self.assertEqual(mail.attachment_ids.raw, base64.b64decode(run.file))
        every = self.csv(runs[self.user])
        self.assertEqual([row[1] for row in every[1:]], ["10.00", "10.00", "14.00", "34.00"])

    def test_schedules_are_for_stewards(self):
        with self.assertRaises(AccessError):
            self.env["customer.report.schedule"].with_user(self.make_user("sales")).create(
                {"name": "Mine", "template_id": self.template.id, "recipient_ids": []}
            )


@tagged("post_install", "-at_install", "customer_master")
class TestReportHttp(ReportCase, HttpCase):
    """Files of templates and reports over HTTP."""

    def test_files_are_for_who_may_read_them(self):
        viewer, sales = self.make_user("viewer"), self.make_user("sales")
        steward = self.env.ref("customer_master.group_steward")
        template = self.make_template("name", group_ids=self.link(steward))
        url = f"/customer_master/report_template/{template.id}"
        self.authenticate(viewer.login, viewer.login)
        self.assertEqual(self.url_open(url).status_code, 404)
        template.group_ids = False
        self.env.flush_all()
        answer = self.url_open(url)
        self.assertEqual(
            (answer.status_code, answer.json()["format"]), (200, "customer_master.report")
        )
        run = self.run_of(self.make_template("name"), sales, format="csv")
        file = run.action_generate()["url"]
        self.assertNotEqual(self.url_open(file).status_code, 200)
        self.authenticate(sales.login, sales.login)
        self.assertEqual(self.url_open(file).status_code, 200)
