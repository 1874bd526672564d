from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models import customer_nightly, customer_value_refresh
from .value_case import ValueCase


@tagged("post_install", "-at_install", "customer_master")
class TestNightly(ValueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["customer.nightly"].search([]).state = "done"
        cls.customers = cls.Partner.union(*(cls.make_customer(f"N{n}") for n in range(5)))

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(customer_nightly, "SLICE", 2))
        self.startPatcher(patch.object(customer_value_refresh, "SLICE", 2))

    def test_all_at_once(self):
        for customer in self.customers:
            self.ordered(3, partner=customer)
        self.customers[0].customer_strategic = True
        segment = self.Segment.create({"name": "N", "domain": "[('name', '=like', 'N_')]"})
        run = self.night()
        self.assertEqual((run.state, run.progress), ("done", 100))
        self.assertEqual(set(self.customers.mapped("customer_stage")), {"new"})
        self.assertTrue(all(self.customers.mapped("customer_rfm")))
        self.assertEqual(self.customers[0].customer_priority_proposed, "3")
        self.assertEqual(segment.count_ids.count, 5)
        self.assertEqual(run.stage_count, 5)
        self.assertGreaterEqual(run.customer_count, 6)
        again = self.night()
        self.assertEqual((again.stage_count, again.priority_count), (0, 0))
        self.assertEqual(again.value_count, 0)

    def test_goes_on_where_it_was(self):
        run = self.env["customer.nightly"]._begin()
        run.position = self.customers[3].id
        for customer in self.customers:
            self.ordered(3, partner=customer)
        self.night()
        self.assertEqual(self.customers[4].customer_stage, "new")
        self.assertEqual(self.customers[0].customer_stage, "potential")

    def test_stopped(self):
        run = self.env["customer.nightly"]._begin()
        run.action_stop()
        self.ordered(3)
        with self.enter_registry_test_mode():
            self.env.ref("customer_master.ir_cron_nightly").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(run.state, "canceled")
        self.assertEqual(self.buyer.customer_stage, "potential")

    def test_failure_is_told(self):
        def fail(*_args):
            raise ValueError("broken")

        self.patch(type(self.Partner), "_customer_refresh_found", fail)
        with self.assertLogs("odoo.addons.customer_master.models.customer_background", "ERROR"):
            run = self.night()
        self.assertEqual((run.state, run.problem), ("failed", "broken"))

    def test_one_at_a_time(self):
        Nightly = self.env["customer.nightly"]
        self.assertEqual(Nightly._begin(), Nightly._begin())

    def test_who_may_start_it(self):
        Nightly = self.env["customer.nightly"]
        Nightly.with_user(self.user_steward).action_start()
        self.assertEqual(Nightly.search([], limit=1).state, "running")
        with self.assertRaises(AccessError):
            Nightly.with_user(self.user_sales).action_start()
