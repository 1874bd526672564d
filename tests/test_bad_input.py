import psycopg2.errors

from odoo import api
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from .common import CustomerCase

NAMES = [
    "长" * 300,
    "Very Long Name " * 20,
    "<script>alert('x')</script> & <b>Co</b>",
    '"><img src=x onerror=alert(1)>',
    "${7*7} {{7*7}} %(x)s %s",
    "Robert'); DROP TABLE res_partner; --",
    "🎉 Party 👨‍👩‍👧‍👦 🇨🇳",
    "שלום בע״מ",
    "شركة النور للتجارة",
    "𠮷野家",
    "e\u0301tude",
    "100% _underscore_ \\backslash\\",
]


class TestBadInput(CustomerCase):
    """A clear message or correct storage, and nothing typed is lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales = cls.make_user("sales")

    def test_strange_names_are_stored_found_and_shown(self):
        for name in NAMES:
            with self.subTest(name=name[:30]):
                customer = self.enter(self.sales, name=name)
                self.env.invalidate_all()
                stored = customer.name
                self.assertEqual(
                    stored.replace("é", "e\u0301"), name.strip(), "only composed and trimmed"
                )
                self.assertEqual(customer.display_name, stored)
                word = stored.split()[0][:40]
                found = [i for i, _shown in self.Partner.name_search(word, limit=None)]
                self.assertIn(customer.id, found)

    def test_invisible_characters_go(self):
        customer = self.enter(self.sales, name="\u202eevil\u202c A\u200bB\x07\ufeffC\x1b[31m\r\n D")
        self.assertEqual(customer.name, "evil ABC[31m D")

    @mute_logger("odoo.sql_db")
    def test_nul_character(self):
        customer = self.enter(self.sales, name="Nul\x00Name", street="a\x00b")
        self.assertEqual((customer.name, customer.street), ("NulName", "ab"))

    def test_html_is_escaped_where_it_is_rendered(self):
        customer = self.enter(self.sales, name=NAMES[2])
        html = self.env["ir.qweb.field.contact"].value_to_html(customer, {"fields": ["name"]})
        self.assertNotIn("<script>", html)
        self.assertNotIn("<b>Co", html)

    def test_message_names_a_strange_customer_as_it_is(self):
        one, two = (self.make_category(self.type, name) for name in ("<b>One</b>", "%s %(x)s"))
        for name in NAMES:
            with self.subTest(name=name[:30]):
                with self.assertRaises(ValidationError) as caught:
                    self.make_customer(name, customer_category_ids=self.link(one, two))
                self.assertIn("“<b>One</b>” and “%s %(x)s”", str(caught.exception))

    def test_wrong_values_are_told_with_what_to_do(self):
        cases = {
            "phone": ("123", "begin with +"),
            "email": ("a@b", "name@company.com"),
            "vat": ("914403007084611360", "licence"),
        }
        for field, (value, advice) in cases.items():
            with self.subTest(field=field):
                with self.assertRaises(ValidationError) as caught:
                    self.enter(self.sales, **{field: value})
                self.assertIn(advice, str(caught.exception))

    def test_several_right_values_of_a_field_are_no_problem(self):
        customer = self.enter(self.sales, email="a@example.com; B@Example.com")
        # partner_email_check writes no blank between them
        self.assertEqual(customer.email.replace(" ", ""), "a@example.com,b@example.com")

    def test_tax_id_of_every_kind(self):
        for country, vat in (
            ("CN", "91440300708461136T"),
            ("CN", "440300708461136"),
            ("CN", "11010519491231002X"),
            ("CN", "/"),
            ("DE", "DE136695976"),
            ("CN", "DE136695976"),
            ("US", "12-3456789"),
            ("AT", "59-119/9013"),
            ("GB", "GB980780684"),
        ):
            with self.subTest(vat=vat, country=country):
                code = self.env["res.country"].search([("code", "=", country)])
                values = {"country_id": code.id, "phone": False, "email": "a@b.example"}
                self.assertEqual(self.enter(self.sales, vat=vat, **values).vat, vat)

    @mute_logger("odoo.sql_db")
    def test_values_of_the_wrong_type(self):
        with self.assertRaises(ValueError):
            self.make_customer(customer_priority="urgent")
        with self.assertRaises(psycopg2.errors.ForeignKeyViolation):
            self.make_customer(customer_category_ids=[(6, 0, [10**9])])

    def test_column_of_an_unknown_category(self):
        with self.assertRaises(UserError):
            self.make_customer(customer_type_id=10**9)

    def test_unknown_country_by_name_create(self):
        with self.assertRaises(AccessError):
            self.env["res.country"].with_user(self.sales).name_create("Atlantis")


class TestConcurrentEdits(CustomerCase):
    """Two people edit one customer: each writes what it changed, so both changes stay."""

    def test_different_fields_are_both_kept(self):
        customer = self.make_customer(
            email="a@example.com", city="Berlin", country_id=self.germany.id
        )
        anna, otto = (self.make_user("sales", login=f"cm_{name}") for name in ("anna", "otto"))
        view = "customer_master.res_partner_view_form_entry"
        first = Form(customer.with_user(anna), view=view)
        second = Form(customer.with_user(otto), view=view)
        first.email = "new@example.com"
        second.customer_priority = "3"
        second.city = "Bremen"
        first.save()
        second.save()
        self.env.invalidate_all()
        self.assertRecordValues(
            customer,
            [{"email": "new@example.com", "city": "Bremen", "customer_priority": "3"}],
        )

    def test_categories_of_different_dimensions_are_both_kept(self):
        customer = self.make_customer()
        one = self.make_category(self.type, "One")
        many = self.make_category(self.need, "Many")
        view = "base.view_partner_form"
        sales = self.make_user("sales")
        first = Form(customer.with_user(sales), view=view)
        second = Form(customer.with_user(sales), view=view)
        first.customer_type_id = one
        second.customer_multi_category_ids.add(many)
        first.save()
        second.save()
        self.env.invalidate_all()
        self.assertEqual(customer.customer_category_ids, one | many)

    def test_two_needs_are_both_kept(self):
        customer = self.make_customer()
        many, more = (self.make_category(self.need, name) for name in ("Many", "More"))
        customer.write({"customer_multi_category_ids": self.link(many)})
        customer.write({"customer_multi_category_ids": self.link(more)})
        self.assertEqual(customer.customer_category_ids, many | more)

    @mute_logger("odoo.sql_db")
    def test_two_transactions_at_once(self):
        """The later one is refused by PostgreSQL, and done again by the server: both are kept."""
        with self.registry.cursor() as setup:
            env = api.Environment(setup, self.env.uid, {})
            customer_id = env["res.partner"].create({"name": "Two At Once", "customer_rank": 1}).id
        self.addCleanup(self.remove, customer_id)
        with self.registry.cursor() as one, self.registry.cursor() as two:
            customers = [
                api.Environment(cr, self.env.uid, {})["res.partner"].browse(customer_id)
                for cr in (one, two)
            ]
            self.assertEqual([c.customer_priority for c in customers], ["0", "0"])
            customers[0].customer_priority = "3"
            one.commit()
            with self.assertRaises(psycopg2.errors.SerializationFailure):
                customers[1].city = "Bremen"
                two.commit()
            two.rollback()
            customers[1].city = "Bremen"
            two.commit()
        with self.registry.cursor() as check:
            customer = api.Environment(check, self.env.uid, {})["res.partner"].browse(customer_id)
            self.assertEqual((customer.customer_priority, customer.city), ("3", "Bremen"))

    def remove(self, customer_id):
        with self.registry.cursor() as cr:
            api.Environment(cr, self.env.uid, {})["res.partner"].browse(customer_id).unlink()
