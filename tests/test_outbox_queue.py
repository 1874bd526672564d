from contextlib import suppress

from odoo.fields import Command

from ..models.origin import Origin
from .outbox_case import OutboxCase


class TestOutboxQueue(OutboxCase):
    """What changes is queued, once, and nothing else."""

    def test_changes_of_one_customer_are_one_message(self):
        customer = self.make_customer(city="Bonn")
        customer.city = "Köln"
        self.env.cr.flush()
        customer.city = "Ulm"
        self.assertEqual(self.messages(customer).mapped("state"), ["waiting"])

    def test_only_fields_of_the_mapping_and_what_decides(self):
        customer = self.make_customer()
        self.send()
        customer.comment = "nothing to do with it"
        self.assertEqual(self.messages(customer).mapped("state"), ["done"])
        customer.city = "Ulm"
        self.assertEqual(self.messages(customer).mapped("state"), ["done", "waiting"])

    def test_nobody_but_customers(self):
        supplier = self.make_contact(city="Ulm")
        supplier.city = "Bonn"
        self.assertFalse(self.messages(supplier))

    def test_contacts_are_told_of_as_their_customer(self):
        self.mapping.line_ids = [Command.create({"column": "mails", "target": "child_ids.email"})]
        one, other = self.make_customer("One"), self.make_customer("Other")
        contact = self.make_contact(parent_id=one.id)
        self.send()
        contact.email = "a@b.example"
        self.assertEqual(self.messages(one)[-1].state, "waiting")
        self.send()
        contact.parent_id = other
        self.assertEqual(self.messages(one)[-1].state, "waiting")
        self.assertEqual(self.messages(other)[-1].state, "waiting")
        self.send()
        contact.unlink()
        self.assertEqual(self.messages(other)[-1].state, "waiting")

    def test_what_a_system_told_is_not_told_to_it(self):
        other = self.env["customer.system"].create({"name": "ERP", "code": "erp"})
        erp = self.make_endpoint(name="ERP", system_id=other.id)
        customer = (
            Origin(self.system.id)
            .on(self.Partner)
            .create({"name": "From the Shop", "customer_rank": 1, "is_company": True})
        )
        self.assertFalse(self.messages(customer))
        self.assertTrue(self.messages(customer, erp))
        Origin(self.system.id).on(customer).city = "Ulm"
        self.assertFalse(self.messages(customer))
        self.Partner.browse(customer.id).city = "Bonn"
        self.assertTrue(self.messages(customer))

    def test_never_started_queues_nothing(self):
        never = self.make_endpoint(started=False, name="Never")
        self.assertFalse(self.messages(self.make_customer(), never))

    def test_what_changes_while_it_is_off_goes_out_later(self):
        for way in ("off", "archived"):
            with self.subTest(way=way):
                changed, gone, merged = (self.make_customer(name) for name in ("A", "B", "C"))
                self.send()
                self.receiver.accepted.clear()
                if way == "off":
                    self.endpoint.action_stop()
                else:
                    self.endpoint.action_archive()
                changed.city = "Ulm"
                gone.unlink()
                merged.active = False
                new = self.make_customer("D")
                self.send()
                self.assertFalse(self.told())
                self.assertFalse(changed.customer_sync_state)
                self.endpoint.action_unarchive()
                self.assertEqual(self.endpoint.state, "off")
                self.endpoint.action_start()
                self.send()
                actions = {record["id"]: record["action"] for record in self.told()}
                self.assertEqual(
                    actions,
                    {str(changed.id): "upsert", str(gone.id): "delete", str(merged.id): "archive",
                     str(new.id): "upsert"},
                )  # fmt: skip

    def test_other_condition_mapping_or_personal_data(self):
        self.endpoint.with_personal = True
        ulm, bonn = self.make_customer("Ulm", city="Ulm"), self.make_customer("Bonn", city="Bonn")
        person = self.make_customer("Erika", is_company=False, city="Ulm")
        unknown = self.make_customer("Unknown", city="Ulm")
        self.messages(unknown).unlink()
        self.send()
        self.receiver.accepted.clear()
        self.endpoint.filter_domain = "[('city', '=', 'Ulm')]"
        self.send()
        self.assertEqual([(r["id"], r["action"]) for r in self.told()], [(str(bonn.id), "archive")])
        self.receiver.accepted.clear()
        self.endpoint.with_personal = False
        self.send()
        self.assertEqual(
            [(r["id"], r["action"]) for r in self.told()], [(str(person.id), "archive")]
        )
        self.receiver.accepted.clear()
        self.endpoint.mapping_id = self.mapping.copy()
        self.send()
        self.assertFalse(self.told(), "it says the same")
        other = self.mapping.copy({"line_ids": [Command.create({"column": "n", "target": "name"})]})
        self.endpoint.mapping_id = other
        self.send()
        self.assertEqual([(r["id"], r["data"]) for r in self.told()], [(str(ulm.id), {"n": "Ulm"})])

    def test_bank_accounts(self):
        self.mapping.line_ids = [
            Command.create({"column": "banks", "target": "bank_ids.acc_number", "direction": "out"})
        ]
        one, other = self.make_customer("One"), self.make_customer("Other")
        self.send()
        account = self.env["res.partner.bank"].create({"partner_id": one.id, "acc_number": "1"})
        self.send()
        self.assertEqual(self.told(one)[-1]["data"]["banks"], ["1"])
        account.acc_number = "2"
        self.send()
        self.assertEqual(self.told(one)[-1]["data"]["banks"], ["2"])
        account.partner_id = other
        self.send()
        self.assertEqual(self.told(one)[-1]["data"]["banks"], [])
        self.assertEqual(self.told(other)[-1]["data"]["banks"], ["2"])
        account.unlink()
        self.send()
        self.assertEqual(self.told(other)[-1]["data"]["banks"], [])

    def test_completeness(self):
        self.endpoint.filter_domain = "[('customer_completeness', '>=', 0)]"
        customer = self.make_customer()
        self.send()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET customer_completeness = -1 WHERE id = %s", [customer.id]
        )
        customer.invalidate_recordset()
        judgement = customer._customer_judgement()
        customer._customer_store_completeness(judgement)
        self.assertEqual(self.messages(customer)[-1].state, "waiting", "stored by a check of all")
        self.send()
        customer._customer_store_completeness(judgement)
        self.assertNotEqual(self.messages(customer)[-1].state, "waiting", "it is the same")
        customer.phone = "+49 6227 747474"
        self.assertEqual(self.messages(customer)[-1].state, "waiting")

    def test_settling_after_sql_queues(self):
        customer = self.make_customer()
        self.send()
        customer._customer_settle()
        self.assertEqual(self.messages(customer)[-1].state, "waiting")

    def test_rolled_back_changes_are_not_queued(self):
        customer = self.make_customer()
        self.send()
        with suppress(ValueError), self.env.cr.savepoint():
            customer.city = "Ulm"
            raise ValueError
        self.assertEqual(self.messages(customer).mapped("state"), ["done"])

    def test_sync_now(self):
        customers = self.make_customer("One") + self.make_customer("Two")
        steward = self.make_user("steward")
        self.send()
        self.receiver.accepted.clear()
        customers[0].with_user(steward).action_customer_sync_now()
        self.send()
        self.assertEqual([r["id"] for r in self.told()], [str(customers[0].id)])
        self.env["customer.sync.wizard"].create({"endpoint_id": self.endpoint.id}).action_send()
        self.send()
        self.assertEqual(len(self.told(customers[0])), 2)
        self.assertEqual(len(self.told(customers[1])), 1)
        self.env["customer.sync.wizard"].create(
            {"endpoint_id": self.endpoint.id, "scope": "since", "since": "2100-01-01"}
        ).action_send()
        self.assertFalse(self.messages().filtered(lambda m: m.state == "waiting"))

    def test_replay_in_the_dialog(self):
        old, new = self.make_customer("Old"), self.make_customer("New")
        self.send()
        self.receiver.accepted.clear()
        self.messages(old).write({"state": "failed", "done_on": "2020-01-01"})
        self.messages(new).write({"state": "failed", "done_on": "2020-01-03"})
        told = (
            self.env["customer.sync.wizard"]
            .create({"endpoint_id": self.endpoint.id, "scope": "failed", "since": "2020-01-02"})
            .action_send()
        )
        self.assertIn("1", told["params"]["message"])
        self.send()
        self.assertEqual([r["id"] for r in self.told()], [str(new.id)])
