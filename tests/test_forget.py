from base64 import b64encode

from odoo.exceptions import AccessError
from odoo.tools import SQL

from .test_audit import AuditCase

CSV = b64encode(b"Name,Email\nSomebody,s@body.example\n")
SECRET = "zhang.secret"
SECRETS = (SECRET, "Zhang Secret", "13912345678")


class TestForget(AuditCase):
    """A contact that is deleted, by hand or by a look-up of personal data."""

    def person(self):
        person = self.make_customer(
            "Zhang Secret",
            is_company=False,
            email=f"{SECRET}@mail.example",
            phone="13912345678",
        )
        person.email = f"{SECRET}2@mail.example"
        return person

    def places(self):
        """Rows of our tables in which a value of the person stands."""
        self.env.flush_all()
        found = {}
        tables = self.env.execute_query(
            SQL(
                """SELECT relname FROM pg_class
                    WHERE relkind = 'r' AND relname LIKE 'customer\\_%%'
                      AND relnamespace = current_schema::regnamespace"""
            )
        )
        for (table,) in tables:
            for secret in SECRETS:
                count = self.env.execute_query(
                    SQL(
                        "SELECT count(*) FROM %s t WHERE t::text ILIKE %s",
                        SQL.identifier(table),
                        f"%{secret}%",
                    )
                )[0][0]
                if count:
                    found[table] = found.get(table, 0) + count
        return found

    def operation(self, person, kind, **values):
        return self.env["customer.operation"].create(
            {
                "name": "Bulk",
                "kind": kind,
                "line_ids": [(0, 0, {"partner_id": person.id, **values})],
            }
        )

    def issue(self, person):
        self.env["customer.quality.issue"].create(
            {
                "partner_id": person.id,
                "kind": "rule",
                "field_name": "email",
                "value": person.email,
            }
        )

    def compared(self, person):
        snapshot = self.env["customer.snapshot"].create({})
        comparison = self.env["customer.snapshot.comparison"].create({"snapshot_id": snapshot.id})
        self.env["customer.snapshot.difference"].create(
            {
                "comparison_id": comparison.id,
                "kind": "changed",
                "partner_id": person.id,
                "field_name": "email",
                "old": person.email,
                "new_value": person.email,
            }
        )

    def imported(self, person):
        self.env["customer.import.row"].sudo().create(
            {
                "import_id": self.env["customer.import"].create({"name": "a.csv", "file": CSV}).id,
                "number": 2,
                "cells": [person.name, person.email],
                "partner_id": person.id,
            }
        )

    def remembered(self, person):
        """A journal, a planned correction and an issue that hold values of the person."""
        other = self.make_customer("Survivor")
        merge = self.operation(other, "merge", source_ids=[(6, 0, person.ids)])
        merge.action_do()
        self.assertEqual(merge.state, "done")
        values = {"old": {"email": person.email}, "new": {"email": f"{SECRET}3@mail.example"}}
        self.operation(person, "correction", values=values)
        self.issue(person)
        self.compared(person)
        self.imported(person)
        # what moved to the survivor is its own now
        other.write({"email": False, "phone": False})
        return merge, other

    def test_unlink_leaves_nothing(self):
        person = self.person()
        merge, other = self.remembered(person)
        self.assertLessEqual(
            {"customer_audit", "customer_operation_line", "customer_quality_issue"}
            | {"customer_snapshot_difference", "customer_import_row"},
            set(self.places()),
        )
        person.with_context(active_test=False).unlink()
        self.assertEqual(self.places(), {})
        self.assertTrue(merge.exists() and other.exists())
        self.assertTrue(self.rows(("partner_name", "=", "Z**** S*****")))

    def test_a_refused_deletion_forgets_nothing(self):
        person = self.person()
        before = self.places()
        with self.assertRaises(AccessError):
            person.with_user(self.users["viewer"]).unlink()
        self.assertEqual(self.places(), before)

    def test_deleting_rows_of_the_audit_as_a_look_up_does(self):
        person = self.person()
        rows = self.rows(("partner_id", "=", person.id))
        self.assertTrue(rows)
        self.assertTrue(rows.sudo().unlink())
        self.assertTrue(rows.exists())
        self.assertFalse(any(rows.mapped("new_value")))
        self.assertNotIn("customer_audit", self.places())

    def test_look_up_finds_archived_and_merged_customers(self):
        if "privacy.lookup.wizard" not in self.env:
            # core's addon is not installed: its query takes contacts whether active or not
            self.assertFalse(self.person().customer_merged_into_id)
            return
        person = self.person()
        self.remembered(person)
        self.assertFalse(person.active)
        wizard = self.env["privacy.lookup.wizard"].create(
            {"name": "Zhang Secret", "email": person.email}
        )
        wizard.action_lookup()
        found = {(line.res_model, line.res_id) for line in wizard.line_ids}
        self.assertIn(("res.partner", person.id), found)
        wizard.line_ids.action_unlink_all()
        self.assertEqual(set(self.places()), set())
