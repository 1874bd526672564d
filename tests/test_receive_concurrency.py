import threading
from contextlib import contextmanager

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger

from .common import QUIET
from .receive_case import ReceiveCase

CODES = ("at_once_a", "at_once_b")
NAME = "Simultaneous Shipping Ltd"
DATA = {"name": NAME, "tel": "+44 20 7946 0991", "mail": "desk@simultaneous.example"}


@tagged("post_install", "-at_install")
class TestReceiveConcurrency(BaseCase):
    """Two systems at the same moment, on two connections that see each other's commits."""

    def setUp(self):
        super().setUp()
        self.database = get_db_name()
        self.addCleanup(self.forget)
        with self.connection() as env:
            for code in CODES:
                self.make_system(env, code)
            env.cr.commit()

    @contextmanager
    def connection(self):
        # not the cursor of the registry, which tests that are not committed share
        with db_connect(self.database).cursor() as cr:
            Registry(self.database)
            yield api.Environment(cr, SUPERUSER_ID, {})

    def make_system(self, env, code):
        group = "customer_master.group_sync_bot"
        lines = [("name", "name"), ("tel", "phone"), ("mail", "email")]
        mapping = env["customer.mapping"].create(
            {
                "name": code,
                "kind": "record",
                "line_ids": [Command.create({"column": c, "target": t}) for c, t in lines],
            }
        )
        env["customer.system"].create(
            {
                "name": code,
                "code": code,
                "user_id": new_test_user(env, code, group, context=QUIET).id,
                "inbound_mapping_id": mapping.id,
            }
        )

    def forget(self):
        """Nothing of a test may stay: it was committed."""
        with self.connection() as env:
            systems = env["customer.system"].search([("code", "in", CODES)])
            operations = env["customer.operation"].search([("user_id", "in", systems.user_id.ids)])
            customers = env["res.partner"].search([("name", "=", NAME)])
            users, mappings = systems.user_id, systems.inbound_mapping_id
            env["customer.inbound.record"].search([("system_id", "in", systems.ids)]).unlink()
            systems.unlink()
            operations.unlink()
            customers.unlink()
            mappings.unlink()
            own = users.partner_id
            users.unlink()
            own.unlink()
            env.cr.commit()

    def receive(self, env, code):
        bot = env["res.users"].search([("login", "=", code)])
        record = ReceiveCase.record("7", **DATA)
        return env["customer.system"].with_user(bot).receive(code, [record])[0]["status"]

    def test_the_same_new_customer_from_two_systems(self):
        started, results = threading.Event(), []

        def other_system():
            with self.connection() as env, mute_logger("odoo.sql_db"):
                for _again in range(2):  # as the server does with a request
                    # the snapshot of this transaction is older than the other's customer
                    env["res.partner"].search_count([])
                    started.set()
                    try:
                        results.append(self.receive(env, CODES[1]))
                        env.cr.commit()
                        return
                    except SerializationFailure:
                        env.cr.rollback()
                        env.transaction.reset()
                        results.append("waited")

        with self.connection() as env:
            self.assertEqual(self.receive(env, CODES[0]), "created")
            env.flush_all()
            other = threading.Thread(target=other_system)
            other.start()
            self.assertTrue(started.wait(10))
            other.join(2)
            self.assertTrue(other.is_alive(), "it waits for the first system")
            env.cr.commit()
        other.join(30)
        self.assertEqual(results[0], "waited")
        self.assertIn(results[1], ("updated", "unchanged"))
        with self.connection() as env:
            customer = env["res.partner"].search([("name", "=", NAME)])
            self.assertEqual(len(customer), 1)
            self.assertEqual(len(customer.customer_external_ids), 2)
