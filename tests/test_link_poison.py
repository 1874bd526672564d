from psycopg2 import errors

from odoo.tools import mute_logger

from .test_link_rule import LinkCase

FIND = "odoo.addons.customer_master.models.customer_link_find"
WATCH = "odoo.addons.customer_master.models.customer_link_watch"


class TestLinkPoison(LinkCase):
    """One record on which something fails stops neither the others nor the other rules."""

    def setUp(self):
        super().setUp()
        # evidence of another addon: computed, and failing for one order
        line = [{"path": "type_name", "kind": "ref"}]
        self.rule = self.order_rule(lines=line, domain="[('client_order_ref', '!=', False)]")
        self.broken, Order = set(), type(self.env["sale.order"])

        def compute(orders):
            for order in orders:
                if order.client_order_ref in self.broken:
                    raise ZeroDivisionError("float division by zero")
                order.type_name = order.client_order_ref

        self.patch(Order, "_compute_type_name", compute)

    def work(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("customer_master.ir_cron_link_run").method_direct_trigger()
        self.env.invalidate_all()

    def queued(self):
        return self.env["customer.link.queue"].search_count([])

    @mute_logger(FIND)
    def test_in_the_queue(self):
        self.broken = {"bad"}
        orders = self.order("A100") | self.order("bad") | self.order("Z200")
        self.work()
        self.assertEqual(
            orders.mapped("partner_id"), self.acme | self.walk_in | self.other, "in their order"
        )
        self.assertFalse(self.queued())

    @mute_logger(FIND)
    def test_in_a_run(self):
        self.broken = {"bad"}
        orders = self.order("A100") | self.order("bad") | self.order("Z200")
        run = self.run_rule(self.rule)
        self.assertEqual((run.state, run.record_count, run.linked_count), ("done", 3, 2))
        self.assertEqual(orders.mapped("partner_id"), self.acme | self.walk_in | self.other)

    @mute_logger(FIND)
    def test_try_it(self):
        self.broken = {"bad"}
        self.order("A100"), self.order("bad")
        trial = self.env["customer.link.trial"].browse(self.rule.action_try()["res_id"])
        self.assertEqual(trial.certain_count, 1)

    @mute_logger(FIND, "odoo.addons.customer_master.models.customer_background")
    def test_all_of_them(self):
        """That is the rule: it says so, and the others go on."""
        self.broken = {f"bad {number}" for number in range(30)}
        for ref in sorted(self.broken):
            self.order(ref)
        good = self.order_rule(lines=[{"path": "client_order_ref", "kind": "ref"}])
        order = self.order("A100")
        self.work()
        self.assertEqual(order.partner_id, self.acme)
        self.assertFalse(self.queued())
        run = self.run_rule(self.rule)
        self.assertEqual(run.state, "failed")
        self.assertIn("can't read its records: float division by zero", run.problem)
        self.assertEqual(self.run_rule(good).state, "done")

    @mute_logger(WATCH)
    def test_conflict_that_stays(self):
        """A record on which the database fails each time is left to the next run."""
        orders = self.order("A100") | self.order("bad") | self.order("Z200")
        Link = type(self.env["customer.link"])
        link, calls = Link._link, []

        def failing(service, rule, records, operation=None):
            calls.append(len(records))
            if "bad" in records.mapped("client_order_ref"):
                raise errors.ForeignKeyViolation
            return link(service, rule, records, operation)

        self.patch(Link, "_link", failing)
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.env(cr=cr)["customer.link.queue"]._work()
        self.env.invalidate_all()
        self.assertFalse(self.queued())
        self.assertLess(len(calls), 30)
        self.assertEqual(orders.mapped("partner_id"), self.acme | self.walk_in | self.other)
