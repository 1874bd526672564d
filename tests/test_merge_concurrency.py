import threading
from contextlib import contextmanager

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestMergeConcurrency(BaseCase):
    """Two stewards at the same moment, on two connections that see each other's commits."""

    def setUp(self):
        super().setUp()
        self.database = get_db_name()
        with self.connection() as env:
            customers = env["res.partner"].create(
                [
                    {"name": f"At Once {number}", "is_company": True, "customer_rank": 1}
                    for number in range(3)
                ]
            )
            self.ids = customers.ids
            env.cr.commit()
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
            partners = env["res.partner"].with_context(active_test=False).browse(self.ids)
            operations = env["customer.operation"].search([("line_ids.partner_id", "in", self.ids)])
            for operation in operations.filtered(lambda o: o.state == "done"):
                operation.action_undo()
            operations.unlink()
            partners.exists().unlink()
            env.cr.commit()

    def merge(self, env, members):
        operations = env["customer.operation"]
        operation = operations.browse(
            operations.customer_plan_merge([{"master": members[0], "members": members}])
        )
        operation.action_do()
        env.flush_all()
        return operation

    def test_the_second_of_two_overlapping_merges_is_refused(self):
        first, shared, third = self.ids
        started, results = threading.Event(), []

        def second_steward():
            with self.connection() as env, mute_logger("odoo.sql_db"):
                for _again in range(2):  # as the server does with a request
                    # the snapshot of this transaction is older than the other merge
                    env["res.partner"].browse(third).name  # noqa: B018
                    started.set()
                    try:
                        operation = self.merge(env, [third, shared])
                        env.cr.commit()
                        results.append((operation.line_ids.state, operation.line_ids.reason))
                        return
                    except SerializationFailure:
                        env.cr.rollback()
                        env.transaction.reset()
                        results.append("waited")

        with self.connection() as env:
            self.merge(env, [first, shared])
            other = threading.Thread(target=second_steward)
            other.start()
            self.assertTrue(started.wait(10))
            other.join(1)
            self.assertTrue(other.is_alive(), "it waits for the first merge")
            env.cr.commit()
        other.join(30)
        self.assertEqual(results[0], "waited")
        state, reason = results[1]
        self.assertEqual(state, "blocked")
        self.assertIn("Merged already", reason)
        with self.connection() as env:
            merged = env["res.partner"].browse(shared)
            self.assertEqual(merged.customer_merged_into_id.id, first)
            self.assertTrue(env["res.partner"].browse(third).active)

    def test_a_merge_that_is_killed_leaves_nothing(self):
        first, second, _third = self.ids
        with self.connection() as env:
            self.merge(env, [first, second])
            env.cr.rollback()
        with self.connection() as env:
            partner = env["res.partner"].browse(second)
            self.assertTrue(partner.active)
            self.assertFalse(partner.customer_merged_into_id)
            lines = env["customer.operation.line"].search([("partner_id", "in", self.ids)])
            self.assertFalse(lines)
