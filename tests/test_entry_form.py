from odoo.tests import Form

from .common import CustomerCase


class TestEntryForm(CustomerCase):
    """The entry form and the ordinary contact form, with their onchanges, as Sales."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales = cls.make_user("sales")
        cls.contacts_user = cls.make_user("sales", login="cm_sales_contacts")
        cls.contacts_user.group_ids += cls.env.ref("base.group_partner_manager")

    def entry_form(self):
        Partner = self.as_user(self.sales, **self.entry_context(self.sales))
        return Form(Partner, view="customer_master.res_partner_view_form_entry")

    def contact_form(self, partner=None, **context):
        Partner = self.as_user(self.contacts_user, **context)
        return Form(Partner.browse(partner and partner.id), view="base.view_partner_form")

    def test_entry_form_saves_all(self):
        form = self.entry_form()
        self.assertEqual(form.company_type, "company")
        form.name = "  Acme "
        form.country_id = self.germany
        form.phone = "030 901820"
        form.email = "Info@Acme.example"
        form.customer_priority = "3"
        form.customer_contact_name = "Erika"
        form.customer_contact_email = "E@Acme.example"
        customer = form.save()
        self.assertRecordValues(
            customer,
            [
                {
                    "name": "Acme",
                    "phone": "+49 30 901820",
                    "email": "info@acme.example",
                    "customer_priority": "3",
                    "customer_is_customer": True,
                    "customer_region_id": self.env.ref(
                        "customer_master.customer_category_region_eu"
                    ).id,
                }
            ],
        )
        self.assertEqual(customer.child_ids.email, "e@acme.example")

    def test_entry_form_shows_the_normal_form_at_once(self):
        form = self.entry_form()
        form.country_id = self.china
        form.name = "  深圳 鑫龙 "
        form.phone = "138-0013-8000"
        form.email = "Info@Example.com ；"
        form.website = "https://Example.com/?utm_source=a"
        form.vat = "９１４４０３００７０８４６１１３６Ｔ"
        self.assertEqual(form.name, "深圳 鑫龙")
        self.assertEqual(form.phone, "+86 138 0013 8000")
        self.assertEqual(form.email, "info@example.com")
        self.assertEqual(form.website, "https://example.com/")
        self.assertEqual(form.vat, "91440300708461136T")

    def test_entry_form_reads_the_phone_again_with_the_country(self):
        form = self.entry_form()
        form.country_id = self.china
        form.phone = "030 901820"
        self.assertEqual(form.phone, "030 901820")
        form.country_id = self.germany
        self.assertEqual(form.phone, "+49 30 901820")

    def test_messages_come_and_go_while_typing(self):
        # the widget beside each field asks for the messages, so they are not in the view
        Partner = self.as_user(self.sales, **self.entry_context(self.sales))
        spec = {"customer_messages": {}, "phone": {}, "email": {}, "vat": {}}
        typed = {
            "name": "T",
            "customer_rank": 1,
            "country_id": self.china.id,
            "phone": "030 901820",
            "email": "nobody",
            "vat": "91440300708461136X",
        }
        messages = Partner.onchange(typed, ["email"], spec)["value"]["customer_messages"]
        self.assertEqual(messages.keys(), {"phone", "email", "vat"})
        typed.update(country_id=self.germany.id, email="a@example.com", vat="DE136695976")
        value = Partner.onchange(typed, ["country_id"], spec)["value"]
        self.assertEqual(value["phone"], "+49 30 901820")
        self.assertFalse(value["customer_messages"])

    def test_entry_form_requires_name(self):
        form = self.entry_form()
        form.phone = "13800138000"
        with self.assertRaisesRegex(AssertionError, "name is a required field"):
            form.save()

    def test_entry_form_of_a_person(self):
        form = self.entry_form()
        form.company_type = "person"
        form.name = "Erika"
        form.email = "erika@example.com"
        customer = form.save()
        self.assertFalse(customer.is_company)
        self.assertTrue(customer.customer_is_customer)

    def test_contact_form_normalizes_a_customer(self):
        customer = self.make_customer(country_id=self.germany.id)
        with self.contact_form(customer) as form:
            form.phone = "030 901820"
            self.assertEqual(form.phone, "+49 30 901820")
            form.email = "A@B.example"
        self.assertEqual((customer.phone, customer.email), ("+49 30 901820", "a@b.example"))

    def test_contact_form_leaves_others_alone(self):
        contact = self.make_contact(country_id=self.germany.id)
        with self.contact_form(contact) as form:
            form.email = "A@B.example"
            self.assertEqual(form.email, "A@B.example")
        self.assertEqual(contact.email, "A@B.example")

    def test_contact_form_classifies(self):
        distributor = self.env.ref("customer_master.customer_category_type_distributor")
        service = self.env.ref("customer_master.customer_category_need_service")
        with self.contact_form(self.make_contact(is_company=True)) as form:
            form.customer_is_customer = True
            form.customer_type_id = distributor
            form.customer_multi_category_ids.add(service)
            form.country_id = self.germany
        customer = form.record
        europe = self.env.ref("customer_master.customer_category_region_eu")
        self.assertEqual(customer.customer_category_ids, distributor | service | europe)
        self.assertEqual(customer.customer_rule_category_ids, europe)

    def test_contact_form_takes_a_category_away(self):
        distributor = self.env.ref("customer_master.customer_category_type_distributor")
        service = self.env.ref("customer_master.customer_category_need_service")
        customer = self.make_customer(
            customer_category_ids=self.link(distributor, service), country_id=self.germany.id
        )
        with self.contact_form(customer) as form:
            form.customer_type_id = self.Category
            form.customer_multi_category_ids.remove(service.id)
        self.assertEqual(
            customer.customer_category_ids,
            self.env.ref("customer_master.customer_category_region_eu"),
        )

    def test_create_and_edit_of_an_order(self):
        form = self.contact_form(
            None, res_partner_search_mode="customer", default_name=" From An Order "
        )
        form.email = "A@B.example"
        form.country_id = self.china
        customer = form.save()
        self.assertTrue(customer.customer_is_customer)
        self.assertEqual((customer.name, customer.email), ("From An Order", "a@b.example"))

    def test_contact_form_opens_for_every_role(self):
        customer = self.make_customer()
        for role in ("viewer", "finance", "steward", "administrator", None):
            with self.subTest(role=role):
                partner = customer.with_user(self.make_user(role, login=f"cm_form_{role}"))
                self.assertEqual(Form(partner, view="base.view_partner_form").name, customer.name)
