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

    def test_off_queues_nothing(self):
        self.endpoint.action_stop()
        self.assertFalse(self.messages(self.make_customer()))

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
