from odoo.exceptions import AccessError, ValidationError

from .common import CustomerCase


class TestEntrySave(CustomerCase):
    """One *Save* of the entry form: a customer and its contact person, or a clear refusal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales = cls.make_user("sales")

    def stored(self, *names):
        return self.Partner.with_context(active_test=False).search([("name", "in", names)])

    def refused(self, **values):
        """Save and expect a refusal that stores nothing; return its text."""
        before = self.Partner.with_context(active_test=False).search_count([])
        with self.assertRaises(ValidationError) as caught, self.env.cr.savepoint():
            self.enter(self.sales, **values)
        after = self.Partner.with_context(active_test=False).search_count([])
        self.assertEqual(after, before, "a refused entry stores nothing")
        return str(caught.exception)

    # -- what is made ----------------------------------------------------------------------

    def test_entry_makes_customer_and_contact_person(self):
        customer = self.enter(
            self.sales,
            name=" 深圳鑫龙实业有限公司 ",
            email=" Info@Example.COM ",
            website="https://example.com/a?utm_source=x&id=3",
            customer_priority="2",
            customer_contact_name=" 王 小明 ",
            customer_contact_function="采购经理",
            customer_contact_phone="139-0013-9000",
            customer_contact_email="Wang@Example.COM",
        )
        self.assertRecordValues(
            customer,
            [
                {
                    "name": "深圳鑫龙实业有限公司",
                    "is_company": True,
                    "customer_is_customer": True,
                    "customer_priority": "2",
                    "phone": "+86 138 0013 8000",
                    "email": "info@example.com",
                    "website": "https://example.com/a?id=3",
                }
            ],
        )
        self.assertRecordValues(
            customer.child_ids,
            [
                {
                    "name": "王 小明",
                    "type": "contact",
                    "is_company": False,
                    "function": "采购经理",
                    "phone": "+86 139 0013 9000",
                    "email": "wang@example.com",
                    "customer_is_customer": False,
                    "customer_rank": 0,
                }
            ],
        )

    def test_entry_without_contact_person(self):
        self.assertFalse(self.enter(self.sales).child_ids)

    def test_entry_classifies(self):
        vip = self.env.ref("customer_master.res_partner_category_vip")
        distributor = self.env.ref("customer_master.customer_category_type_distributor")
        products = self.env.ref("customer_master.customer_category_need_product")
        customer = self.enter(
            self.sales,
            category_id=self.link(vip),
            customer_type_id=distributor.id,
            customer_multi_category_ids=self.link(products),
            customer_employees=60,
        )
        medium = self.env.ref("customer_master.customer_category_size_medium")
        china = self.env.ref("customer_master.customer_category_region_china")
        self.assertEqual(customer.customer_category_ids, distributor | products | medium | china)
        self.assertEqual(customer.customer_rule_category_ids, medium | china)
        self.assertEqual([b["name"] for b in customer.customer_badges], ["VIP"])

    def test_entry_of_a_person(self):
        customer = self.enter(self.sales, name="Erika Mustermann", is_company=False)
        self.assertTrue(customer.customer_is_customer)
        self.assertFalse(customer.is_company)

    def test_entry_contact_person_needs_no_country_nor_reach(self):
        customer = self.enter(self.sales, customer_contact_name="Only A Name")
        self.assertEqual(customer.child_ids.name, "Only A Name")

    # -- what is refused -------------------------------------------------------------------

    def test_entry_asks_for_phone_or_email(self):
        message = self.refused(phone=False)
        self.assertRegex(message, "Phone: Please enter a phone number or an e-?mail address")
        self.assertTrue(self.enter(self.sales, phone=False, email="a@example.com"))

    def test_entry_asks_for_country(self):
        self.assertIn("Country: Please choose the country.", self.refused(country_id=False))

    def test_entry_asks_for_name(self):
        self.assertIn("Please enter the name.", self.refused(name=False))
        self.assertIn("Please enter the name.", self.refused(name=" \u200b "))

    def test_entry_names_all_problems_at_once(self):
        message = self.refused(
            phone="123", email="nobody", vat="91440300708461136X", country_id=self.china.id
        )
        for label in ("Phone", "Email", "Tax ID"):
            self.assertIn(f"• {label}: ", message)
        self.assertEqual(len(message.splitlines()), 3, message)

    def test_entry_names_what_is_missing_at_once(self):
        message = self.refused(name=False, phone=False, country_id=False)
        for sentence in ("enter the name", "enter a phone number", "choose the country"):
            self.assertIn(sentence, message)

    def test_entry_names_problems_of_customer_and_contact_at_once(self):
        message = self.refused(
            phone="123", customer_contact_name="Mr Wrong", customer_contact_email="nobody"
        )
        self.assertIn("• Phone: ", message)
        self.assertIn("Mr Wrong, Email: ", message)

    def test_entry_contact_person_needs_a_name(self):
        message = self.refused(phone="123", customer_contact_phone="13900139000")
        self.assertIn("• Phone: ", message)
        self.assertIn("Contact person, Name: Please enter the name.", message)

    def test_contact_person_without_a_name_by_rpc(self):
        with self.assertRaisesRegex(ValidationError, "contact person of Nameless Ltd"):
            self.make_customer("Nameless Ltd", customer_contact_phone="13900139000")

    def test_entry_contact_person_is_read_by_the_customers_country(self):
        customer = self.enter(
            self.sales,
            country_id=self.germany.id,
            phone="030 901820",
            customer_contact_name="Erika",
            customer_contact_phone="089 123456",
        )
        self.assertEqual(customer.phone, "+49 30 901820")
        self.assertEqual(customer.child_ids.phone, "+49 89 123456")
        self.assertEqual(customer.child_ids.country_id, self.germany)

    def test_entry_refused_for_viewer(self):
        with self.assertRaises(AccessError):
            self.enter(self.make_user("viewer"))

    def test_entry_refused_for_plain_employee(self):
        with self.assertRaises(AccessError):
            self.enter(self.make_user())

    # -- editing what was entered ----------------------------------------------------------

    def test_edit_judges_only_what_is_written(self):
        old = self.make_customer("Old Gap", phone="12", email="nobody")
        manual = old.with_user(self.sales).with_context(customer_manual_entry=True)
        manual.write({"city": "Shenzhen"})
        self.assertEqual(old.city, "Shenzhen")
        with self.assertRaises(ValidationError) as caught:
            manual.write({"email": "still@wrong@example"})
        self.assertNotIn("Phone", str(caught.exception))

    # -- settings --------------------------------------------------------------------------

    def test_setting_reach(self):
        self.set_setting(customer_require_reach=False)
        self.assertTrue(self.enter(self.sales, phone=False))
        self.set_setting(customer_require_reach=True)
        self.refused(phone=False)

    def test_setting_country(self):
        self.set_setting(customer_require_country=False)
        self.assertTrue(self.enter(self.sales, country_id=False))
        self.set_setting(customer_require_country=True)
        self.refused(country_id=False)

    def test_setting_normalize(self):
        self.set_setting(customer_normalize=False)
        self.assertEqual(self.enter(self.sales, email="A@Example.com").email, "A@Example.com")
        self.set_setting(customer_normalize=True)
        self.assertEqual(self.enter(self.sales, email="A@Example.com").email, "a@example.com")

    def test_setting_kind(self):
        Partner = self.as_user(self.sales, **self.entry_context(self.sales))
        self.assertTrue(Partner.default_get(["is_company"])["is_company"])
        self.set_setting(customer_entry_kind="person")
        self.assertFalse(Partner.default_get(["is_company"])["is_company"])
        self.set_setting(customer_entry_kind="company")
        self.assertFalse(self.as_user(self.sales).default_get(["is_company"]).get("is_company"))

    def test_settings_are_on_at_first(self):
        self.env["ir.config_parameter"].search([("key", "=like", "customer_master.%")]).unlink()
        settings = self.env["res.config.settings"].create({})
        self.assertTrue(settings.customer_normalize)
        self.assertTrue(settings.customer_require_reach)
        self.assertTrue(settings.customer_require_country)
        self.assertEqual(settings.customer_entry_kind, "company")

    # -- buttons ---------------------------------------------------------------------------

    def test_save_opens_the_customer(self):
        customer = self.enter(self.sales)
        action = customer.with_user(self.sales).action_customer_open()
        self.assertEqual(action["res_id"], customer.id)
        self.assertEqual(action["res_model"], "res.partner")
        self.assertEqual(action["views"], [(False, "form")])

    def test_save_and_new_opens_an_empty_entry(self):
        action = self.enter(self.sales).with_user(self.sales).action_customer_entry()
        self.assertFalse(action.get("res_id"))
        self.assertEqual(action["target"], "new")
        self.assertEqual(
            action["view_id"][0],
            self.env.ref("customer_master.res_partner_view_form_entry").id,
        )
