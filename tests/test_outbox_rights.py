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

    def test_no_other_folder(self):
        base, inside = self.folder()
        outside = self.enterContext(tempfile.TemporaryDirectory())
        os.symlink(outside, os.path.join(inside, "link"))
        for folder in (outside, f"{inside}/../..", f"{inside}/link", "erp", base + "x", "/", ""):
            with self.subTest(folder=folder), self.assertRaises(UserError):
                self.make_endpoint(transport="file", folder=folder, url=False)
