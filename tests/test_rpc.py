import json

from odoo import Command, fields
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install", "customer_master")
class TestRpc(HttpCase):
    """The same rules through the server's real HTTP interfaces."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales = new_test_user(cls.env, "cm_rpc_sales", "customer_master.group_sales")
        cls.viewer = new_test_user(cls.env, "cm_rpc_viewer", "customer_master.group_viewer")
        cls.germany = cls.env.ref("base.de")

    def key(self, user):
        return (
            self.env["res.users.apikeys"]
            .with_user(user)
            ._generate(None, "test", fields.Datetime.add(fields.Datetime.now(), days=1))
        )

    def json2(self, user, method, model="res.partner", **payload):
        return self.url_open(
            f"/json/2/{model}/{method}",
            data=json.dumps(payload),
            headers={
                "Authorization": f"Bearer {self.key(user)}",
                "Content-Type": "application/json; charset=utf-8",
            },
        )

    def call_kw(self, method, args, **kwargs):
        answer = self.url_open(
            f"/web/dataset/call_kw/res.partner/{method}",
            data=json.dumps(
                {
                    "params": {
                        "model": "res.partner",
                        "method": method,
                        "args": args,
                        "kwargs": kwargs,
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()

    def test_json2_creates_a_normal_classified_customer(self):
        answer = self.json2(
            self.sales,
            "create",
            vals_list=[
                {
                    "name": " Müller  GmbH ",
                    "customer_rank": 1,
                    "email": "A@B.example",
                    "phone": "030 901820",
                    "country_id": self.germany.id,
                }
            ],
        )
        self.assertEqual(answer.status_code, 200, answer.text)
        customer = self.env["res.partner"].browse(answer.json())
        self.assertRecordValues(
            customer,
            [{"name": "Müller GmbH", "email": "a@b.example", "phone": "+49 30 901820"}],
        )
        self.assertEqual(customer.customer_region_id.code, "EU")

    def test_json2_two_exclusive_categories_refused_with_a_sentence(self):
        category = self.env.ref("customer_master.customer_category_type_distributor")
        other = self.env.ref("customer_master.customer_category_type_retailer")
        answer = self.json2(
            self.sales,
            "create",
            vals_list=[
                {
                    "name": "Both",
                    "customer_rank": 1,
                    "customer_category_ids": [Command.link(category.id), Command.link(other.id)],
                }
            ],
        )
        self.assertEqual(answer.status_code, 422, answer.text)
        self.assertIn("Both can't be both", answer.json()["message"])

    def test_json2_viewer_reads_and_can_not_write(self):
        customer = self.env["res.partner"].create({"name": "Seen", "customer_rank": 1})
        read = self.json2(
            self.viewer, "read", ids=customer.ids, fields=["name", "customer_region_id"]
        )
        self.assertEqual(read.json()[0]["name"], "Seen")
        for method, values in (
            ("write", {"vals": {"customer_priority": "3"}}),
            ("web_save", {"vals": {"name": "x"}, "specification": {}}),
            ("unlink", {}),
        ):
            with self.subTest(method=method):
                answer = self.json2(self.viewer, method, ids=customer.ids, **values)
                self.assertEqual(answer.status_code, 403, answer.text)
        self.assertEqual(customer.customer_priority, "0")

    def test_json2_corrections_are_for_stewards(self):
        customer = self.env["res.partner"].create(
            {"name": "Wrong", "customer_rank": 1, "email": "a@gmial.com"}
        )
        issue = self.env["customer.quality.issue"].search(
            [("partner_id", "=", customer.id), ("correction_id.code", "=", "email_domain")]
        )
        steward = new_test_user(self.env, "cm_rpc_steward", "customer_master.group_steward")
        rule = issue.correction_id
        for user in (self.viewer, self.sales):
            for model, method, ids in (
                ("customer.quality.issue", "action_apply", issue.ids),
                ("customer.correction.rule", "action_try", rule.ids),
                ("customer.correction.place", "action_learn", []),
            ):
                with self.subTest(user=user.login, method=method):
                    answer = self.json2(user, method, model, ids=ids)
                    self.assertEqual(answer.status_code, 403, answer.text)
        for model, method in (
            ("customer.correction", "_apply"),
            ("customer.correction", "_suggest"),
            ("customer.correction.provider", "_provider_suggest"),
        ):
            answer = self.json2(steward, method, model, **{"partners": customer.ids})
            self.assertEqual(answer.status_code, 403, answer.text)
        answer = self.json2(
            steward, "create", "customer.correction.rule", vals_list=[{"name": "x", "code": "x"}]
        )
        self.assertEqual(answer.status_code, 403, answer.text)
        answer = self.json2(steward, "action_apply", "customer.quality.issue", ids=issue.ids)
        self.assertEqual(answer.status_code, 200, answer.text)
        self.env.invalidate_all()
        self.assertEqual(customer.email, "a@gmail.com")

    def test_json2_reports_by_role(self):
        employee = new_test_user(self.env, "cm_rpc_employee", "base.group_user")
        steward = new_test_user(self.env, "cm_rpc_keeper", "customer_master.group_steward")
        model, run = "customer.report.template", "customer.report.run"
        template = self.env["customer.report.template"].create(
            {"name": "R", "column_ids": [Command.create({"path": "name"})]}
        )
        definition = {"kind": "customer", "columns": [{"path": "name"}]}
        preview = {"definition": definition, "conditions": {}}
        values = {"vals_list": [{"name": "X", "column_ids": [[0, 0, {"path": "name"}]]}]}
        ask = {"vals_list": [{"template_id": template.id, "format": "csv"}]}
        schedule = {"vals_list": [{"name": "S", "template_id": template.id}]}
        for user, expected in (
            (employee, (403, 403, 403, 403)),
            (self.viewer, (200, 403, 200, 403)),
            (self.sales, (200, 403, 200, 403)),
            (steward, (200, 200, 200, 200)),
        ):
            with self.subTest(user=user.login):
                answers = (
                    self.json2(user, "customer_report_preview", model, **preview),
                    self.json2(user, "create", model, **values),
                    self.json2(user, "create", run, **ask),
                    self.json2(user, "create", "customer.report.schedule", **schedule),
                )
                self.assertEqual(tuple(answer.status_code for answer in answers), expected)
        mine = self.json2(self.viewer, "create", run, **ask).json()
        for method, payload in (
            ("write", {"vals": {"user_id": steward.id}}),
            ("write", {"vals": {"definition": definition}}),
            ("_made", {}),
            ("_finish", {"made": {}}),
        ):
            answer = self.json2(self.viewer, method, run, ids=mine, **payload)
            self.assertEqual(answer.status_code, 403, method)
        answer = self.json2(self.sales, "action_generate", run, ids=mine)
        self.assertEqual(answer.status_code, 403)
        answer = self.json2(self.viewer, "action_generate", run, ids=mine)
        self.assertEqual(answer.status_code, 200, answer.text)

    def test_json2_private_method_refused(self):
        answer = self.json2(self.sales, "_customer_assign")
        self.assertEqual(answer.status_code, 403, answer.text)

    def test_web_client_saves_the_entry(self):
        self.authenticate("cm_rpc_sales", "cm_rpc_sales")
        context = {"customer_manual_entry": True, "res_partner_search_mode": "customer"}
        values = {
            "name": "Web Entry",
            "is_company": True,
            "email": "Web@B.example",
            "country_id": self.germany.id,
            "customer_contact_name": "Erika",
        }
        answer = self.call_kw("web_save", [[], values], specification={}, context=context)
        customer = self.env["res.partner"].browse(answer["result"][0]["id"])
        self.assertEqual(customer.email, "web@b.example")
        self.assertEqual(customer.child_ids.name, "Erika")

        values.update(name="Web Refused", email="nobody")
        answer = self.call_kw("web_save", [[], values], specification={}, context=context)
        self.assertEqual(answer["error"]["data"]["name"], "odoo.exceptions.ValidationError")
        self.assertIn("• Email: ", answer["error"]["data"]["message"])
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Web Refused")]))

    def test_session_offers_the_entry_to_sales_only(self):
        for user, offered in ((self.sales, True), (self.viewer, False)):
            self.authenticate(user.login, user.login)
            answer = self.url_open(
                "/web/session/get_session_info",
                data=json.dumps({"params": {}}),
                headers={"Content-Type": "application/json"},
            )
            self.assertIs(answer.json()["result"]["customer_entry"], offered)
