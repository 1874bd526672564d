from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.service.model import call_kw, get_public_method

from .common import ROLES, CustomerCase


class AuditCase(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Audit = cls.env["customer.audit"]
        cls.users = {role: cls.make_user(role) for role in ROLES}
        cls.customer = cls.make_customer("Acme", email="a@acme.example", user_id=False)
        cls.switch(audit="True")
        # what tests refuse must not be written when the transaction is rolled back at last
        cls.addClassCleanup(cls.cr.postrollback.clear)

    @classmethod
    def switch(cls, **parameters):
        for name, value in parameters.items():
            cls.env["ir.config_parameter"].set_param(f"customer_master.{name}", value)

    def rows(self, *domain, after=0):
        return self.Audit.search([("id", ">", after), *domain], order="id")

    def last(self):
        return self.Audit.search([], limit=1).id or 0

    def noted(self, rows):
        return [(row.field_name, row.old_value, row.new_value) for row in rows]


class TestAudit(AuditCase):
    def test_change_is_noted_with_both_values(self):
        sales = self.users["sales"]
        before = self.last()
        self.customer.with_user(sales).write(
            {"email": "b@acme.example", "country_id": self.germany.id, "comment": "not listed"}
        )
        rows = self.rows(after=before)
        self.assertEqual(
            self.noted(rows),
            [
                ("email", "a@acme.example", "b@acme.example"),
                ("country_id", "", "Germany"),
            ],
        )
        self.assertEqual(rows.user_id, sales)
        self.assertEqual(rows.partner_id, self.customer)
        self.assertEqual(set(rows.mapped("partner_name")), {"Acme"})
        self.assertEqual(rows[0].field_label, "Email")

    def test_same_value_is_no_change(self):
        before = self.last()
        self.customer.write({"email": "a@acme.example", "is_company": True})
        self.assertFalse(self.rows(after=before))

    def test_added_and_deleted(self):
        before = self.last()
        customer = self.make_customer("Short Lived")
        person = self.make_customer("Wang Xiaoming", is_company=False)
        contact = self.make_contact("Their Contact", parent_id=customer.id)
        self.assertEqual(self.rows(after=before).mapped("kind"), ["create", "create", "create"])
        contact.unlink()
        (customer + person).unlink()
        self.assertEqual(
            self.rows(("kind", "=", "unlink"), after=before).mapped("partner_name"),
            ["T**** C******", "Short Lived", "W*** X*******"],
        )

    def test_becoming_and_ceasing_to_be_a_customer(self):
        contact = self.make_contact("Prospect")
        before = self.last()
        contact.email = "x@prospect.example"
        self.assertFalse(self.rows(after=before))
        contact.customer_rank = 1
        contact.customer_rank = 0
        self.assertEqual(
            self.noted(self.rows(after=before)),
            [("customer_rank", "0", "1"), ("customer_rank", "1", "0")],
        )

    def test_own_fields_are_audited_once_they_are_listed(self):
        before = self.last()
        self.customer.comment = "one"
        self.env["customer.field.guard"].create(
            {
                "field_id": self.env.ref("base.field_res_partner__comment").id,
                "kind": "audit",
            }
        )
        self.customer.comment = "<p>two</p>"
        self.assertEqual(self.noted(self.rows(after=before)), [("comment", "one", "two")])

    def test_guarded_fields_are_audited(self):
        term = self.env.ref("account.account_payment_term_30days")
        before = self.last()
        self.customer.property_payment_term_id = term
        self.assertEqual(
            self.noted(self.rows(after=before)),
            [("property_payment_term_id", "", term.display_name)],
        )

    def test_values_of_the_company_are_noted_there_alone(self):
        self.make_contact("Contact", parent_id=self.customer.id)
        before = self.last()
        self.customer.vat = "91440300708461136T"
        self.assertEqual(self.rows(after=before).partner_id, self.customer)

    def test_off_and_no_customer(self):
        before = self.last()
        contact = self.make_contact("Nobody")
        contact.write({"email": "n@nobody.example"})
        contact.unlink()
        self.switch(audit="False")
        self.customer.email = "c@acme.example"
        self.make_customer("Unseen")
        self.assertFalse(self.rows(after=before))

    def test_context_of_a_call_does_not_silence_it(self):
        for forged in (True, "SILENT", {}):
            before = self.last()
            call_kw(
                self.as_user(self.users["sales"]),
                "write",
                [self.customer.ids, {"email": f"{before}@acme.example"}],
                {"context": {"customer_audit": forged}},
            )
            self.assertEqual(len(self.rows(after=before)), 1)

    def test_operation_is_one_row(self):
        other = self.make_customer("Other", email="c@acme.example")
        steward = self.users["steward"]
        before = self.last()
        wizard = self.env["customer.mass.classification"].with_user(steward)
        wizard.create({"partner_ids": (self.customer + other).ids, "priority": "2"}).action_apply()
        (row,) = self.rows(after=before)
        self.assertEqual(row.kind, "operation")
        self.assertEqual(row.count, 2)
        self.assertEqual(row.user_id, steward)
        self.assertEqual(row.operation_id.kind, "classification")
        action = self.customer.with_user(steward).action_open_audit()
        self.assertIn(row, self.Audit.search(action["domain"]))

    def test_merge_keeps_rows_with_their_customer(self):
        merged = self.make_customer("Acme Inc", email="c@acme.example")
        merged.email = "d@acme.example"
        steward = self.users["steward"]
        before = self.last()
        wizard = self.env["customer.merge.wizard"].with_user(steward)
        operation = self.merge(wizard, self.customer, merged)
        rows = self.rows(after=before)
        self.assertEqual(rows.mapped("kind"), ["operation"])
        self.assertEqual(rows.operation_id, operation)
        self.assertEqual(rows.user_id, steward)
        self.assertEqual(rows.count, 2)
        self.assertEqual(self.rows(("new_value", "=", "d@acme.example")).partner_id, merged)
        operation.with_user(steward).action_undo()
        self.assertEqual(self.rows(after=before).mapped("kind"), ["operation"] * 2)

    def merge(self, wizard, kept, merged):
        Operation = self.env["customer.operation"]
        lines = [Command.create({"partner_id": kept.id, "source_ids": [Command.set(merged.ids)]})]
        operation = Operation.create(
            {
                "name": "Merge",
                "kind": "merge",
                "user_id": wizard.env.uid,
                "customer_count": 2,
                "line_ids": lines,
            }
        )
        operation.with_user(wizard.env.user).action_do()
        self.assertEqual(operation.state, "done")
        return operation


class TestAuditAppendOnly(AuditCase):
    def test_nobody_adds_changes_or_deletes(self):
        self.customer.email = "b@acme.example"
        row = self.rows(("partner_id", "=", self.customer.id))[0]
        for user in (*self.users.values(), self.env.ref("base.user_admin")):
            Audit = self.Audit.with_user(user)
            for method, arguments in (
                ("create", [{"date": fields.Datetime.now(), "kind": "write"}]),
                ("write", [row.ids, {"new_value": "forged"}]),
                ("unlink", [row.ids]),
                ("copy", [row.ids]),
                ("web_save", [row.ids, {"new_value": "forged"}, {"id": {}}]),
                ("name_create", ["Forged"]),
            ):
                with (
                    self.subTest(user=user.login, method=method),
                    self.assertRaises(AccessError),
                    self.cr.savepoint(),
                ):
                    call_kw(Audit, method, arguments, {})
            result = Audit.load(["partner_name"], [["Forged"]])
            self.assertFalse(result["ids"], user.login)
        self.assertTrue(row.exists())
        self.assertEqual(row.new_value, "b@acme.example")
        with self.assertRaises(AccessError):
            row.sudo().write({"new_value": "forged"})
        for name in ("_note", "_insert", "_forget", "_refusal", "_cron_delete"):
            with self.assertRaises(AccessError):
                get_public_method(self.Audit, name)

    def test_who_reads_it(self):
        self.customer.email = "b@acme.example"
        for role, user in self.users.items():
            may = role in ("steward", "administrator")
            with self.subTest(role=role):
                self.assertIs(self.Audit.with_user(user).has_access("read"), may)
                if may:
                    self.assertTrue(self.Audit.with_user(user).search([], limit=1).new_value)
                    self.customer.with_user(user).action_open_audit()
                    self.assertTrue(self.customer.with_user(user).customer_audit_count)
                else:
                    with self.assertRaises(AccessError):
                        self.customer.with_user(user).action_open_audit()
                    with self.assertRaises(AccessError):
                        self.customer.with_user(user).read(["customer_audit_count"])

    def test_rows_of_another_company_are_not_seen(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        hidden = self.make_customer("Hidden", company_id=other.id)
        moved = self.make_customer("Moved")
        before = self.last()
        hidden.email = "h@hidden.example"
        moved.email = "m@moved.example"
        moved.company_id = other
        self.customer.email = "b@acme.example"
        Audit = self.Audit.with_user(self.users["steward"])
        self.assertEqual(Audit.search([("id", ">", before)]).partner_id, self.customer)
        hidden.unlink()
        self.assertFalse(Audit.search([("partner_name", "=", "Hidden")]))

    def test_old_rows_are_deleted(self):
        self.customer.email = "b@acme.example"
        self.customer.email = "c@acme.example"
        old, new = self.rows(("partner_id", "=", self.customer.id), ("field_name", "=", "email"))
        now = fields.Datetime.now()
        self.env.cr.execute(
            "UPDATE customer_audit SET date = %s WHERE id = %s",
            [now - timedelta(days=731), old.id],
        )
        self.env.cr.execute(
            "UPDATE customer_audit SET date = %s WHERE id = %s",
            [now - timedelta(days=729), new.id],
        )
        self.env.invalidate_all()
        cron = self.env.ref("customer_master.ir_cron_audit_delete")
        self.switch(audit_days="0")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertTrue(old.exists())
        self.switch(audit_days="730")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual((old + new).exists(), new)

    def test_cost_of_a_write(self):
        customers = self.Partner
        for number in range(20):
            customers += self.make_customer(f"Cost {number}", user_id=self.users["sales"].id)
        contact = self.make_contact("No Customer")

        def queries(partners, values):
            self.env.flush_all()
            self.env.invalidate_all()
            count = self.env.cr.sql_log_count
            partners.write(values)
            self.env.flush_all()
            return self.env.cr.sql_log_count - count

        for partners, first, second, more in (
            (customers[:1], {"ref": "1"}, {"ref": "2"}, 1),
            (customers, {"street": "1"}, {"street": "2"}, 1),
            (customers, {"comment": "1"}, {"comment": "2"}, 0),
            (contact, {"ref": "1"}, {"ref": "2"}, 0),
        ):
            with self.subTest(customers=len(partners), values=first):
                self.switch(audit="False")
                queries(partners, first)
                off = queries(partners, second)
                self.switch(audit="True")
                queries(partners, first)
                on = queries(partners, second)
                self.assertLessEqual(on - off, more)
