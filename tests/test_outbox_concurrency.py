import threading
import time
from collections import defaultdict
from contextlib import contextmanager

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from ..bench.common.receiver import Behaviour, Receiver
from ..engine.outbox import new_secret

CUSTOMERS = 20
ROUNDS = 6


@tagged("post_install", "-at_install")
class TestOutboxConcurrency(BaseCase):
    """Several at the same moment, on connections that see each other's commits."""

    def setUp(self):
        super().setUp()
        self.database = get_db_name()
        self.receiver = self.enterContext(Receiver(secret := new_secret()))
        with self.connection() as env:
            system = env["customer.system"].create({"name": "At Once", "code": "at_once"})
            mapping = env["customer.mapping"].create(
                {
                    "name": "At Once",
                    "kind": "record",
                    "line_ids": [(0, 0, {"column": name, "target": name})
                                 for name in ("name", "city")],
                }
            )  # fmt: skip
            endpoint = env["customer.endpoint"].create(
                {
                    "name": "At Once",
                    "system_id": system.id,
                    "mapping_id": mapping.id,
                    "url": self.receiver.url,
                    "allow_private": True,
                    "filter_domain": "[('name', '=like', 'At Once %')]",
                }
            )
            endpoint.action_set_secret(secret)
            customers = env["res.partner"].create(
                [
                    {"name": f"At Once {number}", "is_company": True, "customer_rank": 1}
                    for number in range(CUSTOMERS)
                ]
            )
            env.cr.commit()
            self.system, self.mapping = system.id, mapping.id
            self.endpoint, self.ids = endpoint.id, customers.ids
        self.addCleanup(self.forget)

    @contextmanager
    def connection(self):
        # not the cursor of the registry, which tests that are not committed share
        with db_connect(self.database).cursor() as cr:
            Registry(self.database)
            yield api.Environment(cr, SUPERUSER_ID, {})

    def forget(self):
        """Nothing of a test may stay: it was committed."""
        with self.connection() as env:
            env["customer.system"].browse(self.system).unlink()
            env["customer.mapping"].browse(self.mapping).unlink()
            env["res.partner"].browse(self.ids).unlink()
            env.cr.commit()

    def start(self):
        with self.connection() as env:
            env["customer.endpoint"].browse(self.endpoint).action_start()
            env.cr.commit()

    def change(self, ids, city):
        with self.connection() as env:
            env["res.partner"].browse(ids).write({"city": city})
            env.flush_all()
            env.cr.commit()

    def send(self):
        with self.connection() as env:
            env["customer.outbox"]._cron_send()
            env.cr.commit()

    def left(self, env):
        return env["customer.outbox"].search_count(
            [("endpoint_id", "=", self.endpoint), ("state", "in", ("waiting", "sending", "retry"))]
        )

    def hurry(self, env):
        """What waits for another try is due now."""
        try:
            env["customer.outbox"].search([("state", "=", "retry")]).next_try = "2000-01-01"
            env["customer.endpoint.status"]._reset(env["customer.endpoint"].browse(self.endpoint))
            env.flush_all()
            env.cr.commit()
        except SerializationFailure:  # a sender was quicker
            env.cr.rollback()
            env.transaction.reset()
        env.invalidate_all()

    def test_two_users_write_while_no_version_is_made(self):
        self.start()
        with self.connection() as one, self.connection() as two:
            two.cr.execute("SET lock_timeout = '3s'")
            for env, partner in ((one, self.ids[0]), (two, self.ids[1])):
                # both transactions have begun, and what is kept in memory is not there
                env["res.partner"].browse(partner).name  # noqa: B018
            for env, partner in ((one, self.ids[0]), (two, self.ids[1])):
                env.registry.clear_cache()
                env["res.partner"].browse(partner).city = "Ulm"
                env.flush_all()
                env.cr.precommit.run()
            two.cr.commit()
            one.cr.commit()
            self.assertEqual(self.left(one), 2)
            self.assertFalse(one["customer.mapping"].browse(self.mapping).version_id)
        self.send()
        self.assertEqual(len(self.receiver.accepted), 2)

    def test_two_make_the_same_version(self):
        with self.connection() as one, self.connection() as two:
            for env in (one, two):
                env["customer.mapping"].browse(self.mapping).name  # noqa: B018
            versions = [one["customer.mapping"].browse(self.mapping)._version()]
            one.cr.commit()
            with mute_logger("odoo.sql_db"):
                for _again in range(2):  # as the server does with a request
                    try:
                        versions.append(two["customer.mapping"].browse(self.mapping)._version())
                        two.flush_all()
                        two.cr.commit()
                        break
                    except SerializationFailure:
                        two.cr.rollback()
                        two.transaction.reset()
            self.assertEqual(*(version.id for version in versions))

    def test_senders_at_once_and_changes_between(self):
        self.start()
        self.receiver.behaviour = Behaviour(failing=0.2, slow=0.5, seconds=0.02)
        stop, failures = threading.Event(), []
        self.addCleanup(stop.set)

        def sender():
            while not stop.is_set():
                try:
                    self.send()
                except Exception as error:  # whatever it is, the test says it
                    failures.append(error)
                time.sleep(0.01)

        senders = [threading.Thread(target=sender) for _number in range(3)]
        with mute_logger("odoo.sql_db"):
            for thread in senders:
                thread.start()
            for number in range(1, ROUNDS + 1):
                self.change(self.ids, f"City {number}")
                time.sleep(0.1)
            self.receiver.behaviour = Behaviour()
            with self.connection() as env:
                until = time.monotonic() + 30
                while self.left(env) and time.monotonic() < until:
                    self.hurry(env)
                    time.sleep(0.2)
            stop.set()
            for thread in senders:
                thread.join(30)
        self.assertFalse(failures)
        cities, keys = defaultdict(list), defaultdict(list)
        for one in self.receiver.accepted:
            record = one["data"]
            cities[record["id"]].append(int(record["data"]["city"].split()[1]))
            keys[record["id"]].append(record["key"])
        self.assertEqual(set(cities), {str(one) for one in self.ids})
        for one in cities:
            self.assertEqual(cities[one], sorted(cities[one]), "in order")
            self.assertEqual(cities[one][-1], ROUNDS)
            self.assertEqual(len(keys[one]), len(set(keys[one])), "none twice")

    def test_what_somebody_changes_now_is_left_alone(self):
        self.start()
        self.change(self.ids, "Ulm")
        with self.connection() as one, self.connection() as two:
            endpoint = two["customer.endpoint"].browse(self.endpoint)
            one["res.partner"].browse(self.ids[:5]).write({"city": "Bonn"})
            one.cr.precommit.run()
            taken, _last = two["customer.outbox"]._take(endpoint, 100)
            self.assertEqual({one.res_id for one in taken}, set(self.ids[5:]))
            two.cr.rollback()
            one.cr.commit()
