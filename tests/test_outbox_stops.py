from contextlib import suppress
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tools import mute_logger

from ..bench.common.receiver import Behaviour
from .outbox_case import OutboxCase


class TestOutboxStops(OutboxCase):
    """The sender is killed, customers can't be told of."""

    def killed_before_it_was_noted(self):
        class Killed(BaseException):
            pass

        def note(*_args):
            raise Killed

        self.env.cr.flush()
        with (
            patch.object(type(self.Outbox), "_note_batch", note),
            self.enter_registry_test_mode(),
            suppress(Killed),
            self.registry.cursor() as cr,
        ):
            self.env(cr=cr)["customer.outbox"]._cron_send()
        self.env.invalidate_all()

    def test_killed_after_the_request(self):
        customer = self.make_customer()
        self.killed_before_it_was_noted()
        self.assertEqual(self.messages(customer).state, "sending")
        self.send()
        first, again = self.told(customer)
        self.assertEqual(first, again)
        self.assertEqual(self.messages(customer).state, "done")

    def test_a_newer_one_that_says_the_same_has_the_same_key(self):
        customer = self.make_customer(city="Bonn")
        decide = type(self.Outbox)._decide

        def change_first(outbox, endpoint, messages):
            # after it was taken, before it is read: it is told of already, and noted anew
            customer.with_env(outbox.env).city = "Ulm"
            outbox.env.cr.flush()
            return decide(outbox, endpoint, messages)

        with patch.object(type(self.Outbox), "_decide", change_first):
            self.killed_before_it_was_noted()
        self.assertEqual(self.messages(customer).mapped("state"), ["sending", "waiting"])
        self.send()
        first, again = self.told(customer)
        self.assertEqual(first["data"]["address"]["city"], "Ulm")
        self.assertEqual(first, again)
        self.assertEqual(self.messages(customer).mapped("state"), ["replaced", "done"])
        self.assertFalse(self.messages(customer)[0].payload)
        customer.action_customer_sync_now()
        self.send()
        self.assertNotEqual(self.told(customer)[-1]["key"], first["key"], "asked for")

    def test_killed_before_it_was_decided(self):
        customer = self.make_customer(city="Ulm")
        self.messages()
        self.Outbox._take(self.endpoint, 10)
        message = self.messages(customer)
        self.assertEqual((message.state, message.key), ("sending", False))
        customer.city = "Bonn"
        self.send()
        self.assertEqual([r["data"]["address"]["city"] for r in self.told(customer)], ["Bonn"])
        self.assertEqual(self.messages(customer).mapped("state"), ["replaced", "done"])

    def test_what_is_required_and_what_has_no_value(self):
        self.mapping.line_ids = [
            Command.create({"column": "name", "target": "name"}),
            Command.create({"column": "city", "target": "city", "required": True}),
            Command.create(
                {"column": "short", "target": "zip", "transform": "expression",
                 "argument": "float('nan') if value == '1' else value[:3]", "direction": "out"}
            ),
        ]  # fmt: skip
        good, bad, worse = (
            self.make_customer(name, city=city, zip=code)
            for name, city, code in (("Good", "Ulm", "89073"), ("Bad", "", "2"), ("W", "Ulm", "1"))
        )
        self.send()
        self.assertEqual([r["id"] for r in self.told()], [str(good.id)])
        for customer, place in ((bad, "city"), (worse, "short")):
            message = self.messages(customer)
            self.assertEqual((message.state, message.problem), ("failed", "mapping"))
            self.assertIn(place, message.reason)
            self.assertEqual(customer.customer_sync_state, "failed")
        bad.city = "Bonn"
        self.send()
        self.assertEqual(self.told(bad)[-1]["data"]["city"], "Bonn")
        self.assertEqual(self.messages(bad).mapped("state"), ["replaced", "done"])

    def test_what_no_message_can_hold_fails_alone(self):
        self.mapping.line_ids = [
            Command.create({"column": name, "target": name, "direction": "out"})
            for name in ("name", "partner_latitude")
        ]
        good, bad = self.make_customer("Good"), self.make_customer("Bad")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET partner_latitude = 'NaN' WHERE id = %s", [bad.id]
        )
        with mute_logger("odoo.addons.customer_master.models.customer_outbox_render"):
            self.send()
        self.assertEqual([r["id"] for r in self.told()], [str(good.id)])
        self.assertEqual(self.messages(bad).problem, "mapping")
        self.assertEqual(self.endpoint.state, "on")

    def test_failures_count_while_nothing_is_new(self):
        self.receiver.behaviour = Behaviour(status=500)
        customer = self.make_customer()
        self.send()
        message = self.messages(customer)
        old = fields.Datetime.now() - timedelta(days=2)
        self.env.cr.execute(
            "UPDATE customer_outbox SET create_date = %s, write_date = %s WHERE id = %s",
            [old, old, message.id],
        )
        self.due()
        self.env.invalidate_all()

        def figures():
            self.env.invalidate_all()
            found = self.env["customer.sync.dashboard"].customer_sync_figures()["endpoints"]
            [line] = [one for one in found if one["id"] == self.endpoint.id]
            return {name: line[name] for name in ("waiting", "failed", "rate")}, line["age"]

        self.env.cr.execute("UPDATE customer_outbox SET write_date = %s", [old])
        self.assertEqual(figures(), ({"waiting": 1, "failed": 0, "rate": 0}, 2 * 24 * 60))
        self.send()
        self.assertEqual(figures(), ({"waiting": 1, "failed": 0, "rate": 100}, 2 * 24 * 60))
        self.receiver.behaviour = Behaviour()
        self.due()
        self.send()
        self.assertEqual(figures(), ({"waiting": 0, "failed": 0, "rate": 67}, 0))
