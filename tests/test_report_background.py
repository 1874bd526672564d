from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from ..models import customer_report_make, customer_report_run
from .report_case import ReportCase

MAKE = "odoo.addons.customer_master.models.customer_report_make"
NEW_YEAR = "2025-12-31 16:30:00"  # half past midnight in Shanghai


class TestReportBackground(ReportCase):
    """Reports that the cron makes: as their user, with progress, and told when they fail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tag = cls.make_tag("Background")
        cls.customers = cls.Partner
        for name in ("One", "Two", "Three", "Four"):
            cls.customers += cls.make_customer(f"Background {name}", category_id=cls.link(cls.tag))
        cls.only = {"tag_ids": cls.link(cls.tag)}
        cls.template = cls.make_template("name", {"measure": "revenue", "sort": "desc"})

    def started(self, template=None, **values):
        """A report that the cron is to make."""
        run = self.run_of(template or self.template, **self.only, **values)
        with patch.object(customer_report_run, "INLINE", 0):
            run.action_generate()
        self.assertEqual(run.state, "running")
        return run

    def cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("customer_master.ir_cron_report").method_direct_trigger()
        self.env.invalidate_all()

    def test_named_periods_are_those_where_the_user_is(self):
        self.user.tz = "Asia/Shanghai"
        self.make_order(self.customers[0], 10, day="2025-12-31 16:10:00")
        template = self.make_template("name", use="ordered")
        with freeze_time(NEW_YEAR):
            run = self.started(template, period="this_year", format="csv")
            _Builder, plan = run.sudo().with_context(tz=False)._planned(template._definition())
            self.assertEqual(plan.conditions.today, date(2026, 1, 1))
            self.cron()
            self.assertEqual(run.row_count, 1)
            self.assertIn("2026-01-01", run.file_name)

    def test_a_large_report_for_the_screen(self):
        run = self.started(format="screen")
        self.cron()
        self.assertEqual((run.state, run.row_count, run.file_name), ("done", 4, False))
        # it is that of when it was made
        self.customers[0].name = "Renamed"
        shown = run.customer_report_rows()
        self.assertEqual(shown["count"], 4)
        self.assertIn("Background One", [row["cells"][0] for row in shown["rows"]])

    def test_progress_while_the_order_is_found_too(self):
        """Values are read for the order first, which is half of the work."""
        shares = []
        Builder, plan = self.run_of(self.template, **self.only)._planned(
            self.template._definition()
        )
        with patch("odoo.addons.customer_master.models.customer_report_builder.BATCH", 2):
            list(Builder._built(plan, tick=shares.append).rows)
            self.assertEqual(shares, [0, 0.25, 0.5, 0.75])
            plain = self.make_template("name", {"path": "city", "sort": "asc"})
            Builder, plan = self.run_of(plain, **self.only)._planned(plain._definition())
            shares.clear()
            list(Builder._built(plan, tick=shares.append).rows)
            self.assertEqual(shares, [0, 0.5])

    def test_stopped_while_the_order_is_found(self):
        run = self.started(format="csv")
        seen = []

        def stopping(_record):
            def tick(share):
                seen.append(share)
                if share:
                    raise customer_report_make._Stopped

            return tick

        with (
            patch("odoo.addons.customer_master.models.customer_report_builder.BATCH", 2),
            patch.object(type(run), "_ticker", stopping),
        ):
            self.cron()
        self.assertEqual(seen, [0, 0.25])
        self.assertFalse(run.file_name)

    def test_a_failure_is_told_in_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.user.lang = "zh_CN"
        run = self.started(format="csv")
        run.sudo().definition = {**run.definition, "columns": [{"path": "gone"}]}
        with patch.object(type(self.env["res.users"]), "_bus_send") as told:
            self.cron()
        self.assertEqual(run.state, "failed")
        _kind, message = told.call_args.args
        self.assertEqual(message["type"], "danger")
        self.assertIn("gone", message["message"])
        self.assertIn("报表", message["message"])

    def test_what_nobody_foresaw_is_told_in_a_sentence(self):
        run = self.started(format="csv")
        with (
            patch.object(type(run), "_write_csv", side_effect=KeyError("x_python")),
            patch.object(type(self.env["res.users"]), "_bus_send") as told,
            self.assertLogs(MAKE, "ERROR"),
        ):
            self.cron()
        self.assertEqual(run.state, "failed")
        self.assertIn("Something unexpected", run.problem)
        self.assertNotIn("x_python", run.problem)
        kind, message = told.call_args.args
        self.assertEqual((kind, message["type"]), ("simple_notification", "danger"))
        self.assertIn(run.problem, message["message"])
