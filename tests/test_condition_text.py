from .report_case import ReportCase


class TestConditionText(ReportCase):
    """Further conditions of a report, as people read them on it."""

    def text(self, domain, model="res.partner", lang=None):
        Text = self.env["customer.condition.text"].with_user(self.user)
        return Text.with_context(lang=lang)._text(model, domain)

    def test_words(self):
        city, ref = ("city", "=", "Wuxi"), ("ref", "!=", False)
        for domain, expected in (
            ([], ""),
            ([city], "City is Wuxi"),
            ([city, ref], "City is Wuxi; Reference is set"),
            (["|", city, ref], "City is Wuxi or Reference is set"),
            (["|", city, "&", ref, city], "City is Wuxi or (Reference is set and City is Wuxi)"),
            (["!", city], "not (City is Wuxi)"),
            ([("is_company", "=", False)], "Is a Company is No"),
            ([("customer_priority", ">=", "1")], "Customer Priority is at least Raised"),
            ([("customer_priority", "in", ["1", "2"])], "Customer Priority is one of Raised, High"),
            ([("country_id.code", "=", "DE")], "Country > Country Code is DE"),
            ([("country_id", "in", self.germany.ids)], "Country is one of Germany"),
            ([("country_id", "ilike", "ger")], "Country contains ger"),
            ([("create_date", ">", "2024-02-01")], "Created on is greater than 02/01/2024"),
            ([("create_date", ">", "today -1m")], "Created on is greater than today -1m"),
            ([("child_ids", "any", [city])], "Contact with (City is Wuxi)"),
            ([("id", "in", list(range(20)))], "ID is one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …"),
            ([("no_field", "=", 1)], "no_field is 1"),
        ):
            with self.subTest(domain=domain):
                self.assertEqual(self.text(domain), expected)

    def test_on_the_report(self):
        template = self.make_template("name")
        for domain, expected in (
            ("[('city', '=', 'Wuxi')]", "City is Wuxi"),
            ("[(1, '=', 1)]", "1 is 1"),
        ):
            report, _rows = self.built(self.run_of(template, domain=domain))
            self.assertEqual(dict(report.conditions)["Further Conditions"], expected)

    def test_records_that_the_user_may_not_read(self):
        company = self.env["res.company"].create({"name": "Hidden"})
        hidden = self.make_customer("Secret", company_id=company.id)
        text = self.text([("parent_id", "=", hidden.id)])
        self.assertNotIn("Secret", text)
        self.assertIn(str(hidden.id), text)

    def test_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        text = self.text([("customer_priority", "=", "1")], lang="zh_CN")
        priority = self.Partner._fields["customer_priority"]
        env = self.env(context={"lang": "zh_CN"})
        raised = dict(priority._description_selection(env))["1"]
        self.assertIn(raised, text)
        self.assertIn(priority._description_string(env), text)
