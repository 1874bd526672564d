from odoo.exceptions import ValidationError

from .common import CustomerCase

TYPED = {
    "name": "\u200b  Müller\u00a0 Maschinenbau \t GmbH ",
    "email": " Info@MUELLER.Example ；",
    "phone": "（０３０）９０１８２０",
    "website": "HTTPS://Mueller.example/shop?utm_campaign=x&gclid=1&item=7#top",
    "vat": "ｄｅ 136695976",
    "ref": " Ａ－１００ ",
    "street": "  Hauptstraße   5 ",
    "zip": "１０１１５",
    "city": " Berlin\u200b ",
}
NORMAL = {
    "name": "Müller Maschinenbau GmbH",
    "email": "info@mueller.example",
    "phone": "+49 30 901820",
    "website": "https://mueller.example/shop?item=7#top",
    "vat": "DE136695976",
    "ref": "A-100",
    "street": "Hauptstraße 5",
    "zip": "10115",
    "city": "Berlin",
}


class TestNormalize(CustomerCase):
    """Values are brought into one form on every way in, those of customers only."""

    def assertNormal(self, partner):
        self.assertEqual(partner.read(NORMAL)[0], {"id": partner.id, **NORMAL})

    def test_create(self):
        self.assertNormal(self.make_customer(country_id=self.germany.id, **TYPED))

    def test_create_in_batch_each_by_its_country(self):
        self.skip_beside("partner_firstname")
        chinese, german, contact = self.Partner.create(
            [
                {
                    "name": "甲",
                    "customer_rank": 1,
                    "phone": "13800138000",
                    "country_id": self.china.id,
                },
                {
                    "name": "乙",
                    "customer_rank": 1,
                    "phone": "030 901820",
                    "country_id": self.germany.id,
                },
                {"name": " 丙 ", "phone": "0755-87142919"},
            ]
        )
        self.assertEqual(chinese.phone, "+86 138 0013 8000")
        self.assertEqual(german.phone, "+49 30 901820")
        self.assertEqual((contact.name, contact.phone), (" 丙 ", "0755-87142919"))

    def test_write(self):
        customer = self.make_customer(country_id=self.germany.id)
        customer.write(TYPED)
        self.assertNormal(customer)

    def test_write_that_makes_a_customer(self):
        contact = self.make_contact(country_id=self.germany.id)
        contact.write({**TYPED, "customer_rank": 1})
        self.assertNormal(contact)
        other = self.make_contact(country_id=self.germany.id)
        other.write({**TYPED, "customer_is_customer": True, "ref": " Ａ－１００ "})
        self.assertNormal(other)

    def test_write_without_country_takes_the_companys(self):
        customer = self.make_customer()
        customer.phone = "138 0013 8000"
        self.assertEqual(customer.phone, "+86 138 0013 8000")

    def test_write_to_customers_of_several_countries(self):
        both = self.make_customer("甲", country_id=self.china.id) | self.make_customer(
            "Otto", country_id=self.germany.id
        )
        both.write({"phone": " ０３０ ９０１８２０ "})
        self.assertEqual(both.mapped("phone"), ["030 901820"] * 2, "of no country for sure")
        both.write({"phone": "+49 (0)30 901820"})
        self.assertEqual(both.mapped("phone"), ["+49 30 901820"] * 2)

    def test_others_are_untouched(self):
        self.skip_beside("partner_firstname")
        contact = self.make_contact(country_id=self.germany.id, **TYPED)
        core = {**TYPED, "website": contact._clean_website(TYPED["website"])}
        self.assertEqual(contact.read(TYPED)[0], {"id": contact.id, **core})
        contact.write({"name": "  x ", "email": "A@B.example"})
        self.assertEqual((contact.name, contact.email), ("  x ", "A@B.example"))

    def test_write_to_customer_and_other_at_once(self):
        customer, contact = self.make_customer(), self.make_contact()
        (customer | contact).write({"email": "A@B.example"})
        self.assertEqual(customer.email, "a@b.example")
        self.assertEqual(contact.email, "A@B.example")

    def test_suppliers_are_untouched(self):
        Partner = self.Partner.with_context(res_partner_search_mode="supplier")
        self.assertEqual(Partner.create({"name": "S", "email": "A@B.example"}).email, "A@B.example")

    def test_contact_persons_of_customers(self):
        customer = self.make_customer(
            country_id=self.germany.id,
            child_ids=[(0, 0, {"name": " Otto ", "phone": "030 901820", "email": "O@X.example"})],
        )
        self.assertRecordValues(
            customer.child_ids,
            [{"name": "Otto", "phone": "+49 30 901820", "email": "o@x.example"}],
        )
        added = self.make_contact(" Anna ", parent_id=customer.id, email="A@X.example")
        self.assertEqual((added.name, added.email), ("Anna", "a@x.example"))
        added.email = "B@X.example"
        self.assertEqual(added.email, "b@x.example")

    def test_name_create_from_an_order(self):
        Partner = self.Partner.with_context(res_partner_search_mode="customer")
        name_id, shown = Partner.name_create("  深圳　鑫龙 ")
        created = Partner.browse(name_id)
        self.assertTrue(created.customer_is_customer)
        self.assertEqual(created.name, "深圳 鑫龙")
        self.assertEqual(shown, "深圳 鑫龙")

    def test_customer_flag_alone(self):
        customer = self.Partner.create(
            {"name": "F", "customer_is_customer": True, "email": "A@B.example"}
        )
        self.assertEqual((customer.customer_rank, customer.email), (1, "a@b.example"))
        customer.customer_is_customer = False
        self.assertEqual(customer.customer_rank, 0)

    def test_default_rank_of_the_context(self):
        Partner = self.Partner.with_context(default_customer_rank=1)
        self.assertEqual(Partner.create({"name": "D", "email": "A@B.example"}).email, "a@b.example")

    def test_nothing_that_is_typed_is_lost(self):
        typed = "138... Mr Li, or ask reception 0755"
        customer = self.make_customer(phone=typed, email="ask him", vat="没有")
        self.assertEqual(customer.phone, typed)
        self.assertEqual(customer.email, "ask him")
        self.assertEqual(customer.vat, "没有")

    def test_emptying_a_value(self):
        customer = self.make_customer(country_id=self.germany.id, **TYPED)
        customer.write({"phone": False, "email": "", "ref": "  ", "website": False})
        self.assertEqual(
            (customer.phone, customer.email or False, customer.ref, customer.website),
            (False, False, False, False),
        )

    def test_switched_off(self):
        self.skip_beside("partner_firstname")
        self.set_setting(customer_normalize=False)
        customer = self.make_customer(country_id=self.germany.id, **TYPED)
        self.assertEqual(customer.phone, TYPED["phone"])
        customer.name = TYPED["name"]
        self.assertEqual(customer.name, TYPED["name"])
        self.set_setting(customer_normalize=True)
        customer.write(TYPED)
        self.assertNormal(customer)

    def test_writing_the_same_again_changes_nothing(self):
        customer = self.make_customer(country_id=self.germany.id, **TYPED)
        customer.write(NORMAL)
        self.assertNormal(customer)

    def test_messages_do_not_stop_other_ways_in(self):
        customer = self.make_customer(
            phone="12", email="nobody", vat="91440300708461136X", country_id=self.china.id
        )
        self.assertEqual(customer.customer_messages.keys(), {"phone", "email", "vat"})
        customer.write(
            {"phone": "13800138000", "email": "a@example.com", "vat": "914403007084611366"}
        )
        self.assertNotIn("phone", customer.customer_messages or {})
        self.assertNotIn("email", customer.customer_messages or {})

    def test_message_in_the_users_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        customer = self.make_customer(email="nobody")
        english = customer.customer_messages["email"]
        self.assertIn("name@company.com", english)
        self.assertTrue(customer.with_context(lang="zh_CN").customer_messages["email"])

    def test_check_of_manual_entry_is_not_asked_of_imports(self):
        self.assertTrue(self.make_customer("Only A Name"))
        with self.assertRaises(ValidationError):
            self.Partner.with_context(customer_manual_entry=True).create(
                {"name": "Only A Name", "customer_rank": 1}
            )
