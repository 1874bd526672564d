from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import CustomerCase


@tagged("post_install", "-at_install", "customer_master")
class QualityCase(CustomerCase):
    """One rule at a time: those that are shipped are off, and so are corrections."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["customer.quality.rule"]
        cls.Issue = cls.env["customer.quality.issue"]
        cls.Rule.search([("active", "=", True)]).active = False
        cls.env["customer.correction.rule"].search([]).mode = "off"

    @classmethod
    def field(cls, name):
        return cls.env["ir.model.fields"]._get("res.partner", name)

    @classmethod
    def make_rule(cls, field="ref", others=(), **values):
        return cls.Rule.create(
            {
                "name": "A Rule",
                "field_id": field and cls.field(field).id,
                "other_field_ids": [(4, cls.field(name).id) for name in others],
                **values,
            }
        )

    def broken(self, rule, partner):
        return bool(self.Issue.search([("partner_id", "=", partner.id), ("rule_id", "=", rule.id)]))


class TestQualityRules(QualityCase):
    def assert_breaks(self, rule, wrong, right):
        """``wrong`` and ``right``: values of a customer each."""
        for values in wrong:
            with self.subTest(wrong=values):
                self.assertTrue(self.broken(rule, self.make_customer(**values)))
        for values in right:
            with self.subTest(right=values):
                self.assertFalse(self.broken(rule, self.make_customer(**values)))

    def test_required(self):
        self.assert_breaks(self.make_rule("ref"), [{}], [{"ref": "1"}])

    def test_one_of_several_is_enough(self):
        rule = self.make_rule("ref", ["function"])
        self.assert_breaks(rule, [{}], [{"ref": "1"}, {"function": "x"}])

    def test_required_relation_and_number(self):
        user = self.make_user("sales")
        self.assert_breaks(self.make_rule("user_id"), [{}], [{"user_id": user.id}])
        rule = self.make_rule("customer_employees")
        self.assert_breaks(rule, [{}, {"customer_employees": 0}], [{"customer_employees": 3}])

    def test_formats(self):
        for field, kind, wrong, right in (
            ("email", "email", ["x"], ["a@b.cn"]),
            ("phone", "phone", ["123"], ["13800138000"]),
            ("vat", "tax_id", ["91440300708461136X"], ["91110000600037341L", "DE136695976"]),
            ("vat", "uscc", ["440300708461136"], ["91110000600037341L"]),
            ("zip", "postcode", ["5180"], ["518057", "５１８０５７"]),
            ("website", "website", ["http://none"], ["www.example.com/a?b"]),
            ("ref", "pattern", ["c-1", "XC-12"], ["C-12"]),
        ):
            rule = self.make_rule(field, type="format", format=kind, pattern="C-[0-9]{2}")
            right += [False]
            china = {"country_id": self.china.id}
            with self.subTest(kind=kind):
                self.assert_breaks(
                    rule,
                    [{field: value, **china} for value in wrong],
                    [{field: value, **china} for value in right],
                )

    def test_postcode_of_the_own_country(self):
        rule = self.make_rule("zip", type="format", format="postcode")
        self.assert_breaks(
            rule,
            [{"zip": "518057", "country_id": self.germany.id}],
            [{"zip": "10115", "country_id": self.germany.id}, {"zip": "any", "country_id": False}],
        )

    def test_placeholders(self):
        rule = self.make_rule("name", ["phone", "email"], type="placeholder", words="test\n无")
        self.assert_breaks(
            rule,
            [{"name": name} for name in ("Test", "ＴＥＳＴ", "无", "xxxx", "???", "12345", "asdfg")]
            + [{"name": "A", "email": "test@b.cn"}, {"name": "B", "phone": "+86 11111111"}],
            [{"name": name} for name in ("Testo AG", "无锡小天鹅", "AAA", "3M", "IBM")]
            + [{"name": "A", "phone": "13800138000", "email": "info@b.cn"}],
        )

    def test_allowed(self):
        rule = self.make_rule("city", type="allowed", words="Lyon\nParis")
        self.assert_breaks(rule, [{"city": "Lille"}], [{"city": "LYON"}, {}])

    def test_range(self):
        rule = self.make_rule("customer_employees", type="range", minimum="5", maximum="10")
        self.assert_breaks(
            rule,
            [{"customer_employees": 4}, {"customer_employees": 11}],
            [{"customer_employees": 5}, {"customer_employees": 10}, {}],
        )

    def test_consistency(self):
        bavaria = self.env.ref("base.state_de_by")
        rule = self.make_rule(None, type="consistency", consistency="state_country")
        self.assert_breaks(
            rule,
            [{"state_id": bavaria.id, "country_id": self.china.id}],
            [{"state_id": bavaria.id, "country_id": self.germany.id}, {}],
        )
        rule = self.make_rule(None, type="consistency", consistency="phone_country")
        number = {"phone": "+49 30 901820"}
        self.assert_breaks(
            rule,
            [{**number, "country_id": self.china.id}],
            [{**number, "country_id": self.germany.id}, {**number, "country_id": False}],
        )

    def test_postcode_of_the_city(self):
        rule = self.make_rule(None, type="consistency", consistency="zip_city")
        values = {"country_id": self.china.id, "zip": "518057"}
        for number in range(12):
            self.make_customer(f"C{number}", city="深圳市" if number % 2 else "深圳", **values)
        self.env["customer.correction.place"]._learn()
        self.assert_breaks(
            rule,
            [{**values, "city": "广州"}],
            [{**values, "city": "深圳市"}, {**values, "zip": "510000", "city": "广州"}, values],
        )

    # -- which customers -------------------------------------------------------------------

    def test_kinds(self):
        company = self.make_customer()
        person = self.make_customer("Erika", is_company=False)
        contact = self.make_contact(parent_id=company.id)
        delivery = self.make_contact(parent_id=company.id, type="delivery")
        stranger = self.make_contact("Nobody")
        everybody = company + person + contact + delivery + stranger
        for kind, expected in (
            ("customer", company + person),
            ("company", company),
            ("person", person),
            ("contact", contact),
            ("all", company + person + contact),
        ):
            with self.subTest(kind=kind):
                rule = self.make_rule(kind=kind)
                self.Issue._refresh(everybody)
                found = self.Issue.search([("rule_id", "=", rule.id)]).partner_id
                self.assertEqual(found & everybody, expected)

    def test_country_category_tag_and_domain(self):
        parent = self.make_category(self.type, "Parent")
        child = self.make_category(self.type, "Child", parent_id=parent.id)
        tag = self.make_tag("A Tag")
        for scope, inside, outside in (
            ({"country_ids": self.link(self.china)}, {"country_id": self.china.id}, {}),
            ({"category_ids": self.link(parent)}, {"customer_type_id": child.id}, {}),
            ({"category_ids": self.link(child)}, {"customer_type_id": child.id}, {}),
            ({"tag_ids": self.link(tag)}, {"category_id": self.link(tag)}, {}),
            ({"domain": "[('city', '=', 'Lyon')]"}, {"city": "Lyon"}, {"city": "Lille"}),
        ):
            with self.subTest(scope=scope):
                rule = self.make_rule(**scope)
                self.assertTrue(self.broken(rule, self.make_customer(**inside)))
                self.assertFalse(self.broken(rule, self.make_customer(**outside)))

    # -- by hand and by others -------------------------------------------------------------

    def test_blocks_what_is_typed_only(self):
        rule = self.make_rule("ref", strictness="block", message="No code, no customer.")
        with self.assertRaisesRegex(ValidationError, "No code, no customer."):
            self.enter()
        for context in ({}, {"import_file": True}):
            customer = self.Partner.with_context(**context).create(
                {"name": "By a Program", "customer_rank": 1, "is_company": True}
            )
            self.assertTrue(self.broken(rule, customer))
        rule.strictness = "warn"
        self.assertTrue(self.broken(rule, self.enter()))

    def test_all_that_blocks_is_told_at_once(self):
        self.make_rule("ref", strictness="block", message="Sentence one.")
        self.make_rule("function", strictness="block", message="Sentence two.")
        with self.assertRaises(ValidationError) as caught:
            self.enter()
        self.assertIn("Sentence one.", str(caught.exception))
        self.assertIn("Sentence two.", str(caught.exception))

    def test_core_form_of_a_customer_is_manual_too(self):
        self.make_rule("city", type="allowed", words="Lyon", strictness="block")
        customer = self.make_customer(city="Lille")
        with self.assertRaises(ValidationError):
            customer.web_save({"city": "Lens"}, {"id": {}})
        # an old mistake elsewhere stops nobody
        customer.web_save({"ref": "1"}, {"id": {}})
        contact = self.make_contact()
        contact.web_save({"city": "Lens"}, {"id": {}})
        self.assertEqual(contact.city, "Lens")

    def test_problems_on_the_form(self):
        self.make_rule("city", type="allowed", words="Lyon", strictness="block", message="M1")
        self.make_rule("zip", type="format", format="postcode", strictness="warn", message="M2")
        self.make_rule("ref", strictness="warn", message="M3")
        self.make_rule("function", strictness="report", message="M4")
        values = {"name": "N", "customer_rank": 1, "city": "x", "zip": "1",
                  "country_id": self.china.id}  # fmt: skip
        draft = self.Partner.new(values)
        told = [(p["field"], p["text"], p["blocks"]) for p in draft.customer_problems]
        self.assertEqual(told, [("city", "M1", True), ("zip", "M2", False)])
        stored = self.Partner.create(values)
        self.assertEqual([p["text"] for p in stored.customer_problems], ["M1", "M2", "M3"])

    def test_fields_that_are_asked_for(self):
        self.make_rule("phone", ["email"], strictness="block")
        self.make_rule("city", strictness="block", country_ids=self.link(self.germany))
        draft = self.Partner.new({"name": "N", "customer_rank": 1})
        self.assertEqual(draft.customer_entry_asks, ",email,phone,")
        draft.phone = "1"
        self.assertEqual(draft.customer_entry_asks, ",phone,")
        draft.country_id = self.germany
        self.assertEqual(draft.customer_entry_asks, ",city,phone,")

    def test_message_in_the_users_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        rule = self.make_rule("ref", strictness="block", message="English")
        rule.with_context(lang="zh_CN").message = "请填写编号"
        with self.assertRaisesRegex(ValidationError, "请填写编号"):
            Partner = self.Partner.with_context(lang="zh_CN", customer_manual_entry=True)
            Partner.create({"name": "X", "customer_rank": 1})

    # -- the rules themselves --------------------------------------------------------------

    def test_rules_that_make_no_sense_are_refused(self):
        for values in (
            {"type": "format"},
            {"type": "format", "format": "pattern", "pattern": "("},
            {"type": "format", "format": "pattern"},
            {"type": "consistency"},
            {"type": "allowed"},
            {"type": "range"},
            {"type": "range", "minimum": "x", "field": "customer_employees"},
            {"type": "range", "minimum": "1", "field": "city"},
            {"field": None},
            {"domain": "[('nonsense', '=', 1)]"},
            {"domain": "import os"},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.make_rule(**values)

    def test_rule_that_became_unusable_stops_nobody(self):
        rule = self.make_rule("ref", domain="[('city', '=', 'Lyon')]")
        other = self.make_rule("function")
        self.env.cr.execute(
            "UPDATE customer_quality_rule SET domain = %s WHERE id = %s",
            ["[('gone_with_an_addon', '=', 1)]", rule.id],
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        customer = self.make_customer(city="Lyon")
        self.assertFalse(self.broken(rule, customer))
        self.assertTrue(self.broken(other, customer))

    def test_try_it(self):
        rule = self.make_rule("ref", kind="company", active=False)
        wrong = self.make_customer()
        right = self.make_customer(ref="1")
        action = rule.with_user(self.make_user("steward")).action_try()
        found = self.Partner.search(action["domain"])
        self.assertIn(wrong, found)
        self.assertNotIn(right, found)
        self.assertIn(f"{len(found)} of ", action["name"])
        with self.assertRaises(AccessError):
            rule.with_user(self.make_user("sales")).action_try()

    def test_settings_switch_rules(self):
        reach = self.env.ref("customer_master.customer_quality_rule_reach")
        self.set_setting(customer_require_reach=True)
        self.assertTrue(reach.active)
        self.set_setting(customer_require_reach=False)
        self.assertFalse(reach.active)
