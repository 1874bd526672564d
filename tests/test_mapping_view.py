import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL, mute_logger

from ..models.customer_mapping_sql import ROWS, SCHEMA
from .test_mapping_record import MappingCase


class TestMappingView(MappingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mapping = cls.make_mapping(
            ("name", "name", {"transform": "upper"}),
            ("code", "ref"),
            ("country_code", "country_id.code"),
            ("country", "country_id"),
            ("salesperson", "user_id"),
            ("tags", "category_id.name"),
            ("people", "child_ids.name", {"transform": "join", "argument": "; "}),
            ("terms", "property_payment_term_id.name"),
            ("company", "is_company", {"transform": "table", "argument": "J = true\nN = false"}),
            ("source", False, {"transform": "constant", "argument": "100 % odoo"}),
            ("group", "industry_id.name", {"default": "none"}),
            view_name="shop",
            view_personal=True,
        )

    def rows(self, name="shop"):
        self.env.flush_all()
        self.env.cr.execute(SQL("SELECT * FROM %s", SQL.identifier(SCHEMA, name)))
        return self.env.cr.dictfetchall()

    def exists(self):
        self.env.cr.execute("SELECT to_regclass('customer_master.shop')")
        return bool(self.env.cr.fetchone()[0])

    def test_it_says_what_is_sent(self):
        terms = self.env.ref("account.account_payment_term_30days")
        self.customer.write({"property_payment_term_id": terms.id, "user_id": self.env.uid})
        other = self.env["res.company"].create({"name": "Other"})
        self.make_customer("Elsewhere", company_id=other.id)
        archived = self.make_customer("Archived")
        archived.active = False
        self.mapping.action_publish()
        rows = {row["name"]: row for row in self.rows()}
        customers = self.env["res.partner"].search(
            [
                ("customer_is_customer", "=", True),
                ("company_id", "in", [False, self.env.company.id]),
            ]
        )
        records = self.mapping._version()._render(customers, personal=True)
        self.assertNotIn("ELSEWHERE", rows)
        self.assertNotIn("ARCHIVED", rows)
        self.assertEqual(len(self.rows()), len(records))
        [sent] = self.mapping._version()._render(self.customer, personal=True)
        self.assertEqual(rows["BOLT GMBH"], sent)
        self.assertEqual(sent["source"], "100 % odoo")

    def test_nobody_writes(self):
        self.mapping.action_publish()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.Error),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute("UPDATE customer_master.shop SET code = 'x'")

    def test_it_follows_the_mapping_and_keeps_its_readers(self):
        self.mapping.action_publish()
        self.env.cr.execute("GRANT SELECT ON customer_master.shop TO PUBLIC")
        self.mapping.line_ids.filtered(lambda line: line.column == "code").column = "no"
        self.assertIn("no", self.rows()[0])
        self.env.cr.execute(
            "SELECT has_table_privilege('public', 'customer_master.shop', 'SELECT')"
        )
        self.assertTrue(self.env.cr.fetchone()[0])
        self.mapping.view_name = "store"
        self.assertFalse(self.exists())
        self.assertTrue(self.rows("store"))
        self.mapping.action_unpublish()
        self.env.cr.execute("SELECT to_regclass('customer_master.store')")
        self.assertFalse(self.env.cr.fetchone()[0])

    def test_it_goes_with_the_mapping(self):
        self.mapping.action_publish()
        self.assertTrue(self.exists())
        self.mapping.unlink()
        self.assertFalse(self.exists())

    def test_it_goes_at_the_end_of_the_addon(self):
        self.mapping.action_publish()
        self.env["customer.mapping"]._drop_schemas()
        self.env.cr.execute(
            "SELECT count(*) FROM pg_namespace WHERE nspname IN %s", [(SCHEMA, ROWS)]
        )
        self.assertEqual(self.env.cr.fetchone()[0], 0)

    def test_a_published_field_can_be_deleted(self):
        field = self.env["ir.model.fields"].create(
            {
                "name": "x_grade",
                "model_id": self.env.ref("base.model_res_partner").id,
                "ttype": "char",
                "field_description": "Grade",
            }
        )
        self.env["customer.mapping.line"].create(
            {"mapping_id": self.mapping.id, "column": "grade", "target": "x_grade"}
        )
        self.mapping.action_publish()
        self.assertIn("grade", self.rows()[0])
        field.unlink()
        self.assertFalse(self.exists())
        self.assertIn("grade", self.mapping.view_problem)
        # the mapping goes on without it
        self.assertNotIn("grade", self.mapping._version()._render(self.customer)[0])
        self.mapping.line_ids.filtered(lambda line: line.column == "grade").unlink()
        self.assertTrue(self.exists())
        self.assertFalse(self.mapping.view_problem)

    def test_columns_can_change_below_it(self):
        self.mapping.action_publish()
        self.env.cr.execute("ALTER TABLE res_partner ALTER COLUMN ref TYPE text")
        self.env.cr.execute("ALTER TABLE res_partner DROP COLUMN ref")

    def test_what_can_not_be_published(self):
        for line, word in (
            (("age", "contact_address"), "age"),
            (("tel", "phone", {"transform": "phone"}), "tel"),
            (("x" * 64, "ref"), "x" * 64),
            (("name", "ref"), "name"),
        ):
            mapping = self.make_mapping(("name", "name"), line, view_name="bad")
            with self.assertRaisesRegex(UserError, word):
                mapping.action_publish()
            mapping.unlink()

    def test_personal_data(self):
        self.make_personal("phone")
        mapping = self.make_mapping(("name", "name"), ("tel", "phone"), view_name="bad")
        self.assertNotIn("tel", mapping._version()._render(self.customer)[0])
        self.assertIn("tel", mapping._version()._render(self.customer, personal=True)[0])
        with self.assertRaisesRegex(UserError, "tel"):
            mapping.action_publish()
        mapping.view_personal = True
        mapping.action_publish()
        self.assertIn("tel", self.rows("bad")[0])

    def test_names(self):
        for name in ('x"; DROP TABLE res_partner; --', "Shop", "1x", "a" * 64, "a.b"):
            with self.assertRaises(ValidationError):
                self.mapping.view_name = name

    def test_only_an_administrator_publishes(self):
        steward = self.mapping.with_user(self.make_user("steward"))
        for work in (
            steward.action_publish,
            steward.action_unpublish,
            lambda: steward.write({"view_name": "mine"}),
        ):
            with self.assertRaises(AccessError):
                work()
        administrator = self.mapping.with_user(self.make_user("administrator"))
        administrator.action_publish()
        self.assertTrue(self.exists())
        with self.assertRaises(AccessError):
            administrator.view_query = "SELECT 1"
