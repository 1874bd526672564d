import base64
import json

from odoo.exceptions import AccessError, UserError

from .test_mapping_record import MappingCase


class TestMappingTrial(MappingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mapping = cls.make_mapping(
            ("name", "name", {"required": True}),
            ("address.country", "country_id.code"),
            ("people[].mail", "child_ids.email"),
            ("since", "date", {"transform": "date", "argument": "dd.mm.yyyy"})
            if "date" in cls.env["res.partner"]._fields
            else ("staff", "customer_employees", {"transform": "number"}),
        )

    def values(self, text):
        told = self.mapping.try_sample(text)
        self.assertFalse(told["problem"])
        return [row["value"] for row in told["rows"]]

    def test_json_and_csv(self):
        text = json.dumps(
            {"name": "Bolt", "address": {"country": "DE"}, "people": [{"mail": "a@b.example"}]}
        )
        self.assertEqual(self.values(text), ["Bolt", "DE", "a@b.example"])
        self.assertEqual(self.values(f"[{text}]"), ["Bolt", "DE", "a@b.example"])
        self.assertEqual(self.values("name,x\nBolt,1"), ["Bolt"])

    def test_problems_are_sentences(self):
        for text in ("", "{", "[1]", "x" * 200_000, "[" * 50_000):
            self.assertTrue(self.mapping.try_sample(text)["problem"])
        told = self.mapping.try_sample('{"address": {"country": "DE"}}')
        self.assertIn("name", " ".join(row["problem"] for row in told["rows"]))

    def test_a_customer(self):
        told = self.mapping.try_customer(self.customer.id)
        self.assertEqual(json.loads(told["record"])["address"], {"country": "DE"})
        self.assertTrue(self.mapping.try_customer(2**30)["problem"])

    def test_nothing_for_those_without_rights(self):
        viewer = self.mapping.with_user(self.make_user("viewer"))
        for work in (viewer.get_targets, viewer.action_try, viewer.action_download):
            with self.assertRaises(AccessError):
                work()
        with self.assertRaises(AccessError):
            viewer.try_sample("{}")
        with self.assertRaises(AccessError):
            viewer.try_customer(self.customer.id)

    def test_stewards_keep_those_of_tables_only(self):
        steward = self.make_user("steward")
        with self.assertRaises(AccessError):
            self.mapping.with_user(steward).name = "Mine"
        with self.assertRaises(AccessError):
            self.mapping.line_ids.with_user(steward).write({"column": "x"})
        table = self.env["customer.mapping"].with_user(steward).create({"name": "Table"})
        with self.assertRaises(UserError):
            table.kind = "record"
        line = (
            self.env["customer.mapping.line"]
            .with_user(steward)
            .create({"mapping_id": table.id, "column": "x", "target": "name"})
        )
        with self.assertRaises(AccessError):
            line.mapping_id = self.mapping
        self.assertTrue(self.mapping.with_user(steward).try_sample("{}"))

    def test_what_can_not_be_used(self):
        for line, word in (
            (("a..b", "name"), "a..b"),
            (("a", "commercial_partner_id"), "received"),
            (("a", "name", {"transform": "expression", "argument": "value"}), "one way"),
            (
                ("a", "name", {"transform": "expression", "argument": "env", "direction": "in"}),
                "written",
            ),
        ):
            mapping = self.make_mapping(line)
            self.assertIn(word, mapping.try_sample("{}")["problem"])

    def test_no_secrets(self):
        for path in ("signup_token", "user_ids.totp_secret", "user_ids.api_key_ids.key"):
            with self.assertRaises(UserError):
                self.make_mapping(("a", path, {"direction": "out"}))
        administrator = self.make_user("administrator")
        Mapping = self.env["customer.mapping"].with_user(administrator)
        values = {"column": "a", "target": "signup_type", "direction": "out"}
        with self.assertRaises(UserError):
            Mapping.create({"name": "x", "kind": "record", "line_ids": [(0, 0, values)]})


class TestMappingFile(MappingCase):
    def test_round_trip(self):
        mapping = self.make_mapping(
            ("name", "name", {"is_key": True, "required": True, "policy": "fill"}),
            ("city", "city", {"direction": "out", "transform": "upper", "default": "Bonn"}),
        )
        content = mapping._file_content()
        upload = self.env["customer.mapping.upload"].create(
            {"file": base64.b64encode(content.encode())}
        )
        [(form, _kind)] = upload.action_load()["views"]
        shown = self.env.ref("customer_master.customer_mapping_view_form_record")
        self.assertEqual(form, shown.id, "not the form of the columns of a file")
        other = self.env["customer.mapping"]._from_file(content.encode())
        self.assertEqual(other._file_content(), content)
        self.assertEqual(other._version().lines, mapping._version().lines)

    def test_bad_files(self):
        good = json.loads(self.make_mapping(("name", "name"))._file_content())
        line = good["lines"][0]
        for content in (
            b"",
            b"\xff",
            b"[]",
            b"[" * 100_000,
            b"x" * (2 << 20),
            {**good, "format": "x"},
            {**good, "lines": 1},
            {**good, "lines": [{**line, "evil": "x"}]},
            {**good, "lines": [{**line, "required": "yes"}]},
            {**good, "lines": [{**line, "transform": "os.system"}]},
            {**good, "lines": [{**line, "direction": "up"}]},
            {**good, "lines": [{**line, "field": "password"}]},
            {**good, "lines": [{**line, "field": "user_ids.totp_secret"}]},
            {**good, "lines": [{**line, "column": "a["}]},
            {**good, "lines": [{"column": "a", "field": "name", "transform": "expression",
                                "argument": "__import__('os')", "direction": "in"}]},
        ):  # fmt: skip
            if not isinstance(content, bytes):
                content = json.dumps(content).encode()
            with self.assertRaises(UserError):
                self.env["customer.mapping"]._from_file(content)
        mappings = self.env["customer.mapping"].search([("name", "=", "Shop")])
        self.assertEqual(len(mappings), 1)
