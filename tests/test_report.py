import base64
import json
from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError

from ..engine.report import Words
from ..reports.shown import Shown
from .report_case import ReportCase


class TestReportRows(ReportCase):
    """What is in a report: rows, columns, groups, figures."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tag = cls.make_tag("Report Only")
        cls.alpha = cls.make_customer("Alpha", city="Wuxi", category_id=cls.link(cls.tag))
        cls.beta = cls.make_customer("beta", city="Suzhou", category_id=cls.link(cls.tag))
        cls.gamma = cls.make_customer("Gamma", city="Wuxi", category_id=cls.link(cls.tag))
        cls.contact = cls.make_contact("Chen", parent_id=cls.alpha.id, email="chen@a.example")
        cls.only = {"tag_ids": cls.link(cls.tag)}

    def test_fields_by_path(self):
        template = self.make_template(
            "name", "category_id", "child_ids.email", "city", "country_id.code"
        )
        self.alpha.country_id = self.germany
        rows = self.rows(self.run_of(template, **self.only))
        self.assertEqual(
            rows,
            [
                ("Alpha", "Report Only", "chen@a.example", "Wuxi", "DE"),
                ("Gamma", "Report Only", None, "Wuxi", None),
                ("beta", "Report Only", None, "Suzhou", None),
            ],
        )

    def test_groups_with_totals(self):
        self.make_order(self.alpha, 10)
        self.make_order(self.gamma, 30)
        template = self.make_template(
            {"path": "city", "group": "1"},
            {"path": "name", "sort": "desc"},
            {"measure": "revenue", "total": "sum", "chart": True},
            {"measure": "orders", "total": "average"},
            chart="bar",
        )
        report, rows = self.built(self.run_of(template, **self.only))
        self.assertEqual(
            [(row.kind, *row.cells) for row in rows],
            [
                ("group", "Suzhou (1)", None, None),
                ("data", "beta", 0.0, 0),
                ("subtotal", "Suzhou", 0.0, 0),
                ("group", "Wuxi (2)", None, None),
                ("data", "Gamma", 30.0, 1),
                ("data", "Alpha", 10.0, 1),
                ("subtotal", "Wuxi", 40.0, 1),
                ("total", "Total", 40.0, 2 / 3),
            ],
        )
        self.assertEqual(report.chart.points, (("Suzhou", 0.0), ("Wuxi", 40.0)))

    def test_groups_are_headed_as_their_cells_are_shown(self):
        self.alpha.customer_annual_revenue = 1234.5
        self.env.flush_all()
        past = datetime(2024, 3, 1, 12)
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = %s WHERE id = %s", [past, self.alpha.id]
        )
        self.env.invalidate_all()
        shown = Shown(self.env, "en_US", Words())
        for column, text in (
            ({"path": "create_date", "format": "date"}, "03/01/2024"),
            ({"path": "create_date", "format": "quarter"}, "2024 Q1"),
            ({"path": "is_company"}, "Is a Company: Yes"),
            ({"measure": "completeness", "digits": 1}, None),
            ({"path": "customer_annual_revenue"}, "$\N{NO-BREAK SPACE}1,234.50"),
        ):
            template = self.make_template({**column, "group": "1"}, column, "name")
            report, rows = self.built(self.run_of(template, partner_ids=self.link(self.alpha)))
            head, data = rows[0].cells[0], rows[1]
            with self.subTest(column=column):
                self.assertEqual(head, f"{text or shown.row(data, report.columns)[0]} (1)")

    def test_blank_groups_come_last(self):
        self.beta.city = False
        template = self.make_template({"path": "city", "group": "1"}, "name")
        _report, rows = self.built(self.run_of(template, **self.only))
        groups = [row.cells[0] for row in rows if row.kind == "group"]
        self.assertEqual(groups, ["Wuxi (2)", "City: none (1)"])

    def test_order_by_field_and_by_figure(self):
        self.make_order(self.beta, 5)
        by_city = self.make_template(
            {"path": "city", "sort": "desc"}, {"path": "name", "sort": "asc"}
        )
        self.assertEqual(
            [row[1] for row in self.rows(self.run_of(by_city, **self.only))],
            ["Alpha", "Gamma", "beta"],
        )
        figure = self.make_template("name", {"measure": "revenue", "sort": "desc"})
        self.assertEqual(self.rows(self.run_of(figure, **self.only))[0], ("beta", 5.0))

    def test_contacts_issues_and_duplicates(self):
        template = self.make_template("name", "parent_id", kind="contact")
        self.assertEqual(self.rows(self.run_of(template, **self.only)), [("Chen", "Alpha")])
        self.alpha.email = "a@gmial.com"
        template = self.make_template("partner_id", "field_label", kind="issue")
        self.assertIn(("Alpha", "Email"), self.rows(self.run_of(template, **self.only)))
        self.env["customer.match.pair"].sudo().create(
            {"left_id": self.alpha.id, "right_id": self.gamma.id, "score": 9}
        )
        template = self.make_template("left_id", "right_id", "score", kind="duplicate")
        self.assertEqual(self.rows(self.run_of(template, **self.only)), [("Alpha", "Gamma", 9.0)])

    def test_formats(self):
        self.alpha.customer_employees = 1234
        template = self.make_template(
            "name",
            {"path": "create_date", "format": "year"},
            {"path": "customer_employees", "format": "number", "digits": 1},
            "is_company",
            "customer_priority",
        )
        report, rows = self.built(self.run_of(template, partner_ids=self.link(self.alpha)))
        year = str(fields.Date.today().year)
        self.assertEqual(rows[0].cells, ("Alpha", year, 1234, True, "Normal"))
        self.assertEqual(
            [c.kind for c in report.columns], ["text", "text", "number", "boolean", "text"]
        )

    def test_conditions(self):
        run = self.run_of(self.make_template("name"), **self.only)
        asia = self.make_category(self.region, "Report Asia")
        china = self.make_category(self.region, "Report China", parent_id=asia.id)
        big = self.make_category(self.size, "Report Big")
        self.alpha.customer_category_ids = self.link(china, big)
        self.beta.customer_category_ids = self.link(china)
        self.make_order(self.alpha, 100)
        self.make_order(self.beta, 10)
        cases = (
            ({"category_ids": self.link(asia)}, {"Alpha", "beta"}),
            ({"category_ids": self.link(asia, big)}, {"Alpha"}),
            ({"amount_min": 50}, {"Alpha"}),
            ({"amount_max": 50}, {"beta", "Gamma"}),
            ({"amount_min": 5, "amount_max": 50}, {"beta"}),
            ({"domain": "[('city', '=', 'Wuxi')]"}, {"Alpha", "Gamma"}),
            ({"partner_ids": self.link(self.beta)}, {"beta"}),
            ({"user_ids": self.link(self.user)}, set()),
            ({"priority": "2"}, set()),
        )
        for values, expected in cases:
            with self.subTest(values=values):
                one = run.copy(values)
                self.assertEqual({row[0] for row in self.rows(one)}, expected)
                self.assertEqual(one.expected_count, len(expected))

    def test_period_of_new_and_inactive_customers(self):
        self.make_order(self.alpha, 10, day="2020-03-01")
        self.make_order(self.beta, 10, day="2021-03-01")
        dates = {"period": "dates", "date_from": "2020-01-01", "date_to": "2020-12-31"}
        for use, expected in (
            ("ordered", {"Alpha"}),
            ("inactive", {"beta", "Gamma"}),
            ("created", set()),
            ("figures", {"Alpha", "beta", "Gamma"}),
        ):
            template = self.make_template("name", use=use)
            with self.subTest(use=use):
                found = {row[0] for row in self.rows(self.run_of(template, **self.only, **dates))}
                self.assertEqual(found, expected)

    def test_days_of_a_period_are_those_of_the_user(self):
        self.user.tz = "Asia/Shanghai"
        self.make_order(self.alpha, 10, day="2020-12-31 16:30:00")  # new year in Shanghai
        template = self.make_template("name", use="ordered")
        for year, count in (("2020", 0), ("2021", 1)):
            dates = {"date_from": f"{year}-01-01", "date_to": f"{year}-12-31"}
            run = self.run_of(template, period="dates", **dates, **self.only)
            self.assertEqual(run.expected_count, count)

    def test_zero_rows(self):
        template = self.make_template("name", {"measure": "margin_rate", "total": "average"})
        run = self.run_of(template, partner_ids=self.link(self.alpha), priority="3")
        self.assertEqual(self.rows(run, "total"), [("Total", None)])
        # no revenue to divide by
        run = self.run_of(template, partner_ids=self.link(self.alpha))
        self.assertEqual(self.rows(run), [("Alpha", None)])

    def test_days_since_contact_are_those_since_the_last_contact(self):
        measure = {"measure": "days_since_contact"}
        of_customer = self.make_template("name", measure, {"path": "customer_last_contact"})
        of_contact = self.make_template("name", measure, kind="contact")
        run = self.run_of(of_customer, partner_ids=self.link(self.alpha))
        contacts = self.run_of(of_contact, partner_ids=self.link(self.alpha))
        # a note among ourselves is no contact
        self.contact.message_post(body="Called?", message_type="comment")
        self.assertEqual(self.rows(run), [("Alpha", None, None)])
        self.assertEqual(self.rows(contacts), [("Chen", None)])
        for partner, days in ((self.contact, 5), (self.alpha, 2)):
            day = fields.Datetime.now() - timedelta(days=days)
            self.env["customer.interaction"].create({"partner_id": partner.id, "date": day})
        self.assertEqual([row[1] for row in self.rows(run)], [2])
        self.assertEqual(self.rows(contacts), [("Chen", 5)])

    def test_figures_of_a_guarded_field_are_left_out(self):
        self.set_setting(customer_guard=True)
        Guard = self.env["customer.field.guard"]
        for name in ("customer_last_contact", "customer_completeness"):
            field = self.env["ir.model.fields"]._get("res.partner", name)
            guard = Guard.search([("field_id", "=", field.id)])
            (guard or Guard.create({"field_id": field.id})).kind = "personal"
        template = self.make_template(
            "name", {"measure": "days_since_contact"}, {"measure": "completeness"}
        )
        viewer = self.make_user("viewer")
        report, rows = self.built(self.run_of(template, viewer, **self.only))
        self.assertEqual([column.label for column in report.columns], ["Name"])
        self.assertEqual(len(rows), 3)
        self.assertEqual(
            [text for label, text in report.conditions if label == "Left out"],
            ["You may not see “Days Since Last Contact”.", "You may not see “Completeness (%)”."],
        )


class TestReportTemplate(ReportCase):
    """Templates: refused where they make no report, shared, copied, shipped."""

    def test_refused_with_a_sentence(self):
        for columns, values, words in (
            ([{"measure": "revenue", "total": "sum"}], {}, "first column"),
            (["name", {"path": "city", "group": "2"}], {}, "number the groups"),
            (["name"], {"chart": "bar"}, "A chart needs"),
            (["name; drop"], {}, "no name of a field"),
            ([], {}, "add a column"),
            (["name"], {"domain": "[('name', '=', uid)]"}, "fixed values"),
            (
                ["name"],
                {"period": "dates", "date_from": "2024-02-01", "date_to": "2024-01-01"},
                "ends before",
            ),
            (["name"], {"period": "dates", "date_to": "9999-12-31"}, "between the years"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(ValidationError, words):
                self.make_template(*columns, **values)

    def test_preview_tells_what_is_wrong(self):
        template = self.make_template("name", "nothing_like_this", "country_id.code")
        preview = self.preview(template)
        self.assertEqual([c["label"] for c in preview["columns"]], ["Name", "Country Code"])
        self.assertIn("nothing_like_this", preview["left_out"][0])
        self.assertIn("nothing_like_this", template.problem)
        for values, words in (
            ({"kind": "customer", "columns": [{"path": "image_1920"}]}, "can't be shown"),
            ({"kind": "customer", "columns": [{"path": "name.name"}]}, "nothing behind"),
            ({"kind": "contact", "columns": [{"measure": "revenue"}]}, "can't have"),
            (
                {
                    "kind": "customer",
                    "columns": [{"path": "name"}, {"path": "city", "total": "sum"}],
                },
                "",
            ),
            ("x", "no report template"),
        ):
            with self.subTest(words=words):
                answer = self.Template.customer_report_preview(values, {})
                self.assertIn(words, answer.get("problem", ""))
        answer = self.Template.customer_report_preview(
            {"kind": "customer", "columns": [{"path": "name"}]}, {"date_from": "never"}
        )
        self.assertIn("can't be read", answer["problem"])

    def test_field_that_goes_with_its_addon(self):
        field = self.env["ir.model.fields"].create(
            {
                "name": "x_report_gone",
                "model_id": self.env.ref("base.model_res_partner").id,
                "ttype": "char",
                "state": "manual",
            }
        )
        template = self.make_template(
            "name", "x_report_gone", {"path": "x_report_gone", "group": "1"}
        )
        customer = self.make_customer("Still There", x_report_gone="x")
        run = self.run_of(template, partner_ids=self.link(customer))
        self.assertEqual(self.rows(run), [("Still There", "x")])
        field.unlink()
        report, rows = self.built(run)
        self.assertEqual(rows[0].cells, ("Still There",))
        self.assertIn("x_report_gone", dict(report.conditions)["Left out"])
        only = self.make_template("x_report_gone")
        with self.assertRaisesRegex(UserError, "x_report_gone"):
            self.built(self.run_of(only))

    def test_copy_and_roles(self):
        steward = self.env.ref("customer_master.group_steward")
        template = self.make_template("name", group_ids=self.link(steward))
        copied = template.copy()
        self.assertEqual(copied.name, "A Report (copy)")
        self.assertEqual(copied.column_ids.path, "name")
        viewer, keeper = self.make_user("viewer"), self.make_user("steward")
        self.assertNotIn(template, self.Template.with_user(viewer).search([]))
        self.assertIn(template, self.Template.with_user(keeper).search([]))
        with self.assertRaises(AccessError):
            self.run_of(template, viewer, format="csv").action_generate()
        open_to_all = self.make_template("name")
        with self.assertRaises(AccessError):
            open_to_all.with_user(viewer).name = "Mine"
        open_to_all.with_user(keeper).name = "Ours"

    def test_ready_templates(self):
        ready = self.Template.search([]).filtered(
            lambda t: t._get_external_ids()[t.id] and "customer_master" in t.get_external_id()[t.id]
        )
        self.assertGreaterEqual(len(ready), 9)
        customer = self.make_customer("Ready Ltd", customer_priority="2")
        self.make_order(customer, 70)
        for template in ready:
            with self.subTest(template=template.name):
                self.assertFalse(template.problem)
                run = self.run_of(template, **template._conditions_values())
                _report, rows = self.built(run)
                self.assertFalse(run.expected_problem)
                self.assertEqual(
                    run.expected_count, sum(row.kind == "data" for row in rows), template.name
                )


class TestReportFile(ReportCase):
    """Templates as files."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.steward = cls.make_user("steward")

    def imported(self, **changes):
        template = self.make_template("name", domain="[('city', '=', 'Wuxi')]")
        content = json.loads(template._file())
        content.update(changes)
        steward = self.Template.with_user(self.steward)
        return steward._from_file(base64.b64encode(json.dumps(content).encode()))

    def test_there_and_back(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        template = self.make_template(
            {"path": "country_id", "group": "1"}, "name",
            {"measure": "revenue", "total": "sum", "chart": True, "label": "Income"},
            chart="pie", period="last_year", landscape=True, header="Confidential",
        )  # fmt: skip
        template.with_context(lang="zh_CN").name = "报表"
        template.column_ids[2].with_context(lang="zh_CN").label = "收入"
        other = self.Template._from_file(base64.b64encode(template._file()))
        self.assertEqual(other._definition_values(), template._definition_values())
        self.assertEqual(other._file(), template._file())
        self.assertEqual(other.with_context(lang="zh_CN").column_ids[2].label, "收入")
        self.assertEqual(other.period, "last_year")

    def test_bad_files(self):
        for changes, words in (
            ({"format": "other"}, "no report template"),
            ({"version": 99}, "newer version"),
            ({"columns": {}}, "no report template"),
            ({"columns": [{"path": "not_here"}]}, "not_here"),
            ({"columns": [{"path": "signup_type"}]}, "may not see"),
            ({"columns": [{"measure": "__import__"}]}, "not known"),
            ({"kind": "res.users"}, "not known"),
            ({"conditions": {"domain": "__import__('os').getcwd()"}}, "fixed values"),
            ({"conditions": {"domain": "[('nothing', '=', 1)]"}}, "can't be used"),
            ({"conditions": []}, ""),
            ({"conditions": {"period": "x"}}, "can't be read"),
            ({"conditions": {"priority": "7"}}, "can't be read"),
            ({"conditions": [1]}, "can't be read"),
        ):
            with self.subTest(changes=changes):
                if not words:
                    self.assertTrue(self.imported(**changes))
                    continue
                with self.assertRaisesRegex(UserError, words):
                    self.imported(**changes)
        for data in (b"", b"AAAA", b"W1td", b"e30="):
            with self.subTest(data=data), self.assertRaises(UserError):
                self.Template._from_file(data)

    def test_only_stewards_read_files(self):
        with self.assertRaises(AccessError):
            self.Template.with_user(self.make_user("sales"))._from_file(b"e30=")
