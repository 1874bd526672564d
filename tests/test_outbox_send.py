from contextlib import suppress
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tools import mute_logger

from ..bench.common.receiver import Behaviour
from ..models.outbox_course import next_size
from .merge_case import MergeCase
from .outbox_case import OutboxCase


class TestOutboxSend(OutboxCase):
    """What the receiver gets, and what becomes of it."""

    def test_arrives_signed_with_the_newest_values(self):
        customer = self.make_customer("Bolt GmbH", city="Bonn", country_id=self.germany.id)
        customer.city = "Ulm"
        self.send()
        [record] = self.told(customer)
        self.assertEqual(record["action"], "upsert")
        self.assertEqual(
            record["data"], {"name": "Bolt GmbH", "address": {"city": "Ulm"}, "country": "DE"}
        )
        self.assertEqual(self.receiver.unverified, 0)
        message = self.messages(customer)
        self.assertEqual((message.state, message.tries), ("done", 1))
        [event] = self.receiver.accepted
        self.assertEqual(event["type"], "customer.upsert")
        self.assertEqual(event["headers"]["webhook-id"], record["key"])

    def test_the_same_is_not_told_twice(self):
        customer = self.make_customer(city="Bonn")
        self.send()
        customer.city = "Ulm"
        customer.city = "Bonn"
        self.send()
        self.assertEqual(len(self.told(customer)), 1)
        customer.city = "Ulm"
        self.send()
        self.assertEqual(len(self.told(customer)), 2)

    def test_failures_are_tried_again_with_the_same_key(self):
        self.receiver.behaviour = Behaviour(status=500)
        customer = self.make_customer()
        self.send()
        message = self.messages(customer)
        self.assertEqual(
            (message.state, message.problem, message.http_status), ("retry", "status", 500)
        )
        self.assertGreater(message.next_try, fields.Datetime.now())
        key = message.key
        self.receiver.behaviour = Behaviour()
        self.send()
        self.assertFalse(self.told(customer))
        self.due()
        self.send()
        self.assertEqual([record["key"] for record in self.told(customer)], [key])
        self.assertEqual(message.tries, 2)

    def test_a_newer_one_replaces_what_did_not_arrive(self):
        self.receiver.behaviour = Behaviour(status=500)
        customer = self.make_customer(city="Bonn")
        self.send()
        customer.city = "Ulm"
        self.receiver.behaviour = Behaviour()
        self.send()
        self.assertEqual(self.messages(customer).mapped("state"), ["replaced", "done"])
        self.assertEqual([r["data"]["address"]["city"] for r in self.told(customer)], ["Ulm"])

    def test_back_to_what_it_was_is_told_where_one_may_have_arrived(self):
        customer = self.make_customer(city="Bonn")
        self.send()
        self.receiver.behaviour = Behaviour(status=500)
        customer.city = "Ulm"
        self.send()
        customer.city = "Bonn"
        self.receiver.behaviour = Behaviour()
        self.send()
        cities = [r["data"]["address"]["city"] for r in self.told(customer)]
        self.assertEqual(cities, ["Bonn", "Bonn"])

    def test_killed_after_the_request(self):
        customer = self.make_customer()
        self.env.cr.flush()

        class Killed(BaseException):
            pass

        def note(*_args):
            raise Killed

        with (
            patch.object(type(self.Outbox), "_note_batch", note),
            self.enter_registry_test_mode(),
            suppress(Killed),
            self.registry.cursor() as cr,
        ):
            self.env(cr=cr)["customer.outbox"]._cron_send()
        self.env.invalidate_all()
        self.assertEqual(self.messages(customer).state, "sending")
        self.send()
        first, again = self.told(customer)
        self.assertEqual(first, again)
        self.assertEqual(self.messages(customer).state, "done")

    def test_killed_before_it_was_decided(self):
        customer = self.make_customer(city="Ulm")
        self.messages()
        taken, _last = self.Outbox._take(self.endpoint, 10)
        self.assertEqual((taken.state, taken.key), ("sending", False))
        customer.city = "Bonn"
        self.send()
        self.assertEqual([r["data"]["address"]["city"] for r in self.told(customer)], ["Bonn"])
        self.assertEqual(self.messages(customer).mapped("state"), ["replaced", "done"])

    def test_customer_whose_message_is_on_its_way_waits(self):
        customer, other = self.make_customer(), self.make_customer()
        going = self.messages(customer)
        self.assertEqual(self.Outbox._take(self.endpoint, 1), (going, going.id))
        customer.city = "Bonn"
        self.assertEqual(len(self.messages(customer)), 2)
        taken, _last = self.Outbox._take(self.endpoint, 10, going.id, customer.ids)
        self.assertEqual(taken, self.messages(other))
        self.assertEqual(going.state, "sending", "not replaced by the newer one")

    def test_slices_take_some_seconds(self):
        self.assertEqual(next_size(20, 0.1), 80, "soon as many as it can take")
        self.assertEqual(next_size(200, 1), 400)
        self.assertEqual(next_size(2000, 0.1), 2000)
        self.assertEqual(next_size(400, 5), 400)
        self.assertEqual(next_size(400, 8), 200, "before none are begun any more")
        self.assertEqual(next_size(400, 60), 200)
        self.assertEqual(next_size(20, 60), 20)

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

    def test_last_try_and_replay(self):
        self.receiver.behaviour = Behaviour(status=500)
        customer = self.make_customer()
        self.send()
        message = self.messages(customer)
        message.tries = 12
        self.due()
        self.send()
        self.assertEqual(message.state, "failed")
        self.receiver.behaviour = Behaviour()
        steward = self.make_user("steward")
        message.with_user(steward).action_replay()
        self.send()
        self.assertEqual(len(self.told(customer)), 1)
        self.assertEqual(self.messages(customer).mapped("state"), ["replaced", "done"])

    def test_replay_all_since(self):
        self.receiver.behaviour = Behaviour(status=500)
        customers = self.make_customer("One") + self.make_customer("Two")
        self.send()
        self.messages(customers).write({"tries": 12})
        self.due()
        self.send()
        old = self.messages(customers[0])
        old.done_on = fields.Datetime.now() - timedelta(days=2)
        self.receiver.behaviour = Behaviour()
        self.Outbox.action_replay_all(since=fields.Datetime.now() - timedelta(days=1))
        self.send()
        self.assertEqual([r["id"] for r in self.told()], [str(customers[1].id)])
        self.Outbox.action_replay_all(self.endpoint.id)
        self.send()
        self.assertEqual(len(self.told(customers[0])), 1)

    def test_archived_deleted_left(self):
        one, two, three = (self.make_customer(name) for name in ("One", "Two", "Three"))
        never = self.make_customer("Never")
        never.active = False
        self.endpoint.filter_domain = "[('city', '!=', 'Secret')]"
        self.send()
        one.active = False
        two.unlink()
        three.city = "Secret"
        self.send()
        for customer, action in ((one, "archive"), (two, "delete"), (three, "archive")):
            record = self.told(customer)[-1]
            self.assertEqual((record["action"], record["data"]), (action, {}))
        self.assertFalse(self.told(never))
        one.active = True
        three.city = "Ulm"
        self.send()
        self.assertEqual(self.told(one)[-1]["action"], "upsert")
        self.assertEqual(self.told(three)[-1]["action"], "upsert")


