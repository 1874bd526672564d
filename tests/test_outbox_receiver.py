import time
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tools import mute_logger

from ..bench.common.receiver import Behaviour, Receiver
from ..engine.outbox import Poster
from .outbox_case import OutboxCase


class TestOutboxReceiver(OutboxCase):
    """Receivers that fail, are away, slow, or have wishes. Each message is verified by the
    reference library of Standard Webhooks."""

    def until_all_arrived(self, most):
        for _again in range(most):
            self.due()
            self.send()
            if set(self.messages().mapped("state")) == {"done"}:
                return
        self.fail(self.messages().mapped("state"))

    def test_random_failures_until_all_arrive(self):
        self.receiver.behaviour = Behaviour(failing=0.2)
        customers = self.Partner.browse()
        for number in range(60):
            customers += self.make_customer(f"Number {number}", city=f"City {number}")
        self.until_all_arrived(12)
        self.assertEqual(len(self.told()), 60, "none twice")
        self.assertEqual(
            {record["id"]: record["data"]["address"]["city"] for record in self.told()},
            {str(customer.id): customer.city for customer in customers},
        )
        self.assertEqual(set(self.receiver.refused), {500})
        self.assertFalse(self.receiver.unverified)

    def test_down_and_up_again(self):
        other = Receiver(self.secret)
        with other:
            self.endpoint.url = other.url
        customers = self.make_customer("One") + self.make_customer("Two")
        self.send()
        messages = self.messages(customers)
        self.assertEqual(set(messages.mapped("problem")), {"connect"})
        keys = set(messages.mapped("key"))
        with other:
            self.until_all_arrived(3)
        self.assertEqual({one["data"]["key"] for one in other.accepted}, keys)
        status = self.env["customer.endpoint.status"]._of(self.endpoint)
        self.assertFalse(status.failures or status.failing_since)

    def test_slow_answer_is_tried_again_with_the_same_key(self):
        self.endpoint.timeout = 1
        self.receiver.behaviour = Behaviour(slow=1, seconds=1.5)
        customer = self.make_customer()
        self.send()
        message = self.messages(customer)
        self.assertEqual((message.state, message.problem), ("retry", "timeout"))
        self.receiver.behaviour = Behaviour()
        self.until_all_arrived(2)
        until = time.monotonic() + 5
        while len(self.told(customer)) < 2 and time.monotonic() < until:
            time.sleep(0.05)  # the slow one is accepted in the end, too
        self.assertEqual([record["key"] for record in self.told(customer)], [message.key] * 2)

    def test_slow_receiver_holds_up_no_other(self):
        fast = self.receiver

        class Slow(Receiver):
            in_time = False

            def _answer(self, handler):
                until = time.monotonic() + 2
                while not fast.accepted and time.monotonic() < until:
                    time.sleep(0.01)
                self.in_time = bool(fast.accepted)
                Receiver._answer(self, handler)

        with Slow(self.secret) as slow:
            self.endpoint.url = slow.url
            self.make_endpoint(name="Fast", url=fast.url)
            self.make_customer()
            self.send()
        self.assertTrue(slow.in_time)
        self.assertEqual((len(slow.accepted), len(fast.accepted)), (1, 1))

    def test_slow_receiver_holds_up_no_second_slice(self):
        fast = self.receiver

        class Slow(Receiver):
            in_time = 50

            def _answer(self, handler):
                until = time.monotonic() + 10
                while len(fast.accepted) < 50 and time.monotonic() < until:
                    time.sleep(0.01)
                self.in_time = min(self.in_time, len(fast.accepted))
                Receiver._answer(self, handler)

        with Slow(self.secret) as slow:
            self.endpoint.write({"url": slow.url, "timeout": 15})
            self.make_endpoint(name="Fast", url=fast.url)
            for number in range(50):
                self.make_customer(f"Number {number}")
            self.send()
        self.assertEqual(slow.in_time, 50)
        self.assertEqual((len(slow.accepted), len(fast.accepted)), (50, 50))

    def test_slow_receiver_is_sent_to_in_small_parts(self):
        self.receiver.behaviour = Behaviour(slow=1, seconds=0.1)
        for number in range(30):
            self.make_customer(f"Number {number}")
        with patch.object(Poster.post, "__defaults__", (0.2,)):
            self.send()
        self.assertEqual(set(self.messages().mapped("state")), {"done"})
        self.assertEqual(len(self.told()), 30, "none twice")

    def test_nothing_is_begun_when_the_time_is_over(self):
        customer, told = self.make_customer(), []

        def progress(_self, processed=0, remaining=None):
            told.append((processed, remaining))
            return 0

        with patch.object(type(self.env["ir.cron"]), "_commit_progress", progress):
            self.send()
        self.assertEqual(told, [(0, None), (0, 1)], "goes on later")
        self.assertEqual(self.messages(customer).state, "waiting")

    def test_one_that_fails_unforeseen_holds_up_no_other(self):
        bad = self.make_endpoint(name="Bad", sequence=1)
        good = self.endpoint
        administrator = self.make_user("administrator")
        customer = self.make_customer()
        letter = type(good)._letter

        def broken(endpoint, record):
            if endpoint == bad:
                raise UnicodeEncodeError("ascii", "", 0, 1, "unforeseen")
            return letter(endpoint, record)

        with (
            patch.object(type(good), "_letter", broken),
            mute_logger("odoo.addons.customer_master.models.customer_outbox_send"),
        ):
            self.send()
        self.assertEqual((good.state, bad.state), ("on", "stopped"))
        self.assertIn(administrator, bad.activity_ids.user_id)
        self.assertEqual(self.messages(customer).state, "done")
        key = self.messages(customer, bad).key
        bad.action_start()
        self.send()
        message = self.messages(customer, bad)
        self.assertEqual((message.state, message.key), ("done", key))

    def test_address_that_is_none(self):
        for url in ("https://shop.example.com/钩子", "https://shop..example.com/hook"):
            with self.subTest(url=url), self.assertRaises(ValidationError):
                self.endpoint.url = url
        with self.assertRaises(ValidationError):
            self.endpoint.remote_database = "客户"
        with self.assertRaises(UserError):
            self.endpoint.api_key = "密钥"

    def test_redirect_is_not_followed(self):
        self.receiver.behaviour = Behaviour(status=307, headers={"Location": self.receiver.url})
        customer = self.make_customer()
        self.send()
        self.assertEqual(self.receiver.refused, [307])
        self.assertEqual(self.messages(customer).problem, "redirect")

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
        for code in (429, 503):
            with self.subTest(code=code):
                headers = {"Retry-After": "120"}
                self.receiver.behaviour = Behaviour(status=code, headers=headers)
                self.due()
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
