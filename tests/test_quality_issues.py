from contextlib import suppress
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_quality_rules import QualityCase


@tagged("post_install", "-at_install", "customer_master")
class TestQualityIssues(QualityCase):
    def issue(self, partner):
        return self.Issue.search([("partner_id", "=", partner.id)])

    def test_comes_and_goes_with_the_value(self):
        self.make_rule("ref")
        customer = self.make_customer()
        self.assertEqual(self.issue(customer).text, "Please fill in: Reference")
        customer.ref = "1"
        self.assertFalse(self.issue(customer))
        customer.ref = False
        self.assertTrue(self.issue(customer))
        customer.active = False
        self.assertFalse(self.issue(customer))

    def test_nobody_postpones_it_from_outside(self):
        self.make_rule("ref")
        customer = self.make_customer(ref="1")
        customer.with_context(customer_settle_later=True).ref = False
        self.assertTrue(self.issue(customer))

    def test_goes_with_the_rule(self):
        rule = self.make_rule("ref")
        customer = self.make_customer()
        rule.unlink()
        self.assertFalse(self.issue(customer))

    def test_goes_when_no_customer_any_more(self):
        self.make_rule("ref")
        customer = self.make_customer()
        customer.customer_is_customer = False
        self.assertFalse(self.issue(customer))

    def test_ignored_until_the_value_changes(self):
        self.make_rule("city", type="allowed", words="Lyon")
        customer = self.make_customer(city="Lille")
        issue = self.issue(customer).with_user(self.make_user("steward"))
        issue.action_ignore()
        customer.ref = "2"
        customer.city = "Lille"
        self.Issue._refresh(customer)
        self.assertEqual(self.issue(customer).state, "ignored")
        customer.city = "Lens"
        self.assertEqual(self.issue(customer), issue)
        self.assertEqual((issue.state, issue.value), ("open", "Lens"))

    def test_activities_go_with_a_solved_issue(self):
        self.make_rule("ref")
        customer = self.make_customer()
        issue = self.issue(customer)
        activities = self.env["mail.activity"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id(issue._name),
                "res_id": issue.id,
                "summary": "Ask them",
            }
        )
        customer.ref = "1"
        self.env.invalidate_all()
        self.assertFalse(activities.exists())

    def test_source(self):
        self.make_rule("city", type="allowed", words="Lyon")
        sales = self.make_user("sales")
        values = {"name": "A", "customer_rank": 1, "city": "Lille"}
        typed = self.enter(sales, city="Lille")
        imported = self.Partner.with_context(import_file=True).create(values)
        other = self.Partner.create(values)
        sources = [self.issue(p).source for p in (typed, imported, other)]
        self.assertEqual(sources, ["manual", "import", "other"])
        self.assertEqual(self.issue(typed).author_id, sales)
        self.assertEqual((typed + imported + other).mapped("customer_source"), sources)

    def test_found_later_tells_how_the_customer_came(self):
        imported = self.Partner.with_context(import_file=True).create(
            {"name": "A", "customer_rank": 1}
        )
        self.make_rule("ref")
        self.Issue._refresh(imported)
        self.assertEqual(self.issue(imported).source, "import")

    # -- completeness ----------------------------------------------------------------------

    def test_completeness(self):
        self.make_rule("ref", weight=30)
        self.make_rule("function", weight=10)
        self.make_rule("city", weight=0)
        self.make_rule("vat", kind="person", weight=100)
        customer = self.make_customer()
        self.assertEqual(customer.customer_completeness, 0)
        self.assertEqual(customer.customer_missing, "Reference, Job Position")
        customer.function = "x"
        self.assertEqual(customer.customer_completeness, 25)
        customer.ref = "1"
        self.assertEqual(customer.customer_completeness, 100)
        self.assertFalse(customer.customer_missing)
        self.env.flush_all()
        found = self.Partner.search([("customer_completeness", "=", 100)])
        self.assertIn(customer, found)

    def test_completeness_at_creation(self):
        self.make_rule("ref")
        self.assertEqual(self.make_customer(ref="1").customer_completeness, 100)
        self.assertEqual(self.make_contact(ref="1").customer_completeness, 0)

    def test_average(self):
        self.make_rule("ref")
        sales = self.make_user("sales")
        self.make_customer(user_id=sales.id, ref="1")
        self.make_customer(user_id=sales.id)
        groups = self.Partner._read_group(
            [("user_id", "=", sales.id)], ["user_id"], ["customer_completeness:avg"]
        )
        self.assertEqual(groups, [(sales, 50)])

    # -- check of all customers ------------------------------------------------------------

    def run_all(self):
        run = self.env["customer.quality.run"]._begin_anew()
        with self.uncommitted():
            run._work()
        return run

    def uncommitted(self):
        return patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=1)

    def test_run_finds_what_nobody_wrote(self):
        customer = self.make_customer()
        rule = self.make_rule("ref", weight=5)
        self.env.cr.execute(
            "UPDATE res_partner SET customer_completeness = 77 WHERE id = %s", [customer.id]
        )
        self.env.invalidate_all()
        self.assertFalse(self.issue(customer))
        run = self.run_all()
        self.assertEqual((run.state, run.progress), ("done", 100))
        self.assertEqual(self.issue(customer).rule_id, rule)
        self.assertEqual(customer.customer_completeness, 0)
        statistic = self.env["customer.quality.statistic"].search(
            [("rule_id", "=", rule.id), ("date", "=", fields.Date.today())]
        )
        self.assertEqual(sum(statistic.mapped("open_count")), run.issue_count)

    def test_run_goes_on_after_a_stop(self):
        self.make_rule("ref")
        customers = self.Partner.create(
            [{"name": f"C{i}", "customer_rank": 1, "is_company": True} for i in range(6)]
        )
        self.Issue.search([]).unlink()
        run = self.env["customer.quality.run"]._begin_anew()
        Run = type(run)
        judged, judge = [], Run._judge

        def judge_once(run, ids, total):
            if len(judged) == 2:
                raise KeyboardInterrupt
            judge(run, ids, total)
            judged.append(list(ids))

        with patch("odoo.addons.customer_master.models.customer_quality_run.SLICE", 2):
            with (
                patch.object(Run, "_judge", judge_once),
                self.uncommitted(),
                # not assertRaises, which would roll back
                suppress(KeyboardInterrupt),
            ):
                run._work()
            self.assertEqual(run.position, judged[1][-1])

            def judge_on(run, ids, total):
                judge(run, ids, total)
                judged.append(list(ids))

            with patch.object(Run, "_judge", judge_on), self.uncommitted():
                run._work()
        everybody = [i for ids in judged for i in ids]
        self.assertEqual(len(everybody), len(set(everybody)))
        self.assertEqual(self.Issue.search([]).partner_id & customers, customers)

    def test_one_run_at_a_time_begins_anew(self):
        Run = self.env["customer.quality.run"]
        Run.search([]).state = "done"
        run = Run._begin_anew()
        run.position = 100
        self.assertEqual(Run._begin_anew(), run)
        self.assertEqual(run.position, 0)

    def test_changed_rules_are_checked_soon(self):
        Run = self.env["customer.quality.run"]
        Run.search([]).state = "done"
        self.make_rule("ref")
        self.assertTrue(Run.search([("state", "=", "running")]))

    # -- rights ----------------------------------------------------------------------------

    def test_rights(self):
        rule = self.make_rule("ref")
        customer = self.make_customer()
        issue = self.issue(customer)
        for role in ("viewer", "sales", "finance", None):
            user = self.make_user(role, login=f"cm_q_{role}")
            for model in (issue, rule, self.env["customer.quality.run"]):
                with self.subTest(role=role, model=model), self.assertRaises(AccessError):
                    model.with_user(user).search([])
            for method in ("action_ignore", "action_reopen"):
                with self.subTest(role=role, method=method), self.assertRaises(AccessError):
                    getattr(issue.with_user(user), method)()
            with self.assertRaises(AccessError):
                self.env["customer.quality.run"].with_user(user).action_start()
        steward = self.make_user("steward", login="cm_q_steward")
        issue.with_user(steward).user_id = steward
        for values in ({"state": "ignored"}, {"values": {}}, {"partner_id": customer.id}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                issue.with_user(steward).write(values)
        with self.assertRaises(AccessError):
            rule.with_user(steward).strictness = "block"

    def test_issues_of_another_company_are_not_seen(self):
        self.make_rule("ref")
        other = self.env["res.company"].create({"name": "Other"})
        customer = self.make_customer(company_id=other.id)
        steward = self.make_user("steward", login="cm_q_company")
        self.assertTrue(self.issue(customer))
        self.assertFalse(
            self.issue(customer).with_user(steward).search([("partner_id", "=", customer.id)])
        )

    # -- cost ------------------------------------------------------------------------------

    def test_queries_of_a_save(self):
        """A save of a customer that breaks a rule and mends another."""
        self.make_rule("ref")
        self.make_rule("city", type="allowed", words="Lyon")
        customer = self.make_customer()
        self.env.flush_all()
        self.env.invalidate_all()

        def save(value):
            customer.write({"ref": value, "city": "Lille" if value else "Lyon"})
            self.env.flush_all()

        save("1")
        self.env.invalidate_all()
        with_rules = self._count(lambda: save(False))
        off = type(customer)._customer_refresh_quality
        self.env.invalidate_all()
        with patch.object(type(customer), "_customer_refresh_quality", lambda *args: None):
            without = self._count(lambda: save("1"))
        self.assertTrue(off)
        self.assertLessEqual(with_rules - without, 8)

    def _count(self, work):
        before = self.env.cr.sql_log_count
        work()
        return self.env.cr.sql_log_count - before
