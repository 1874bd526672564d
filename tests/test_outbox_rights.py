import csv
import json
import os
import tempfile

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import file_open

from ..models.customer_outbox_transport import FOLDERS
from .outbox_case import OutboxCase


class TestOutboxRights(OutboxCase):
    """What leaves, who may do what, and what nobody can read."""

    def test_persons_and_personal_fields_only_where_marked(self):
        self.mapping.line_ids = [
            (0, 0, {"column": "mails", "target": "child_ids.email"}),
        ]
        company = self.make_customer(child_ids=[(0, 0, {"name": "Ada", "email": "a@b.example"})])
        person = self.make_customer("Erika", is_company=False)
        self.send()
        self.assertNotIn("a@b.example", json.dumps(self.told()))
        self.assertTrue(self.told(company))
        self.assertFalse(self.told(person))
        self.endpoint.with_personal = True
        self.endpoint.action_sync_all()
        self.send()
        self.assertIn("a@b.example", json.dumps(self.told(company)[-1]))
        self.assertTrue(self.told(person))

    def test_persons_by_any_way(self):
        """Contact persons are personal wherever a path meets them."""
        Path = self.env["customer.mapping.path"]
        for target, personal in (
            ("child_ids.name", True), ("child_ids", True), ("customer_contact_name", True),
            ("commercial_partner_id.child_ids.name", True), ("parent_id.child_ids.ref", True),
            ("sale_order_ids.partner_shipping_id.name", True), ("user_ids.login", True),
            ("user_id.partner_id.ref", True), ("user_id.login", False), ("name", False),
            ("commercial_partner_id.name", False), ("parent_id.name", False),
            ("company_id.partner_id.name", False), ("category_id.name", False),
            ("bank_ids.acc_number", False),
        ):  # fmt: skip
            with self.subTest(target=target):
                self.assertEqual(Path._personal(Path._parse(target)), personal)
        self.mapping.line_ids = [
            (0, 0, {"column": "who", "target": "commercial_partner_id.child_ids.name"}),
        ]
        self.make_customer(child_ids=[(0, 0, {"name": "Ada Lovelace"})])
        self.send()
        self.assertTrue(self.told())
        self.assertNotIn("Ada Lovelace", json.dumps(self.told()))
        self.endpoint.with_personal = True
        self.endpoint.action_sync_all()
        self.send()
        self.assertIn("Ada Lovelace", json.dumps(self.told()))

    def test_form_tells_how_many_go(self):
        before = self.endpoint.customer_count
        self.make_customer()
        self.make_customer("Erika", is_company=False)
        self.make_customer("Gone", active=False)
        self.make_contact("No customer", is_company=True)
        self.endpoint.invalidate_recordset()
        self.assertEqual(self.endpoint.customer_count, before + 1)
        self.endpoint.with_personal = True
        self.assertEqual(self.endpoint.customer_count, before + 2)

    def test_only_customers_of_the_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.system.company_id = self.env.company
        mine = self.make_customer("Mine", company_id=self.env.company.id)
        all_companies = self.make_customer("All")
        theirs = self.make_customer("Theirs", company_id=other.id)
        self.send()
        self.assertTrue(self.told(mine) and self.told(all_companies))
        self.assertFalse(self.told(theirs))
        mine.company_id = other
        self.send()
        self.assertEqual(self.told(mine)[-1]["action"], "archive")

    def test_roles(self):
        customer = self.make_customer()
        message = self.messages(customer)
        for role in ("viewer", "sales", "finance"):
            user = self.make_user(role)
            for records, method in (
                (message, "action_replay"),
                (message, "action_replay_all"),
                (customer, "action_customer_sync_now"),
                (customer, "action_open_messages"),
                (self.env["customer.sync.dashboard"], "customer_sync_figures"),
                (self.endpoint, "action_open_messages"),
            ):
                if records == self.endpoint:
                    self.assertFalse(records.with_user(user).has_access("read"))
                    continue
                with self.subTest(role=role, method=method), self.assertRaises(AccessError):
                    getattr(records.with_user(user), method)()
        steward = self.make_user("steward")
        endpoint = self.endpoint.with_user(steward)
        self.assertTrue(endpoint.action_open_messages())
        for method in ("action_start", "action_stop", "action_new_secret", "action_sync_all",
                       "action_end_rotation"):  # fmt: skip
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(endpoint, method)()
        with self.assertRaises(AccessError):
            endpoint.action_set_secret(self.secret)
        with self.assertRaises(AccessError):
            message.with_user(steward).write({"state": "waiting"})
        self.env["customer.sync.dashboard"].with_user(steward).customer_sync_figures()

    def test_secrets_are_read_by_nobody(self):
        endpoint = self.make_endpoint(
            started=False, transport="json2", remote_code="here", api_key="very-secret-key"
        )
        administrator = self.make_user("administrator")
        self.env.flush_all()
        self.env.invalidate_all()
        seen = (self.endpoint | endpoint).with_user(administrator)
        values = seen.read()
        exported = seen.sudo().export_data(["name", "api_key", "has_key"])
        for secret in (self.secret, "very-secret-key"):
            self.assertNotIn(secret, str(values))
            self.assertNotIn(secret, str(exported))
        self.assertTrue(endpoint.has_key)
        with self.assertRaises(AccessError):
            self.env["customer.secret"].with_user(administrator).search([])
        copy = endpoint.copy()
        self.assertFalse(copy.has_key)

    def test_addresses(self):
        for url in ("ftp://a.example", "https://u:p@a.example/", "a.example", "https:///x",
                    "https://a.example:99999/", "http://a.example/"):  # fmt: skip
            with self.subTest(url=url), self.assertRaises(ValidationError):
                self.endpoint.write({"url": url, "allow_private": False})

    def test_neutralized(self):
        self.make_customer()
        self.messages()
        with file_open("customer_master/data/neutralize.sql") as script:
            self.env.cr.execute(script.read())
        self.env.invalidate_all()
        self.assertEqual(self.endpoint.state, "off")
        self.assertFalse(self.endpoint._secrets("signing"))
        self.assertFalse(self.messages())
        self.assertFalse(self.env.ref("customer_master.ir_cron_outbox").active)
        self.env.registry.clear_cache()
        self.make_customer()
        self.assertFalse(self.messages())

    def test_http_only_in_the_own_network(self):
        self.endpoint.url = "http://shop.example.com/hook"
        with self.assertRaises(ValidationError):
            self.endpoint.allow_private = False

    def test_condition_in_the_company_of_the_endpoint(self):
        company = self.env["res.company"].create({"name": "Other"})
        self.system.company_id = company
        self.endpoint.filter_domain = "[('barcode', '=', 'X')]"
        theirs, ours = self.make_customer("Theirs"), self.make_customer("Ours")
        theirs.with_company(company).barcode = "X"
        ours.barcode = "X"
        self.send()
        self.assertEqual([r["id"] for r in self.told()], [str(theirs.id)])
        self.endpoint.action_sync_all()
        self.send()
        self.assertEqual([r["id"] for r in self.told()], [str(theirs.id)] * 2)

    def test_neutralized_copy_sends_nothing(self):
        """Odoo itself stops all that runs by itself, and so do we; also who starts the sender by
        hand, or changes customers there, sends nothing."""
        customer = self.make_customer()
        self.messages()
        for addon in ("base", "customer_master"):
            with file_open(f"{addon}/data/neutralize.sql") as script:
                self.env.cr.execute(script.read())
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        crons = self.env["ir.model.data"].search(
            [("module", "=", "customer_master"), ("model", "=", "ir.cron")]
        )
        self.assertGreater(len(crons), 5)
        self.assertFalse(self.env["ir.cron"].browse(crons.mapped("res_id")).filtered("active"))
        customer.city = "Kiel"
        self.make_customer("New Ltd")
        self.env["customer.outbox"].action_replay_all()
        self.send()
        self.assertFalse(self.told() or self.messages())
        with self.assertRaises(UserError):
            self.endpoint.action_start()

    def test_deleted_customers_leave_no_values(self):
        customer = self.make_customer()
        self.send()
        customer.unlink()
        self.send()
        self.assertFalse(self.messages(customer).filtered(lambda m: (m.payload or {}).get("data")))

    # -- files -----------------------------------------------------------------------------------

    def folder(self):
        base = self.enterContext(tempfile.TemporaryDirectory())
        self.env["ir.config_parameter"].set_param(FOLDERS, base)
        inside = os.path.join(base, "erp")
        os.mkdir(inside)
        return base, inside

    def test_files(self):
        _base, inside = self.folder()
        endpoint = self.make_endpoint(transport="file", folder=inside, url=False)
        customer = self.make_customer('A "quoted", name', city="Ulm")
        self.send()
        [name] = os.listdir(inside)
        with open(os.path.join(inside, name), encoding="utf-8-sig", newline="") as file:
            [row] = csv.DictReader(file)
        self.assertEqual(
            (row["id"], row["action"], row["name"]),
            (str(customer.id), "upsert", 'A "quoted", name'),
        )
        self.assertEqual(json.loads(row["address"]), {"city": "Ulm"})
        endpoint.file_format = "jsonl"
        customer.city = "Bonn"
        self.send()
        [name] = [name for name in os.listdir(inside) if name.endswith(".jsonl")]
        with open(os.path.join(inside, name), encoding="utf-8") as file:
            [record] = map(json.loads, file)
        self.assertEqual(record["data"]["address"]["city"], "Bonn")

    def test_files_are_in_order_by_name(self):
        _base, inside = self.folder()
        self.endpoint.action_stop()
        endpoint = self.make_endpoint(
            transport="file", folder=inside, url=False, file_format="jsonl"
        )
        one, other = self.make_customer("One", city="1"), self.make_customer("Other", city="1")
        for number in range(2, 8):
            self.send()
            one.city = str(number)
            if number % 2:
                other.city = str(number)
        self.send()
        cities = {str(one.id): [], str(other.id): []}
        for name in sorted(os.listdir(inside)):
            with open(os.path.join(inside, name), encoding="utf-8") as file:
                for record in map(json.loads, file):
                    cities[record["id"]].append(record["data"]["address"]["city"])
        self.assertEqual(cities[str(one.id)], list("1234567"))
        self.assertEqual(cities[str(other.id)], list("1357"))
        records = {message: {"key": message.key} for message in self.messages(one, endpoint)}
        self.assertEqual(endpoint._file_name(records), endpoint._file_name(dict(records)))

    def test_no_other_folder(self):
        base, inside = self.folder()
        outside = self.enterContext(tempfile.TemporaryDirectory())
        os.symlink(outside, os.path.join(inside, "link"))
        for folder in (outside, f"{inside}/../..", f"{inside}/link", "erp", base + "x", "/", ""):
            with self.subTest(folder=folder), self.assertRaises(UserError):
                self.make_endpoint(transport="file", folder=folder, url=False)
