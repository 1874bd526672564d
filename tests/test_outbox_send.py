from contextlib import suppress
from datetime import timedelta
from unittest.mock import patch

from odoo import fields

from ..bench.common.receiver import Behaviour
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

    def test_merged(self):
        kept, gone = self.make_customer("Kept"), self.make_customer("Gone")
        self.send()
        self.receiver.accepted.clear()
        gone.write({"active": False, "customer_merged_into_id": kept.id})
        self.send()
        [record] = self.told()
        self.assertEqual(
            (record["id"], record["action"], record["retired"]),
            (str(kept.id), "merge", [str(gone.id)]),
        )
        gone.write({"active": True, "customer_merged_into_id": False})
        self.send()
        self.assertEqual([r["action"] for r in self.told(gone)], ["upsert"])

    # -- the receiver's wishes ---------------------------------------------------------------------

    def test_gone_stops_the_endpoint(self):
        self.receiver.behaviour = Behaviour(status=410)
        administrator = self.make_user("administrator")
        self.make_customer()
        self.send()
        self.assertEqual(self.endpoint.state, "stopped")
        self.assertIn("410", self.endpoint.stop_reason)
        self.assertIn(administrator, self.endpoint.activity_ids.user_id)
        customer = self.make_customer("While Stopped")
        self.send()
        self.assertEqual(self.messages(customer).state, "waiting")
        self.receiver.behaviour = Behaviour()
        self.endpoint.action_start()
        self.send()
        self.assertTrue(self.told(customer))

    def test_wait_as_asked(self):
        self.receiver.behaviour = Behaviour(status=429, headers={"Retry-After": "120"})
        self.make_customer()
        self.send()
        status = self.env["customer.endpoint.status"]._of(self.endpoint)
        wait = status.next_try - fields.Datetime.now()
        self.assertTrue(timedelta(seconds=110) < wait <= timedelta(seconds=120), wait)
        requests = len(self.receiver.refused)
        self.make_customer("Another")
        self.send()
        self.assertEqual(len(self.receiver.refused), requests)

    def test_down_for_days(self):
        self.endpoint.url = "http://127.0.0.1:9/"
        customer = self.make_customer()
        self.send()
        message = self.messages(customer)
        self.assertEqual((message.state, message.problem), ("retry", "connect"))
        status = self.env["customer.endpoint.status"]._of(self.endpoint)
        self.assertEqual(status.failures, 1)
        status.failing_since = fields.Datetime.now() - timedelta(days=6)
        status.next_try = False
        self.Outbox.search([("state", "=", "retry")]).next_try = "2000-01-01"
        self.send()
        self.assertEqual(self.endpoint.state, "stopped")

    def test_own_network_is_refused(self):
        self.endpoint.write(
            {"url": self.receiver.url.replace("http:", "https:"), "allow_private": False}
        )
        customer = self.make_customer()
        self.send()
        self.assertEqual(self.messages(customer).problem, "address")
        self.assertFalse(self.receiver.refused or self.receiver.accepted)

    def test_two_secrets_while_one_is_replaced(self):
        dialog = self.endpoint.action_new_secret()
        new = dialog["context"]["default_secret"]
        customer = self.make_customer()
        self.send()
        self.assertTrue(self.told(customer))
        headers = self.receiver.accepted[-1]["headers"]
        self.assertEqual(len(headers["webhook-signature"].split(" ")), 2)
        self.assertNotEqual(new, self.secret)
        self.endpoint.action_end_rotation()
        customer.city = "Ulm"
        self.send()
        self.assertEqual(self.receiver.refused, [401])

    def test_cloudevents(self):
        self.endpoint.envelope = "cloudevents"
        customer = self.make_customer()
        self.send()
        [event] = self.receiver.accepted
        self.assertEqual(event["specversion"], "1.0")
        self.assertEqual(event["subject"], str(customer.id))
        self.assertTrue(event["source"].startswith("urn:uuid:"))
        self.assertEqual(event["headers"]["content-type"], "application/cloudevents+json")
