"""Nothing of another company's customers is told: records, counts and suggestions."""

import base64
import json

from lxml import etree

from odoo import Command
from odoo.tests import HttpCase, tagged

from .common import CustomerCase

NAME, EMAIL, PHONE = "Secret Machinery Ltd", "a@gmial.com", "+86 512 6280 9876"


class CompanyCase(CustomerCase):
    """A steward, a salesperson and an administrator of company A; customers of company B."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        params = cls.env["ir.config_parameter"]
        params.set_param("customer_master.audit", "True")
        cls.other = cls.env["res.company"].create({"name": "Company B"})
        cls.steward = cls.make_user("steward", login="cm_a_steward")
        cls.sales = cls.make_user("sales", login="cm_a_sales")
        cls.administrator = cls.make_user("administrator", login="cm_a_administrator")
        both = [Command.set((cls.env.company | cls.other).ids)]
        cls.both = cls.make_user("steward", login="cm_both", company_ids=both)
        cls.theirs_user = cls.make_user(
            "sales",
            login="cm_b_sales",
            name="Salesperson of B",
            company_id=cls.other.id,
            company_ids=[Command.set(cls.other.ids)],
        )
        cls.both.group_ids += cls.env.ref("base.group_allow_export")
        cls.their_values = {
            "company_id": cls.other.id,
            "user_id": cls.theirs_user.id,
            "email": EMAIL,
            "phone": PHONE,
            "city": "Suzhou",
            "country_id": cls.china.id,
        }
        cls.theirs = cls.make_customer(NAME, **cls.their_values)
        cls.twin = cls.make_customer(f"{NAME}.", **cls.their_values)
        cls.shared = cls.make_customer("Shared Ltd", city="Wuxi")
        cls.rule = cls.env["customer.match.rule"].search([], limit=1)
        cls.rule.active = True
        cls.env.flush_all()
        cls.env["customer.match.pair"]._store(cls.rule, ([cls.theirs.id], [cls.twin.id], [99.0]))
        cls.pair = cls.env["customer.match.pair"].search([("left_id", "=", cls.theirs.id)])
        cls.issues = cls.env["customer.quality.issue"].search(
            [("partner_id", "in", (cls.theirs + cls.twin).ids)]
        )

    def operation(self, kind, user=None, customers=None):
        """An operation on customers of B by a user who may."""
        user = user or self.both
        companies = {"allowed_company_ids": user.company_ids.ids}
        customers = self.theirs if customers is None else customers
        if kind == "handover":
            Model = self.env["customer.handover.wizard"].with_user(user)
            values = {
                "partner_ids": [Command.set(customers.ids)],
                "user_ids": [Command.set(self.both.ids)],
            }
            wizard = Model.with_context(**companies).create(values)
            return self.env["customer.operation"].browse(wizard.action_hand_over()["res_id"])
        Operation = self.env["customer.operation"].with_user(user).with_context(**companies)
        group = {"master": self.theirs.id, "members": (self.theirs + self.twin).ids}
        operation = Operation.browse(Operation.customer_plan_merge([group]))
        operation.action_do()
        return operation.sudo().with_env(self.env)


@tagged("post_install", "-at_install", "customer_master")
class TestAccessCompanies(CompanyCase, HttpCase):
    """Over RPC, as a steward (or whom it says) of company A alone."""

    def setUp(self):
        super().setUp()
        self.log_in(self.steward)

    def log_in(self, user):
        self.authenticate(user.login, user.login)

    def call(self, model, method, *args, **kwargs):
        """The answer, in which nothing of B may stand."""
        answer = self.url_open(
            "/web/dataset/call_kw",
            json={"params": {"model": model, "method": method, "args": args, "kwargs": kwargs}},
        ).json()
        self.env.invalidate_all()
        told = answer.get("result") or answer.get("error", {}).get("data", {}).get("message")
        text = json.dumps(told, ensure_ascii=False)
        for secret in ("Secret", "Salesperson of B", PHONE):
            self.assertNotIn(secret, text, f"{model}.{method}")
        return answer

    def result(self, model, method, *args, **kwargs):
        answer = self.call(model, method, *args, **kwargs)
        self.assertNotIn("error", answer)
        return answer.get("result")

    def assert_refused(self, model, method, *args, **kwargs):
        error = self.call(model, method, *args, **kwargs)["error"]["data"]
        self.assertEqual(error["name"], "odoo.exceptions.AccessError", error["message"])

    def assert_hidden(self, records):
        """A steward of A neither finds, counts, groups nor reads these."""
        model, domain = records._name, [("id", "in", records.ids)]
        self.assertTrue(records)
        self.assertEqual(self.result(model, "search_count", domain), 0)
        self.assertEqual(self.result(model, "search_read", domain), [])
        self.assertEqual(self.result(model, "web_search_read", domain, {"id": {}})["length"], 0)
        [group] = self.result(model, "formatted_read_group", domain, [], ["__count"])
        self.assertEqual(group["__count"], 0)
        self.assertEqual(self.result(model, "name_search", "", domain), [])
        self.assert_refused(model, "read", records.ids, ["display_name"])
        self.assert_refused(model, "web_read", records.ids, {"display_name": {}})

    # -- duplicates ------------------------------------------------------------------------

    def test_customers(self):
        self.assert_hidden(self.theirs)

    def test_live_check(self):
        values = {"name": NAME, "phone": PHONE, "is_company": True, "city": "Suzhou"}
        for across in (False, True):
            self.rule.cross_company = across
            for user in (self.steward, self.sales):
                self.log_in(user)
                for asked in ((values,), (values, self.twin.id)):
                    found = self.result("res.partner", "customer_find_duplicates", *asked)
                    self.assertEqual(found, [])
                found = self.result("res.partner", "customer_find_duplicates_batch", [values])
                self.assertEqual(found, [[]])
                why = self.result(
                    "res.partner", "customer_explain_duplicate", values, self.theirs.id
                )
                self.assertEqual(why, [])
                shorter = NAME.replace("Secret", "S")
                self.result("res.partner", "name_create", shorter)

    def test_live_check_tells_the_company_of_the_user(self):
        """So that the test above can fail."""
        values = {"name": NAME, "phone": PHONE, "is_company": True, "city": "Suzhou"}
        Partner = self.as_user(self.both, allowed_company_ids=[self.other.id])
        found = Partner.customer_find_duplicates(values)
        self.assertIn(self.theirs.id, [match["id"] for match in found])

    def test_ask_for_access(self):
        self.set_setting(customer_visibility="own")
        self.log_in(self.sales)
        self.result("res.partner", "customer_request_access", (self.theirs + self.twin).ids)
        self.assertFalse((self.theirs + self.twin).activity_ids)

    def test_pairs_and_groups(self):
        self.assert_hidden(self.pair)
        answer = self.result("customer.match.pair", "customer_review_next", self.pair.id)
        self.assertEqual(answer, {"remaining": 0, "group": False})
        keep = self.result("customer.match.pair", "customer_review_keep", self.pair.ids)
        self.assertFalse(keep)
        for decision in ("merge", "different", "later"):
            answer = self.result(
                "customer.match.pair",
                "customer_review_decide",
                decision,
                self.pair.ids,
                self.theirs.id,
            )
            self.assertEqual(answer, {"gone": True})
        self.call("customer.match.pair", "action_merge_certain", [])
        self.call("customer.match.pair", "action_merge_certain", self.pair.ids)
        self.call("customer.match.pair", "action_same", self.pair.ids)
        self.assertEqual(self.pair.state, "open")
        count = self.result("res.partner", "read", self.shared.ids, ["customer_duplicate_count"])
        self.assertEqual(count[0]["customer_duplicate_count"], 0)

    def test_pair_of_a_shared_customer_with_theirs(self):
        self.rule.cross_company = True
        Pair = self.env["customer.match.pair"]
        ids = sorted((self.theirs + self.shared).ids)
        Pair._store(self.rule, ([ids[0]], [ids[1]], [50.0]))
        pair = Pair.search([("left_id", "=", ids[0]), ("right_id", "=", ids[1])])
        self.assert_hidden(pair)
        [row] = self.result("res.partner", "read", self.shared.ids, ["customer_duplicate_count"])
        self.assertEqual(row["customer_duplicate_count"], 0)
        both = self.shared.with_user(self.both)
        both = both.with_context(allowed_company_ids=self.both.company_ids.ids)
        self.assertEqual(both.customer_duplicate_count, 1)

    def test_customer_that_moved_to_another_company(self):
        left, right = self.make_customer("Secret One"), self.make_customer("Secret Two")
        right.email = EMAIL
        self.env.flush_all()
        Pair = self.env["customer.match.pair"]
        Pair._store(self.rule, ([left.id], [right.id], [50.0]))
        issue = self.env["customer.quality.issue"].search([("partner_id", "=", right.id)])
        operation = self.operation("handover", customers=right)
        (left + right).company_id = self.other
        self.env.flush_all()
        self.assert_hidden(Pair.search([("left_id", "=", left.id)]))
        self.assert_hidden(issue)
        self.assert_hidden(operation.line_ids)
        self.assert_hidden(self.env["customer.ownership"].search([("partner_id", "=", right.id)]))
        self.assert_hidden(self.env["customer.audit"].search([("partner_id", "=", right.id)]))

    def test_trial_of_a_duplicate_rule(self):
        action = self.result("customer.match.rule", "action_try", self.rule.ids)
        trial = self.env["customer.match.trial"].browse(action["res_id"])
        mine = self.as_user(self.steward).search_count(self.rule._partner_domain())
        self.assertLessEqual(trial.customer_count, mine)
        self.assertFalse(trial.line_ids.left_id & (self.theirs + self.twin))

    def test_merging_theirs(self):
        group = {"master": self.shared.id, "members": (self.shared + self.theirs).ids}
        operation = self.result("customer.operation", "customer_plan_merge", [group])
        self.result("customer.operation", "customer_preview", [operation])
        self.call("customer.operation", "action_do", [operation])
        self.assertTrue(self.theirs.active)
        group = {"master": self.theirs.id, "members": (self.twin + self.theirs).ids}
        self.call("customer.operation", "customer_plan_merge", [group])
        self.theirs.active = False
        values = {
            "partner_ids": [[6, 0, (self.theirs + self.twin).ids]],
            "master_id": self.theirs.id,
        }
        spec = {"partner_ids": {}, "master_id": {}, "blocked": {}, "preview": {}}
        self.call("customer.merge.wizard", "onchange", [], values, ["master_id"], spec)
        answer = self.call("customer.merge.wizard", "create", [values])
        if "result" in answer:
            self.call("customer.merge.wizard", "read", answer["result"], ["blocked", "preview"])

    # -- data quality ----------------------------------------------------------------------

    def test_issues_and_suggestions(self):
        self.assertIn("correction", self.issues.mapped("kind"))
        self.assert_hidden(self.issues)
        for method in ("action_apply", "action_ignore", "action_open_partner"):
            self.assert_refused("customer.quality.issue", method, self.issues[:1].ids)
        for rule in self.env["customer.quality.rule"].search([]):
            action = self.result("customer.quality.rule", "action_try", rule.ids)
            [(_id, _in, broken)] = action["domain"]
            self.assertFalse({*broken} & {*(self.theirs + self.twin).ids})
        for rule in self.env["customer.correction.rule"].search([]):
            action = self.result("customer.correction.rule", "action_try", rule.ids)
            trial = self.env["customer.correction.trial"].browse(action["res_id"])
            self.assertFalse(trial.line_ids.partner_id & (self.theirs + self.twin))

    def test_overview_and_statistics(self):
        figures = self.result("customer.quality.dashboard", "customer_quality_figures")
        self.env["customer.quality.statistic"]._store()
        counted = self.result("customer.quality.dashboard", "customer_quality_figures")
        for number in range(3):
            self.make_customer(f"Secret {number}", **self.their_values, customer_priority="3")
        self.env.flush_all()
        self.env["customer.quality.statistic"]._store()
        after = self.result("customer.quality.dashboard", "customer_quality_figures")
        self.assertEqual(after, counted)
        self.assertEqual(after["tiles"], figures["tiles"])
        self.assert_hidden(
            self.env["customer.quality.statistic"].search([("company_id", "=", self.other.id)])
        )

    def test_search_panel(self):
        category = self.make_category(self.type, "Category")
        self.shared.customer_category_ids |= category

        def counted():
            panel = self.result(
                "res.partner",
                "search_panel_select_multi_range",
                "customer_category_ids",
                enable_counters=True,
                expand=True,
            )
            return {value["id"]: value["__count"] for value in panel["values"]}

        before = counted()
        self.assertEqual(before[category.id], 1)
        self.theirs.customer_category_ids |= category
        self.assertEqual(counted(), before)
        rows = self.result("customer.category", "read", category.ids, ["customer_count"])
        self.assertEqual(rows[0]["customer_count"], 1)

    def test_figures_of_all_companies(self):
        """Of what is done for all companies together, the figures are for who has all."""
        run = self.env["customer.quality.run"].create({"state": "done", "issue_count": 7})
        scan = self.env["customer.match.scan"].create(
            {"rule_id": self.rule.id, "state": "done", "customer_count": 7}
        )
        snapshot = self.env["customer.snapshot"].create({"state": "done", "customer_count": 7})
        companies = self.env["res.company"].search([])
        everywhere = self.make_user(
            "steward", login="cm_everywhere", company_ids=[Command.set(companies.ids)]
        )
        for record in (run, scan, snapshot):
            for name in record._totals:
                with self.subTest(model=record._name, field=name):
                    self.assert_refused(record._name, "read", record.ids, [name])
                    self.assert_refused(record._name, "search_count", [(name, ">", 1)])
                    self.assertIsNotNone(record.with_user(everywhere)[name])
            views = self.result(record._name, "get_views", [(False, "list"), (False, "form")])
            for view in views["views"].values():
                for name in record._totals:
                    self.assertNotIn(f'name="{name}"', view["arch"])
        form = self.result("customer.match.rule", "get_views", [(False, "form")])
        scans = etree.fromstring(form["views"]["form"]["arch"]).xpath("//field[@name='scan_ids']")
        self.assertTrue(scans)
        self.assertFalse(scans[0].xpath(".//field[@name='customer_count']"))

    # -- operations, audit -----------------------------------------------------------------

    def test_operations(self):
        for kind in ("handover", "merge"):
            operation = self.operation(kind)
            self.assertEqual(operation.company_ids, self.other)
            self.assert_hidden(operation)
            self.assert_hidden(operation.line_ids)
            for method in ("action_undo", "action_do", "action_open_conflicts"):
                self.assert_refused("customer.operation", method, operation.ids)
            self.assert_refused("customer.operation.line", "action_undo", operation.line_ids.ids)
            self.assertEqual(operation.state, "done")

    def test_operations_of_several_companies(self):
        operation = self.operation("handover", customers=self.theirs + self.shared)
        self.assert_hidden(operation)
        rows = self.env["customer.audit"].search([("operation_id", "=", operation.id)])
        seen = self.result(
            "customer.audit",
            "web_search_read",
            [("id", "in", rows.ids)],
            {"description": {}, "count": {}, "operation_id": {"fields": {"display_name": {}}}},
        )
        self.assertEqual(seen["length"], 1)
        [row] = seen["records"]
        self.assertEqual(row["count"], 1)
        self.assertEqual(row["operation_id"]["display_name"], "Hand-Over")
        self.assertNotIn("2", row["description"])
        both = operation.with_user(self.both)
        both = both.with_context(allowed_company_ids=self.both.company_ids.ids)
        self.assertIn("2", both.display_name)

    def test_audit(self):
        self.theirs.email = "b@secret.example"
        self.theirs.with_user(self.both).with_context(
            allowed_company_ids=self.both.company_ids.ids
        ).export_data(["name"])
        rows = self.env["customer.audit"].search([("partner_id", "=", self.theirs.id)])
        self.assertLessEqual({"write", "export"}, set(rows.mapped("kind")))
        self.assert_hidden(rows)

    def test_export_counts_what_is_exported(self):
        tag = self.make_tag("T")
        (self.theirs + self.twin + self.shared).category_id = tag
        self.set_setting(customer_export_guard=True, customer_export_rows=0)
        count = self.result(
            "customer.export",
            "reason_needed",
            "res.partner.category",
            [],
            tag.ids,
            ["partner_ids/email"],
        )
        self.assertEqual(count, 1)

    def test_history_of_salespersons(self):
        self.theirs.user_id = self.both
        rows = self.env["customer.ownership"].search([("partner_id", "=", self.theirs.id)])
        self.assert_hidden(rows)

    # -- import, snapshots, hand-over, approval, preview of roles ----------------------------

    def imported(self, content):
        """The rows of a file that the steward of A imports."""
        values = {"file": base64.b64encode(content.encode()).decode(), "file_name": "c.csv"}
        record = self.result("customer.import", "create", [values])
        self.result("customer.import", "action_import", record)
        with self.enter_registry_test_mode():
            self.env.ref("customer_master.ir_cron_import").method_direct_trigger()
        self.env.invalidate_all()
        record = self.env["customer.import"].browse(record)
        self.assertEqual(record.state, "done", record.problem)
        return record

    def test_import(self):
        record = self.imported(f"Name,Phone,City\n{NAME},{PHONE},Suzhou\n".replace("Secret", "S."))
        self.assertEqual(record.row_ids.mapped("outcome"), ["create"])
        self.assertEqual(record.operation_id.company_ids, self.env.company)
        their = self.env["customer.import"].with_user(self.theirs_user).sudo()
        their = their.create(
            {"file": base64.b64encode(b"Name\nSecret Import\n"), "file_name": "s.csv"}
        )
        their.company_id = self.other
        self.assert_hidden(their)

    def test_import_by_the_external_id_of_theirs(self):
        self.env["ir.model.data"].create(
            {
                "module": "__import__",
                "name": "c1",
                "model": "res.partner",
                "res_id": self.theirs.id,
            }
        )
        record = self.imported("External ID,Name\nc1,Another\n")
        self.assertNotEqual(record.row_ids.partner_id, self.theirs)
        self.assertEqual(self.theirs.name, NAME)
        fields = ["partner_id", "candidate_ids", "reason", "decided_id"]
        self.result("customer.import.row", "read", record.row_ids.ids, fields)

    def test_snapshots(self):
        self.env["customer.snapshot"].with_user(self.administrator).action_take()
        snapshot = self.env["customer.snapshot"].search([], limit=1)
        self.theirs.city = "Secret City"
        self.twin.unlink()
        self.make_customer("Secret New", company_id=self.other.id)
        self.env.flush_all()
        comparisons = "customer.snapshot.comparison"
        values = {"snapshot_id": snapshot.id}
        self.assert_refused(
            comparisons, "create", [{**values, "partner_ids": [[6, 0, self.theirs.ids]]}]
        )
        comparison = self.result(comparisons, "create", [values])
        self.result(comparisons, "action_compare", comparison)
        counts = ["changed_count", "deleted_count", "new_count"]
        [row] = self.result(comparisons, "read", comparison, [*counts, "difference_ids"])
        row.pop("id")
        self.assertFalse(any(row.values()), row)

    def test_hand_over(self):
        values = {"from_user_id": self.theirs_user.id, "user_ids": [[6, 0, self.sales.ids]]}
        wizard = self.result("customer.handover.wizard", "create", [values])
        [row] = self.result("customer.handover.wizard", "read", wizard, ["preview"])
        self.assertIn("no customers", row["preview"])
        self.call("customer.handover.wizard", "action_hand_over", wizard)
        values = {"partner_ids": [[6, 0, self.theirs.ids]], "user_ids": [[6, 0, self.sales.ids]]}
        self.call("customer.handover.wizard", "onchange", [], values, [], {"preview": {}})
        wizard = self.call("customer.handover.wizard", "create", [values])
        if "result" in wizard:
            self.call("customer.handover.wizard", "action_hand_over", wizard["result"])
        self.assertEqual(self.theirs.user_id, self.theirs_user)

    def test_approval(self):
        self.set_setting(customer_approval="sales")
        self.theirs.customer_approval_state = "to_approve"
        count = self.result(
            "res.partner", "search_count", [("customer_approval_state", "=", "to_approve")]
        )
        self.assertEqual(count, 0)
        for method in (
            "action_customer_submit",
            "action_customer_approve",
        ):
            self.assert_refused("res.partner", method, self.theirs.ids)
        self.env["customer.approval"]._ask(self.theirs, {})
        self.assertNotIn(self.steward, self.theirs.activity_ids.user_id)
        activities = self.result("mail.activity", "search_count", [("res_id", "=", self.theirs.id)])
        self.assertEqual(activities, 0)

    def test_preview_of_roles(self):
        def told():
            action = self.result("customer.access.preview", "action_preview")
            preview = self.env["customer.access.preview"].browse(action["res_id"])
            return {
                line.user_id.id: (line.before_count, line.after_count) for line in preview.line_ids
            }

        self.log_in(self.administrator)
        before = told()
        self.assertNotIn(self.theirs_user.id, before)
        self.assertIn(self.both.id, before)
        self.make_customer("Secret More", **self.their_values)
        self.assertEqual(told(), before)
