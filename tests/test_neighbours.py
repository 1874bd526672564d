"""What another addon had takes nothing of ours along when it goes; nor the other way round."""

from odoo.exceptions import UserError

from .common import CustomerCase
from .outbox_case import OutboxCase

GONE = "[('x_gone', '=', 'A')]"


class NeighbourCase(CustomerCase):
    """A field of contacts that another addon brought, and that goes with it."""

    def gone(self, record, field):
        """Have conditions on a field that is not there any more."""
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE {record._table} SET {field} = %s WHERE id = %s",  # pylint: disable=sql-injection
            [GONE, record.id],
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()

    def run_job(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"customer_master.ir_cron_{name}").method_direct_trigger()
        self.env.invalidate_all()


class TestGoneField(NeighbourCase):
    def test_duplicate_rule(self):
        rule = self.env["customer.match.rule"].create({"name": "Gone", "sequence": -1})
        self.gone(rule, "domain")
        customer = self.make_customer("Saved Ltd", phone="13800138000")
        customer.name = "Saved Again Ltd"
        self.enter(name="Entered Ltd")
        self.assertIn("x_gone", rule.problem)
        for action in (rule.action_try, rule.action_scan):
            with self.assertRaisesRegex(UserError, "x_gone"):
                action()
        self.env["customer.match.scan"]._cron_start()
        self.assertFalse(rule.scan_ids)
        self.run_job("match_changed")
        rule.domain = "[]"
        self.assertFalse(rule.problem)

    def test_running_scan_forgets_nothing(self):
        rule = self.env["customer.match.rule"].create({"name": "Gone"})
        scan = self.env["customer.match.scan"]._begin(rule)
        self.gone(rule, "domain")
        with self.assertRaisesRegex(UserError, "x_gone"):
            scan._work()

    def test_quality_rule(self):
        field = self.env["ir.model.fields"]._get("res.partner", "ref")
        rule = self.env["customer.quality.rule"].create(
            {"name": "Gone", "type": "required", "field_id": field.id}
        )
        self.gone(rule, "domain")
        self.make_customer("Saved Ltd")
        with self.assertRaisesRegex(UserError, "x_gone"):
            rule.action_try()

    def test_plan_and_care_rule(self):
        for model in ("customer.followup.plan", "customer.care.rule"):
            record = self.env[model].create({"name": "Gone"})
            self.gone(record, "domain")
            self.assertFalse(self.Partner.search(record._customers_domain()))
            with self.assertRaisesRegex(UserError, "x_gone"):
                record.action_try()

    def test_evidence_of_duplicates_goes_from_the_keys(self):
        self.addCleanup(self.registry.reset_changes)
        fields = self.env["ir.model.fields"].create(
            [
                {
                    "name": f"x_{name}",
                    "model_id": self.env["ir.model"]._get_id("res.partner"),
                    "ttype": "char",
                }
                for name in ("first", "second")
            ]
        )
        evidence = self.env["customer.match.field"].create(
            [{"name": field.name, "field_id": field.id} for field in fields]
        )
        customer = self.make_customer("Keyed Ltd", x_first="one", x_second="two")
        fields[0].unlink()
        self.assertEqual(evidence.exists(), evidence[1])
        self.env.flush_all()
        self.run_job("match_fill")
        self.env.cr.execute("SELECT packed FROM customer_match_key WHERE id = %s", [customer.id])
        self.assertNotIn("one", self.env.cr.fetchone()[0])


class TestGoneFilter(OutboxCase, NeighbourCase):
    def test_endpoint_is_stopped_and_the_others_send(self):
        other = self.make_endpoint(name="Other")
        self.gone(self.endpoint, "filter_domain")
        customer = self.make_customer("Sent Ltd")
        self.send()
        self.assertEqual(self.endpoint.state, "stopped")
        self.assertIn("x_gone", self.endpoint.stop_reason)
        self.assertTrue(self.endpoint.activity_ids)
        self.assertEqual(self.messages(customer, other).state, "done")
        self.assertEqual(self.messages(customer).state, "waiting")
        for action in (self.endpoint.action_start, self.endpoint.action_sync_all):
            with self.assertRaisesRegex(UserError, "x_gone"):
                action()
        self.endpoint.filter_domain = "[]"
        self.endpoint.action_start()
        self.send()
        self.assertEqual(self.messages(customer).state, "done")


class TestOwnFields(CustomerCase):
    def test_no_field_of_odoo_follows_ours(self):
        """Odoo would compute it at each change of ours, and forget it when ours goes."""
        registry = self.env.registry
        followers = {
            str(follower)
            for model in registry.models.values()
            for field in model._fields.values()
            if field._module == "customer_master"
            for follower in registry.get_dependent_fields(field)
            if follower.model_name in registry
            and not follower.model_name.startswith("customer.")
            and not follower.name.startswith(("customer_", "x_customer_"))
        }
        self.assertFalse(followers)
