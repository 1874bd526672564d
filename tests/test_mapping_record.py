from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command

from .common import CustomerCase


class MappingCase(CustomerCase):
    """A mapping for records of another system, and a customer that has something of everything."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.germany = cls.env.ref("base.de")
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Bolt GmbH",
                "is_company": True,
                "customer_rank": 1,
                "ref": "B-1",
                "city": "Bonn",
                "country_id": cls.germany.id,
                "email": "info@bolt.example",
                "child_ids": [
                    Command.create({"name": "Ada", "email": "ada@bolt.example"}),
                    Command.create({"name": "Bob"}),
                ],
                "category_id": [
                    Command.create({"name": "Fair, 2026"}),
                    Command.create({"name": "Export"}),
                ],
            }
        )

    @classmethod
    def make_mapping(cls, *lines, **values):
        """A mapping of lines, each (place, field) or with further values in a dict."""
        return cls.env["customer.mapping"].create(
            {
                "name": "Shop",
                "kind": "record",
                "line_ids": [
                    Command.create(
                        {
                            "sequence": number,
                            "column": line[0],
                            "target": line[1],
                            **(line[2] if len(line) > 2 else {}),
                        }
                    )
                    for number, line in enumerate(lines)
                ],
                **values,
            }
        )

    @classmethod
    def make_personal(cls, name):
        field = cls.env["ir.model.fields"]._get("res.partner", name)
        Guard = cls.env["customer.field.guard"]
        guard = Guard.search([("field_id", "=", field.id)])
        guard.kind = "personal"
        return guard or Guard.create({"field_id": field.id, "kind": "personal"})


class TestMappingRecord(MappingCase):
    def test_out_and_in(self):
        mapping = self.make_mapping(
            ("name", "name"),
            ("code", "ref", {"is_key": True}),
            ("address.city", "city", {"transform": "upper"}),
            ("address.country", "country_id.code"),
            ("mails[0]", "email"),
            ("contacts[].name", "child_ids.name"),
            ("contacts[].mail", "child_ids.email"),
            ("tags", "category_id.name"),
            ("source", False, {"transform": "constant", "argument": "odoo"}),
        )
        version = mapping._version()
        [record] = version._render(self.customer, personal=True)
        self.assertEqual(
            record,
            {
                "name": "Bolt GmbH",
                "code": "B-1",
                "address": {"city": "BONN", "country": "DE"},
                "mails": ["info@bolt.example"],
                "contacts": [
                    {"name": "Ada", "mail": "ada@bolt.example"},
                    {"name": "Bob", "mail": None},
                ],
                "tags": ["Fair, 2026", "Export"],
                "source": "odoo",
            },
        )
        [row] = version._read([record])
        self.assertEqual(
            row.values,
            {
                "name": "Bolt GmbH",
                "ref": "B-1",
                "city": "BONN",
                "country_id": "DE",
                "email": "info@bolt.example",
                "category_id": "Fair, 2026\nExport",
            },
        )
        self.assertEqual(
            row.many,
            {"child_ids": [{"name": "Ada", "email": "ada@bolt.example"}, {"name": "Bob"}]},
        )
        self.assertFalse(row.problems)
        self.assertEqual(version._key_targets(), ["ref"])
        self.assertEqual(version._subfields(), {"country_id": ["code"], "category_id": ["name"]})
        self.assertEqual(
            version._depends_on(),
            {"name", "ref", "city", "country_id", "email", "child_ids", "category_id"},
        )

    def test_versions(self):
        mapping = self.make_mapping(("name", "name"))
        first = mapping._version()
        self.assertEqual(mapping._version(), first)
        mapping.line_ids.column = "title"
        second = mapping._version()
        self.assertNotEqual(second, first)
        self.assertEqual(first._render(self.customer), [{"name": "Bolt GmbH"}])
        self.assertEqual(second._render(self.customer), [{"title": "Bolt GmbH"}])
        mapping.line_ids.column = "name"
        self.assertEqual(mapping._version(), first)
        with self.assertRaises(AccessError):
            first.lines = []

    def test_unknown_field(self):
        for target in ("nonsense", "country_id.nonsense", "image_1920", "name.x"):
            with self.assertRaises(ValidationError):
                self.make_mapping(("a", target))

    def test_queries_do_not_grow(self):
        mapping = self.make_mapping(
            ("name", "name"), ("country", "country_id.code"), ("user", "user_id"),
            ("people[].mail", "child_ids.email"), ("tags", "category_id"),
        )  # fmt: skip
        version = mapping._version()
        others = self.Partner.create(
            [
                {
                    "name": f"Other {number}",
                    "customer_rank": 1,
                    "child_ids": [Command.create({"name": f"Person {number}"})],
                }
                for number in range(30)
            ]
        )
        version._render(self.customer)
        counts = []
        for partners in (self.customer, self.customer | others):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            version._render(partners)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_unused_versions_are_forgotten(self):
        mapping = self.make_mapping(("name", "name"))
        first = mapping._version()
        mapping.line_ids.column = "title"
        second = mapping._version()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE customer_mapping_version SET create_date = create_date - interval '2 days'"
        )
        self.env["customer.mapping.version"]._gc_unused()
        self.assertFalse(first.exists())
        self.assertTrue(second.exists())
