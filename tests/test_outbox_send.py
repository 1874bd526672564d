from datetime import timedelta

from odoo import fields

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

    def test_customer_whose_message_is_on_its_way_waits(self):
        customer, other = self.make_customer(), self.make_customer()
        going = self.messages(customer)
        taken, last = self.Outbox._take(self.endpoint, 1)
        self.assertEqual(([one.id for one in taken], last), (going.ids, going.id))
        customer.city = "Bonn"
        self.assertEqual(len(self.messages(customer)), 2)
        taken, _last = self.Outbox._take(self.endpoint, 10, going.id, customer.ids)
        self.assertEqual([one.id for one in taken], self.messages(other).ids)
        self.assertEqual(going.state, "sending", "not replaced by the newer one")

    def test_slices_take_some_seconds(self):
        self.assertEqual(next_size(20, 0.1), 80, "soon as many as it can take")
        self.assertEqual(next_size(200, 1), 400)
        self.assertEqual(next_size(2000, 0.1), 2000)
        self.assertEqual(next_size(400, 5), 400)
        self.assertEqual(next_size(400, 8), 200, "before none are begun any more")
        self.assertEqual(next_size(400, 60), 200)
        self.assertEqual(next_size(20, 60), 20)

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