class TestOutboxMerge(MergeCase, OutboxCase):
    """What other systems are told of merges."""

    def test_survivor_with_those_that_are_gone(self):
        kept, gone, unknown = (self.make_customer(name) for name in ("Kept", "Gone", "Unknown"))
        self.endpoint.filter_domain = "[('name', '!=', 'Unknown')]"
        self.send()
        self.receiver.accepted.clear()
        operation = self.merge(kept + gone + unknown)
        self.send()
        [record] = self.told()
        self.assertEqual(
            (record["id"], record["action"], record["retired"]),
            (str(kept.id), "merge", [str(gone.id)]),
        )
        self.assertEqual(record["data"]["name"], "Kept")
        kept.city = "Ulm"
        self.send()
        self.assertEqual(self.told()[-1]["action"], "upsert", "told once")
        operation.action_undo()
        self.send()
        self.assertEqual([r["action"] for r in self.told(gone)], ["upsert"])
        self.assertFalse(self.told(unknown))

    def test_merged_twice_before_it_is_sent(self):
        one, two, three = (self.make_customer(name) for name in ("One", "Two", "Three"))
        self.send()
        self.receiver.accepted.clear()
        self.merge(two + three)
        self.merge(one + two)
        self.send()
        [record] = self.told()
        self.assertEqual((record["id"], record["action"]), (str(one.id), "merge"))
        self.assertEqual(set(record["retired"]), {str(two.id), str(three.id)})
