from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, mute_logger

from .common import CustomerCase

LOGGERS = (
    "odoo.addons.customer_master.models.customer_cleanup_run",
    "odoo.addons.customer_master.models.customer_match_scan",
)


class TestCleanup(CustomerCase):
    """A clean-up does its tasks in turn, goes on after a stop, and tells what came of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.administrator = cls.make_user("administrator", email="admin@cleanup.example")
        cls.steward = cls.make_user("steward", email="steward@cleanup.example")
        cls.rule = cls.env.ref("customer_master.customer_match_rule_default")
        cls.env["customer.match.scan"].search([("state", "=", "running")]).state = "canceled"
        cls.env["customer.quality.run"].search([("state", "=", "running")]).state = "canceled"
        cls.env["customer.cleanup"].with_context(active_test=False).search([]).unlink()
        cls.cleanup = cls.env["customer.cleanup"].create(
            {
                "name": "Sunday Night",
                "match_rule_ids": cls.link(cls.rule),
                "user_ids": cls.link(cls.administrator, cls.steward),
            }
        )
        cls.twins = cls.make_customer("Adler Pumpen GmbH", phone="+49 40 66969897") | (
            cls.make_customer("Adler Pumpen GmbH", phone="+49 40 66969897")
        )

    def run_crons(self, *names):
        with self.enter_registry_test_mode():
            for name in names or (
                "cleanup", "match_scan", "cleanup", "quality_run", "operation", "cleanup"
            ):  # fmt: skip
                self.env.ref(f"customer_master.ir_cron_{name}").method_direct_trigger()
        self.env.invalidate_all()

    def run_all(self):
        self.cleanup.with_user(self.steward).action_run()
        self.run_crons()
        return self.cleanup.last_run_id

    def mails(self):
        return self.env["mail.mail"].search([("model", "=", "customer.cleanup.run")])

    def test_tasks_in_turn(self):
        self.cleanup.with_user(self.steward).action_run()
        run = self.cleanup.last_run_id
        self.run_crons("cleanup")
        self.assertEqual(run.task_ids.mapped("state"), ["running", "waiting"])
        self.run_crons("match_scan", "cleanup")
        self.assertEqual(run.task_ids.mapped("state"), ["done", "running"])
        self.assertFalse(self.mails())
        self.run_crons("quality_run", "cleanup")
        self.assertEqual(run.task_ids.mapped("state"), ["done", "done"])
        self.assertEqual(run.state, "done")
        scan, check = run.task_ids
        self.assertGreaterEqual(scan.found, 1)
        self.assertEqual(scan.found, scan.scan_id.pair_count)
        self.assertEqual(check.found, check.quality_run_id.issue_count)

    def test_mail_in_each_language(self):
        self.steward.lang = "zh_CN"
        template = self.env.ref("customer_master.customer_cleanup_mail")
        template.with_context(lang="zh_CN").subject = "清理：{{ object.cleanup_id.name }}"
        run = self.run_all()
        mails = {mail.recipient_ids: mail for mail in self.mails()}
        self.assertEqual(len(mails), 2)
        english = mails[self.administrator.partner_id]
        self.assertEqual(english.subject, "Clean-up of customer data: Sunday Night")
        self.assertIn(f"{run.task_ids[0].found} possible duplicates", english.body_html)
        self.assertIn("/odoo/customer-review", english.body_html)
        self.assertEqual(mails[self.steward.partner_id].subject, "清理：Sunday Night")

    def test_failing_task_is_told_and_does_not_stop_the_rest(self):
        scans = type(self.env["customer.match.scan"])
        with patch.object(scans, "_work", side_effect=UserError("No room")), mute_logger(*LOGGERS):
            run = self.run_all()
        self.assertEqual(run.task_ids.mapped("state"), ["failed", "done"])
        self.assertEqual(run.state, "failed")
        self.assertIn("No room", run.task_ids[0].result)
        self.assertIn("No room", self.mails()[0].body_html)

    def dirty(self, **values):
        """A customer with values as another program stored them."""
        customer = self.make_customer("Dirty Ltd")
        self.env.flush_all()
        for name, value in values.items():
            self.env.cr.execute(
                SQL(
                    "UPDATE res_partner SET %s = %s WHERE id = %s",
                    SQL.identifier(name),
                    value,
                    customer.id,
                )
            )
        self.env.invalidate_all()
        return customer

    def test_only_suggests(self):
        self.env["customer.correction.rule"].search([]).mode = "suggest"
        customer = self.dirty(email="sales@gmial.com")
        run = self.run_all()
        self.assertEqual(customer.email, "sales@gmial.com")
        self.assertEqual(run.task_ids.mapped("kind"), ["scan", "check"])
        self.assertTrue(
            self.env["customer.quality.issue"].search([("partner_id", "=", customer.id)])
        )

    def test_corrects_by_chosen_rules_and_is_undone(self):
        rules = self.env["customer.correction.rule"].search([])
        rules.mode = "suggest"
        typos = rules.filtered(lambda rule: rule.code == "email_domain")
        self.cleanup.write({"correction": "automatic", "correction_rule_ids": self.link(typos)})
        customer = self.dirty(email="sales@gmial.com", city="  Berlin ")
        run = self.run_all()
        task = run.task_ids[-1]
        self.assertEqual((task.kind, task.state), ("correct", "done"))
        self.assertEqual((customer.email, customer.city), ("sales@gmail.com", "  Berlin "))
        self.assertEqual(task.corrected, 1)
        self.assertIn("1 values corrected", self.mails()[0].body_html)
        task.operation_ids.with_user(self.steward).action_undo()
        self.env.invalidate_all()
        self.assertEqual(customer.email, "sales@gmial.com")

    def test_stopped_by_hand(self):
        self.cleanup.with_user(self.steward).action_run()
        self.run_crons("cleanup")
        self.cleanup.last_run_id.task_ids.scan_id.action_stop()
        with mute_logger(*LOGGERS):
            self.run_crons()
        self.assertEqual(self.cleanup.last_run_id.task_ids.mapped("state"), ["failed", "done"])

    def test_task_that_never_ends(self):
        self.cleanup.with_user(self.steward).action_run()
        self.run_crons("cleanup")
        task = self.cleanup.last_run_id.task_ids[0]
        task.started_on = "2020-01-01"
        with mute_logger(*LOGGERS):
            self.run_crons("cleanup")
        self.assertEqual(task.state, "failed")
        self.assertIn("after a day", task.problem)

    def test_due(self):
        self.cleanup.next_run = "2020-01-01"
        self.run_crons("cleanup_begin")
        self.assertEqual(self.cleanup.last_run_id.state, "running")
        self.assertGreater(self.cleanup.next_run, fields.Datetime.now())
        self.cleanup.next_run = "2020-01-01"
        self.run_crons("cleanup_begin")
        self.assertEqual(len(self.cleanup.run_ids), 1)

    def test_not_twice_and_not_nothing(self):
        self.cleanup.with_user(self.steward).action_run()
        with self.assertRaises(UserError):
            self.cleanup.with_user(self.steward).action_run()
        empty = self.cleanup.copy({"match_rule_ids": False, "check_data": False})
        with self.assertRaises(UserError):
            empty.with_user(self.steward).action_run()

    def test_users_are_made_as_before(self):
        """A relation to users with a condition would have each new one written too early."""
        user = self.make_user("viewer", login="cm_inbox", notification_type="inbox")
        self.assertEqual(user.notification_type, "inbox")

    def test_roles(self):
        sales = self.make_user("sales")
        with self.assertRaises(AccessError):
            self.cleanup.with_user(sales).action_run()
        with self.assertRaises(AccessError):
            self.cleanup.with_user(self.steward).correction = "automatic"
        self.cleanup.with_user(self.administrator).interval_number = 2
        run = self.run_all()
        with self.assertRaises(AccessError):
            run.with_user(self.administrator).write({"state": "running"})
        self.assertTrue(run.with_user(self.steward).task_ids.mapped("result"))
